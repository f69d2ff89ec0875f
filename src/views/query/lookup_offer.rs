//! A column of identifiers in the query: no SIM has all of them, and the look-up is what was meant.

use crate::format::FormattedCount;
use crate::state::use_state;
use crate::views::components::{derive_memo, derive_signal};
use leptos::prelude::*;

/// The offer to look the list up, beside the line that says what the query selects.
#[component]
pub fn LookupOffer() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages().asking;
    let list = derive_memo(move || state.query.identifier_list());
    let there = derive_memo(move || list.with(|list| !list.is_empty()));
    let label = move || (words.look_up_offer)(FormattedCount(list.with(|list| list.split_whitespace().count() as u64)));
    let look_up = move |_| state.lookup.open_with(list.get_untracked());
    view! {
        <Show when=move || there.get()>
            <button type="button" class="link" data-test="lookup-offer" on:click=look_up>{derive_signal(label)}</button>
        </Show>
    }
}
