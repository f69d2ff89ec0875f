//! Sorting that is compiled only once: the standard library's is compiled for each type and comparison, at nine
//! kilobytes of wasm each, which is not worth it for short lists.

use std::cmp::Ordering;

/// Sorts a list by a comparison and keeps the order of equal items. It is meant for lists that are short or rarely
/// sorted.
///
/// ```
/// let mut names = vec!["tokyo", "osaka"];
/// places::sort_short(&mut names, Ord::cmp);
/// assert_eq!(names, ["osaka", "tokyo"]);
/// ```
pub fn sort_short<T>(items: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    let mut order: Vec<usize> = (0..items.len()).collect();
    sort_indices(&mut order, &|a, b| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    let mut unsorted: Vec<Option<T>> = std::mem::take(items).into_iter().map(Some).collect();
    items.extend(order.into_iter().filter_map(|index| unsorted.get_mut(index)?.take()));
}

#[inline(never)]
fn sort_indices(indices: &mut [usize], compare: &dyn Fn(usize, usize) -> Ordering) {
    indices.sort_by(|a, b| compare(*a, *b));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_sorts_as_the_standard_library_does(items: Vec<(u8, String)>) {
            let (mut sorted, mut expected) = (items.clone(), items);
            sort_short(&mut sorted, |a, b| b.0.cmp(&a.0));
            expected.sort_by_key(|item| std::cmp::Reverse(item.0));
            prop_assert_eq!(sorted, expected);
        }
    }
}
