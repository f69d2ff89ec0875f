//! What has changed since the baseline: how many SIMs in which way, each a term of the query.

use crate::figures::Count;
use crate::state::use_state;
use crate::views::facets::{clicked, counted};
use crate::views::parts::{Sketch, draw, live, memo};
use leptos::html;
use leptos::prelude::*;

/// The line of changes; there is none without a baseline.
#[component]
pub fn Changes() -> impl IntoView {
    let state = use_state();
    let words = state.settings.words_now().asking;
    let compared = memo(move || state.view.with(|view| view.as_ref().is_some_and(|view| view.baseline.is_some())));
    let name = move || {
        let names: Vec<String> =
            state.sources.list.with(|list| list.iter().filter(|e| e.baseline).map(|e| e.source.name.clone()).collect());
        (words.compared)(&names.join(", "))
    };
    let counts = counted(state, "change");
    let list = NodeRef::<html::Ul>::new();
    draw(list, move || {
        let change = |item: &engine::FacetValueCount| {
            let part = |class: &'static str, text: String| Sketch::new("span").with("class", class).text(text);
            let button = Sketch::new("button")
                .with("type", "button")
                .with("class", "quiet")
                .with("data-test", "change")
                .with("data-key", item.key.clone())
                .with("data-count", item.count.to_string())
                .with("aria-pressed", if item.chosen { "true" } else { "false" })
                .holding([
                    part("name", (words.change)(&item.key).to_owned()),
                    part("count", Count::from(item.count).to_string()),
                ]);
            Sketch::new("li").holding([button])
        };
        counts.with(|counts| counts.items.iter().filter(|item| item.key != "same").map(change).collect())
    });
    let none = move || counts.with(|counts| counts.items.iter().all(|item| item.key == "same"));
    let choose = move |event| {
        if let Some(key) = clicked(&event) {
            state.toggle("change", &key);
        }
    };
    view! {
        <div class="changes" data-test="changes" hidden=live(move || !compared.get())>
            <strong>{name}</strong>
            <ul node_ref=list on:click=choose></ul>
            <span hidden=live(move || !none())>{words.unchanged}</span>
        </div>
    }
}
