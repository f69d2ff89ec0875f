//! What the SIM is called: in groups when read, without blanks when copied.

use crate::state::use_state;
use crate::views::components::{CopyButton, GroupedIdentifier};
use engine::SimDetail;
use leptos::prelude::*;
use std::sync::Arc;

/// The identifiers with a button each that copies.
#[component]
pub fn SimIdentifiers(
    /// The SIM.
    sim: Arc<SimDetail>,
) -> impl IntoView {
    let words = use_state().settings.current_messages();
    let row = |(field, id): &(String, String)| {
        let name = words.key_name(field).map_or_else(|| field.clone(), str::to_owned);
        view! {
            <dt>{name.clone()}</dt>
            <dd data-field=field.clone()><GroupedIdentifier id=id.clone() /><CopyButton text=Signal::stored(id.clone()) what=name /></dd>
        }
    };
    view! {
        <section>
            <h3>{words.identifiers}</h3>
            <dl class="pairs">{sim.identifiers.iter().map(row).collect_view()}</dl>
        </section>
    }
}
