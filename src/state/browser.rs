//! The few things of the browser that many parts touch.

use leptos::prelude::{document, window};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent};

/// What was remembered under a key; `None` also where the browser remembers nothing.
pub fn read_preference(key: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(&format!("simscope.{key}")).ok()?
}

/// Remembers a choice of the reader. A browser that refuses loses nothing but the choice.
pub fn save_preference(key: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        storage.set_item(&format!("simscope.{key}"), value).ok();
    }
}

/// Where the build put one of its parts: `<meta name="simscope:PART">`, against the page's own address.
pub fn build_part_url(name: &str) -> Option<String> {
    let meta = document().query_selector(&format!("meta[name='simscope:{name}']")).ok()??;
    let content = meta.get_attribute("content")?;
    Some(web_sys::Url::new_with_base(&content, &document().base_uri().ok()??).ok()?.href())
}

/// Returns the key that was pressed; no key at all while an input method composes, whose keys those are. Browsers say that
/// in two ways: Safari ends a composition before it tells of the key that ended it.
pub fn pressed_key(event: &KeyboardEvent) -> String {
    const COMPOSING_KEY_CODE: u32 = 229;
    if event.is_composing() || event.key_code() == COMPOSING_KEY_CODE { String::new() } else { event.key() }
}

/// Returns whether an event goes to an element whose text can be edited, also one in a shadow tree.
pub fn is_editable_target(event: &Event) -> bool {
    event
        .composed_path()
        .get(0)
        .dyn_ref::<Element>()
        .is_some_and(|target| matches!(target.matches(":read-write"), Ok(true)))
}

/// Puts the focus on the first element that a selector finds.
pub fn focus_first_match(selector: &str) -> bool {
    let found = document().query_selector(selector).ok().flatten();
    found.and_then(|element| element.dyn_into::<HtmlElement>().ok()).is_some_and(|element| element.focus().is_ok())
}

/// Takes the elements that a selector finds out of the page.
pub fn remove_all(selector: &str) {
    while let Ok(Some(element)) = document().query_selector(selector) {
        element.remove();
    }
}

/// The clipboard; none on pages of plain http.
pub fn clipboard() -> Option<web_sys::Clipboard> {
    Some(window().navigator().clipboard()).filter(|clipboard| !clipboard.is_undefined())
}
