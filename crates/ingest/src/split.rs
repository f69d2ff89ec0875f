//! Bytes to records: where each one begins and ends, in pieces of any size.
//!
//! The splitter follows strings and brackets alone. What it hands out has balanced brackets; whether it is JSON, and a
//! SIM, is for [`extract`](crate::extract) to say. So one damaged record costs that record and no other.

use crate::scan::{End, Scan};
use crate::{Kind, block};

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
        /// How deep it is nested; 1 for an object of plain values.
        depth: u32,
    },
    /// A record whose brackets do not match, or what stands outside of any grammar; passed over.
    Broken {
        /// Byte offset.
        at: u64,
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
    /// A wrapping object begins: an object that is longer than any record.
    Open {
        /// Byte offset of its `{`.
        at: u64,
    },
    /// Within a wrapping object: what follows stands under this key.
    Key(&'a [u8]),
    /// The wrapping object ends.
    Close,
}

/// How much of a line of chatter is kept.
const LINE: usize = 200;

/// Files put one behind another may bring a byte order mark each.
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
    /// In a string that is no part of a record; `escaped` if the last byte was a backslash.
    Text { escaped: bool },
    /// In a number, `true`, `false` or `null`.
    Word,
    /// In a line that is no JSON.
    Chatter,
}

/// Finds the records in a text that comes in pieces.
#[derive(Clone, Debug)]
pub struct Splitter {
    longest: usize,
    levels: Vec<Level>,
    mode: Mode,
    /// Offset of the next byte.
    at: u64,
    /// Offset of what is being read: a record, a string, a word, a line.
    from: u64,
    /// What has come of it so far, where it began in an earlier piece.
    held: Vec<u8>,
    /// The array that was just opened may be the `[` of `[INFO] …`: its offset, until something in it is JSON.
    doubtful: Option<u64>,
}

impl Default for Splitter {
    fn default() -> Self {
        Self::new(LONGEST)
    }
}

impl Splitter {
    /// A splitter that takes objects of more than `longest` bytes for wrappers. Tests make it small.
    pub fn new(longest: usize) -> Self {
        Self { longest, levels: vec![], mode: Mode::Between, at: 0, from: 0, held: vec![], doubtful: None }
    }

    /// A splitter of the inside of an object: it begins behind the `{` that stands at `at`.
    pub fn inside(at: u64, longest: usize) -> Self {
        Self { levels: vec![Level::Wrapper], at: at + 1, ..Self::new(longest) }
    }

    /// How many bytes have come.
    pub fn at(&self) -> u64 {
        self.at
    }

    /// Whether the text may end here. If not, it was cut.
    pub fn whole(&self) -> bool {
        self.levels.is_empty() && matches!(self.mode, Mode::Between | Mode::Chatter)
    }

    /// The object that has begun and not ended, as far as it has come.
    pub fn unfinished(&self) -> Option<(u64, &[u8])> {
        matches!(self.mode, Mode::Record(_)).then_some((self.from, self.held.as_slice()))
    }

    /// More bytes.
    pub fn push(&mut self, mut bytes: &[u8], sink: &mut impl FnMut(Piece)) {
        while !bytes.is_empty() {
            bytes = bytes.get(self.step(bytes, sink)..).unwrap_or_default();
        }
    }

    /// More bytes, as far as one thing goes: how many it took.
    pub fn step(&mut self, bytes: &[u8], sink: &mut impl FnMut(Piece)) -> usize {
        let taken = match &mut self.mode {
            Mode::Between => self.between(bytes, 0, sink),
            Mode::Record(_) => self.record(bytes, 0, sink),
            Mode::Text { .. } => self.text(bytes, 0, sink),
            Mode::Word => self.word(bytes, 0, sink),
            Mode::Chatter => self.chatter(bytes, 0, sink),
        };
        self.at += taken as u64;
        taken
    }

    /// Whether a record may come next.
    pub fn is_between(&self) -> bool {
        matches!(self.mode, Mode::Between)
    }

    /// Someone else has read records of so many bytes that came next.
    pub fn pass(&mut self, bytes: u64) {
        self.doubtful = None;
        self.at += bytes;
    }

    /// No more bytes will come: a last line of chatter is handed out.
    pub fn finish(&mut self, sink: &mut impl FnMut(Piece)) {
        if matches!(self.mode, Mode::Chatter) {
            self.end_chatter(sink);
        }
    }

    /// Takes the unfinished object for a wrapper, so that the whole records in it are handed out.
    pub fn unwrap_unfinished(&mut self, sink: &mut impl FnMut(Piece)) {
        if matches!(self.mode, Mode::Record(_)) {
            self.wrap(sink);
        }
    }

    fn begin(&mut self, i: usize, mode: Mode) {
        self.from = self.at + i as u64;
        self.held.clear();
        self.mode = mode;
    }

    fn between(&mut self, bytes: &[u8], mut i: usize, sink: &mut impl FnMut(Piece)) -> usize {
        while let Some(&byte) = bytes.get(i) {
            let level = self.levels.last().copied();
            match (byte, level) {
                (b' ' | b'\t' | b'\n' | b'\r' | b',', _) => {
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
                }
                (b']', Some(Level::Array)) => {
                    self.doubtful = None;
                    self.levels.pop();
                }
                (b'}', Some(Level::Wrapper)) => {
                    self.levels.pop();
                    sink(Piece::Close);
                }
                (b':', Some(Level::Wrapper)) => {}
                (b'"', Some(_)) => {
                    self.begin(i, Mode::Text { escaped: false });
                    return i + 1;
                }
                (_, None) => {
                    self.begin(i, Mode::Chatter);
                    return i;
                }
                (b']' | b'}' | b':', Some(_)) => sink(Piece::Broken { at: self.at + i as u64 }),
                (_, Some(_)) => {
                    self.begin(i, Mode::Word);
                    return i;
                }
            }
            i += 1;
        }
        i
    }

    fn record(&mut self, bytes: &[u8], i: usize, sink: &mut impl FnMut(Piece)) -> usize {
        let Mode::Record(scan) = &mut self.mode else { return i };
        let Some((end, how)) = scan.run(&bytes[i..]) else {
            self.held.extend_from_slice(&bytes[i..]);
            if self.held.len() > self.longest {
                // What follows in this piece has not been counted yet: the offset is that of the piece's end.
                let (start, end) = (self.at, self.at + bytes.len() as u64);
                self.at = end;
                self.wrap(sink);
                self.at = start;
            }
            return bytes.len();
        };
        let (depth, end) = (scan.deepest(), i + end);
        self.mode = Mode::Between;
        if how == End::Broken {
            sink(Piece::Broken { at: self.from });
        } else if self.held.is_empty() {
            sink(Piece::Record { at: self.from, bytes: &bytes[i..end], depth });
        } else {
            self.held.extend_from_slice(&bytes[i..end]);
            sink(Piece::Record { at: self.from, bytes: &self.held, depth });
        }
        end
    }

    /// What was taken for a record is a wrapper: reads again what has come of it.
    fn wrap(&mut self, sink: &mut impl FnMut(Piece)) {
        let (held, end) = (std::mem::take(&mut self.held), self.at);
        if self.levels.len() >= crate::DEPTH as usize {
            // Wrappers in wrappers without end: this is no list of anything.
            sink(Piece::Broken { at: self.from });
            self.levels.clear();
            self.mode = Mode::Chatter;
            return;
        }
        self.levels.push(Level::Wrapper);
        self.mode = Mode::Between;
        sink(Piece::Open { at: self.from });
        self.at = self.from + 1;
        self.push(held.get(1..).unwrap_or(&[]), sink);
        debug_assert_eq!(self.at, end);
        self.at = end;
    }

    fn text(&mut self, bytes: &[u8], mut i: usize, sink: &mut impl FnMut(Piece)) -> usize {
        let Mode::Text { escaped } = &mut self.mode else { return i };
        while let Some(&byte) = bytes.get(i) {
            i += 1;
            match byte {
                _ if *escaped => *escaped = false,
                b'\\' => *escaped = true,
                b'"' => {
                    self.end_text(sink);
                    break;
                }
                _ => {}
            }
            if self.held.len() < LINE {
                self.held.push(byte);
            }
        }
        i
    }

    fn end_text(&mut self, sink: &mut impl FnMut(Piece)) {
        self.mode = Mode::Between;
        match self.levels.last() {
            Some(Level::Wrapper) => sink(Piece::Key(&self.held)),
            _ => {
                self.doubtful = None;
                sink(Piece::Value { at: self.from, kind: Kind::Text });
            }
        }
    }

    fn word(&mut self, bytes: &[u8], mut i: usize, sink: &mut impl FnMut(Piece)) -> usize {
        while let Some(&byte) = bytes.get(i) {
            if matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b',' | b']' | b'}' | b':' | b'"' | b'[' | b'{') {
                self.end_word(sink);
                return i;
            }
            if self.held.len() < LINE {
                self.held.push(byte);
            }
            i += 1;
        }
        i
    }

    fn end_word(&mut self, sink: &mut impl FnMut(Piece)) {
        self.mode = Mode::Between;
        let in_array = self.levels.last() == Some(&Level::Array);
        let json = serde_json::from_slice::<serde::de::IgnoredAny>(&self.held).is_ok();
        let kind = match self.held.first() {
            Some(b't' | b'f') => Kind::Boolean,
            Some(b'n') => Kind::Null,
            _ => Kind::Number,
        };
        match self.doubtful.take() {
            Some(at) if !json => {
                self.levels.pop();
                self.from = at;
                self.held.insert(0, b'[');
                self.mode = Mode::Chatter;
            }
            _ if !json => sink(Piece::Broken { at: self.from }),
            _ if in_array => sink(Piece::Value { at: self.from, kind }),
            _ => {}
        }
    }

    fn chatter(&mut self, bytes: &[u8], i: usize, sink: &mut impl FnMut(Piece)) -> usize {
        let rest = &bytes[i..];
        let end = memchr::memchr(b'\n', rest);
        for (j, byte) in rest[..end.unwrap_or(rest.len())].iter().enumerate() {
            if self.held == MARK && matches!(byte, b'[' | b'{' | b' ' | b'\t' | b'\r') {
                self.mode = Mode::Between;
                return i + j;
            }
            if self.held.len() == LINE {
                break;
            }
            self.held.push(*byte);
        }
        let Some(end) = end else { return bytes.len() };
        self.end_chatter(sink);
        i + end + 1
    }

    fn end_chatter(&mut self, sink: &mut impl FnMut(Piece)) {
        self.mode = Mode::Between;
        if !self.held.trim_ascii().is_empty() && self.held.trim_ascii() != MARK {
            sink(Piece::Chatter { at: self.from, text: self.held.trim_ascii() });
        }
    }
}
