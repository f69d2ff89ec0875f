//! What is counted: SIMs, or what the operator's own lists add up to.

use crate::state::use_state;
use crate::views::components::{derive_memo, derive_signal};
use leptos::prelude::*;
use query::ColumnKey;

/// The switch; it is there once a list has numbers.
#[component]
pub fn MeasureChoice() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages();
    let measures = derive_memo(move || {
        state.view.latest.with(|view| view.as_ref().map(|view| view.measures.clone()).unwrap_or_default())
    });
    let chosen = state.panels.measure;
    let options = move || {
        let option = move |key: String| {
            let name = words.key_label(&key);
            let selected = chosen.with(|chosen| *chosen == key);
            view! { <option value=key selected=selected>{name}</option> }
        };
        measures.get().into_iter().map(option).collect_view()
    };
    let choose = move |event| {
        let key = event_target_value(&event);
        let key = if key == "sims" { String::new() } else { key };
        // The table shows what is added up.
        if let Some(column) = ColumnKey::from_name(&key) {
            state.settings.columns.update(|columns| {
                if !columns.contains(&column) {
                    columns.insert(columns.len().min(2), column);
                }
            });
        }
        chosen.set(key);
    };
    view! {
        <label class="measure" hidden=derive_signal(move || measures.with(Vec::is_empty))>
            {words.own_lists.measure}
            <select data-test="measure" on:change=choose>
                <option value="sims" selected=derive_signal(move || chosen.with(String::is_empty))>{words.legend}</option>
                {options}
            </select>
        </label>
    }
}
