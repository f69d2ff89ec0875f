//! Whether a text is one of the values of a filter.

use crate::pattern::{Pattern, fold_text};
use crate::tree::QueryValue;

/// Whether a text that may be absent is chosen. A text that happens to read `none` cannot be told from an absent one.
pub(crate) fn text_matcher(values: &[QueryValue]) -> impl Fn(&str) -> bool {
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
