//! The one line that always tells the truth: how many of how many.

use crate::figures::Count;
use crate::i18n::Words;
use crate::state::use_state;
use crate::views::parts::live;
use engine::FleetView;
use leptos::prelude::*;
use std::sync::Arc;

/// The line. It changes once every other part shows what it says.
#[component]
pub fn Line() -> impl IntoView {
    let state = use_state();
    let words = state.settings.words_now();
    let number = move |get: fn(&FleetView) -> u32| state.settled.with(|view| view.as_ref().map_or(0, |view| get(view)));
    let text = move |say: fn(&Words, &FleetView) -> String| {
        state.settled.with(|view| view.as_ref().map(|view| say(words, view)).unwrap_or_default())
    };
    // What is said aloud is the result alone, and only when the reader asked for another.
    Effect::new(move |before: Option<Option<Arc<FleetView>>>| {
        let view = state.settled.get();
        if let Some(now) = &view
            && before.flatten().is_some_and(|before| before.query != now.query)
        {
            state.say((words.selected_of)(Count::from(now.selected.records), Count::from(now.fleet.records)));
        }
        view
    });
    view! {
        <p class="line">
            <strong data-test="selected" data-value=live(move || number(|view| view.selected.records).to_string())>{live(move || text(selected))}</strong>
            <span
                data-test="total" data-value=live(move || number(|view| view.fleet.records).to_string())
                data-sims=live(move || number(|view| view.sims).to_string())
            >{live(move || text(distinct))}</span>
            <span class="states">{live(move || text(states))}</span>
            <span>{live(move || text(countries))}</span>
        </p>
    }
}

fn selected(words: &Words, view: &FleetView) -> String {
    let (selected, all) = (Count::from(view.selected.records), Count::from(view.fleet.records));
    if selected == all { (words.all_selected)(all) } else { (words.selected_of)(selected, all) }
}

fn distinct(words: &Words, view: &FleetView) -> String {
    let differ = view.sims != view.fleet.records;
    if differ { (words.distinct)(Count::from(view.sims)) } else { String::new() }
}

fn states(words: &Words, view: &FleetView) -> String {
    let totals = view.selected;
    let states = [
        (words.online, totals.online, true),
        (words.offline, totals.offline, true),
        (words.never_connected, totals.never, false),
        (words.unknown, totals.unknown, false),
    ];
    let shown = states.into_iter().filter(|(_, n, always)| *always || *n > 0);
    shown.map(|(name, n, _)| (words.state_count)(name, Count::from(n))).collect::<Vec<_>>().join(" · ")
}

fn countries(words: &Words, view: &FleetView) -> String {
    (words.in_countries)(Count::from(view.countries))
}
