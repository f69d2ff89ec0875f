//! Rows that are few among all.

use crate::raw;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A few rows, in order.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct SparseRows(#[serde(with = "raw")] Vec<u32>);

impl SparseRows {
    /// Adds a row after all others. There are fewer rows than bytes in the arena, whose number fits into 32 bits.
    pub fn push(&mut self, row: usize) {
        self.0.push(row as u32);
    }

    /// Adds the rows of a later part, which begins at a row.
    pub fn append_shifted(&mut self, later: &Self, start: usize) {
        self.0.extend(later.0.iter().map(|row| row + start as u32));
    }

    /// Removes a range of all rows; those after it move up.
    pub fn remove_range(&mut self, rows: &Range<usize>) {
        self.0.retain(|row| !rows.contains(&(*row as usize)));
        let after = self.0.partition_point(|row| (*row as usize) < rows.end);
        self.0[after..].iter_mut().for_each(|row| *row -= rows.len() as u32);
    }

    /// Whether a row is one of them.
    pub fn contains(&self, row: usize) -> bool {
        !self.0.is_empty() && self.0.binary_search(&(row as u32)).is_ok()
    }

    /// The rows, in order.
    pub fn iter(&self) -> impl Iterator<Item = usize> {
        self.0.iter().map(|row| *row as usize)
    }

    /// Returns memory that is not used.
    pub fn shrink_to_fit(&mut self) {
        self.0.shrink_to_fit();
    }
}
