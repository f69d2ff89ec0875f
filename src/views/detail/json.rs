//! The record as the export had it, secrets masked: a tree that folds, and a search in it.

use crate::format::FormattedCount;
use crate::state::use_state;
use crate::views::components::{CopyButton, VNode, derive_memo, derive_signal, render_children};
use engine::SimDetail;
use leptos::html;
use leptos::prelude::*;
use std::sync::Arc;

/// The JSON with its button to copy, what was masked in it, and the search.
#[component]
pub fn RecordJson(
    /// The SIM.
    sim: Arc<SimDetail>,
) -> impl IntoView {
    let words = use_state().settings.current_messages();
    let masked =
        (!sim.masked.is_empty()).then(|| view! { <p class="masked">{(words.masked)(&sim.masked.join(", "))}</p> });
    let sought = RwSignal::new(String::new());
    let text = StoredValue::new(sim.json.clone());
    let hits = derive_memo(move || {
        let sought = sought.get().to_lowercase();
        text.with_value(|text| {
            if sought.is_empty() {
                0
            } else {
                text.lines().filter(|line| line.to_lowercase().contains(&sought)).count()
            }
        })
    });
    let tree = NodeRef::<html::Div>::new();
    render_children(tree, move || {
        let sought = sought.get().to_lowercase();
        text.with_value(|text| build_json_tree(&mut text.lines().peekable(), 0, &sought).0)
    });
    let said = move || (!sought.with(String::is_empty)).then(|| (words.asking.hits)(FormattedCount(hits.get() as u64)));
    view! {
        <section>
            <h3>{words.json}" "<CopyButton text=Signal::stored(sim.json.clone()) what="JSON" /></h3>
            {masked}
            <p class="find-json">
                <input
                    type="search" data-test="json-find" aria-label=words.asking.find_json placeholder=words.asking.find_json
                    prop:value=derive_signal(move || sought.get()) on:input=move |event| sought.set(event_target_value(&event))
                />
                <span role="status">{said}</span>
            </p>
            <div class="json" data-test="detail-json" node_ref=tree></div>
        </section>
    }
}

/// The lines from here to the end of the object or list that they are in, `depth` blanks or tabs deep; and whether what is
/// sought is among them. What is folded stays the text that it is: side by side, the lines are the record.
fn build_json_tree<'a>(
    lines: &mut std::iter::Peekable<impl Iterator<Item = &'a str>>,
    depth: usize,
    sought: &str,
) -> (Vec<VNode>, bool) {
    let (mut sketches, mut found) = (Vec::new(), false);
    while let Some(line) = lines.next_if(|line| indent_width(line) >= depth) {
        let hit = !sought.is_empty() && line.to_lowercase().contains(sought);
        let class = if hit { "json-line hit" } else { "json-line" };
        let opens =
            line.ends_with(['{', '[']) && lines.peek().is_some_and(|next| indent_width(next) > indent_width(line));
        if opens {
            let (inside, within) = build_json_tree(lines, indent_width(line) + 1, sought);
            // Folded where someone looks for something that is elsewhere.
            let open = sought.is_empty() || within || hit;
            let summary = VNode::new("summary").with_attribute("class", class).with_text(format!("{line}\n"));
            let inside = VNode::new("div").with_children(inside);
            sketches.push(
                VNode::new("details")
                    .with_optional_attribute("open", open.then_some(""))
                    .with_children([summary, inside]),
            );
            found |= within;
        } else {
            sketches.push(VNode::new("div").with_attribute("class", class).with_text(format!("{line}\n")));
        }
        found |= hit;
    }
    (sketches, found)
}

fn indent_width(line: &str) -> usize {
    line.len() - line.trim_start().len()
}
