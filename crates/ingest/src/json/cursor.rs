//! JSON byte by byte, as strictly as serde_json reads it: for a layout that is met for the first time, and for values that
//! are skipped.

use super::simd;
use crate::identifier::is_identifier;
use std::ops::Range;

/// Maximum nesting depth of a value that is skipped. Real records are four deep; serde_json decides what is too deep.
const MAX_SKIPPED_DEPTH: u32 = 64;

/// A position in a text.
#[derive(Clone, Copy)]
pub struct JsonCursor<'a> {
    text: &'a str,
    /// Bytes from the text's start.
    pub offset: usize,
    depth: u32,
}

impl<'a> JsonCursor<'a> {
    /// A cursor so many bytes from a text's start.
    pub fn new(text: &'a str, at: usize) -> Self {
        Self { text, offset: at, depth: 0 }
    }

    /// Returns the next byte.
    #[inline]
    pub fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.offset).copied()
    }

    /// Moves on if the next byte is this one.
    #[inline]
    pub fn consume_byte(&mut self, byte: u8) -> bool {
        let takes = self.peek() == Some(byte);
        self.offset += usize::from(takes);
        takes
    }

    /// Skips blanks.
    #[inline]
    pub fn skip_whitespace(&mut self) {
        while let Some(b' ' | b'\n' | b'\t' | b'\r') = self.peek() {
            self.offset += 1;
        }
    }

    /// Returns a value as it is written.
    #[inline]
    pub fn read_raw_value(&mut self) -> Option<&'a str> {
        let from = self.offset;
        self.skip_json_value()?;
        self.text.get(from..self.offset)
    }

    /// Reads a key, its colon, and the blanks around that. Returns where the key is. A key with escapes is declined, since
    /// it may be any key.
    pub fn read_key(&mut self) -> Option<Range<usize>> {
        if !self.consume_byte(b'"') {
            return None;
        }
        let from = self.offset;
        self.offset = find_special_byte(self.text.as_bytes(), from)?;
        let key = from..self.offset;
        if !self.consume_byte(b'"') {
            return None;
        }
        self.consume_colon()?;
        Some(key)
    }

    /// Reads a colon, and the blanks around it.
    pub fn consume_colon(&mut self) -> Option<()> {
        self.skip_whitespace();
        if !self.consume_byte(b':') {
            return None;
        }
        self.skip_whitespace();
        Some(())
    }

    /// Skips a value.
    #[inline]
    pub fn skip_json_value(&mut self) -> Option<()> {
        match self.peek()? {
            b'"' => self.skip_string(),
            b'-' | b'0'..=b'9' => self.skip_number(),
            b'n' => self.skip_literal("null"),
            b't' => self.skip_literal("true"),
            b'f' => self.skip_literal("false"),
            // An object that is keyed by identifiers is declined: it may hold records whose brackets were lost.
            b'{' => self.skip_container(b'}', |cursor| {
                let key = cursor.read_key()?;
                (!cursor.text.get(key).is_some_and(is_identifier)).then_some(())
            }),
            b'[' => self.skip_container(b']', |_| Some(())),
            _ => None,
        }
    }

    /// Skips an object or an array. `before` reads what is before each value.
    fn skip_container(&mut self, end: u8, before: impl Fn(&mut Self) -> Option<()>) -> Option<()> {
        self.depth += 1;
        if self.depth >= MAX_SKIPPED_DEPTH {
            return None;
        }
        self.offset += 1;
        self.skip_whitespace();
        if !self.consume_byte(end) {
            loop {
                before(self)?;
                self.skip_json_value()?;
                self.skip_whitespace();
                if self.consume_byte(end) {
                    break;
                }
                if !self.consume_byte(b',') {
                    return None;
                }
                self.skip_whitespace();
            }
        }
        self.depth -= 1;
        Some(())
    }

    fn skip_string(&mut self) -> Option<()> {
        let mut at = self.offset + 1;
        loop {
            at = find_special_byte(self.text.as_bytes(), at)?;
            match self.text.as_bytes().get(at..)? {
                [b'"', ..] => {
                    self.offset = at + 1;
                    return Some(());
                }
                [b'\\', b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', ..] => at += 2,
                [b'\\', b'u', code @ ..] if code.len() > 4 && code[..4].iter().all(u8::is_ascii_hexdigit) => at += 6,
                _ => return None,
            }
        }
    }

    /// Skips a number (RFC 8259, section 6).
    fn skip_number(&mut self) -> Option<()> {
        self.consume_byte(b'-');
        let first = self.peek()?;
        let whole = self.skip_digits()?;
        if first == b'0' && whole > 1 {
            return None;
        }
        if self.consume_byte(b'.') {
            self.skip_digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.offset += 1;
            self.offset += usize::from(matches!(self.peek()?, b'+' | b'-'));
            self.skip_digits()?;
        }
        Some(())
    }

    /// Skips digits, and returns how many. There must be one at least.
    fn skip_digits(&mut self) -> Option<usize> {
        let rest = self.text.as_bytes().get(self.offset..)?;
        let count = rest.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(rest.len());
        self.offset += count;
        (count > 0).then_some(count)
    }

    fn skip_literal(&mut self, word: &str) -> Option<()> {
        self.text.as_bytes().get(self.offset..)?.starts_with(word.as_bytes()).then(|| self.offset += word.len())
    }
}

/// Finds the first byte from `from` on that is not plain text within a string: a quote, a backslash or a control character.
#[inline]
pub fn find_special_byte(bytes: &[u8], mut from: usize) -> Option<usize> {
    while let Some(lane) = bytes.get(from..)?.first_chunk() {
        let stops = simd::special_byte_mask(lane);
        if stops != 0 {
            return Some(from + stops.trailing_zeros() as usize);
        }
        from += simd::LANE_LEN;
    }
    let rest = bytes.get(from..)?.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20))?;
    Some(from + rest)
}
