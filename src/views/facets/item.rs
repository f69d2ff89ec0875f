//! One value of a facet. A click on it is heard by its list.

use crate::format::{AmountScale, CountScale, FormattedCount, facet_weight, value_label};
use crate::i18n::Messages;
use crate::state::PageState;
use crate::views::components::{VNode, count_bar};
use engine::FacetValueCount;
use leptos::ev::MouseEvent;
use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};

/// A value with its bar and its count, where `most` is the highest; `share` where that is shown, and its amount where
/// that is what is added up.
pub fn facet_item(
    words: &Messages,
    facet: &str,
    item: &FacetValueCount,
    (most, scale): (u32, CountScale),
    share: Option<String>,
    amounts: Option<&AmountScale>,
) -> VNode {
    let name = value_label(words, facet, &item.key);
    let (test, class) = if share.is_some() { ("rank", "item place") } else { ("facet-item", "item") };
    let amount = amounts.zip(item.amount).map(|(scale, amount)| scale.format(amount));
    let count = amount.unwrap_or_else(|| FormattedCount::from(item.count).to_string());
    let part = |class: &'static str, text: String| VNode::new("span").with_attribute("class", class).with_text(text);
    let button = VNode::new("button")
        .with_attribute("type", "button")
        .with_attribute("class", if item.excluded { "item excluded" } else { class })
        .with_attribute("data-test", test)
        .with_attribute("data-key", item.key.clone())
        .with_attribute("data-count", item.count.to_string())
        .with_optional_attribute("data-amount", amounts.and(item.amount).map(fleet::format_number))
        .with_optional_attribute("data-session", (facet == "session").then(|| item.key.clone()))
        .with_attribute("aria-pressed", if item.chosen { "true" } else { "false" })
        .with_attribute("data-excluded", if item.excluded { "true" } else { "false" })
        .with_attribute("title", if item.excluded { format!("{}: {name}", words.not) } else { name.clone() })
        .with_children([part("name", name), part("count", count)])
        .with_children(share.map(|share| part("share", share)))
        .with_children([count_bar(facet_weight(item, amounts), most, scale)]);
    VNode::new("li").with_children([button])
}

/// Chooses the value that was clicked, or with Alt leaves it out.
pub fn choose_clicked_value(state: PageState, facet: &str, event: &MouseEvent) {
    if let Some(value) = clicked_value(event) {
        if event.alt_key() {
            event.prevent_default();
            state.query.edit(|query| query.toggle_excluded_value(facet, &value));
        } else {
            state.query.toggle_value(facet, &value);
        }
    }
}

/// Leaves out the value that a finger is held on: touch has no Alt key.
pub fn exclude_held_value(state: PageState, facet: &str, event: &MouseEvent) {
    let is_touch = event.dyn_ref::<PointerEvent>().is_some_and(|event| event.pointer_type() == "touch");
    if is_touch && let Some(value) = clicked_value(event) {
        event.prevent_default();
        state.query.edit(|query| query.toggle_excluded_value(facet, &value));
    }
}

/// The value that was clicked in a list.
pub fn clicked_value(event: &MouseEvent) -> Option<String> {
    let target: Element = event.target()?.dyn_into().ok()?;
    target.closest("[data-key]").ok()??.get_attribute("data-key")
}
