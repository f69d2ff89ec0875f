//! A value that is a term of the query on a click.

use crate::state::use_state;
use leptos::prelude::*;

/// A value as text, which a click adds to the query, or takes out of it again.
#[component]
pub fn QueryValue(
    /// The key of the query language.
    key: String,
    /// The value as the query language has it.
    value: String,
    /// The value as it is read.
    text: String,
) -> impl IntoView {
    let state = use_state();
    let title = state.settings.current_messages().filter_by_value;
    view! {
        <button
            type="button" class="query-value" data-test="value" data-key=key.clone() data-value=value.clone() title=title
            on:click=move |_| state.query.toggle_value(&key, &value)
        >{text}</button>
    }
}
