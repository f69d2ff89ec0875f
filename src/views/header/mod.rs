//! The line on top: what is loaded, what can be done with it, and how the page is set.

mod export;
mod report;
mod sources;
mod switches;

use crate::state::use_state;
use leptos::prelude::*;

/// The header.
#[component]
pub fn Header() -> impl IntoView {
    let state = use_state();
    let has_sources = Memo::new(move |_| state.sources.list.with(|list| !list.is_empty()));
    let has_view = Memo::new(move |_| state.view.with(Option::is_some));
    view! {
        <header class="header">
            <h1>"simscope"</h1>
            <Show when=move || has_sources.get()><sources::SourcesMenu /></Show>
            <span class="spring"></span>
            <Show when=move || has_view.get()><export::ExportMenu /></Show>
            <switches::Switches />
        </header>
    }
}
