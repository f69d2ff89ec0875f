//! Whether a text is one of the values of a filter.

use crate::pattern::{Pattern, fold_text};
use crate::tree::QueryValue;

/// Whether a text that may be absent is chosen. A text that happens to read `none` cannot be told from an absent one.
pub(crate) fn text_matcher(values: &[QueryValue]) -> impl Fn(&str) -> bool + use<> {
    let none = values.contains(&QueryValue::None);
    let texts: Vec<Pattern> = values
        .iter()
        .filter_map(|value| match value {
            QueryValue::Pattern(text) => Some(text.to_folded()),
            _ => None,
        })
        .collect();
    move |text| {
        let text = fold_text(text);
        none && (text.is_empty() || text == "none") || texts.iter().any(|t| t.is_match(&text, false))
    }
}

/// Whether a name is chosen, where `is_name` tells whether a folded pattern is a whole name: a value that is none stands for
/// the names that have it in them.
pub(crate) fn name_matcher(values: &[QueryValue], is_name: impl Fn(&Pattern) -> bool) -> impl Fn(&str) -> bool {
    let widened = values.iter().map(|value| match value {
        QueryValue::Pattern(text) if !is_name(&text.to_folded()) => QueryValue::Pattern(text.to_part()),
        other => other.clone(),
    });
    text_matcher(&widened.collect::<Vec<_>>())
}
