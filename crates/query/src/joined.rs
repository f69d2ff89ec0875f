//! Rows by what the operator's own lists say.

use crate::interval::Interval;
use crate::quantity::Quantity;
use crate::text_matcher::text_matcher;
use crate::tree::QueryValue;
use fleet::{ColumnRole, Fleet, JoinedColumn, RowSet};

/// The rows whose value in a column of the lists is one of the values. Where no column has this name a list may: its rows
/// have its name as their value.
#[inline(never)]
pub(crate) fn rows_with_joined_value(fleet: &Fleet, name: &str, values: &[QueryValue]) -> RowSet {
    let (lists, len) = (fleet.joined_lists(), fleet.columns().len());
    let holds = text_matcher(values);
    match (lists.column(name), lists.list(name)) {
        (Some(column), _) if column.column().is_number() => rows_by_number(column, len, values),
        (Some(column), _) => rows_by_text(column, len, values),
        (None, Some(list)) => {
            let (listed, absent) = (holds(list.name()), holds(""));
            rows_where(len, &|row| if list.matched_rows().contains(row) { listed } else { absent })
        }
        (None, None) if holds("") => RowSet::with_all_rows(len),
        (None, None) => RowSet::with_no_rows(len),
    }
}

fn rows_by_number(column: JoinedColumn, len: usize, values: &[QueryValue]) -> RowSet {
    let (intervals, absent) = (intervals(values), values.contains(&QueryValue::None));
    // A number alone is a text in the tree.
    let holds = text_matcher(values);
    let has_texts = values.iter().any(|value| matches!(value, QueryValue::Pattern(_)));
    let exact: Vec<f64> = values.iter().filter_map(exact_number).collect();
    rows_where(len, &|row| match column.number(row) {
        None => absent,
        Some(number) => {
            intervals.iter().any(|interval| interval.contains_number(number))
                || exact.iter().any(|exact| exact.total_cmp(&number).is_eq())
                || has_texts && holds(&column.text(row))
        }
    })
}

fn exact_number(value: &QueryValue) -> Option<f64> {
    match value {
        QueryValue::Pattern(text) => match Interval::<Quantity>::parse(text.as_literal()?)? {
            Interval::EqualTo(point) => Some(point.to_number()),
            _ => None,
        },
        _ => None,
    }
}

fn rows_by_text(column: JoinedColumn, len: usize, values: &[QueryValue]) -> RowSet {
    let Some((texts, _)) = column.column().distinct_texts() else { return RowSet::with_no_rows(len) };
    let (holds, intervals) = (text_matcher(values), intervals(values));
    // A column may have texts that look like a comparison, and numbers among texts.
    let is_in = |text: &str, interval: &Interval<Quantity>| {
        let number = Interval::<Quantity>::parse(text).and_then(|number| match number {
            Interval::EqualTo(point) => Some(point.to_number()),
            _ => None,
        });
        number.is_some_and(|number| interval.contains_number(number)) || interval.to_string() == text
    };
    let table: Vec<bool> =
        texts.texts().map(|text| holds(text) || intervals.iter().any(|interval| is_in(text, interval))).collect();
    let absent = holds("");
    rows_where(len, &|row| match column.text_number(row) {
        Some(number) => table.get(number as usize).copied().unwrap_or(false),
        None => absent,
    })
}

/// The rows whose sum over all lists of a role is in one of the values.
#[inline(never)]
pub(crate) fn rows_by_sum(fleet: &Fleet, role: ColumnRole, values: &[QueryValue]) -> RowSet {
    let (intervals, absent) = (intervals(values), values.contains(&QueryValue::None));
    let sums = fleet.sums_of_role(role);
    rows_where(fleet.columns().len(), &|row| match sums.get(row) {
        Some(sum) if !sum.is_nan() => intervals.iter().any(|interval| interval.contains_number(*sum)),
        _ => absent,
    })
}

/// The rows for which something holds. It is called once a row: lists are asked about less often than fields, and a loop for
/// each question would be more to download.
#[inline(never)]
pub(crate) fn rows_where(len: usize, holds: &dyn Fn(usize) -> bool) -> RowSet {
    RowSet::from_fn(len, holds)
}

fn intervals(values: &[QueryValue]) -> Vec<Interval<Quantity>> {
    let interval = |value: &QueryValue| match value {
        QueryValue::Quantity(interval) => Some(*interval),
        _ => None,
    };
    values.iter().filter_map(interval).collect()
}
