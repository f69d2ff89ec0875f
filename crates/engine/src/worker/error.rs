//! Why the worker could not do something.

use crate::CodecError;
use fleet::CapacityError;
use wasm_bindgen::prelude::*;

/// Why the worker could not do something that is no fault of the input.
#[derive(Debug, thiserror::Error)]
pub enum WorkerError {
    /// The browser refused, or failed.
    #[error("{}", browser_message(.0))]
    Browser(JsValue),
    /// `reader.js` could not read: the browser's words for why.
    #[error("{0}")]
    ReadFailed(String),
    /// The fleet is full.
    #[error(transparent)]
    FleetFull(#[from] CapacityError),
    /// A message was not understood.
    #[error(transparent)]
    Codec(#[from] CodecError),
    /// A file could not be written.
    #[error(transparent)]
    Export(#[from] export::ExportError),
    /// Other rows are there now than those that a file was begun with.
    #[error("the fleet changed while the file was written")]
    FleetChanged,
    /// The text of a source is not there any more.
    #[error("the file is not there any more")]
    SourceGone,
}

impl From<JsValue> for WorkerError {
    fn from(error: JsValue) -> Self {
        Self::Browser(error)
    }
}

fn browser_message(error: &JsValue) -> String {
    error.dyn_ref::<js_sys::Error>().map_or_else(|| format!("{error:?}"), |error| String::from(error.message()))
}
