//! Getting sources in: chosen, dropped or pasted; and how far the reading is.

mod drop;
mod dropped;
mod inputs;
mod line;
mod paste;

pub use drop::Drop;
pub use inputs::{Inputs, choose_baseline, choose_files, choose_folder, choose_streets};
pub use line::LoadingLine;
