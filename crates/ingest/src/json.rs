//! JSON byte by byte, as serde_json would take it: for what is met for the first time, and what is passed over.

use crate::block;
use crate::resync::is_identifier;
use std::ops::Range;

/// How deep a value may be that is passed over. Real records are four deep; serde_json says what is too deep.
const DEEPEST: u32 = 64;

/// A place in a text.
#[derive(Clone, Copy)]
pub struct Cursor<'a> {
    text: &'a str,
    /// Bytes behind the text's start.
    pub at: usize,
    depth: u32,
}

impl<'a> Cursor<'a> {
    /// A place so many bytes behind a text's start.
    pub fn new(text: &'a str, at: usize) -> Self {
        Self { text, at, depth: 0 }
    }

    /// The next byte.
    #[inline]
    pub fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Goes on if the next byte is this one.
    #[inline]
    pub fn takes(&mut self, byte: u8) -> bool {
        let takes = self.peek() == Some(byte);
        self.at += usize::from(takes);
        takes
    }

    /// Passes blanks over.
    #[inline]
    pub fn space(&mut self) {
        while let Some(b' ' | b'\n' | b'\t' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    /// A value as it is written.
    #[inline]
    pub fn written(&mut self) -> Option<&'a str> {
        let from = self.at;
        self.skip()?;
        self.text.get(from..self.at)
    }

    /// A key and its colon, and the blanks around that: where the key stands. One with escapes may be any key: declined.
    pub fn key(&mut self) -> Option<Range<usize>> {
        if !self.takes(b'"') {
            return None;
        }
        let from = self.at;
        self.at = stop(self.text.as_bytes(), from)?;
        let key = from..self.at;
        if !self.takes(b'"') {
            return None;
        }
        self.colon()?;
        Some(key)
    }

    /// A colon, and the blanks around it.
    pub fn colon(&mut self) -> Option<()> {
        self.space();
        if !self.takes(b':') {
            return None;
        }
        self.space();
        Some(())
    }

    /// Passes a value over.
    #[inline]
    pub fn skip(&mut self) -> Option<()> {
        match self.peek()? {
            b'"' => self.string(),
            b'-' | b'0'..=b'9' => self.number(),
            b'n' => self.word("null"),
            b't' => self.word("true"),
            b'f' => self.word("false"),
            // An object that is keyed by identifiers is declined: records may stand in it whose brackets were lost.
            b'{' => self.within(b'}', |cursor| {
                let key = cursor.key()?;
                (!cursor.text.get(key).is_some_and(is_identifier)).then_some(())
            }),
            b'[' => self.within(b']', |_| Some(())),
            _ => None,
        }
    }

    /// An object or an array, whose values stand behind something.
    fn within(&mut self, end: u8, before: impl Fn(&mut Self) -> Option<()>) -> Option<()> {
        self.depth += 1;
        if self.depth >= DEEPEST {
            return None;
        }
        self.at += 1;
        self.space();
        if !self.takes(end) {
            loop {
                before(self)?;
                self.skip()?;
                self.space();
                if self.takes(end) {
                    break;
                }
                if !self.takes(b',') {
                    return None;
                }
                self.space();
            }
        }
        self.depth -= 1;
        Some(())
    }

    fn string(&mut self) -> Option<()> {
        let mut at = self.at + 1;
        loop {
            at = stop(self.text.as_bytes(), at)?;
            match self.text.as_bytes().get(at..)? {
                [b'"', ..] => {
                    self.at = at + 1;
                    return Some(());
                }
                [b'\\', b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', ..] => at += 2,
                [b'\\', b'u', code @ ..] if code.len() > 4 && code[..4].iter().all(u8::is_ascii_hexdigit) => at += 6,
                _ => return None,
            }
        }
    }

    /// A number (RFC 8259, section 6).
    fn number(&mut self) -> Option<()> {
        self.takes(b'-');
        let first = self.peek()?;
        let whole = self.digits()?;
        if first == b'0' && whole > 1 {
            return None;
        }
        if self.takes(b'.') {
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            self.at += usize::from(matches!(self.peek()?, b'+' | b'-'));
            self.digits()?;
        }
        Some(())
    }

    /// How many digits; none are too few.
    fn digits(&mut self) -> Option<usize> {
        let rest = self.text.as_bytes().get(self.at..)?;
        let count = rest.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(rest.len());
        self.at += count;
        (count > 0).then_some(count)
    }

    fn word(&mut self, word: &str) -> Option<()> {
        self.text.as_bytes().get(self.at..)?.starts_with(word.as_bytes()).then(|| self.at += word.len())
    }
}

/// The first byte from `from` on that is not plain text: a quote, a backslash or a control character.
#[inline]
pub fn stop(bytes: &[u8], mut from: usize) -> Option<usize> {
    while let Some(lane) = bytes.get(from..)?.first_chunk() {
        let stops = block::stops(lane);
        if stops != 0 {
            return Some(from + stops.trailing_zeros() as usize);
        }
        from += block::LANE;
    }
    let rest = bytes.get(from..)?.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20))?;
    Some(from + rest)
}
