//! Distinct texts in one string, each with a number: what [`crate::Dictionary`] is for columns, without its limit.

use crate::dictionary::fx_hash;
use hashbrown::HashTable;

/// Distinct texts, numbered from 0 in the order in which they came. A text takes its bytes and some ten more.
#[derive(Clone, Debug, Default)]
pub struct TextPool {
    texts: String,
    /// Where each text ends.
    ends: Vec<usize>,
    numbers: HashTable<u32>,
}

impl TextPool {
    /// Returns the number of a text, and whether it is new.
    pub fn intern_text(&mut self, text: &str) -> (u32, bool) {
        if let Some(number) = self.find_number(text) {
            return (number, false);
        }
        let number = self.ends.len() as u32;
        self.texts.push_str(text);
        self.ends.push(self.texts.len());
        let Self { texts, ends, numbers } = self;
        numbers.insert_unique(fx_hash(text), number, |number| fx_hash(slice_text(texts, ends, *number)));
        (number, true)
    }

    /// Returns the number of a text; `None` where it is not here.
    pub fn find_number(&self, text: &str) -> Option<u32> {
        self.numbers.find(fx_hash(text), |number| self.text(*number) == text).copied()
    }

    /// Returns the text of a number; empty for a number that no text has.
    pub fn text(&self, number: u32) -> &str {
        slice_text(&self.texts, &self.ends, number)
    }

    /// All texts, in the order of their numbers.
    pub fn texts(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.ends.len()).map(|number| self.text(number as u32))
    }

    /// Number of the texts.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are no texts.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Returns memory that is reserved and not used.
    pub fn shrink_to_fit(&mut self) {
        self.texts.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}

fn slice_text<'a>(texts: &'a str, ends: &[usize], number: u32) -> &'a str {
    let at = number as usize;
    let start = at.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
    ends.get(at).and_then(|end| texts.get(start..*end)).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_keeps_its_number() {
        let mut pool = TextPool::default();
        let numbers = ["a", "", "東京", "a", ""].map(|text| pool.intern_text(text));
        assert_eq!(numbers, [(0, true), (1, true), (2, true), (0, false), (1, false)]);
        assert_eq!(pool.texts().collect::<Vec<_>>(), ["a", "", "東京"]);
        assert_eq!((pool.find_number("東京"), pool.find_number("b"), pool.text(9)), (Some(2), None, ""));
    }

    #[test]
    fn a_hundred_thousand_texts_are_found_again() {
        let mut pool = TextPool::default();
        for at in 0..100_000 {
            assert_eq!(pool.intern_text(&format!("text {at}")), (at, true));
        }
        assert!((0..100_000).all(|at| pool.find_number(&format!("text {at}")) == Some(at)));
    }
}
