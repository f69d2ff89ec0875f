//! The panels of a narrow window, at its bottom. On a wide one the same buttons lead the keyboard to a panel.

use super::{ActivePanel, Panel};
use crate::state::use_state;
use crate::views::components::derive_signal;
use leptos::prelude::*;

/// The tabs.
#[component]
pub fn PanelTabs() -> impl IntoView {
    let words = use_state().settings.current_messages();
    let panels: ActivePanel = expect_context();
    let tabs = Panel::ALL.into_iter().zip([words.map, words.ranking, words.table, words.filters]).enumerate();
    let tabs = tabs.map(|(at, (panel, name))| {
        view! {
            <button
                type="button" data-panel-key=(at + 1).to_string() data-tab=panel.key()
                aria-pressed=derive_signal(move || (panels.shown.get() == panel).to_string()) on:click=move |_| panels.show(panel)
            >{name}</button>
        }
    });
    view! { <nav class="panels">{tabs.collect_view()}</nav> }
}
