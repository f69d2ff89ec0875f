//! A bar of a ranking: as long as its count is large, in the colour that the map has for it.

use super::{VNode, css_percent};

/// How many colours the map and the bars have, from few to many: `--scale-1` and so on of the style.
pub const CLASS_COUNT: u8 = 6;

/// The class of a count, from 1: of equal width on a log scale, as the map has them; 0 for a count of 0.
///
/// ```
/// use simscope::class_of;
/// assert_eq!([0, 1, 1_000, 1_000_000].map(|count| class_of(count, 1_000_000)), [0, 1, 4, 6]);
/// ```
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float to integer cast saturates")]
pub fn class_of(count: u32, most: u32) -> u8 {
    if count == 0 {
        return 0;
    }
    let share = if most > 1 { f64::from(count).ln() / f64::from(most).ln() } else { 1.0 };
    ((share * f64::from(CLASS_COUNT) + 1e-9).floor() as u8).min(CLASS_COUNT - 1) + 1
}

/// The bar of a count, where `most` is the longest.
pub fn count_bar(count: u32, most: u32) -> VNode {
    let class = ["0", "1", "2", "3", "4", "5", "6"][usize::from(class_of(count, most))];
    let filled = VNode::new("span").with_attribute("data-class", class).with_style("width", css_percent(count, most));
    VNode::new("span").with_attribute("class", "bar").with_attribute("aria-hidden", "true").with_children([filled])
}
