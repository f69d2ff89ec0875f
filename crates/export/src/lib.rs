//! A selection of SIMs as a file.
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
//! let parts = export::csv::write_visible_columns(&fleet, 0..1, &[Field::Imsi, Field::Name], Basis::Previous, &headers, true);
//! let bytes = parts.collect::<Result<Vec<_>, _>>()?.concat();
//! assert_eq!(bytes, b"\xEF\xBB\xBFIMSI,Name\r\n\"=\"\"295050000000001\"\"\",'=1+1\r\n");
//! assert_eq!(export::file_name(1, "csv"), "simscope-1-sims.csv");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod csv;
pub mod geojson;
pub mod guard;
pub mod json;

/// A file could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The writer of CSV failed. It writes to memory: it does not.
    #[error("the CSV could not be written: {0}")]
    Csv(#[from] ::csv::Error),
}

/// A name for a file with so many SIMs in it; it says nothing else of them.
pub fn file_name(sims: usize, extension: &str) -> String {
    format!("simscope-{sims}-sims.{extension}")
}
