//! The fleet: the columns, the sources that their rows came from, and which rows count.

use crate::dictionary::fx_hash;
use crate::{
    BaselineComparison, CapacityError, CellLocation, Columns, DictColumn, IdentifierLists, LookupReport, Record,
    RecordSpan, RowSet, TextField, VisitedCells, shared_devices,
};
use hashbrown::HashTable;
use places::Positions;
use rustc_hash::FxHashMap;
use std::cell::{OnceCell, RefCell};
use std::collections::VecDeque;
use std::ops::Range;
use std::rc::Rc;

/// One file, paste or account whose records are in the fleet.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct SourceId(pub u32);

/// The rows of a source: from the end of the source before it to its own.
#[derive(Clone, Debug)]
struct SourceRowRange {
    source: SourceId,
    name: Box<str>,
    end: usize,
}

/// How many searches are kept: at a million rows each takes 125 KB.
const MAX_CACHED_SEARCHES: usize = 8;

/// All records of all sources, and which of them count.
///
/// A SIM may be in several sources, or twice in one: the newest record counts (by `sessionStatus.lastUpdatedAt`, then by
/// `lastModifiedAt`; of equals the one read last) and the others are kept aside, so that they come back when the newest
/// one's source is removed. Sources may be the baseline, an earlier state that the others are compared with: their
/// records count for the comparison alone.
#[derive(Clone, Debug, Default)]
pub struct Fleet {
    columns: Columns,
    spans: Vec<SourceRowRange>,
    live_rows: RowSet,
    sim_count: usize,
    baseline_sources: Vec<SourceId>,
    comparison: Option<BaselineComparison>,
    shared_devices: OnceCell<RowSet>,
    cached_tag_columns: RefCell<FxHashMap<String, Rc<DictColumn>>>,
    cached_counts: RefCell<FxHashMap<String, Rc<Vec<u32>>>>,
    cached_searches: RefCell<VecDeque<(String, Rc<RowSet>)>>,
    identifier_lists: IdentifierLists,
    visited_cells: OnceCell<VisitedCells>,
    positions: Positions,
    cell_locations: OnceCell<Vec<CellLocation>>,
}

impl Fleet {
    /// What follows comes from this source, which people know by its name.
    pub fn begin_source(&mut self, source: SourceId, name: &str) {
        self.spans.push(SourceRowRange { source, name: name.into(), end: self.columns.len() });
    }

    /// One more record of the source that was begun last. It counts until [`Fleet::resolve_duplicates`] finds a newer one.
    pub fn push(&mut self, record: &Record, at: RecordSpan) -> Result<(), CapacityError> {
        self.columns.push(record, at)?;
        self.shared_devices.take();
        self.cached_counts.get_mut().clear();
        self.cached_searches.get_mut().clear();
        self.visited_cells.take();
        self.cell_locations.take();
        self.identifier_lists.push_row();
        if let Some(comparison) = &mut self.comparison {
            comparison.push_row();
        }
        self.live_rows.push(self.spans.last().is_none_or(|span| !self.baseline_sources.contains(&span.source)));
        if let Some(span) = self.spans.last_mut() {
            span.end = self.columns.len();
        }
        Ok(())
    }

    /// More records of the source that was begun last, which were made columns elsewhere.
    pub fn append_columns(&mut self, later: &Columns) -> Result<(), CapacityError> {
        self.columns.append_rows(later)?;
        self.clear_caches();
        let counts = self.spans.last().is_none_or(|span| !self.baseline_sources.contains(&span.source));
        for _ in 0..later.len() {
            self.identifier_lists.push_row();
            self.live_rows.push(counts);
        }
        if let Some(comparison) = &mut self.comparison {
            (0..later.len()).for_each(|_| comparison.push_row());
        }
        if let Some(span) = self.spans.last_mut() {
            span.end = self.columns.len();
        }
        Ok(())
    }

    /// Makes room for so many more records.
    pub fn reserve_records(&mut self, records: usize) {
        self.columns.reserve(records);
    }

    /// The columns alone, to be appended to another fleet.
    pub fn into_columns(self) -> Columns {
        self.columns
    }

    /// Takes the rows of a source out. The fleet wants to be settled afterwards.
    pub fn remove_source(&mut self, source: SourceId) {
        self.baseline_sources.retain(|id| *id != source);
        if let Some(at) = self.spans.iter().position(|span| span.source == source) {
            let rows = self.source_rows(at);
            self.spans.remove(at);
            for span in &mut self.spans[at..] {
                span.end -= rows.len();
            }
            self.remove_rows(rows);
        }
    }

    /// Takes rows out of the source that was begun last. The fleet wants to be settled afterwards.
    pub fn remove_latest_rows(&mut self, rows: Range<usize>) {
        let Some(at) = self.spans.len().checked_sub(1) else {
            return;
        };
        let whole = self.source_rows(at);
        let rows = rows.start.max(whole.start)..rows.end.min(whole.end);
        if rows.is_empty() {
            return;
        }
        self.spans[at].end -= rows.len();
        self.remove_rows(rows);
    }

    fn remove_rows(&mut self, rows: Range<usize>) {
        let before = std::mem::take(&mut self.live_rows);
        self.live_rows = RowSet::from_fn(before.len() - rows.len(), |row| {
            before.contains(if row < rows.start { row } else { row + rows.len() })
        });
        self.comparison = None;
        self.clear_caches();
        self.columns.remove_rows(rows);
    }

    /// Makes these sources the baseline, and no others. The fleet wants to be settled afterwards.
    pub fn set_baseline(&mut self, sources: Vec<SourceId>) {
        self.baseline_sources = sources;
    }

    /// The sources that are the baseline.
    pub fn baseline_sources(&self) -> &[SourceId] {
        &self.baseline_sources
    }

    /// Finds the record that counts for each SIM, counts the SIMs, and compares them with the baseline.
    ///
    /// A record is known by its IMSI, else by its SIM ID: two subscriptions of one SIM are two records and one SIM.
    pub fn resolve_duplicates(&mut self) {
        let (mut earlier, mut now) =
            (RowSet::with_no_rows(self.columns.len()), RowSet::with_no_rows(self.columns.len()));
        for at in 0..self.spans.len() {
            let side = if self.baseline_sources.contains(&self.spans[at].source) { &mut earlier } else { &mut now };
            self.source_rows(at).for_each(|row| side.set(row, true));
        }
        let columns = &self.columns;
        let mut known: HashTable<u32> = HashTable::with_capacity(columns.len());
        keep_newest_records(columns, &mut now, &mut known);
        known.clear();
        let mut sims = 0;
        for row in now.iter() {
            let key = sim_identity(columns, row);
            if key.is_empty() {
                sims += 1;
            } else if known.find(fx_hash(key), |other| sim_identity(columns, *other as usize) == key).is_none() {
                known.insert_unique(fx_hash(key), row as u32, |r| fx_hash(sim_identity(columns, *r as usize)));
                sims += 1;
            }
        }
        self.comparison = (!self.baseline_sources.is_empty()).then(|| {
            known.clear();
            keep_newest_records(columns, &mut earlier, &mut known);
            BaselineComparison::new(columns, &earlier, &now)
        });
        self.live_rows = now;
        self.sim_count = sims;
        self.clear_caches();
        let mut lists = std::mem::take(&mut self.identifier_lists);
        lists.look_up_again(self);
        self.identifier_lists = lists;
    }

    /// Forgets what was worked out of rows that have changed.
    fn clear_caches(&mut self) {
        self.shared_devices.take();
        self.cached_tag_columns.take();
        self.cached_counts.take();
        self.cached_searches.take();
        self.visited_cells.take();
        self.cell_locations.take();
    }

    /// Gives back what was reserved and not used; worth its time after a load.
    pub fn shrink_to_fit(&mut self) {
        self.columns.shrink_to_fit();
    }

    /// The columns, with the rows that do not count among them.
    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    /// The rows that count.
    pub fn live_rows(&self) -> &RowSet {
        &self.live_rows
    }

    /// How many distinct SIMs the rows that count make, by SIM ID; as of the last [`Fleet::resolve_duplicates`].
    pub fn sim_count(&self) -> usize {
        self.sim_count
    }

    /// The rows that count against those of the baseline, where there is one; as of the last [`Fleet::resolve_duplicates`].
    pub fn comparison(&self) -> Option<&BaselineComparison> {
        self.comparison.as_ref()
    }

    /// The rows whose device is that of another SIM as well: of the current session, else of the previous one.
    pub fn shared_devices(&self) -> &RowSet {
        self.shared_devices.get_or_init(|| shared_devices::find_shared_devices(&self.columns, &self.live_rows))
    }

    /// The value of a tag of each row, as [`crate::TagDictionary::find_key`] knows its key; worked out when first asked for.
    ///
    /// Of more than 65,535 values those that come last are not told apart: [`crate::Dictionary`].
    pub fn tag_column(&self, key: &str) -> Rc<DictColumn> {
        let mut tagged = self.cached_tag_columns.borrow_mut();
        match tagged.get(key) {
            Some(coded) if coded.codes().len() == self.columns.len() => Rc::clone(coded),
            _ => {
                let coded = Rc::new(self.columns.tag_column(key));
                tagged.insert(key.to_owned(), Rc::clone(&coded));
                coded
            }
        }
    }

    /// Counts of all rows that count, by a name of what was counted: worked out when first asked for.
    pub fn cached_counts(&self, name: &str, count: impl FnOnce() -> Vec<u32>) -> Rc<Vec<u32>> {
        if let Some(known) = self.cached_counts.borrow().get(name) {
            return Rc::clone(known);
        }
        let counts = Rc::new(count());
        self.cached_counts.borrow_mut().insert(name.to_owned(), Rc::clone(&counts));
        counts
    }

    /// Rows that were found by a search in the texts of all rows, by a name of what was searched: the last few are kept, since
    /// people change one term of a query and leave the others.
    pub fn cached_search(&self, name: &str, search: impl FnOnce() -> RowSet) -> Rc<RowSet> {
        let mut found = self.cached_searches.borrow_mut();
        let known = found.iter().position(|(known, _)| known == name).and_then(|at| found.remove(at));
        let (name, rows) = known.unwrap_or_else(|| (name.to_owned(), Rc::new(search())));
        found.truncate(MAX_CACHED_SEARCHES - 1);
        found.push_front((name, Rc::clone(&rows)));
        rows
    }

    /// The distinct cells; worked out when first asked for.
    pub fn visited_cells(&self) -> &VisitedCells {
        self.visited_cells.get_or_init(|| VisitedCells::new(&self.columns))
    }

    /// Where cells are.
    pub fn positions(&self) -> &Positions {
        &self.positions
    }

    /// Where cells are, for someone who knows more.
    pub fn positions_mut(&mut self) -> &mut Positions {
        self.cell_locations.take();
        &mut self.positions
    }

    /// What is known of where each of the [`VisitedCells::as_slice`] is.
    pub fn cell_locations(&self) -> &[CellLocation] {
        self.cell_locations.get_or_init(|| {
            let sites = self.visited_cells();
            sites.as_slice().iter().map(|site| sites.locate_cell(site, &self.positions)).collect()
        })
    }

    /// The lists that were looked up.
    pub fn identifier_lists(&self) -> &IdentifierLists {
        &self.identifier_lists
    }

    /// Looks a list of identifiers up, and keeps it under a name: see [`IdentifierLists`].
    pub fn look_up(&mut self, name: &str, text: &str) -> LookupReport {
        let mut lists = std::mem::take(&mut self.identifier_lists);
        let found = lists.look_up(self, name, text);
        self.identifier_lists = lists;
        found
    }

    /// The sources with their rows, in the order in which they were read.
    pub fn sources(&self) -> impl Iterator<Item = (SourceId, Range<usize>)> + '_ {
        (0..self.spans.len()).map(|at| (self.spans[at].source, self.source_rows(at)))
    }

    /// The names of the sources with their rows, in the same order.
    pub fn named_sources(&self) -> impl Iterator<Item = (&str, Range<usize>)> + '_ {
        (0..self.spans.len()).map(|at| (&*self.spans[at].name, self.source_rows(at)))
    }

    /// The source of a row.
    pub fn source_of_row(&self, row: usize) -> Option<SourceId> {
        let at = self.spans.partition_point(|span| span.end <= row);
        self.spans.get(at).map(|span| span.source)
    }

    /// How many records of a source do not count, because a newer one of the same SIM is there.
    pub fn outdated_count(&self, source: SourceId) -> usize {
        let rows = self.sources().find(|(id, _)| *id == source).map(|(_, rows)| rows);
        let earlier = self.comparison.as_ref().filter(|_| self.baseline_sources.contains(&source));
        let counts = earlier.map_or(&self.live_rows, BaselineComparison::baseline_rows);
        rows.map_or(0, |rows| rows.len() - counts.count_in(rows))
    }

    fn source_rows(&self, at: usize) -> Range<usize> {
        at.checked_sub(1).map_or(0, |before| self.spans[before].end)..self.spans[at].end
    }
}

/// Leaves the newest record of each SIM in a set of rows. `known` is empty and has room.
fn keep_newest_records(columns: &Columns, rows: &mut RowSet, known: &mut HashTable<u32>) {
    for row in rows.clone().iter() {
        let key = record_identity(columns, row);
        if key.is_empty() {
            continue;
        }
        match known.find_mut(fx_hash(key), |other| record_identity(columns, *other as usize) == key) {
            Some(other) if columns.recency_key(row) >= columns.recency_key(*other as usize) => {
                rows.set(*other as usize, false);
                *other = row as u32;
            }
            Some(_) => rows.set(row, false),
            None => {
                known.insert_unique(fx_hash(key), row as u32, |r| fx_hash(record_identity(columns, *r as usize)));
            }
        }
    }
}

/// What a record is known by; empty where it has no identifier at all.
pub(crate) fn record_identity(columns: &Columns, row: usize) -> &str {
    let imsi = columns.text(row, TextField::Imsi);
    if imsi.is_empty() { sim_identity(columns, row) } else { imsi }
}

/// What a SIM is known by: its SIM ID, which is the ICCID where it is not said.
pub(crate) fn sim_identity(columns: &Columns, row: usize) -> &str {
    match columns.text(row, TextField::SimId) {
        "" => match columns.text(row, TextField::Iccid) {
            "" => columns.text(row, TextField::Imsi),
            iccid => iccid,
        },
        id => id,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::UNKNOWN_TIME;

    /// IMSI, SIM ID, updated, modified.
    type RecordTimes = (&'static str, &'static str, i64, i64);

    fn push_records(fleet: &mut Fleet, rows: &[RecordTimes]) {
        for (imsi, sim_id, updated, modified) in rows {
            let time = |t: i64| (t != UNKNOWN_TIME).then_some(t);
            let record = Record {
                imsi: (*imsi).into(),
                sim_id: (*sim_id).into(),
                updated: time(*updated),
                modified: time(*modified),
                ..Record::default()
            };
            fleet.push(&record, RecordSpan::default()).unwrap();
        }
    }

    fn resolved_live_rows(fleet: &mut Fleet) -> Vec<usize> {
        fleet.resolve_duplicates();
        fleet.live_rows().iter().collect()
    }

    #[test]
    fn the_newest_record_counts() {
        let cases: [(&[RecordTimes], &[usize], usize); 8] = [
            (&[("1", "a", 5, 1), ("1", "a", 6, 0)], &[1], 1),
            (&[("1", "a", 6, 0), ("1", "a", 5, 1)], &[0], 1),
            (&[("1", "a", 5, 1), ("1", "a", 5, 2)], &[1], 1),
            (&[("1", "a", 5, 2), ("1", "a", 5, 2)], &[1], 1),
            (&[("1", "a", 0, 0), ("1", "a", UNKNOWN_TIME, 9)], &[0], 1),
            (&[("1", "a", 1, 1), ("2", "a", 1, 1)], &[0, 1], 1),
            (&[("", "a", 1, 1), ("", "a", 2, 1)], &[1], 1),
            (&[("", "", 1, 1), ("", "", 2, 1)], &[0, 1], 2),
        ];
        for (rows, expected, sims) in cases {
            let mut fleet = Fleet::default();
            fleet.begin_source(SourceId(0), "");
            push_records(&mut fleet, rows);
            assert_eq!(resolved_live_rows(&mut fleet), expected, "{rows:?}");
            assert_eq!(fleet.sim_count(), sims, "{rows:?}");
        }
    }

    #[test]
    fn an_older_record_comes_back_when_the_newer_source_goes() {
        let mut fleet = Fleet::default();
        fleet.begin_source(SourceId(1), "");
        push_records(&mut fleet, &[("1", "a", 5, 0), ("2", "b", 5, 0)]);
        fleet.begin_source(SourceId(2), "");
        push_records(&mut fleet, &[("3", "c", 5, 0), ("1", "a", 6, 0)]);
        assert_eq!(resolved_live_rows(&mut fleet), [1, 2, 3]);
        assert_eq!((fleet.outdated_count(SourceId(1)), fleet.outdated_count(SourceId(2))), (1, 0));
        assert_eq!(
            (fleet.source_of_row(1), fleet.source_of_row(2), fleet.source_of_row(4)),
            (Some(SourceId(1)), Some(SourceId(2)), None)
        );
        fleet.remove_source(SourceId(2));
        assert_eq!(resolved_live_rows(&mut fleet), [0, 1]);
        fleet.begin_source(SourceId(3), "");
        push_records(&mut fleet, &[("4", "d", 1, 1), ("5", "e", 1, 1)]);
        fleet.remove_latest_rows(0..3);
        assert_eq!(resolved_live_rows(&mut fleet), [0, 1, 2]);
        assert_eq!(fleet.columns().text(2, TextField::Imsi), "5");
        fleet.remove_source(SourceId(1));
        assert_eq!(fleet.sources().collect::<Vec<_>>(), [(SourceId(3), 0..1)]);
    }
}
