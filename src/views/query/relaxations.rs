//! Nothing is a dead end: an empty selection offers to drop what emptied it, or to write it as the fleet does.

use crate::format::{FormattedCount, term_label};
use crate::state::{HistoryMode, use_state};
use crate::views::components::derive_memo;
use leptos::prelude::*;

/// What dropping terms, or writing one otherwise, would give.
#[component]
pub fn RelaxationList() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages();
    let offers = derive_memo(move || {
        state.view.latest.with(|view| {
            let view = view.as_ref().filter(|view| view.selected.records == 0)?;
            let named = |text: &str| {
                let known = view.terms.iter().find(|term| term.text == text);
                known.map_or_else(
                    || text.to_owned(),
                    |known| {
                        let name = term_label(words, known);
                        if known.negated { format!("{} {name}", words.not) } else { name }
                    },
                )
            };
            let offers = view.relaxations.iter().filter(|relax| relax.count > 0);
            let offer = |relax: &engine::RelaxationSummary| {
                let (name, count) = (named(&relax.terms), FormattedCount::from(relax.count));
                let text = match &relax.replacement {
                    Some(instead) => (words.instead_of_term)(instead, &name, count),
                    None => (words.without_term)(&name, count),
                };
                (text, relax.query.clone())
            };
            Some(offers.map(offer).collect::<Vec<_>>())
        })
    });
    let button = move |(text, query): (String, String)| {
        view! {
            <li><button type="button" class="button" data-test="relax" on:click=move |_| state.query.apply(&query, HistoryMode::Push)>
                {text}
            </button></li>
        }
    };
    move || {
        offers.get().map(|offers| {
            let clear = offers.is_empty() && !state.query.applied_text().is_empty();
            view! {
                <div class="empty">
                    <p>{words.nothing_matches}</p>
                    <ul>
                        {offers.into_iter().map(button).collect_view()}
                        {clear.then(|| view! {
                            <li><button type="button" class="button" on:click=move |_| state.query.apply("", HistoryMode::Push)>{words.clear}</button></li>
                        })}
                    </ul>
                </div>
            }
        })
    }
}
