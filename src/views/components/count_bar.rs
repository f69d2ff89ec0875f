//! A bar of a ranking: as long as its count is large, in the colour that the map has for it.

use super::{VNode, css_percent};
use crate::format::CountScale;

/// Returns the colour of a count as the value of an attribute.
pub fn class_attribute(count: u32, scale: CountScale) -> &'static str {
    ["0", "1", "2", "3", "4", "5", "6"][usize::from(scale.color_of(count))]
}

/// Returns the bar of a count, where `highest` is the longest.
pub fn count_bar(count: u32, highest: u32, scale: CountScale) -> VNode {
    let filled = VNode::new("span")
        .with_attribute("data-class", class_attribute(count, scale))
        .with_style("width", css_percent(count, highest));
    VNode::new("span").with_attribute("class", "bar").with_attribute("aria-hidden", "true").with_children([filled])
}
