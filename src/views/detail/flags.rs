//! What stands out about a SIM, and what has changed since the baseline.

use crate::state::{HistoryMode, use_state};
use crate::views::ranking::insight_name;
use engine::SimDetail;
use leptos::prelude::*;
use std::sync::Arc;

/// The findings that it is one of, each a question about all such SIMs; and its changes.
#[component]
pub fn SimFlags(
    /// The SIM.
    sim: Arc<SimDetail>,
) -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages();
    let days = state.settings.thresholds.get_untracked();
    let flag = |(key, query): &(String, String)| {
        let (name, query) = (insight_name(words, key, days), query.clone());
        let ask = move |_| state.query.apply(&query, HistoryMode::Push);
        view! { <li><button type="button" class="flag" data-test="flag" data-insight=key.clone() on:click=ask>{name}</button></li> }
    };
    let change = |key: &String| {
        let (value, name) = (key.clone(), (words.asking.change)(key));
        let ask = move |_| state.query.edit(|query| query.set_value("change", &value));
        view! { <li><button type="button" class="flag" data-test="flag-change" data-change=key.clone() on:click=ask>{name}</button></li> }
    };
    let flags = (!sim.insights.is_empty()).then(|| {
        view! { <section><h3>{words.asking.flags}</h3><ul class="flags">{sim.insights.iter().map(flag).collect_view()}</ul></section> }
    });
    let changes = (!sim.changes.is_empty()).then(|| {
        view! { <section><h3>{words.asking.changes}</h3><ul class="flags">{sim.changes.iter().map(change).collect_view()}</ul></section> }
    });
    (flags, changes)
}
