//! The map, seen from Rust: `js/map.js` and the handle that it gives, loaded when the map is first shown.

mod handle;
mod outline;

pub use handle::{CountryClass, ImageTexts, LegendEntry, LegendMark, MapHandle, ShapeKind};
pub use outline::{CountryOutline, load_outline};

use crate::state::browser::build_part_url;
use js_sys::{Error, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlElement;

#[wasm_bindgen(inline_js = "export const load = (url) => import(url);")]
extern "C" {
    /// Imports a module when it is needed. Only a module's own code can do that.
    fn load(url: &str) -> Promise;
}

#[wasm_bindgen]
extern "C" {
    /// The module `map.js`.
    type MapModule;
    #[wasm_bindgen(method, catch)]
    async fn open(this: &MapModule, element: &HtmlElement, title: &str) -> Result<JsValue, JsValue>;
}

/// Why there is no map.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MapError {
    /// The browser gives no WebGL.
    NoWebGl,
    /// A part of the map did not come.
    LoadFailed,
}

/// Draws the world into an element.
///
/// # Errors
/// Where the browser has no WebGL, or a part of the map does not come.
pub async fn open_map(element: &HtmlElement, title: &str) -> Result<MapHandle, MapError> {
    let url = build_part_url("map").ok_or(MapError::LoadFailed)?;
    let opened = async {
        let module: MapModule = JsFuture::from(load(&url)).await?.unchecked_into();
        module.open(element, title).await
    };
    opened.await.map(JsValue::unchecked_into).map_err(|error| match error.dyn_ref::<Error>() {
        Some(error) if error.name() == "webgl" => MapError::NoWebGl,
        _ => MapError::LoadFailed,
    })
}
