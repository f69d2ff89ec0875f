//! One SIM in depth, in a drawer over the right side.

mod facts;
mod flags;
mod identifiers;
mod json;
mod last_known_place;
mod session_events;
mod sessions;

use crate::format::FormattedCount;
use crate::state::{browser, use_state};
use crate::views::components::{SessionMark, derive_memo, derive_signal};
use crate::views::table::TABLE_GRID;
use engine::SimDetail;
use facts::{attribute_facts, listed_facts, tag_facts};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The drawer. It is there while a SIM is open.
#[component]
pub fn SimDrawer() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages();
    let open = derive_memo(move || state.sim_detail.opened.with(Option::is_some));
    let title = derive_memo(move || {
        state.sim_detail.opened.with(|opened| opened.as_ref().map(|sim| sim_title(sim)).unwrap_or_default())
    });
    let place = move || {
        let all = FormattedCount::from(state.table.scroll.get().rows);
        state.sim_detail.opened.with(|opened| match opened.as_ref().map(|sim| sim.index) {
            Some(Some(index)) => (words.place_of)(FormattedCount(u64::from(index) + 1), all),
            Some(None) => words.not_selected.to_owned(),
            None => String::new(),
        })
    };
    // The reader's place moves into the drawer once, when it opens; walking on leaves it where it is. It goes back to
    // where it was when the drawer closes, or to the table.
    let opener = StoredValue::new_local(None::<HtmlElement>);
    Effect::new(move |before: Option<bool>| {
        let open = open.get();
        if open {
            opener.set_value(focused_element());
            leptos::task::spawn_local(async {
                leptos::task::tick().await;
                browser::focus_first_match("#close-detail");
            });
        } else if before == Some(true) {
            leptos::task::spawn_local(async move {
                leptos::task::tick().await;
                let back = opener.try_update_value(Option::take).flatten();
                if focused_element().is_none()
                    && back.is_none_or(|back| back.focus().is_err() || focused_element().is_none())
                {
                    browser::focus_first_match(TABLE_GRID);
                }
            });
        }
        open
    });
    let fallback = || ();
    view! {
        <Show when=move || open.get() fallback>
            <section class="drawer" data-test="detail" role="dialog" aria-labelledby="detail-title">
                <div class="heading">
                    <h2 id="detail-title">{derive_signal(move || title.get())}</h2>
                    <span class="where">{place}</span>
                    <button type="button" class="quiet square" title=words.previous_sim aria-label=words.previous_sim data-test="detail-previous" on:click=move |_| state.sim_detail.open_adjacent(-1)>"↑"</button>
                    <button type="button" class="quiet square" title=words.next_sim aria-label=words.next_sim data-test="detail-next" on:click=move |_| state.sim_detail.open_adjacent(1)>"↓"</button>
                    <button type="button" class="quiet square" title=words.close aria-label=words.close id="close-detail" data-test="detail-close" on:click=move |_| state.sim_detail.close()>"✕"</button>
                </div>
                <div class="body" tabindex="0" role="group" aria-labelledby="detail-title">{move || state.sim_detail.opened.get().map(|sim| view! { <SimDetailBody sim /> })}</div>
            </section>
        </Show>
    }
}

/// The element that has the focus, if any has.
fn focused_element() -> Option<HtmlElement> {
    let element = document().active_element().filter(|element| element.tag_name() != "BODY")?;
    element.dyn_into().ok()
}

#[component]
fn SimDetailBody(sim: Arc<SimDetail>) -> impl IntoView {
    let words = use_state().settings.current_messages();
    let seen = sim.seen.map(|seen| format!("{} {}", words.last_seen, crate::format::format_time(seen)));
    view! {
        <p class="summary">
            <SessionMark session=Signal::stored(sim.session.clone()) />
            <span>{seen}</span>
            <span class="source">{(words.from_source)(&sim.source)}</span>
        </p>
        <flags::SimFlags sim=sim.clone() />
        <sessions::SessionComparison sim=sim.clone() />
        <session_events::SessionEventList sim=sim.clone() />
        <last_known_place::LastKnownPlace sim=sim.clone() />
        <identifiers::SimIdentifiers sim=sim.clone() />
        <facts::FactList title=words.facts facts=attribute_facts(words, &sim) empty="" />
        <facts::FactList title=words.own_lists.title facts=listed_facts(words, &sim) empty="" />
        <facts::FactList title=words.tags facts=tag_facts(words, &sim) empty=words.no_tags />
        <json::RecordJson sim />
    }
}

/// The SIM's name, else the first of its identifiers.
fn sim_title(sim: &SimDetail) -> String {
    let name = sim.tags.iter().find(|(key, value)| key == "name" && !value.is_empty());
    name.or_else(|| sim.identifiers.iter().find(|(key, _)| key == "iccid"))
        .or(sim.identifiers.first())
        .map(|(_, text)| text.clone())
        .unwrap_or_default()
}
