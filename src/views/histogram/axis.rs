//! The words between the bars of a histogram: where one ends and the next begins. A click asks for all beyond.

use crate::format::{age_label, age_range_label};
use crate::i18n::Messages;
use crate::views::components::{VNode, css_percent};
use query::{HistogramBar, Interval};

/// Maximum number of bars that each have a label.
const MAX_TICKS: usize = 14;

/// Returns the words of an axis. `chosen` is the value that the query asks for, and `selected` its bars, first and last:
/// the handles at their ends have the words there.
pub fn axis_ticks(
    words: &Messages,
    bars: &[HistogramBar],
    chosen: Option<&str>,
    selected: Option<(usize, usize)>,
) -> Vec<VNode> {
    let every = bars.len().div_ceil(MAX_TICKS).max(1);
    let has_handle = |at: usize| selected.is_some_and(|(from, to)| at + 1 == from || at == to);
    let is_labelled = |(at, _): &(usize, &HistogramBar)| at % every == 0;
    let total = bars.len() as u32;
    let tick = |(at, bar): (usize, &HistogramBar)| match Interval::split(&bar.key) {
        // A period of the calendar has its month at its beginning.
        Interval::Between(first, _) if first.contains('-') => {
            let node = VNode::new("span").with_attribute("class", "tick day").with_attribute("aria-hidden", "true");
            let month = first.get(..7).unwrap_or(first).to_owned();
            Some(node.with_style("left", css_percent(at as u32, total)).with_text(month))
        }
        interval => interval.end().filter(|_| at + 1 < bars.len()).map(|end| {
            let beyond = format!(">{end}");
            VNode::new("button")
                .with_attribute("type", "button")
                .with_attribute("class", "tick")
                // The arrow keys reach the bars on both sides of it.
                .with_attribute("tabindex", "-1")
                .with_attribute("data-over", beyond.clone())
                .with_optional_attribute("hidden", has_handle(at).then_some(""))
                .with_attribute("title", age_range_label(words, &beyond))
                .with_attribute("aria-label", age_range_label(words, &beyond))
                .with_attribute("aria-pressed", if chosen == Some(&beyond) { "true" } else { "false" })
                .with_style("left", css_percent(at as u32 + 1, total))
                .with_text(age_label(words, end))
        }),
    };
    bars.iter().enumerate().filter(is_labelled).filter_map(tick).collect()
}

/// Returns what stands before a bar: the end of the one before it, or the beginning of its period of the calendar.
pub fn edge_label(words: &Messages, bars: &[HistogramBar], at: usize) -> String {
    let before = at.checked_sub(1).and_then(|before| bars.get(before));
    match before.map(|bar| Interval::split(&bar.key)) {
        Some(Interval::Between(_, end)) if end.contains('-') => end.to_owned(),
        Some(interval) => interval.end().map(|end| age_label(words, end)).unwrap_or_default(),
        None => String::new(),
    }
}
