//! Columns of what repeats from row to row, as codes: texts, networks.

use crate::{Dictionary, raw};
use places::VisitedPlmn;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// A column of texts that repeat.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct DictColumn {
    #[serde(with = "raw")]
    pub(crate) codes: Vec<u16>,
    dictionary: Dictionary,
}

impl DictColumn {
    pub(crate) fn push(&mut self, text: &str) {
        // Most rows have the text of the row before.
        let last = self.codes.last().copied().filter(|last| self.dictionary.text(*last) == text);
        let code = last.unwrap_or_else(|| self.dictionary.intern_text(text));
        self.codes.push(code);
    }

    /// Adds a text with its ASCII letters in lower case. All texts of the column must be added so.
    pub(crate) fn push_lower(&mut self, text: &str) {
        let last = self.codes.last().copied().filter(|last| self.dictionary.text(*last).eq_ignore_ascii_case(text));
        let code = last.unwrap_or_else(|| self.dictionary.intern_text(&text.to_ascii_lowercase()));
        self.codes.push(code);
    }

    pub(crate) fn append_column(&mut self, later: &Self) {
        let codes = self.dictionary.merge_texts(&later.dictionary);
        self.codes.extend(translate_codes(&later.codes, &codes));
    }

    /// Replaces each distinct text by another one. No two may become the same.
    pub(crate) fn map_texts(self, name: impl Fn(&str) -> Box<str>) -> Self {
        let texts: Vec<Box<str>> = self.dictionary.texts().skip(1).map(name).collect();
        Self { codes: self.codes, dictionary: texts.into() }
    }

    /// The code of each row; see [`DictColumn::dictionary`].
    pub fn codes(&self) -> &[u16] {
        &self.codes
    }

    /// The texts of the codes. It only grows: it may have texts that no row has any more.
    pub fn dictionary(&self) -> &Dictionary {
        &self.dictionary
    }

    /// The text of a row; empty where absent.
    pub fn text(&self, row: usize) -> &str {
        self.codes.get(row).map_or("", |c| self.dictionary.text(*c))
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
