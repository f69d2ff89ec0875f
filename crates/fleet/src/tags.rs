//! The keys of tags, and how their values were written.

use crate::{Dictionary, fold_text, to_nfc};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

/// The tag keys of a fleet by code, and the values that have capitals as they were written.
///
/// The values are in [`crate::TextArena`], in lower case. Those that repeat are few: they are remembered here as they were
/// first written, so that a list of values shows `Tokyo` and not `tokyo`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "(Dictionary, Vec<Box<str>>)", into = "(Dictionary, Vec<Box<str>>)")]
pub struct TagDictionary {
    keys: Dictionary,
    /// How values were first written, by their lower case.
    original_by_folded: FxHashMap<Box<str>, Box<str>>,
    /// Values as they were written. To look one up needs no memory; to fold it would.
    remembered_values: FxHashSet<Box<str>>,
    /// The same values in the order in which they were met.
    remembered_order: Vec<Box<str>>,
}

impl From<(Dictionary, Vec<Box<str>>)> for TagDictionary {
    fn from((keys, order): (Dictionary, Vec<Box<str>>)) -> Self {
        let mut tags = Self { keys, ..Self::default() };
        for value in &order {
            tags.remember_value(value);
        }
        tags
    }
}

impl From<TagDictionary> for (Dictionary, Vec<Box<str>>) {
    fn from(tags: TagDictionary) -> Self {
        (tags.keys, tags.remembered_order)
    }
}

/// Maximum number of values that are remembered. What repeats comes early; serial numbers would fill any table.
const MAX_REMEMBERED_VALUES: usize = 4096;

/// The tag that Soracom itself shows as the SIM's name.
const NAME_KEY: &str = "name";

/// Where the values of a tag's key are. If a record has several of them, the last one counts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TagKeyCodes {
    /// Whether the names are among them.
    pub includes_names: bool,
    /// The codes of the keys in [`crate::TextArena::for_each_tag_value`], after the names.
    pub codes: Vec<u16>,
}

impl TagDictionary {
    /// Returns the code of a tag's key, which is new if the key is. The value is remembered where it has capitals.
    pub(crate) fn intern_tag(&mut self, key: &str, value: &str) -> u16 {
        self.remember_value(value);
        self.keys.intern_text(&to_nfc(key))
    }

    /// Adds the tags of later records. Returns the codes here of their keys.
    pub(crate) fn merge_tags(&mut self, later: &Self) -> Vec<u16> {
        later.remembered_order.iter().for_each(|value| self.remember_value(value));
        self.keys.merge_texts(&later.keys)
    }

    fn remember_value(&mut self, value: &str) {
        let may_have_capitals = |value: &str| value.bytes().any(|b| b.is_ascii_uppercase() || !b.is_ascii());
        if self.remembered_values.len() < MAX_REMEMBERED_VALUES
            && may_have_capitals(value)
            && !self.remembered_values.contains(value)
        {
            self.remembered_values.insert(value.into());
            self.remembered_order.push(value.into());
            let folded = fold_text(value);
            if folded != value {
                self.original_by_folded.entry(folded.as_ref().into()).or_insert_with(|| value.into());
            }
        }
    }

    /// Returns every key with its code, in the order in which they were met.
    pub fn keys(&self) -> impl Iterator<Item = (u16, &str)> {
        self.keys.texts().enumerate().skip(1).map(|(code, key)| (code as u16, key))
    }

    /// Finds where the values of a key are: under that very key, else under the keys that [`fold_text`] to the same.
    pub fn find_key(&self, key: &str) -> TagKeyCodes {
        let key = to_nfc(key);
        if key == NAME_KEY {
            return TagKeyCodes { includes_names: true, codes: vec![] };
        }
        if let Some(code) = self.keys.find_code(&key).filter(|code| *code != 0) {
            return TagKeyCodes { includes_names: false, codes: vec![code] };
        }
        let folded = fold_text(&key);
        let alike = self.keys().filter(|(_, other)| fold_text(other) == folded).map(|(code, _)| code);
        TagKeyCodes { includes_names: folded == NAME_KEY, codes: alike.collect() }
    }

    /// Returns how the fleet writes a key: as it is, where the fleet has it, else as the only key that [`fold_text`]s to
    /// the same.
    pub fn known_spelling(&self, key: &str) -> Option<&str> {
        let places = self.find_key(key);
        match (places.includes_names, &places.codes[..]) {
            (true, []) => Some(NAME_KEY),
            (false, [code]) => Some(self.keys.text(*code)),
            _ => None,
        }
    }

    /// Returns how a value, which is in lower case, was written where that is remembered.
    pub fn as_written<'a>(&'a self, folded: &'a str) -> &'a str {
        self.original_by_folded.get(folded).map_or(folded, |written| written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_match_in_any_case_and_values_keep_their_spelling() {
        let mut tags = TagDictionary::default();
        let codes =
            [("Site", "Tokyo"), ("site", "TOKYO"), ("floor", "2")].map(|(key, value)| tags.intern_tag(key, value));
        assert_eq!(codes, [1, 2, 3]);
        let codes = ["Site", "site", "SITE", "ＳＩＴＥ", "x", "floor", "Floor"].map(|key| tags.find_key(key).codes);
        assert_eq!(codes, [vec![1], vec![2], vec![1, 2], vec![1, 2], vec![], vec![3], vec![3]]);
        let spellings = ["Site", "SITE", "Floor", "x", "name", "Name"].map(|key| tags.known_spelling(key));
        assert_eq!(spellings, [Some("Site"), None, Some("floor"), None, Some("name"), Some("name")]);
        assert_eq!((tags.as_written("tokyo"), tags.as_written("2")), ("Tokyo", "2"));
        assert_eq!(tags.keys().collect::<Vec<_>>(), [(1, "Site"), (2, "site"), (3, "floor")]);
    }

    #[test]
    fn the_name_is_a_key_of_its_own_and_so_is_one_in_capitals() {
        let mut tags = TagDictionary::default();
        let at = |names, codes| TagKeyCodes { includes_names: names, codes };
        assert_eq!(["name", "Name"].map(|key| tags.find_key(key)), [at(true, vec![]), at(true, vec![])]);
        tags.intern_tag("NAME", "x");
        tags.intern_tag("ポンプ", "y");
        tags.intern_tag("ホ\u{309A}ンフ\u{309A}", "z");
        let found = ["name", "Name", "NAME", "ホ\u{309A}ンフ\u{309A}", "ﾎﾟﾝﾌﾟ", ""].map(|key| tags.find_key(key));
        let pump = at(false, vec![2]);
        let expected = [at(true, vec![]), at(true, vec![1]), at(false, vec![1]), pump.clone(), pump, at(false, vec![])];
        assert_eq!(found, expected);
    }

    #[test]
    fn only_the_first_values_are_remembered() {
        let mut tags = TagDictionary::default();
        for i in 0..2 * MAX_REMEMBERED_VALUES {
            tags.intern_tag("serial", &format!("SN{i}"));
        }
        assert_eq!((tags.as_written("sn7"), tags.as_written("sn8000")), ("SN7", "sn8000"));
    }
}
