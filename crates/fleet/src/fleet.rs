//! The fleet: the columns, the sources that their rows came from, and which rows count.

use crate::dictionary::hash;
use crate::{Bits, Columns, Field, Full, Place, Record};
use hashbrown::HashTable;
use std::ops::Range;

/// One file, paste or account whose records are in the fleet.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct SourceId(pub u32);

/// All records of all sources, and which of them count.
///
/// A SIM may be in several sources, or twice in one: the newest record counts (by `sessionStatus.lastUpdatedAt`, then by
/// `lastModifiedAt`; of equals the one read last) and the others are kept aside, so that they come back when the newest
/// one's source is removed.
#[derive(Clone, Debug, Default)]
pub struct Fleet {
    columns: Columns,
    spans: Vec<(SourceId, usize)>,
    live: Bits,
    sims: usize,
}

impl Fleet {
    /// What follows comes from this source.
    pub fn begin(&mut self, source: SourceId) {
        self.spans.push((source, self.columns.len()));
    }

    /// One more record of the source that was begun last. It counts until [`Fleet::settle`] finds a newer one.
    pub fn push(&mut self, record: &Record, at: Place) -> Result<(), Full> {
        self.columns.push(record, at)?;
        self.live.push(true);
        if let Some((_, end)) = self.spans.last_mut() {
            *end = self.columns.len();
        }
        Ok(())
    }

    /// Takes the rows of a source out. The fleet wants to be settled afterwards.
    pub fn remove(&mut self, source: SourceId) {
        if let Some(at) = self.spans.iter().position(|(id, _)| *id == source) {
            let rows = self.span(at);
            self.spans.remove(at);
            for (_, end) in &mut self.spans[at..] {
                *end -= rows.len();
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
        self.spans[at].1 -= rows.len();
        self.take_out(rows);
    }

    fn take_out(&mut self, rows: Range<usize>) {
        let before = std::mem::take(&mut self.live);
        self.live = Bits::from_fn(before.len() - rows.len(), |row| {
            before.get(if row < rows.start { row } else { row + rows.len() })
        });
        self.columns.remove(rows);
    }

    /// Finds the record that counts for each SIM, and counts the SIMs.
    ///
    /// A record is known by its IMSI, else by its SIM ID: two subscriptions of one SIM are two records and one SIM.
    pub fn settle(&mut self) {
        let columns = &self.columns;
        let mut live = Bits::all(columns.len());
        let mut sims = 0;
        let mut records: HashTable<u32> = HashTable::with_capacity(columns.len());
        for row in 0..columns.len() {
            let key = identity(columns, row);
            if key.is_empty() {
                continue;
            }
            let same = |other: &u32| identity(columns, *other as usize) == key;
            match records.find_mut(hash(key), same) {
                Some(other) if columns.newness(row) >= columns.newness(*other as usize) => {
                    live.set(*other as usize, false);
                    *other = row as u32;
                }
                Some(_) => live.set(row, false),
                None => {
                    records.insert_unique(hash(key), row as u32, |r| hash(identity(columns, *r as usize)));
                }
            }
        }
        records.clear();
        for row in live.iter() {
            let key = sim(columns, row);
            if key.is_empty() {
                sims += 1;
            } else if records.find(hash(key), |other| sim(columns, *other as usize) == key).is_none() {
                records.insert_unique(hash(key), row as u32, |r| hash(sim(columns, *r as usize)));
                sims += 1;
            }
        }
        self.live = live;
        self.sims = sims;
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

    /// The sources with their rows, in the order in which they were read.
    pub fn sources(&self) -> impl Iterator<Item = (SourceId, Range<usize>)> + '_ {
        (0..self.spans.len()).map(|at| (self.spans[at].0, self.span(at)))
    }

    /// The source of a row.
    pub fn source(&self, row: usize) -> Option<SourceId> {
        let at = self.spans.partition_point(|(_, end)| *end <= row);
        self.spans.get(at).map(|(id, _)| *id)
    }

    /// How many records of a source do not count, because a newer one of the same SIM is there.
    pub fn outdated(&self, source: SourceId) -> usize {
        let rows = self.sources().find(|(id, _)| *id == source).map(|(_, rows)| rows);
        rows.map_or(0, |rows| rows.len() - self.live.count_in(rows))
    }

    fn span(&self, at: usize) -> Range<usize> {
        at.checked_sub(1).map_or(0, |before| self.spans[before].1)..self.spans[at].1
    }
}

/// What a record is known by; empty where it has no identifier at all.
pub(crate) fn identity(columns: &Columns, row: usize) -> &str {
    let imsi = columns.text(row, Field::Imsi);
    if imsi.is_empty() { sim(columns, row) } else { imsi }
}

/// What a SIM is known by: its SIM ID, which is the ICCID where it is not said.
fn sim(columns: &Columns, row: usize) -> &str {
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
            fleet.begin(SourceId(0));
            push(&mut fleet, rows);
            assert_eq!(live(&mut fleet), expected, "{rows:?}");
            assert_eq!(fleet.sims(), sims, "{rows:?}");
        }
    }

    #[test]
    fn an_older_record_comes_back_when_the_newer_source_goes() {
        let mut fleet = Fleet::default();
        fleet.begin(SourceId(1));
        push(&mut fleet, &[("1", "a", 5, 0), ("2", "b", 5, 0)]);
        fleet.begin(SourceId(2));
        push(&mut fleet, &[("3", "c", 5, 0), ("1", "a", 6, 0)]);
        assert_eq!(live(&mut fleet), [1, 2, 3]);
        assert_eq!((fleet.outdated(SourceId(1)), fleet.outdated(SourceId(2))), (1, 0));
        assert_eq!((fleet.source(1), fleet.source(2), fleet.source(4)), (Some(SourceId(1)), Some(SourceId(2)), None));
        fleet.remove(SourceId(2));
        assert_eq!(live(&mut fleet), [0, 1]);
        fleet.begin(SourceId(3));
        push(&mut fleet, &[("4", "d", 1, 1), ("5", "e", 1, 1)]);
        fleet.remove_latest(0..3);
        assert_eq!(live(&mut fleet), [0, 1, 2]);
        assert_eq!(fleet.columns().text(2, Field::Imsi), "5");
        fleet.remove(SourceId(1));
        assert_eq!(fleet.sources().collect::<Vec<_>>(), [(SourceId(3), 0..1)]);
    }
}
