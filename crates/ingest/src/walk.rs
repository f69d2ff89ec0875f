//! A record's JSON read straight into its [shape](crate::shape), without a general parser.
//!
//! What is written as exports are written is read here. Whatever else there is, right or wrong, is declined as a whole:
//! serde_json reads that record then, and its verdict counts.

use crate::block;
use crate::habits::{END, Found, Habits, Place, RECORD};
use std::ops::Range;

/// What can be read by walking; `None` declines.
pub trait Walk<'a>: Sized {
    /// Reads the value that the walker stands at, and leaves it behind. `inside` is where it begins, if it is an object.
    fn walk(walker: &mut Walker<'a, '_>, inside: Place) -> Option<Self>;
}

/// An object, by the numbers of its fields.
pub trait Members<'a> {
    /// The number of the field that a key is, below [`END`].
    fn field(key: &str) -> u8;

    /// Reads the value of a field.
    fn member(&mut self, field: u8, key: &'a str, walker: &mut Walker<'a, '_>, inside: Place) -> Option<()>;
}

/// Reads all of a text.
pub fn walk<'a, T: Walk<'a>>(text: &'a str, habits: &mut Habits) -> Option<T> {
    let mut walker = Walker { text, at: 0, depth: 0, habits, unlearnt: 0..0 };
    let value = T::walk(&mut walker, RECORD)?;
    (walker.at == text.len()).then_some(value)
}

/// How deep a value may be that is left behind.
const DEEPEST: u32 = 64;

/// A place in the text of a record.
pub struct Walker<'a, 'h> {
    text: &'a str,
    at: usize,
    depth: u32,
    habits: &'h mut Habits,
    /// The key that was read last where it was not learnt.
    unlearnt: Range<usize>,
}

impl<'a> Walker<'a, '_> {
    /// The next byte.
    #[inline]
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The members of an object.
    #[inline]
    pub fn members<T: Members<'a>>(&mut self, object: &mut T, inside: Place) -> Option<()> {
        let mut place = inside;
        loop {
            let from = self.at;
            let found = match self.habits.follow(place, self.text.as_bytes().get(from..)?) {
                Some(found) => {
                    self.at += usize::from(found.len);
                    found
                }
                None => self.gap::<T>(place, place == inside)?,
            };
            if found.field == END {
                return Some(());
            }
            let key = match found.len {
                0 => self.text.get(self.unlearnt.clone())?,
                _ => self.text.get(from + usize::from(found.key.0)..from + usize::from(found.key.1))?,
            };
            object.member(found.field, key, self, Place::Inside(found.gap))?;
            place = Place::Behind(found.gap);
        }
    }

    /// What stands before a value or at an object's end, read byte by byte.
    fn gap<T: Members<'a>>(&mut self, place: Place, first: bool) -> Option<Found> {
        let from = self.at;
        let end = if first { self.open(b'{').map(|()| self.peek() == Some(b'}')) } else { self.last(b'}') }?;
        if end {
            self.at += 1;
            return Some(self.habits.learn(place, self.text.as_bytes().get(from..self.at)?, 0..0, END));
        }
        let key = self.key()?;
        let field = T::field(self.text.get(key.clone())?);
        let found =
            self.habits.learn(place, self.text.as_bytes().get(from..self.at)?, key.start - from..key.end - from, field);
        self.unlearnt = key;
        Some(found)
    }

    /// Leaves the members of an object behind.
    fn object_within(&mut self) -> Option<()> {
        self.deeper()?;
        self.open(b'{')?;
        if self.peek()? == b'}' {
            return self.close();
        }
        loop {
            self.key()?;
            self.skip()?;
            if self.last(b'}')? {
                return self.close();
            }
        }
    }

    /// `null`, or not that.
    #[inline]
    pub fn null(&mut self) -> Option<bool> {
        if self.peek()? != b'n' {
            return Some(false);
        }
        self.word(b"null")?;
        Some(true)
    }

    /// A value as it is written.
    #[inline]
    pub fn written(&mut self) -> Option<&'a str> {
        let from = self.at;
        self.skip()?;
        self.text.get(from..self.at)
    }

    /// Leaves a value behind.
    #[inline]
    pub fn skip(&mut self) -> Option<()> {
        match self.peek()? {
            b'"' => self.string(),
            b'-' | b'0'..=b'9' => self.number(),
            b'n' => self.word(b"null"),
            b't' => self.word(b"true"),
            b'f' => self.word(b"false"),
            b'{' => self.object_within(),
            b'[' => self.array_within(),
            _ => None,
        }
    }

    fn array_within(&mut self) -> Option<()> {
        self.deeper()?;
        self.open(b'[')?;
        if self.peek()? == b']' {
            return self.close();
        }
        loop {
            self.skip()?;
            if self.last(b']')? {
                return self.close();
            }
        }
    }

    /// One level down in what is left behind. Real records are four deep; serde_json says what is too deep.
    fn deeper(&mut self) -> Option<()> {
        self.depth += 1;
        (self.depth < DEEPEST).then_some(())
    }

    #[inline]
    fn open(&mut self, bracket: u8) -> Option<()> {
        if self.peek()? != bracket {
            return None;
        }
        self.at += 1;
        self.space();
        Some(())
    }

    #[inline]
    fn close(&mut self) -> Option<()> {
        self.depth -= 1;
        self.at += 1;
        Some(())
    }

    /// Behind a member or an element: whether it was the last.
    #[inline]
    fn last(&mut self, bracket: u8) -> Option<bool> {
        self.space();
        let byte = self.peek()?;
        if byte == b',' {
            self.at += 1;
            self.space();
            return Some(false);
        }
        (byte == bracket).then_some(true)
    }

    /// A key and its colon. One with escapes may be any key: declined.
    #[inline]
    fn key(&mut self) -> Option<Range<usize>> {
        if self.peek()? != b'"' {
            return None;
        }
        let from = self.at + 1;
        let end = self.stop(from)?;
        if self.text.as_bytes().get(end) != Some(&b'"') {
            return None;
        }
        self.at = end + 1;
        self.space();
        if self.peek()? != b':' {
            return None;
        }
        self.at += 1;
        self.space();
        Some(from..end)
    }

    #[inline]
    fn string(&mut self) -> Option<()> {
        let mut at = self.at + 1;
        loop {
            at = self.stop(at)?;
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

    /// The first byte from `from` on that is not plain text: a quote, a backslash or a control character.
    #[inline]
    fn stop(&self, mut from: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
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

    /// A number (RFC 8259, section 6).
    #[inline]
    fn number(&mut self) -> Option<()> {
        self.at += usize::from(self.peek()? == b'-');
        let first = self.peek()?;
        let whole = self.digits()?;
        if first == b'0' && whole > 1 {
            return None;
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
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
    #[inline]
    fn digits(&mut self) -> Option<usize> {
        let rest = self.text.as_bytes().get(self.at..)?;
        let count = rest.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(rest.len());
        self.at += count;
        (count > 0).then_some(count)
    }

    #[inline]
    fn word(&mut self, word: &[u8]) -> Option<()> {
        self.text.as_bytes().get(self.at..)?.starts_with(word).then(|| self.at += word.len())
    }

    #[inline]
    fn space(&mut self) {
        while let Some(b' ' | b'\n' | b'\t' | b'\r') = self.peek() {
            self.at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shape::{Part, Sim};
    use fleet::sample::{Sample, Shape};
    use proptest::prelude::*;

    fn records(seed: u64, shape: Shape) -> Vec<String> {
        let sample = Sample { seed, now: 1_790_000_000_000, shape };
        let text = String::from_utf8(sample.parts(40).flatten().collect()).unwrap();
        let sims: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
        let pretty =
            text.split("\n\t},").map(|record| record.trim_matches(['[', ']', ',', '\n', '\t']).to_owned() + "\n\t}");
        let compact = sims.iter().map(ToString::to_string);
        pretty.filter(|text| serde_json::from_str::<serde_json::Value>(text).is_ok()).chain(compact).collect()
    }

    /// What is walked is what serde_json reads.
    fn agree(text: &str, habits: &mut Habits) -> Result<bool, TestCaseError> {
        let walked = walk::<Part<Sim>>(text, habits);
        if let Some(walked) = &walked {
            let read = serde_json::from_str::<Part<Sim>>(text);
            prop_assert_eq!(Some(walked), read.as_ref().ok(), "{}", text);
        }
        Ok(walked.is_some())
    }

    #[test]
    fn walks_what_exports_hold_and_declines_the_rest() {
        for (text, walked) in [
            (r#"{}"#, true),
            ("{ }", true),
            (r#"{"imsi":"1","x":[1,-2.5e+3,{"a":[]},"\u00e9\n"],"tags":{"a":"b"}}"#, true),
            (r#"{"imsi":01}"#, false),
            (r#"{"imsi":"1",}"#, false),
            (r#"{"imsi" "1"}"#, false),
            (r#"{"x":"\q"}"#, false),
            ("{\"x\":\"\n\"}", false),
            (r#"{"im\u0073i":"1"}"#, false),
            (r#"{"tags":5}"#, false),
            (r#"{"imsi":nul}"#, false),
            (r#"{"x":[1,]}"#, false),
            (r#"{"x":1.}"#, false),
            (r#"{"x":{"y":[1}}}"#, false),
            (r#"{"imsi":"1"}}"#, false),
            ("", false),
        ] {
            assert_eq!(agree(text, &mut Habits::default()).unwrap(), walked, "{text}");
        }
    }

    #[test]
    fn a_habit_of_one_object_is_none_of_another() {
        let mut habits = Habits::default();
        for text in [
            r#"{"sessionStatus":{"cell":{"mcc":1}},"previousSession":{"cell":{"mcc":2}},"imsi":"1"}"#,
            r#"{"sessionStatus":{"imei":"1"},"imsi":"1"}"#,
            r#"{"tags":{"imsi":"2","mcc":"3"},"profiles":{"imsi":{"iccid":"4"}},"mcc":5}"#,
            r#"{"sessionStatus":null,"previousSession":null}"#,
        ]
        .repeat(3)
        {
            assert!(agree(text, &mut habits).unwrap(), "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn walks_as_serde_json_reads(seed: u64, sims: bool, damage in proptest::collection::vec((0usize..4000, any::<u8>()), 60)) {
            let mut habits = Habits::default();
            let records = records(seed, if sims { Shape::Sims } else { Shape::Subscribers });
            prop_assert!(records.len() > 60, "{}", records.len());
            for text in &records {
                prop_assert!(agree(text, &mut habits)?, "declined: {}", text);
            }
            for (text, (at, byte)) in records.iter().zip(damage) {
                let mut bytes = text.clone().into_bytes();
                let at = at % bytes.len();
                bytes[at] = byte;
                agree(&String::from_utf8_lossy(&bytes), &mut habits)?;
                bytes.remove(at);
                agree(&String::from_utf8_lossy(&bytes), &mut habits)?;
            }
        }

        #[test]
        fn walks_any_text_as_serde_json_reads(
            texts in proptest::collection::vec(r#"\{("(imsi|tags|cell|a)" ?: ?("[a-z\\"]{0,20}"|[-0-9.eE]{1,6}|null|true|\{\}|\[1?\]|\{"mcc":1\}),?){0,5}\}"#, 20),
        ) {
            let mut habits = Habits::default();
            for text in &texts {
                agree(text, &mut habits)?;
            }
        }
    }
}
