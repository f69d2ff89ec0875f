//! The record as the export had it, secrets masked.

use crate::state::use_state;
use crate::views::parts::CopyButton;
use engine::Opened;
use leptos::prelude::*;
use std::sync::Arc;

/// The JSON with its button to copy, and what was masked in it.
#[component]
pub fn Json(
    /// The SIM.
    sim: Arc<Opened>,
) -> impl IntoView {
    let words = use_state().settings.words_now();
    let masked =
        (!sim.masked.is_empty()).then(|| view! { <p class="masked">{(words.masked)(&sim.masked.join(", "))}</p> });
    view! {
        <section>
            <h3>{words.json}" "<CopyButton text=Signal::stored(sim.json.clone()) what="JSON" /></h3>
            {masked}
            <pre data-test="detail-json">{sim.json.clone()}</pre>
        </section>
    }
}
