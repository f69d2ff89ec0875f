//! Fields and tags: a name and a value each.

use crate::state::use_state;
use leptos::prelude::*;

/// A list of pairs under a title.
#[component]
pub fn FactList(
    /// The title.
    title: &'static str,
    /// Name and value.
    pairs: Vec<(String, String)>,
    /// What is said where there is none; nothing at all is shown where this is empty.
    empty: &'static str,
) -> impl IntoView {
    let words = use_state().settings.current_messages();
    if pairs.is_empty() && empty.is_empty() {
        return None;
    }
    let none = pairs.is_empty().then(|| view! { <p class="none">{empty}</p> });
    let rows = pairs.into_iter().map(|(name, value)| {
        let name = words.key_name(&name).map_or(name, str::to_owned);
        view! { <dt>{name}</dt><dd>{value}</dd> }
    });
    Some(view! { <section><h3>{title}</h3><dl class="pairs">{rows.collect_view()}</dl>{none}</section> })
}
