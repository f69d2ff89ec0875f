//! The commands that write an export that this page reads best.

use crate::i18n::Messages;
use crate::state::use_state;
use crate::views::components::{CommandLine, derive_signal};
use crate::views::export_command::export_command;
use leptos::prelude::*;

/// A choice between two, as radio buttons.
#[component]
fn RadioPair(
    name: &'static str,
    label: &'static str,
    options: [(&'static str, &'static str); 2],
    chosen: RwSignal<&'static str>,
) -> impl IntoView {
    let options = options.map(|(value, text)| {
        view! {
            <label>
                <input type="radio" name=name value=value prop:checked=derive_signal(move || chosen.get() == value) on:change=move |_| chosen.set(value) />
                {text}
            </label>
        }
    });
    view! { <fieldset><legend class="unseen">{label}</legend>{options}</fieldset> }
}

/// How to get an export.
#[component]
pub fn ExportInstructions() -> impl IntoView {
    let words: &Messages = use_state().settings.current_messages();
    let coverage = RwSignal::new("g");
    let list = RwSignal::new("subscribers");
    let line = move || export_command(list.get(), coverage.get());
    view! {
        <section class="export" aria-labelledby="get-export">
            <h2 id="get-export">{words.get_export}</h2>
            <RadioPair name="coverage" label=words.coverage options=[("g", words.global), ("jp", words.japan)] chosen=coverage />
            <RadioPair name="list" label=words.listing options=[("subscribers", words.subscribers), ("sims", words.sims_listing)] chosen=list />
            <CommandLine line=Signal::derive(line) />
        </section>
    }
}
