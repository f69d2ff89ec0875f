//! One place of the ranking. A click chooses it, or no longer.

use crate::figures::{Count, share};
use crate::state::use_state;
use crate::views::facets::Counted;
use crate::views::parts::{Bar, value};
use leptos::prelude::*;

/// A country or an operator: name, count, share and bar.
#[component]
pub fn Place(
    /// `country` or `operator`.
    name: &'static str,
    /// Its place, from 0.
    at: usize,
    /// All of them.
    counted: Memo<Counted>,
) -> impl IntoView {
    let state = use_state();
    let words = state.settings.words_now();
    let item = Memo::new(move |_| {
        counted.with(|counted| {
            let item = counted.items.get(at)?;
            Some((item.key.clone(), item.count, item.chosen))
        })
    });
    let of_all = Memo::new(move |_| counted.with(|counted| (counted.most, counted.sum)));
    let key = Memo::new(move |_| item.with(|item| item.as_ref().map(|(key, ..)| key.clone()).unwrap_or_default()));
    let count = Memo::new(move |_| item.with(|item| item.as_ref().map_or(0, |(_, count, _)| *count)));
    let chosen = Memo::new(move |_| item.with(|item| item.as_ref().is_some_and(|(.., chosen)| *chosen)));
    let label = Memo::new(move |_| key.with(|key| value(words, name, key)));
    view! {
        <button
            type="button" class="item place" data-test="rank" data-key=move || key.get() data-count=move || count.get().to_string()
            aria-pressed=move || chosen.get().to_string() title=move || label.get()
            on:click=move |_| state.toggle(name, &key.get_untracked())
        >
            <span class="name">{move || label.get()}</span>
            <span class="count">{move || Count::from(count.get()).to_string()}</span>
            <span class="share">{move || share(count.get(), of_all.get().1)}</span>
            <Bar count=Signal::derive(move || (count.get(), of_all.get().0)) />
        </button>
    }
}
