//! Texts that repeat, stored once and identified by a small number.

use hashbrown::HashTable;
use rustc_hash::FxHasher;
use serde::{Deserialize, Serialize};
use std::hash::{Hash, Hasher};

/// Distinct texts by code. Code 0 is the empty text, which means that a value is absent.
///
/// It has room for 65,535 texts. After that, a new text gets the code of [`Dictionary::OVERFLOW_TEXT`]: real fleets have
/// tens of statuses and plans and some thousands of groups, so that only a damaged file comes near.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(from = "Vec<Box<str>>", into = "Vec<Box<str>>")]
pub struct Dictionary {
    texts: Vec<Box<str>>,
    codes: HashTable<DictionaryEntry>,
}

/// A text's code, and the key that distinguishes it from most others.
#[derive(Clone, Copy, Debug)]
struct DictionaryEntry {
    key: u64,
    code: u16,
}

impl DictionaryEntry {
    /// Returns the key of a text: its bytes where it has eight or less, so that the text itself need not be compared.
    #[inline]
    fn text_key(text: &str) -> u64 {
        match text.as_bytes() {
            bytes if bytes.len() > 8 => fx_hash(text),
            bytes => match bytes.try_into() {
                Ok(eight) => u64::from_le_bytes(eight),
                Err(_) => bytes.iter().fold(0, |key, byte| key << 8 | u64::from(*byte)),
            },
        }
    }

    #[inline]
    fn key_hash(self) -> u64 {
        fx_hash(self.key)
    }

    #[inline]
    fn is_entry_of(self, key: u64, text: &str, texts: &[Box<str>]) -> bool {
        let same = |own: &str| own.len() == text.len() && (text.len() <= 8 || own == text);
        self.key == key && texts.get(usize::from(self.code)).is_some_and(|own| same(own))
    }
}

impl Default for Dictionary {
    fn default() -> Self {
        Self { texts: vec!["".into()], codes: HashTable::new() }
    }
}

impl From<Vec<Box<str>>> for Dictionary {
    fn from(texts: Vec<Box<str>>) -> Self {
        let mut dictionary = Self::default();
        for text in &texts {
            dictionary.intern_text(text);
        }
        dictionary
    }
}

impl From<Dictionary> for Vec<Box<str>> {
    fn from(dictionary: Dictionary) -> Self {
        dictionary.texts
    }
}

impl Dictionary {
    /// The text that replaces every text past the capacity.
    pub const OVERFLOW_TEXT: &'static str = "…";

    /// Returns the code of a text, which is new if the text is.
    pub fn intern_text(&mut self, text: &str) -> u16 {
        if text.is_empty() {
            return 0;
        }
        if let Some(code) = self.find_code(text) {
            return code;
        }
        let text = match self.texts.len() {
            0xFFFF => Self::OVERFLOW_TEXT,
            0x1_0000.. => return 0xFFFF,
            _ => text,
        };
        let code = self.texts.len() as u16;
        self.texts.push(text.into());
        let entry = DictionaryEntry { key: DictionaryEntry::text_key(text), code };
        self.codes.insert_unique(entry.key_hash(), entry, |entry| entry.key_hash());
        code
    }

    /// Adds the texts of another dictionary. Returns the codes here of all its codes.
    pub(crate) fn merge_texts(&mut self, other: &Self) -> Vec<u16> {
        other.texts().map(|text| self.intern_text(text)).collect()
    }

    /// Returns the code of a text; `None` if it has none.
    pub fn find_code(&self, text: &str) -> Option<u16> {
        if text.is_empty() {
            return Some(0);
        }
        let key = DictionaryEntry::text_key(text);
        let found = self.codes.find(fx_hash(key), |entry| entry.is_entry_of(key, text, &self.texts))?;
        Some(found.code)
    }

    /// Returns the text of a code; empty for an unknown code.
    pub fn text(&self, code: u16) -> &str {
        self.texts.get(code as usize).map_or("", |t| t)
    }

    /// All texts, in the order of their codes; the first is the empty one.
    pub fn texts(&self) -> impl ExactSizeIterator<Item = &str> {
        self.texts.iter().map(|t| &**t)
    }
}

pub(crate) fn fx_hash(text: impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    text.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_keeps_its_code() {
        let mut d = Dictionary::default();
        let codes: Vec<_> = ["active", "", "ready", "active"].iter().map(|t| d.intern_text(t)).collect();
        assert_eq!(codes, [1, 0, 2, 1]);
        assert_eq!(d.texts().collect::<Vec<_>>(), ["", "active", "ready"]);
        assert_eq!((d.find_code("ready"), d.find_code("gone")), (Some(2), None));
    }

    #[test]
    fn a_text_past_capacity_gets_the_overflow_code() {
        let mut d = Dictionary::default();
        for i in 0..70_000 {
            d.intern_text(&format!("group {i}"));
        }
        let last = d.intern_text("one more");
        assert_eq!(d.text(last), Dictionary::OVERFLOW_TEXT);
        assert_eq!(d.find_code("group 65533").map(|code| d.text(code)), Some("group 65533"));
    }
}
