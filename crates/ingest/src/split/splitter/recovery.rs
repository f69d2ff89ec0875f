//! What is skipped up to the next record: lines that are not JSON, and what is damaged.

use super::{BYTE_ORDER_MARK, MAX_LINE_EXCERPT, RESYNC_CHUNK_LEN, RecordSplitter, SplitterMode};
use crate::identifier::is_identifier;
use crate::report::IssueKind;
use crate::split::event::{RecordOutcome, SplitEvent};
use crate::split::resync::{self, InputState, MAX_LOOKBEHIND, ResyncPoint, ResyncTarget};

impl RecordSplitter {
    /// Reports that what is in the buffer is damaged, because of the byte at `at`.
    pub(super) fn report_malformed(&mut self, at: u64, sink: &mut impl FnMut(SplitEvent) -> RecordOutcome) {
        self.has_damage = true;
        sink(SplitEvent::Malformed { offset: at, issue: IssueKind::MisplacedDelimiter, bytes: &self.buffer });
    }

    /// Skips what is not JSON.
    pub(super) fn consume_skipped(
        &mut self,
        bytes: &[u8],
        sink: &mut impl FnMut(SplitEvent) -> RecordOutcome,
    ) -> usize {
        let taken = bytes.len().min(RESYNC_CHUNK_LEN);
        if self.buffer.is_empty() {
            self.held_start = self.offset;
        }
        self.buffer.extend_from_slice(&bytes[..taken]);
        self.search_record(InputState::Open, sink);
        taken
    }

    /// Searches the buffer for the next record, and continues from there.
    pub(super) fn search_record(&mut self, input: InputState, sink: &mut impl FnMut(SplitEvent) -> RecordOutcome) {
        let is_non_json = matches!(self.mode, SplitterMode::NonJsonLine);
        if is_non_json && self.held_start == self.value_start {
            if self.buffer.starts_with(&BYTE_ORDER_MARK) {
                return self.resume_at(BYTE_ORDER_MARK.len(), sink);
            }
            if BYTE_ORDER_MARK.starts_with(&self.buffer) && input == InputState::Open {
                return;
            }
        }
        match resync::find_resync_point(&self.buffer, self.searched_len, self.resync_target(), input) {
            ResyncPoint::Record(at) | ResyncPoint::Line(at) => {
                if is_non_json {
                    self.end_non_json_line(at, sink);
                }
                self.resume_at(at, sink);
            }
            ResyncPoint::NothingBefore(at) => {
                let gone = at.saturating_sub(MAX_LOOKBEHIND);
                let room = MAX_LINE_EXCERPT.saturating_sub(self.line_prefix.len());
                self.line_prefix.extend(self.buffer.drain(..gone).take(room));
                self.held_start += gone as u64;
                self.searched_len = at - gone;
            }
        }
    }

    /// Returns what ends the search for a record.
    pub(super) fn resync_target(&self) -> ResyncTarget {
        match self.mode {
            SplitterMode::NonJsonLine => ResyncTarget::Line,
            _ if self.nesting.is_empty() => ResyncTarget::Document,
            _ => ResyncTarget::Record,
        }
    }

    /// Continues from a byte of the buffer.
    fn resume_at(&mut self, at: usize, sink: &mut impl FnMut(SplitEvent) -> RecordOutcome) {
        let held = std::mem::take(&mut self.buffer);
        self.offset = self.held_start + at as u64;
        self.held_start = self.offset;
        self.searched_len = 0;
        self.mode = SplitterMode::Between;
        self.push(held.get(at..).unwrap_or_default(), sink);
    }

    pub(super) fn end_non_json_line(&mut self, end: usize, sink: &mut impl FnMut(SplitEvent) -> RecordOutcome) {
        let room = MAX_LINE_EXCERPT.saturating_sub(self.line_prefix.len());
        self.line_prefix.extend(self.buffer.iter().take(end.min(room)));
        let text = self.line_prefix.split(|byte| *byte == b'\n').next().unwrap_or_default().trim_ascii();
        // A key that is an identifier remains of an object that is keyed by identifiers and lost its bracket.
        let key = text.strip_prefix(b"\"").and_then(|text| text.strip_suffix(b"\":"));
        let is_key = key.and_then(|key| std::str::from_utf8(key).ok()).is_some_and(is_identifier);
        if !text.is_empty() && !is_key {
            sink(SplitEvent::NonJsonLine { offset: self.value_start, text });
        }
        self.mode = SplitterMode::Between;
    }
}
