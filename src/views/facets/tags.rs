//! The tags that the fleet has: each is counted when someone wants it.

use crate::state::use_state;
use crate::views::components::{VNode, derive_memo, derive_signal, render_children};
use crate::views::facets::clicked_value;
use leptos::html;
use leptos::prelude::*;

/// The keys of the tags. A pressed one has its values above.
#[component]
pub fn TagList() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages().asking;
    let keys = derive_memo(move || {
        state.view.latest.with(|view| view.as_ref().map(|view| view.tags.clone()).unwrap_or_default())
    });
    let list = NodeRef::<html::Ul>::new();
    render_children(list, move || {
        let counted = state.panels.counted_tags.get();
        let tag = |key: &String| {
            let button = VNode::new("button")
                .with_attribute("type", "button")
                .with_attribute("class", "tag")
                .with_attribute("data-test", "tag")
                .with_attribute("data-key", key.clone())
                .with_attribute("aria-pressed", if counted.contains(key) { "true" } else { "false" })
                .with_text(key.clone());
            VNode::new("li").with_children([button])
        };
        keys.with(|keys| keys.iter().filter(|key| *key != "name").map(tag).collect())
    });
    let choose = move |event| {
        if let Some(key) = clicked_value(&event) {
            state.panels.toggle_tag(&key);
        }
    };
    view! {
        <section class="facet tags" aria-labelledby="tag-keys" hidden=derive_signal(move || keys.with(|keys| keys.iter().all(|key| key == "name")))>
            <h3 id="tag-keys">{words.tags}</h3>
            <ul node_ref=list on:click=choose></ul>
        </section>
    }
}
