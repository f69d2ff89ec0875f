//! What looks like JSON and is none: typographic quotes, and the literals of Python and JavaScript.

use crate::Dialect;

/// Quotes that a chat or a word processor puts in the place of `"`.
const CURLY: [char; 8] = ['“', '”', '„', '‟', '‘', '’', '＂', '«'];

/// How a text is written that is no JSON, and the byte at which that shows; `None` where nothing tells.
pub fn recognise(text: &str) -> Option<(Dialect, usize)> {
    let mut chars = text.char_indices().peekable();
    // The last sign that is no blank: a word behind a bracket or a comma is a key.
    let mut before = ' ';
    while let Some((at, char)) = chars.next() {
        let rest = text.get(at..)?;
        match char {
            '"' => {
                let mut escaped = false;
                let is_end = |(_, char): &(usize, char)| {
                    let ends = *char == '"' && !escaped;
                    escaped = *char == '\\' && !escaped;
                    ends
                };
                chars.find(is_end)?;
            }
            _ if CURLY.contains(&char) => return Some((Dialect::CurlyQuotes, at)),
            '\'' => return Some((Dialect::Python, at)),
            '/' if rest.starts_with("//") || rest.starts_with("/*") => return Some((Dialect::JavaScript, at)),
            _ if char.is_alphabetic() || matches!(char, '_' | '$') => {
                let len = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '$'))).unwrap_or(rest.len());
                let (word, behind) = rest.split_at(len);
                match word {
                    "None" | "True" | "False" => return Some((Dialect::Python, at)),
                    "undefined" => return Some((Dialect::JavaScript, at)),
                    // Python 2 marks its texts.
                    "u" | "b" if behind.starts_with('\'') => return Some((Dialect::Python, at)),
                    _ if matches!(before, '{' | ',') && behind.trim_start().starts_with(':') => {
                        return Some((Dialect::JavaScript, at));
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
    fn what_is_no_json_is_named() {
        use Dialect::*;
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
            assert_eq!(recognise(text), expected, "{text}");
        }
    }
}
