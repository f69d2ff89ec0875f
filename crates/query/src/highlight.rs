//! The parts of a text as it is typed, for the eye: it may be no query yet.

use crate::key::QueryKey;
use crate::pattern::{is_minus, is_quote, is_word_char};
use fleet::to_half_width;

/// What a part of the text is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TokenKind {
    /// A key.
    Key,
    /// What stands where a key should, and is none.
    UnknownKey,
    /// A value of a key.
    Value,
    /// A word or a phrase.
    Word,
    /// A minus, a colon, a comma, a parenthesis, `OR`.
    Punctuation,
    /// Blanks.
    Whitespace,
}

/// Cuts a text into its parts; side by side they are the text.
///
/// ```
/// use query::{TokenKind, tokenize_query};
///
/// let parts = tokenize_query("-status:active x");
/// assert_eq!(parts[1], (TokenKind::Key, "status"));
/// assert_eq!(parts.iter().map(|(_, text)| *text).collect::<String>(), "-status:active x");
/// ```
pub fn tokenize_query(text: &str) -> Vec<(TokenKind, &str)> {
    let mut parts = Vec::new();
    let mut rest = text;
    let mut after_key = false;
    while let Some(c) = rest.chars().next() {
        let begins = parts.last().is_none_or(|(part, text): &(TokenKind, &str)| {
            *part == TokenKind::Whitespace || matches!(*text, "(" | "（")
        });
        let sign = to_half_width(c);
        let (part, len) = match sign {
            c if c.is_whitespace() => (TokenKind::Whitespace, leading_len(rest, char::is_whitespace)),
            sign if begins && is_minus(sign) => (TokenKind::Punctuation, c.len_utf8()),
            '(' | ')' | ',' | ':' => (TokenKind::Punctuation, c.len_utf8()),
            _ => {
                let len = word_len(rest);
                let is_key = !after_key && rest[len..].starts_with([':', '：']);
                let value = after_key && parts.last().is_some_and(|(_, text)| matches!(*text, ":" | "," | "：" | "，"));
                let name = || rest[..len].chars().filter(|c| !is_quote(*c)).map(to_half_width).collect::<String>();
                let known = || QueryKey::from_name(&name()).is_ok();
                match () {
                    () if is_key && known() => (TokenKind::Key, len),
                    () if is_key => (TokenKind::UnknownKey, len),
                    () if value => (TokenKind::Value, len),
                    () if &rest[..len] == "OR" => (TokenKind::Punctuation, len),
                    () => (TokenKind::Word, len),
                }
            }
        };
        after_key = match part {
            TokenKind::Key | TokenKind::UnknownKey => true,
            TokenKind::Whitespace | TokenKind::Word => false,
            TokenKind::Punctuation => after_key && matches!(sign, ':' | ','),
            TokenKind::Value => after_key,
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
    matches!(tokenize_query(text).last(), Some((TokenKind::Word, _)))
}

/// How many bytes of the text's beginning hold.
fn leading_len(text: &str, holds: impl Fn(char) -> bool) -> usize {
    text.find(|c| !holds(c)).unwrap_or(text.len())
}

/// A word, with phrases in quotes where they stand in it; an open quote goes to the end.
fn word_len(text: &str) -> usize {
    // Marks that lean are part of a word, unless it begins with one.
    let mut len = if text.starts_with(is_quote) { 0 } else { leading_len(text, is_word_char) };
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
        len += leading_len(&text[len..], is_word_char);
    }
    len
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_token_has_its_kind() {
        use TokenKind::*;
        for (text, expected) in [
            ("status:a,b c", &[Key, Punctuation, Value, Punctuation, Value, Whitespace, Word][..]),
            ("-colour:red", &[Punctuation, UnknownKey, Punctuation, Value]),
            (
                "(a OR -seen:>9d)",
                &[
                    Punctuation,
                    Word,
                    Whitespace,
                    Punctuation,
                    Whitespace,
                    Punctuation,
                    Key,
                    Punctuation,
                    Value,
                    Punctuation,
                ],
            ),
            ("tag.\"S/W Version\":\"1 0\"", &[Key, Punctuation, Value]),
            ("cell:310-410-1", &[Key, Punctuation, Value]),
            ("name:\"open, and", &[Key, Punctuation, Value]),
            ("a-b ,:", &[Word, Whitespace, Punctuation, Punctuation]),
            ("", &[]),
            ("－status：a，b　c", &[Punctuation, Key, Punctuation, Value, Punctuation, Value, Whitespace, Word]),
            ("（a ｓｔａｔｕｓ：“b c”", &[Punctuation, Word, Whitespace, Key, Punctuation, Value]),
        ] {
            assert_eq!(tokenize_query(text).into_iter().map(|(part, _)| part).collect::<Vec<_>>(), expected, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn the_parts_are_the_text(text in "[a-z:,()\"\\\\ -]{0,20}|[a：，（＂“”－−　\"\\\\]{0,20}|.{0,20}") {
            let whole: String = tokenize_query(&text).into_iter().map(|(_, part)| part).collect();
            proptest::prop_assert_eq!(whole, text);
        }
    }
}
