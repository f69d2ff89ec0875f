//! One value of a facet. A click chooses it, or no longer.

use crate::figures::Count;
use crate::state::use_state;
use crate::views::parts::{Bar, value};
use engine::Item;
use leptos::prelude::*;

/// A value with its bar and its count. It is drawn once; what it shows changes with the view.
#[component]
pub fn FacetItem(
    /// The facet's name, which is the key of the query.
    facet: StoredValue<String>,
    /// The value; `None` in a place that is about to go.
    item: Memo<Option<Item>>,
    /// The highest count of the facet.
    most: Signal<u32>,
) -> impl IntoView {
    let state = use_state();
    let words = state.settings.words_now();
    let key = Memo::new(move |_| item.with(|item| item.as_ref().map(|item| item.key.clone()).unwrap_or_default()));
    let count = Memo::new(move |_| item.with(|item| item.as_ref().map_or(0, |item| item.count)));
    let chosen = Memo::new(move |_| item.with(|item| item.as_ref().is_some_and(|item| item.chosen)));
    let name = Memo::new(move |_| facet.with_value(|facet| key.with(|key| value(words, facet, key))));
    view! {
        <button
            type="button" class="item" data-test="facet-item" data-key=move || key.get() data-count=move || count.get().to_string()
            data-session=move || facet.with_value(|facet| facet == "session").then(|| key.get())
            aria-pressed=move || chosen.get().to_string() title=move || name.get()
            on:click=move |_| facet.with_value(|facet| state.toggle(facet, &key.get_untracked()))
        >
            <span class="name">{move || name.get()}</span>
            <span class="count">{move || Count::from(count.get()).to_string()}</span>
            <Bar count=Signal::derive(move || (count.get(), most.get())) />
        </button>
    }
}
