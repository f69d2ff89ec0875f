//! The worker: owns the fleet, reads sources, answers the page. All browser calls of the engine are under here.

#[cfg(target_arch = "wasm32")]
mod worker;

fn main() {
    #[cfg(target_arch = "wasm32")]
    worker::start_worker();
}
