//! The sheet of keys, of the query language and of the page's words.

use crate::state::use_state;
use crate::views::ranking::insight_name;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;

/// The sheet, closed at first.
#[component]
pub fn ShortcutDialog() -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages();
    let dialog = NodeRef::<html::Dialog>::new();
    let row = |(keys, what): &(&[&str], &'static str)| {
        let keys = keys.iter().map(|key| view! { <kbd>{(*key).to_owned()}</kbd> }).collect_view();
        view! { <dt>{keys}</dt><dd>{*what}</dd> }
    };
    let days = state.settings.thresholds.get_untracked();
    let definitions = words.asking.definitions.iter();
    let definitions = definitions
        .map(|(key, meaning)| view! { <dt>{insight_name(words, key, days)}</dt><dd>{*meaning}</dd> })
        .collect_view();
    let close = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    view! {
        <dialog id="keyboard" class="keys" node_ref=dialog aria-labelledby="keyboard-title">
            <button type="button" class="button" on:click=close>{words.close}</button>
            <section>
                <h2 id="keyboard-title">{words.keyboard}</h2>
                <dl>{words.shortcuts.iter().map(row).collect_view()}</dl>
            </section>
            <section>
                <h2>{words.asking.language_title}</h2>
                <dl class="meanings">{words.asking.language.iter().map(|(query, meaning)| view! { <dt><code>{*query}</code></dt><dd>{*meaning}</dd> }).collect_view()}</dl>
                <h2>{words.asking.definitions_title}</h2>
                <dl class="meanings" data-test="definitions">{definitions}</dl>
                <h2>{words.asking.meanings}</h2>
                <dl class="meanings">{words.asking.meaning.iter().map(|(word, meaning)| view! { <dt>{*word}</dt><dd>{*meaning}</dd> }).collect_view()}</dl>
            </section>
        </dialog>
    }
}

fn shortcut_dialog() -> Option<HtmlDialogElement> {
    document().get_element_by_id("keyboard")?.dyn_into().ok()
}

/// Shows the sheet.
pub fn show_shortcuts() {
    if let Some(dialog) = shortcut_dialog().filter(|dialog| !dialog.open()) {
        // Refused only while it is open already.
        dialog.show_modal().ok();
    }
}
