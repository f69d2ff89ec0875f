//! What there is to choose from: counts of each facet, under every term of the query but its own.

mod held_order;
mod item;
mod list;
mod tags;

pub use held_order::HeldOrder;
pub use item::{choose_clicked_value, clicked_value, exclude_held_value, facet_item};
pub use list::{FacetSummary, use_facet, use_ranked_facet};

use crate::state::use_state;
use crate::views::components::{derive_memo, derive_signal, keyed_list};
use leptos::prelude::*;
use list::FacetPanel;
use std::hash::{DefaultHasher, Hash, Hasher};
use tags::TagList;

/// The facets, in the order in which the worker has them.
#[component]
pub fn FacetList() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages();
    let names = derive_memo(move || {
        state.view.latest.with(|view| {
            let facets = view.iter().flat_map(|view| &view.facets);
            facets.map(|facet| facet.name.clone()).collect::<Vec<_>>()
        })
    });
    // A facet that stays keeps what is open in it.
    let keys = derive_signal(move || names.with(|names| names.iter().map(facet_key).collect()));
    let facet = move |wanted: u64| {
        let name = names.with_untracked(|names| names.iter().find(|name| facet_key(name) == wanted).cloned());
        name.map(|name| view! { <FacetPanel name /> }).into_any()
    };
    view! {
        <p class="hint">{words.asking.exclude_hint}</p>
        <p class="hint touch">{words.asking.hold_hint}</p>
        {keyed_list(keys, facet)}
        <TagList />
    }
}

fn facet_key(name: &String) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish()
}
