//! When the SIMs were last seen. Bars get wider with age; a click on one asks for its SIMs.

mod bar;

use crate::state::use_state;
use crate::views::parts::{age, span};
use bar::AgeBar;
use leptos::prelude::*;
use query::Histogram as Ages;

/// Silences that people ask for.
const SILENCES: [&str; 5] = ["24h", "7d", "30d", "90d", "1y"];

/// The histogram and the usual questions under it.
#[component]
pub fn Histogram() -> impl IntoView {
    let state = use_state();
    let words = state.settings.words_now();
    let ages = Memo::new(move |_| {
        state.view.with(|view| view.as_ref().map(|view| view.histogram.clone()).unwrap_or_default())
    });
    let chosen = Memo::new(move |_| {
        state.view.with(|view| {
            let terms = view.iter().flat_map(|view| &view.terms).filter(|term| term.key.as_deref() == Some("seen"));
            terms.map(|term| term.text.clone()).collect::<Vec<_>>()
        })
    });
    let slots = Memo::new(move |_| ages.with(|ages| ages.bars.len()));
    let most = Memo::new(move |_| ages.with(highest));
    let silence = move |key: String, label: String| {
        let text = format!("seen:{key}");
        let pressed = move || chosen.with(|chosen| chosen.contains(&text)).to_string();
        let click = move |_| choose(state, &key);
        view! { <button type="button" class="quiet" aria-pressed=pressed on:click=click>{label}</button> }
    };
    let silences = SILENCES.map(|text| silence(format!(">{text}"), age(words, text)));
    view! {
        <section class="histogram" data-test="histogram" aria-labelledby="last-seen">
            <h3 id="last-seen">{words.last_seen}</h3>
            <div class="bars" role="group" aria-labelledby="last-seen">
                <For each=move || 0..slots.get() key=|at| *at let(at)>
                    <AgeBar at ages most chosen />
                </For>
            </div>
            <div class="silences" role="group" aria-label=words.silent_for>
                <span>{words.silent_for}</span>
                {silences}
                {silence("never".into(), words.never.into())}
            </div>
        </section>
    }
}

fn highest(ages: &Ages) -> u32 {
    ages.bars.iter().map(|bar| bar.count).max().unwrap_or(0)
}

/// Asks for an age alone, or for every age again.
fn choose(state: crate::state::State, key: &str) {
    state.edit(|query| {
        if query.chooses("seen", key) {
            *query = query.without_key("seen");
            return Ok(());
        }
        query.set("seen", key)
    });
}

/// What stands under a bar: its older end, and of the last one its newer end.
fn label(words: &crate::i18n::Words, key: &str) -> String {
    match key.split_once("..") {
        Some((_, older)) => age(words, older),
        None if key.starts_with('<') => age(words, key.trim_start_matches(['<', '='])),
        None => span(words, key),
    }
}
