//! The one line that always tells the truth: how many of how many.

use crate::format::FormattedCount;
use crate::i18n::Messages;
use crate::state::use_state;
use crate::views::components::derive_signal;
use engine::FleetView;
use leptos::prelude::*;
use std::sync::Arc;

/// The line. It changes once every other part shows what it says.
#[component]
pub fn SelectionSummary() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages();
    let number =
        move |get: fn(&FleetView) -> u32| state.view.rendered.with(|view| view.as_ref().map_or(0, |view| get(view)));
    let text = move |say: fn(&Messages, &FleetView) -> String| {
        state.view.rendered.with(|view| view.as_ref().map(|view| say(words, view)).unwrap_or_default())
    };
    // What is said aloud is the result alone, and only when the reader asked for another.
    Effect::new(move |before: Option<Option<Arc<FleetView>>>| {
        let view = state.view.rendered.get();
        if let Some(now) = &view
            && before.flatten().is_some_and(|before| before.query != now.query)
        {
            state.notices.announce((words.selected_of)(
                FormattedCount::from(now.selected.records),
                FormattedCount::from(now.fleet.records),
            ));
        }
        view
    });
    view! {
        <p class="line">
            <strong data-test="selected" data-value=derive_signal(move || number(|view| view.selected.records).to_string())>{derive_signal(move || text(selected_text))}</strong>
            <span
                data-test="total" data-value=derive_signal(move || number(|view| view.fleet.records).to_string())
                data-sims=derive_signal(move || number(|view| view.sims).to_string())
            >{derive_signal(move || text(distinct_text))}</span>
            <span class="states">{derive_signal(move || text(states_text))}</span>
            <span>{derive_signal(move || text(countries_text))}</span>
        </p>
    }
}

fn selected_text(words: &Messages, view: &FleetView) -> String {
    let (selected, all) = (FormattedCount::from(view.selected.records), FormattedCount::from(view.fleet.records));
    if selected == all { (words.all_selected)(all) } else { (words.selected_of)(selected, all) }
}

fn distinct_text(words: &Messages, view: &FleetView) -> String {
    let differ = view.sims != view.fleet.records;
    if differ { (words.distinct)(FormattedCount::from(view.sims)) } else { String::new() }
}

fn states_text(words: &Messages, view: &FleetView) -> String {
    let totals = view.selected;
    let states = [
        (words.online, totals.online, true),
        (words.offline, totals.offline, true),
        (words.never_connected, totals.never, false),
        (words.unknown, totals.unknown, false),
    ];
    let shown = states.into_iter().filter(|(_, n, always)| *always || *n > 0);
    shown.map(|(name, n, _)| (words.state_count)(name, FormattedCount::from(n))).collect::<Vec<_>>().join(" · ")
}

fn countries_text(words: &Messages, view: &FleetView) -> String {
    (words.in_countries)(FormattedCount::from(view.countries))
}
