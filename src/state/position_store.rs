//! What this browser keeps for later visits, in IndexedDB: positions of cells, and nothing of a fleet.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

mod js {
    use super::{Blob, Promise, wasm_bindgen};

    #[wasm_bindgen(module = "/src/state/position_store.js")]
    extern "C" {
        pub fn put(blob: &Blob) -> Promise;
        pub fn get() -> Promise;
        pub fn forget() -> Promise;
    }
}

/// Stores a blob in place of the previous one.
///
/// # Errors
/// Where the browser refuses, as in a private window or on a full disk: its own message.
pub async fn save_positions(blob: Blob) -> Result<(), String> {
    let message = |error: JsValue| error.dyn_ref::<js_sys::Error>().map_or_else(String::new, |e| e.message().into());
    JsFuture::from(js::put(&blob)).await.map(drop).map_err(message)
}

/// Returns what was stored.
pub async fn load_positions() -> Option<Blob> {
    JsFuture::from(js::get()).await.ok()?.dyn_into().ok()
}

/// Deletes it.
pub async fn delete_positions() {
    let _ = JsFuture::from(js::forget()).await;
}
