//! Writes a selection of SIMs to a file, or as the cells of a table that someone else writes.
//!
//! ```
//! use fleet::{Basis, Fleet, RecordSpan, Record, SourceId};
//! use query::Field;
//!
//! let mut fleet = Fleet::default();
//! fleet.begin_source(SourceId(1), "");
//! let record = Record { imsi: "295050000000001".into(), name: "=1+1".into(), ..Record::default() };
//! fleet.push(&record, RecordSpan::default())?;
//!
//! let headers = ["IMSI".to_owned(), "Name".to_owned()];
//! let chunks = export::csv::write_visible_columns(&fleet, 0..1, &[Field::Imsi, Field::Name], Basis::Previous, &headers, true);
//! let bytes = chunks.collect::<Result<Vec<_>, _>>()?.concat();
//! assert_eq!(bytes, b"\xEF\xBB\xBFIMSI,Name\r\n\"=\"\"295050000000001\"\"\",'=1+1\r\n");
//! assert_eq!(export::file_name(1, "csv"), "simscope-1-sims.csv");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod csv;
pub mod geojson;
pub mod guard;
pub mod identifiers;
pub mod json;
pub mod table;

/// The error of writing a file.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The CSV writer failed. It writes to memory, so this is not expected.
    #[error("the CSV could not be written: {0}")]
    Csv(#[from] ::csv::Error),
    /// The cells of a table could not be encoded. They are encoded in memory, so this is not expected.
    #[error("the table could not be written: {0}")]
    Cells(#[from] postcard::Error),
}

/// Returns the name of a file with a number of SIMs; it names nothing else about them.
pub fn file_name(sims: usize, extension: &str) -> String {
    format!("simscope-{sims}-sims.{extension}")
}
