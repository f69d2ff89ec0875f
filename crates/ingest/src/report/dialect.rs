//! What looks like JSON and is not: typographic quotes, and the literals of Python and JavaScript.

use crate::json::string_len;
use serde::{Deserialize, Serialize};

/// A way of writing values that looks like JSON and is not.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
pub enum JsonDialect {
    /// Its quotes became typographic ones, as chats and word processors make them.
    #[error("JSON with curly quotes")]
    CurlyQuotes,
    /// `print` of a list in Python: single quotes, `None`, `True`.
    #[error("a Python literal")]
    Python,
    /// An object of JavaScript: keys without quotes, single quotes, comments.
    #[error("a JavaScript literal")]
    JavaScript,
}

/// Quotes that a chat or a word processor writes for `"`.
const CURLY_QUOTE_CHARS: [char; 8] = ['“', '”', '„', '‟', '‘', '’', '＂', '«'];

/// Returns how a text that is not JSON is written, and the byte that shows it; `None` where nothing shows it.
pub fn detect_dialect(text: &str) -> Option<(JsonDialect, usize)> {
    let mut chars = text.char_indices().peekable();
    // The last character that is not a blank: a word after a bracket or a comma is a key.
    let mut before = ' ';
    while let Some((at, char)) = chars.next() {
        let rest = text.get(at..)?;
        match char {
            '"' => {
                let end = at + string_len(rest.as_bytes())?;
                while chars.next_if(|(next, _)| *next < end).is_some() {}
            }
            _ if CURLY_QUOTE_CHARS.contains(&char) => return Some((JsonDialect::CurlyQuotes, at)),
            '\'' => return Some((JsonDialect::Python, at)),
            '/' if rest.starts_with("//") || rest.starts_with("/*") => return Some((JsonDialect::JavaScript, at)),
            _ if char.is_alphabetic() || matches!(char, '_' | '$') => {
                let len = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '$'))).unwrap_or(rest.len());
                let (word, after) = rest.split_at(len);
                match word {
                    "None" | "True" | "False" => return Some((JsonDialect::Python, at)),
                    "undefined" => return Some((JsonDialect::JavaScript, at)),
                    // Python 2 marks its strings.
                    "u" | "b" if after.starts_with('\'') => return Some((JsonDialect::Python, at)),
                    _ if matches!(before, '{' | ',') && after.trim_start().starts_with(':') => {
                        return Some((JsonDialect::JavaScript, at));
                    }
                    _ => {}
                }
                while chars.next_if(|(next, _)| *next < at + len).is_some() {}
            }
            _ => {}
        }
        if !char.is_whitespace() {
            before = char;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_dialect_is_named_with_the_byte_that_shows_it() {
        use JsonDialect::*;
        for (text, expected) in [
            (r#"[{“imsi”: “1”}]"#, Some((CurlyQuotes, 2))),
            (r#"[{"imsi": „1“}]"#, Some((CurlyQuotes, 10))),
            (r#"[{‘imsi’: ‘1’}]"#, Some((CurlyQuotes, 2))),
            (r#"[{'imsi': '1', 'groupId': None}]"#, Some((Python, 2))),
            (r#"[{"imsi": "1", "groupId": None}]"#, Some((Python, 26))),
            (r#"[{u'imsi': u'1'}]"#, Some((Python, 2))),
            (r#"[{"online": True}]"#, Some((Python, 12))),
            (r#"[{imsi: "1"}]"#, Some((JavaScript, 2))),
            (r#"[{"imsi":"1", // the first"#, Some((JavaScript, 14))),
            (r#"{"a":1,tags:{}}"#, Some((JavaScript, 7))),
            (r#"[{"a":undefined}]"#, Some((JavaScript, 6))),
            (r#"[{"a":"it's “None” // {b:1}","c":null,"d":true,"e":NaN}]"#, None),
            (r#"[{"a":"\"'","#, None),
            ("[1,2", None),
        ] {
            assert_eq!(detect_dialect(text), expected, "{text}");
        }
    }
}
