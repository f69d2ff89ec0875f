//! Where a string ends.
//!
//! Strings are read leniently here, for what is skipped or cut out: everything before the closing quote is part of the
//! string. There are two other readings. [`super::JsonCursor`] is as strict as serde_json, since serde_json does not see
//! what it accepts. [`super::simd`] marks all strings of a block of 64 bytes without backslashes at once.

/// What stops the reading of a string.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StringStop {
    /// Its closing quote.
    ClosingQuote,
    /// A line break, which no string holds (RFC 8259, section 7): its quote was lost.
    LineBreak,
}

/// Finds what stops a string, from an index within it on. `is_escaped` says whether a backslash is before that index. Where
/// the string continues after these bytes, it is set to whether they end with a backslash.
#[inline]
pub fn find_string_stop(bytes: &[u8], mut from: usize, is_escaped: &mut bool) -> Option<(usize, StringStop)> {
    loop {
        let rest = bytes.get(from..).unwrap_or_default();
        let skipped = if *is_escaped { 0 } else { memchr::memchr3(b'"', b'\\', b'\n', rest).unwrap_or(rest.len()) };
        let at = from + skipped;
        let was_escaped = std::mem::take(is_escaped);
        match bytes.get(at) {
            None => {
                *is_escaped = was_escaped;
                return None;
            }
            Some(b'\n') => return Some((at, StringStop::LineBreak)),
            Some(_) if was_escaped => {}
            Some(b'"') => return Some((at, StringStop::ClosingQuote)),
            Some(_) => *is_escaped = true,
        }
        from = at + 1;
    }
}

/// Returns the length of the string that some bytes begin with, with both of its quotes. Line breaks are part of it. `None`
/// where it does not end.
pub fn string_len(bytes: &[u8]) -> Option<usize> {
    let (mut from, mut is_escaped) = (1, false);
    loop {
        match find_string_stop(bytes, from, &mut is_escaped)? {
            (at, StringStop::ClosingQuote) => return Some(at + 1),
            (at, StringStop::LineBreak) => from = at + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_string_ends_at_its_first_quote_without_a_backslash() {
        for (text, expected) in [
            (r#""""#, Some(2)),
            (r#""ab"c"#, Some(4)),
            (r#""a\"b" "#, Some(6)),
            (r#""a\\" "#, Some(5)),
            (r#""a\\\"""#, Some(7)),
            ("\"a\nb\"", Some(5)),
            ("\"a\\\n\"", Some(5)),
            (r#""ab"#, None),
            (r#""ab\"#, None),
            (r#"""#, None),
        ] {
            assert_eq!(string_len(text.as_bytes()), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_chunks_have_the_same_stop(text in r#"["\\a\n]{0,12}"#, cut in 0usize..12) {
            let text = text.as_bytes();
            let (first, second) = text.split_at(cut.min(text.len()));
            let (mut whole, mut parts) = (false, false);
            let expected = find_string_stop(text, 0, &mut whole);
            let found = find_string_stop(first, 0, &mut parts).or_else(|| {
                let (at, stop) = find_string_stop(second, 0, &mut parts)?;
                Some((first.len() + at, stop))
            });
            prop_assert_eq!((found, parts), (expected, whole));
        }
    }
}
