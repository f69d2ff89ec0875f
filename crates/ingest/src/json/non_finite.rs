//! `NaN` and `Infinity`, which Python and JavaScript write for what is not a number, although JSON has neither. They are
//! read as null, as jq does.

use super::string_len;

/// The literals, the longer ones first.
const NON_FINITE_LITERALS: [&str; 3] = ["-Infinity", "Infinity", "NaN"];
const NULL_LITERAL: &str = "null";

/// Where the bytes of a text were before literals in it were replaced.
#[derive(Debug)]
pub struct OffsetMap {
    /// For each literal: where its replacement ends, and how many bytes further on its own end was.
    replacements: Vec<(usize, isize)>,
}

impl OffsetMap {
    /// Returns the offset in the original of an offset in the text.
    pub fn original_offset(&self, offset: usize) -> usize {
        let before = self.replacements.iter().rev().find(|(end, _)| *end <= offset);
        offset.saturating_add_signed(before.map_or(0, |(_, by)| *by))
    }
}

/// Returns a token of JSON, or null for one of the literals.
pub fn replace_non_finite_token(token: &str) -> &str {
    if NON_FINITE_LITERALS.contains(&token) { NULL_LITERAL } else { token }
}

/// Whether some bytes may have one of the literals.
pub fn can_contain_non_finite(bytes: &[u8]) -> bool {
    NON_FINITE_LITERALS[1..].iter().any(|word| memchr::memmem::find(bytes, word.as_bytes()).is_some())
}

/// Replaces each of the literals in a record's text by null. `None` where it has none of them outside of its strings.
pub fn replace_non_finite(text: &str) -> Option<(String, OffsetMap)> {
    let (mut out, mut ends) = (String::with_capacity(text.len()), vec![]);
    let mut rest = text;
    while let Some(at) = memchr::memchr3(b'"', b'N', b'I', rest.as_bytes()) {
        // A minus belongs to its literal.
        let at = at - usize::from(rest[..at].ends_with('-'));
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let taken = match NON_FINITE_LITERALS.iter().find(|word| from.starts_with(**word)) {
            Some(word) => {
                out.push_str(NULL_LITERAL);
                rest = &from[word.len()..];
                ends.push((out.len(), (text.len() - rest.len()) as isize - out.len() as isize));
                continue;
            }
            None if from.starts_with('"') => string_len(from.as_bytes()).unwrap_or(from.len()),
            None => from.chars().next().map_or(0, char::len_utf8),
        };
        let (passed, behind) = from.split_at(taken);
        out.push_str(passed);
        rest = behind;
    }
    out.push_str(rest);
    (!ends.is_empty()).then_some((out, OffsetMap { replacements: ends }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn non_finite_literals_outside_of_strings_become_null() {
        for (text, expected) in [
            (r#"{"a":NaN,"b":[Infinity, -Infinity]}"#, Some(r#"{"a":null,"b":[null, null]}"#)),
            (r#"{"NaN":"NaN \" Infinity","東":NaN}"#, Some(r#"{"NaN":"NaN \" Infinity","東":null}"#)),
            (r#"{"a":"NaN"}"#, None),
            (r#"{"a":Nothing,"b":-1}"#, None),
        ] {
            assert_eq!(replace_non_finite(text).map(|(text, _)| text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn offsets_map_back_to_the_original() {
        let text = r#"{"a":NaN,"b":-Infinity,"c":5,"d":NaN,"e":6}"#;
        let (nulls, moved) = replace_non_finite(text).unwrap();
        for key in ["\"a\"", "\"b\"", "\"c\"", "\"d\"", "\"e\"", "5", "6", "}"] {
            assert_eq!(moved.original_offset(nulls.find(key).unwrap()), text.find(key).unwrap(), "{key}");
        }
    }
}
