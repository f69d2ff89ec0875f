//! What a later list of the same SIMs says that an earlier one did not.

use crate::identity::record_identity;
use crate::{Fleet, SourceId, dictionary::fx_hash};
use hashbrown::HashTable;

/// How two sources differ, SIM by SIM.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct SourceDiff {
    /// Records of the later one alone.
    pub new: usize,
    /// Records of the earlier one alone.
    pub gone: usize,
    /// Records of both, whose session or whose own fields were updated in between.
    pub changed: usize,
}

impl Fleet {
    /// What `later` says that `earlier` did not. Records are known as in [`Fleet::resolve_duplicates`].
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
        let mut news = SourceDiff::default();
        for row in now {
            let key = record_identity(columns, row);
            match known.find_entry(fx_hash(key), |other| record_identity(columns, *other as usize) == key) {
                Ok(entry) => {
                    let (other, _) = entry.remove();
                    let same = columns.recency_key(row) == columns.recency_key(other as usize)
                        && columns.connectivity().get(row) == columns.connectivity().get(other as usize);
                    news.changed += usize::from(!same);
                }
                Err(_) => news.new += 1,
            }
        }
        news.gone = known.len();
        news
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
