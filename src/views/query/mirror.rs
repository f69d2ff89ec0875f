//! The text of the query box in colours: it lies under the box, whose own text is not seen.

use crate::state::use_state;
use crate::views::components::{VNode, render_children};
use leptos::html;
use leptos::prelude::*;
use query::{HighlightKind, highlight_query};

/// The coloured text. It moves with the text of the box.
#[component]
pub fn QueryMirror(
    /// Its element, which is scrolled as the box is.
    mirror: NodeRef<html::Div>,
) -> impl IntoView {
    let state = use_state();
    render_children(mirror, move || {
        let wrong = state.query.error.with(|fault| fault.as_ref().map(|fault| (fault.at, fault.at + fault.len)));
        state.query.draft.with(|text| {
            let mut at = 0;
            let part = |(part, text): (HighlightKind, &str)| {
                let from = at;
                at += text.chars().count();
                let fault = wrong.is_some_and(|(start, end)| from < end && start < at);
                let class = match part {
                    _ if fault => "part amiss",
                    HighlightKind::Key => "part key",
                    HighlightKind::Value => "part value",
                    HighlightKind::Punctuation => "part sign",
                    HighlightKind::UnknownKey | HighlightKind::Word | HighlightKind::Whitespace => "part",
                };
                VNode::new("span").with_attribute("class", class).with_text(text.to_owned())
            };
            highlight_query(text).into_iter().map(part).collect()
        })
    });
    view! { <div class="mirror" aria-hidden="true" node_ref=mirror></div> }
}
