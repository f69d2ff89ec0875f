//! Two fields against each other: how many rows have each pair of their values.

use crate::facet::facet_codes;
use crate::histogram::age_bars_by_row;
use crate::key::QueryKey;
use crate::measure::Measure;
use crate::pattern::fold_text;
use crate::schema::FieldKind;
use fleet::{Basis, Fleet, RowSet};
use places::sort_short;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A table of counts. Sums are of all values, those that found no room among them.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
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
    /// The same of a measure, where one is added up.
    pub amounts: Option<PivotAmounts>,
}

/// What a measure adds up to in a pivot.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct PivotAmounts {
    /// The sum of each value of the one side.
    pub rows: Vec<f64>,
    /// The sum of each value of the other side.
    pub columns: Vec<f64>,
    /// Row by row, as the counts.
    pub cells: Vec<f64>,
    /// The sum of all.
    pub sum: f64,
}

/// Counts a set of rows by two axes; at most `most` values of each, those with the highest sums, of a measure where one is
/// given. `now` in milliseconds.
pub fn count_pivot(
    fleet: &Fleet,
    axes: [&QueryKey; 2],
    basis: Basis,
    rows: &RowSet,
    now: i64,
    most: [usize; 2],
    measure: Option<&Measure>,
) -> Pivot {
    let [across, along] = axes.map(|axis| PivotSide::new(fleet, axis, basis, now));
    let width = along.keys.len();
    let mut counts = vec![0_u32; across.keys.len() * width];
    let mut amounts = vec![0.0; if measure.is_some() { counts.len() } else { 0 }];
    let mut sum = 0;
    for row in rows.iter() {
        let cell = across.key_index(row) * width + along.key_index(row);
        counts[cell] += 1;
        sum += 1;
        if let Some(measure) = measure {
            amounts[cell] += measure.number(row);
        }
    }
    let sums_across: Vec<u32> =
        (0..across.keys.len()).map(|i| (0..width).map(|j| counts[i * width + j]).sum()).collect();
    let sums_along: Vec<u32> =
        (0..width).map(|j| (0..across.keys.len()).map(|i| counts[i * width + j]).sum()).collect();
    let amount = |i: usize, j: usize| amounts.get(i * width + j).copied().unwrap_or(0.0);
    let amounts_across: Vec<f64> = (0..across.keys.len()).map(|i| (0..width).map(|j| amount(i, j)).sum()).collect();
    let amounts_along: Vec<f64> = (0..width).map(|j| (0..across.keys.len()).map(|i| amount(i, j)).sum()).collect();
    let (rows, more_rows) = across.choose_keys(&sums_across, &amounts_across, most[0]);
    let (columns, more_columns) = along.choose_keys(&sums_along, &amounts_along, most[1]);
    let cells = || rows.iter().flat_map(|i| columns.iter().map(|j| (*i, *j)));
    Pivot {
        counts: cells().map(|(i, j)| counts[i * width + j]).collect(),
        amounts: measure.map(|_| PivotAmounts {
            rows: rows.iter().map(|i| amounts_across[*i]).collect(),
            columns: columns.iter().map(|j| amounts_along[*j]).collect(),
            cells: cells().map(|(i, j)| amount(i, j)).collect(),
            sum: amounts.iter().sum(),
        }),
        rows: rows.into_iter().map(|i| (across.keys[i].clone(), sums_across[i])).collect(),
        columns: columns.into_iter().map(|j| (along.keys[j].clone(), sums_along[j])).collect(),
        omitted_rows: more_rows,
        omitted_columns: more_columns,
        sum,
    }
}

/// One side of a pivot, and where each row is on it.
struct PivotSide<'a> {
    codes: Cow<'a, [u16]>,
    /// The index of the key of each code. Spellings that differ in capitals only have one.
    key_indices: Vec<usize>,
    keys: Vec<String>,
    order: KeyOrder,
}

/// The order of the keys of a side.
#[derive(Clone, Copy, PartialEq, Eq)]
enum KeyOrder {
    /// The highest sums first.
    Sum,
    /// As they are: bars of time.
    Index,
    /// Radio access technologies from 2G on.
    Generation,
}

/// Radio access technologies by generation; within one, those with more throughput first.
const GENERATIONS: [&str; 6] = ["gsm", "umts", "3g", "lte", "lte-m", "nb-iot"];

impl<'a> PivotSide<'a> {
    fn new(fleet: &'a Fleet, axis: &QueryKey, basis: Basis, now: i64) -> Self {
        if axis.kind() == FieldKind::Seen {
            let (codes, keys) = age_bars_by_row(fleet, now);
            let key_indices = (0..keys.len()).collect();
            return Self { codes: Cow::Owned(codes), key_indices, keys, order: KeyOrder::Index };
        }
        let (codes, texts) = facet_codes(fleet, axis, basis);
        let (mut keys, mut known) = (Vec::<String>::new(), FxHashMap::default());
        let key_index = |text: &Cow<'a, str>| {
            let text = if text.is_empty() { "none" } else { text };
            *known.entry(fold_text(text).into_owned()).or_insert_with(|| {
                keys.push(text.to_owned());
                keys.len() - 1
            })
        };
        let key_indices = texts.iter().map(key_index).collect();
        if keys.is_empty() {
            keys.push("none".into());
        }
        let order = if axis.kind() == FieldKind::Radio { KeyOrder::Generation } else { KeyOrder::Sum };
        Self { codes, key_indices, keys, order }
    }

    fn key_index(&self, row: usize) -> usize {
        self.codes.get(row).and_then(|code| self.key_indices.get(usize::from(*code))).copied().unwrap_or(0)
    }

    /// The keys with the highest amounts, and of equals those with the highest sums, by index; and how many more have rows.
    fn choose_keys(&self, sums: &[u32], amounts: &[f64], most: usize) -> (Vec<usize>, u32) {
        let mut chosen: Vec<usize> = (0..sums.len()).filter(|at| sums[*at] > 0).collect();
        sort_short(&mut chosen, |a, b| {
            let by_amount = amounts[*b].total_cmp(&amounts[*a]);
            by_amount.then(sums[*b].cmp(&sums[*a])).then_with(|| self.keys[*a].cmp(&self.keys[*b]))
        });
        let more = chosen.len().saturating_sub(most);
        chosen.truncate(most);
        let generation = |at: &usize| {
            let key = fold_text(&self.keys[*at]).into_owned();
            // One that is not known comes after those that are, and no cell last.
            let unknown = GENERATIONS.len() + usize::from(key == "none");
            GENERATIONS.iter().position(|known| *known == key).unwrap_or(unknown)
        };
        match self.order {
            KeyOrder::Sum => {}
            KeyOrder::Index => sort_short(&mut chosen, Ord::cmp),
            KeyOrder::Generation => sort_short(&mut chosen, |a, b| generation(a).cmp(&generation(b))),
        }
        (chosen, more as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_strategies::{NOW, any_fleet};
    use crate::{Clock, Field, Filter, Query};
    use proptest::prelude::*;
    use proptest::sample::select;

    fn any_axis() -> impl Strategy<Value = QueryKey> {
        select(
            ["country", "operator", "radio", "session", "status", "plan", "device", "source", "tag.site", "seen"]
                .to_vec(),
        )
        .prop_map(|key| QueryKey::pivot_side_from_name(key).unwrap())
    }

    proptest! {
        #[test]
        fn a_cell_counts_what_its_two_terms_select((_, fleet) in any_fleet(), a in any_axis(), b in any_axis(), basis in select(Basis::ALL.to_vec())) {
            let pivot = count_pivot(&fleet, [&a, &b], basis, fleet.live_rows(), NOW, [40, 40], None);
            prop_assert_eq!(pivot.sum as usize, fleet.live_rows().count());
            prop_assert_eq!(pivot.rows.iter().map(|(_, sum)| sum).sum::<u32>(), pivot.sum);
            prop_assert_eq!(pivot.counts.iter().sum::<u32>(), pivot.sum);
            for (i, (row, _)) in pivot.rows.iter().enumerate() {
                for (j, (column, _)) in pivot.columns.iter().enumerate() {
                    let count = pivot.counts[i * pivot.columns.len() + j];
                    // Two bars share the SIMs that were seen at their common end to the millisecond.
                    let ends = [&a, &b].iter().any(|axis| axis.field == Field::Seen);
                    if a != b && count > 0 {
                        let mut query = Query::default();
                        query.set_basis(basis);
                        query.set_value(a.name(), row).unwrap();
                        query.set_value(b.name(), column).unwrap();
                        let found = Filter::new(&query, &fleet, &Clock::utc(NOW)).selected_rows().count() as u32;
                        prop_assert!(found == count || ends && found > count, "{query}: {found} for {count}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_measure_is_added_up_cell_by_cell() {
        let record = |imsi: &'static str, status: &'static str| fleet::Record {
            imsi: imsi.into(),
            status: status.into(),
            ..Default::default()
        };
        let mut fleet = crate::test_strategies::build_fleet(&[
            record("295050000000001", "ready"),
            record("295050000000002", "active"),
            record("295050000000003", "active"),
        ]);
        let mut bill =
            fleet::JoinedListBuilder::new(fleet::SourceId(7), "bill", &[("price", fleet::ColumnRole::Field)]);
        bill.add_row("295050000000001", &[("9", Some(9.0))]);
        bill.add_row("295050000000002", &[("0.5", Some(0.5))]);
        fleet.join_list(bill);
        let (status, session) = (QueryKey::from(Field::Status), QueryKey::from(Field::Session));
        let measure = Measure::from_key(&fleet, "list.price").unwrap();
        let pivot =
            count_pivot(&fleet, [&status, &session], Basis::Previous, fleet.live_rows(), 0, [1, 5], Some(&measure));
        assert_eq!(pivot.rows, [("ready".to_owned(), 1)]);
        let expected = PivotAmounts { rows: vec![9.0], columns: vec![9.5], cells: vec![9.0], sum: 9.5 };
        assert_eq!((pivot.amounts, pivot.omitted_rows), (Some(expected), 1));
        let by_status = measure.sums_by_value(&fleet, &status, Basis::Previous, fleet.live_rows());
        assert_eq!((by_status["ready"], by_status["active"]), (9.0, 0.5));
        assert_eq!(Measure::keys(&fleet), ["list.price"]);
        assert!(Measure::from_key(&fleet, "usage").is_none());
    }

    #[test]
    fn radios_stand_by_generation() {
        let cell = |radio: &'static str| fleet::Cell {
            plmn: places::Plmn { mcc: 440, mnc: 10 }.into(),
            radio: radio.into(),
            area: None,
            id: None,
        };
        let record = |radio| fleet::Record { previous_cell: Some(cell(radio)), ..Default::default() };
        let mut records: Vec<_> = ["lte", "lte", "x", "NB-IoT", "gsm", "lte-m", "3g"].map(record).into();
        records.extend([fleet::Record::default(), fleet::Record::default()]);
        let (fleet, radio) = (crate::test_strategies::build_fleet(&records), QueryKey::from(Field::Radio));
        let status = QueryKey::from(Field::Status);
        let pivot = count_pivot(&fleet, [&radio, &status], Basis::Previous, fleet.live_rows(), 0, [9, 9], None);
        let radios: Vec<_> = pivot.rows.iter().map(|(radio, _)| radio.to_lowercase()).collect();
        assert_eq!(radios, ["gsm", "3g", "lte", "lte-m", "nb-iot", "x", "none"]);
    }

    #[test]
    fn values_beyond_the_limit_are_counted() {
        let records =
            ["a", "a", "A", "b", "c"].map(|status| fleet::Record { status: status.into(), ..Default::default() });
        let fleet = crate::test_strategies::build_fleet(&records);
        let status = QueryKey::from(Field::Status);
        let session = QueryKey::from(Field::Session);
        let pivot = count_pivot(&fleet, [&status, &session], Basis::Previous, fleet.live_rows(), 0, [1, 5], None);
        assert_eq!(pivot.rows, [("a".to_owned(), 3)]);
        assert_eq!((pivot.omitted_rows, pivot.omitted_columns, pivot.sum), (2, 0, 5));
        assert_eq!((pivot.columns, pivot.counts), (vec![("unknown".to_owned(), 5)], vec![3]));
        for name in ["change", "name", "colour", "tag."] {
            assert_eq!(QueryKey::pivot_side_from_name(name), None);
        }
    }
}
