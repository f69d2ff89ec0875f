//! When the SIMs were last seen, and how long their previous sessions lasted: bars to choose from, alone or in a range.

mod axis;
mod bars;
mod date_range;
mod range;

use crate::format::FormattedCount;
use crate::state::{PageState, use_state};
use crate::views::components::{derive_memo, derive_signal};
use bars::HistogramBars;
use date_range::DateRangeMenu;
use engine::TermSummary;
use leptos::prelude::*;
use query::TermCondition;

/// Both histograms, side by side where there is room.
#[component]
pub fn HistogramSection() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages();
    let by_calendar = state.panels.by_calendar;
    let ages = derive_memo(move || {
        state.view.latest.with(|view| view.as_ref().map(|view| view.histogram.clone()).unwrap_or_default())
    });
    let lengths = derive_memo(move || {
        state.view.latest.with(|view| view.as_ref().map(|view| view.durations.clone()).unwrap_or_default())
    });
    let chosen = chosen_values(state, "seen");
    let scale = move |calendar: bool, label: &'static str, test: &'static str| {
        let pressed = derive_signal(move || (by_calendar.get() == calendar).to_string());
        let click = move |_| by_calendar.set(calendar);
        view! { <button type="button" data-test=test aria-pressed=pressed on:click=click>{label}</button> }
    };
    let durations_shown = state.panels.durations_shown;
    let other = move |durations: bool, label: &'static str, test: &'static str| {
        view! { <button type="button" class="quiet other" data-test=test on:click=move |_| durations_shown.set(durations)>{label}" ›"</button> }
    };
    let unknown = move || {
        let never = lengths.with(|lengths| lengths.without_time);
        (never > 0).then(|| (words.asking.unknown_length)(FormattedCount::from(never)))
    };
    view! {
        <div class="histograms" class:durations=derive_signal(move || durations_shown.get())>
            <section class="histogram" data-test="histogram" aria-labelledby="last-seen">
                <div class="over-bars">
                    <h3 id="last-seen">{words.last_seen}</h3>
                    <div class="segments" role="group" aria-label=words.asking.scale>
                        {scale(false, words.asking.by_age, "scale-age")}
                        {scale(true, words.asking.by_calendar, "scale-calendar")}
                    </div>
                    <DateRangeMenu chosen />
                    {other(true, words.asking.duration_short, "show-durations")}
                </div>
                <HistogramBars of="seen" bars=ages chosen test="bar" label="last-seen" />
            </section>
            <section class="histogram" data-test="durations" aria-labelledby="lasted">
                <div class="over-bars"><h3 id="lasted">{words.asking.duration}</h3><small>{unknown}</small>{other(false, words.last_seen, "show-seen")}</div>
                <HistogramBars of="duration" bars=lengths chosen=chosen_values(state, "duration") test="length" label="lasted" />
            </section>
        </div>
    }
}

/// Returns the values of a key that terms of the query ask for alone.
fn chosen_values(state: PageState, key: &'static str) -> Memo<Vec<String>> {
    let value = move |term: &TermSummary| match &term.condition {
        TermCondition::Filter { key: name, values } if name == key && !term.negated => match &values[..] {
            [only] => Some(only.clone()),
            _ => None,
        },
        _ => None,
    };
    derive_memo(move || {
        state.view.latest.with(|view| view.iter().flat_map(|view| &view.terms).filter_map(value).collect())
    })
}

/// Asks for one value of a key alone, or for every value again.
fn toggle_only_value(state: PageState, key: &'static str, value: &str) {
    state.query.edit(|query| {
        if query.has_chosen_value(key, value) {
            *query = query.without_key(key);
            return Ok(());
        }
        query.set_value(key, value)
    });
}
