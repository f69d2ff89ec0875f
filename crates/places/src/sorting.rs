//! Sorting that is compiled only once: the standard library's is compiled for each type and comparison, at nine
//! kilobytes of wasm each, which is not worth it for short lists. And sorting by numbers, of which there may be millions.

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

/// Number of bits that are looked at in one pass over numbers.
const DIGIT_BITS: u32 = 11;
const DIGITS: usize = 1 << DIGIT_BITS;

/// Returns the positions of numbers in their order; those of equal ones stay as they are. It counts digits, which takes a
/// tenth of the time of sorting where there are many.
///
/// ```
/// assert_eq!(places::order_by_number(&[70_000, 3, 70_000, 1]), [3, 1, 0, 2]);
/// ```
pub fn order_by_number(numbers: &[u64]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..numbers.len() as u32).collect();
    let mut ordered = vec![0; order.len()];
    for shift in (0..u64::BITS).step_by(DIGIT_BITS as usize) {
        let digit = |at: u32| (numbers[at as usize] >> shift) as usize % DIGITS;
        let mut next = [0; DIGITS];
        for number in numbers {
            next[(number >> shift) as usize % DIGITS] += 1;
        }
        // Times of one year have the same first digits.
        if next.contains(&numbers.len()) {
            continue;
        }
        let mut before = 0;
        for count in &mut next {
            before += std::mem::replace(count, before);
        }
        for at in &order {
            let place = &mut next[digit(*at)];
            ordered[*place] = *at;
            *place += 1;
        }
        std::mem::swap(&mut order, &mut ordered);
    }
    order
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

        #[test]
        fn numbers_are_ordered_as_the_standard_library_does(numbers: Vec<u64>, small in prop::collection::vec(0..3_u64, 0..9)) {
            for numbers in [numbers, small] {
                let mut expected: Vec<u32> = (0..numbers.len() as u32).collect();
                expected.sort_by_key(|at| numbers[*at as usize]);
                prop_assert_eq!(order_by_number(&numbers), expected);
            }
        }
    }
}
