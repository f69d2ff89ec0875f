//! Plain values, read leniently: digits may be quoted or not, times may be whole or not.

use crate::Kind;
use serde::de::{Deserialize, Deserializer, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// A plain value as it is written: valid JSON, not looked at yet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Raw<'a>(pub &'a str);

impl<'a> Raw<'a> {
    /// Its text: with quotes, if it has them.
    pub fn get(self) -> &'a str {
        self.0
    }
}

impl<'a> Deserialize<'a> for Raw<'a> {
    // Once, not once for each field: records are seldom read this way.
    #[inline(never)]
    fn deserialize<D: Deserializer<'a>>(deserializer: D) -> Result<Self, D::Error> {
        <&RawValue>::deserialize(deserializer).map(|raw| Self(raw.get()))
    }
}

/// The type of a value, by its first byte.
pub fn kind(raw: Raw) -> Kind {
    match raw.get().as_bytes().first() {
        Some(b'"') => Kind::Text,
        Some(b'{') => Kind::Object,
        Some(b'[') => Kind::Array,
        Some(b't' | b'f') => Kind::Boolean,
        Some(b'n') => Kind::Null,
        _ => Kind::Number,
    }
}

/// A text. Half a surrogate pair in escapes becomes U+FFFD. `None` for another type.
pub fn text(raw: Raw<'_>) -> Option<Cow<'_, str>> {
    let inner = raw.get().strip_prefix('"')?.strip_suffix('"')?;
    if memchr::memchr(b'\\', inner.as_bytes()).is_none() {
        return Some(Cow::Borrowed(inner));
    }
    Some(Cow::Owned(unescape(raw)?))
}

/// A text, or a number as it is written.
pub fn digits(raw: Raw<'_>) -> Option<Cow<'_, str>> {
    let written = raw.get();
    if written.bytes().all(|b| b.is_ascii_digit()) {
        return Some(Cow::Borrowed(written));
    }
    text(raw)
}

/// A whole number, quoted or not; a fraction of it is dropped.
pub fn integer(raw: Raw) -> Option<i64> {
    let written = raw.get().trim_matches('"');
    written.parse().ok().or_else(|| {
        let number: f64 = written.parse().ok()?;
        // Past 2^53 a fraction is no number of milliseconds or of a cell.
        (number.abs() <= 9_007_199_254_740_992.0).then_some(number as i64)
    })
}

/// True or false.
pub fn boolean(raw: Raw) -> Option<bool> {
    raw.get().parse().ok()
}

/// serde_json gives the halves of surrogate pairs that stand alone only as bytes, in the manner of WTF-8.
fn unescape(raw: Raw) -> Option<String> {
    struct Bytes;
    impl<'a> Visitor<'a> for Bytes {
        type Value = Vec<u8>;
        fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
            f.write_str("a text")
        }
        fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Vec<u8>, E> {
            Ok(bytes.to_vec())
        }
    }
    let bytes = serde_json::Deserializer::from_str(raw.get()).deserialize_bytes(Bytes).ok()?;
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        // Half a pair is three bytes ED A0..BF xx, each of them invalid by itself: one sign for all three.
        match chunk.invalid() {
            [] => {}
            [0x80..=0xBF] if text.ends_with(char::REPLACEMENT_CHARACTER) => {}
            _ => text.push(char::REPLACEMENT_CHARACTER),
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(json: &str) -> Raw<'_> {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn texts() {
        for (json, expected) in [
            (r#""abc""#, Some("abc")),
            (r#""東京""#, Some("東京")),
            (r#""a\"\\\/\b\n""#, Some("a\"\\/\u{8}\n")),
            (r#""\u6771\ud83d\ude00""#, Some("東😀")),
            (r#""x\ud83dy""#, Some("x\u{FFFD}y")),
            (r#""\ude00""#, Some("\u{FFFD}")),
            ("5", None),
            ("true", None),
        ] {
            assert_eq!(text(raw(json)).as_deref(), expected, "{json}");
        }
    }

    #[test]
    fn numbers() {
        for (json, id, int) in [
            ("295050910000001", Some("295050910000001"), Some(295050910000001)),
            (r#""001010000000001""#, Some("001010000000001"), Some(1010000000001)),
            ("89049032000000000000000012345678", Some("89049032000000000000000012345678"), None),
            ("1670269855.192866", None, Some(1670269855)),
            ("1.7e12", None, Some(1_700_000_000_000)),
            ("-1", None, Some(-1)),
            (r#""abc""#, Some("abc"), None),
            ("[1]", None, None),
            ("true", None, None),
        ] {
            assert_eq!(digits(raw(json)).as_deref(), id, "{json}");
            assert_eq!(integer(raw(json)), int, "{json}");
        }
    }
}
