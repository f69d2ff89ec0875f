//! Bytes of an export to a fleet, whatever layout they came in.
//!
//! ```
//! use fleet::{TextField, Fleet, SourceId};
//! use ingest::Reader;
//!
//! let mut fleet = Fleet::default();
//! fleet.begin_source(SourceId(1), "");
//! let mut reader = Reader::default();
//! for piece in ["[{\"imsi\":\"29505000", "0000001\"},{\"imsi\":295050000000002}]"] {
//!     reader.push(piece.as_bytes(), &mut fleet)?;
//! }
//! let report = reader.finish(&mut fleet)?;
//! assert_eq!((report.read, report.skipped, report.cut), (2, 0, None));
//! assert_eq!(fleet.columns().text(1, TextField::Imsi), "295050000000002");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod block;
mod dialect;
mod encoding;
mod escapes;
mod extract;
mod guess;
mod habits;
mod json;
mod leaf;
mod null;
mod own_json;
mod reader;
mod refuse;
mod report;
mod resync;
mod scan;
mod shape;
mod sim;
mod split;
mod stretch;
mod walk;
pub mod zip;

pub use encoding::{HEAD, Utf16, is_gzip};
pub use escapes::{ESCAPE, Escapes};
pub use extract::{DEPTH, Findings, Refused, extract};
pub use habits::Habits;
pub use own_json::{MASK, SECRETS, redacted, set_out};
pub use reader::Reader;
pub use report::{Dialect, Encoding, Kind, NOTES, Note, Refusal, Report, What};
pub use split::{LONGEST, Piece, Splitter, Verdict};
pub use stretch::{Extractor, Stretch};
/// For fuzzers: the law of what is read by habit.
#[cfg(fuzzing)]
pub use walk::agrees;
