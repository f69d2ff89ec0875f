//! When the SIMs were last seen. Bars get wider with age; a click on one asks for its SIMs.

use crate::figures::{Count, moment};
use crate::i18n::Words;
use crate::state::use_state;
use crate::views::facets::clicked;
use crate::views::parts::{Sketch, age, draw, length, memo, span};
use leptos::html;
use leptos::prelude::*;
use query::{Bar, Histogram as Ages};

/// Silences that people ask for.
const SILENCES: [&str; 5] = ["24h", "7d", "30d", "90d", "1y"];

/// The histogram and the usual questions under it.
#[component]
pub fn Histogram() -> impl IntoView {
    let state = use_state();
    let words = state.settings.words_now();
    let ages =
        memo(move || state.view.with(|view| view.as_ref().map(|view| view.histogram.clone()).unwrap_or_default()));
    let chosen = memo(move || {
        state.view.with(|view| {
            let terms = view.iter().flat_map(|view| &view.terms).filter(|term| term.key.as_deref() == Some("seen"));
            terms.map(|term| term.text.clone()).collect::<Vec<_>>()
        })
    });
    let bars = NodeRef::<html::Div>::new();
    draw(bars, move || {
        ages.with(|ages| {
            let most = highest(ages);
            chosen.with(|chosen| ages.bars.iter().map(|bar| age_bar(words, bar, most, chosen)).collect())
        })
    });
    let clicked_bar = move |event| {
        if let Some(key) = clicked(&event) {
            choose(state, &key);
        }
    };
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
            <div class="bars" role="group" aria-labelledby="last-seen" node_ref=bars on:click=clicked_bar></div>
            <div class="silences" role="group" aria-label=words.silent_for>
                <span>{words.silent_for}</span>
                {silences}
                {silence("never".into(), words.never.into())}
            </div>
        </section>
    }
}

/// The SIMs seen between two ages.
fn age_bar(words: &Words, bar: &Bar, most: u32, chosen: &[String]) -> Sketch {
    let tick = label(words, &bar.key);
    let title = (words.histogram_bar)(&moment(bar.from), &moment(bar.to), Count::from(bar.count));
    let pressed = chosen.iter().any(|term| term.strip_prefix("seen:") == Some(&bar.key));
    let hidden = |class: &'static str| Sketch::new("span").with("class", class).with("aria-hidden", "true");
    let column = Sketch::new("span").with("class", "column").styled("height", length(bar.count, most));
    Sketch::new("button")
        .with("type", "button")
        .with("class", "age")
        .with("data-test", "bar")
        .with("data-key", bar.key.clone())
        .with("data-from", bar.from.to_string())
        .with("data-to", bar.to.to_string())
        .with("data-count", bar.count.to_string())
        .with("aria-pressed", if pressed { "true" } else { "false" })
        .with("aria-label", format!("{tick}: {title}"))
        .with("title", title)
        .holding([hidden("room").holding([column]), hidden("tick").text(tick)])
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
fn label(words: &Words, key: &str) -> String {
    match key.split_once("..") {
        Some((_, older)) => age(words, older),
        None if key.starts_with('<') => age(words, key.trim_start_matches(['<', '='])),
        None => span(words, key),
    }
}
