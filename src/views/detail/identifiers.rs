//! What the SIM is called: in groups when read, without blanks when copied.

use crate::state::use_state;
use crate::views::parts::{CopyButton, Identifier};
use engine::SimDetail;
use leptos::prelude::*;
use std::sync::Arc;

/// The identifiers with a button each that copies.
#[component]
pub fn Identifiers(
    /// The SIM.
    sim: Arc<SimDetail>,
) -> impl IntoView {
    let words = use_state().settings.words_now();
    let row = |(field, id): &(String, String)| {
        let name = words.name(field).map_or_else(|| field.clone(), str::to_owned);
        view! {
            <dt>{name.clone()}</dt>
            <dd data-field=field.clone()><Identifier id=id.clone() /><CopyButton text=Signal::stored(id.clone()) what=name /></dd>
        }
    };
    view! {
        <section>
            <h3>{words.identifiers}</h3>
            <dl class="pairs">{sim.identifiers.iter().map(row).collect_view()}</dl>
        </section>
    }
}
