//! How a wide window shares its room between the map and the table.

use super::{ActivePanel, WideLayout};
use crate::state::use_state;
use crate::views::components::derive_signal;
use leptos::prelude::*;

/// The switch: the map, both, or the table.
#[component]
pub fn LayoutSwitch() -> impl IntoView {
    let words = use_state().settings.current_messages();
    let panels: ActivePanel = expect_context();
    let choices = WideLayout::ALL.into_iter().zip([words.map, words.split, words.table_alone]);
    let choices = choices.map(|(layout, name)| {
        view! {
            <button
                type="button" data-test="layout" data-value=layout.key()
                aria-pressed=derive_signal(move || (panels.layout.get() == layout).to_string()) on:click=move |_| panels.choose_layout(layout)
            >{name}</button>
        }
    });
    view! { <div class="segments layouts" role="group" aria-label=words.layout>{choices.collect_view()}</div> }
}
