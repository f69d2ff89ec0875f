//! The page and, in a worker, the engine: one wasm, so that what they share is loaded and compiled once.

fn main() {
    #[cfg(target_arch = "wasm32")]
    if web_sys::window().is_none() {
        return engine::start_worker();
    }
    simscope::start();
}
