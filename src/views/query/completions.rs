//! What may follow in the query: keys, then values with their counts; in an empty box whole queries first.

use crate::format::{FormattedCount, value_label};
use crate::state::use_state;
use crate::views::components::{VNode, derive_memo, derive_signal, render_children};
use leptos::html;
use leptos::prelude::*;
use query::Suggestion;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// The list's name for the box that it belongs to.
pub const COMPLETION_LIST_ID: &str = "completions";

/// The name of an option.
pub fn option_id(at: usize) -> String {
    format!("completion-{at}")
}

/// The list under the query box.
#[component]
pub fn CompletionList(
    /// Takes an option.
    accept: impl Fn(usize) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let state = use_state();
    let words = state.settings.current_messages();
    let completions = state.completions;
    let list = NodeRef::<html::Ul>::new();
    let offered = derive_memo(move || completions.offered.with(Option::is_some));
    render_children(list, move || {
        let chosen = completions.chosen.get();
        let starters = completions.starters.get();
        let (recent, whole) = (starters.recent.len(), starters.recent.len() + starters.examples.len());
        completions.offered.with(|completion| {
            let Some(completion) = completion else { return vec![] };
            let option = |(at, one): (usize, &Suggestion)| {
                let part = |class: &'static str, text: String| {
                    VNode::new("span").with_attribute("class", class).with_text(text)
                };
                let note = match one.key.as_ref().or(completion.key.as_ref()) {
                    _ if at < recent => None,
                    _ if at < whole => words.asking.examples.get(at - recent).map(|note| (*note).to_owned()),
                    Some(key) => Some(value_label(words, key, &one.value)).filter(|name| *name != one.value),
                    None => Some(words.key_label(&one.value)),
                };
                let heading = match at {
                    0 if recent > 0 => Some(words.asking.recent),
                    _ if whole > 0 && at == recent => Some(words.asking.examples_title),
                    _ if whole > 0 && at == whole => Some(words.asking.keys),
                    _ => None,
                };
                let option = VNode::new("li")
                    .with_attribute("id", option_id(at))
                    .with_attribute("role", "option")
                    .with_attribute("class", "option")
                    .with_attribute("data-test", "completion")
                    .with_attribute("data-at", at.to_string())
                    .with_attribute("aria-selected", if chosen == Some(at) { "true" } else { "false" })
                    .with_children([
                        part("text", one.text.clone()),
                        part("note", note.unwrap_or_default()),
                        part(
                            "count",
                            one.count.map(|count| FormattedCount::from(count).to_string()).unwrap_or_default(),
                        ),
                    ]);
                let heading = heading.map(|text| {
                    VNode::new("li")
                        .with_attribute("class", "heading")
                        .with_attribute("role", "presentation")
                        .with_text(text)
                });
                heading.into_iter().chain([option])
            };
            completion.options.iter().enumerate().flat_map(option).collect()
        })
    });
    Effect::new(move |_| {
        let count = completions.offered.with(|completion| completion.as_ref().map(|all| all.options.len()));
        if let Some(count) = count {
            state.notices.announce((words.asking.completions)(FormattedCount(count as u64)));
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
        <ul id=COMPLETION_LIST_ID class="completions" role="listbox" aria-label=words.query_label node_ref=list hidden=derive_signal(move || !offered.get()) on:mousedown=press></ul>
    }
}
