//! What has changed since the baseline: how many SIMs in which way, each a term of the query.

use crate::format::FormattedCount;
use crate::state::use_state;
use crate::views::components::{VNode, derive_memo, derive_signal, render_children};
use crate::views::facets::{clicked_value, use_facet};
use leptos::html;
use leptos::prelude::*;
use query::BaselineChange;

/// The line of changes; there is none without a baseline.
#[component]
pub fn ChangeCounts() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages().asking;
    let compared =
        derive_memo(move || state.view.latest.with(|view| view.as_ref().is_some_and(|view| view.baseline.is_some())));
    let name = move || {
        let names: Vec<String> = state
            .sources
            .list
            .with(|list| list.iter().filter(|e| e.is_baseline).map(|e| e.source.name.clone()).collect());
        (words.compared)(&names.join(", "))
    };
    let counts = use_facet(state, "change");
    let list = NodeRef::<html::Ul>::new();
    render_children(list, move || {
        let change = |item: &engine::FacetValueCount| {
            let part =
                |class: &'static str, text: String| VNode::new("span").with_attribute("class", class).with_text(text);
            let button = VNode::new("button")
                .with_attribute("type", "button")
                .with_attribute("class", "quiet")
                .with_attribute("data-test", "change")
                .with_attribute("data-key", item.key.clone())
                .with_attribute("data-count", item.count.to_string())
                .with_attribute("aria-pressed", if item.chosen { "true" } else { "false" })
                .with_children([
                    part("name", (words.change)(&item.key).to_owned()),
                    part("count", FormattedCount::from(item.count).to_string()),
                ]);
            VNode::new("li").with_children([button])
        };
        counts.with(|counts| {
            let mut items: Vec<_> = counts.items.iter().filter(|item| item.key != "same").collect();
            places::sort_short(&mut items, |one, other| change_position(&one.key).cmp(&change_position(&other.key)));
            items.into_iter().map(change).collect()
        })
    });
    let none = move || counts.with(|counts| counts.items.iter().all(|item| item.key == "same"));
    let choose = move |event| {
        if let Some(key) = clicked_value(&event) {
            state.query.toggle_value("change", &key);
        }
    };
    view! {
        <div class="changes" data-test="changes" hidden=derive_signal(move || !compared.get())>
            <strong>{name}</strong>
            <ul node_ref=list on:click=choose></ul>
            <span hidden=derive_signal(move || !none())>{words.unchanged}</span>
        </div>
    }
}

/// Where a change stands in the line, whatever its count.
fn change_position(key: &str) -> Option<usize> {
    BaselineChange::ALL.iter().position(|change| change.key() == key)
}
