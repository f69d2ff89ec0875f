//! Tables of the operator's own, as spreadsheets and Soracom write them, to lists that are joined with a fleet.
//!
//! A table is text: cells separated by commas, semicolons, tabs or bars, in quotation marks where they need them
//! (RFC 4180), lines ended by LF, CR LF or CR. The separator, the line of names and the column that identifies SIMs are
//! recognized by what is in the first rows. It is read in chunks of any size.
//!
//! ```
//! use fleet::{Fleet, Record, RecordSpan, SourceId};
//! use lists::{KeyField, ListReader};
//!
//! let mut fleet = Fleet::default();
//! fleet.begin_source(SourceId(1), "fleet.json");
//! let record = Record { iccid: "8942310099000000010".into(), ..Record::default() };
//! fleet.push(&record, RecordSpan::default())?;
//! fleet.resolve_duplicates();
//!
//! let mut reader = ListReader::new(SourceId(2), "sites.csv", None);
//! reader.push(b"site;ICCID\nTokyo;8942 3100 9900 0000 010\n");
//! let (list, report) = reader.finish()?;
//! assert_eq!((report.key.field, report.key.column), (KeyField::Iccid, 1));
//! fleet.join_list(list);
//! assert_eq!(fleet.joined_lists().column("site").map(|site| site.text(0).into_owned()).as_deref(), Some("Tokyo"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod error;
mod key;
mod layout;
mod ledger;
mod number;
mod reader;
mod rows;
mod xlsx;

pub use error::ListError;
pub use key::{KeyColumn, KeyField};
pub use layout::{column_names, is_list};
pub use reader::{ListReader, ListReport};
pub use xlsx::{SHARED_STRINGS_PATH, STYLES_PATH, SheetReader, WORKBOOK_PATH, WORKBOOK_RELATIONS_PATH, Workbook};
