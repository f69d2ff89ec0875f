//! What can be done with the rows that are marked by hand.

use crate::format::FormattedCount;
use crate::state::{MAX_MARKED_ROWS, MarkedRowStore, browser, use_state};
use crate::views::components::{CopyButton, derive_memo, derive_signal};
use leptos::prelude::*;

/// The bar under the table; there while a row is marked.
#[component]
pub fn MarkedBar() -> impl IntoView {
    let state = use_state();
    let marked = state.marked_rows;
    let words = state.settings.current_messages().marking;
    let count = derive_memo(move || marked.sims.with(|sims| sims.len()));
    // The bar goes away with the button that had the focus.
    let act = move |action: fn(MarkedRowStore)| {
        action(marked);
        browser::focus_first_match(super::TABLE_GRID);
    };
    let label = derive_signal(move || (words.marked)(FormattedCount(count.get() as u64)));
    view! {
        <div class="marked" role="region" aria-label=label data-test="marked" data-count=derive_signal(move || count.get().to_string()) hidden=derive_signal(move || count.get() == 0)>
            <strong>{label}</strong>
            <button type="button" class="button" data-test="marked-only" on:click=move |_| act(|marked| marked.select(false))>{words.only_these}</button>
            <button type="button" class="button" data-test="marked-without" on:click=move |_| act(|marked| marked.select(true))>{words.without_these}</button>
            <CopyButton text=Signal::derive(move || marked.iccids()) what="ICCID" labelled=true test="marked-copy" />
            <span class="warning" hidden=derive_signal(move || count.get() < MAX_MARKED_ROWS as usize)>{(words.no_more)(FormattedCount::from(MAX_MARKED_ROWS))}</span>
            <button type="button" class="quiet" data-test="marked-clear" on:click=move |_| act(MarkedRowStore::clear)>{words.clear}</button>
        </div>
    }
}
