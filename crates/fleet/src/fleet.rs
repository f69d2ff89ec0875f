//! The fleet: the columns, the sources that their rows came from, and which rows count.

use crate::dictionary::hash;
use crate::{Bits, Coded, Columns, Comparison, Field, Full, Lists, LookUp, Place, Record, Sites, Whereabouts, shared};
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
struct Span {
    source: SourceId,
    name: Box<str>,
    end: usize,
}

/// How many searches are kept: at a million rows each takes 125 KB.
const FOUND: usize = 8;

/// All records of all sources, and which of them count.
///
/// A SIM may be in several sources, or twice in one: the newest record counts (by `sessionStatus.lastUpdatedAt`, then by
/// `lastModifiedAt`; of equals the one read last) and the others are kept aside, so that they come back when the newest
/// one's source is removed. Sources may be the baseline, an earlier state that the others are compared with: their
/// records count for the comparison alone.
#[derive(Clone, Debug, Default)]
pub struct Fleet {
    columns: Columns,
    spans: Vec<Span>,
    live: Bits,
    sims: usize,
    baseline: Vec<SourceId>,
    comparison: Option<Comparison>,
    shared: OnceCell<Bits>,
    tagged: RefCell<FxHashMap<String, Rc<Coded>>>,
    of_all: RefCell<FxHashMap<String, Rc<Vec<u32>>>>,
    found: RefCell<VecDeque<(String, Rc<Bits>)>>,
    lists: Lists,
    sites: OnceCell<Sites>,
    positions: Positions,
    whereabouts: OnceCell<Vec<Whereabouts>>,
}

impl Fleet {
    /// What follows comes from this source, which people know by its name.
    pub fn begin(&mut self, source: SourceId, name: &str) {
        self.spans.push(Span { source, name: name.into(), end: self.columns.len() });
    }

    /// One more record of the source that was begun last. It counts until [`Fleet::settle`] finds a newer one.
    pub fn push(&mut self, record: &Record, at: Place) -> Result<(), Full> {
        self.columns.push(record, at)?;
        self.shared.take();
        self.of_all.get_mut().clear();
        self.found.get_mut().clear();
        self.sites.take();
        self.whereabouts.take();
        self.lists.grow();
        if let Some(comparison) = &mut self.comparison {
            comparison.grow();
        }
        self.live.push(self.spans.last().is_none_or(|span| !self.baseline.contains(&span.source)));
        if let Some(span) = self.spans.last_mut() {
            span.end = self.columns.len();
        }
        Ok(())
    }

    /// More records of the source that was begun last, which were made columns elsewhere.
    pub fn append(&mut self, later: &Columns) -> Result<(), Full> {
        self.columns.append(later)?;
        self.forget();
        let counts = self.spans.last().is_none_or(|span| !self.baseline.contains(&span.source));
        for _ in 0..later.len() {
            self.lists.grow();
            self.live.push(counts);
        }
        if let Some(comparison) = &mut self.comparison {
            (0..later.len()).for_each(|_| comparison.grow());
        }
        if let Some(span) = self.spans.last_mut() {
            span.end = self.columns.len();
        }
        Ok(())
    }

    /// Makes room for so many more records.
    pub fn reserve(&mut self, records: usize) {
        self.columns.reserve(records);
    }

    /// The columns alone, to be appended to another fleet.
    pub fn into_columns(self) -> Columns {
        self.columns
    }

    /// Takes the rows of a source out. The fleet wants to be settled afterwards.
    pub fn remove(&mut self, source: SourceId) {
        self.baseline.retain(|id| *id != source);
        if let Some(at) = self.spans.iter().position(|span| span.source == source) {
            let rows = self.span(at);
            self.spans.remove(at);
            for span in &mut self.spans[at..] {
                span.end -= rows.len();
            }
            self.take_out(rows);
        }
    }

    /// Takes rows out of the source that was begun last. The fleet wants to be settled afterwards.
    pub fn remove_latest(&mut self, rows: Range<usize>) {
        let Some(at) = self.spans.len().checked_sub(1) else {
            return;
        };
        let whole = self.span(at);
        let rows = rows.start.max(whole.start)..rows.end.min(whole.end);
        if rows.is_empty() {
            return;
        }
        self.spans[at].end -= rows.len();
        self.take_out(rows);
    }

    fn take_out(&mut self, rows: Range<usize>) {
        let before = std::mem::take(&mut self.live);
        self.live = Bits::from_fn(before.len() - rows.len(), |row| {
            before.get(if row < rows.start { row } else { row + rows.len() })
        });
        self.comparison = None;
        self.forget();
        self.columns.remove(rows);
    }

    /// Makes these sources the baseline, and no others. The fleet wants to be settled afterwards.
    pub fn set_baseline(&mut self, sources: Vec<SourceId>) {
        self.baseline = sources;
    }

    /// The sources that are the baseline.
    pub fn baseline(&self) -> &[SourceId] {
        &self.baseline
    }

    /// Finds the record that counts for each SIM, counts the SIMs, and compares them with the baseline.
    ///
    /// A record is known by its IMSI, else by its SIM ID: two subscriptions of one SIM are two records and one SIM.
    pub fn settle(&mut self) {
        let (mut earlier, mut now) = (Bits::none(self.columns.len()), Bits::none(self.columns.len()));
        for at in 0..self.spans.len() {
            let side = if self.baseline.contains(&self.spans[at].source) { &mut earlier } else { &mut now };
            self.span(at).for_each(|row| side.set(row, true));
        }
        let columns = &self.columns;
        let mut known: HashTable<u32> = HashTable::with_capacity(columns.len());
        newest(columns, &mut now, &mut known);
        known.clear();
        let mut sims = 0;
        for row in now.iter() {
            let key = sim(columns, row);
            if key.is_empty() {
                sims += 1;
            } else if known.find(hash(key), |other| sim(columns, *other as usize) == key).is_none() {
                known.insert_unique(hash(key), row as u32, |r| hash(sim(columns, *r as usize)));
                sims += 1;
            }
        }
        self.comparison = (!self.baseline.is_empty()).then(|| {
            known.clear();
            newest(columns, &mut earlier, &mut known);
            Comparison::new(columns, &earlier, &now)
        });
        self.live = now;
        self.sims = sims;
        self.forget();
        let mut lists = std::mem::take(&mut self.lists);
        lists.look_up_again(self);
        self.lists = lists;
    }

    /// Forgets what was worked out of rows that have changed.
    fn forget(&mut self) {
        self.shared.take();
        self.tagged.take();
        self.of_all.take();
        self.found.take();
        self.sites.take();
        self.whereabouts.take();
    }

    /// Gives back what was reserved and not used; worth its time after a load.
    pub fn shrink(&mut self) {
        self.columns.shrink();
    }

    /// The columns, with the rows that do not count among them.
    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    /// The rows that count.
    pub fn live(&self) -> &Bits {
        &self.live
    }

    /// How many distinct SIMs the rows that count make, by SIM ID; as of the last [`Fleet::settle`].
    pub fn sims(&self) -> usize {
        self.sims
    }

    /// The rows that count against those of the baseline, where there is one; as of the last [`Fleet::settle`].
    pub fn comparison(&self) -> Option<&Comparison> {
        self.comparison.as_ref()
    }

    /// The rows whose device is that of another SIM as well: of the current session, else of the previous one.
    pub fn shared_devices(&self) -> &Bits {
        self.shared.get_or_init(|| shared::devices(&self.columns, &self.live))
    }

    /// The value of a tag of each row, as [`crate::Tags::find`] knows its key; worked out when first asked for.
    ///
    /// Of more than 65,535 values those that come last are not told apart: [`crate::Dictionary`].
    pub fn tagged(&self, key: &str) -> Rc<Coded> {
        let mut tagged = self.tagged.borrow_mut();
        match tagged.get(key) {
            Some(coded) if coded.codes().len() == self.columns.len() => Rc::clone(coded),
            _ => {
                let coded = Rc::new(self.columns.tagged(key));
                tagged.insert(key.to_owned(), Rc::clone(&coded));
                coded
            }
        }
    }

    /// Counts of all rows that count, by a name of what was counted: worked out when first asked for.
    pub fn of_all(&self, name: &str, count: impl FnOnce() -> Vec<u32>) -> Rc<Vec<u32>> {
        if let Some(known) = self.of_all.borrow().get(name) {
            return Rc::clone(known);
        }
        let counts = Rc::new(count());
        self.of_all.borrow_mut().insert(name.to_owned(), Rc::clone(&counts));
        counts
    }

    /// Rows that were found by a search in the texts of all rows, by a name of what was searched: the last few are kept, since
    /// people change one term of a query and leave the others.
    pub fn found(&self, name: &str, search: impl FnOnce() -> Bits) -> Rc<Bits> {
        let mut found = self.found.borrow_mut();
        let known = found.iter().position(|(known, _)| known == name).and_then(|at| found.remove(at));
        let (name, rows) = known.unwrap_or_else(|| (name.to_owned(), Rc::new(search())));
        found.truncate(FOUND - 1);
        found.push_front((name, Rc::clone(&rows)));
        rows
    }

    /// The distinct cells; worked out when first asked for.
    pub fn sites(&self) -> &Sites {
        self.sites.get_or_init(|| Sites::new(&self.columns))
    }

    /// Where cells are.
    pub fn positions(&self) -> &Positions {
        &self.positions
    }

    /// Where cells are, for someone who knows more.
    pub fn positions_mut(&mut self) -> &mut Positions {
        self.whereabouts.take();
        &mut self.positions
    }

    /// What is known of where each of the [`Sites::all`] is.
    pub fn whereabouts(&self) -> &[Whereabouts] {
        self.whereabouts.get_or_init(|| {
            let sites = self.sites();
            sites.all().iter().map(|site| sites.whereabouts(site, &self.positions)).collect()
        })
    }

    /// The lists that were looked up.
    pub fn lists(&self) -> &Lists {
        &self.lists
    }

    /// Looks a list of identifiers up, and keeps it under a name: see [`Lists`].
    pub fn look_up(&mut self, name: &str, text: &str) -> LookUp {
        let mut lists = std::mem::take(&mut self.lists);
        let found = lists.look_up(self, name, text);
        self.lists = lists;
        found
    }

    /// The sources with their rows, in the order in which they were read.
    pub fn sources(&self) -> impl Iterator<Item = (SourceId, Range<usize>)> + '_ {
        (0..self.spans.len()).map(|at| (self.spans[at].source, self.span(at)))
    }

    /// The names of the sources with their rows, in the same order.
    pub fn named_sources(&self) -> impl Iterator<Item = (&str, Range<usize>)> + '_ {
        (0..self.spans.len()).map(|at| (&*self.spans[at].name, self.span(at)))
    }

    /// The source of a row.
    pub fn source(&self, row: usize) -> Option<SourceId> {
        let at = self.spans.partition_point(|span| span.end <= row);
        self.spans.get(at).map(|span| span.source)
    }

    /// How many records of a source do not count, because a newer one of the same SIM is there.
    pub fn outdated(&self, source: SourceId) -> usize {
        let rows = self.sources().find(|(id, _)| *id == source).map(|(_, rows)| rows);
        let earlier = self.comparison.as_ref().filter(|_| self.baseline.contains(&source));
        let counts = earlier.map_or(&self.live, Comparison::earlier);
        rows.map_or(0, |rows| rows.len() - counts.count_in(rows))
    }

    fn span(&self, at: usize) -> Range<usize> {
        at.checked_sub(1).map_or(0, |before| self.spans[before].end)..self.spans[at].end
    }
}

/// Leaves the newest record of each SIM in a set of rows. `known` is empty and has room.
fn newest(columns: &Columns, rows: &mut Bits, known: &mut HashTable<u32>) {
    for row in rows.clone().iter() {
        let key = identity(columns, row);
        if key.is_empty() {
            continue;
        }
        match known.find_mut(hash(key), |other| identity(columns, *other as usize) == key) {
            Some(other) if columns.newness(row) >= columns.newness(*other as usize) => {
                rows.set(*other as usize, false);
                *other = row as u32;
            }
            Some(_) => rows.set(row, false),
            None => {
                known.insert_unique(hash(key), row as u32, |r| hash(identity(columns, *r as usize)));
            }
        }
    }
}

/// What a record is known by; empty where it has no identifier at all.
pub(crate) fn identity(columns: &Columns, row: usize) -> &str {
    let imsi = columns.text(row, Field::Imsi);
    if imsi.is_empty() { sim(columns, row) } else { imsi }
}

/// What a SIM is known by: its SIM ID, which is the ICCID where it is not said.
pub(crate) fn sim(columns: &Columns, row: usize) -> &str {
    match columns.text(row, Field::SimId) {
        "" => match columns.text(row, Field::Iccid) {
            "" => columns.text(row, Field::Imsi),
            iccid => iccid,
        },
        id => id,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::NEVER;

    /// IMSI, SIM ID, updated, modified.
    type Row = (&'static str, &'static str, i64, i64);

    fn push(fleet: &mut Fleet, rows: &[Row]) {
        for (imsi, sim_id, updated, modified) in rows {
            let time = |t: i64| (t != NEVER).then_some(t);
            let record = Record {
                imsi: (*imsi).into(),
                sim_id: (*sim_id).into(),
                updated: time(*updated),
                modified: time(*modified),
                ..Record::default()
            };
            fleet.push(&record, Place::default()).unwrap();
        }
    }

    fn live(fleet: &mut Fleet) -> Vec<usize> {
        fleet.settle();
        fleet.live().iter().collect()
    }

    #[test]
    fn the_newest_record_counts() {
        let cases: [(&[Row], &[usize], usize); 8] = [
            (&[("1", "a", 5, 1), ("1", "a", 6, 0)], &[1], 1),
            (&[("1", "a", 6, 0), ("1", "a", 5, 1)], &[0], 1),
            (&[("1", "a", 5, 1), ("1", "a", 5, 2)], &[1], 1),
            (&[("1", "a", 5, 2), ("1", "a", 5, 2)], &[1], 1),
            (&[("1", "a", 0, 0), ("1", "a", NEVER, 9)], &[0], 1),
            (&[("1", "a", 1, 1), ("2", "a", 1, 1)], &[0, 1], 1),
            (&[("", "a", 1, 1), ("", "a", 2, 1)], &[1], 1),
            (&[("", "", 1, 1), ("", "", 2, 1)], &[0, 1], 2),
        ];
        for (rows, expected, sims) in cases {
            let mut fleet = Fleet::default();
            fleet.begin(SourceId(0), "");
            push(&mut fleet, rows);
            assert_eq!(live(&mut fleet), expected, "{rows:?}");
            assert_eq!(fleet.sims(), sims, "{rows:?}");
        }
    }

    #[test]
    fn an_older_record_comes_back_when_the_newer_source_goes() {
        let mut fleet = Fleet::default();
        fleet.begin(SourceId(1), "");
        push(&mut fleet, &[("1", "a", 5, 0), ("2", "b", 5, 0)]);
        fleet.begin(SourceId(2), "");
        push(&mut fleet, &[("3", "c", 5, 0), ("1", "a", 6, 0)]);
        assert_eq!(live(&mut fleet), [1, 2, 3]);
        assert_eq!((fleet.outdated(SourceId(1)), fleet.outdated(SourceId(2))), (1, 0));
        assert_eq!((fleet.source(1), fleet.source(2), fleet.source(4)), (Some(SourceId(1)), Some(SourceId(2)), None));
        fleet.remove(SourceId(2));
        assert_eq!(live(&mut fleet), [0, 1]);
        fleet.begin(SourceId(3), "");
        push(&mut fleet, &[("4", "d", 1, 1), ("5", "e", 1, 1)]);
        fleet.remove_latest(0..3);
        assert_eq!(live(&mut fleet), [0, 1, 2]);
        assert_eq!(fleet.columns().text(2, Field::Imsi), "5");
        fleet.remove(SourceId(1));
        assert_eq!(fleet.sources().collect::<Vec<_>>(), [(SourceId(3), 0..1)]);
    }
}
