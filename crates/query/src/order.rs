//! The order of the table.

use crate::change;
use crate::column_key::ColumnKey;
use crate::dimensions;
use crate::dimensions::imei_field;
use crate::pattern::fold_text;
use crate::schema::FieldKind;
use fleet::{Basis, Connectivity, DictColumn, Fleet, RowSet, TextField, UNKNOWN_TIME};
use places::sort_short;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// By which column rows are ordered.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub struct SortOrder {
    /// `None`: as they stand in the file, and `descending` says nothing.
    pub column: Option<ColumnKey>,
    /// Whether the largest comes first.
    pub descending: bool,
}

/// All rows in an order. Equal rows stay as they stand in the file, absent values come last in both directions.
///
/// Digits are compared as texts, names without regard to capitals, times by time, cells by PLMN, area and id.
pub fn sort_rows(fleet: &Fleet, order: SortOrder, basis: Basis) -> Vec<u32> {
    let columns = fleet.columns();
    let rows = columns.len();
    let Some(column) = order.column else {
        return (0..rows as u32).collect();
    };
    let down = order.descending;
    let text = |field: TextField| order_by_text(rows, down, |row| columns.text(row, field));
    match column.field().kind() {
        FieldKind::Tag => order_by_dictionary(&fleet.tag_column(column.member().unwrap_or_default()), down),
        FieldKind::Joined => order_by_joined_column(fleet, column.member().unwrap_or_default(), down),
        FieldKind::Sum(role) => order_by_sum(rows, &fleet.sums_of_role(role), down),
        FieldKind::TextPrefix(field) | FieldKind::WholeText(field) => text(field),
        FieldKind::DigitPrefix([field]) => text(*field),
        FieldKind::DigitPrefix(_) => {
            order_by_text(rows, down, |row| columns.text(row, imei_field(columns, row, basis)))
        }
        FieldKind::Dictionary(field) | FieldKind::TextList(field) => {
            order_by_dictionary(columns.dict_column(field), down)
        }
        FieldKind::Seen => {
            let seen = columns.last_seen();
            order_by_key(rows, down, |row| Some(seen[row]).filter(|at| *at != UNKNOWN_TIME))
        }
        FieldKind::Time(field) => order_by_key(rows, down, |row| columns.time(row, field)),
        FieldKind::Ip => {
            order_by_key(rows, down, |row| Some(dimensions::ip_at(columns, row, basis)).filter(|address| *address != 0))
        }
        FieldKind::Carried => {
            let (codes, plans) = dimensions::plan_codes(columns, basis);
            order_by_code(&codes, &rank_texts(plans.into_iter()), down)
        }
        FieldKind::Cell => order_by_key(rows, down, |row| {
            let cells = basis.session_cells(columns, row)?;
            let plmn = columns.network_dictionary().get(cells.network_codes()[row])?;
            Some((plmn, cells.area_code(row), cells.cell_id(row).map(fleet::CellId::number)))
        }),
        FieldKind::Session => {
            let sessions = columns.connectivity();
            let place = |session| Connectivity::ALL.iter().position(|s| *s == session).map_or(0, |at| at as u32 + 1);
            let places =
                [Connectivity::Unknown, Connectivity::Online, Connectivity::Offline, Connectivity::Never].map(place);
            order_by_rank(rows, down, |row| places[sessions[row] as usize])
        }
        FieldKind::Duration => order_by_key(rows, down, |row| columns.previous_duration(row)),
        FieldKind::Change => {
            let changes = change::changes_by_row(fleet, basis);
            let same = change::unchanged_mask();
            order_by_key(rows, down, |row| {
                changes.get(row).copied().filter(|changes| *changes != 0 && *changes != same)
            })
        }
        FieldKind::Country => {
            let territories = dimensions::network_territories(columns);
            let keys =
                territories.iter().map(|territory| territory.as_ref().map_or("", |territory| territory.query_key()));
            order_by_code(&basis.network_codes(columns), &rank_texts(keys), down)
        }
        FieldKind::Operator => {
            let operators = dimensions::network_operators(columns);
            order_by_code(
                &basis.network_codes(columns),
                &rank_texts(operators.iter().map(|operator| &**operator)),
                down,
            )
        }
        FieldKind::Radio => {
            let (codes, radios) = dimensions::radio_codes(columns, basis);
            order_by_code(&codes, &rank_texts(radios.into_iter()), down)
        }
        // No column of the table.
        _ => (0..rows as u32).collect(),
    }
}

/// The rows of a set in an order that [`sort_rows`] made.
pub fn rows_in_order<'a>(order: &'a [u32], rows: &'a RowSet) -> impl Iterator<Item = u32> + 'a {
    order.iter().copied().filter(|row| rows.contains(*row as usize))
}

fn order_by_joined_column(fleet: &Fleet, name: &str, down: bool) -> Vec<u32> {
    let rows = fleet.columns().len();
    if let Some(numbers) = fleet.numbers_of_column(name) {
        return order_by_sum(rows, &numbers, down);
    }
    let column = fleet.joined_lists().column(name);
    let texts = column.and_then(|column| column.column().distinct_texts());
    let Some((column, (texts, _))) = column.zip(texts) else { return (0..rows as u32).collect() };
    let ranks = rank_texts(texts.texts());
    order_by_rank(rows, down, |row| {
        column.text_number(row).and_then(|number| ranks.get(number as usize)).copied().unwrap_or(0)
    })
}

/// By numbers, of which those that are not a number are absent.
fn order_by_sum(rows: usize, sums: &[f64], down: bool) -> Vec<u32> {
    order_by_key(rows, down, |row| {
        let sum = sums.get(row).filter(|sum| !sum.is_nan())?;
        // The bits of numbers are ordered as they are, once those of negative ones are turned round.
        let bits = (sum + 0.0).to_bits() as i64;
        Some(bits ^ (((bits >> 63) as u64) >> 1) as i64)
    })
}

fn order_by_dictionary(column: &DictColumn, down: bool) -> Vec<u32> {
    order_by_code(&column.codes(), &rank_texts(column.dictionary().texts()), down)
}

fn order_by_code(codes: &[u16], ranks: &[u32], down: bool) -> Vec<u32> {
    order_by_rank(codes.len(), down, |row| ranks.get(usize::from(codes[row])).copied().unwrap_or(0))
}

/// The place of each text among all of them, capitals aside; 0 for the empty one.
fn rank_texts<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<u32> {
    let texts: Vec<_> = texts.map(fold_text).collect();
    let mut sorted: Vec<_> = texts.iter().filter(|text| !text.is_empty()).collect();
    sort_short(&mut sorted, Ord::cmp);
    sorted.dedup();
    let place = |text| sorted.binary_search(&text).map_or(0, |at| at as u32 + 1);
    texts.iter().map(place).collect()
}

/// By small numbers, 0 for absent: counted, not compared.
fn order_by_rank(rows: usize, down: bool, rank: impl Fn(usize) -> u32) -> Vec<u32> {
    let ranks: Vec<u32> = (0..rows).map(rank).collect();
    let most = ranks.iter().max().map_or(0, |most| *most as usize);
    // Absent last; the others up or down.
    let bucket = |rank: u32| match rank as usize {
        0 => most,
        rank if down => most - rank,
        rank => rank - 1,
    };
    let mut starts = vec![0; most + 2];
    for rank in &ranks {
        starts[bucket(*rank) + 1] += 1;
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    let mut order = vec![0; rows];
    for (row, rank) in ranks.iter().enumerate() {
        let next: &mut u32 = &mut starts[bucket(*rank)];
        order[*next as usize] = row as u32;
        *next += 1;
    }
    order
}

/// By something that is compared.
fn order_by_key<K: Ord>(rows: usize, down: bool, key: impl Fn(usize) -> Option<K>) -> Vec<u32> {
    let mut absent = Vec::new();
    let mut keys = Vec::with_capacity(rows);
    for row in 0..rows {
        match key(row) {
            Some(key) => keys.push((key, row as u32)),
            None => absent.push(row as u32),
        }
    }
    let turned = |order: Ordering| if down { order.reverse() } else { order };
    keys.sort_unstable_by(|(a, i), (b, j)| turned(a.cmp(b)).then(i.cmp(j)));
    keys.into_iter().map(|(_, row)| row).chain(absent).collect()
}

/// By texts, capitals aside. The first sixteen bytes settle most comparisons as one number.
fn order_by_text<'a>(rows: usize, down: bool, text: impl Fn(usize) -> &'a str) -> Vec<u32> {
    order_by_key(rows, down, |row| {
        let folded = Some(fold_text(text(row))).filter(|folded| !folded.is_empty())?;
        let mut head = [0; 16];
        head.iter_mut().zip(folded.bytes()).for_each(|(to, from)| *to = from);
        Some((u128::from_be_bytes(head), folded))
    })
}

#[cfg(test)]
#[path = "order_tests.rs"]
mod tests;
