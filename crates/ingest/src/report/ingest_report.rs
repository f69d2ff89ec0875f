//! What became of a source: what was read, what was skipped and why, and where it was cut.

use crate::decode::Encoding;
use crate::json::JsonType;
use serde::{Deserialize, Serialize};

/// How many notes are kept word for word; the counts beside them are always whole.
pub const MAX_ISSUES: usize = 100;

/// The end report of one source. Byte offsets count from the start of the text: of the file itself, or of what a gzip
/// file unpacks to; of a UTF-16 file in the UTF-8 that it is read as.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct IngestReport {
    /// Records taken into the fleet.
    pub records_read: u64,
    /// Values in the place of a record that were left out.
    pub skipped: u64,
    /// Records that were taken without a field, because the field had a wrong type.
    pub records_with_rejected_fields: u64,
    /// Records with bytes that are no UTF-8; they are shown as U+FFFD and kept in the record's JSON.
    pub records_with_invalid_utf8: u64,
    /// Lines around the JSON that are no JSON.
    pub non_json_lines: u64,
    /// The byte at which the text ends in the middle of a record or of an array.
    pub truncated_at: Option<u64>,
    /// How many bytes the text had.
    pub bytes: u64,
    /// How the text was written.
    pub encoding: Encoding,
    /// Whether it came packed.
    pub gzip: bool,
    /// Records with `NaN` or `Infinity` in them, which are read as null.
    pub records_with_non_finite: u64,
    /// Whether the text had escape sequences of a terminal in it, which were taken out.
    pub has_terminal_escapes: bool,
    /// The first keys that held records, where objects wrapped them.
    pub list_keys: Vec<String>,
    /// The first [`MAX_ISSUES`] things to know, in their order in the text.
    pub issues: Vec<IngestIssue>,
}

impl IngestReport {
    /// Takes in what was left out in a part.
    pub(crate) fn merge_skipped(&mut self, part: Self) {
        self.skipped += part.skipped;
        let room = MAX_ISSUES.saturating_sub(self.issues.len());
        self.issues.extend(part.issues.into_iter().take(room));
    }

    /// Keeps a note, while there is room.
    pub(crate) fn add_issue(&mut self, record: u64, at: u64, what: IssueKind) {
        if self.issues.len() < MAX_ISSUES {
            self.issues.push(IngestIssue { record_number: record, offset: at, kind: what });
        }
    }
}

/// One thing to know about one place.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct IngestIssue {
    /// The number of the record, from 1, counting everything that stands in the place of a record.
    pub record_number: u64,
    /// Byte offset.
    pub offset: u64,
    /// What is there.
    pub kind: IssueKind,
}

/// What was found in a place.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, thiserror::Error)]
pub enum IssueKind {
    /// A JSON value that is no object.
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
        /// What stands there.
        found: JsonType,
        /// What should stand there.
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
    /// No valid JSON.
    #[error("not valid JSON ({0}); skipped")]
    InvalidJson(String),
    /// No JSON, as quotes and brackets show it: one is missing, or is one too many.
    #[error("not valid JSON: a quote, a bracket or a line break is missing or out of place; skipped")]
    MisplacedDelimiter,
    /// A line of text around the JSON, as the command line tool writes to its error output.
    #[error("not JSON, passed over: {0}")]
    NonJsonLine(String),
    /// A number whose last digits are not what they were: it was kept as a float on its way.
    #[error("{field} is a number that lost its last digits on the way ({written}); the field was left out")]
    LostDigits {
        /// The field's name.
        field: String,
        /// The number as it is written.
        written: String,
    },
}
