//! Records of the same SIM: which of them is the newest.

use crate::dictionary::fx_hash;
use crate::identity::{record_identity, sim_identity};
use crate::{Columns, RowSet};
use hashbrown::HashTable;

/// Finds rows again by what they are known by. It serves one set of rows after the other, so that its memory is allocated
/// once.
pub(crate) struct RowIndex<'a> {
    columns: &'a Columns,
    rows: HashTable<u32>,
}

impl<'a> RowIndex<'a> {
    /// An empty index with room for all rows.
    pub fn with_room_for(columns: &'a Columns) -> Self {
        Self { columns, rows: HashTable::with_capacity(columns.len()) }
    }

    /// Removes all records of a SIM but the newest one from a set of rows. Records without any identifier stay.
    pub fn keep_newest_records(&mut self, rows: &mut RowSet) {
        let columns = self.columns;
        self.rows.clear();
        for row in rows.clone().iter() {
            let key = record_identity(columns, row);
            if key.is_empty() {
                continue;
            }
            match self.rows.find_mut(fx_hash(key), |other| record_identity(columns, *other as usize) == key) {
                Some(other) if columns.recency_key(row) >= columns.recency_key(*other as usize) => {
                    rows.remove(*other as usize);
                    *other = row as u32;
                }
                Some(_) => rows.remove(row),
                None => {
                    let hash = |other: &u32| fx_hash(record_identity(columns, *other as usize));
                    self.rows.insert_unique(fx_hash(key), row as u32, hash);
                }
            }
        }
    }

    /// Counts the distinct SIMs of a set of rows. A record without any identifier is a SIM of its own.
    pub fn count_sims(&mut self, rows: &RowSet) -> usize {
        let columns = self.columns;
        self.rows.clear();
        let mut unnamed = 0;
        for row in rows.iter() {
            let key = sim_identity(columns, row);
            if key.is_empty() {
                unnamed += 1;
            } else if self.rows.find(fx_hash(key), |other| sim_identity(columns, *other as usize) == key).is_none() {
                let hash = |other: &u32| fx_hash(sim_identity(columns, *other as usize));
                self.rows.insert_unique(fx_hash(key), row as u32, hash);
            }
        }
        unnamed + self.rows.len()
    }
}
