//! Values in the place of a record that are no objects, and the keys of objects around records.

use super::{LINE, Level, Mode, Piece, Quote, Splitter, Verdict};
use crate::resync::LOOKAHEAD;
use crate::{Kind, block};

impl Splitter {
    pub(super) fn text(&mut self, bytes: &[u8], sink: &mut impl FnMut(Piece) -> Verdict) -> usize {
        let Mode::Text(mut quote) = self.mode else { return 0 };
        let in_wrapper = self.levels.last() == Some(&Level::Wrapper);
        for (i, &byte) in bytes.iter().enumerate() {
            match (quote, byte) {
                (Quote::Closed, b' ' | b'\t' | b'\r' | b'\n') => {}
                (Quote::Closed, b',') | (Quote::Open | Quote::Escaped, _) if byte != b'\n' => {}
                (Quote::Closed, b']') if !in_wrapper => {}
                (Quote::Closed, b':' | b'}') if in_wrapper => {}
                // What seemed to be a string is none: a record may begin in it.
                _ => {
                    let at = self.at + i as u64;
                    self.mode = Mode::Lost;
                    self.lose(at, sink);
                    if self.held.len() < LOOKAHEAD {
                        self.search(false, sink);
                    } else {
                        self.held.clear();
                    }
                    return i;
                }
            }
            quote = match (quote, byte) {
                (Quote::Open, b'\\') => Quote::Escaped,
                (Quote::Open, b'"') => Quote::Closed,
                (Quote::Closed, b' ' | b'\t' | b'\r' | b'\n') => Quote::Closed,
                (Quote::Closed, _) => {
                    self.end_text(sink);
                    return i;
                }
                (Quote::Open | Quote::Escaped, _) => Quote::Open,
            };
            if self.held.len() < LOOKAHEAD {
                self.held.push(byte);
            }
        }
        self.mode = Mode::Text(quote);
        bytes.len()
    }

    pub(super) fn end_text(&mut self, sink: &mut impl FnMut(Piece) -> Verdict) {
        self.mode = Mode::Between;
        match self.levels.last() {
            Some(Level::Wrapper) => {
                let text = self.held.trim_ascii_end();
                let text = text.strip_prefix(b"\"").unwrap_or(text);
                sink(Piece::Key(text.strip_suffix(b"\"").unwrap_or(text)));
            }
            _ => {
                self.doubtful = None;
                sink(Piece::Value { at: self.from, kind: Kind::Text });
            }
        }
    }

    pub(super) fn word(&mut self, bytes: &[u8], sink: &mut impl FnMut(Piece) -> Verdict) -> usize {
        for (i, &byte) in bytes.iter().enumerate() {
            if block::is_edge(byte) || byte == b'"' {
                self.end_word(sink);
                return i;
            }
            if self.held.len() < LINE {
                self.held.push(byte);
            }
        }
        bytes.len()
    }

    fn end_word(&mut self, sink: &mut impl FnMut(Piece) -> Verdict) {
        self.mode = Mode::Between;
        let in_array = self.levels.last() == Some(&Level::Array);
        let kind = match self.held.as_slice() {
            b"true" | b"false" => Some(Kind::Boolean),
            b"null" | b"NaN" | b"Infinity" | b"-Infinity" => Some(Kind::Null),
            word => serde_json::from_slice::<serde::de::IgnoredAny>(word).is_ok().then_some(Kind::Number),
        };
        match (kind, self.doubtful.take()) {
            (None, Some(at)) => {
                self.levels.pop();
                if self.from == at + 1 {
                    self.from = at;
                    self.held.insert(0, b'[');
                }
                self.begun = at;
                self.mode = Mode::Chatter;
            }
            (None, None) => {
                self.mode = Mode::Lost;
                self.lose(self.from, sink);
                self.held.clear();
            }
            (Some(kind), _) if in_array => drop(sink(Piece::Value { at: self.from, kind })),
            (Some(_), _) => {}
        }
    }
}
