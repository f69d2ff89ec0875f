//! The order of the table.

use crate::change;
use crate::column::{Column, imei};
use crate::text::fold_text;
use crate::visited;
use fleet::{Basis, Connectivity, DictColumn, Fleet, RowSet, TextField, UNKNOWN_TIME};
use places::sort_short;
use std::cmp::Ordering;

/// By which column rows are ordered.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Order {
    /// `None`: as they stand in the file, and `descending` says nothing.
    pub column: Option<Column>,
    /// Whether the largest comes first.
    pub descending: bool,
}

/// All rows in an order. Equal rows stay as they stand in the file, absent values come last in both directions.
///
/// Digits are compared as texts, names without regard to capitals, times by time, cells by PLMN, area and id.
pub fn order(fleet: &Fleet, order: Order, basis: Basis) -> Vec<u32> {
    let columns = fleet.columns();
    let rows = columns.len();
    let Some(column) = order.column else {
        return (0..rows as u32).collect();
    };
    let down = order.descending;
    let text = |field: TextField| by_text(rows, down, |row| columns.text(row, field));
    match column {
        Column::Name => text(TextField::Name),
        Column::Iccid => text(TextField::Iccid),
        Column::Imsi => text(TextField::Imsi),
        Column::SimId => text(TextField::SimId),
        Column::Msisdn => text(TextField::Msisdn),
        Column::Imei => by_text(rows, down, |row| columns.text(row, imei(columns, row, basis))),
        Column::Seen => {
            let seen = columns.last_seen();
            by_key(rows, down, |row| Some(seen[row]).filter(|at| *at != UNKNOWN_TIME))
        }
        Column::Cell => by_key(rows, down, |row| {
            let cells = basis.session_cells(columns, row)?;
            let plmn = columns.network_dictionary().get(cells.network_codes()[row])?;
            Some((plmn, cells.area_code(row), cells.cell_id(row).map(fleet::CellId::number)))
        }),
        Column::Session => {
            let sessions = columns.connectivity();
            let place = |session| Connectivity::ALL.iter().position(|s| *s == session).map_or(0, |at| at as u32 + 1);
            let places =
                [Connectivity::Unknown, Connectivity::Online, Connectivity::Offline, Connectivity::Never].map(place);
            by_rank(rows, down, |row| places[sessions[row] as usize])
        }
        Column::Duration => by_key(rows, down, |row| columns.previous_duration(row)),
        Column::Change => {
            let changes = change::changes(fleet, basis);
            let same = change::same();
            by_key(rows, down, |row| changes.get(row).copied().filter(|changes| *changes != 0 && *changes != same))
        }
        Column::Status => coded(columns.status(), down),
        Column::Plan => coded(columns.plan(), down),
        Column::Group => coded(columns.group_id(), down),
        Column::Country => {
            let territories = visited::territories(columns);
            let keys =
                territories.iter().map(|territory| territory.as_ref().map_or("", |territory| territory.query_key()));
            by_code(&basis.network_codes(columns), &ranks(keys), down)
        }
        Column::Operator => {
            let operators = visited::operators(columns);
            by_code(&basis.network_codes(columns), &ranks(operators.iter().map(|operator| &**operator)), down)
        }
        Column::Radio => {
            let (codes, radios) = visited::radios(columns, basis);
            by_code(&codes, &ranks(radios.into_iter()), down)
        }
    }
}

/// The rows of a set in an order that [`order`] made.
pub fn in_order<'a>(order: &'a [u32], rows: &'a RowSet) -> impl Iterator<Item = u32> + 'a {
    order.iter().copied().filter(|row| rows.contains(*row as usize))
}

fn coded(column: &DictColumn, down: bool) -> Vec<u32> {
    by_code(column.codes(), &ranks(column.dictionary().texts()), down)
}

fn by_code(codes: &[u16], ranks: &[u32], down: bool) -> Vec<u32> {
    by_rank(codes.len(), down, |row| ranks.get(usize::from(codes[row])).copied().unwrap_or(0))
}

/// The place of each text among all of them, capitals aside; 0 for the empty one.
fn ranks<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<u32> {
    let texts: Vec<_> = texts.map(fold_text).collect();
    let mut sorted: Vec<_> = texts.iter().filter(|text| !text.is_empty()).collect();
    sort_short(&mut sorted, Ord::cmp);
    sorted.dedup();
    let place = |text| sorted.binary_search(&text).map_or(0, |at| at as u32 + 1);
    texts.iter().map(place).collect()
}

/// By small numbers, 0 for absent: counted, not compared.
fn by_rank(rows: usize, down: bool, rank: impl Fn(usize) -> u32) -> Vec<u32> {
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
fn by_key<K: Ord>(rows: usize, down: bool, key: impl Fn(usize) -> Option<K>) -> Vec<u32> {
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
fn by_text<'a>(rows: usize, down: bool, text: impl Fn(usize) -> &'a str) -> Vec<u32> {
    by_key(rows, down, |row| {
        let folded = Some(fold_text(text(row))).filter(|folded| !folded.is_empty())?;
        let mut head = [0; 16];
        head.iter_mut().zip(folded.bytes()).for_each(|(to, from)| *to = from);
        Some((u128::from_be_bytes(head), folded))
    })
}

#[cfg(test)]
#[path = "order_tests.rs"]
mod tests;
