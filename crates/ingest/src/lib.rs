//! Bytes of an export to a fleet, whatever layout they came in.
//!
//! ```
//! use fleet::{TextField, Fleet, SourceId};
//! use ingest::IngestReader;
//!
//! let mut fleet = Fleet::default();
//! fleet.begin_source(SourceId(1), "");
//! let mut reader = IngestReader::default();
//! for piece in ["[{\"imsi\":\"29505000", "0000001\"},{\"imsi\":295050000000002}]"] {
//!     reader.push(piece.as_bytes(), &mut fleet)?;
//! }
//! let report = reader.finish(&mut fleet)?;
//! assert_eq!((report.records_read, report.skipped, report.truncated_at), (2, 0, None));
//! assert_eq!(fleet.columns().text(1, TextField::Imsi), "295050000000002");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod diagnose;
mod dialect;
mod encoding;
mod extract;
mod fast_path;
mod json_cursor;
mod legacy_encoding;
mod non_finite;
mod predictor;
mod reader;
mod record_run;
mod redact;
mod report;
mod resync;
mod scalar;
mod scanner;
mod schema;
mod sim_fields;
mod simd;
mod splitter;
mod terminal_escapes;
pub mod zip;

pub use encoding::{MAX_SNIFFED_BYTES, Utf16Decoder, is_gzip};
pub use extract::{ExtractError, MAX_NESTING_DEPTH, RecordWarnings, extract_record};
/// For fuzzers: the law of what is read by habit.
#[cfg(fuzzing)]
pub use fast_path::compare_with_serde;
pub use predictor::LayoutPredictor;
pub use reader::IngestReader;
pub use record_run::{RecordRun, RunExtractor};
pub use redact::{SECRET_KEYS, SECRET_MASK, pretty_print_redacted, redact_secrets};
pub use report::{Encoding, IngestError, IngestIssue, IngestReport, IssueKind, JsonDialect, JsonType, MAX_ISSUES};
pub use splitter::{MAX_RECORD_LEN, RecordOutcome, RecordSplitter, SplitEvent};
pub use terminal_escapes::{ESCAPE_BYTE, EscapeStripper};
