//! A set of rows, one bit a row.

/// A set of rows out of `0..len`, 64 to a word; the bits past `len` are always clear.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowSet {
    words: Vec<u64>,
    len: usize,
}

impl RowSet {
    /// No row of `len`.
    pub fn with_no_rows(len: usize) -> Self {
        Self { words: vec![0; len.div_ceil(64)], len }
    }

    /// Every row of `len`.
    pub fn with_all_rows(len: usize) -> Self {
        Self::from_fn(len, |_| true)
    }

    /// The rows for which `holds` says yes; it is asked once a row, in order.
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

    /// How many rows there are to be in or out.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are no rows at all.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// How many rows are in the set.
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

    /// Keeps what both sets have. Both are of one length.
    pub fn intersect_with(&mut self, other: &Self) {
        self.combine_words(other, |a, b| a & b);
    }

    /// Adds what the other set has. Both are of one length.
    pub fn union_with(&mut self, other: &Self) {
        self.combine_words(other, |a, b| a | b);
    }

    /// Takes out what the other set has. Both are of one length.
    pub fn difference_with(&mut self, other: &Self) {
        self.combine_words(other, |a, b| a & !b);
    }

    fn combine_words(&mut self, other: &Self, f: impl Fn(u64, u64) -> u64) {
        debug_assert_eq!(self.len, other.len);
        for (a, b) in self.words.iter_mut().zip(&other.words) {
            *a = f(*a, *b);
        }
    }

    /// Every row that was in is out, and the other way round.
    pub fn invert(&mut self) {
        for word in &mut self.words {
            *word = !*word;
        }
        if let (Some(last), rest @ 1..) = (self.words.last_mut(), self.len % 64) {
            *last &= (1 << rest) - 1;
        }
    }

    /// The rows of the set, in order.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(i, &word)| {
            std::iter::successors(Some(word), |w| Some(w & w.wrapping_sub(1)))
                .take_while(|w| *w != 0)
                .map(move |w| i * 64 + w.trailing_zeros() as usize)
        })
    }

    /// How many rows of the set have each code below `len`; others count as code 0.
    ///
    /// Counts of neighbours go to four tables side by side: one that is written to again and again waits for itself.
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

    /// The row of the set at this place, counted from 0.
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

    /// The rows of the set from this row on, in order.
    pub fn iter_from(&self, row: usize) -> impl Iterator<Item = usize> + '_ {
        (row / 64..self.words.len()).flat_map(move |i| {
            let word = if i == row / 64 { self.words[i] & (u64::MAX << (row % 64)) } else { self.words[i] };
            std::iter::successors(Some(word), |w| Some(w & w.wrapping_sub(1)))
                .take_while(|w| *w != 0)
                .map(move |w| i * 64 + w.trailing_zeros() as usize)
        })
    }

    /// How many rows of the range are in the set.
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
            let mut bits = RowSet::from_fn(a.len(), |i| a[i]);
            let mut plain = a.clone();
            for (at, to) in flips {
                if to { bits.insert(at) } else { bits.remove(at) }
                if let Some(bit) = plain.get_mut(at) { *bit = to; }
            }
            let rows: Vec<_> = plain.iter().enumerate().filter(|(_, b)| **b).map(|(i, _)| i).collect();
            prop_assert_eq!(bits.iter().collect::<Vec<_>>(), rows.clone());
            prop_assert_eq!(bits.count(), rows.len());
            for (place, row) in rows.iter().enumerate() {
                prop_assert_eq!(bits.nth_row(place), Some(*row));
                prop_assert_eq!(bits.iter_from(*row).collect::<Vec<_>>(), rows[place..].to_vec());
            }
            prop_assert_eq!(bits.nth_row(rows.len()), None);
            let code = |row: usize| row * 7 % 5;
            let tally = bits.count_by_code(4, code);
            let expected = |wanted| rows.iter().filter(|row| code(**row) == wanted || wanted == 0 && code(**row) == 4).count();
            prop_assert_eq!(tally, (0..4).map(|wanted| expected(wanted) as u32).collect::<Vec<_>>());
            bits.invert();
            prop_assert_eq!(bits.count(), plain.len() - rows.len());
            let mut pushed = RowSet::default();
            for (row, bit) in plain.iter().enumerate() {
                pushed.grow_to(row + 1);
                if !bit { pushed.insert(row) }
            }
            prop_assert_eq!(pushed, bits);
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
