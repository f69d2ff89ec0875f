//! The fleet against an earlier state of it, SIM by SIM.

use crate::dictionary::hash;
use crate::fleet::sim;
use crate::{Basis, Bits, Columns, Field};
use hashbrown::HashTable;
use std::cell::RefCell;
use std::rc::Rc;

/// Which row of the baseline each row that counts was, and which rows of the baseline are gone.
///
/// Rows are the same by SIM ID and IMSI; what is left over by SIM ID alone, then by IMSI alone. Each is matched once.
#[derive(Clone, Debug)]
pub struct Comparison {
    before: Vec<u32>,
    earlier: Bits,
    gone: Bits,
    changes: RefCell<Vec<(Basis, Rc<Vec<u16>>)>>,
}

const NONE: u32 = u32::MAX;

impl Comparison {
    /// Compares the rows of `now` with the rows of `earlier`.
    pub(crate) fn new(columns: &Columns, earlier: &Bits, now: &Bits) -> Self {
        let (mut before, mut gone) = (vec![NONE; columns.len()], earlier.clone());
        let imsi = |row: usize| columns.text(row, Field::Imsi);
        let sim = |row: usize| sim(columns, row);
        type Key<'a> = &'a dyn Fn(usize) -> (&'a str, &'a str);
        let keys: [Key; 3] = [&|row| (sim(row), imsi(row)), &|row| (sim(row), ""), &|row| ("", imsi(row))];
        let mut left = now.clone();
        for key in keys {
            let mut known: HashTable<u32> = HashTable::with_capacity(gone.count());
            for row in gone.iter().filter(|row| key(*row) != ("", "")) {
                known.insert_unique(hash(key(row)), row as u32, |row| hash(key(*row as usize)));
            }
            for row in left.clone().iter().filter(|row| key(*row) != ("", "")) {
                if let Ok(entry) = known.find_entry(hash(key(row)), |other| key(*other as usize) == key(row)) {
                    let (other, _) = entry.remove();
                    before[row] = other;
                    gone.set(other as usize, false);
                    left.set(row, false);
                }
            }
        }
        Self { before, earlier: earlier.clone(), gone, changes: RefCell::default() }
    }

    /// One more row; it is new until it is compared.
    pub(crate) fn grow(&mut self) {
        self.before.push(NONE);
        self.earlier.push(false);
        self.gone.push(false);
        self.changes.take();
    }

    /// The row of the baseline that a row was; `None` for one that is new, or gone.
    pub fn before(&self, row: usize) -> Option<usize> {
        self.before.get(row).copied().filter(|before| *before != NONE).map(|before| before as usize)
    }

    /// What has changed of each row on a basis, a bit for each change; what the bits mean, whoever works them out knows. They
    /// are worked out once.
    pub fn changes(&self, basis: Basis, work_out: impl FnOnce() -> Vec<u16>) -> Rc<Vec<u16>> {
        let kept = self.changes.borrow().iter().find(|(of, _)| *of == basis).map(|(_, changes)| Rc::clone(changes));
        kept.unwrap_or_else(|| {
            let changes = Rc::new(work_out());
            self.changes.borrow_mut().push((basis, Rc::clone(&changes)));
            changes
        })
    }

    /// The rows of the baseline.
    pub fn earlier(&self) -> &Bits {
        &self.earlier
    }

    /// Those of them that no row is any more.
    pub fn gone(&self) -> &Bits {
        &self.gone
    }
}

#[cfg(test)]
mod tests {
    use crate::{Fleet, Place, Record, SourceId};

    fn push(fleet: &mut Fleet, source: u32, rows: &[(&'static str, &'static str)]) {
        fleet.begin(SourceId(source), "");
        for (sim_id, imsi) in rows {
            let record = Record { sim_id: (*sim_id).into(), imsi: (*imsi).into(), ..Record::default() };
            fleet.push(&record, Place::default()).unwrap();
        }
    }

    #[test]
    fn rows_are_matched_once() {
        let mut fleet = Fleet::default();
        push(&mut fleet, 1, &[("a", "1"), ("a", "2"), ("b", "3"), ("", "4"), ("c", "5"), ("", "")]);
        push(&mut fleet, 2, &[("a", "2"), ("b", "30"), ("d", "4"), ("a", "1"), ("e", "6"), ("", "")]);
        fleet.set_baseline(vec![SourceId(1)]);
        fleet.settle();
        let comparison = fleet.comparison().unwrap();
        let before: Vec<_> = (6..12).map(|row| comparison.before(row)).collect();
        assert_eq!(before, [Some(1), Some(2), Some(3), Some(0), None, None]);
        assert_eq!(comparison.gone().iter().collect::<Vec<_>>(), [4, 5]);
        assert_eq!(fleet.live().iter().collect::<Vec<_>>(), [6, 7, 8, 9, 10, 11]);
        fleet.set_baseline(vec![]);
        fleet.settle();
        assert!(fleet.comparison().is_none());
        assert_eq!(fleet.live().count(), 9);
    }

    #[test]
    fn a_baseline_that_is_removed_is_none() {
        let mut fleet = Fleet::default();
        push(&mut fleet, 1, &[("a", "1")]);
        fleet.set_baseline(vec![SourceId(1)]);
        push(&mut fleet, 2, &[("a", "1"), ("b", "2")]);
        fleet.settle();
        assert_eq!((fleet.live().count(), fleet.outdated(SourceId(1))), (2, 0));
        fleet.remove(SourceId(1));
        fleet.settle();
        assert!(fleet.comparison().is_none() && fleet.baseline().is_empty());
        assert_eq!(fleet.live().iter().collect::<Vec<_>>(), [0, 1]);
    }
}
