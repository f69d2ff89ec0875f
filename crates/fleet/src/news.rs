//! What a later list of the same SIMs says that an earlier one did not.

use crate::fleet::identity;
use crate::{Fleet, SourceId, dictionary::hash};
use hashbrown::HashTable;

/// How two sources differ, SIM by SIM.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct News {
    /// Records of the later one alone.
    pub new: usize,
    /// Records of the earlier one alone.
    pub gone: usize,
    /// Records of both, whose session or whose own fields were updated in between.
    pub changed: usize,
}

impl Fleet {
    /// What `later` says that `earlier` did not. Records are known as in [`Fleet::settle`].
    pub fn news(&self, earlier: SourceId, later: SourceId) -> News {
        let rows = |source| self.sources().find(|(id, _)| *id == source).map_or(0..0, |(_, rows)| rows);
        let columns = self.columns();
        let (before, now) = (rows(earlier), rows(later));
        let mut known: HashTable<u32> = HashTable::with_capacity(before.len());
        for row in before {
            let key = identity(columns, row);
            if known.find(hash(key), |other| identity(columns, *other as usize) == key).is_none() {
                known.insert_unique(hash(key), row as u32, |other| hash(identity(columns, *other as usize)));
            }
        }
        let mut news = News::default();
        for row in now {
            let key = identity(columns, row);
            match known.find_entry(hash(key), |other| identity(columns, *other as usize) == key) {
                Ok(entry) => {
                    let (other, _) = entry.remove();
                    let same = columns.newness(row) == columns.newness(other as usize)
                        && columns.sessions().get(row) == columns.sessions().get(other as usize);
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
    use crate::{Place, Record};

    #[test]
    fn counts_what_is_new_gone_and_changed() {
        let mut fleet = Fleet::default();
        let mut read = |source, records: &[(&'static str, i64)]| {
            fleet.begin(SourceId(source), "");
            for (imsi, updated) in records {
                let record = Record { imsi: (*imsi).into(), updated: Some(*updated), ..Record::default() };
                fleet.push(&record, Place::default()).unwrap();
            }
        };
        read(1, &[("1", 10), ("2", 20), ("3", 30)]);
        read(2, &[("9", 90)]);
        read(3, &[("2", 20), ("3", 31), ("4", 40), ("5", 50)]);
        fleet.settle();
        assert_eq!(fleet.news(SourceId(1), SourceId(3)), News { new: 2, gone: 1, changed: 1 });
        assert_eq!(fleet.news(SourceId(3), SourceId(3)), News::default());
        assert_eq!(fleet.news(SourceId(7), SourceId(2)), News { new: 1, gone: 0, changed: 0 });
    }
}
