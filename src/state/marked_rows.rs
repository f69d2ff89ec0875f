//! The rows that are marked by hand. They are known by an identifier: they stay marked under another query or order.

use super::lookup::LookupStore;
use super::query_store::QueryStore;
use super::table::TableStore;
use super::view::ViewStore;
use super::worker_handle::WorkerHandle;
use engine::{Request, RowWindow, WindowRow};
use leptos::prelude::*;
use query::Field;
use std::sync::Arc;

/// Maximum number of rows that are marked: as many as one job of Soracom's batch API takes
/// (<https://users.soracom.io/ja-jp/docs/batch/>, 2026-11). More are better said by a query.
pub const MAX_MARKED_ROWS: u32 = 10_000;

/// The identifiers of marked rows in ascending order, each with its SIM's ICCID.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MarkedSims(Vec<(String, String)>);

impl MarkedSims {
    /// The number of rows.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns whether no row is marked.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns whether a row is marked.
    pub fn contains(&self, row: &WindowRow) -> bool {
        row_identifier(row).is_some_and(|id| self.position(id).is_ok())
    }

    /// Marks a row, or takes its mark away.
    fn toggle(&mut self, row: &WindowRow) {
        match row_identifier(row).map(|id| self.position(id)) {
            Some(Ok(at)) => drop(self.0.remove(at)),
            _ => self.insert_all([row]),
        }
    }

    /// Marks rows, up to the maximum.
    fn insert_all<'a>(&mut self, rows: impl IntoIterator<Item = &'a WindowRow>) {
        let sim = |row: &WindowRow| Some((row_identifier(row)?.to_owned(), row.cell(Field::Iccid).to_owned()));
        let room = (MAX_MARKED_ROWS as usize).saturating_sub(self.len());
        let new: Vec<_> = rows.into_iter().filter(|row| !self.contains(row)).filter_map(sim).take(room).collect();
        self.0.extend(new);
        self.0.sort_unstable();
        self.0.dedup();
    }

    fn position(&self, id: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(other, _)| other.as_str().cmp(id))
    }
}

/// What a row is known by: the subscription's IMSI where it has one, since rows can share their SIM's other identifiers.
fn row_identifier(row: &WindowRow) -> Option<&str> {
    [Field::Imsi, Field::Iccid, Field::SimId].into_iter().map(|field| row.cell(field)).find(|id| !id.is_empty())
}

/// The marked rows.
#[derive(Clone, Copy)]
pub struct MarkedRowStore {
    /// The SIMs of the rows.
    pub sims: RwSignal<Arc<MarkedSims>>,
    /// The row that was marked last, and the view that it is one of: a range begins there.
    anchor: StoredValue<Option<(u32, u32)>>,
    lookup: LookupStore,
    query: QueryStore,
    table: TableStore,
    view: ViewStore,
    worker: WorkerHandle,
}

impl MarkedRowStore {
    /// No row is marked.
    pub fn new(
        lookup: LookupStore,
        query: QueryStore,
        table: TableStore,
        view: ViewStore,
        worker: WorkerHandle,
    ) -> Self {
        let (sims, anchor) = (RwSignal::default(), StoredValue::default());
        Self { sims, anchor, lookup, query, table, view, worker }
    }

    /// Marks a row of the table, or takes its mark away.
    pub fn toggle(self, index: u32) {
        let Some(row) = self.table.loaded.with_untracked(|loaded| loaded.row_at(index).cloned()) else { return };
        self.anchor.set_value(self.view.latest_seq().map(|seq| (seq, index)));
        self.sims.update(|sims| Arc::make_mut(sims).toggle(&row));
    }

    /// Begins a range at a row, unless one has begun.
    pub fn begin_at(self, index: u32) {
        let seq = self.view.latest_seq();
        if self.anchor.get_value().is_none_or(|(of, _)| Some(of) != seq) {
            self.anchor.set_value(seq.map(|seq| (seq, index)));
        }
    }

    /// Marks the rows from the one that was marked last to this one. Those that are not here are asked for.
    pub fn extend_to(self, index: u32) {
        let seq = self.view.latest_seq();
        let Some((seq, from)) = self.anchor.get_value().filter(|(of, _)| Some(*of) == seq) else {
            return self.toggle(index);
        };
        let (first, last) = (from.min(index), from.max(index));
        let len = (last - first).saturating_add(1).min(MAX_MARKED_ROWS);
        self.worker.send(&Request::RowRange { seq, first, len });
    }

    /// The rows of a range came.
    pub(super) fn add(self, window: &RowWindow) {
        self.sims.update(|sims| Arc::make_mut(sims).insert_all(&window.rows));
    }

    /// Selects the marked SIMs alone, or all but them.
    pub fn select(self, is_excluded: bool) {
        let text =
            self.sims.with_untracked(|sims| sims.0.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>().join("\n"));
        let name = self.lookup.keep_list(text);
        self.query.edit(|query| match is_excluded {
            true => query.toggle_excluded_value("list", &name),
            false => query.set_value("list", &name),
        });
        self.clear();
    }

    /// The ICCIDs of the marked SIMs, one a line, each of them once.
    pub fn iccids(self) -> String {
        self.sims.with(|sims| {
            let mut iccids: Vec<_> =
                sims.0.iter().map(|(_, iccid)| iccid.as_str()).filter(|id| !id.is_empty()).collect();
            iccids.sort_unstable();
            iccids.dedup();
            iccids.join("\n")
        })
    }

    /// Takes all marks away.
    pub fn clear(self) {
        self.anchor.set_value(None);
        self.sims.set(Arc::default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_marked_once_and_at_most_so_many_are() {
        let row = |imsi: usize| WindowRow::with_cells(&[(Field::Imsi, &format!("{imsi:015}")), (Field::Iccid, "89")]);
        let rows: Vec<_> = (0..MAX_MARKED_ROWS as usize + 5).map(row).collect();
        let mut marked = MarkedSims::default();
        marked.toggle(&rows[3]);
        marked.insert_all(&rows[2..6]);
        assert_eq!((marked.len(), marked.contains(&rows[5]), marked.contains(&rows[6])), (4, true, false));
        marked.toggle(&rows[4]);
        assert_eq!((marked.len(), marked.contains(&rows[4])), (3, false));
        marked.insert_all(&rows);
        assert_eq!(marked.len(), MAX_MARKED_ROWS as usize);
        marked.toggle(&WindowRow::default());
        assert_eq!(marked.len(), MAX_MARKED_ROWS as usize);
    }

    #[test]
    fn a_row_without_an_imsi_is_known_by_its_other_identifiers() {
        for (cells, want) in [
            (&[(Field::Imsi, "1"), (Field::Iccid, "2")][..], Some("1")),
            (&[(Field::Iccid, "2"), (Field::SimId, "3")], Some("2")),
            (&[(Field::SimId, "3")], Some("3")),
            (&[(Field::Name, "4")], None),
        ] {
            assert_eq!(row_identifier(&WindowRow::with_cells(cells)), want, "{cells:?}");
        }
    }
}
