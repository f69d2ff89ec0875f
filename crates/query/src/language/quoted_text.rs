//! Reads texts in quotation marks.

use crate::pattern::{Pattern, is_quote};
use fleet::to_half_width;

/// A text in quotation marks that another text begins with.
pub(super) struct QuotedText {
    /// What is between the marks, without its escapes.
    pub pattern: Pattern,
    /// How many bytes it takes with its marks.
    pub len: usize,
    /// Whether it has a closing mark; without one it goes to the end.
    pub is_closed: bool,
}

impl QuotedText {
    /// Reads it from its opening mark on. What a mark that leans has opened is closed by any mark, else by an upright one.
    pub fn parse(text: &str) -> Self {
        let mut chars = text.char_indices().peekable();
        let opens_upright = chars.next().is_some_and(|(_, c)| to_half_width(c) == '"');
        let closes = |c: char| to_half_width(c) == '"' || !opens_upright && is_quote(c);
        let is_star = |c: char| to_half_width(c) == '*';
        let mut pattern = Pattern::from_literal("");
        while let Some((at, c)) = chars.next() {
            match c {
                c if closes(c) => return Self { pattern, len: at + c.len_utf8(), is_closed: true },
                '\\' => {
                    let escaped = chars.next_if(|(_, c)| *c == '\\' || closes(*c) || is_star(*c));
                    pattern.push(escaped.map_or('\\', |(_, c)| c));
                }
                c if is_star(c) => pattern.push_star(),
                c => pattern.push(c),
            }
        }
        Self { pattern, len: text.len(), is_closed: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quoted_text_ends_at_the_mark_that_closes_it() {
        for (text, quoted, plain, is_closed) in [
            (r#""a b" c"#, r#""a b""#, "a b", true),
            (r#""a\"b" c"#, r#""a\"b""#, r#"a"b"#, true),
            (r#""a\\" c"#, r#""a\\""#, r"a\", true),
            (r#""a\nb""#, r#""a\nb""#, r"a\nb", true),
            (r#""open"#, r#""open"#, "open", false),
            (r#""open\""#, r#""open\""#, r#"open""#, false),
            ("\"say “hi”\" x", "\"say “hi”\"", "say “hi”", true),
            ("„a b“ c", "„a b“", "a b", true),
            ("“a\" c", "“a\"", "a", true),
            ("＂a＂b", "＂a＂", "a", true),
        ] {
            let found = QuotedText::parse(text);
            assert_eq!((&text[..found.len], found.is_closed), (quoted, is_closed), "{text}");
            assert_eq!(found.pattern.to_plain_text(), plain, "{text}");
        }
    }

    #[test]
    fn an_escaped_star_is_a_star() {
        assert_eq!(QuotedText::parse(r#""a\*b""#).pattern.as_literal(), Some("a*b"));
        assert_eq!(QuotedText::parse(r#""a*b""#).pattern.as_literal(), None);
    }
}
