//! Lists of the operator's own, as the page shows them.

use super::Source;
use lists::ListReport;
use serde::{Deserialize, Serialize};

/// A list of the operator's own, and how it and the fleet go together.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ListStats {
    /// The file.
    pub source: Source,
    /// The name that the query language knows it by.
    pub name: String,
    /// How it was read.
    pub report: ListReport,
    /// Rows of it whose SIM is in the fleet.
    pub matched: u64,
    /// Rows of it whose SIM is not.
    pub unmatched: u64,
    /// Records of the fleet that it has no row of.
    pub records_without: u64,
    /// Identifiers that several of its rows have.
    pub repeated: u64,
    /// Identifiers of it that several records of the fleet have.
    pub ambiguous: u64,
    /// Records of the fleet that several of its identifiers are of.
    pub doubled: u64,
    /// Numbers that a spreadsheet has shortened; they identify nothing any more.
    pub shortened: Vec<String>,
    /// The columns that are fields.
    pub columns: Vec<ListColumnStats>,
}

/// A column of a list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ListColumnStats {
    /// What follows `list.` in the query language.
    pub name: String,
    /// Whether all of its values are numbers.
    pub is_number: bool,
    /// The key of the [`query::ExpectedFact`] that it says how it should be; empty for none.
    pub expected: String,
}

/// Which identifiers of a list are asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ListIdentifierKind {
    /// Those that no record of the fleet has.
    Missing,
    /// Those that several rows of the list have.
    Repeated,
    /// Those that several records of the fleet have.
    Ambiguous,
}
