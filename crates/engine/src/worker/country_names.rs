//! The names of countries in English and Japanese: every browser has them (ECMA-402, 12).

use js_sys::{Array, Intl, Object, Reflect};
use places::CountryCode;
use wasm_bindgen::JsValue;

/// Languages in which lists name countries.
const LANGUAGES: [&str; 2] = ["en", "ja"];

/// Returns the names of all countries that have a network, and their codes.
pub fn country_names() -> Vec<(String, CountryCode)> {
    let options = Object::new();
    for (key, value) in [("type", "region"), ("fallback", "none")] {
        // A fresh object takes every key.
        Reflect::set(&options, &JsValue::from(key), &JsValue::from(value)).ok();
    }
    let displays = LANGUAGES.map(|language| Intl::DisplayNames::new(&Array::of1(&JsValue::from(language)), &options));
    let names = |code: &str| {
        let names: Vec<_> = displays.iter().filter_map(|display| display.of(code).map(String::from)).collect();
        names.into_iter().zip(std::iter::repeat(CountryCode::parse(code))).collect::<Vec<_>>()
    };
    places::countries_with_centres().flat_map(names).filter_map(|(name, code)| Some((name, code?))).collect()
}
