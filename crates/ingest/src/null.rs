//! `NaN` and `Infinity`, which Python and JavaScript write in the place of numbers that are none: jq reads null for them.

/// The words, the longer ones first.
const WORDS: [&str; 3] = ["-Infinity", "Infinity", "NaN"];
const NULL: &str = "null";

/// Where the bytes of a text stood before words in it were replaced.
#[derive(Debug)]
pub struct Moved {
    /// For each word: where its replacement ends, and how many bytes further on its own end stood.
    ends: Vec<(usize, isize)>,
}

impl Moved {
    /// The offset in the original of one in the text.
    pub fn original(&self, offset: usize) -> usize {
        let before = self.ends.iter().rev().find(|(end, _)| *end <= offset);
        offset.saturating_add_signed(before.map_or(0, |(_, by)| *by))
    }
}

/// A token of JSON, or null in the place of one of the words.
pub fn null_for(token: &str) -> &str {
    if WORDS.contains(&token) { NULL } else { token }
}

/// Whether one of the words may stand in some bytes.
pub fn may_hold_nan(bytes: &[u8]) -> bool {
    WORDS[1..].iter().any(|word| memchr::memmem::find(bytes, word.as_bytes()).is_some())
}

/// A record's text with null in the place of each of the words; `None` where it has none of them outside of its strings.
pub fn in_place_of_nan(text: &str) -> Option<(String, Moved)> {
    let (mut out, mut ends) = (String::with_capacity(text.len()), vec![]);
    let mut rest = text;
    while let Some(at) = memchr::memchr3(b'"', b'N', b'I', rest.as_bytes()) {
        // A minus belongs to its word.
        let at = at - usize::from(rest[..at].ends_with('-'));
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let taken = match WORDS.iter().find(|word| from.starts_with(**word)) {
            Some(word) => {
                out.push_str(NULL);
                rest = &from[word.len()..];
                ends.push((out.len(), (text.len() - rest.len()) as isize - out.len() as isize));
                continue;
            }
            None if from.starts_with('"') => string_len(from),
            None => from.chars().next().map_or(0, char::len_utf8),
        };
        let (passed, behind) = from.split_at(taken);
        out.push_str(passed);
        rest = behind;
    }
    out.push_str(rest);
    (!ends.is_empty()).then_some((out, Moved { ends }))
}

/// Bytes of the string that a text begins with, with its quotes.
fn string_len(text: &str) -> usize {
    let mut escaped = false;
    let end = text.bytes().skip(1).position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    });
    end.map_or(text.len(), |end| end + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_outside_of_strings_become_null() {
        for (text, expected) in [
            (r#"{"a":NaN,"b":[Infinity, -Infinity]}"#, Some(r#"{"a":null,"b":[null, null]}"#)),
            (r#"{"NaN":"NaN \" Infinity","東":NaN}"#, Some(r#"{"NaN":"NaN \" Infinity","東":null}"#)),
            (r#"{"a":"NaN"}"#, None),
            (r#"{"a":Nothing,"b":-1}"#, None),
        ] {
            assert_eq!(in_place_of_nan(text).map(|(text, _)| text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn offsets_lead_back() {
        let text = r#"{"a":NaN,"b":-Infinity,"c":5,"d":NaN,"e":6}"#;
        let (nulls, moved) = in_place_of_nan(text).unwrap();
        for key in ["\"a\"", "\"b\"", "\"c\"", "\"d\"", "\"e\"", "5", "6", "}"] {
            assert_eq!(moved.original(nulls.find(key).unwrap()), text.find(key).unwrap(), "{key}");
        }
    }
}
