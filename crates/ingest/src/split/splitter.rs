//! Bytes to records: where each one begins and ends, in pieces of any size.
//!
//! The splitter follows strings and brackets. What it hands out has balanced brackets; whether it is JSON, and a SIM, is for
//! the [sink](RecordOutcome) to say. Where the text stops being JSON it passes over what is damaged and goes on with the next
//! record that it [finds](resync), so that damage costs the record that it is in and no other.

mod recovery;
mod values;
mod wrappers;

use super::event::{RecordOutcome, SplitEvent};
use super::resync::{self, InputState, ResyncPoint};
use super::scanner::{ObjectEnd, ObjectScanner};
use crate::json::{JsonType, simd};
use crate::report::IssueKind;

/// The longest record there is, in bytes. Real ones have about two thousand; an object longer than this holds records.
pub const MAX_RECORD_LEN: usize = 16 << 20;

/// How much of a line of chatter is kept.
const MAX_LINE_EXCERPT: usize = 200;
/// How many bytes are searched for the next record at a time.
const RESYNC_CHUNK_LEN: usize = 64 << 10;
/// How many objects may stand around the array of records.
const MAX_WRAPPER_DEPTH: usize = 4;

/// Files put one after another may bring a byte order mark each.
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
    /// In an object in the place of a record.
    Record(ObjectScanner),
    /// In a string that is no part of a record.
    Text(StringState),
    /// In a number, `true`, `false` or `null`.
    Literal,
    /// In a line that is no JSON.
    NonJsonLine,
    /// In what is damaged: the next record is searched for.
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

/// Finds the records in a text that comes in pieces.
#[derive(Clone, Debug)]
pub struct RecordSplitter {
    max_record_len: usize,
    nesting: Vec<NestingLevel>,
    mode: SplitterMode,
    /// Offset of the next byte.
    offset: u64,
    /// Offset of the first byte that is held.
    held_start: u64,
    /// Offset at which what is being read began.
    value_start: u64,
    /// What is being read, as far as it has come: a record, a string, a word, a line.
    buffer: Vec<u8>,
    /// How much of it was searched for a record.
    searched_len: usize,
    /// The beginning of what is passed over, as far as it is held no more.
    line_prefix: Vec<u8>,
    /// The array that was just opened may be the `[` of `[INFO] …`: its offset, until something in it is JSON.
    doubtful_array: Option<u64>,
    /// Whether something was passed over: brackets may be missing since.
    has_damage: bool,
    /// Whether the last thing of the text was a closing bracket around records.
    is_after_closing_bracket: bool,
}

impl Default for RecordSplitter {
    fn default() -> Self {
        Self::new(MAX_RECORD_LEN)
    }
}

impl RecordSplitter {
    /// A splitter that takes objects of more than `longest` bytes for wrappers. Tests make it small.
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

    /// How many bytes have come.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// Whether the text may end here. If not, it was cut. Where brackets were lost with what was damaged, a text that ends
    /// with one is taken for whole.
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

    /// More bytes.
    pub fn push(&mut self, mut bytes: &[u8], sink: &mut impl FnMut(SplitEvent) -> RecordOutcome) {
        while !bytes.is_empty() {
            bytes = bytes.get(self.consume_token(bytes, sink)..).unwrap_or_default();
        }
    }

    /// More bytes, as far as one thing goes: how many it took.
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

    /// Someone else has read records of so many bytes that came next.
    pub fn advance_past(&mut self, bytes: u64) {
        self.doubtful_array = None;
        self.is_after_closing_bracket = false;
        self.offset += bytes;
    }

    /// No more bytes will come: hands out what waited for some.
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
                // Its opening bracket was passed over.
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
        // No further than a record goes, so that it does not depend on the pieces what is too long.
        let room = (self.max_record_len + 1).saturating_sub(self.buffer.len());
        let bytes = &bytes[..bytes.len().min(room)];
        let Some((end, how)) = scan.scan_chunk(bytes) else {
            self.buffer.extend_from_slice(bytes);
            if self.buffer.len() > self.max_record_len {
                self.abandon_record(self.offset + bytes.len() as u64, IssueKind::TooLong, sink);
            }
            return bytes.len();
        };
        let what = match how {
            ObjectEnd::Complete => None,
            ObjectEnd::Malformed => Some(IssueKind::MisplacedDelimiter),
            ObjectEnd::TooDeep => Some(IssueKind::TooDeep),
        };
        if let Some(what) = what {
            self.buffer.extend_from_slice(&bytes[..end]);
            self.abandon_record(self.offset + end as u64, what, sink);
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
            RecordOutcome::InvalidJson(at, what) => {
                self.split_invalid_object(object, self.held_start + at as u64, what, sink)
            }
        }
        // Its memory serves the next one.
        if self.buffer.is_empty() {
            held.clear();
            self.buffer = held;
        }
        end
    }
}
