//! A text that comes in pieces, to the fleet: what the splitter finds is extracted at once and dropped.

use crate::extract::{Findings, Refused, Scratch, extract};
use crate::habits::Habits;
use crate::resync::is_identifier;
use crate::split::{LONGEST, Piece, Splitter, Verdict};
use crate::stretch::{self, valid};
use crate::{Encoding, Kind, Refusal, Report, What, refuse};
use fleet::{CapacityError, Columns, Fleet, RecordSpan};

/// How much of a text's beginning is kept, to tell what it looks like where no SIM is in it.
const HEAD: usize = 4096;
/// How many keys are named that lists of records stood under.
const LISTS: usize = 5;

/// Reads one source. The fleet's rows of it must have been begun with [`Fleet::begin_source`].
#[derive(Debug)]
pub struct Reader {
    splitter: Splitter,
    tally: Tally,
    habits: Habits,
    head: Vec<u8>,
    other_encoding: Option<Encoding>,
}

impl Default for Reader {
    fn default() -> Self {
        Self::new(LONGEST)
    }
}

impl Reader {
    /// A reader that takes objects of more than `longest` bytes for wrappers of records. Tests make it small.
    pub fn new(longest: usize) -> Self {
        Self {
            splitter: Splitter::new(longest),
            tally: Tally::default(),
            habits: Habits::default(),
            head: vec![],
            other_encoding: None,
        }
    }

    /// More of the text, in UTF-8.
    pub fn push(&mut self, mut bytes: &[u8], fleet: &mut Fleet) -> Result<(), CapacityError> {
        self.keep_head(bytes);
        while !bytes.is_empty() && !self.tally.full {
            // One great piece would be fine too; smaller ones let a full fleet end the reading early.
            let (now, rest) = bytes.split_at(bytes.len().min(LONGEST));
            self.push_piece(now, fleet);
            if std::mem::take(&mut self.tally.is_suspect) {
                self.other_encoding = self.other_encoding.or_else(|| Encoding::guess(now));
            }
            bytes = rest;
        }
        if self.tally.full { Err(CapacityError) } else { Ok(()) }
    }

    /// Plain records go past the splitter: whoever can read one knows where it ends.
    fn push_piece(&mut self, bytes: &[u8], fleet: &mut Fleet) {
        let (mut i, mut text, mut from) = (0, "", 0);
        while let Some(rest) = bytes.get(i..).filter(|rest| !rest.is_empty() && !self.tally.full) {
            if self.splitter.is_between() {
                if i >= from + text.len() {
                    (text, from) = (valid(rest), i);
                }
                let at = self.splitter.at() - (i - from) as u64;
                let (tally, habits, mut scratch) = (&mut self.tally, &mut self.habits, Scratch::default());
                let end = from
                    + stretch::read(text, i - from, at, habits, &mut scratch, |record, place| {
                        fleet.push(record, place)?;
                        tally.count_records(1);
                        Ok(())
                    });
                if end > i {
                    self.splitter.pass((end - i) as u64);
                    i = end;
                    continue;
                }
            }
            let (tally, habits) = (&mut self.tally, &mut self.habits);
            i += self.splitter.step(rest, &mut |piece| tally.take(piece, habits, fleet));
        }
    }

    /// Takes in a stretch that someone else has read, of so many bytes, where it comes next; says whether it does. If not,
    /// nothing has happened.
    pub fn take(&mut self, columns: &Columns, bytes: u64, fleet: &mut Fleet) -> Result<bool, CapacityError> {
        if self.tally.full || !self.splitter.is_between() {
            return Ok(false);
        }
        fleet.append_columns(columns)?;
        self.tally.count_records(columns.len() as u64);
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
        self.tally.report.read
    }

    /// The encoding that the text seems to be written in, where that is none that it was read as: it is to be read again.
    pub fn other_encoding(&self) -> Option<Encoding> {
        self.other_encoding
    }

    /// The end of the text. Where it is refused, nothing of it is in the fleet.
    pub fn finish(mut self, fleet: &mut Fleet) -> Result<Report, Refusal> {
        let (tally, habits) = (&mut self.tally, &mut self.habits);
        self.splitter.finish(&mut |piece| tally.take(piece, habits, fleet));
        let mut report = self.tally.report;
        report.bytes = self.splitter.at();
        report.cut = (!self.splitter.is_whole()).then_some(report.bytes);
        if report.read > 0 {
            return Ok(report);
        }
        Err(refuse::why(&self.head, &report))
    }
}

/// What has been read, with the objects that are open around it.
#[derive(Debug, Default)]
struct Tally {
    report: Report,
    frames: Vec<Frame>,
    full: bool,
    /// Whether bytes were met that are no UTF-8.
    is_suspect: bool,
}

/// An object that is no record itself.
#[derive(Debug, Default)]
struct Frame {
    /// Offset of its `{`.
    at: u64,
    /// The last key in it.
    key: String,
    /// Whether a record stood in it.
    holds_records: bool,
    /// Whether a record stood under the last key.
    is_list: bool,
    /// What was left out under the last key. It counts once a record is met there: then it stood in the place of one.
    pending: Report,
}

impl Tally {
    fn take(&mut self, piece: Piece, habits: &mut Habits, fleet: &mut Fleet) -> Verdict {
        match piece {
            Piece::Record { at, bytes } => return self.record(at, bytes, habits, fleet),
            Piece::Broken { at, what, bytes } => {
                self.is_suspect |= std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_some());
                let number = self.number();
                self.report.skipped += 1;
                self.report.note(number, at, what);
            }
            Piece::Value { at, kind: Kind::Object } => self.skip(at, What::NotASim),
            Piece::Value { at, kind } => self.skip(at, What::NotAnObject(kind)),
            Piece::Chatter { at, text } => {
                self.report.chatter += 1;
                let number = self.number();
                self.report.note(number, at, What::Chatter(String::from_utf8_lossy(text).into_owned()));
            }
            Piece::Open { at } => self.frames.push(Frame { at, ..Frame::default() }),
            Piece::Key(key) => {
                if let Some(frame) = self.frames.last_mut() {
                    *frame = Frame {
                        at: frame.at,
                        holds_records: frame.holds_records,
                        key: String::from_utf8_lossy(key).into_owned(),
                        ..Frame::default()
                    };
                }
            }
            Piece::Close => {
                if let Some(frame) = self.frames.pop().filter(|frame| !frame.holds_records) {
                    self.skip(frame.at, What::NotASim);
                }
            }
        }
        Verdict::Done
    }

    fn record(&mut self, at: u64, bytes: &[u8], habits: &mut Habits, fleet: &mut Fleet) -> Verdict {
        if self.full {
            return Verdict::Done;
        }
        let place = RecordSpan { offset: at, len: bytes.len() as u32 };
        let id = self.frames.last().map_or("", |frame| &frame.key);
        let id = if is_identifier(id) { id } else { "" };
        match extract(bytes, id, place, habits, fleet) {
            Ok(Findings { fields, replaced, nulls }) => {
                self.is_suspect |= replaced;
                let number = self.number();
                self.count_records(1);
                self.report.replaced += u64::from(replaced);
                self.report.nulls += u64::from(nulls);
                self.report.fields += u64::from(!fields.is_empty());
                for (offset, what) in fields {
                    self.report.note(number, at + offset as u64, what);
                }
                Verdict::Done
            }
            Err(Refused::Full) => {
                self.full = true;
                Verdict::Done
            }
            Err(Refused::Record(_, What::NotASim)) => Verdict::NotASim,
            Err(Refused::Record(offset, what @ (What::Damaged(_) | What::OutOfPlace))) => {
                Verdict::Damaged(offset, what)
            }
            Err(Refused::Record(offset, what)) => {
                self.skip(at + offset as u64, what);
                Verdict::Done
            }
        }
    }

    /// Counts records that were taken in.
    fn count_records(&mut self, records: u64) {
        self.confirm();
        self.report.read += records;
        if let Some(Frame { key, is_list: false, .. }) = self.frames.last()
            && self.report.lists.len() < LISTS
            && !key.is_empty()
            && !is_identifier(key)
            && !self.report.lists.contains(key)
        {
            self.report.lists.push(key.clone());
        }
        for frame in &mut self.frames {
            (frame.is_list, frame.holds_records) = (true, true);
        }
    }

    /// Counts what was left out beside records.
    fn confirm(&mut self) {
        for frame in &mut self.frames {
            self.report.absorb(std::mem::take(&mut frame.pending));
        }
    }

    fn skip(&mut self, at: u64, what: What) {
        let number = self.number();
        // What stands beside records under a key that holds some counts at once, and so does what an identifier names.
        let report = match self.frames.last_mut() {
            Some(frame) if !frame.is_list && !is_identifier(&frame.key) => &mut frame.pending,
            _ => &mut self.report,
        };
        report.skipped += 1;
        report.note(number, at, what);
    }

    /// The number of what comes next.
    fn number(&self) -> u64 {
        let pending: u64 = self.frames.iter().map(|frame| frame.pending.skipped).sum();
        self.report.read + self.report.skipped + pending + 1
    }
}
