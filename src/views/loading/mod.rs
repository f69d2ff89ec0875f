//! Getting sources in: chosen, dropped or pasted; and how far the reading is.

mod drop_zone;
mod dropped_files;
mod inputs;
mod loading_line;
mod paste;
mod transfer;

pub use drop_zone::DropZone;
pub use inputs::{FileInputs, choose_baseline, choose_files, choose_folder, choose_streets};
pub use loading_line::LoadingLine;
