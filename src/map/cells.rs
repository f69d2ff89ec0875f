//! The cells of a selection as the map takes them: columns of numbers.

use super::{Handle, build_object};
use engine::{MapFeatures, Movements};
use js_sys::{Array, Float32Array, Float64Array, Object, Promise, Uint8Array, Uint32Array};
use places::Region;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(method, js_name = cells)]
    fn set_cells(this: &Handle, columns: &Object);
    #[wasm_bindgen(method, js_name = regions)]
    fn set_regions(this: &Handle, regions: &Array);
    /// Draws the cells however far away, or from some zoom on alone.
    #[wasm_bindgen(method)]
    pub fn force(this: &Handle, on: bool);
    /// A globe, or flat.
    #[wasm_bindgen(method)]
    pub fn globe(this: &Handle, on: bool);
    /// Shows all that is drawn.
    #[wasm_bindgen(method)]
    pub fn fit(this: &Handle);
    /// Draws at once.
    #[wasm_bindgen(method)]
    pub fn redraw(this: &Handle);
    #[wasm_bindgen(method)]
    fn show(this: &Handle, bounds: &Float64Array);
    #[wasm_bindgen(method)]
    fn draw(this: &Handle, kind: &str) -> Promise;
    #[wasm_bindgen(method)]
    fn image(this: &Handle, what: &Object) -> Promise;
    #[wasm_bindgen(method, catch)]
    fn streets(this: &Handle, file: &Blob) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, js_name = onPlace)]
    fn on_place(this: &Handle, listener: &js_sys::Function);
    #[wasm_bindgen(method, js_name = onView)]
    fn on_view(this: &Handle, listener: &js_sys::Function);
}

/// An entry of the legend that a picture has.
pub struct LegendEntry {
    /// A CSS colour.
    pub colour: String,
    /// Whether it is a ring.
    pub hollow: bool,
    /// What it means.
    pub text: String,
}

impl Handle {
    /// Draws these cells.
    pub fn draw_cells(&self, cells: &MapFeatures) {
        let Movements { endpoints: ends, sims, impossible, .. } = &cells.movements;
        let ends: Vec<f32> = ends.iter().flatten().copied().collect();
        let impossible: Vec<u8> = impossible.iter().copied().map(u8::from).collect();
        let numbers = |all: &[u32]| JsValue::from(Uint32Array::from(all));
        let degrees = |all: &[f32]| JsValue::from(Float32Array::from(all));
        let bytes = |all: &[u8]| JsValue::from(Uint8Array::from(all));
        let precision: Vec<u8> = cells.precision.iter().map(|precision| *precision as u8).collect();
        self.set_cells(&build_object(&[
            ("lon", degrees(&cells.lon)),
            ("lat", degrees(&cells.lat)),
            ("sims", numbers(&cells.sims)),
            ("cells", numbers(&cells.cells)),
            ("metres", numbers(&cells.range_metres)),
            ("radio", bytes(&cells.radio)),
            ("kind", bytes(&precision)),
            ("ends", degrees(&ends)),
            ("wayed", numbers(sims)),
            ("impossible", bytes(&impossible)),
        ]));
    }

    /// Shows where regions are.
    pub fn draw_regions(&self, regions: &[Region]) {
        let pair = |lat: f64, lon: f64| JsValue::from(Array::of2(&lat.into(), &lon.into()));
        let all = Array::new();
        for region in regions {
            all.push(&match region {
                Region::Circle { centre: middle, radius_m: metres } => {
                    let circle = Array::of3(&middle.lat().into(), &middle.lon().into(), &(*metres).into());
                    JsValue::from(build_object(&[("near", circle.into())]))
                }
                Region::Rectangle { south_west: from, north_east: to } => {
                    let (south, west, north, east) = (from.lat(), from.lon(), to.lat(), to.lon());
                    let corners = [pair(south, west), pair(north, west), pair(north, east), pair(south, east)];
                    build_object(&[("ring", corners.iter().collect::<Array>().into())]).into()
                }
                Region::Polygon(corners) => {
                    let corners = corners.iter().map(|corner| pair(corner.lat(), corner.lon()));
                    build_object(&[("ring", corners.collect::<Array>().into())]).into()
                }
            });
        }
        self.set_regions(&all);
    }

    /// Shows a part of the world: west, south, east, north.
    pub fn show_bounds(&self, bounds: [f64; 4]) {
        self.show(&Float64Array::from(bounds.as_slice()));
    }

    /// Lets the reader draw a `box` or a `lasso`: its text, as `within` of the query has it; nothing if they do not.
    pub async fn draw_shape(&self, kind: &str) -> Option<String> {
        JsFuture::from(self.draw(kind)).await.ok()?.as_string()
    }

    /// A PNG of the map with lines above it, a legend, and who is to be named below.
    pub async fn render_image(&self, head: &[String], legend: &[LegendEntry], foot: &str) -> Option<Blob> {
        let head: Array = head.iter().map(JsValue::from).collect();
        let legend: Array = legend
            .iter()
            .map(|LegendEntry { colour, hollow, text }| {
                build_object(&[("colour", colour.into()), ("hollow", (*hollow).into()), ("text", text.into())])
            })
            .collect();
        let what = build_object(&[("head", head.into()), ("legend", legend.into()), ("foot", foot.into())]);
        JsFuture::from(self.image(&what)).await.ok()?.dyn_into().ok()
    }

    /// Lays a street map under the cells: who made it.
    ///
    /// # Errors
    /// Where the file is none: the words of what reads it.
    pub async fn load_street_map(&self, file: &Blob) -> Result<String, String> {
        let words = |error: JsValue| error.dyn_ref::<js_sys::Error>().map_or_else(String::new, |e| e.message().into());
        let who = JsFuture::from(self.streets(file).map_err(words)?).await.map_err(words)?;
        Ok(who.as_string().unwrap_or_default())
    }

    /// Tells the features that are clicked; none for a click beside them.
    pub fn listen_for_features(&self, place: impl Fn(Vec<u32>) + 'static) {
        let listener = Closure::<dyn Fn(Array)>::new(move |features: Array| {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "places in a list")]
            place(features.iter().filter_map(|at| Some(at.as_f64()? as u32)).collect());
        });
        self.on_place(listener.as_ref().unchecked_ref());
        // The map stays for as long as the page.
        listener.forget();
    }

    /// Tells whether cells are drawn, now and whenever that changes.
    pub fn listen_for_cell_view(&self, view: impl Fn(bool) + 'static) {
        let listener = Closure::<dyn Fn(String)>::new(move |name: String| view(name == "cells"));
        self.on_view(listener.as_ref().unchecked_ref());
        listener.forget();
    }
}
