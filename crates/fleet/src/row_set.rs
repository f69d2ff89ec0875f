//! A set of rows, one bit a row.

/// A set of rows out of `0..len`, 64 to a word; the bits past `len` are always clear.
///
/// ```
/// use fleet::RowSet;
///
/// let mut even = RowSet::from_fn(10, |row| row % 2 == 0);
/// even.intersect_with(&RowSet::from_fn(10, |row| row > 4));
/// assert_eq!(even.iter().collect::<Vec<_>>(), [6, 8]);
/// even.invert();
/// assert_eq!((even.count(), even.nth_row(6)), (8, Some(7)));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowSet {
    words: Vec<u64>,
    len: usize,
}

impl RowSet {
    /// The empty set of `len` rows.
    pub fn with_no_rows(len: usize) -> Self {
        Self { words: vec![0; len.div_ceil(64)], len }
    }

    /// The set of all `len` rows.
    pub fn with_all_rows(len: usize) -> Self {
        Self::from_fn(len, |_| true)
    }

    /// The set of the rows for which `holds` returns true. It is called once for each row, in order.
    pub fn from_fn(len: usize, mut holds: impl FnMut(usize) -> bool) -> Self {
        let mut words = Vec::with_capacity(len.div_ceil(64));
        let mut start = 0;
        while start < len {
            let mut word = 0;
            for bit in 0..(len - start).min(64) {
                word |= u64::from(holds(start + bit)) << bit;
            }
            words.push(word);
            start += 64;
        }
        Self { words, len }
    }

    /// Number of rows that may be in the set.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are no rows that may be in the set.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Number of rows in the set.
    pub fn count(&self) -> usize {
        self.words.iter().map(|w| w.count_ones() as usize).sum()
    }

    /// Whether the row is in the set; a row past the end is not.
    pub fn contains(&self, row: usize) -> bool {
        row < self.len && self.words[row / 64] >> (row % 64) & 1 == 1
    }

    /// Puts a row into the set; a row past the end is left alone.
    pub fn insert(&mut self, row: usize) {
        if row < self.len {
            self.words[row / 64] |= 1 << (row % 64);
        }
    }

    /// Takes a row out of the set; a row past the end is left alone.
    pub fn remove(&mut self, row: usize) {
        if row < self.len {
            self.words[row / 64] &= !(1 << (row % 64));
        }
    }

    /// Adds rows up to a number of them, none of which is in the set.
    pub fn grow_to(&mut self, len: usize) {
        if len > self.len {
            self.words.resize(len.div_ceil(64), 0);
            self.len = len;
        }
    }

    /// Keeps the rows that both sets have. Both must have the same length.
    pub fn intersect_with(&mut self, other: &Self) {
        self.combine_words(other, |a, b| a & b);
    }

    /// Adds the rows of the other set. Both must have the same length.
    pub fn union_with(&mut self, other: &Self) {
        self.combine_words(other, |a, b| a | b);
    }

    /// Removes the rows of the other set. Both must have the same length.
    pub fn difference_with(&mut self, other: &Self) {
        self.combine_words(other, |a, b| a & !b);
    }

    fn combine_words(&mut self, other: &Self, f: impl Fn(u64, u64) -> u64) {
        debug_assert_eq!(self.len, other.len);
        for (a, b) in self.words.iter_mut().zip(&other.words) {
            *a = f(*a, *b);
        }
    }

    /// Removes the rows that are in the set, and adds those that are not.
    pub fn invert(&mut self) {
        for word in &mut self.words {
            *word = !*word;
        }
        if let (Some(last), rest @ 1..) = (self.words.last_mut(), self.len % 64) {
            *last &= (1 << rest) - 1;
        }
    }

    /// Returns the rows of the set, in order.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(i, &word)| {
            std::iter::successors(Some(word), |w| Some(w & w.wrapping_sub(1)))
                .take_while(|w| *w != 0)
                .map(move |w| i * 64 + w.trailing_zeros() as usize)
        })
    }

    /// Counts the rows of the set by their code. Codes from `len` on count as code 0.
    ///
    /// Neighbouring rows are counted in four tables, since an increment waits for the one before it in the same place.
    pub fn count_by_code(&self, len: usize, code: impl Fn(usize) -> usize) -> Vec<u32> {
        let mut counts = vec![[0_u32; 4]; len.max(1)];
        let mut add = |row: usize| {
            let code = code(row);
            counts[if code < len { code } else { 0 }][row % 4] += 1;
        };
        for (i, &word) in self.words.iter().enumerate() {
            let base = i * 64;
            if word == u64::MAX {
                (base..base + 64).for_each(&mut add);
            } else {
                let mut rest = word;
                while rest != 0 {
                    add(base + rest.trailing_zeros() as usize);
                    rest &= rest - 1;
                }
            }
        }
        counts.into_iter().map(|four| four.iter().sum()).collect()
    }

    /// Returns the row of the set at a position, counted from 0.
    pub fn nth_row(&self, place: usize) -> Option<usize> {
        let mut left = place;
        for (i, &word) in self.words.iter().enumerate() {
            let here = word.count_ones() as usize;
            if left < here {
                let mut rest = word;
                (0..left).for_each(|_| rest &= rest - 1);
                return Some(i * 64 + rest.trailing_zeros() as usize);
            }
            left -= here;
        }
        None
    }

    /// Returns the rows of the set from a row on, in order.
    pub fn iter_from(&self, row: usize) -> impl Iterator<Item = usize> + '_ {
        (row / 64..self.words.len()).flat_map(move |i| {
            let word = if i == row / 64 { self.words[i] & (u64::MAX << (row % 64)) } else { self.words[i] };
            std::iter::successors(Some(word), |w| Some(w & w.wrapping_sub(1)))
                .take_while(|w| *w != 0)
                .map(move |w| i * 64 + w.trailing_zeros() as usize)
        })
    }

    /// Counts the rows of a range that are in the set.
    pub fn count_in(&self, range: std::ops::Range<usize>) -> usize {
        range.filter(|row| self.contains(*row)).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_row_set_behaves_as_a_vec_of_bool(a in proptest::collection::vec(proptest::bool::weighted(0.9), 0..300), flips: Vec<(usize, bool)>) {
            let mut set = RowSet::from_fn(a.len(), |i| a[i]);
            let mut plain = a.clone();
            for (at, to) in flips {
                if to { set.insert(at) } else { set.remove(at) }
                if let Some(bit) = plain.get_mut(at) { *bit = to; }
            }
            let rows: Vec<_> = plain.iter().enumerate().filter(|(_, b)| **b).map(|(i, _)| i).collect();
            prop_assert_eq!(set.iter().collect::<Vec<_>>(), rows.clone());
            prop_assert_eq!(set.count(), rows.len());
            for (place, row) in rows.iter().enumerate() {
                prop_assert_eq!(set.nth_row(place), Some(*row));
                prop_assert_eq!(set.iter_from(*row).collect::<Vec<_>>(), rows[place..].to_vec());
            }
            prop_assert_eq!(set.nth_row(rows.len()), None);
            let code = |row: usize| row * 7 % 5;
            let counts = set.count_by_code(4, code);
            let expected = |wanted| rows.iter().filter(|row| code(**row) == wanted || wanted == 0 && code(**row) == 4).count();
            prop_assert_eq!(counts, (0..4).map(|wanted| expected(wanted) as u32).collect::<Vec<_>>());
            set.invert();
            prop_assert_eq!(set.count(), plain.len() - rows.len());
            let mut pushed = RowSet::default();
            for (row, bit) in plain.iter().enumerate() {
                pushed.grow_to(row + 1);
                if !bit { pushed.insert(row) }
            }
            prop_assert_eq!(pushed, set);
        }
    }

    #[test]
    fn set_operations_combine_rows() {
        let (even, third) = (RowSet::from_fn(130, |i| i % 2 == 0), RowSet::from_fn(130, |i| i % 3 == 0));
        let both = |f: fn(&mut RowSet, &RowSet)| {
            let mut out = even.clone();
            f(&mut out, &third);
            out
        };
        assert_eq!(both(RowSet::intersect_with), RowSet::from_fn(130, |i| i % 6 == 0));
        assert_eq!(both(RowSet::union_with), RowSet::from_fn(130, |i| i % 2 == 0 || i % 3 == 0));
        assert_eq!(both(RowSet::difference_with), RowSet::from_fn(130, |i| i % 2 == 0 && i % 3 != 0));
    }
}
