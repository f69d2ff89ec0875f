//! What is passed over: lines that are no JSON, and what is damaged, up to the next record.

use super::{LINE, MARK, Mode, Piece, STEP, Splitter, Verdict};
use crate::What;
use crate::resync::{self, Found, LOOKBEHIND, Until, is_identifier};

impl Splitter {
    /// Tells of what is held that it is damaged, by what stands at `at`.
    pub(super) fn lose(&mut self, at: u64, sink: &mut impl FnMut(Piece) -> Verdict) {
        self.damaged = true;
        sink(Piece::Broken { at, what: What::OutOfPlace, bytes: &self.held });
    }

    /// Passes over what is no JSON.
    pub(super) fn pass_over(&mut self, bytes: &[u8], sink: &mut impl FnMut(Piece) -> Verdict) -> usize {
        let taken = bytes.len().min(STEP);
        if self.held.is_empty() {
            self.from = self.at;
        }
        self.held.extend_from_slice(&bytes[..taken]);
        self.search(false, sink);
        taken
    }

    /// Searches what is held for the next record, and reads on from there.
    pub(super) fn search(&mut self, last: bool, sink: &mut impl FnMut(Piece) -> Verdict) {
        let is_chatter = matches!(self.mode, Mode::Chatter);
        if is_chatter && self.from == self.begun {
            if self.held.starts_with(&MARK) {
                return self.resume(MARK.len(), sink);
            }
            if MARK.starts_with(&self.held) && !last {
                return;
            }
        }
        match resync::find(&self.held, self.searched, self.until(), last) {
            Found::Record(at) | Found::Line(at) => {
                if is_chatter {
                    self.end_chatter(at, sink);
                }
                self.resume(at, sink);
            }
            Found::Nothing(at) => {
                let gone = at.saturating_sub(LOOKBEHIND);
                let room = LINE.saturating_sub(self.line.len());
                self.line.extend(self.held.drain(..gone).take(room));
                self.from += gone as u64;
                self.searched = at - gone;
            }
        }
    }

    /// What ends what is passed over.
    pub(super) fn until(&self) -> Until {
        match self.mode {
            Mode::Chatter => Until::Line,
            _ if self.levels.is_empty() => Until::Document,
            _ => Until::Record,
        }
    }

    /// Reads on from a byte that is held.
    fn resume(&mut self, at: usize, sink: &mut impl FnMut(Piece) -> Verdict) {
        let held = std::mem::take(&mut self.held);
        self.at = self.from + at as u64;
        self.from = self.at;
        self.searched = 0;
        self.mode = Mode::Between;
        self.push(held.get(at..).unwrap_or_default(), sink);
    }

    pub(super) fn end_chatter(&mut self, end: usize, sink: &mut impl FnMut(Piece) -> Verdict) {
        let room = LINE.saturating_sub(self.line.len());
        self.line.extend(self.held.iter().take(end.min(room)));
        let text = self.line.split(|byte| *byte == b'\n').next().unwrap_or_default().trim_ascii();
        // An identifier in front of a record is what is left of an object that is keyed by them and lost its bracket.
        let key = text.strip_prefix(b"\"").and_then(|text| text.strip_suffix(b"\":"));
        let is_key = key.and_then(|key| std::str::from_utf8(key).ok()).is_some_and(is_identifier);
        if !text.is_empty() && !is_key {
            sink(Piece::Chatter { at: self.begun, text });
        }
        self.mode = Mode::Between;
    }
}
