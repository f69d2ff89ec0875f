//! The tags that the fleet has: each is counted when someone wants it.

use crate::state::use_state;
use crate::views::facets::clicked;
use crate::views::parts::{Sketch, draw, live, memo};
use leptos::html;
use leptos::prelude::*;

/// The keys of the tags. A pressed one has its values above.
#[component]
pub fn Tags() -> impl IntoView {
    let state = use_state();
    let words = state.settings.words_now().asking;
    let keys = memo(move || state.view.with(|view| view.as_ref().map(|view| view.tags.clone()).unwrap_or_default()));
    let counted = memo(move || {
        state.asking.tags.track();
        state.view.track();
        state.counted_tags()
    });
    let list = NodeRef::<html::Ul>::new();
    draw(list, move || {
        let counted = counted.get();
        let tag = |key: &String| {
            let button = Sketch::new("button")
                .with("type", "button")
                .with("class", "tag")
                .with("data-test", "tag")
                .with("data-key", key.clone())
                .with("aria-pressed", if counted.contains(key) { "true" } else { "false" })
                .text(key.clone());
            Sketch::new("li").holding([button])
        };
        keys.with(|keys| keys.iter().filter(|key| *key != "name").map(tag).collect())
    });
    let choose = move |event| {
        if let Some(key) = clicked(&event) {
            state.toggle_tag(&key);
        }
    };
    view! {
        <section class="facet tags" aria-labelledby="tag-keys" hidden=live(move || keys.with(|keys| keys.iter().all(|key| key == "name")))>
            <h3 id="tag-keys">{words.tags}</h3>
            <ul node_ref=list on:click=choose></ul>
        </section>
    }
}
