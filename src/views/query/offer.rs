//! A column of identifiers in the query: no SIM has all of them, and the look-up is what was meant.

use crate::figures::Count;
use crate::state::use_state;
use crate::views::parts::{live, memo};
use leptos::prelude::*;

/// The offer to look the list up, beside the line that says what the query selects.
#[component]
pub fn Offer() -> impl IntoView {
    let state = use_state();
    let words = state.settings.words_now().asking;
    let list = memo(move || state.list_in_query());
    let there = memo(move || list.with(|list| !list.is_empty()));
    let label = move || (words.look_up_offer)(Count(list.with(|list| list.split_whitespace().count() as u64)));
    let look_up = move |_| state.look_up_list(list.get_untracked());
    view! {
        <Show when=move || there.get()>
            <button type="button" class="link" data-test="lookup-offer" on:click=look_up>{live(label)}</button>
        </Show>
    }
}
