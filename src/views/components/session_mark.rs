//! Connectivity as a shape, a colour and a word.

use crate::state::use_state;
use crate::views::components::derive_signal;
use leptos::prelude::*;

/// `online`, `offline`, `never` or `unknown`.
#[component]
pub fn SessionMark(
    /// As the query language says it.
    #[prop(into)]
    session: Signal<String>,
) -> impl IntoView {
    let words = use_state().settings.current_messages();
    let word = move || session.with(|key| words.value_name(key).map_or_else(|| key.clone(), str::to_owned));
    view! { <span class="session" data-session=derive_signal(move || session.get())>{word}</span> }
}
