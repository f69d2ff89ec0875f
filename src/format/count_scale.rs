//! The classes of counts that the map, its legend, the bars and the pivot table are coloured by.

/// Number of classes and of their colours, from few to many: `--scale-1` and so on of the style.
const CLASS_COUNT: u8 = 6;

/// Returns the class of a count, from 1, where `highest` is the highest count; 0 for a count of 0. Classes are of equal
/// width on a logarithmic scale.
///
/// ```
/// use simscope::count_class;
/// assert_eq!([0, 1, 1_000, 1_000_000].map(|count| count_class(count, 1_000_000)), [0, 1, 4, 6]);
/// ```
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float to integer cast saturates")]
pub fn count_class(count: u32, highest: u32) -> u8 {
    if count == 0 {
        return 0;
    }
    let share = if highest > 1 { f64::from(count).ln() / f64::from(highest).ln() } else { 1.0 };
    // A power of the width of a class begins a class, also where the division falls short of it.
    ((share * f64::from(CLASS_COUNT) + 1e-9).floor() as u8).min(CLASS_COUNT - 1) + 1
}

/// Returns the classes that a whole number up to `highest` falls into, each with the lowest such number.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float to integer cast saturates")]
pub fn class_minimums(highest: u32) -> Vec<(u8, u32)> {
    let lowest = |class: u8| f64::from(highest).powf(f64::from(class - 1) / f64::from(CLASS_COUNT));
    let classes = (1..=CLASS_COUNT).map(|class| (class, ((lowest(class) - 1e-9).ceil() as u32).max(1)));
    classes.filter(|(class, from)| *from <= highest && count_class(*from, highest) == *class).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn classes_without_a_number_are_left_out() {
        assert_eq!(class_minimums(0), []);
        assert_eq!(class_minimums(1), [(6, 1)]);
        assert_eq!(class_minimums(1_000_000), [(1, 1), (2, 10), (3, 100), (4, 1_000), (5, 10_000), (6, 100_000)]);
    }

    #[test]
    fn a_power_of_the_width_of_a_class_begins_a_class() {
        for (count, highest, class) in [(3, 9, 4), (14, 196, 4), (10, 1_000_000, 2), (100_000, 1_000_000, 6)] {
            assert_eq!(count_class(count, highest), class, "{count} of {highest}");
        }
    }

    proptest! {
        #[test]
        fn the_legend_names_the_lowest_count_of_each_class(highest in 1..3_000_u32) {
            let classes = (1..=highest).map(|count| (count_class(count, highest), count));
            let mut expected: Vec<(u8, u32)> = classes.collect();
            prop_assert!(expected.is_sorted(), "a higher count has no lower class");
            expected.dedup_by_key(|(class, _)| *class);
            prop_assert_eq!(class_minimums(highest), expected);
        }
    }
}
