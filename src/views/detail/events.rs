//! The session events of a SIM, asked for when someone wants them: one call a SIM, never for a whole fleet.

use crate::figures;
use crate::state::use_state;
use crate::views::connect;
use crate::views::parts::memo;
use engine::{SessionEvent, SimDetail};
use leptos::prelude::*;
use std::sync::Arc;

/// The button, then the timeline.
#[component]
pub fn Events(
    /// The SIM.
    sim: Arc<SimDetail>,
) -> impl IntoView {
    let state = use_state();
    let words = &state.settings.words_now().api;
    let row = sim.row;
    let possible = memo(move || {
        let fetched = state.sources.list.with(|list| list.iter().any(|entry| entry.remote.is_some()));
        fetched && state.api.account.with(Option::is_some)
    });
    let shown = move || {
        match state.api.events.get().filter(|(of, _)| *of == row) {
        None => view! { <button type="button" class="button" data-test="events-load" on:click=move |_| state.ask_events(row)>{words.ask_events}</button> }.into_any(),
        Some((_, None)) => view! { <p role="status">"…"</p> }.into_any(),
        Some((_, Some(Err(error)))) => connect::fault(words, &error),
        Some((_, Some(Ok(events)))) if events.is_empty() => view! { <p>{words.no_events}</p> }.into_any(),
        Some((_, Some(Ok(events)))) => view! { <ol class="events" data-test="events">{events.into_iter().map(line).collect_view()}</ol> }.into_any(),
    }
    };
    view! {
        <Show when=move || possible.get()>
            <section><h3>{words.events}</h3>{shown}</section>
        </Show>
    }
}

fn line(event: SessionEvent) -> impl IntoView {
    let words = use_state().settings.words_now();
    let known = ["Created", "Modified", "Deleted"].iter().position(|name| *name == event.event);
    let what = known.map_or(event.event.clone(), |at| words.api.event[at].to_owned());
    let country = (!event.country.is_empty()).then(|| figures::country(words, &event.country));
    let radio = (!event.radio.is_empty()).then(|| query::radio_label(&event.radio).to_owned());
    let rest = [country, Some(event.operator), radio, Some(event.cell), Some(event.imei)];
    let rest: Vec<String> = rest.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    view! {
        <li data-test="event" data-event=event.event data-time=event.time.map(|time| time.to_string())>
            <span class="when">{event.time.map(figures::moment)}</span>" "<strong>{what}</strong>" "{rest.join(" · ")}
        </li>
    }
}
