//! What is worked out of the columns when it is first asked for, and kept until they change.

use crate::device_uses::DeviceUses;
use crate::{Basis, CellLocation, Columns, DictColumn, RowSet, VisitedCells};
use places::Positions;
use rustc_hash::FxHashMap;
use std::cell::{OnceCell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

/// Maximum number of searches that are kept: at a million rows each takes 125 KB.
const MAX_CACHED_SEARCHES: usize = 8;

/// All caches of a fleet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Derived {
    device_uses: OnceCell<DeviceUses>,
    tag_columns: RefCell<FxHashMap<String, Rc<DictColumn>>>,
    joined_columns: RefCell<FxHashMap<String, Rc<DictColumn>>>,
    sums: RefCell<FxHashMap<String, Rc<Vec<f64>>>>,
    counts: RefCell<FxHashMap<String, Rc<Vec<u32>>>>,
    searches: RefCell<VecDeque<(String, Rc<RowSet>)>>,
    changes: RefCell<Vec<(Basis, Rc<Vec<u16>>)>>,
    visited_cells: OnceCell<VisitedCells>,
    cell_locations: OnceCell<Vec<CellLocation>>,
}

impl Derived {
    /// Forgets everything, since rows have changed.
    pub fn clear(&mut self) {
        let Self {
            device_uses,
            tag_columns,
            joined_columns,
            sums,
            counts,
            searches,
            changes,
            visited_cells,
            cell_locations,
        } = self;
        joined_columns.get_mut().clear();
        sums.get_mut().clear();
        device_uses.take();
        tag_columns.get_mut().clear();
        counts.get_mut().clear();
        searches.get_mut().clear();
        changes.get_mut().clear();
        visited_cells.take();
        cell_locations.take();
    }

    /// Forgets where cells are, since more is known of that. It changes nothing else.
    pub fn clear_cell_locations(&mut self) {
        self.cell_locations.take();
    }

    /// Which rows share their device, and which changed it.
    pub fn device_uses(&self, columns: &Columns, live_rows: &RowSet) -> &DeviceUses {
        self.device_uses.get_or_init(|| DeviceUses::find(columns, live_rows))
    }

    /// The value of a tag of each row.
    pub fn tag_column(&self, columns: &Columns, key: &str) -> Rc<DictColumn> {
        get_or_compute(&self.tag_columns, key, || columns.tag_column(key))
    }

    /// The value of a column of a list of each row.
    pub fn joined_column(&self, name: &str, compute: impl FnOnce() -> DictColumn) -> Rc<DictColumn> {
        get_or_compute(&self.joined_columns, name, compute)
    }

    /// What lists add up to for each row, by the name of what is added up.
    pub fn sums(&self, name: &str, compute: impl FnOnce() -> Vec<f64>) -> Rc<Vec<f64>> {
        get_or_compute(&self.sums, name, compute)
    }

    /// Counts by the name of what was counted.
    pub fn counts(&self, name: &str, count: impl FnOnce() -> Vec<u32>) -> Rc<Vec<u32>> {
        get_or_compute(&self.counts, name, count)
    }

    /// The rows of a search by the name of what was searched. Only the last few are kept.
    pub fn search(&self, name: &str, search: impl FnOnce() -> RowSet) -> Rc<RowSet> {
        let mut searches = self.searches.borrow_mut();
        let known = searches.iter().position(|(known, _)| known == name).and_then(|at| searches.remove(at));
        let (name, rows) = known.unwrap_or_else(|| (name.to_owned(), Rc::new(search())));
        searches.truncate(MAX_CACHED_SEARCHES - 1);
        searches.push_front((name, Rc::clone(&rows)));
        rows
    }

    /// The changes of each row since the baseline on a basis.
    pub fn changes(&self, basis: Basis, detect: impl FnOnce() -> Vec<u16>) -> Rc<Vec<u16>> {
        if let Some((_, known)) = self.changes.borrow().iter().find(|(of, _)| *of == basis) {
            return Rc::clone(known);
        }
        let changes = Rc::new(detect());
        self.changes.borrow_mut().push((basis, Rc::clone(&changes)));
        changes
    }

    /// The distinct cells.
    pub fn visited_cells(&self, columns: &Columns) -> &VisitedCells {
        self.visited_cells.get_or_init(|| VisitedCells::new(columns))
    }

    /// What is known of where each of the distinct cells is.
    pub fn cell_locations(&self, columns: &Columns, positions: &Positions) -> &[CellLocation] {
        self.cell_locations.get_or_init(|| {
            let cells = self.visited_cells(columns);
            cells.as_slice().iter().map(|cell| cells.locate_cell(cell, positions)).collect()
        })
    }
}

/// Returns what is kept under a name, and keeps it where it is new. It may be asked for something else meanwhile.
fn get_or_compute<T>(cache: &RefCell<FxHashMap<String, Rc<T>>>, name: &str, compute: impl FnOnce() -> T) -> Rc<T> {
    if let Some(known) = cache.borrow().get(name) {
        return Rc::clone(known);
    }
    let value = Rc::new(compute());
    cache.borrow_mut().insert(name.to_owned(), Rc::clone(&value));
    value
}

#[cfg(test)]
mod tests {
    use crate::{Basis, Fleet, Record, RecordSpan, RowSet, SourceId};
    use std::rc::Rc;

    /// What the caches of a fleet say; whatever is asked for by a name is computed from the number of rows.
    fn cached_lengths(fleet: &Fleet) -> [usize; 7] {
        let rows = fleet.columns().len();
        [
            fleet.shared_devices().len(),
            fleet.tag_column("site").row_count(),
            fleet.cached_counts("rows", || vec![rows as u32])[0] as usize,
            fleet.cached_search("rows", || RowSet::with_all_rows(rows)).count(),
            fleet.cached_changes(Basis::Last, || vec![0; rows]).len(),
            fleet.visited_cells().as_slice().len(),
            fleet.cell_locations().len(),
        ]
    }

    #[test]
    fn no_cache_outlives_a_change_of_the_rows() {
        let cell = |id| fleet_cell(id);
        let mut fleet = Fleet::default();
        fleet.begin_source(SourceId(1), "");
        for (rows, id) in [(1, 7), (2, 8)] {
            fleet.push(&Record { previous_cell: Some(cell(id)), ..Record::default() }, RecordSpan::default()).unwrap();
            assert_eq!(cached_lengths(&fleet), [rows; 7]);
        }
        let later = fleet.columns().clone();
        fleet.append_columns(&later).unwrap();
        assert_eq!(cached_lengths(&fleet), [4, 4, 4, 4, 4, 2, 2]);
        fleet.remove_latest_rows(1..3);
        assert_eq!(cached_lengths(&fleet), [2, 2, 2, 2, 2, 2, 2]);
        fleet.remove_source(SourceId(1));
        assert_eq!(cached_lengths(&fleet), [0; 7]);
    }

    fn fleet_cell(id: u32) -> crate::Cell<'static> {
        let plmn = places::Plmn { mcc: 440, mnc: 10 }.into();
        crate::Cell { plmn, radio: "LTE".into(), area: Some(1), id: Some(crate::CellId::Eci(id)) }
    }

    #[test]
    fn what_was_computed_once_is_kept() {
        let fleet = Fleet::default();
        let count = |value: u32| fleet.cached_counts("a", || vec![value]);
        assert!(Rc::ptr_eq(&count(1), &count(2)));
        let search = |rows| fleet.cached_search("a", || RowSet::with_all_rows(rows));
        assert!(Rc::ptr_eq(&search(1), &search(2)));
        let changes = |basis, value| fleet.cached_changes(basis, || vec![value])[0];
        assert_eq!([changes(Basis::Last, 1), changes(Basis::Current, 2), changes(Basis::Last, 3)], [1, 2, 1]);
        for name in 0..8 {
            fleet.cached_search(&name.to_string(), RowSet::default);
        }
        assert_eq!(search(3).len(), 3, "the oldest search is forgotten");
    }
}
