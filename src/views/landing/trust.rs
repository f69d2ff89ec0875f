//! What leaves the tab: nothing.

use crate::state::use_state;
use leptos::prelude::*;

/// The promise, and how it is kept.
#[component]
pub fn TrustStatement() -> impl IntoView {
    let words = use_state().settings.current_messages();
    let points = words.trust_points.iter().map(|point| view! { <li>{*point}</li> }).collect_view();
    view! {
        <section class="trust">
            <p>{words.trust}</p>
            <details>
                <summary>{words.trust_how}</summary>
                <ul>{points}</ul>
            </details>
        </section>
    }
}
