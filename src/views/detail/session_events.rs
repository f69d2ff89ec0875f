//! The session events of a SIM, asked for when someone wants them: one call a SIM, never for a whole fleet.

use crate::format;
use crate::state::use_state;
use crate::views::components::derive_memo;
use crate::views::connect;
use engine::{SessionEvent, SimDetail};
use leptos::prelude::*;
use std::sync::Arc;

/// The button, then the timeline.
#[component]
pub fn SessionEventList(
    /// The SIM.
    sim: Arc<SimDetail>,
) -> impl IntoView {
    let state = use_state();
    let words = &state.settings.current_messages().api;
    let row = sim.row;
    let possible = derive_memo(move || {
        let fetched = state.sources.list.with(|list| list.iter().any(|entry| entry.remote.is_some()));
        fetched && state.account.signed_in.with(Option::is_some)
    });
    let shown = move || {
        match state.account.session_events.get().filter(|(of, _)| *of == row) {
        None => view! { <button type="button" class="button" data-test="events-load" on:click=move |_| state.account.request_session_events(row)>{words.ask_events}</button> }.into_any(),
        Some((_, None)) => view! { <p role="status">"…"</p> }.into_any(),
        Some((_, Some(Err(error)))) => connect::api_error_view(words, &error),
        Some((_, Some(Ok(events)))) if events.is_empty() => view! { <p>{words.no_events}</p> }.into_any(),
        Some((_, Some(Ok(events)))) => view! { <ol class="events" data-test="events">{events.into_iter().map(event_item).collect_view()}</ol> }.into_any(),
    }
    };
    view! {
        <Show when=move || possible.get()>
            <section><h3>{words.events}</h3>{shown}</section>
        </Show>
    }
}

fn event_item(event: SessionEvent) -> impl IntoView {
    let words = use_state().settings.current_messages();
    let known = ["Created", "Modified", "Deleted"].iter().position(|name| *name == event.event);
    let what = known.map_or(event.event.clone(), |at| words.api.event[at].to_owned());
    let country = (!event.country.is_empty()).then(|| format::country_name(words, &event.country));
    let radio = (!event.radio.is_empty()).then(|| query::radio_label(&event.radio).to_owned());
    let rest = [country, Some(event.operator), radio, Some(event.cell), Some(event.imei)];
    let rest: Vec<String> = rest.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    view! {
        <li data-test="event" data-event=event.event data-time=event.time.map(|time| time.to_string())>
            <span class="when">{event.time.map(format::format_time)}</span>" "<strong>{what}</strong>" "{rest.join(" · ")}
        </li>
    }
}
