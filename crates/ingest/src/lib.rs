//! Reads the bytes of an export into a fleet, whatever layout they came in.
//!
//! ```
//! use fleet::{TextField, Fleet, SourceId};
//! use ingest::IngestReader;
//!
//! let mut fleet = Fleet::default();
//! fleet.begin_source(SourceId(1), "");
//! let mut reader = IngestReader::default();
//! for chunk in ["[{\"imsi\":\"29505000", "0000001\"},{\"imsi\":295050000000002}]"] {
//!     reader.push(chunk.as_bytes(), &mut fleet)?;
//! }
//! let report = reader.finish(&mut fleet)?;
//! assert_eq!((report.records_read, report.skipped, report.truncated_at), (2, 0, None));
//! assert_eq!(fleet.columns().text(1, TextField::Imsi), "295050000000002");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod decode;
mod identifier;
mod json;
mod reader;
mod record;
mod record_collector;
mod report;
mod split;

pub use decode::{ESCAPE_BYTE, Encoding, EscapeStripper, MAX_SNIFFED_BYTES, Utf16Decoder, is_gzip, zip};
pub use json::JsonType;
pub use reader::IngestReader;
/// For fuzzers: whether the fast path reads what serde_json reads.
#[cfg(fuzzing)]
pub use record::compare_with_serde;
pub use record::{
    ExtractError, LayoutPredictor, RecordRun, RecordWarnings, RunExtractor, SECRET_KEYS, SECRET_MASK, extract_record,
    pretty_print_redacted, redact_secrets,
};
pub use report::{IngestError, IngestIssue, IngestReport, IssueKind, JsonDialect, MAX_ISSUES};
pub use split::{MAX_NESTING_DEPTH, MAX_RECORD_LEN, RecordOutcome, RecordSplitter, SplitEvent};
