//! The comparison of the fleet with an earlier state of it, SIM by SIM.

use crate::dictionary::fx_hash;
use crate::identity::sim_identity;
use crate::{Columns, RowSet, TextField};
use hashbrown::HashTable;

/// The row of the baseline that each row that counts was, and the rows of the baseline that are gone.
///
/// Rows are matched by SIM ID and IMSI; those that are left by SIM ID alone, then by IMSI alone. Each row is matched once.
#[derive(Clone, Debug)]
pub struct BaselineComparison {
    matched_baseline_rows: Vec<u32>,
    baseline_rows: RowSet,
    gone_rows: RowSet,
}

const NO_ROW: u32 = u32::MAX;

impl BaselineComparison {
    /// Compares the rows of `now` with the rows of `earlier`.
    pub(crate) fn new(columns: &Columns, earlier: &RowSet, now: &RowSet) -> Self {
        type RowKey<'a> = &'a dyn Fn(usize) -> (&'a str, &'a str);

        let (mut matched, mut gone) = (vec![NO_ROW; columns.len()], earlier.clone());
        let imsi = |row: usize| columns.text(row, TextField::Imsi);
        let sim = |row: usize| sim_identity(columns, row);
        let keys: [RowKey; 3] = [&|row| (sim(row), imsi(row)), &|row| (sim(row), ""), &|row| ("", imsi(row))];
        let mut unmatched = now.clone();
        for key in keys {
            let mut known: HashTable<u32> = HashTable::with_capacity(gone.count());
            for row in gone.iter().filter(|row| key(*row) != ("", "")) {
                known.insert_unique(fx_hash(key(row)), row as u32, |row| fx_hash(key(*row as usize)));
            }
            for row in unmatched.clone().iter().filter(|row| key(*row) != ("", "")) {
                if let Ok(entry) = known.find_entry(fx_hash(key(row)), |other| key(*other as usize) == key(row)) {
                    let (other, _) = entry.remove();
                    matched[row] = other;
                    gone.remove(other as usize);
                    unmatched.remove(row);
                }
            }
        }
        Self { matched_baseline_rows: matched, baseline_rows: earlier.clone(), gone_rows: gone }
    }

    /// Adds rows up to a number of them. They are new until they are compared.
    pub(crate) fn grow_to(&mut self, len: usize) {
        self.matched_baseline_rows.resize(len, NO_ROW);
        self.baseline_rows.grow_to(len);
        self.gone_rows.grow_to(len);
    }

    /// The row of the baseline that a row was; `None` for one that is new, or gone.
    pub fn baseline_row(&self, row: usize) -> Option<usize> {
        self.matched_baseline_rows
            .get(row)
            .copied()
            .filter(|matched| *matched != NO_ROW)
            .map(|matched| matched as usize)
    }

    /// The rows of the baseline.
    pub fn baseline_rows(&self) -> &RowSet {
        &self.baseline_rows
    }

    /// The rows of the baseline that no row was matched with.
    pub fn gone_rows(&self) -> &RowSet {
        &self.gone_rows
    }
}

#[cfg(test)]
mod tests {
    use crate::{Fleet, Record, RecordSpan, SourceId};

    fn push_source(fleet: &mut Fleet, source: u32, rows: &[(&'static str, &'static str)]) {
        fleet.begin_source(SourceId(source), "");
        for (sim_id, imsi) in rows {
            let record = Record { sim_id: (*sim_id).into(), imsi: (*imsi).into(), ..Record::default() };
            fleet.push(&record, RecordSpan::default()).unwrap();
        }
    }

    #[test]
    fn each_baseline_row_is_matched_once() {
        let mut fleet = Fleet::default();
        push_source(&mut fleet, 1, &[("a", "1"), ("a", "2"), ("b", "3"), ("", "4"), ("c", "5"), ("", "")]);
        push_source(&mut fleet, 2, &[("a", "2"), ("b", "30"), ("d", "4"), ("a", "1"), ("e", "6"), ("", "")]);
        fleet.set_baseline(vec![SourceId(1)]);
        fleet.resolve_duplicates();
        let comparison = fleet.comparison().unwrap();
        let matched: Vec<_> = (6..12).map(|row| comparison.baseline_row(row)).collect();
        assert_eq!(matched, [Some(1), Some(2), Some(3), Some(0), None, None]);
        assert_eq!(comparison.gone_rows().iter().collect::<Vec<_>>(), [4, 5]);
        assert_eq!(fleet.live_rows().iter().collect::<Vec<_>>(), [6, 7, 8, 9, 10, 11]);
        fleet.set_baseline(vec![]);
        fleet.resolve_duplicates();
        assert!(fleet.comparison().is_none());
        assert_eq!(fleet.live_rows().count(), 9);
    }

    #[test]
    fn removing_the_baseline_ends_the_comparison() {
        let mut fleet = Fleet::default();
        push_source(&mut fleet, 1, &[("a", "1")]);
        fleet.set_baseline(vec![SourceId(1)]);
        push_source(&mut fleet, 2, &[("a", "1"), ("b", "2")]);
        fleet.resolve_duplicates();
        assert_eq!((fleet.live_rows().count(), fleet.outdated_count(SourceId(1))), (2, 0));
        fleet.remove_source(SourceId(1));
        fleet.resolve_duplicates();
        assert!(fleet.comparison().is_none() && fleet.baseline_sources().is_empty());
        assert_eq!(fleet.live_rows().iter().collect::<Vec<_>>(), [0, 1]);
    }
}
