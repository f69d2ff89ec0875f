//! One value of a facet. A click on it is heard by its list.

use crate::figures::Count;
use crate::i18n::Words;
use crate::state::State;
use crate::views::parts::{Sketch, bar, value};
use engine::FacetValueCount;
use leptos::ev::MouseEvent;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// A value with its bar and its count; `share` where that is shown.
pub fn item(words: &Words, facet: &str, item: &FacetValueCount, most: u32, share: Option<String>) -> Sketch {
    let name = value(words, facet, &item.key);
    let (test, class) = if share.is_some() { ("rank", "item place") } else { ("facet-item", "item") };
    let part = |class: &'static str, text: String| Sketch::new("span").with("class", class).text(text);
    let button = Sketch::new("button")
        .with("type", "button")
        .with("class", if item.excluded { "item excluded" } else { class })
        .with("data-test", test)
        .with("data-key", item.key.clone())
        .with("data-count", item.count.to_string())
        .maybe("data-session", (facet == "session").then(|| item.key.clone()))
        .with("aria-pressed", if item.chosen { "true" } else { "false" })
        .with("data-excluded", if item.excluded { "true" } else { "false" })
        .with("title", if item.excluded { format!("{}: {name}", words.not) } else { name.clone() })
        .holding([part("name", name), part("count", Count::from(item.count).to_string())])
        .holding(share.map(|share| part("share", share)))
        .holding([bar(item.count, most)]);
    Sketch::new("li").holding([button])
}

/// Chooses the value that was clicked, or with Alt leaves it out.
pub fn choose(state: State, facet: &str, event: &MouseEvent) {
    if let Some(value) = clicked(event) {
        if event.alt_key() {
            event.prevent_default();
            state.edit(|query| query.toggle_excluded_value(facet, &value));
        } else {
            state.toggle(facet, &value);
        }
    }
}

/// The value that was clicked in a list.
pub fn clicked(event: &MouseEvent) -> Option<String> {
    let target: Element = event.target()?.dyn_into().ok()?;
    target.closest("[data-key]").ok()??.get_attribute("data-key")
}
