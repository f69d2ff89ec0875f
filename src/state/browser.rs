//! The few things of the browser that many parts touch.

use leptos::prelude::{document, window};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// What was remembered under a key; `None` also where the browser remembers nothing.
pub fn remembered(key: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(&format!("simscope.{key}")).ok()?
}

/// Remembers a choice of the reader. A browser that refuses loses nothing but the choice.
pub fn remember(key: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        storage.set_item(&format!("simscope.{key}"), value).ok();
    }
}

/// Where the build put one of its parts: `<meta name="simscope:PART">`, against the page's own address.
pub fn part(name: &str) -> Option<String> {
    let meta = document().query_selector(&format!("meta[name='simscope:{name}']")).ok()??;
    let content = meta.get_attribute("content")?;
    Some(web_sys::Url::new_with_base(&content, &document().base_uri().ok()??).ok()?.href())
}

/// Puts the focus on the first element that a selector finds.
pub fn focus(selector: &str) -> bool {
    let found = document().query_selector(selector).ok().flatten();
    found.and_then(|element| element.dyn_into::<HtmlElement>().ok()).is_some_and(|element| element.focus().is_ok())
}
