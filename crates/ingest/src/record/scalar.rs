//! Plain values, parsed leniently: digits may be quoted or not, times may have fractions or not.

use crate::json::JsonType;
use serde::de::{Deserializer, Visitor};
use std::borrow::Cow;
use std::fmt;

/// A plain value as it is written, not parsed yet.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Scalar<'a> {
    /// Absent, or null.
    #[default]
    Absent,
    /// A text without escapes: what is between its quotes.
    PlainText(&'a str),
    /// Any other value: valid JSON, with quotes if it has them.
    RawJson(&'a str),
}

impl<'a> Scalar<'a> {
    /// A value from valid JSON.
    pub fn from_json(json: &'a str) -> Self {
        if json == "null" {
            return Self::Absent;
        }
        match json.strip_prefix('"').and_then(|inner| inner.strip_suffix('"')) {
            Some(inner) if memchr::memchr(b'\\', inner.as_bytes()).is_none() => Self::PlainText(inner),
            _ => Self::RawJson(json),
        }
    }

    /// Returns the address of its first byte, from which its offset in a record follows.
    pub fn address(self) -> usize {
        match self {
            Self::Absent => 0,
            Self::PlainText(text) => text.as_ptr() as usize - 1,
            Self::RawJson(json) => json.as_ptr() as usize,
        }
    }

    /// Returns its type, by its first byte.
    pub fn kind(self) -> JsonType {
        match self {
            Self::Absent => JsonType::Null,
            Self::PlainText(_) => JsonType::Text,
            Self::RawJson(json) => match json.as_bytes().first() {
                Some(b'"') => JsonType::Text,
                Some(b'{') => JsonType::Object,
                Some(b'[') => JsonType::Array,
                Some(b't' | b'f') => JsonType::Boolean,
                Some(b'n') => JsonType::Null,
                _ => JsonType::Number,
            },
        }
    }
}

/// Parses a text. Half a surrogate pair in escapes becomes U+FFFD. `None` for another type.
#[inline]
pub fn parse_text(scalar: Scalar<'_>) -> Option<Cow<'_, str>> {
    match scalar {
        Scalar::PlainText(text) => Some(Cow::Borrowed(text)),
        Scalar::RawJson(json) if json.starts_with('"') => unescape_json(json).map(Cow::Owned),
        _ => None,
    }
}

/// Parses a text, or a number as it is written. A number that a program kept as a float (`295050910000001.0`,
/// `2.95050910000001e+14`) gets its digits back; [`has_lost_digits`] says whether it still has all of them.
#[inline]
pub fn parse_digits(scalar: Scalar<'_>) -> Option<Cow<'_, str>> {
    match scalar {
        Scalar::RawJson(json) if json.bytes().all(|b| b.is_ascii_digit()) => Some(Cow::Borrowed(json)),
        Scalar::RawJson(json) if scalar.kind() == JsonType::Number => float_to_digits(json).map(Cow::Owned),
        scalar => parse_text(scalar),
    }
}

/// From here on not every whole number has a float of its own (IEEE 754, binary64).
const MAX_EXACT_FLOAT_INTEGER: u64 = 1 << 53;

/// Whether a number has lost digits because a program kept it as a float: it is written as a float and too large for its
/// last digits to be known, or it is an integer with the zeros that a float's shortest form leaves.
///
/// Of a thousand real numbers of 19 digits one ends in three zeros, and one more is such a form of seventeen digits.
pub fn has_lost_digits(written: &str) -> bool {
    if written.bytes().all(|b| b.is_ascii_digit()) {
        return written.parse().is_ok_and(is_rounded_float);
    }
    let is_number = written.bytes().all(|b| matches!(b, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'));
    is_number
        && float_to_digits(written)
            .is_some_and(|digits| digits.parse::<u64>().map_or(true, |n| n > MAX_EXACT_FLOAT_INTEGER))
}

/// Whether a number is a float as JavaScript writes it, with the fewest digits that distinguish it from others, or jq 1.5
/// to 1.7, with seventeen digits.
fn is_rounded_float(number: u64) -> bool {
    let digits = number.checked_ilog10().map_or(1, |last| last + 1);
    let unit = |kept: u32| 10_u128.pow(digits.saturating_sub(kept));
    let number_128 = u128::from(number);
    // Past 2^53 every float is whole.
    let float = number as f64 as u128;
    let rounded = (float + unit(17) / 2) / unit(17) * unit(17);
    unit(17) >= 100 && (number_128 % unit(16) == 0 || rounded == number_128)
}

/// Returns the digits of an integer that is written as a float; `None` for a number that is not an integer, or negative.
fn float_to_digits(written: &str) -> Option<String> {
    let (mantissa, exponent) = written.split_once(['e', 'E']).unwrap_or((written, "0"));
    let exponent: i32 = exponent.parse().ok()?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let fraction = fraction.trim_end_matches('0');
    // Identifiers have at most 32 digits.
    let zeros = usize::try_from(exponent).ok()?.checked_sub(fraction.len()).filter(|zeros| *zeros <= 32)?;
    let digits = format!("{whole}{fraction}{}", "0".repeat(zeros));
    digits.bytes().all(|b| b.is_ascii_digit()).then_some(digits)
}

/// Parses a number, quoted or not; its fraction is dropped.
#[inline]
pub fn parse_integer(scalar: Scalar) -> Option<i64> {
    let (Scalar::PlainText(written) | Scalar::RawJson(written)) = scalar else { return None };
    // Times have thirteen digits. Up to eighteen digits fit into the type.
    if (1..=18).contains(&written.len())
        && let Some(number) = parse_short_integer(written.as_bytes())
    {
        return Some(number);
    }
    parse_long_integer(written.trim_matches('"'))
}

/// Parses at most eighteen digits, eight at a time from the end.
#[inline]
fn parse_short_integer(digits: &[u8]) -> Option<i64> {
    let (few, eights) = digits.as_rchunks();
    let mut number = 0_i64;
    for digit in few {
        let digit = digit.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number * 10 + i64::from(digit);
    }
    for eight in eights {
        number = number * 100_000_000 + i64::from(fleet::parse_eight_digits(*eight)?);
    }
    Some(number)
}

fn parse_long_integer(written: &str) -> Option<i64> {
    written.parse().ok().or_else(|| {
        let number: f64 = written.parse().ok()?;
        // Past 2^53 a float is not exact, and no number of milliseconds or of a cell.
        (number.abs() <= 9_007_199_254_740_992.0).then_some(number as i64)
    })
}

/// Parses a list of texts, and joins them by `separator`; one text alone is a list as well. `None` for anything else.
pub fn parse_text_list<'a>(scalar: Scalar<'a>, separator: &str) -> Option<Cow<'a, str>> {
    let Scalar::RawJson(json) = scalar else { return parse_text(scalar) };
    if json == "[]" {
        return Some(Cow::Borrowed(""));
    }
    match json.starts_with('[') {
        true => serde_json::from_str::<Vec<String>>(json).ok().map(|texts| Cow::Owned(texts.join(separator))),
        false => parse_text(scalar),
    }
}

/// Parses true or false.
pub fn parse_boolean(scalar: Scalar) -> Option<bool> {
    match scalar {
        Scalar::RawJson(json) => json.parse().ok(),
        _ => None,
    }
}

/// Unescapes a JSON string. serde_json returns halves of surrogate pairs only as bytes, in the manner of WTF-8.
fn unescape_json(json: &str) -> Option<String> {
    struct BytesVisitor;
    impl Visitor<'_> for BytesVisitor {
        type Value = Vec<u8>;
        fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
            f.write_str("a text")
        }
        fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Vec<u8>, E> {
            Ok(bytes.to_vec())
        }
    }
    let bytes = serde_json::Deserializer::from_str(json).deserialize_bytes(BytesVisitor).ok()?;
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        // Half a pair is three bytes ED A0..BF xx, each of them invalid by itself: one replacement for all three.
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

    #[test]
    fn texts_are_unescaped_and_other_types_declined() {
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
            assert_eq!(parse_text(Scalar::from_json(json)).as_deref(), expected, "{json}");
        }
    }

    #[test]
    fn lists_of_texts_are_joined() {
        for (json, expected) in [
            ("[]", Some("")),
            (r#"["a"]"#, Some("a")),
            (r#"[ "a", "\u6771" ]"#, Some("a, 東")),
            (r#""a""#, Some("a")),
            ("[1]", None),
            (r#"["a", null]"#, None),
            ("{}", None),
            ("5", None),
        ] {
            assert_eq!(parse_text_list(Scalar::from_json(json), ", ").as_deref(), expected, "{json}");
        }
    }

    #[test]
    fn digits_that_a_float_could_not_keep_are_lost() {
        for (written, lost) in [
            ("8.942310099e+18", true),
            ("8942310099000000010.0", true),
            ("8942310099000000000", true),
            ("8942310099000000500", true),
            ("8942310099000000010", false),
            ("8942310022000000001234567890", false),
            ("295050990000001.0", false),
            ("9007199254740993.0", true),
            ("9007199254740992.0", false),
            ("2.95050990000001e14", false),
            ("1.5", false),
            ("295050990000000", false),
            ("true", false),
            (r#""8942310099000000000""#, false),
        ] {
            assert_eq!(has_lost_digits(written), lost, "{written}");
        }
    }

    #[test]
    fn numbers_are_read_as_digits_and_as_integers() {
        for (json, id, int) in [
            ("295050910000001", Some("295050910000001"), Some(295050910000001)),
            (r#""001010000000001""#, Some("001010000000001"), Some(1010000000001)),
            ("89049032000000000000000012345678", Some("89049032000000000000000012345678"), None),
            ("1670269855.192866", None, Some(1670269855)),
            ("1.7e12", Some("1700000000000"), Some(1_700_000_000_000)),
            ("423610990001.0", Some("423610990001"), Some(423_610_990_001)),
            ("4.23610990001E+11", Some("423610990001"), Some(423_610_990_001)),
            ("2.9505099e14", Some("295050990000000"), Some(295_050_990_000_000)),
            ("1e99", None, None),
            ("1.5", None, Some(1)),
            ("-1", None, Some(-1)),
            (r#""abc""#, Some("abc"), None),
            ("[1]", None, None),
            ("true", None, None),
        ] {
            assert_eq!(parse_digits(Scalar::from_json(json)).as_deref(), id, "{json}");
            assert_eq!(parse_integer(Scalar::from_json(json)), int, "{json}");
        }
    }
}
