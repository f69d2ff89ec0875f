//! Bytes to records: where each one begins and ends, in pieces of any size.
//!
//! The splitter follows strings and brackets. What it hands out has balanced brackets; whether it is JSON, and a SIM, is for
//! the [sink](Verdict) to say. Where the text stops being JSON it passes over what is damaged and goes on with the next
//! record that it [finds](crate::resync), so that damage costs the record that it is in and no other.

use crate::extract::DEPTH;
use crate::resync::{self, Found, LOOKAHEAD, LOOKBEHIND, Until, begins_as_sim, is_identifier};
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

    fn text(&mut self, bytes: &[u8], sink: &mut impl FnMut(Piece) -> Verdict) -> usize {
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

    fn end_text(&mut self, sink: &mut impl FnMut(Piece) -> Verdict) {
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

    fn word(&mut self, bytes: &[u8], sink: &mut impl FnMut(Piece) -> Verdict) -> usize {
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

    /// Tells of what is held that it is damaged, by what stands at `at`.
    fn lose(&mut self, at: u64, sink: &mut impl FnMut(Piece) -> Verdict) {
        self.damaged = true;
        sink(Piece::Broken { at, what: What::OutOfPlace, bytes: &self.held });
    }

    /// Passes over what is no JSON.
    fn pass_over(&mut self, bytes: &[u8], sink: &mut impl FnMut(Piece) -> Verdict) -> usize {
        let taken = bytes.len().min(STEP);
        if self.held.is_empty() {
            self.from = self.at;
        }
        self.held.extend_from_slice(&bytes[..taken]);
        self.search(false, sink);
        taken
    }

    /// Searches what is held for the next record, and reads on from there.
    fn search(&mut self, last: bool, sink: &mut impl FnMut(Piece) -> Verdict) {
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
    fn until(&self) -> Until {
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

    fn end_chatter(&mut self, end: usize, sink: &mut impl FnMut(Piece) -> Verdict) {
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

/// Whether a record begins within an object.
fn holds_records(object: &[u8]) -> bool {
    matches!(resync::find(object, 1, Until::Record, true), Found::Record(_))
}
