//! Columns of what repeats from row to row, as codes: texts, networks.

use crate::{Dictionary, raw};
use places::VisitedPlmn;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::ops::Range;

/// A column of texts that repeat. While all of its rows have one text, it takes no memory for them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct DictColumn {
    /// The code of each row; empty while all of them have `last_code`.
    #[serde(with = "raw")]
    codes: Vec<u16>,
    row_count: usize,
    /// The code of the last row.
    last_code: u16,
    dictionary: Dictionary,
}

impl DictColumn {
    pub(crate) fn push(&mut self, text: &str) {
        // Most rows say what the row before says.
        let is_last = self.dictionary.text(self.last_code) == text;
        let code = if is_last { self.last_code } else { self.dictionary.intern_text(text) };
        self.push_code(code);
    }

    /// Pushes a text in lower case as far as ASCII goes; no other one may be in the column.
    pub(crate) fn push_lower(&mut self, text: &str) {
        let is_last = self.dictionary.text(self.last_code).eq_ignore_ascii_case(text);
        let code = if is_last { self.last_code } else { self.dictionary.intern_text(&text.to_ascii_lowercase()) };
        self.push_code(code);
    }

    fn push_code(&mut self, code: u16) {
        if self.codes.is_empty() && (self.row_count == 0 || code == self.last_code) {
            self.last_code = code;
            self.row_count += 1;
            return;
        }
        self.store_codes(1);
        self.codes.push(code);
        self.last_code = code;
        self.row_count += 1;
    }

    /// Stores a code for each row, with room for so many more.
    fn store_codes(&mut self, additional: usize) {
        if self.codes.is_empty() {
            self.codes.reserve(self.row_count + additional);
            self.codes.resize(self.row_count, self.last_code);
        }
    }

    pub(crate) fn append_column(&mut self, later: &Self) {
        let table = self.dictionary.merge_texts(&later.dictionary);
        let translated = |code: u16| table.get(usize::from(code)).copied().unwrap_or(u16::MAX);
        let last_code = translated(later.last_code);
        if later.row_count == 0 {
            return;
        }
        let is_uniform = later.codes.is_empty() && self.codes.is_empty();
        if !is_uniform || (self.row_count > 0 && last_code != self.last_code) {
            self.store_codes(later.row_count);
            match later.codes.is_empty() {
                true => self.codes.resize(self.row_count + later.row_count, last_code),
                false => self.codes.extend(translate_codes(&later.codes, &table)),
            }
        }
        self.row_count += later.row_count;
        self.last_code = last_code;
    }

    /// Takes rows out; those after them move up.
    pub(crate) fn remove_rows(&mut self, rows: Range<usize>) {
        self.row_count -= rows.len();
        if !self.codes.is_empty() {
            self.codes.drain(rows);
            self.last_code = self.codes.last().copied().unwrap_or_default();
        }
    }

    /// Makes room for so many more rows, where they take memory.
    pub(crate) fn reserve(&mut self, rows: usize) {
        if !self.codes.is_empty() {
            self.codes.reserve_exact(rows);
        }
    }

    pub(crate) fn shrink_to_fit(&mut self) {
        self.codes.shrink_to_fit();
    }

    /// Replaces each distinct text by another one. No two may become the same.
    pub(crate) fn map_texts(self, name: impl Fn(&str) -> Box<str>) -> Self {
        let texts: Vec<Box<str>> = self.dictionary.texts().skip(1).map(name).collect();
        Self { dictionary: texts.into(), ..self }
    }

    /// Number of rows.
    pub fn row_count(&self) -> usize {
        self.row_count
    }

    /// The code of each row; see [`DictColumn::dictionary`].
    pub fn codes(&self) -> Cow<'_, [u16]> {
        match self.codes.is_empty() {
            true => Cow::Owned(vec![self.last_code; self.row_count]),
            false => Cow::Borrowed(&self.codes),
        }
    }

    /// The code of one row; 0 where there is no such row.
    pub fn code(&self, row: usize) -> u16 {
        match self.codes.get(row) {
            Some(code) => *code,
            None if row < self.row_count => self.last_code,
            None => 0,
        }
    }

    /// The texts of the codes. It only grows: it may have texts that no row has any more.
    pub fn dictionary(&self) -> &Dictionary {
        &self.dictionary
    }

    /// The text of a row; empty where absent.
    pub fn text(&self, row: usize) -> &str {
        self.dictionary.text(self.code(row))
    }
}

impl<'a> FromIterator<&'a str> for DictColumn {
    fn from_iter<T: IntoIterator<Item = &'a str>>(texts: T) -> Self {
        let mut column = Self::default();
        texts.into_iter().for_each(|text| column.push(text));
        column
    }
}

/// Translates codes by a table.
pub(crate) fn translate_codes<'a>(codes: &'a [u16], table: &'a [u16]) -> impl Iterator<Item = u16> + 'a {
    codes.iter().map(|code| table.get(usize::from(*code)).copied().unwrap_or(u16::MAX))
}

/// The distinct networks of a fleet by code; code 0 is "none".
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(from = "Vec<VisitedPlmn>", into = "Vec<VisitedPlmn>")]
pub struct NetworkDictionary {
    plmns: Vec<VisitedPlmn>,
    codes: FxHashMap<VisitedPlmn, u16>,
}

impl From<Vec<VisitedPlmn>> for NetworkDictionary {
    fn from(plmns: Vec<VisitedPlmn>) -> Self {
        let mut networks = Self::default();
        for plmn in plmns {
            networks.intern_network(Some(plmn));
        }
        networks
    }
}

impl From<NetworkDictionary> for Vec<VisitedPlmn> {
    fn from(networks: NetworkDictionary) -> Self {
        networks.plmns
    }
}

impl NetworkDictionary {
    pub(crate) fn intern_network(&mut self, plmn: Option<VisitedPlmn>) -> u16 {
        let Some(plmn) = plmn else { return 0 };
        if let Some(code) = self.codes.get(&plmn) {
            return *code;
        }
        // Some three thousand networks exist; a file that names more than 65,535 is damaged.
        let Ok(code) = u16::try_from(self.plmns.len() + 1) else {
            return u16::MAX;
        };
        self.plmns.push(plmn);
        self.codes.insert(plmn, code);
        code
    }

    /// The network of a code.
    pub fn get(&self, code: u16) -> Option<VisitedPlmn> {
        self.plmns.get(usize::from(code).checked_sub(1)?).copied()
    }

    /// Every network by code, beginning with `None` for code 0.
    pub fn by_code(&self) -> impl Iterator<Item = Option<VisitedPlmn>> {
        std::iter::once(None).chain(self.plmns.iter().copied().map(Some))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(column: &DictColumn) -> Vec<String> {
        (0..column.row_count()).map(|row| column.text(row).to_owned()).collect()
    }

    proptest! {
        #[test]
        fn a_column_has_the_texts_of_its_rows(
            first in prop::collection::vec("[ab]?", 0..6),
            later in prop::collection::vec("[ab]?", 0..6),
            removed in (0_usize..12, 0_usize..12),
        ) {
            let column = |rows: &[String]| rows.iter().map(String::as_str).collect::<DictColumn>();
            let mut expected: Vec<String> = first.iter().chain(&later).cloned().collect();
            let mut appended = column(&first);
            appended.append_column(&column(&later));
            prop_assert_eq!(texts(&appended), expected.clone());
            let codes = appended.codes().into_owned();
            prop_assert_eq!(codes.iter().map(|code| appended.dictionary().text(*code)).collect::<Vec<_>>(), expected.clone());
            let (from, to) = (removed.0.min(removed.1).min(expected.len()), removed.0.max(removed.1).min(expected.len()));
            appended.remove_rows(from..to);
            expected.drain(from..to);
            appended.push("b");
            expected.push("b".into());
            prop_assert_eq!(texts(&appended), expected);
        }
    }

    #[test]
    fn rows_of_one_text_take_no_memory() {
        let mut column: DictColumn = ["a"; 1000].into_iter().collect();
        column.append_column(&["a"; 1000].into_iter().collect());
        assert_eq!((column.codes.capacity(), column.row_count()), (0, 2000));
        column.push("b");
        assert_eq!((column.codes.len(), column.text(1999), column.text(2000), column.text(2001)), (2001, "a", "b", ""));
    }
}
