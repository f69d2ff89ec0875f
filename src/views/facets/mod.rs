//! What there is to choose from: counts of each facet, under every term of the query but its own.

mod item;
mod list;
mod tags;

pub use item::{choose, clicked, item};
pub use list::{Counted, counted};

use crate::state::use_state;
use crate::views::parts::{each, live, memo};
use leptos::prelude::*;
use list::Facet;
use std::hash::{DefaultHasher, Hash, Hasher};
use tags::Tags;

/// The facets, in the order in which the worker has them.
#[component]
pub fn Facets() -> impl IntoView {
    let state = use_state();
    let words = state.settings.words_now();
    let names = memo(move || {
        state.view.with(|view| {
            let facets = view.iter().flat_map(|view| &view.facets);
            facets.map(|facet| facet.name.clone()).collect::<Vec<_>>()
        })
    });
    // A facet that stays keeps what is open in it.
    let keys = live(move || names.with(|names| names.iter().map(key).collect()));
    let facet = move |wanted: u64| {
        let name = names.with_untracked(|names| names.iter().find(|name| key(name) == wanted).cloned());
        name.map(|name| view! { <Facet name /> }).into_any()
    };
    view! {
        <p class="hint">{words.asking.exclude_hint}</p>
        {each(keys, facet)}
        <Tags />
    }
}

fn key(name: &String) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish()
}
