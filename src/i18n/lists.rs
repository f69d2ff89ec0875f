//! The messages of the operator's own lists.

use crate::format::FormattedCount;

/// The messages.
pub struct ListMessages {
    pub title: &'static str,
    pub hint: &'static str,
    pub count: fn(FormattedCount) -> String,
    /// The file, how many of its rows are SIMs of the fleet, and of how many.
    pub joined: fn(&str, FormattedCount, FormattedCount) -> String,
    /// The file and its columns.
    pub waits: fn(&str, &[String]) -> String,
    /// The same of one that nothing of the fleet is in.
    pub unmatched: fn(&str, &[String]) -> String,
    pub reading: fn(&str, &str, FormattedCount) -> String,
    pub matched: fn(FormattedCount, FormattedCount) -> String,
    pub identified_by: &'static str,
    /// The number of a column without a name.
    pub unnamed_column: fn(FormattedCount) -> String,
    /// A column of a list beside the fields of a record.
    pub column: fn(&str) -> String,
    pub fields: &'static str,
    /// Which fields are compared with which columns; empty for none.
    pub expectations: fn(&str) -> String,
    /// Of a column that says nothing of that kind.
    pub expects_nothing: &'static str,
    pub show_with: &'static str,
    pub show_without: fn(FormattedCount) -> String,
    pub missing: fn(FormattedCount) -> String,
    pub repeated: fn(FormattedCount) -> String,
    pub ambiguous: fn(FormattedCount) -> String,
    pub doubled: fn(FormattedCount) -> String,
    /// How many rows, and the numbers of the first of them.
    pub irregular: fn(FormattedCount, &str) -> String,
    pub measure: &'static str,
    /// The measure, its sum over the selection, and over the fleet where that is more.
    pub amount: fn(&str, &str, Option<&str>) -> String,
    pub identifiers: &'static str,
}
