//! Bytes to records: where each one begins and ends, in pieces of any size.
//!
//! The splitter follows strings and brackets. What it hands out has balanced brackets; whether it is JSON, and a SIM, is for
//! the [sink](Verdict) to say. Where the text stops being JSON it passes over what is damaged and goes on with the next
//! record that it [finds](crate::resync), so that damage costs the record that it is in and no other.

mod lost;
mod values;

use crate::extract::DEPTH;
use crate::resync::{self, Found, Until, begins_as_sim};
use crate::scan::{End, Scan};
use crate::{Kind, What, block};

/// The longest record there is, in bytes. Real ones have about two thousand; an object longer than this holds records.
pub const LONGEST: usize = 16 << 20;

/// What the splitter finds.
#[derive(PartialEq, Debug)]
pub enum Piece<'a> {
    /// An object in the place of a record.
    Record {
        /// Byte offset of its `{`.
        at: u64,
        /// All of it, from `{` to `}`.
        bytes: &'a [u8],
    },
    /// Something that is no JSON, in the place of a record; passed over.
    Broken {
        /// Byte offset of what cannot stand where it does.
        at: u64,
        /// What is wrong with it.
        what: What,
        /// What is known to be passed over.
        bytes: &'a [u8],
    },
    /// Another value in the place of a record.
    Value {
        /// Byte offset.
        at: u64,
        /// Its type.
        kind: Kind,
    },
    /// A line around the JSON that is no JSON.
    Chatter {
        /// Byte offset.
        at: u64,
        /// Its beginning, at most 200 bytes.
        text: &'a [u8],
    },
    /// An object begins that is no record itself, but may hold some.
    Open {
        /// Byte offset of its `{`.
        at: u64,
    },
    /// Within such an object: what follows stands under this key.
    Key(&'a [u8]),
    /// It ends.
    Close,
}

/// What the one who is handed a record says of it.
#[derive(PartialEq, Debug)]
pub enum Verdict {
    /// It was taken in, or is to be left out.
    Done,
    /// It is no SIM: it may hold some.
    NotASim,
    /// It is no JSON: what is wrong, and how many bytes into it.
    Damaged(usize, What),
}

/// How much of a line of chatter is kept.
const LINE: usize = 200;
/// How many bytes are searched for the next record at a time.
const STEP: usize = 64 << 10;
/// How many objects may stand around the array of records.
const WRAPPERS: usize = 4;

/// Files put one after another may bring a byte order mark each.
const MARK: [u8; 3] = [0xEF, 0xBB, 0xBF];

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Level {
    Array,
    Wrapper,
}

#[derive(Clone, Debug)]
enum Mode {
    /// Before a value, or between two.
    Between,
    /// In an object in the place of a record.
    Record(Scan),
    /// In a string that is no part of a record.
    Text(Quote),
    /// In a number, `true`, `false` or `null`.
    Word,
    /// In a line that is no JSON.
    Chatter,
    /// In what is damaged: the next record is searched for.
    Lost,
}

/// Where in a string the next byte is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Quote {
    Open,
    Escaped,
    /// Behind its closing quote: what comes next says whether it was one.
    Closed,
}

/// Finds the records in a text that comes in pieces.
#[derive(Clone, Debug)]
pub struct Splitter {
    longest: usize,
    levels: Vec<Level>,
    mode: Mode,
    /// Offset of the next byte.
    at: u64,
    /// Offset of the first byte that is held.
    from: u64,
    /// Offset at which what is being read began.
    begun: u64,
    /// What is being read, as far as it has come: a record, a string, a word, a line.
    held: Vec<u8>,
    /// How much of it was searched for a record.
    searched: usize,
    /// The beginning of what is passed over, as far as it is held no more.
    line: Vec<u8>,
    /// The array that was just opened may be the `[` of `[INFO] …`: its offset, until something in it is JSON.
    doubtful: Option<u64>,
    /// Whether something was passed over: brackets may be missing since.
    damaged: bool,
    /// Whether the last thing of the text was a closing bracket around records.
    closed: bool,
}

impl Default for Splitter {
    fn default() -> Self {
        Self::new(LONGEST)
    }
}

impl Splitter {
    /// A splitter that takes objects of more than `longest` bytes for wrappers. Tests make it small.
    pub fn new(longest: usize) -> Self {
        Self {
            longest,
            levels: vec![],
            mode: Mode::Between,
            at: 0,
            from: 0,
            begun: 0,
            held: vec![],
            searched: 0,
            line: vec![],
            doubtful: None,
            damaged: false,
            closed: false,
        }
    }

    /// How many bytes have come.
    pub fn at(&self) -> u64 {
        self.at
    }

    /// Whether the text may end here. If not, it was cut. Where brackets were lost with what was damaged, a text that ends
    /// with one is taken for whole.
    pub fn is_whole(&self) -> bool {
        match self.mode {
            Mode::Between => self.levels.is_empty() || (self.damaged && self.closed),
            Mode::Chatter => self.levels.is_empty(),
            Mode::Lost => self.levels.is_empty() || matches!(self.held.trim_ascii_end().last(), Some(b']' | b'}')),
            Mode::Record(_) | Mode::Text(_) | Mode::Word => false,
        }
    }

    /// More bytes.
    pub fn push(&mut self, mut bytes: &[u8], sink: &mut impl FnMut(Piece) -> Verdict) {
        while !bytes.is_empty() {
            bytes = bytes.get(self.step(bytes, sink)..).unwrap_or_default();
        }
    }

    /// More bytes, as far as one thing goes: how many it took.
    pub fn step(&mut self, bytes: &[u8], sink: &mut impl FnMut(Piece) -> Verdict) -> usize {
        let start = self.at;
        let taken = match &mut self.mode {
            Mode::Between => self.between(bytes, sink),
            Mode::Record(_) => self.record(bytes, sink),
            Mode::Text(_) => self.text(bytes, sink),
            Mode::Word => self.word(bytes, sink),
            Mode::Chatter | Mode::Lost => self.pass_over(bytes, sink),
        };
        self.at = start + taken as u64;
        taken
    }

    /// Whether a record may come next.
    pub fn is_between(&self) -> bool {
        matches!(self.mode, Mode::Between)
    }

    /// Someone else has read records of so many bytes that came next.
    pub fn pass(&mut self, bytes: u64) {
        self.doubtful = None;
        self.closed = false;
        self.at += bytes;
    }

    /// No more bytes will come: hands out what waited for some.
    pub fn finish(&mut self, sink: &mut impl FnMut(Piece) -> Verdict) {
        let end = self.at;
        loop {
            let from = self.from;
            match self.mode {
                Mode::Chatter | Mode::Lost => self.search(true, sink),
                // A record that has begun holds none: where it does, its end was lost and not cut off.
                Mode::Record(_) if !matches!(resync::find(&self.held, 1, self.until(), true), Found::Nothing(_)) => {
                    self.give_up(end, What::OutOfPlace, sink);
                }
                Mode::Text(Quote::Closed) => self.end_text(sink),
                _ => {}
            }
            self.at = end;
            if self.from == from {
                break;
            }
        }
        if matches!(self.mode, Mode::Chatter) {
            self.end_chatter(self.held.len(), sink);
        }
    }

    fn begin(&mut self, i: usize, mode: Mode) {
        self.from = self.at + i as u64;
        self.begun = self.from;
        self.held.clear();
        self.line.clear();
        self.searched = 0;
        self.closed = false;
        self.mode = mode;
    }

    fn between(&mut self, bytes: &[u8], sink: &mut impl FnMut(Piece) -> Verdict) -> usize {
        let mut i = 0;
        while let Some(&byte) = bytes.get(i) {
            let level = self.levels.last().copied();
            match (byte, level) {
                (b' ' | b'\t' | b'\n' | b'\r' | b',' | 0x1E, _) => {
                    i += block::blanks(&bytes[i..]);
                    continue;
                }
                (b'{', _) => {
                    self.doubtful = None;
                    self.begin(i, Mode::Record(Scan::default()));
                    return i;
                }
                (b'[', _) => {
                    self.doubtful = level.is_none().then_some(self.at + i as u64);
                    self.levels.push(Level::Array);
                    self.closed = false;
                }
                (b']', Some(Level::Array)) => {
                    self.doubtful = None;
                    self.levels.pop();
                    self.closed = true;
                }
                (b'}', Some(Level::Wrapper)) => {
                    self.levels.pop();
                    self.closed = true;
                    sink(Piece::Close);
                }
                // Its opening bracket was passed over.
                (b']' | b'}', _) if self.damaged => self.closed = true,
                (b':', Some(Level::Wrapper)) => {}
                (b'"', Some(_)) => {
                    self.begin(i, Mode::Text(Quote::Open));
                    self.held.push(byte);
                    return i + 1;
                }
                (_, None) => {
                    self.begin(i, Mode::Chatter);
                    return i;
                }
                (b']' | b'}' | b':', Some(_)) => {
                    self.begin(i, Mode::Lost);
                    self.lose(self.from, sink);
                    return i;
                }
                (_, Some(_)) => {
                    self.begin(i, Mode::Word);
                    return i;
                }
            }
            i += 1;
        }
        i
    }

    fn record(&mut self, bytes: &[u8], sink: &mut impl FnMut(Piece) -> Verdict) -> usize {
        let Mode::Record(scan) = &mut self.mode else { return 0 };
        // No further than a record goes, so that it does not depend on the pieces what is too long.
        let room = (self.longest + 1).saturating_sub(self.held.len());
        let bytes = &bytes[..bytes.len().min(room)];
        let Some((end, how)) = scan.run(bytes) else {
            self.held.extend_from_slice(bytes);
            if self.held.len() > self.longest {
                self.give_up(self.at + bytes.len() as u64, What::TooLong, sink);
            }
            return bytes.len();
        };
        let what = match how {
            End::Whole => None,
            End::Broken => Some(What::OutOfPlace),
            End::TooDeep => Some(What::TooDeep),
        };
        if let Some(what) = what {
            self.held.extend_from_slice(&bytes[..end]);
            self.give_up(self.at + end as u64, what, sink);
            return end;
        }
        self.mode = Mode::Between;
        let mut held = std::mem::take(&mut self.held);
        let object = match held.is_empty() {
            true => &bytes[..end],
            false => {
                held.extend_from_slice(&bytes[..end]);
                &held
            }
        };
        match sink(Piece::Record { at: self.from, bytes: object }) {
            Verdict::Done => {}
            Verdict::NotASim if self.levels.iter().filter(|level| **level == Level::Wrapper).count() < WRAPPERS => {
                self.open(object, sink);
            }
            Verdict::NotASim => drop(sink(Piece::Value { at: self.from, kind: Kind::Object })),
            Verdict::Damaged(at, what) => self.take_apart(object, self.from + at as u64, what, sink),
        }
        // Its memory serves the next one.
        if self.held.is_empty() {
            held.clear();
            self.held = held;
        }
        end
    }

    /// What was taken for a record cannot go on with the byte at `at`: it is a wrapper of records or a record that is
    /// damaged, as far as it has come.
    fn give_up(&mut self, at: u64, what: What, sink: &mut impl FnMut(Piece) -> Verdict) {
        let held = std::mem::take(&mut self.held);
        let is_wrapper = what == What::TooLong || holds_records(&held);
        if is_wrapper && !begins_as_sim(&held) {
            return self.open(&held, sink);
        }
        sink(Piece::Broken { at, what, bytes: &held });
        self.damaged = true;
        self.mode = Mode::Lost;
        self.held = held;
        self.searched = 1;
        self.search(false, sink);
    }

    /// An object that is whole and no JSON, by what stands at `at`: a wrapper of which a record is damaged, or a record.
    fn take_apart(&mut self, object: &[u8], at: u64, what: What, sink: &mut impl FnMut(Piece) -> Verdict) {
        if !begins_as_sim(object) && holds_records(object) {
            return self.open(object, sink);
        }
        sink(Piece::Broken { at, what, bytes: object });
        self.damaged = true;
        if let Found::Record(next) = resync::find(object, 1, Until::Record, true) {
            self.at = self.from + next as u64;
            self.push(&object[next..], sink);
        }
    }

    /// What was taken for a record is a wrapper: reads its inside, as far as it has come.
    fn open(&mut self, object: &[u8], sink: &mut impl FnMut(Piece) -> Verdict) {
        if self.levels.len() >= DEPTH as usize {
            // Wrappers in wrappers without end: this is no list of anything.
            sink(Piece::Broken { at: self.from, what: What::TooDeep, bytes: object });
            self.levels.clear();
            self.begin(0, Mode::Lost);
            return;
        }
        self.levels.push(Level::Wrapper);
        self.mode = Mode::Between;
        sink(Piece::Open { at: self.from });
        self.at = self.from + 1;
        self.push(object.get(1..).unwrap_or_default(), sink);
    }
}

/// Whether a record begins within an object.
fn holds_records(object: &[u8]) -> bool {
    matches!(resync::find(object, 1, Until::Record, true), Found::Record(_))
}
