//! The terms of the query in words. Each can be turned round and removed.

use crate::format::term_label;
use crate::state::{HistoryMode, use_state};
use crate::views::components::derive_memo;
use engine::TermSummary;
use leptos::prelude::*;

/// The chips. Their line is kept while there are none.
#[component]
pub fn TermChips() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages();
    let terms = derive_memo(move || {
        state.view.latest.with(|view| view.as_ref().map(|view| view.terms.clone()).unwrap_or_default())
    });
    let chip = move |one: TermSummary| {
        let name = term_label(words, &one);
        let turn = if one.negated { (words.unnegate)(&name) } else { (words.negate)(&name) };
        let (inverted, without) = (one.inverted, one.without);
        view! {
            <li class="chip" class:negated=one.negated data-test="term" data-term=one.text>
                <button type="button" class="turn" title=turn on:click=move |_| state.query.apply(&inverted, HistoryMode::Push)>
                    {one.negated.then(|| view! { <em>{words.not}" "</em> })}{name.clone()}
                </button>
                <button type="button" class="drop" aria-label=(words.remove_term)(&name) title=(words.remove_term)(&name) on:click=move |_| state.query.apply(&without, HistoryMode::Push)>
                    "✕"
                </button>
            </li>
        }
    };
    // A chip holds the whole query without it: another query makes other chips.
    view! { <ul class="chips" aria-label=words.terms>{move || terms.get().into_iter().map(chip).collect_view()}</ul> }
}
