//! What the colours mean: the lowest count of each class.

use crate::figures::Count;
use crate::state::use_state;
use crate::views::facets::Counted;
use crate::views::parts::{CLASSES, class_of, live, memo};
use leptos::prelude::*;

/// The legend of the map and of the bars.
#[component]
pub fn Legend(
    /// The countries.
    countries: Memo<Counted>,
) -> impl IntoView {
    let words = use_state().settings.words_now();
    // Places that are no country have no colour on the map.
    let most = memo(move || {
        countries.with(|counted| {
            counted.items.iter().filter(|item| item.key.len() == 2).map(|item| item.count).max().unwrap_or(0)
        })
    });
    let steps = move || {
        classes(most.get()).into_iter().map(|(class, from)| {
            view! { <li><span class="swatch" data-class=class.to_string()></span>{Count::from(from).to_string()}</li> }
        }).collect_view()
    };
    view! { <ul class="legend" aria-label=words.legend hidden=live(move || most.get() == 0)>{steps}</ul> }
}

/// The classes that a whole number up to `most` falls into, and the lowest of each.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float to integer cast saturates")]
fn classes(most: u32) -> Vec<(u8, u32)> {
    let lowest = |class: u8| f64::from(most).powf(f64::from(class - 1) / f64::from(CLASSES));
    let classes = (1..=CLASSES).map(|class| (class, ((lowest(class) - 1e-9).ceil() as u32).max(1)));
    classes.filter(|(class, from)| *from <= most && class_of(*from, most) == *class).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_without_a_number_are_left_out() {
        assert_eq!(classes(0), []);
        assert_eq!(classes(1), [(6, 1)]);
        assert_eq!(classes(1_000_000), [(1, 1), (2, 10), (3, 100), (4, 1_000), (5, 10_000), (6, 100_000)]);
        assert!(classes(5).iter().map(|(_, from)| from).is_sorted());
    }
}
