//! The rows of the last view: their order, the window of them that is shown, and everything about one.

use super::Engine;
use crate::{RowWindow, SimDetail, SimMovement, WindowRow, insights, map_features, sim_detail};
use fleet::{Basis, RecordSpan, RowSet, UNKNOWN_TIME};
use query::{Clock, ColumnKey, Field, Query, SortOrder, TableTexts};
use std::rc::Rc;

/// All rows of the fleet in an order.
#[derive(Debug)]
pub(super) struct SortedRows {
    key: SortKey,
    rows: Rc<Vec<u32>>,
}

/// What an order of rows depends on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct SortKey {
    revision: u64,
    order: SortOrder,
    basis: Basis,
}

/// The rows of the last view, in its order. Most views show the first few: the others are found when they are asked for.
#[derive(Debug)]
pub(super) struct LastView {
    pub seq: u32,
    pub query: Query,
    pub basis: Basis,
    pub selected: RowSet,
    pub total: usize,
    /// The columns of tags and lists that its rows are shown with.
    pub further_columns: Vec<ColumnKey>,
    /// All rows of the fleet in the view's order, where that is not their own.
    pub order: Option<Rc<Vec<u32>>>,
}

impl LastView {
    /// The rows from one place in the table on.
    pub fn rows_from(&self, first: usize) -> Box<dyn Iterator<Item = u32> + '_> {
        match &self.order {
            Some(order) => Box::new(query::rows_in_order(order, &self.selected).skip(first)),
            None => match self.selected.nth_row(first) {
                Some(row) => Box::new(self.selected.iter_from(row).map(|row| row as u32)),
                None => Box::new(std::iter::empty()),
            },
        }
    }
}

impl Engine {
    /// Sorts all rows once, and keeps the order until the rows, the column or the basis change; `None` where rows are in
    /// their own order.
    pub(super) fn sorted_rows(&mut self, order: SortOrder, basis: Basis) -> Option<Rc<Vec<u32>>> {
        order.column?;
        let key = SortKey { revision: self.revision, order, basis };
        match &self.sort_cache {
            Some(cached) if cached.key == key => Some(Rc::clone(&cached.rows)),
            _ => {
                let rows = Rc::new(query::sort_rows(&self.fleet, order, basis));
                self.sort_cache = Some(SortedRows { key, rows: Rc::clone(&rows) });
                Some(rows)
            }
        }
    }

    /// A window of the last view; `None` if that was another one.
    pub fn row_window(&self, seq: u32, first: u32, len: u32) -> Option<RowWindow> {
        let shown = self.last_view.as_ref().filter(|shown| shown.seq == seq)?;
        let total = shown.total;
        let first = (first as usize).min(total);
        let texts = TableTexts::new(&self.fleet, shown.basis);
        let rows = shown.rows_from(first).take(len as usize);
        let rows = rows.map(|row| self.window_row(row, &texts, &shown.further_columns)).collect();
        Some(RowWindow { first: first as u32, total: total as u32, rows })
    }

    fn window_row(&self, row: u32, texts: &TableTexts, further: &[ColumnKey]) -> WindowRow {
        let cells = |row: usize| Field::columns().iter().map(|column| texts.get(*column, row).into_owned()).collect();
        let before = self.fleet.comparison().and_then(|comparison| comparison.baseline_row(row as usize));
        let seen = self.fleet.columns().last_seen().get(row as usize).copied().filter(|seen| *seen != UNKNOWN_TIME);
        let further_text = |column: &ColumnKey| {
            let text = texts.get(*column, row as usize).into_owned();
            (!text.is_empty()).then_some((*column, text))
        };
        WindowRow {
            row,
            cells: cells(row as usize),
            baseline_cells: before.map(cells).unwrap_or_default(),
            further_cells: further.iter().filter_map(further_text).collect(),
            seen,
        }
    }

    /// Where a row's own JSON stands: in the text of which source, and where in it.
    pub fn record_span(&self, row: u32) -> Option<(u32, RecordSpan)> {
        let source = self.fleet.source_of_row(row as usize)?;
        Some((source.0, self.fleet.columns().record_span(row as usize)?))
    }

    /// Where the JSON stands that a row had in the baseline.
    pub fn baseline_record_span(&self, row: u32) -> Option<(u32, RecordSpan)> {
        let before = self.fleet.comparison()?.baseline_row(row as usize)?;
        self.record_span(u32::try_from(before).ok()?)
    }

    /// Everything about a row, from its own JSON.
    ///
    /// `before` is its own JSON in the baseline, where it has one.
    pub fn sim_detail(&self, row: u32, json: &[u8], before: Option<&[u8]>, clock: &Clock) -> SimDetail {
        let basis = self.last_view.as_ref().map(|view| view.basis).unwrap_or_default();
        let changes = Field::Change.row_text(&self.fleet, row as usize, basis).into_owned();
        let source = self.fleet.source_of_row(row as usize).map_or(0, |id| id.0);
        let name = self.sources.iter().find(|s| s.id == source).map(|s| s.name.clone());
        SimDetail {
            index: self.table_index(row),
            source: name.unwrap_or_default(),
            insights: insights::matching_insights(&self.insights, &self.fleet, clock, self.thresholds, row as usize),
            changes: changes.split_whitespace().map(str::to_owned).collect(),
            listed: self.listed_facts(row as usize, basis),
            country: Field::Country.row_text(&self.fleet, row as usize, Basis::Last).into_owned(),
            evidence: sim_detail::country_evidence(self.fleet.columns(), row as usize),
            last_cell: map_features::row_cell_detail(&self.fleet, row as usize, Basis::Last),
            movement: self.fleet.movement_of_row(row as usize).map(|movement| SimMovement {
                distance_km: movement.distance_km,
                speed_kmh: movement.speed_kmh,
                is_impossible: movement.is_impossible(),
            }),
            ..sim_detail::build_sim_detail(&self.fleet, row as usize, json, before.map(|json| (json, basis)))
        }
    }

    /// The row that stands `by` rows further on in the last view; the row itself at the ends.
    pub fn adjacent_row(&self, row: u32, by: i32) -> Option<u32> {
        let shown = self.last_view.as_ref()?;
        let at = i64::from(self.table_index(row)?) + i64::from(by);
        let at = at.clamp(0, shown.total as i64 - 1);
        shown.rows_from(usize::try_from(at).ok()?).next()
    }

    fn table_index(&self, row: u32) -> Option<u32> {
        let shown = self.last_view.as_ref().filter(|shown| shown.selected.contains(row as usize))?;
        shown.rows_from(0).position(|other| other == row).map(|at| at as u32)
    }
}
