//! What became of a source: what was read, what was skipped and why, and where it was truncated.

use crate::decode::Encoding;
use crate::json::JsonType;
use serde::{Deserialize, Serialize};

/// Maximum number of issues that are kept. The counts are always complete.
pub const MAX_ISSUES: usize = 100;

/// The final report of one source. Byte offsets count from the start of the text: of the file itself, or of what a gzip
/// file unpacks to; of a UTF-16 file in the UTF-8 that it is read as.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct IngestReport {
    /// Number of records that were added to the fleet.
    pub records_read: u64,
    /// Number of values that were left out where records were expected.
    pub skipped: u64,
    /// Number of records that were added without some field, because it had a wrong type.
    pub records_with_rejected_fields: u64,
    /// Number of records with bytes that are not UTF-8. They are shown as U+FFFD and stay in the record's JSON.
    pub records_with_invalid_utf8: u64,
    /// Number of lines around the JSON that are not JSON.
    pub non_json_lines: u64,
    /// The byte at which the text ends within a record or an array.
    pub truncated_at: Option<u64>,
    /// Number of bytes of the text.
    pub bytes: u64,
    /// How the text was encoded.
    pub encoding: Encoding,
    /// Whether it was compressed.
    pub gzip: bool,
    /// Number of records with `NaN` or `Infinity` in them, which are read as null.
    pub records_with_non_finite: u64,
    /// Whether the text had escape sequences of a terminal in it, which were removed.
    pub has_terminal_escapes: bool,
    /// The first keys of lists of records, where objects wrapped them.
    pub list_keys: Vec<String>,
    /// The first [`MAX_ISSUES`] issues, in their order in the text.
    pub issues: Vec<IngestIssue>,
}

impl IngestReport {
    /// Adds what was left out in a part.
    pub(crate) fn merge_skipped(&mut self, part: Self) {
        self.skipped += part.skipped;
        let room = MAX_ISSUES.saturating_sub(self.issues.len());
        self.issues.extend(part.issues.into_iter().take(room));
    }

    /// Keeps an issue, while there is room.
    pub(crate) fn add_issue(&mut self, record_number: u64, offset: u64, kind: IssueKind) {
        if self.issues.len() < MAX_ISSUES {
            self.issues.push(IngestIssue { record_number, offset, kind });
        }
    }
}

/// Something to know about a value of the text.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct IngestIssue {
    /// The number of the record, from 1, counting every value where a record was expected.
    pub record_number: u64,
    /// Byte offset.
    pub offset: u64,
    /// What it is.
    pub kind: IssueKind,
}

/// What may be wrong with a value of the text.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, thiserror::Error)]
pub enum IssueKind {
    /// A JSON value that is not an object.
    #[error("a {0} where a record should be; skipped")]
    NotAnObject(JsonType),
    /// An object without any of the identifiers of a SIM.
    #[error("not a SIM: it has no imsi, iccid, simId or profiles; skipped")]
    NotASim,
    /// A record of the session history; it would count a SIM many times over.
    #[error("a session event, not a SIM; skipped")]
    SessionEvent,
    /// A field of another type than it should have.
    #[error("{field} is a {found}, not a {wanted}; the field was left out")]
    WrongType {
        /// The field's name, with those of the objects around it: `previousSession.cell.mcc`.
        field: String,
        /// What is there.
        found: JsonType,
        /// What should be there.
        wanted: JsonType,
    },
    /// A number that no such field can have.
    #[error("{field} is out of range; the field was left out")]
    OutOfRange {
        /// The field's name.
        field: String,
    },
    /// Nested deeper than [`MAX_NESTING_DEPTH`](crate::MAX_NESTING_DEPTH).
    #[error("nested more than 128 deep; skipped")]
    TooDeep,
    /// Longer than any record is.
    #[error("longer than any record; skipped")]
    TooLong,
    /// Not valid JSON.
    #[error("not valid JSON ({0}); skipped")]
    InvalidJson(String),
    /// Not JSON, as quotes and brackets show: one is missing, or there is one too many.
    #[error("not valid JSON: a quote, a bracket or a line break is missing or out of place; skipped")]
    MisplacedDelimiter,
    /// A line of text around the JSON, as the command line tool writes it to its error output.
    #[error("not JSON, passed over: {0}")]
    NonJsonLine(String),
    /// A number that lost its last digits, since a program kept it as a float.
    #[error("{field} is a number that lost its last digits on the way ({written}); the field was left out")]
    LostDigits {
        /// The field's name.
        field: String,
        /// The number as it is written.
        written: String,
    },
}
