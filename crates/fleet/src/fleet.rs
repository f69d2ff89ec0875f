//! The fleet: the columns, the sources that their rows came from, and which rows count.

use crate::derived::Derived;
use crate::duplicates::RowIndex;
use crate::{
    BaselineComparison, Basis, CapacityError, CellLocation, ColumnRole, Columns, DictColumn, IdentifierLists,
    JoinedListBuilder, JoinedLists, LookupReport, Record, RecordSpan, RowSet, VisitedCells, fold_to_letters,
};
use places::{CountryCode, Positions};
use rustc_hash::FxHashMap;
use std::ops::Range;
use std::rc::Rc;

/// A file, a pasted text or an account whose records are in the fleet.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct SourceId(pub u32);

/// The rows of a source: from the end of the source before it to its own.
#[derive(Clone, Debug)]
struct SourceRowRange {
    source: SourceId,
    name: Box<str>,
    end: usize,
}

/// All records of all sources, and which of them count.
///
/// A SIM may be in several sources, or twice in one. The newest record counts (by `sessionStatus.lastUpdatedAt`, then by
/// `lastModifiedAt`; of equals the one read last). The others are kept, so that they count again when the newest one's
/// source is removed. Some sources may be the baseline, an earlier state that the others are compared with: their records
/// count only for the comparison.
#[derive(Clone, Debug, Default)]
pub struct Fleet {
    columns: Columns,
    spans: Vec<SourceRowRange>,
    live_rows: RowSet,
    sim_count: usize,
    baseline_sources: Vec<SourceId>,
    comparison: Option<BaselineComparison>,
    identifier_lists: IdentifierLists,
    joined_lists: JoinedLists,
    /// Names of countries as [`fold_to_letters`] makes them, and their ISO codes.
    country_names: FxHashMap<String, CountryCode>,
    positions: Positions,
    derived: Derived,
}

impl Fleet {
    /// Begins a source, which people know by its name: the records that follow are of it.
    pub fn begin_source(&mut self, source: SourceId, name: &str) {
        self.spans.push(SourceRowRange { source, name: name.into(), end: self.columns.len() });
    }

    /// Adds a record of the source that was begun last. It counts until [`Fleet::resolve_duplicates`] finds a newer one.
    ///
    /// # Errors
    /// Returns an error if the arena of texts is full (4 GiB); nothing is added then.
    pub fn push(&mut self, record: &Record, at: RecordSpan) -> Result<(), CapacityError> {
        self.columns.push(record, at)?;
        self.admit_new_rows();
        Ok(())
    }

    /// Adds records of the source that was begun last, which were made columns elsewhere.
    ///
    /// # Errors
    /// Returns an error if the arena of texts is full (4 GiB); nothing is added then.
    pub fn append_columns(&mut self, later: &Columns) -> Result<(), CapacityError> {
        self.columns.append_rows(later)?;
        self.admit_new_rows();
        Ok(())
    }

    /// Gives the last source the rows that the columns have grown by. They count, unless that source is of the baseline.
    fn admit_new_rows(&mut self) {
        let rows = self.live_rows.len()..self.columns.len();
        self.live_rows.grow_to(rows.end);
        self.identifier_lists.grow_to(rows.end);
        if let Some(comparison) = &mut self.comparison {
            comparison.grow_to(rows.end);
        }
        let source = self.spans.last_mut();
        if source.as_ref().is_none_or(|span| !self.baseline_sources.contains(&span.source)) {
            rows.for_each(|row| self.live_rows.insert(row));
        }
        if let Some(source) = source {
            source.end = self.columns.len();
        }
        self.derived.clear();
    }

    /// Reserves memory for so many more records.
    pub fn reserve_records(&mut self, records: usize) {
        self.columns.reserve(records);
    }

    /// Removes the rows of a source. [`Fleet::resolve_duplicates`] is to be called afterwards.
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

    /// Removes rows of the source that was begun last. [`Fleet::resolve_duplicates`] is to be called afterwards.
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
        self.derived.clear();
        self.columns.remove_rows(rows);
    }

    /// Makes these sources the baseline, and no others. [`Fleet::resolve_duplicates`] is to be called afterwards.
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
            self.source_rows(at).for_each(|row| side.insert(row));
        }
        let mut index = RowIndex::with_room_for(&self.columns);
        index.keep_newest_records(&mut now);
        self.sim_count = index.count_sims(&now);
        self.comparison = if self.baseline_sources.is_empty() {
            None
        } else {
            index.keep_newest_records(&mut earlier);
            Some(BaselineComparison::new(&self.columns, &earlier, &now))
        };
        self.live_rows = now;
        self.derived.clear();
        self.identifier_lists.look_up_again(&self.columns, &self.live_rows);
        self.joined_lists.match_rows(&self.columns, &self.live_rows);
    }

    /// Returns memory that was reserved and is not used; worth its time after a load.
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

    /// Number of distinct SIMs in the rows that count, by SIM ID; as of the last [`Fleet::resolve_duplicates`].
    pub fn sim_count(&self) -> usize {
        self.sim_count
    }

    /// The rows that count against those of the baseline, where there is one; as of the last [`Fleet::resolve_duplicates`].
    pub fn comparison(&self) -> Option<&BaselineComparison> {
        self.comparison.as_ref()
    }

    /// What has changed of each row since the baseline on a basis, a bit for each change, computed when it is first asked
    /// for. Only the caller knows what the bits mean.
    pub fn cached_changes(&self, basis: Basis, detect: impl FnOnce() -> Vec<u16>) -> Rc<Vec<u16>> {
        self.derived.changes(basis, detect)
    }

    /// The rows whose device is that of another SIM as well: of the current session, else of the previous one.
    pub fn shared_devices(&self) -> &RowSet {
        &self.derived.device_uses(&self.columns, &self.live_rows).shared
    }

    /// The rows whose SIM is not online while another SIM is, in the device that they were in last.
    pub fn devices_online_elsewhere(&self) -> &RowSet {
        &self.derived.device_uses(&self.columns, &self.live_rows).online_elsewhere
    }

    /// The rows whose open session is in another device than the session before it was.
    pub fn changed_devices(&self) -> &RowSet {
        &self.derived.device_uses(&self.columns, &self.live_rows).changed
    }

    /// The value of a tag of each row by its key, see [`crate::TagDictionary::find_key`]; computed when it is first asked for.
    ///
    /// Values past the first 65,535 are the same one: see [`crate::Dictionary`].
    pub fn tag_column(&self, key: &str) -> Rc<DictColumn> {
        self.derived.tag_column(&self.columns, key)
    }

    /// Counts of all rows that count, by a name of what was counted; computed when they are first asked for.
    pub fn cached_counts(&self, name: &str, count: impl FnOnce() -> Vec<u32>) -> Rc<Vec<u32>> {
        self.derived.counts(name, count)
    }

    /// The rows that a search in the texts of all rows finds, by a name of what was searched. The last few are kept, since
    /// people change one term of a query and leave the others.
    pub fn cached_search(&self, name: &str, search: impl FnOnce() -> RowSet) -> Rc<RowSet> {
        self.derived.search(name, search)
    }

    /// The distinct cells; computed when they are first asked for.
    pub fn visited_cells(&self) -> &VisitedCells {
        self.derived.visited_cells(&self.columns)
    }

    /// Where cells are.
    pub fn positions(&self) -> &Positions {
        &self.positions
    }

    /// Where cells are, to add to it.
    pub fn positions_mut(&mut self) -> &mut Positions {
        self.derived.clear_cell_locations();
        &mut self.positions
    }

    /// What is known of where each of the [`VisitedCells::as_slice`] is.
    pub fn cell_locations(&self) -> &[CellLocation] {
        self.derived.cell_locations(&self.columns, &self.positions)
    }

    /// The lists of identifiers that were looked up.
    pub fn identifier_lists(&self) -> &IdentifierLists {
        &self.identifier_lists
    }

    /// Looks a list of identifiers up, and keeps it under a name: see [`IdentifierLists`].
    pub fn look_up(&mut self, name: &str, text: &str) -> LookupReport {
        self.identifier_lists.look_up(&self.columns, &self.live_rows, name, text)
    }

    /// The operator's own lists.
    pub fn joined_lists(&self) -> &JoinedLists {
        &self.joined_lists
    }

    /// Joins a list with the rows that count, in place of an earlier one of its source.
    pub fn join_list(&mut self, list: JoinedListBuilder) {
        self.joined_lists.add(list, &self.columns, &self.live_rows);
        self.derived.clear();
    }

    /// Removes the list of a source.
    pub fn remove_list(&mut self, source: SourceId) {
        self.joined_lists.remove(source);
        self.derived.clear();
    }

    /// Says what a column of a list means, whatever its name says; with an empty word, nothing. Only the caller knows the
    /// words: see [`JoinedColumn::meaning`](crate::JoinedColumn::meaning).
    pub fn set_column_meaning(&mut self, name: &str, word: &str) {
        self.joined_lists.set_meaning(name, word);
        self.derived.clear();
    }

    /// The value of each row in a column of a list, by the name of its field; computed when it is first asked for. No row has
    /// one where no list has such a column.
    ///
    /// Values past the first 65,535 are the same one: see [`crate::Dictionary`].
    pub fn joined_column(&self, name: &str) -> Rc<DictColumn> {
        let rows = self.columns.len();
        let column = || self.joined_lists.column(name).map(|column| column.to_dict_column(rows)).unwrap_or_default();
        self.derived.joined_column(name, column)
    }

    /// What the columns of a role add up to for each row over all lists, not a number where none says anything, and nothing where
    /// no list has such a column; computed when it is first asked for.
    pub fn sums_of_role(&self, role: ColumnRole) -> Rc<Vec<f64>> {
        self.derived.sums(&format!("{role:?}"), || self.joined_lists.sums_of_role(role, self.columns.len()))
    }

    /// The number of each row in a column of a list, by the name of its field, not a number where the list does not say;
    /// computed when it is first asked for. `None` where there is no such column of numbers.
    pub fn numbers_of_column(&self, name: &str) -> Option<Rc<Vec<f64>>> {
        let column = self.joined_lists.column(name).filter(|column| column.column().is_number())?;
        let number = |row| column.number(row).unwrap_or(f64::NAN);
        Some(self.derived.sums(&format!("list.{name}"), || (0..self.columns.len()).map(number).collect()))
    }

    /// Makes countries known by their names, beside their ISO 3166 codes: pairs of a name in any language and the code.
    pub fn set_country_names(&mut self, names: impl IntoIterator<Item = (String, CountryCode)>) {
        self.country_names = names.into_iter().map(|(name, iso)| (fold_to_letters(&name), iso)).collect();
    }

    /// The country that is named by its ISO 3166 code, in any case, or by a name that is known; `None` where neither is.
    pub fn country_from_text(&self, text: &str) -> Option<CountryCode> {
        let text = text.trim();
        let code = CountryCode::parse(text).filter(|iso| places::country_centre(*iso).is_some());
        code.or_else(|| self.country_names.get(&fold_to_letters(text)).copied())
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

    /// Returns how many records of a source do not count, because there is a newer one of the same SIM.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{TextField, UNKNOWN_TIME};

    /// IMSI, SIM ID, updated, modified; the last in seconds.
    type RecordTimes = (&'static str, &'static str, i64, i64);

    fn push_records(fleet: &mut Fleet, rows: &[RecordTimes]) {
        for (imsi, sim_id, updated, modified) in rows {
            let time = |t: i64| (t != UNKNOWN_TIME).then_some(t);
            let record = Record {
                imsi: (*imsi).into(),
                sim_id: (*sim_id).into(),
                updated: time(*updated),
                modified: time(*modified).map(|seconds| seconds * 1000),
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
