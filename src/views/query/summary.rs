//! The one line that always tells the truth: how many of how many.

use crate::format::{FormattedCount, format_amount};
use crate::i18n::Messages;
use crate::state::use_state;
use crate::views::components::{VNode, derive_signal, render_children};
use crate::views::facets::clicked_value;
use crate::views::layout::{ActivePanel, Panel};
use engine::FleetView;
use leptos::html;
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
    let amount_value =
        move || state.view.rendered.with(|view| Some(fleet::format_number(view.as_ref()?.measure.as_ref()?.selected)));
    let states = NodeRef::<html::Span>::new();
    render_children(states, move || {
        state.view.rendered.with(|view| view.as_ref().map(|view| state_nodes(words, view)).unwrap_or_default())
    });
    let choose_state = move |event| {
        if let Some(key) = clicked_value(&event) {
            state.query.toggle_value("session", &key);
        }
    };
    let panels: ActivePanel = expect_context();
    view! {
        <p class="line">
            <strong data-test="selected" data-value=derive_signal(move || number(|view| view.selected.records).to_string())>{derive_signal(move || text(selected_text))}</strong>
            <span
                data-test="total" data-value=derive_signal(move || number(|view| view.fleet.records).to_string())
                data-sims=derive_signal(move || number(|view| view.sims).to_string())
            >{derive_signal(move || text(distinct_text))}</span>
            <span data-test="amount" data-value=derive_signal(amount_value)>{derive_signal(move || text(amount_text))}</span>
            <span class="states" node_ref=states on:click=choose_state></span>
            <span>
                <button type="button" data-test="countries" title=words.countries on:click=move |_| panels.show(Panel::Ranking)>
                    {derive_signal(move || text(countries_text))}
                </button>
            </span>
        </p>
    }
}

fn selected_text(words: &Messages, view: &FleetView) -> String {
    let (selected, all) = (FormattedCount::from(view.selected.records), FormattedCount::from(view.fleet.records));
    if selected == all { (words.all_selected)(all) } else { (words.selected_of)(selected, all) }
}

/// What the measure adds up to in the selection, and in the fleet where that is more.
fn amount_text(words: &Messages, view: &FleetView) -> String {
    let Some(measure) = &view.measure else { return String::new() };
    let [selected, fleet] = [measure.selected, measure.fleet].map(|amount| format_amount(&measure.key, amount));
    let name = words.key_label(&measure.key);
    (words.own_lists.amount)(&name, &selected, Some(fleet.as_str()).filter(|fleet| **fleet != selected))
}

/// The SIMs are told apart in the whole fleet alone.
fn distinct_text(words: &Messages, view: &FleetView) -> String {
    let is_whole = view.selected.records == view.fleet.records;
    if is_whole && view.sims != view.fleet.records {
        (words.distinct)(FormattedCount::from(view.sims))
    } else {
        String::new()
    }
}

/// How many SIMs are in each state. A click chooses those.
fn state_nodes(words: &Messages, view: &FleetView) -> Vec<VNode> {
    let totals = view.selected;
    let states = [
        ("online", totals.online, true),
        ("offline", totals.offline, true),
        ("never", totals.never, false),
        ("unknown", totals.unknown, false),
    ];
    let shown = states.into_iter().filter(|(_, n, always)| *always || *n > 0);
    let node = |(key, n, _): (&'static str, u32, bool)| {
        let name = words.value_name(key).unwrap_or(key);
        VNode::new("button")
            .with_attribute("type", "button")
            .with_attribute("data-key", key)
            .with_attribute("data-count", n.to_string())
            .with_text((words.state_count)(name, FormattedCount::from(n)))
    };
    shown.map(node).collect()
}

fn countries_text(words: &Messages, view: &FleetView) -> String {
    (words.in_countries)(FormattedCount::from(view.countries))
}
