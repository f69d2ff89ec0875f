//! The page.

fn main() {
    simscope::start();
}
