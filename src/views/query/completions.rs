//! What may follow in the query: keys, then values with their counts.

use crate::figures::Count;
use crate::state::use_state;
use crate::views::parts::{Sketch, draw, live, memo, value};
use leptos::html;
use leptos::prelude::*;
use query::Suggestion;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// The list's name for the box that it belongs to.
pub const ID: &str = "completions";

/// The name of an option.
pub fn option_id(at: usize) -> String {
    format!("completion-{at}")
}

/// The list under the query box.
#[component]
pub fn Completions(
    /// Takes an option.
    accept: impl Fn(usize) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let state = use_state();
    let words = state.settings.words_now();
    let asking = state.asking;
    let list = NodeRef::<html::Ul>::new();
    let offered = memo(move || asking.completion.with(Option::is_some));
    draw(list, move || {
        let chosen = asking.chosen.get();
        asking.completion.with(|completion| {
            let Some(completion) = completion else { return vec![] };
            let option = |(at, one): (usize, &Suggestion)| {
                let part = |class: &'static str, text: String| Sketch::new("span").with("class", class).text(text);
                let note = match &completion.key {
                    Some(key) => Some(value(words, key, &one.value)).filter(|name| *name != one.value),
                    None => Some(words.label(&one.value)),
                };
                Sketch::new("li")
                    .with("id", option_id(at))
                    .with("role", "option")
                    .with("class", "option")
                    .with("data-test", "completion")
                    .with("data-at", at.to_string())
                    .with("aria-selected", if chosen == Some(at) { "true" } else { "false" })
                    .holding([
                        part("text", one.text.clone()),
                        part("note", note.unwrap_or_default()),
                        part("count", one.count.map(|count| Count::from(count).to_string()).unwrap_or_default()),
                    ])
            };
            completion.options.iter().enumerate().map(option).collect()
        })
    });
    Effect::new(move |_| {
        let count = asking.completion.with(|completion| completion.as_ref().map(|all| all.options.len()));
        if let Some(count) = count {
            state.say((words.asking.completions)(Count(count as u64)));
        }
    });
    // Before the box loses the focus, which would take the list away.
    let press = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let option = target.and_then(|target| target.closest("[data-at]").ok().flatten());
        if let Some(at) = option.and_then(|option| option.get_attribute("data-at")?.parse().ok()) {
            accept(at);
        }
    };
    view! {
        <ul id=ID class="completions" role="listbox" aria-label=words.query_label node_ref=list hidden=live(move || !offered.get()) on:mousedown=press></ul>
    }
}
