//! Connectivity as a shape, a colour and a word.

use crate::state::use_state;
use crate::views::parts::live;
use leptos::prelude::*;

/// `online`, `offline`, `never` or `unknown`.
#[component]
pub fn SessionMark(
    /// As the query language says it.
    #[prop(into)]
    session: Signal<String>,
) -> impl IntoView {
    let words = use_state().settings.words_now();
    let word = move || session.with(|key| words.value(key).map_or_else(|| key.clone(), str::to_owned));
    view! { <span class="session" data-session=live(move || session.get())>{word}</span> }
}
