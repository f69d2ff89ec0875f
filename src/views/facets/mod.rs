//! What there is to choose from: counts of each facet, under every term of the query but its own.

mod item;
mod list;

pub use item::{clicked, item};
pub use list::{Counted, counted};

use crate::state::use_state;
use crate::views::parts::memo;
use leptos::prelude::*;
use list::Facet;

/// The facets, in the order in which the worker has them.
#[component]
pub fn Facets() -> impl IntoView {
    let state = use_state();
    let names = memo(move || {
        state.view.with(|view| {
            let facets =
                view.as_ref().map(|view| view.facets.iter().map(|facet| facet.name.clone()).collect::<Vec<_>>());
            facets.unwrap_or_default()
        })
    });
    move || names.get().into_iter().map(|name| view! { <Facet name /> }).collect_view()
}
