//! The colours of a query's text while it is typed, when it may not be a query yet.

use super::lexer::{Token, TokenKind, tokenize_query};
use crate::key::QueryKey;

/// How a piece of the text is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HighlightKind {
    /// A key.
    Key,
    /// What is where a key should be, but is not one.
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

/// Splits a text into the pieces that are shown differently; side by side they are the text.
///
/// ```
/// use query::{HighlightKind, highlight_query};
///
/// let pieces = highlight_query("-status:active x");
/// assert_eq!(pieces[1], (HighlightKind::Key, "status"));
/// assert_eq!(pieces.iter().map(|(_, text)| *text).collect::<String>(), "-status:active x");
/// ```
pub fn highlight_query(text: &str) -> Vec<(HighlightKind, &str)> {
    let pieces = tokenize_query(text).into_iter().filter(|token| !token.text.is_empty());
    pieces.map(|token| (highlight_token(token), token.text)).collect()
}

fn highlight_token(token: Token) -> HighlightKind {
    match token.kind {
        TokenKind::Whitespace => HighlightKind::Whitespace,
        TokenKind::Key if QueryKey::from_name(&token.to_key_name()).is_ok() => HighlightKind::Key,
        TokenKind::Key => HighlightKind::UnknownKey,
        TokenKind::Value => HighlightKind::Value,
        TokenKind::Word => HighlightKind::Word,
        TokenKind::Minus
        | TokenKind::OpenParenthesis
        | TokenKind::CloseParenthesis
        | TokenKind::Or
        | TokenKind::Colon
        | TokenKind::Comma => HighlightKind::Punctuation,
    }
}

/// Whether a text ends in a word, which may be a key that is still being typed.
///
/// ```
/// assert!(query::ends_in_word("session:online stat") && !query::ends_in_word("session:onl"));
/// ```
pub fn ends_in_word(text: &str) -> bool {
    tokenize_query(text).last().is_some_and(|token| token.kind == TokenKind::Word)
}

/// Whether a text ends in a value, which may be longer still.
///
/// ```
/// assert!(query::ends_in_value("session:onl") && !query::ends_in_value("session:online "));
/// ```
pub fn ends_in_value(text: &str) -> bool {
    tokenize_query(text).last().is_some_and(|token| token.kind == TokenKind::Value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_piece_has_its_kind() {
        use HighlightKind::*;
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
            ("status:", &[Key, Punctuation]),
            ("a-b ,:", &[Word, Whitespace, Punctuation, Punctuation]),
            ("", &[]),
            ("－status：a，b　c", &[Punctuation, Key, Punctuation, Value, Punctuation, Value, Whitespace, Word]),
            ("（a ｓｔａｔｕｓ：“b c”", &[Punctuation, Word, Whitespace, Key, Punctuation, Value]),
            // What the parser reads otherwise than it looks.
            ("\u{200B}status:a", &[Whitespace, Key, Punctuation, Value]),
            ("-OR ＯＲ", &[Punctuation, Word, Whitespace, Punctuation]),
        ] {
            assert_eq!(highlight_query(text).into_iter().map(|(kind, _)| kind).collect::<Vec<_>>(), expected, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn pieces_side_by_side_are_the_text(text in "[a-z:,()\"\\\\ -]{0,20}|[a：，（＂“”－−　\"\\\\]{0,20}|.{0,20}") {
            let whole: String = highlight_query(&text).into_iter().map(|(_, piece)| piece).collect();
            proptest::prop_assert_eq!(whole, text);
        }
    }
}
