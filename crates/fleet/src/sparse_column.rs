//! Columns of numbers that most fleets do not have.

use crate::raw::{self, FixedWidthNumber};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A column of numbers of which the default means "absent". While no row has another one, it takes no memory.
///
/// ```
/// use fleet::SparseColumn;
///
/// let mut column = SparseColumn::<u32>::default();
/// (0..3).for_each(|_| column.push(0));
/// assert_eq!((column.get(2), column.bytes()), (0, 0));
/// column.push(7);
/// assert_eq!((column.get(2), column.get(3), column.bytes()), (0, 7, 16));
/// ```
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(bound = "")]
pub struct SparseColumn<T: FixedWidthNumber + Default + PartialEq> {
    /// The number of each row; empty while all of them are absent.
    #[serde(with = "raw")]
    numbers: Vec<T>,
    row_count: usize,
}

impl<T: FixedWidthNumber + Default + PartialEq> SparseColumn<T> {
    /// Adds a row.
    pub fn push(&mut self, number: T) {
        if !self.numbers.is_empty() || number != T::default() {
            self.numbers.resize(self.row_count, T::default());
            self.numbers.push(number);
        }
        self.row_count += 1;
    }

    /// Appends the rows of another column.
    pub(crate) fn append_column(&mut self, later: &Self) {
        if !self.numbers.is_empty() || !later.numbers.is_empty() {
            self.numbers.resize(self.row_count, T::default());
            self.numbers.extend_from_slice(&later.numbers);
            self.numbers.resize(self.row_count + later.row_count, T::default());
        }
        self.row_count += later.row_count;
    }

    /// Takes rows out; those after them move up.
    pub(crate) fn remove_rows(&mut self, rows: Range<usize>) {
        self.row_count -= rows.len();
        if !self.numbers.is_empty() {
            self.numbers.drain(rows);
        }
    }

    /// Makes room for so many more rows, where they take memory.
    pub(crate) fn reserve(&mut self, rows: usize) {
        if !self.numbers.is_empty() {
            self.numbers.reserve_exact(rows);
        }
    }

    pub(crate) fn shrink_to_fit(&mut self) {
        self.numbers.shrink_to_fit();
    }

    /// Returns the number of a row; the default where it is absent.
    pub fn get(&self, row: usize) -> T {
        self.numbers.get(row).copied().unwrap_or_default()
    }

    /// Returns whether no row has a number.
    pub fn is_absent(&self) -> bool {
        self.numbers.is_empty()
    }

    /// Returns how many bytes the rows take.
    pub fn bytes(&self) -> usize {
        self.numbers.len() * T::SIZE
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn column_of(numbers: &[u32]) -> SparseColumn<u32> {
        let mut column = SparseColumn::default();
        for number in numbers {
            column.push(*number);
        }
        column
    }

    proptest! {
        #[test]
        fn a_column_holds_what_a_vector_holds(
            first in proptest::collection::vec(0..3u32, 0..9),
            later in proptest::collection::vec(0..3u32, 0..9),
            removed in (0..9usize, 0..9usize),
        ) {
            let (mut column, mut vector) = (column_of(&first), first);
            column.append_column(&column_of(&later));
            vector.extend(later);
            let (from, to) = (removed.0.min(removed.1).min(vector.len()), removed.0.max(removed.1).min(vector.len()));
            column.remove_rows(from..to);
            vector.drain(from..to);
            column.push(2);
            vector.push(2);
            prop_assert_eq!((0..vector.len()).map(|row| column.get(row)).collect::<Vec<_>>(), vector);
        }
    }
}
