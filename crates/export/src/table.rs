//! The visible columns with what each cell holds, for those who write typed tables.

use crate::ExportError;
use fleet::{Basis, Fleet};
use query::{CellKind, ColumnKey, TableTexts};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A kind of file with typed cells.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum TableForm {
    /// A workbook of a spreadsheet.
    Xlsx,
    /// Apache Parquet, which databases read.
    Parquet,
}

impl TableForm {
    /// The media type of the file.
    pub fn mime_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Parquet => "application/vnd.apache.parquet",
        }
    }
}

/// A column of such a file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TableColumn {
    /// Its name in the query language.
    pub key: String,
    /// Its header, in the reader's language.
    pub header: String,
    /// What its cells hold.
    pub kind: CellKind,
}

/// What such a file says of itself, in the reader's language.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct TableNotes {
    /// The name of the sheet of SIMs.
    pub sims: String,
    /// The name of the sheet of notes, and what the query is called there.
    pub query: String,
    /// The notes after the query: what, and what it is.
    pub lines: Vec<(String, String)>,
    /// What is said of texts that did not fit.
    pub cut: String,
}

/// A file that is asked for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TableOrder {
    /// What it is.
    pub form: TableForm,
    /// Its columns.
    pub columns: Vec<TableColumn>,
    /// The query that selects its rows.
    pub query: String,
    /// What it says of itself.
    pub notes: TableNotes,
}

/// The content of a cell.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum TableCell<'a> {
    /// Nothing is known.
    Empty,
    /// A text.
    #[serde(borrow)]
    Text(Cow<'a, str>),
    /// A number.
    Number(f64),
    /// A moment in milliseconds since 1970.
    Time(i64),
}

/// Writes the cells of rows, one row after another, as postcard has a list of [`TableCell`].
///
/// # Errors
/// None that is known: the cells are encoded in memory.
pub fn encode_cells(fleet: &Fleet, rows: &[u32], columns: &[ColumnKey], basis: Basis) -> Result<Vec<u8>, ExportError> {
    let texts = TableTexts::new(fleet, basis);
    let cell = |row: &u32, column: ColumnKey| {
        let row = *row as usize;
        let text = || texts.get(column, row);
        match column.cell_kind() {
            CellKind::Time => texts.time(column, row).map_or(TableCell::Empty, TableCell::Time),
            CellKind::Number => text().parse().map_or(TableCell::Empty, TableCell::Number),
            CellKind::Text => Some(text()).filter(|text| !text.is_empty()).map_or(TableCell::Empty, TableCell::Text),
        }
    };
    let cells: Vec<_> = rows
        .iter()
        .flat_map(|row| columns.iter().map(move |column| (row, *column)))
        .map(|(row, column)| cell(row, column))
        .collect();
    Ok(postcard::to_allocvec(&cells)?)
}
