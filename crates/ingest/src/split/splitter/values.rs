//! Values that are not objects where a record is expected, and the keys of objects around records.

use super::{MAX_LINE_EXCERPT, NestingLevel, RecordSplitter, SplitterMode, StringState};
use crate::json::{JsonType, StringStop, find_string_stop, simd};
use crate::split::event::{RecordOutcome, SplitEvent};
use crate::split::resync::{InputState, MAX_LOOKAHEAD};

impl RecordSplitter {
    /// Reads a string that is not part of a record, and the byte after it, which says whether it was one.
    pub(super) fn consume_string(&mut self, bytes: &[u8], sink: &mut impl FnMut(SplitEvent) -> RecordOutcome) -> usize {
        let SplitterMode::Text(state) = self.mode else { return 0 };
        let mut i = 0;
        if let StringState::Open { mut is_escaped } = state {
            match find_string_stop(bytes, 0, &mut is_escaped) {
                Some((at, StringStop::ClosingQuote)) => i = at + 1,
                Some((at, StringStop::LineBreak)) => {
                    self.keep_text(&bytes[..at]);
                    return self.reject_string(at, sink);
                }
                None => {
                    self.keep_text(bytes);
                    self.mode = SplitterMode::Text(StringState::Open { is_escaped });
                    return bytes.len();
                }
            }
            self.mode = SplitterMode::Text(StringState::Closed);
        }
        i += bytes[i..].iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')).count();
        self.keep_text(&bytes[..i]);
        let Some(next) = bytes.get(i) else { return i };
        let in_wrapper = self.nesting.last() == Some(&NestingLevel::Wrapper);
        let may_follow = match next {
            b',' => true,
            b']' => !in_wrapper,
            b':' | b'}' => in_wrapper,
            _ => false,
        };
        if !may_follow {
            return self.reject_string(i, sink);
        }
        self.end_string(sink);
        i
    }

    /// Keeps as much of a string as decides what it is.
    fn keep_text(&mut self, bytes: &[u8]) {
        let room = MAX_LOOKAHEAD.saturating_sub(self.buffer.len());
        self.buffer.extend_from_slice(&bytes[..bytes.len().min(room)]);
    }

    /// Skips what seemed to be a string, since the byte at `i` cannot come after it. A record may begin within it.
    fn reject_string(&mut self, i: usize, sink: &mut impl FnMut(SplitEvent) -> RecordOutcome) -> usize {
        let at = self.offset + i as u64;
        self.mode = SplitterMode::Resyncing;
        self.report_malformed(at, sink);
        if self.buffer.len() < MAX_LOOKAHEAD {
            self.search_record(InputState::Open, sink);
        } else {
            self.buffer.clear();
        }
        i
    }

    pub(super) fn end_string(&mut self, sink: &mut impl FnMut(SplitEvent) -> RecordOutcome) {
        self.mode = SplitterMode::Between;
        match self.nesting.last() {
            Some(NestingLevel::Wrapper) => {
                let text = self.buffer.trim_ascii_end();
                let text = text.strip_prefix(b"\"").unwrap_or(text);
                sink(SplitEvent::WrapperKey(text.strip_suffix(b"\"").unwrap_or(text)));
            }
            _ => {
                self.doubtful_array = None;
                sink(SplitEvent::Value { offset: self.held_start, kind: JsonType::Text });
            }
        }
    }

    pub(super) fn consume_literal(
        &mut self,
        bytes: &[u8],
        sink: &mut impl FnMut(SplitEvent) -> RecordOutcome,
    ) -> usize {
        for (i, &byte) in bytes.iter().enumerate() {
            if simd::is_delimiter(byte) || byte == b'"' {
                self.end_literal(sink);
                return i;
            }
            if self.buffer.len() < MAX_LINE_EXCERPT {
                self.buffer.push(byte);
            }
        }
        bytes.len()
    }

    fn end_literal(&mut self, sink: &mut impl FnMut(SplitEvent) -> RecordOutcome) {
        self.mode = SplitterMode::Between;
        let in_array = self.nesting.last() == Some(&NestingLevel::Array);
        let kind = match self.buffer.as_slice() {
            b"true" | b"false" => Some(JsonType::Boolean),
            b"null" | b"NaN" | b"Infinity" | b"-Infinity" => Some(JsonType::Null),
            word => serde_json::from_slice::<serde::de::IgnoredAny>(word).is_ok().then_some(JsonType::Number),
        };
        match (kind, self.doubtful_array.take()) {
            (None, Some(at)) => {
                self.nesting.pop();
                if self.held_start == at + 1 {
                    self.held_start = at;
                    self.buffer.insert(0, b'[');
                }
                self.value_start = at;
                self.mode = SplitterMode::NonJsonLine;
            }
            (None, None) => {
                self.mode = SplitterMode::Resyncing;
                self.report_malformed(self.held_start, sink);
                self.buffer.clear();
            }
            (Some(kind), _) if in_array => drop(sink(SplitEvent::Value { offset: self.held_start, kind })),
            (Some(_), _) => {}
        }
    }
}
