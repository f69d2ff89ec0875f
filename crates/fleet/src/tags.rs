//! The keys of tags, and how their values were written.

use crate::Dictionary;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

/// The tag keys of a fleet by code, and the values that have capitals as they were written.
///
/// Values themselves stand in [`crate::Lines`], in lower case. Those that repeat are few: they are remembered here as they
/// were first written, so that a list of values shows `Tokyo` and not `tokyo`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "(Dictionary, Vec<Box<str>>)", into = "(Dictionary, Vec<Box<str>>)")]
pub struct Tags {
    keys: Dictionary,
    /// Values in lower case, and as they were first written.
    written: FxHashMap<Box<str>, Box<str>>,
    /// Values as they were written: to look one up takes no memory, to fold it would.
    met: FxHashSet<Box<str>>,
    /// The same in the order in which they were met.
    order: Vec<Box<str>>,
}

impl From<(Dictionary, Vec<Box<str>>)> for Tags {
    fn from((keys, order): (Dictionary, Vec<Box<str>>)) -> Self {
        let mut tags = Self { keys, ..Self::default() };
        order.iter().for_each(|value| tags.meet(value));
        tags
    }
}

impl From<Tags> for (Dictionary, Vec<Box<str>>) {
    fn from(tags: Tags) -> Self {
        (tags.keys, tags.order)
    }
}

/// So many values are remembered as they were written. What repeats comes early; serial numbers would fill any table.
const ROOM: usize = 4096;

impl Tags {
    /// The code of a tag, which is new if its key was not met before; its value is remembered where it has capitals.
    pub(crate) fn code(&mut self, key: &str, value: &str) -> u16 {
        self.meet(value);
        self.keys.code(key)
    }

    /// Takes those of later records in: what the codes of their keys are here.
    pub(crate) fn take_in(&mut self, later: &Self) -> Vec<u16> {
        later.order.iter().for_each(|value| self.meet(value));
        self.keys.take_in(&later.keys)
    }

    fn meet(&mut self, value: &str) {
        let may_have_capitals = |value: &str| value.bytes().any(|b| b.is_ascii_uppercase() || !b.is_ascii());
        if self.met.len() < ROOM && may_have_capitals(value) && !self.met.contains(value) {
            self.met.insert(value.into());
            self.order.push(value.into());
            let folded = value.to_lowercase();
            if folded != value {
                self.written.entry(folded.into()).or_insert_with(|| value.into());
            }
        }
    }

    /// Every key with its code, in the order in which they were met.
    pub fn keys(&self) -> impl Iterator<Item = (u16, &str)> {
        self.keys.texts().enumerate().skip(1).map(|(code, key)| (code as u16, key))
    }

    /// The codes of a key, whatever its capitals.
    pub fn codes(&self, key: &str) -> Vec<u16> {
        let folded = key.to_lowercase();
        self.keys().filter(|(_, key)| key.to_lowercase() == folded).map(|(code, _)| code).collect()
    }

    /// A value, which is in lower case, as it was written where that is remembered.
    pub fn as_written<'a>(&'a self, folded: &'a str) -> &'a str {
        self.written.get(folded).map_or(folded, |written| written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_in_any_case_and_values_as_written() {
        let mut tags = Tags::default();
        let codes = [("Site", "Tokyo"), ("site", "TOKYO"), ("floor", "2")].map(|(key, value)| tags.code(key, value));
        assert_eq!(codes, [1, 2, 3]);
        assert_eq!((tags.codes("SITE"), tags.codes("x")), (vec![1, 2], vec![]));
        assert_eq!((tags.as_written("tokyo"), tags.as_written("2")), ("Tokyo", "2"));
        assert_eq!(tags.keys().collect::<Vec<_>>(), [(1, "Site"), (2, "site"), (3, "floor")]);
    }

    #[test]
    fn only_so_many_values_are_remembered() {
        let mut tags = Tags::default();
        for i in 0..2 * ROOM {
            tags.code("serial", &format!("SN{i}"));
        }
        assert_eq!((tags.as_written("sn7"), tags.as_written("sn8000")), ("SN7", "sn8000"));
    }
}
