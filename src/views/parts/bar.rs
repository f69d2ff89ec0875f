//! A bar of a ranking: as long as its count is large, in the colour that the map has for it.

use leptos::prelude::*;

/// How many colours the map and the bars have, from few to many: `--scale-1` and so on of the style.
pub const CLASSES: u8 = 6;

/// The class of a count, from 1: of equal width on a log scale, as the map has them.
///
/// ```
/// use simscope::class_of;
/// assert_eq!([class_of(1, 1_000_000), class_of(1_000, 1_000_000), class_of(1_000_000, 1_000_000)], [1, 4, 6]);
/// ```
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float to integer cast saturates")]
pub fn class_of(count: u32, most: u32) -> u8 {
    let share = if most > 1 { f64::from(count.max(1)).ln() / f64::from(most).ln() } else { 1.0 };
    ((share * f64::from(CLASSES) + 1e-9).floor() as u8).min(CLASSES - 1) + 1
}

/// The bar of a count, where `most` is the longest.
#[component]
pub fn Bar(
    /// The count and the highest count beside it.
    #[prop(into)]
    count: Signal<(u32, u32)>,
) -> impl IntoView {
    let width = move || {
        let (count, most) = count.get();
        format!("{:.2}%", f64::from(count) / f64::from(most.max(1)) * 100.0)
    };
    let class = move || {
        let (count, most) = count.get();
        if count == 0 { "0".to_owned() } else { class_of(count, most).to_string() }
    };
    view! { <span class="bar" aria-hidden="true"><span data-class=class style:width=width></span></span> }
}
