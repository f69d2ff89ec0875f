//! Values in the place of a record that are no objects, and the keys of objects around records.

use super::{MAX_LINE_EXCERPT, NestingLevel, RecordSplitter, SplitterMode, StringState};
use crate::json::{JsonType, simd};
use crate::split::event::{RecordOutcome, SplitEvent};
use crate::split::resync::MAX_LOOKAHEAD;

impl RecordSplitter {
    pub(super) fn consume_string(&mut self, bytes: &[u8], sink: &mut impl FnMut(SplitEvent) -> RecordOutcome) -> usize {
        let SplitterMode::Text(mut quote) = self.mode else { return 0 };
        let in_wrapper = self.nesting.last() == Some(&NestingLevel::Wrapper);
        for (i, &byte) in bytes.iter().enumerate() {
            match (quote, byte) {
                (StringState::Closed, b' ' | b'\t' | b'\r' | b'\n') => {}
                (StringState::Closed, b',') | (StringState::Open | StringState::Escaped, _) if byte != b'\n' => {}
                (StringState::Closed, b']') if !in_wrapper => {}
                (StringState::Closed, b':' | b'}') if in_wrapper => {}
                // What seemed to be a string is none: a record may begin in it.
                _ => {
                    let at = self.offset + i as u64;
                    self.mode = SplitterMode::Resyncing;
                    self.report_malformed(at, sink);
                    if self.buffer.len() < MAX_LOOKAHEAD {
                        self.search_record(false, sink);
                    } else {
                        self.buffer.clear();
                    }
                    return i;
                }
            }
            quote = match (quote, byte) {
                (StringState::Open, b'\\') => StringState::Escaped,
                (StringState::Open, b'"') => StringState::Closed,
                (StringState::Closed, b' ' | b'\t' | b'\r' | b'\n') => StringState::Closed,
                (StringState::Closed, _) => {
                    self.end_string(sink);
                    return i;
                }
                (StringState::Open | StringState::Escaped, _) => StringState::Open,
            };
            if self.buffer.len() < MAX_LOOKAHEAD {
                self.buffer.push(byte);
            }
        }
        self.mode = SplitterMode::Text(quote);
        bytes.len()
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
