//! The difference between two lists of the same SIMs.

use crate::identity::record_identity;
use crate::{Fleet, SourceId, dictionary::fx_hash};
use hashbrown::HashTable;

/// How two sources differ, record by record.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct SourceDiff {
    /// Number of records that only the later one has.
    pub new: usize,
    /// Number of records that only the earlier one has.
    pub gone: usize,
    /// Number of records of both, whose session or own fields were updated in between.
    pub changed: usize,
}

impl Fleet {
    /// Compares two sources. Records are the same as in [`Fleet::resolve_duplicates`].
    pub fn diff_sources(&self, earlier: SourceId, later: SourceId) -> SourceDiff {
        let rows = |source| self.sources().find(|(id, _)| *id == source).map_or(0..0, |(_, rows)| rows);
        let columns = self.columns();
        let (before, now) = (rows(earlier), rows(later));
        let mut known: HashTable<u32> = HashTable::with_capacity(before.len());
        for row in before {
            let key = record_identity(columns, row);
            if known.find(fx_hash(key), |other| record_identity(columns, *other as usize) == key).is_none() {
                known.insert_unique(fx_hash(key), row as u32, |other| {
                    fx_hash(record_identity(columns, *other as usize))
                });
            }
        }
        let mut diff = SourceDiff::default();
        for row in now {
            let key = record_identity(columns, row);
            match known.find_entry(fx_hash(key), |other| record_identity(columns, *other as usize) == key) {
                Ok(entry) => {
                    let (other, _) = entry.remove();
                    let same = columns.recency_key(row) == columns.recency_key(other as usize)
                        && columns.connectivity().get(row) == columns.connectivity().get(other as usize);
                    diff.changed += usize::from(!same);
                }
                Err(_) => diff.new += 1,
            }
        }
        diff.gone = known.len();
        diff
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Record, RecordSpan};

    #[test]
    fn a_diff_counts_new_gone_and_changed_records() {
        let mut fleet = Fleet::default();
        let mut read = |source, records: &[(&'static str, i64)]| {
            fleet.begin_source(SourceId(source), "");
            for (imsi, updated) in records {
                let record = Record { imsi: (*imsi).into(), updated: Some(*updated), ..Record::default() };
                fleet.push(&record, RecordSpan::default()).unwrap();
            }
        };
        read(1, &[("1", 10), ("2", 20), ("3", 30)]);
        read(2, &[("9", 90)]);
        read(3, &[("2", 20), ("3", 31), ("4", 40), ("5", 50)]);
        fleet.resolve_duplicates();
        assert_eq!(fleet.diff_sources(SourceId(1), SourceId(3)), SourceDiff { new: 2, gone: 1, changed: 1 });
        assert_eq!(fleet.diff_sources(SourceId(3), SourceId(3)), SourceDiff::default());
        assert_eq!(fleet.diff_sources(SourceId(7), SourceId(2)), SourceDiff { new: 1, gone: 0, changed: 0 });
    }
}
