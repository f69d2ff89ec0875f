//! The map, seen from Rust: `js/map.js` and its handle, loaded when the map is first shown.

mod cells;

pub use cells::LegendEntry;

use crate::state::browser::build_part_url;
use js_sys::{Array, Function, Object, Promise, Reflect};
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
    /// What `open` of map.js promises.
    #[derive(Clone)]
    pub type Handle;
    #[wasm_bindgen(method)]
    fn paint(this: &Handle, what: &Object);
    #[wasm_bindgen(method, js_name = onSelect)]
    fn on_select(this: &Handle, listener: &Function);
    #[wasm_bindgen(method, js_name = onHover)]
    fn on_hover(this: &Handle, listener: &Function);
    #[wasm_bindgen(method)]
    fn theme(this: &Handle, colours: &Object);
    /// Follows a new size at once.
    #[wasm_bindgen(method)]
    pub fn resize(this: &Handle);
    /// Zooms by so many steps.
    #[wasm_bindgen(method)]
    pub fn zoom(this: &Handle, steps: f64);
    /// Shows the whole world.
    #[wasm_bindgen(method)]
    pub fn home(this: &Handle);
}

/// A country as paths of SVG.
#[derive(Clone, PartialEq, Debug)]
pub struct CountryOutline {
    /// The part of the plane that holds it.
    pub view_box: String,
    /// The country.
    pub land: String,
    /// What lies around it.
    pub surroundings: String,
}

/// The outline of a country; `None` where the outlines do not come, or have none of it.
pub async fn load_outline(country: &str) -> Option<CountryOutline> {
    let url = web_sys::Url::new_with_base("outline.js", &build_part_url("map")?).ok()?.href();
    let found = async {
        let module = JsFuture::from(load(&url)).await?;
        let outline: Function = Reflect::get(&module, &"outline".into())?.dyn_into()?;
        JsFuture::from(outline.call1(&JsValue::UNDEFINED, &country.into())?.dyn_into::<Promise>()?).await
    };
    let found = found.await.ok()?;
    let text = |key: &str| Reflect::get(&found, &key.into()).ok()?.as_string();
    Some(CountryOutline { view_box: text("viewBox")?, land: text("land")?, surroundings: text("near")? })
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
pub async fn open_map(element: &HtmlElement, title: &str) -> Result<Handle, MapError> {
    let url = build_part_url("map").ok_or(MapError::LoadFailed)?;
    let opened = async {
        let module = JsFuture::from(load(&url)).await?;
        let open: Function = Reflect::get(&module, &"open".into())?.dyn_into()?;
        let options = build_object(&[("theme", theme_colours().into()), ("title", title.into())]);
        let handle = open.call2(&JsValue::UNDEFINED, element, &options)?;
        JsFuture::from(handle.dyn_into::<Promise>()?).await
    };
    match opened.await {
        Ok(handle) => Ok(handle.unchecked_into()),
        Err(error) => {
            let name = Reflect::get(&error, &"name".into()).ok().and_then(|name| name.as_string());
            Err(if name.as_deref() == Some("webgl") { MapError::NoWebGl } else { MapError::LoadFailed })
        }
    }
}

impl Handle {
    /// Colours the countries by their counts and outlines the chosen ones.
    pub fn colour_countries<'a>(&self, counts: impl Iterator<Item = (&'a str, u32, bool)>, scale: &Array) {
        let (by_country, chosen) = (Object::new(), Array::new());
        for (country, count, is_chosen) in counts {
            // A fresh object takes every key.
            Reflect::set(&by_country, &country.into(), &count.into()).ok();
            if is_chosen {
                chosen.push(&country.into());
            }
        }
        self.paint(&build_object(&[
            ("counts", by_country.into()),
            ("selected", chosen.into()),
            ("colours", scale.clone().into()),
        ]));
    }

    /// Takes the colours that the page has now.
    pub fn update_theme(&self) {
        self.theme(&theme_colours());
    }

    /// Tells the country that is clicked.
    pub fn listen_for_selection(&self, select: impl Fn(String) + 'static) {
        let listener = Closure::<dyn Fn(String)>::new(select);
        self.on_select(listener.as_ref().unchecked_ref());
        // The map stays for as long as the page.
        listener.forget();
    }

    /// Tells the country under the pointer, and where that is in the map; `None` off every country.
    pub fn listen_for_hover(&self, point: impl Fn(Option<(String, f64, f64)>) + 'static) {
        let listener =
            Closure::<dyn Fn(JsValue, JsValue, JsValue)>::new(move |code: JsValue, _: JsValue, at: JsValue| {
                let pixel =
                    |axis: &str| Reflect::get(&at, &axis.into()).ok().and_then(|pixel| pixel.as_f64()).unwrap_or(0.0);
                point(code.as_string().map(|code| (code, pixel("x"), pixel("y"))));
            });
        self.on_hover(listener.as_ref().unchecked_ref());
        listener.forget();
    }
}

/// The colours of counts that the page has now, from few to many.
pub fn count_scale_colours() -> Array {
    (1..=crate::format::CLASS_COUNT).map(|class| JsValue::from(style_colour(&format!("scale-{class}")))).collect()
}

fn theme_colours() -> Object {
    let names = [
        "sea",
        "land",
        "border",
        "hovered",
        "chosen",
        "state",
        "name",
        "road",
        "area",
        "somewhere",
        "way",
        "impossible",
    ];
    let colours = build_object(&names.map(|name| (name, style_colour(&format!("map-{name}")).into())));
    for name in ["ink", "paper", "quiet"] {
        Reflect::set(&colours, &name.into(), &style_colour(name).into()).ok();
    }
    Reflect::set(&colours, &"radios".into(), &radio_colours().into_iter().map(JsValue::from).collect::<Array>()).ok();
    colours
}

/// The colours of radios, in the order of `engine::RADIOS`, and that of all others.
pub fn radio_colours() -> Vec<String> {
    (1..=engine::MAP_RADIOS.len() + 1).map(|radio| style_colour(&format!("radio-{radio}"))).collect()
}

/// A colour of the style: the value of `--NAME`.
pub fn style_colour(name: &str) -> String {
    let root = leptos::prelude::document().document_element();
    let style = root.and_then(|root| leptos::prelude::window().get_computed_style(&root).ok().flatten());
    style.and_then(|style| style.get_property_value(&format!("--{name}")).ok()).unwrap_or_default().trim().to_owned()
}

fn build_object(entries: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (key, value) in entries {
        Reflect::set(&object, &(*key).into(), value).ok();
    }
    object
}
