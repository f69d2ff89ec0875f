//! One SIM in depth, in a drawer over the right side.

mod events;
mod facts;
mod flags;
mod identifiers;
mod json;
mod place;
mod sessions;

use crate::figures::Count;
use crate::state::{browser, use_state};
use crate::views::parts::{SessionMark, live, memo};
use engine::SimDetail;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The drawer. It is there while a SIM is open.
#[component]
pub fn Drawer() -> impl IntoView {
    let state = use_state();
    let words = state.settings.words_now();
    let open = memo(move || state.opened.with(Option::is_some));
    let title = memo(move || state.opened.with(|opened| opened.as_ref().map(|sim| title(sim)).unwrap_or_default()));
    let place = move || {
        let all = Count::from(state.table.scroll.get().rows);
        state.opened.with(|opened| match opened.as_ref().map(|sim| sim.index) {
            Some(Some(index)) => (words.place_of)(Count(u64::from(index) + 1), all),
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
            opener.set_value(focused());
            leptos::task::spawn_local(async {
                leptos::task::tick().await;
                browser::focus("[data-test=detail-close]");
            });
        } else if before == Some(true) {
            leptos::task::spawn_local(async move {
                leptos::task::tick().await;
                let back = opener.try_update_value(Option::take).flatten();
                if focused().is_none() && back.is_none_or(|back| back.focus().is_err() || focused().is_none()) {
                    browser::focus("[data-test=table]");
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
                    <h2 id="detail-title">{live(move || title.get())}</h2>
                    <span class="where">{place}</span>
                    <button type="button" class="quiet square" title=words.previous_sim aria-label=words.previous_sim data-test="detail-previous" on:click=move |_| state.step(-1)>"↑"</button>
                    <button type="button" class="quiet square" title=words.next_sim aria-label=words.next_sim data-test="detail-next" on:click=move |_| state.step(1)>"↓"</button>
                    <button type="button" class="quiet square" title=words.close aria-label=words.close data-test="detail-close" on:click=move |_| state.close()>"✕"</button>
                </div>
                <div class="body" tabindex="0" role="group" aria-labelledby="detail-title">{move || state.opened.get().map(|sim| view! { <Sim sim /> })}</div>
            </section>
        </Show>
    }
}

/// The element that has the focus, if any has.
fn focused() -> Option<HtmlElement> {
    let element = document().active_element().filter(|element| element.tag_name() != "BODY")?;
    element.dyn_into().ok()
}

#[component]
fn Sim(sim: Arc<SimDetail>) -> impl IntoView {
    let words = use_state().settings.words_now();
    let seen = sim.seen.map(|seen| format!("{} {}", words.last_seen, crate::figures::moment(seen)));
    view! {
        <p class="summary">
            <SessionMark session=Signal::stored(sim.session.clone()) />
            <span>{seen}</span>
            <span class="source">{(words.from_source)(&sim.source)}</span>
        </p>
        <flags::Flags sim=sim.clone() />
        <identifiers::Identifiers sim=sim.clone() />
        <place::WherePlace sim=sim.clone() />
        <sessions::Sessions sim=sim.clone() />
        <facts::Facts title=words.facts pairs=sim.attributes.clone() empty="" />
        <facts::Facts title=words.tags pairs=sim.tags.clone() empty=words.no_tags />
        <events::Events sim=sim.clone() />
        <json::Json sim />
    }
}

/// The SIM's name, else the first of its identifiers.
fn title(sim: &SimDetail) -> String {
    let name = sim.tags.iter().find(|(key, value)| key == "name" && !value.is_empty());
    name.or_else(|| sim.identifiers.iter().find(|(key, _)| key == "iccid"))
        .or(sim.identifiers.first())
        .map(|(_, text)| text.clone())
        .unwrap_or_default()
}
