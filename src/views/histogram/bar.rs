//! One bar of the histogram.

use super::{choose, label};
use crate::figures::{Count, moment};
use crate::state::use_state;
use leptos::prelude::*;
use query::{Bar, Histogram};

/// The SIMs seen between two ages.
#[component]
pub fn AgeBar(
    /// Its place, newest first.
    at: usize,
    /// All of them.
    ages: Memo<Histogram>,
    /// The highest count.
    most: Memo<u32>,
    /// The terms of the query that ask for ages.
    chosen: Memo<Vec<String>>,
) -> impl IntoView {
    let state = use_state();
    let words = state.settings.words_now();
    let bar = Memo::new(move |_| ages.with(|ages| ages.bars.get(at).cloned().unwrap_or_default()));
    let key = Memo::new(move |_| bar.with(|bar| bar.key.clone()));
    let height = move || format!("{:.1}%", f64::from(bar.with(|bar| bar.count)) / f64::from(most.get().max(1)) * 100.0);
    let title = move || {
        bar.with(|Bar { from, to, count, .. }| (words.histogram_bar)(&moment(*from), &moment(*to), Count::from(*count)))
    };
    let pressed = move || key.with(|key| chosen.with(|chosen| chosen.iter().any(|term| term.strip_prefix("seen:") == Some(key))));
    view! {
        <button
            type="button" class="age" data-test="bar" data-key=move || key.get()
            data-from=move || bar.with(|bar| bar.from.to_string()) data-to=move || bar.with(|bar| bar.to.to_string())
            data-count=move || bar.with(|bar| bar.count.to_string())
            title=title aria-label=title aria-pressed=move || pressed().to_string()
            on:click=move |_| choose(state, &key.get_untracked())
        >
            <span class="room" aria-hidden="true"><span class="column" style:height=height></span></span>
            <span class="tick" aria-hidden="true">{move || key.with(|key| label(words, key))}</span>
        </button>
    }
}
