//! The files that a drop or a paste carries.

use super::dropped_files::DroppedFiles;
use super::inputs;
use crate::state::PageState;
use crate::views::map::MapHost;
use web_sys::DataTransfer;

/// Takes in what a drop or a paste carries. Whether there was anything.
pub fn load_transfer(state: PageState, stage: MapHost, data: &DataTransfer, prevent: impl FnOnce()) -> bool {
    let dropped = DroppedFiles::from_data_transfer(data);
    if dropped.is_empty() {
        return false;
    }
    prevent();
    leptos::task::spawn_local(async move {
        let (files, unread) = dropped.read_files().await;
        state.loading.collect_skipped_files(unread);
        inputs::load_files(state, stage, files);
    });
    true
}
