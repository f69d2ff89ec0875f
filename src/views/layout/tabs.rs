//! The panels of a narrow window, at its bottom. On a wide one the same buttons lead the keyboard to a panel.

use super::{Panel, Panels};
use crate::state::{browser, use_state};
use crate::views::parts::live;
use leptos::prelude::*;

/// The tabs.
#[component]
pub fn Tabs() -> impl IntoView {
    let words = use_state().settings.words_now();
    let panels: Panels = expect_context();
    let tabs = Panel::ALL.into_iter().zip([words.map, words.ranking, words.table, words.filters]).enumerate();
    let tabs = tabs.map(|(at, (panel, name))| {
        let choose = move |_| {
            panels.shown.set(panel);
            leptos::task::spawn_local(async move {
                leptos::task::tick().await;
                browser::focus(match panel {
                    Panel::Map => ".map canvas",
                    Panel::Ranking => ".ranking [role=tab][tabindex='0']",
                    Panel::Table => "[data-test=table]",
                    Panel::Filters => ".filters button",
                });
            });
        };
        view! {
            <button
                type="button" data-panel-key=(at + 1).to_string() data-tab=panel.key()
                aria-pressed=live(move || (panels.shown.get() == panel).to_string()) on:click=choose
            >{name}</button>
        }
    });
    view! { <nav class="panels">{tabs.collect_view()}</nav> }
}
