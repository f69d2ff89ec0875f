//! Lists of the operator's own, joined with the fleet: which site a SIM belongs to, what it should do, what it costs.

mod column;
mod list;
#[cfg(test)]
mod tests;

pub use column::{ColumnRole, ListColumn, format_number};
pub use list::{JoinCounts, JoinedList, JoinedListBuilder};

use crate::{Columns, DictColumn, RowSet, SourceId, fold_text};
use list::free_name;
use std::borrow::Cow;

/// The lists, in the order in which they were read. They are matched again whenever other rows count.
#[derive(Clone, Debug, Default)]
pub struct JoinedLists {
    lists: Vec<JoinedList>,
    meanings: Vec<ColumnMeaning>,
}

/// What the operator said that a column means; it outlives another reading of its list.
#[derive(Clone, Debug)]
struct ColumnMeaning {
    list: SourceId,
    column: String,
    word: String,
}

/// A column of one of the lists.
#[derive(Clone, Copy, Debug)]
pub struct JoinedColumn<'a> {
    list: &'a JoinedList,
    column: &'a ListColumn,
    meaning: Option<&'a str>,
}

impl<'a> JoinedColumn<'a> {
    /// What the operator said that it means, see [`crate::Fleet::set_column_meaning`]; `None` where its name says so.
    pub fn meaning(self) -> Option<&'a str> {
        self.meaning
    }

    /// The list.
    pub fn list(self) -> &'a JoinedList {
        self.list
    }

    /// The column.
    pub fn column(self) -> &'a ListColumn {
        self.column
    }

    /// The text of a row; empty where the list does not say. Numbers are added up where several entries are of one row.
    pub fn text(self, row: usize) -> Cow<'a, str> {
        if self.column.is_number() {
            return self.number(row).map(|sum| Cow::Owned(format_number(sum))).unwrap_or_default();
        }
        // The first entry that says something.
        let mut texts = self.list.entries_of_row(row).map(|entry| self.column.text(entry));
        texts.find(|text| !text.is_empty()).unwrap_or_default()
    }

    /// The number of a row; `None` where the list does not say, or says a text.
    pub fn number(self, row: usize) -> Option<f64> {
        self.list.sum_of_row(self.column, row)
    }

    /// The number of the text of a row among [`ListColumn::distinct_texts`]; `None` where the list does not say.
    pub fn text_number(self, row: usize) -> Option<u32> {
        let (_, numbers) = self.column.distinct_texts()?;
        let mut of_entries = self.list.entries_of_row(row).filter_map(|entry| numbers.get(entry as usize).copied());
        of_entries.find(|number| *number != 0)
    }

    /// The text of each of so many rows. Texts past the first 65,535 are the same one: see [`crate::Dictionary`].
    pub(crate) fn to_dict_column(self, rows: usize) -> DictColumn {
        let mut column = DictColumn::default();
        (0..rows).for_each(|row| column.push(&self.text(row)));
        column
    }
}

impl JoinedLists {
    /// The lists.
    pub fn lists(&self) -> &[JoinedList] {
        &self.lists
    }

    /// The list of a name, in any case.
    pub fn list(&self, name: &str) -> Option<&JoinedList> {
        let folded = fold_text(name);
        self.lists
            .iter()
            .find(|list| list.name() == name)
            .or_else(|| self.lists.iter().find(|list| fold_text(list.name()) == folded))
    }

    /// The columns that are fields, by their names: that of the column, or `LIST.COLUMN` where an earlier list has it.
    pub fn columns(&self) -> impl Iterator<Item = (Cow<'_, str>, JoinedColumn<'_>)> {
        let fields = self.lists.iter().enumerate().flat_map(move |(at, list)| {
            let columns = list.columns().iter().filter(|column| column.role() == ColumnRole::Field);
            columns.map(move |column| (at, self.with_meaning(list, column)))
        });
        fields.map(|(at, joined)| {
            let name = joined.column.name();
            let is_taken =
                self.lists[..at].iter().any(|list| list.columns().iter().any(|other| is_same_name(other.name(), name)));
            let name =
                if is_taken { Cow::Owned(format!("{}.{name}", joined.list.name())) } else { Cow::Borrowed(name) };
            (name, joined)
        })
    }

    /// The column of a name, in any case.
    pub fn column(&self, name: &str) -> Option<JoinedColumn<'_>> {
        let exact = self.columns().find(|(other, _)| other == name);
        exact.or_else(|| self.columns().find(|(other, _)| is_same_name(other, name))).map(|(_, column)| column)
    }

    /// Returns how a name is written: that of the column, else that of the list, which has it in any case.
    pub fn known_spelling(&self, name: &str) -> Option<Cow<'_, str>> {
        let exact = self.columns().find(|(other, _)| other == name);
        let column =
            exact.or_else(|| self.columns().find(|(other, _)| is_same_name(other, name))).map(|(name, _)| name);
        column.or_else(|| self.list(name).map(|list| Cow::Borrowed(list.name())))
    }

    /// What the columns of a role add up to for each of so many rows; not a number where none says anything. Nothing
    /// where no list has such a column.
    pub(crate) fn sums_of_role(&self, role: ColumnRole, rows: usize) -> Vec<f64> {
        let columns: Vec<_> = self.columns_of_role(role).collect();
        if columns.is_empty() {
            return vec![];
        }
        let sum = |row| columns.iter().filter_map(|column| column.number(row)).reduce(|sum, number| sum + number);
        (0..rows).map(|row| sum(row).unwrap_or(f64::NAN)).collect()
    }

    /// The columns of a role that is not a field.
    pub fn columns_of_role(&self, role: ColumnRole) -> impl Iterator<Item = JoinedColumn<'_>> {
        self.lists.iter().flat_map(move |list| {
            let columns = list.columns().iter().filter(move |column| column.role() == role);
            columns.map(move |column| self.with_meaning(list, column))
        })
    }

    fn with_meaning<'a>(&'a self, list: &'a JoinedList, column: &'a ListColumn) -> JoinedColumn<'a> {
        let is_of = |one: &&ColumnMeaning| one.list == list.source() && one.column == column.name();
        JoinedColumn { list, column, meaning: self.meanings.iter().find(is_of).map(|one| one.word.as_str()) }
    }

    pub(crate) fn set_meaning(&mut self, name: &str, word: &str) {
        let Some(JoinedColumn { list, column, .. }) = self.column(name) else { return };
        let (list, column) = (list.source(), column.name().to_owned());
        self.meanings.retain(|one| one.list != list || one.column != column);
        self.meanings.push(ColumnMeaning { list, column, word: word.to_owned() });
    }

    /// Adds a list in place of an earlier one of its source.
    pub(crate) fn add(&mut self, list: JoinedListBuilder, columns: &Columns, live_rows: &RowSet) {
        let mut list = list.finish();
        self.lists.retain(|other| other.source() != list.source());
        let name = free_name(list.name(), |name| self.lists.iter().any(|other| is_same_name(other.name(), name)));
        list.rename(&name);
        list.match_rows(columns, live_rows);
        self.lists.push(list);
    }

    pub(crate) fn remove(&mut self, source: SourceId) {
        self.lists.retain(|list| list.source() != source);
        self.meanings.retain(|one| one.list != source);
    }

    pub(crate) fn match_rows(&mut self, columns: &Columns, live_rows: &RowSet) {
        self.lists.iter_mut().for_each(|list| list.match_rows(columns, live_rows));
    }
}

fn is_same_name(one: &str, other: &str) -> bool {
    one == other || fold_text(one) == fold_text(other)
}
