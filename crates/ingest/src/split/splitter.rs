//! Splits a text, which comes in chunks of any size, into records.
//!
//! The splitter follows strings and brackets. What it passes to its sink has balanced brackets; the sink
//! [says](RecordOutcome) whether it is JSON, and a SIM. Where the text stops being JSON, the splitter skips what is damaged
//! and continues with the next record that it [finds](resync), so that damage costs the record that it is in and no other.

mod recovery;
mod values;
mod wrappers;

use super::event::{RecordOutcome, SplitEvent};
use super::resync::{self, InputState, ResyncPoint};
use super::scanner::{ObjectEnd, ObjectScanner};
use crate::json::{JsonType, simd};
use crate::report::IssueKind;

/// Maximum number of bytes of a record. Real ones have about two thousand; a longer object is one that wraps records.
pub const MAX_RECORD_LEN: usize = 16 << 20;

/// Maximum number of bytes that are kept of a line that is not JSON.
const MAX_LINE_EXCERPT: usize = 200;
/// Number of bytes that are searched for the next record at a time.
const RESYNC_CHUNK_LEN: usize = 64 << 10;
/// Maximum number of objects around the array of records.
const MAX_WRAPPER_DEPTH: usize = 4;

/// The byte order mark of UTF-8. Files that were concatenated may have one each.
const BYTE_ORDER_MARK: [u8; 3] = [0xEF, 0xBB, 0xBF];

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum NestingLevel {
    Array,
    Wrapper,
}

#[derive(Clone, Debug)]
enum SplitterMode {
    /// Before a value, or between two.
    Between,
    /// Within an object that is expected to be a record.
    Record(ObjectScanner),
    /// Within a string that is not part of a record.
    Text(StringState),
    /// Within a number, `true`, `false` or `null`.
    Literal,
    /// Within a line that is not JSON.
    NonJsonLine,
    /// Within what is damaged: the next record is searched for.
    Resyncing,
}

/// Where in a string the next byte is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum StringState {
    /// Within it, and maybe after a backslash.
    Open { is_escaped: bool },
    /// After its closing quote: what comes next says whether it was one.
    Closed,
}

/// Splits a text that comes in chunks into records.
#[derive(Clone, Debug)]
pub struct RecordSplitter {
    max_record_len: usize,
    nesting: Vec<NestingLevel>,
    mode: SplitterMode,
    /// Offset of the next byte.
    offset: u64,
    /// Offset of the first byte in the buffer.
    held_start: u64,
    /// Offset at which the current value began.
    value_start: u64,
    /// The current record, string, literal or line, as far as it has come.
    buffer: Vec<u8>,
    /// How much of the buffer was searched for a record.
    searched_len: usize,
    /// The beginning of what is skipped, as far as it is not in the buffer any more.
    line_prefix: Vec<u8>,
    /// Offset of the array that was just opened, until something in it is JSON: its bracket may be that of `[INFO] …`.
    doubtful_array: Option<u64>,
    /// Whether something was skipped. Brackets may be missing since.
    has_damage: bool,
    /// Whether the last sign was a closing bracket around records.
    is_after_closing_bracket: bool,
}

impl Default for RecordSplitter {
    fn default() -> Self {
        Self::new(MAX_RECORD_LEN)
    }
}

impl RecordSplitter {
    /// A splitter that treats objects of more than `longest` bytes as wrappers of records. Tests make it small.
    pub fn new(longest: usize) -> Self {
        Self {
            max_record_len: longest,
            nesting: vec![],
            mode: SplitterMode::Between,
            offset: 0,
            held_start: 0,
            value_start: 0,
            buffer: vec![],
            searched_len: 0,
            line_prefix: vec![],
            doubtful_array: None,
            has_damage: false,
            is_after_closing_bracket: false,
        }
    }

    /// Number of bytes that have come.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// Whether the text may end here. If not, it was truncated. Where brackets were lost with what was damaged, a text that
    /// ends with a bracket counts as complete.
    pub fn is_complete(&self) -> bool {
        match self.mode {
            SplitterMode::Between => self.nesting.is_empty() || (self.has_damage && self.is_after_closing_bracket),
            SplitterMode::NonJsonLine => self.nesting.is_empty(),
            SplitterMode::Resyncing => {
                self.nesting.is_empty() || matches!(self.buffer.trim_ascii_end().last(), Some(b']' | b'}'))
            }
            SplitterMode::Record(_) | SplitterMode::Text(_) | SplitterMode::Literal => false,
        }
    }

    /// Reads a chunk.
    pub fn push(&mut self, mut bytes: &[u8], sink: &mut impl FnMut(SplitEvent) -> RecordOutcome) {
        while !bytes.is_empty() {
            bytes = bytes.get(self.consume_token(bytes, sink)..).unwrap_or_default();
        }
    }

    /// Reads the next value or separator of a chunk, as far as it goes. Returns how many bytes that is.
    pub fn consume_token(&mut self, bytes: &[u8], sink: &mut impl FnMut(SplitEvent) -> RecordOutcome) -> usize {
        let start = self.offset;
        let taken = match &mut self.mode {
            SplitterMode::Between => self.consume_between(bytes, sink),
            SplitterMode::Record(_) => self.consume_record(bytes, sink),
            SplitterMode::Text(_) => self.consume_string(bytes, sink),
            SplitterMode::Literal => self.consume_literal(bytes, sink),
            SplitterMode::NonJsonLine | SplitterMode::Resyncing => self.consume_skipped(bytes, sink),
        };
        self.offset = start + taken as u64;
        taken
    }

    /// Whether a record may come next.
    pub fn is_between_values(&self) -> bool {
        matches!(self.mode, SplitterMode::Between)
    }

    /// Skips records of so many bytes, which were read without the splitter.
    pub fn advance_past(&mut self, bytes: u64) {
        self.doubtful_array = None;
        self.is_after_closing_bracket = false;
        self.offset += bytes;
    }

    /// Ends the text: reports what waited for more bytes.
    pub fn finish(&mut self, sink: &mut impl FnMut(SplitEvent) -> RecordOutcome) {
        let end = self.offset;
        loop {
            let from = self.held_start;
            match self.mode {
                SplitterMode::NonJsonLine | SplitterMode::Resyncing => self.search_record(InputState::Complete, sink),
                // No record has another one in it. Where it does, its end was lost, and the text was not truncated.
                SplitterMode::Record(_)
                    if !matches!(
                        resync::find_resync_point(&self.buffer, 1, self.resync_target(), InputState::Complete),
                        ResyncPoint::NothingBefore(_)
                    ) =>
                {
                    self.abandon_record(end, IssueKind::MisplacedDelimiter, sink);
                }
                SplitterMode::Text(StringState::Closed) => self.end_string(sink),
                _ => {}
            }
            self.offset = end;
            if self.held_start == from {
                break;
            }
        }
        if matches!(self.mode, SplitterMode::NonJsonLine) {
            self.end_non_json_line(self.buffer.len(), sink);
        }
    }

    fn enter_mode(&mut self, i: usize, mode: SplitterMode) {
        self.held_start = self.offset + i as u64;
        self.value_start = self.held_start;
        self.buffer.clear();
        self.line_prefix.clear();
        self.searched_len = 0;
        self.is_after_closing_bracket = false;
        self.mode = mode;
    }

    fn consume_between(&mut self, bytes: &[u8], sink: &mut impl FnMut(SplitEvent) -> RecordOutcome) -> usize {
        let mut i = 0;
        while let Some(&byte) = bytes.get(i) {
            let level = self.nesting.last().copied();
            match (byte, level) {
                (b' ' | b'\t' | b'\n' | b'\r' | b',' | 0x1E, _) => {
                    i += simd::count_leading_separators(&bytes[i..]);
                    continue;
                }
                (b'{', _) => {
                    self.doubtful_array = None;
                    self.enter_mode(i, SplitterMode::Record(ObjectScanner::default()));
                    return i;
                }
                (b'[', _) => {
                    self.doubtful_array = level.is_none().then_some(self.offset + i as u64);
                    self.nesting.push(NestingLevel::Array);
                    self.is_after_closing_bracket = false;
                }
                (b']', Some(NestingLevel::Array)) => {
                    self.doubtful_array = None;
                    self.nesting.pop();
                    self.is_after_closing_bracket = true;
                }
                (b'}', Some(NestingLevel::Wrapper)) => {
                    self.nesting.pop();
                    self.is_after_closing_bracket = true;
                    sink(SplitEvent::WrapperEnd);
                }
                // Its opening bracket was skipped.
                (b']' | b'}', _) if self.has_damage => self.is_after_closing_bracket = true,
                (b':', Some(NestingLevel::Wrapper)) => {}
                (b'"', Some(_)) => {
                    self.enter_mode(i, SplitterMode::Text(StringState::Open { is_escaped: false }));
                    self.buffer.push(byte);
                    return i + 1;
                }
                (_, None) => {
                    self.enter_mode(i, SplitterMode::NonJsonLine);
                    return i;
                }
                (b']' | b'}' | b':', Some(_)) => {
                    self.enter_mode(i, SplitterMode::Resyncing);
                    self.report_malformed(self.held_start, sink);
                    return i;
                }
                (_, Some(_)) => {
                    self.enter_mode(i, SplitterMode::Literal);
                    return i;
                }
            }
            i += 1;
        }
        i
    }

    fn consume_record(&mut self, bytes: &[u8], sink: &mut impl FnMut(SplitEvent) -> RecordOutcome) -> usize {
        let SplitterMode::Record(scan) = &mut self.mode else { return 0 };
        // The limit counts bytes of the record, so that it does not depend on the chunks what is too long.
        let room = (self.max_record_len + 1).saturating_sub(self.buffer.len());
        let bytes = &bytes[..bytes.len().min(room)];
        let Some((end, end_kind)) = scan.scan_chunk(bytes) else {
            self.buffer.extend_from_slice(bytes);
            if self.buffer.len() > self.max_record_len {
                self.abandon_record(self.offset + bytes.len() as u64, IssueKind::TooLong, sink);
            }
            return bytes.len();
        };
        let issue = match end_kind {
            ObjectEnd::Complete => None,
            ObjectEnd::Malformed => Some(IssueKind::MisplacedDelimiter),
            ObjectEnd::TooDeep => Some(IssueKind::TooDeep),
        };
        if let Some(issue) = issue {
            self.buffer.extend_from_slice(&bytes[..end]);
            self.abandon_record(self.offset + end as u64, issue, sink);
            return end;
        }
        self.mode = SplitterMode::Between;
        let mut held = std::mem::take(&mut self.buffer);
        let object = match held.is_empty() {
            true => &bytes[..end],
            false => {
                held.extend_from_slice(&bytes[..end]);
                &held
            }
        };
        match sink(SplitEvent::Record { offset: self.held_start, bytes: object }) {
            RecordOutcome::Handled => {}
            RecordOutcome::NotASim
                if self.nesting.iter().filter(|level| **level == NestingLevel::Wrapper).count() < MAX_WRAPPER_DEPTH =>
            {
                self.open_wrapper(object, sink);
            }
            RecordOutcome::NotASim => drop(sink(SplitEvent::Value { offset: self.held_start, kind: JsonType::Object })),
            RecordOutcome::InvalidJson(at, issue) => {
                self.split_invalid_object(object, self.held_start + at as u64, issue, sink);
            }
        }
        // Its memory is used again for the next one.
        if self.buffer.is_empty() {
            held.clear();
            self.buffer = held;
        }
        end
    }
}
