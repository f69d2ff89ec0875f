//! The outline of one country, which `js/outline.js` draws.

use super::load;
use crate::state::browser::build_part_url;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// The module `outline.js`.
    type OutlineModule;
    #[wasm_bindgen(method, catch)]
    async fn outline(
        this: &OutlineModule,
        country: &str,
        lon: Option<f64>,
        lat: Option<f64>,
    ) -> Result<JsValue, JsValue>;

    type JsOutline;
    #[wasm_bindgen(method, getter, js_name = viewBox)]
    fn view_box(this: &JsOutline) -> String;
    #[wasm_bindgen(method, getter)]
    fn width(this: &JsOutline) -> f64;
    #[wasm_bindgen(method, getter)]
    fn land(this: &JsOutline) -> String;
    #[wasm_bindgen(method, getter)]
    fn near(this: &JsOutline) -> String;
    #[wasm_bindgen(method, getter)]
    fn x(this: &JsOutline) -> Option<f64>;
    #[wasm_bindgen(method, getter)]
    fn y(this: &JsOutline) -> Option<f64>;
}

/// A country as paths of SVG.
#[derive(Clone, PartialEq, Debug)]
pub struct CountryOutline {
    /// The part of the plane that holds it.
    pub view_box: String,
    /// The width of that part.
    pub width: f64,
    /// The country.
    pub land: String,
    /// What is around it.
    pub surroundings: String,
    /// Where the marked position is in the plane.
    pub mark: Option<(f64, f64)>,
}

/// Returns the outline of a country, with a position to mark in it by latitude and longitude; `None` where the outlines do
/// not come, or have none of it.
pub async fn load_outline(country: &str, mark: Option<(f64, f64)>) -> Option<CountryOutline> {
    let url = web_sys::Url::new_with_base("outline.js", &build_part_url("map")?).ok()?.href();
    let module: OutlineModule = JsFuture::from(load(&url)).await.ok()?.unchecked_into();
    let (lat, lon) = mark.unzip();
    let found = module.outline(country, lon, lat).await.ok().filter(JsValue::is_truthy)?;
    let outline: JsOutline = found.unchecked_into();
    Some(CountryOutline {
        view_box: outline.view_box(),
        width: outline.width(),
        land: outline.land(),
        surroundings: outline.near(),
        mark: outline.x().zip(outline.y()),
    })
}
