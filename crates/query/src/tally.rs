//! How many rows of a set have each value.

use fleet::{Fleet, RowSet};

/// How many rows of a set have each code below `len`; others count as code 0. What the codes are of is named, so that those of
/// all rows are counted once: of most rows, fewer are looked at, and the others are taken off.
pub(crate) fn count_codes(
    fleet: &Fleet,
    name: &str,
    len: usize,
    rows: &RowSet,
    code: impl Fn(usize) -> usize + Copy,
) -> Vec<u32> {
    let (live, many) = (fleet.live_rows(), rows.count());
    if rows.len() == live.len() && many > live.count() / 2 {
        let mut others = live.clone();
        others.difference_with(rows);
        // Rows that do not count are in no set; if some are, they are not in the counts of all.
        if many + others.count() == live.count() {
            let all = fleet.cached_counts(name, || live.count_by_code(len, code));
            return all.iter().zip(others.count_by_code(len, code)).map(|(all, others)| all - others).collect();
        }
    }
    rows.count_by_code(len, code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use fleet::{Record, RecordSpan, SourceId};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn as_if_each_were_counted(codes in prop::collection::vec(0usize..6, 1..200), sets in prop::collection::vec(prop::bool::weighted(0.7), 200)) {
            let mut fleet = Fleet::default();
            fleet.begin_source(SourceId(1), "");
            for at in 0..codes.len() {
                // Some SIMs come twice: not all rows count.
                let imsi = (at - at % 7 % 2).to_string();
                fleet.push(&Record { imsi: imsi.into(), ..Record::default() }, RecordSpan::default()).unwrap();
            }
            fleet.resolve_duplicates();
            for density in [1, 0] {
                let mut rows = RowSet::from_fn(codes.len(), |row| sets[row] || density == 0);
                let expected = rows.count_by_code(5, |row| codes[row]);
                prop_assert_eq!(count_codes(&fleet, "any", 5, &rows, |row| codes[row]), expected);
                rows.intersect_with(fleet.live_rows());
                let expected = rows.count_by_code(5, |row| codes[row]);
                prop_assert_eq!(count_codes(&fleet, "any", 5, &rows, |row| codes[row]), expected);
            }
        }
    }
}
