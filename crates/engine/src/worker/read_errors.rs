//! Files that cannot be read, or cannot be read again: which, and why.

use super::error::WorkerError;
use super::{WorkerState, blob_bytes};
use crate::load::LoadHost;
use crate::{Event, ReadError};
use js_sys::Error;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

/// What browsers call it when a file is another one than was chosen, or is gone (File API, W3C, 8.3).
const CHANGED_FILE_ERRORS: [&str; 2] = ["NotReadableError", "NotFoundError"];

/// Returns what came of reading a blob. Where that failed or looks damaged, the blob itself is asked once more: whoever
/// unpacks a file takes one that went away for a damaged one.
pub async fn verify_read<T>(
    blob: &Blob,
    read: Result<T, WorkerError>,
    is_damaged: impl Fn(&T) -> bool,
) -> Result<T, ReadError> {
    match read {
        Err(error) => Err(read_error(blob, &error).await),
        Ok(read) if is_damaged(&read) && is_changed(blob).await => Err(ReadError::Changed),
        Ok(read) => Ok(read),
    }
}

/// Returns why a blob failed to be read.
async fn read_error(blob: &Blob, error: &WorkerError) -> ReadError {
    if is_changed(blob).await { ReadError::Changed } else { ReadError::Other(error.to_string()) }
}

/// Returns whether the browser gives nothing of a blob any more.
async fn is_changed(blob: &Blob) -> bool {
    let Ok(byte) = blob.slice_with_f64_and_f64(0.0, 1.0) else { return false };
    let Err(error) = JsFuture::from(byte.array_buffer()).await else { return false };
    error.dyn_ref::<Error>().is_some_and(|error| CHANGED_FILE_ERRORS.contains(&String::from(error.name()).as_str()))
}

impl WorkerState {
    /// Returns the bytes of a source's text, or tells the page why there are none; `None` also where the source is gone.
    pub async fn read_text(&self, source: u32, from: f64, to: f64) -> Option<Vec<u8>> {
        let text = self.source_texts.borrow().get(&source).cloned()?;
        let bytes = match text.slice_with_f64_and_f64(from, to) {
            Ok(slice) => blob_bytes(&slice).await,
            Err(error) => Err(error.into()),
        };
        match bytes {
            Ok(bytes) => Some(bytes),
            Err(error) => {
                self.send_record_unreadable(source, &text, &error).await;
                None
            }
        }
    }

    /// Tells the page that a source in the fleet could not be read again.
    pub async fn send_record_unreadable(&self, source: u32, text: &Blob, error: &WorkerError) {
        let error = read_error(text, error).await;
        let stats = self.engine.borrow().source_stats();
        if let Some(source) = stats.into_iter().map(|stats| stats.source).find(|other| other.id == source) {
            self.send_event(&Event::RecordUnreadable { source, error });
        }
    }
}
