//! The line on top: what is loaded, what can be done with it, and how the page is set.

mod actions;
mod compare;
mod export;
mod lists;
mod report;
mod sources;
mod switches;

use crate::state::{browser, use_state};
use crate::views::components::derive_memo;
use crate::views::connect::ConnectButton;
use crate::views::table::TABLE_GRID;
use leptos::prelude::*;

/// The header.
#[component]
pub fn PageHeader() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages();
    let has_sources = derive_memo(move || state.sources.list.with(|list| !list.is_empty()));
    let has_view = derive_memo(move || state.view.latest.with(Option::is_some));
    view! {
        <header class="header">
            <Show when=move || has_view.get()>
                <a class="skip" href="#table" on:click=|event| { event.prevent_default(); browser::focus_first_match(TABLE_GRID); }>{words.skip}</a>
            </Show>
            <h1>"simscope"</h1>
            <Show when=move || has_sources.get()><sources::SourcesMenu /></Show>
            <span class="spring"></span>
            <Show when=move || has_view.get()><ConnectButton short=true /><compare::CompareMenu /><actions::ActionMenu /><export::ExportMenu /></Show>
            <switches::SettingSwitches />
        </header>
    }
}
