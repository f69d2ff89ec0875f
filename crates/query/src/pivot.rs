//! How two facets meet: how many rows have each pair of their values.

use crate::facet::{Facet, facet_codes};
use crate::histogram::age_bars_by_row;
use crate::pattern::fold_text;
use fleet::{Basis, Fleet, RowSet};
use places::sort_short;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// One side of a pivot.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PivotAxis {
    /// The values of a facet, most first.
    Facet(Facet),
    /// Last seen, by age, newest first.
    Seen,
}

/// A table of counts. Sums are of all values, those that found no room among them.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Pivot {
    /// The values of the one side that found room, and the sum of each.
    pub rows: Vec<(String, u32)>,
    /// The values of the other side, and the sum of each.
    pub columns: Vec<(String, u32)>,
    /// Row by row, as many counts as there are columns.
    pub counts: Vec<u32>,
    /// How many values of the one side found no room.
    pub omitted_rows: u32,
    /// How many values of the other side found no room.
    pub omitted_columns: u32,
    /// All rows of the fleet that were counted.
    pub sum: u32,
}

impl PivotAxis {
    /// The axis of a key of the language: `seen`, or that of a facet whose values a row has one of.
    pub fn from_key(key: &str) -> Option<Self> {
        match Facet::from_key(key) {
            _ if key == "seen" => Some(Self::Seen),
            Some(Facet::Change) | None => None,
            Some(facet) => Some(Self::Facet(facet)),
        }
    }
}

/// Counts a set of rows by two axes; at most `most` values of each, those with the highest sums. `now` in milliseconds.
pub fn count_pivot(
    fleet: &Fleet,
    axes: [&PivotAxis; 2],
    basis: Basis,
    rows: &RowSet,
    now: i64,
    most: [usize; 2],
) -> Pivot {
    let [across, along] = axes.map(|axis| PivotSide::new(fleet, axis, basis, now));
    let width = along.keys.len();
    let mut counts = vec![0_u32; across.keys.len() * width];
    let mut sum = 0;
    for row in rows.iter() {
        counts[across.key_index(row) * width + along.key_index(row)] += 1;
        sum += 1;
    }
    let sums_across: Vec<u32> =
        (0..across.keys.len()).map(|i| (0..width).map(|j| counts[i * width + j]).sum()).collect();
    let sums_along: Vec<u32> =
        (0..width).map(|j| (0..across.keys.len()).map(|i| counts[i * width + j]).sum()).collect();
    let (rows, more_rows) = across.choose_keys(&sums_across, most[0]);
    let (columns, more_columns) = along.choose_keys(&sums_along, most[1]);
    Pivot {
        counts: rows
            .iter()
            .flat_map(|i| columns.iter().map(|j| (*i, *j)))
            .map(|(i, j)| counts[i * width + j])
            .collect(),
        rows: rows.into_iter().map(|i| (across.keys[i].clone(), sums_across[i])).collect(),
        columns: columns.into_iter().map(|j| (along.keys[j].clone(), sums_along[j])).collect(),
        omitted_rows: more_rows,
        omitted_columns: more_columns,
        sum,
    }
}

/// An axis with the place of each row on it.
struct PivotSide<'a> {
    codes: Cow<'a, [u16]>,
    /// The place of each code: spellings that differ in capitals only stand at one.
    key_indices: Vec<usize>,
    keys: Vec<String>,
    /// Whether the keys stand in an order of their own.
    ordered: bool,
}

impl<'a> PivotSide<'a> {
    fn new(fleet: &'a Fleet, axis: &PivotAxis, basis: Basis, now: i64) -> Self {
        let (codes, texts) = match axis {
            PivotAxis::Facet(facet) => facet_codes(fleet, facet, basis),
            PivotAxis::Seen => {
                let (codes, keys) = age_bars_by_row(fleet, now);
                let places = (0..keys.len()).collect();
                return Self { codes: Cow::Owned(codes), key_indices: places, keys, ordered: true };
            }
        };
        let (mut keys, mut known) = (Vec::<String>::new(), FxHashMap::default());
        let place = |text: &Cow<'a, str>| {
            let text = if text.is_empty() { "none" } else { text };
            *known.entry(fold_text(text).into_owned()).or_insert_with(|| {
                keys.push(text.to_owned());
                keys.len() - 1
            })
        };
        let places = texts.iter().map(place).collect();
        if keys.is_empty() {
            keys.push("none".into());
        }
        Self { codes, key_indices: places, keys, ordered: false }
    }

    fn key_index(&self, row: usize) -> usize {
        self.codes.get(row).and_then(|code| self.key_indices.get(usize::from(*code))).copied().unwrap_or(0)
    }

    /// The places that find room, and how many others have something.
    fn choose_keys(&self, sums: &[u32], most: usize) -> (Vec<usize>, u32) {
        let mut places: Vec<usize> = (0..sums.len()).filter(|at| sums[*at] > 0).collect();
        sort_short(&mut places, |a, b| sums[*b].cmp(&sums[*a]).then_with(|| self.keys[*a].cmp(&self.keys[*b])));
        let more = places.len().saturating_sub(most);
        places.truncate(most);
        if self.ordered {
            sort_short(&mut places, Ord::cmp);
        }
        (places, more as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_strategies::{NOW, any_fleet};
    use crate::{Clock, Filter, Query};
    use proptest::prelude::*;
    use proptest::sample::select;

    fn any_axis() -> impl Strategy<Value = PivotAxis> {
        select(
            ["country", "operator", "radio", "session", "status", "plan", "device", "source", "tag.site", "seen"]
                .to_vec(),
        )
        .prop_map(|key| PivotAxis::from_key(key).unwrap())
    }

    proptest! {
        #[test]
        fn a_cell_counts_what_its_two_terms_select((_, fleet) in any_fleet(), a in any_axis(), b in any_axis(), basis in select(Basis::ALL.to_vec())) {
            let pivot = count_pivot(&fleet, [&a, &b], basis, fleet.live_rows(), NOW, [40, 40]);
            prop_assert_eq!(pivot.sum as usize, fleet.live_rows().count());
            prop_assert_eq!(pivot.rows.iter().map(|(_, sum)| sum).sum::<u32>(), pivot.sum);
            prop_assert_eq!(pivot.counts.iter().sum::<u32>(), pivot.sum);
            let key = |axis: &PivotAxis| match axis { PivotAxis::Facet(facet) => facet.key().into_owned(), PivotAxis::Seen => "seen".to_owned() };
            for (i, (row, _)) in pivot.rows.iter().enumerate() {
                for (j, (column, _)) in pivot.columns.iter().enumerate() {
                    let count = pivot.counts[i * pivot.columns.len() + j];
                    // Two bars share the SIMs that were seen at their common end to the millisecond.
                    let ends = [&a, &b].contains(&&PivotAxis::Seen);
                    if a != b && count > 0 {
                        let mut query = Query::default();
                        query.set_basis(basis);
                        query.set_value(&key(&a), row).unwrap();
                        query.set_value(&key(&b), column).unwrap();
                        let found = Filter::new(&query, &fleet, &Clock::utc(NOW)).selected_rows().count() as u32;
                        prop_assert!(found == count || ends && found > count, "{query}: {found} for {count}");
                    }
                }
            }
        }
    }

    #[test]
    fn values_beyond_the_limit_are_counted() {
        let records =
            ["a", "a", "A", "b", "c"].map(|status| fleet::Record { status: status.into(), ..Default::default() });
        let fleet = crate::test_strategies::build_fleet(&records);
        let status = PivotAxis::from_key("status").unwrap();
        let session = PivotAxis::from_key("session").unwrap();
        let pivot = count_pivot(&fleet, [&status, &session], Basis::Previous, fleet.live_rows(), 0, [1, 5]);
        assert_eq!(pivot.rows, [("a".to_owned(), 3)]);
        assert_eq!((pivot.omitted_rows, pivot.omitted_columns, pivot.sum), (2, 0, 5));
        assert_eq!((pivot.columns, pivot.counts), (vec![("unknown".to_owned(), 5)], vec![3]));
        assert!(PivotAxis::from_key("change").is_none() && PivotAxis::from_key("colour").is_none());
    }
}
