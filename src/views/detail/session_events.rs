//! The session events of a SIM, asked for when someone wants them: one call a SIM, never for a whole fleet.

use crate::format;
use crate::i18n::Messages;
use crate::state::use_state;
use crate::views::components::derive_memo;
use crate::views::connect;
use engine::{SessionEvent, SimDetail};
use leptos::prelude::*;
use std::sync::Arc;

/// The button, then the events.
#[component]
pub fn SessionEventList(
    /// The SIM.
    sim: Arc<SimDetail>,
) -> impl IntoView {
    let state = use_state();
    let all_words = state.settings.current_messages();
    let words = &all_words.api;
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
        Some((_, Some(Ok(events)))) => event_table(all_words, &events),
    }
    };
    view! {
        <Show when=move || possible.get()>
            <section><h3>{words.events}</h3>{shown}</section>
        </Show>
    }
}

/// The events, newest first as the API lists them; what differs from the event before is marked.
fn event_table(words: &Messages, events: &[SessionEvent]) -> AnyView {
    let columns = words.api.event_columns.map(|name| view! { <th scope="col">{name}</th> });
    let rows = events.iter().enumerate().map(|(at, event)| {
        let (cells, before) = (event_cells(words, event), events.get(at + 1).map(|before| event_cells(words, before)));
        let cells = cells.into_iter().enumerate().map(|(column, text)| {
            let was = before.as_ref().and_then(|before| before.get(column));
            let differs = was.is_some_and(|was| !was.is_empty() && !text.is_empty() && *was != text);
            view! { <td class:different=differs title=differs.then_some(words.differs)>{text}</td> }
        });
        view! {
            <tr data-test="event" data-event=event.event.clone() data-time=event.time.map(|time| time.to_string())>
                <td>{event.time.map(format::format_time)}</td>
                <td>{event_name(words, &event.event)}</td>
                {cells.collect_view()}
            </tr>
        }
    });
    view! {
        <table class="events" data-test="events"><thead><tr>{columns.collect_view()}</tr></thead><tbody>{rows.collect_view()}</tbody></table>
    }
    .into_any()
}

/// What an event is called; as it came where it has no name.
fn event_name(words: &Messages, event: &str) -> String {
    let known = ["Created", "Modified", "Deleted"].iter().zip(words.api.event).find(|(name, _)| **name == event);
    known.map_or(event, |(_, name)| name).to_owned()
}

/// Network, cell and device of an event.
fn event_cells(words: &Messages, event: &SessionEvent) -> [String; 3] {
    let country = (!event.country.is_empty()).then(|| format::country_name(words, &event.country));
    let radio = query::radio_label(&event.radio).to_owned();
    let network = [country.unwrap_or_default(), event.operator.clone(), radio];
    let network: Vec<_> = network.into_iter().filter(|part| !part.is_empty()).collect();
    [network.join(" · "), event.cell.clone(), event.imei.clone()]
}
