//! A text that comes in pieces, to the fleet: what the splitter finds is extracted at once and dropped.

use crate::extract::{DEPTH, Refused, Scratch, begins_as_sim, extract};
use crate::habits::Habits;
use crate::split::{LONGEST, Piece, Splitter};
use crate::stretch::{self, valid};
use crate::{Refusal, Report, What, refuse};
use fleet::{Columns, Fleet, Full, Place};
use std::ops::Range;

/// How much of a text's beginning is kept, to tell what it looks like where no SIM is in it.
const HEAD: usize = 4096;
/// How many objects may stand around the array of records.
const WRAPPERS: usize = 4;

/// Reads one source. The fleet's rows of it must have been begun with [`Fleet::begin`].
#[derive(Debug)]
pub struct Reader {
    splitter: Splitter,
    longest: usize,
    tally: Tally,
    head: Vec<u8>,
}

impl Default for Reader {
    fn default() -> Self {
        Self::new(LONGEST)
    }
}

impl Reader {
    /// A reader that takes objects of more than `longest` bytes for wrappers of records. Tests make it small.
    pub fn new(longest: usize) -> Self {
        Self { splitter: Splitter::new(longest), longest, tally: Tally::default(), head: vec![] }
    }

    /// More of the text, in UTF-8.
    pub fn push(&mut self, mut bytes: &[u8], fleet: &mut Fleet) -> Result<(), Full> {
        self.keep_head(bytes);
        while !bytes.is_empty() && !self.tally.full {
            // One great piece would be fine too; smaller ones let a full fleet end the reading early.
            let (now, rest) = bytes.split_at(bytes.len().min(LONGEST));
            self.push_piece(now, fleet);
            bytes = rest;
        }
        if self.tally.full { Err(Full) } else { Ok(()) }
    }

    /// Plain records go past the splitter: whoever can read one knows where it ends.
    fn push_piece(&mut self, bytes: &[u8], fleet: &mut Fleet) {
        let (mut i, mut text, mut from) = (0, "", 0);
        while let Some(rest) = bytes.get(i..).filter(|rest| !rest.is_empty() && !self.tally.full) {
            if self.tally.is_plain() && self.splitter.is_between() {
                if i >= from + text.len() {
                    (text, from) = (valid(rest), i);
                }
                let at = self.splitter.at() - (i - from) as u64;
                let (tally, mut scratch) = (&mut self.tally, Scratch::default());
                let end = from
                    + stretch::read(text, i - from, at, &mut tally.habits, &mut scratch, |record, place| {
                        fleet.push(record, place)?;
                        tally.report.read += 1;
                        Ok(())
                    });
                if end > i {
                    self.splitter.pass((end - i) as u64);
                    i = end;
                    continue;
                }
            }
            let (tally, longest) = (&mut self.tally, self.longest);
            i += self.splitter.step(rest, &mut |piece| tally.take(piece, fleet, longest, 0));
        }
    }

    /// Takes in a stretch that someone else has read, of so many bytes, where it comes next; says whether it does. If not,
    /// nothing has happened.
    pub fn take(&mut self, columns: &Columns, bytes: u64, fleet: &mut Fleet) -> Result<bool, Full> {
        if !self.tally.is_plain() || !self.splitter.is_between() {
            return Ok(false);
        }
        fleet.append(columns)?;
        self.tally.report.read += columns.len() as u64;
        self.splitter.pass(bytes);
        Ok(true)
    }

    fn keep_head(&mut self, bytes: &[u8]) {
        if self.head.len() < HEAD {
            let room = (HEAD - self.head.len()).min(bytes.len());
            self.head.extend_from_slice(&bytes[..room]);
        }
    }

    /// SIM records read so far.
    pub fn read(&self) -> u64 {
        self.tally.report.read + self.tally.parts.iter().map(|p| p.report.read).sum::<u64>()
    }

    /// The end of the text. Where it is refused, nothing of it is in the fleet.
    pub fn finish(mut self, fleet: &mut Fleet) -> Result<Report, Refusal> {
        let (tally, longest) = (&mut self.tally, self.longest);
        let cut = !self.splitter.whole();
        self.splitter.finish(&mut |piece| tally.take(piece, fleet, longest, 0));
        if self.splitter.unfinished().is_some_and(|(_, bytes)| !begins_as_sim(bytes)) {
            self.splitter.unwrap_unfinished(&mut |piece| tally.take(piece, fleet, longest, 0));
        }
        // An object that is open still was cut: that is told as such.
        self.tally.close(fleet);
        let mut report = self.tally.report;
        report.bytes = self.splitter.at();
        report.cut = cut.then_some(report.bytes);
        if report.read > 0 {
            return Ok(report);
        }
        Err(refuse::why(&self.head, &report))
    }
}

/// What has been read, with the wrapping objects that are open.
#[derive(Debug, Default)]
struct Tally {
    report: Report,
    /// The parts of the wrapper that is open: what stands under each of its keys.
    parts: Vec<WrapperPart>,
    /// The offset of each open wrapper's `{`.
    open: Vec<u64>,
    full: bool,
    habits: Habits,
}

/// What stands under one key of a wrapping object.
#[derive(Debug, Default)]
struct WrapperPart {
    key: String,
    at: u64,
    rows: Vec<Range<usize>>,
    report: Report,
}

impl Tally {
    /// Whether no wrapper is open: records stand by themselves.
    fn is_plain(&self) -> bool {
        self.parts.is_empty() && self.open.is_empty() && !self.full
    }

    fn take(&mut self, piece: Piece, fleet: &mut Fleet, longest: usize, wrappers: usize) {
        match piece {
            Piece::Record { at, bytes, depth } => self.record(at, bytes, depth, fleet, longest, wrappers),
            Piece::Broken { at } => self.skip(at, What::Damaged("brackets do not match".into())),
            Piece::Value { at, kind } => self.skip(at, What::NotAnObject(kind)),
            Piece::Chatter { at, text } => {
                let number = self.number();
                let report = self.report();
                report.chatter += 1;
                report.note(number, at, What::Chatter(String::from_utf8_lossy(text).into_owned()));
            }
            Piece::Open { at } => self.open.push(at),
            Piece::Key(key) => self.key(&String::from_utf8_lossy(key)),
            Piece::Close => {
                if let Some(at) = self.open.pop()
                    && self.open.is_empty()
                    && !self.close(fleet)
                {
                    self.skip(at, What::NotASim);
                }
            }
        }
    }

    fn record(&mut self, at: u64, bytes: &[u8], depth: u32, fleet: &mut Fleet, longest: usize, wrappers: usize) {
        if self.full {
            return;
        }
        if depth > DEPTH {
            return self.skip(at, What::TooDeep);
        }
        let row = fleet.columns().len();
        let place = Place { offset: at, len: bytes.len() as u32 };
        match extract(bytes, place, &mut self.habits, fleet) {
            Ok(findings) => {
                let number = self.number();
                if let Some(part) = self.parts.last_mut() {
                    match part.rows.last_mut() {
                        Some(rows) if rows.end == row => rows.end += 1,
                        _ => part.rows.push(row..row + 1),
                    }
                }
                let report = self.report();
                report.read += 1;
                report.replaced += u64::from(findings.replaced);
                report.fields += u64::from(!findings.fields.is_empty());
                for (offset, what) in findings.fields {
                    report.note(number, at + offset as u64, what);
                }
            }
            Err(Refused::Full) => self.full = true,
            Err(Refused::Record(_, What::NotASim))
                if wrappers < WRAPPERS && self.unwrap(at, bytes, fleet, longest, wrappers) => {}
            Err(Refused::Record(offset, what)) => self.skip(at + offset as u64, what),
        }
    }

    /// Reads an object that is no SIM as one that wraps SIMs; says whether it did.
    fn unwrap(&mut self, at: u64, bytes: &[u8], fleet: &mut Fleet, longest: usize, wrappers: usize) -> bool {
        let mut inner = Self { open: vec![at], ..Self::default() };
        Splitter::inside(at, longest).push(&bytes[1..], &mut |piece| inner.take(piece, fleet, longest, wrappers + 1));
        self.full |= inner.full;
        let found = inner.report.read > 0;
        if found {
            if let Some(part) = self.parts.last_mut() {
                let end = fleet.columns().len();
                part.rows.push(end - inner.report.read as usize..end);
            }
            let report = self.report();
            report.wrapper = inner.report.wrapper.take();
            report.absorb(inner.report);
        }
        found
    }

    fn key(&mut self, key: &str) {
        // Keys of one object share a part where they are the same, so that a list may stand in pieces.
        if self.open.is_empty() || self.parts.last().is_some_and(|part| part.key == key) {
            return;
        }
        let part = WrapperPart { key: key.to_owned(), ..WrapperPart::default() };
        match self.parts.last_mut() {
            // Nothing stood under the last one: it was a text, or the key of one.
            Some(last) if last.report.read + last.report.skipped == 0 => *last = part,
            _ => self.parts.push(part),
        }
    }

    /// The end of the outermost wrapper: the key with most records wins, and the rows of the others go. Says whether
    /// any key held a record.
    fn close(&mut self, fleet: &mut Fleet) -> bool {
        let mut parts = std::mem::take(&mut self.parts);
        let most = parts.iter().map(|p| p.report.read).max().unwrap_or(0);
        let winner = parts.iter().position(|p| p.report.read == most);
        let Some(winner) = winner.filter(|_| most > 0) else {
            return false;
        };
        for (i, part) in parts.iter().enumerate().rev() {
            if i != winner {
                for rows in part.rows.iter().rev() {
                    fleet.remove_latest(rows.clone());
                }
            }
        }
        for part in parts.iter().enumerate().filter(|(i, p)| *i != winner && p.report.read > 0).map(|(_, p)| p) {
            let what = What::OtherKey { key: part.key.clone(), records: part.report.read };
            self.report.note(0, part.at, what);
        }
        let won = parts.swap_remove(winner);
        self.report.absorb(won.report);
        self.report.wrapper = Some(won.key);
        true
    }

    fn skip(&mut self, at: u64, what: What) {
        let number = self.number();
        let report = self.report();
        report.skipped += 1;
        report.note(number, at, what);
    }

    /// The number of what comes next, counted within its part.
    fn number(&mut self) -> u64 {
        let report = self.report();
        report.read + report.skipped + 1
    }

    /// Where to count: within a wrapper under its last key.
    fn report(&mut self) -> &mut Report {
        match self.parts.last_mut() {
            Some(part) => &mut part.report,
            None => &mut self.report,
        }
    }
}
