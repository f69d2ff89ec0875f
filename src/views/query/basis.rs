//! Which session the places are of.

use crate::state::{PageState, use_state};
use crate::views::components::{derive_memo, derive_signal};
use fleet::Basis;
use leptos::prelude::*;

/// The switch.
#[component]
pub fn BasisSelect() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages();
    let basis = derive_memo(move || state.view.latest.with(|view| view.as_ref().map(|view| view.basis)));
    let options = Basis::ALL.into_iter().zip(words.bases).map(|(session, name)| {
        view! { <option value=session.query_word() selected=derive_signal(move || basis.get() == Some(session))>{name}</option> }
    });
    let choose = move |key: String| {
        if let Some(session) = Basis::ALL.into_iter().find(|session| session.query_word() == key) {
            set_basis(state, session);
        }
    };
    view! {
        <label class="basis">
            <span>{words.basis}</span>
            <select data-test="basis" aria-label=words.basis prop:value=derive_signal(move || basis.get().map_or("", Basis::query_word)) on:change=move |event| choose(event_target_value(&event))>
                {options.collect_view()}
            </select>
        </label>
    }
}

/// Goes to the next basis, or the one before.
pub fn step_basis(state: PageState, forward: bool) {
    let Ok(query) = query::parse_query(&state.query.applied_text()) else { return };
    let at = Basis::ALL.iter().position(|session| *session == query.basis()).unwrap_or(0);
    let by = if forward { 1 } else { Basis::ALL.len() - 1 };
    set_basis(state, Basis::ALL[(at + by) % Basis::ALL.len()]);
}

fn set_basis(state: PageState, session: Basis) {
    state.query.edit(|query| {
        query.set_basis(session);
        Ok(())
    });
}
