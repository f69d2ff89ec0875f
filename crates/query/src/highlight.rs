//! The parts of a text as it is typed, for the eye: it may be no query yet.

use crate::key::Key;
use crate::text::{is_minus, is_quote, is_wordy};
use fleet::to_half_width;

/// What a part of the text is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// A key.
    Key,
    /// What stands where a key should, and is none.
    Unknown,
    /// A value of a key.
    Value,
    /// A word or a phrase.
    Word,
    /// A minus, a colon, a comma, a parenthesis, `OR`.
    Sign,
    /// Blanks.
    Blank,
}

/// Cuts a text into its parts; side by side they are the text.
///
/// ```
/// use query::{Presence, highlight};
///
/// let parts = highlight("-status:active x");
/// assert_eq!(parts[1], (Presence::Key, "status"));
/// assert_eq!(parts.iter().map(|(_, text)| *text).collect::<String>(), "-status:active x");
/// ```
pub fn highlight(text: &str) -> Vec<(Part, &str)> {
    let mut parts = Vec::new();
    let mut rest = text;
    let mut after_key = false;
    while let Some(c) = rest.chars().next() {
        let begins =
            parts.last().is_none_or(|(part, text): &(Part, &str)| *part == Part::Blank || matches!(*text, "(" | "（"));
        let sign = to_half_width(c);
        let (part, len) = match sign {
            c if c.is_whitespace() => (Part::Blank, run(rest, char::is_whitespace)),
            sign if begins && is_minus(sign) => (Part::Sign, c.len_utf8()),
            '(' | ')' | ',' | ':' => (Part::Sign, c.len_utf8()),
            _ => {
                let len = word(rest);
                let is_key = !after_key && rest[len..].starts_with([':', '：']);
                let value = after_key && parts.last().is_some_and(|(_, text)| matches!(*text, ":" | "," | "：" | "，"));
                let name = || rest[..len].chars().filter(|c| !is_quote(*c)).map(to_half_width).collect::<String>();
                let known = || Key::find(&name()).is_ok();
                match () {
                    () if is_key && known() => (Part::Key, len),
                    () if is_key => (Part::Unknown, len),
                    () if value => (Part::Value, len),
                    () if &rest[..len] == "OR" => (Part::Sign, len),
                    () => (Part::Word, len),
                }
            }
        };
        after_key = match part {
            Part::Key | Part::Unknown => true,
            Part::Blank | Part::Word => false,
            Part::Sign => after_key && matches!(sign, ':' | ','),
            Part::Value => after_key,
        };
        let (head, tail) = rest.split_at(len);
        parts.push((part, head));
        rest = tail;
    }
    parts
}

/// Whether a text ends in a word, which may be a key that is still being typed.
///
/// ```
/// assert!(query::ends_in_word("session:online stat") && !query::ends_in_word("session:onl"));
/// ```
pub fn ends_in_word(text: &str) -> bool {
    matches!(highlight(text).last(), Some((Part::Word, _)))
}

/// How many bytes of the text's beginning hold.
fn run(text: &str, holds: impl Fn(char) -> bool) -> usize {
    text.find(|c| !holds(c)).unwrap_or(text.len())
}

/// A word, with phrases in quotes where they stand in it; an open quote goes to the end.
fn word(text: &str) -> usize {
    // Marks that lean are part of a word, unless it begins with one.
    let mut len = if text.starts_with(is_quote) { 0 } else { run(text, is_wordy) };
    while let Some(open) =
        text[len..].chars().next().filter(|c| if len == 0 { is_quote(*c) } else { to_half_width(*c) == '"' })
    {
        let closes = |c: char| to_half_width(c) == '"' || to_half_width(open) != '"' && is_quote(c);
        let mut escaped = false;
        let end = text[len..].char_indices().skip(1).find(|(_, c)| {
            let ends = closes(*c) && !escaped;
            escaped = *c == '\\' && !escaped;
            ends
        });
        len += end.map_or(text.len() - len, |(at, close)| at + close.len_utf8());
        len += run(&text[len..], is_wordy);
    }
    len
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_texts() {
        use Part::*;
        for (text, expected) in [
            ("status:a,b c", &[Key, Sign, Value, Sign, Value, Blank, Word][..]),
            ("-colour:red", &[Sign, Unknown, Sign, Value]),
            ("(a OR -seen:>9d)", &[Sign, Word, Blank, Sign, Blank, Sign, Key, Sign, Value, Sign]),
            ("tag.\"S/W Version\":\"1 0\"", &[Key, Sign, Value]),
            ("cell:310-410-1", &[Key, Sign, Value]),
            ("name:\"open, and", &[Key, Sign, Value]),
            ("a-b ,:", &[Word, Blank, Sign, Sign]),
            ("", &[]),
            ("－status：a，b　c", &[Sign, Key, Sign, Value, Sign, Value, Blank, Word]),
            ("（a ｓｔａｔｕｓ：“b c”", &[Sign, Word, Blank, Key, Sign, Value]),
        ] {
            assert_eq!(highlight(text).into_iter().map(|(part, _)| part).collect::<Vec<_>>(), expected, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn the_parts_are_the_text(text in "[a-z:,()\"\\\\ -]{0,20}|[a：，（＂“”－−　\"\\\\]{0,20}|.{0,20}") {
            let whole: String = highlight(&text).into_iter().map(|(_, part)| part).collect();
            proptest::prop_assert_eq!(whole, text);
        }
    }
}
