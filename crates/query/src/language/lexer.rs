//! Splits the text of a query into tokens.
//!
//! It is lenient: a text that is half typed has tokens too, and side by side they are the text. A token that cannot be what
//! it has to be in its place knows what is wrong with it. The parser, the highlighting and the completion read these tokens
//! and no characters, so that they agree on where a term begins, what its key is and which quotation mark closes another.

use super::quoted_text::QuotedText;
use super::tree::TextSpan;
use crate::error::{ParseError, ParseErrorKind, ValueError};
use crate::key::FAMILIES;
use crate::pattern::{Pattern, is_minus, is_quote, is_word_char};
use fleet::{is_invisible, to_half_width};

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TokenKind {
    /// Blanks and invisible characters between terms.
    Whitespace,
    /// `-` in front of a term.
    Minus,
    /// `(`
    OpenParenthesis,
    /// `)`
    CloseParenthesis,
    /// `OR` between alternatives.
    Or,
    /// What is in front of a colon, whether a key has that name or not.
    Key,
    /// `:`
    Colon,
    /// A value of a key; empty where it is still to be typed.
    Value,
    /// `,`
    Comma,
    /// A word or a phrase.
    Word,
}

/// A piece of a query's text.
#[derive(Clone, Copy, Debug)]
pub struct Token<'a> {
    /// What it is.
    pub kind: TokenKind,
    /// Its characters as they were typed.
    pub text: &'a str,
    /// Where it is in the text.
    pub span: TextSpan,
    /// What is wrong with it in this place: the parser refuses the text when it arrives here.
    pub error: Option<ParseErrorKind>,
}

/// Splits a text into tokens; side by side they are the text.
///
/// ```
/// use query::{TokenKind, tokenize_query};
///
/// let tokens = tokenize_query("-status:active x");
/// assert_eq!((tokens[1].kind, tokens[1].text, tokens[1].span.at), (TokenKind::Key, "status", 1));
/// assert_eq!(tokens.iter().map(|token| token.text).collect::<String>(), "-status:active x");
/// ```
pub fn tokenize_query(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let (mut rest, mut at, mut state) = (text, 0, LexerState::TermStart);
    // A value may be missing where the text ends.
    while !rest.is_empty() || state == LexerState::Value {
        let lexed = lex_token(rest, state);
        let (text, tail) = rest.split_at(lexed.len);
        let span = TextSpan { at, len: text.chars().count() };
        tokens.push(Token { kind: lexed.kind, text, span, error: lexed.error });
        (rest, at, state) = (tail, at + span.len, lexed.next);
    }
    tokens
}

impl Token<'_> {
    /// Returns the pattern of a word or a value.
    pub(crate) fn to_pattern(self) -> Pattern {
        if self.text.starts_with(is_quote) {
            return QuotedText::parse(self.text).pattern;
        }
        let mut pattern = Pattern::from_literal("");
        for c in self.text.chars().filter(|c| !is_invisible(*c)).map(to_half_width) {
            match c {
                '*' => pattern.push_star(),
                c => pattern.push(c),
            }
        }
        pattern
    }

    /// Returns the name of a key, whose last part may be in quotation marks.
    pub(crate) fn to_key_name(self) -> String {
        let (bare, quoted) = self.text.split_at(self.text.find(is_quote).unwrap_or(self.text.len()));
        let mut name: String = bare.chars().filter(|c| !is_invisible(*c)).map(to_half_width).collect();
        if !quoted.is_empty() {
            name.push_str(&QuotedText::parse(quoted).pattern.to_plain_text());
        }
        name
    }

    /// Returns its error with the place in the whole text and what may have been meant.
    pub(crate) fn to_parse_error(self, text: &str) -> Option<ParseError> {
        let kind = self.error?;
        let TextSpan { at, len } = self.span;
        Some(match kind {
            // Where the value should be there is nothing to point at: what is in front of it is.
            ParseErrorKind::MissingValue => ValueError::new(kind).into_parse_error(at.saturating_sub(1), 1),
            ParseErrorKind::OpenQuote => {
                let at = at + self.text.chars().take_while(|c| !is_quote(*c)).count();
                ValueError::new(kind).into_parse_error(at, text.chars().count() - at)
            }
            ParseErrorKind::NeedsQuotes => {
                let run: String = text.chars().skip(at).take_while(|c| !c.is_whitespace()).collect();
                let suggestion = Pattern::from_literal(&run.replace(is_quote, "")).to_quoted_text();
                ValueError { kind, suggestion: Some(suggestion) }.into_parse_error(at, run.chars().count())
            }
            _ => ValueError::new(kind).into_parse_error(at, len),
        })
    }
}

/// Where in a term the next token begins.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LexerState {
    /// Where a term may begin.
    TermStart,
    /// Where a term goes on that has neither a key nor a word yet.
    Operand,
    /// Where a value of a key has to be.
    Value,
    /// After a word or a group.
    AfterOperand,
    /// After a key or one of its values.
    AfterFilter,
}

/// A token before its place in the text is known.
struct LexedToken {
    kind: TokenKind,
    /// In bytes.
    len: usize,
    error: Option<ParseErrorKind>,
    /// Where the token after it begins.
    next: LexerState,
}

/// Reads the first token of a text that is not empty; of an empty one, a value that is missing.
fn lex_token(rest: &str, state: LexerState) -> LexedToken {
    use LexerState::{AfterFilter, AfterOperand, Operand, TermStart, Value};
    let mut chars = rest.chars();
    let first = chars.next();
    let after = chars.as_str();
    let sign = |kind, error, next| LexedToken { kind, len: first.map_or(0, char::len_utf8), error, next };
    let Some(c) = first.map(to_half_width).filter(|_| state != Value) else {
        return lex_word(rest, state);
    };
    let is_operand_missing = matches!(state, TermStart | Operand);
    match c {
        c if c.is_whitespace() || is_invisible(c) && state != Operand => {
            let len = leading_len(rest, |c| c.is_whitespace() || is_invisible(c));
            LexedToken { kind: TokenKind::Whitespace, len, error: None, next: TermStart }
        }
        '(' => sign(TokenKind::OpenParenthesis, None, TermStart),
        ')' => {
            let error = (!is_term_end(after)).then_some(ParseErrorKind::MissingBlank);
            sign(TokenKind::CloseParenthesis, error, AfterOperand)
        }
        ',' | ':' => {
            let kind = if c == ',' { TokenKind::Comma } else { TokenKind::Colon };
            let error = is_operand_missing.then_some(ParseErrorKind::NeedsQuotes);
            sign(kind, error, if state == AfterFilter { Value } else { Operand })
        }
        c if is_minus(c) && state == TermStart => {
            let is_alone = after.chars().next().is_none_or(|c| c.is_whitespace() || to_half_width(c) == ')');
            sign(TokenKind::Minus, is_alone.then_some(ParseErrorKind::LoneMinus), Operand)
        }
        _ => match or_len(rest).filter(|_| state == TermStart) {
            Some(len) => LexedToken { kind: TokenKind::Or, len, error: None, next: TermStart },
            None => lex_word(rest, state),
        },
    }
}

/// Reads a key, a value or a word.
fn lex_word(rest: &str, state: LexerState) -> LexedToken {
    let is_filter = matches!(state, LexerState::Value | LexerState::AfterFilter);
    let (len, shape) = measure_word(rest, is_filter);
    let (text, after) = rest.split_at(len);
    let is_before = |sign: char| after.chars().next().is_some_and(|c| to_half_width(c) == sign);
    let (kind, next) = match is_filter {
        true => (TokenKind::Value, LexerState::AfterFilter),
        false if is_before(':') => (TokenKind::Key, LexerState::AfterFilter),
        false => (TokenKind::Word, LexerState::AfterOperand),
    };
    let is_complete = is_term_end(after) || is_filter && is_before(',');
    let error = match (kind, shape) {
        // A second minus.
        _ if state == LexerState::Operand && text.starts_with(is_minus) => Some(ParseErrorKind::NeedsQuotes),
        (TokenKind::Key, WordShape::Bare | WordShape::QuotedTail) => {
            let quote = text.find(is_quote).map(|at| QuotedText::parse(&text[at..]));
            quote.filter(|quoted| !quoted.is_closed).map(|_| ParseErrorKind::OpenQuote)
        }
        (TokenKind::Key, _) => Some(ParseErrorKind::NeedsQuotes),
        (_, WordShape::OpenQuote) => Some(ParseErrorKind::OpenQuote),
        (TokenKind::Value, WordShape::Bare) if is_complete && text.chars().all(is_invisible) => {
            Some(ParseErrorKind::MissingValue)
        }
        (_, WordShape::Bare | WordShape::Quoted) if is_complete => None,
        _ => Some(ParseErrorKind::NeedsQuotes),
    };
    LexedToken { kind, len, error, next }
}

/// What a word is made of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum WordShape {
    /// Characters that need no quotation marks.
    Bare,
    /// One text in quotation marks.
    Quoted,
    /// A text whose quotation mark is not closed; it goes to the end.
    OpenQuote,
    /// A text in quotation marks after a point, as in the key of a tag: `tag."S/W Version"`.
    QuotedTail,
    /// Anything else. Such a word needs quotation marks around the whole.
    Mixed,
}

/// How many bytes of a text's beginning are one word, and what it is made of.
fn measure_word(text: &str, is_value: bool) -> (usize, WordShape) {
    let bare = match text.starts_with(is_quote) {
        true => 0,
        false if is_value => bare_value_len(text),
        false => bare_len(text),
    };
    if !text[bare..].starts_with(is_quote) {
        return (bare, WordShape::Bare);
    }
    let quoted = QuotedText::parse(&text[bare..]);
    let mut shape = match (bare, quoted.is_closed) {
        (0, true) => WordShape::Quoted,
        (0, false) => WordShape::OpenQuote,
        (_, true) if text[..bare].ends_with(['.', '．']) => WordShape::QuotedTail,
        _ => WordShape::Mixed,
    };
    let mut len = bare + quoted.len;
    while !is_term_end(&text[len..]) {
        let tail = &text[len..];
        let more = if tail.starts_with(['"', '＂']) { QuotedText::parse(tail).len } else { bare_len(tail) };
        if more == 0 {
            break;
        }
        (len, shape) = (len + more, WordShape::Mixed);
    }
    (len, shape)
}

/// How many bytes of a text's beginning need no quotation marks. Marks that lean are part of a word, except after `tag.` and `list.`.
fn bare_len(text: &str) -> usize {
    let is_family_key = |head: &str| {
        let name: String = head.chars().filter(|c| !is_invisible(*c)).map(to_half_width).collect();
        FAMILIES.iter().any(|family| name.eq_ignore_ascii_case(family.key()))
    };
    let end = text.char_indices().find(|(at, c)| !is_word_char(*c) || is_quote(*c) && is_family_key(&text[..*at]));
    end.map_or(text.len(), |(at, _)| at)
}

/// The same of a value, in which the colon of a time needs none: `2026-11-02T03:10`.
fn bare_value_len(text: &str) -> usize {
    let is_time_colon = |at: usize| {
        let is_hour = |hour: &[u8]| matches!(hour, [b'0'..=b'9', b'T' | b't', b'0'..=b'9', b'0'..=b'9']);
        let before = at.checked_sub(4).and_then(|from| text.as_bytes().get(from..at));
        let after = text.as_bytes().get(at..at + 3);
        before.is_some_and(is_hour) && matches!(after, Some([b':', b'0'..=b'9', b'0'..=b'9']))
    };
    let mut len = bare_len(text);
    while is_time_colon(len) {
        len += 1 + bare_len(&text[len + 1..]);
    }
    len
}

/// How many bytes of a text's beginning hold.
fn leading_len(text: &str, holds: impl Fn(char) -> bool) -> usize {
    text.find(|c| !holds(c)).unwrap_or(text.len())
}

/// The length of an `OR` that a text begins with, in bytes; `None` where the word goes on.
fn or_len(text: &str) -> Option<usize> {
    let after = text.strip_prefix(['O', 'Ｏ'])?.strip_prefix(['R', 'Ｒ'])?;
    let ends = is_term_end(after) || after.starts_with(['(', '（']);
    ends.then(|| text.len() - after.len())
}

/// Whether a term may end where this text follows.
fn is_term_end(after: &str) -> bool {
    after.chars().next().is_none_or(|c| c.is_whitespace() || is_invisible(c) || to_half_width(c) == ')')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse_query;
    use proptest::prelude::*;

    #[test]
    fn a_token_knows_what_is_wrong_with_it() {
        use ParseErrorKind::*;
        for (text, tokens) in [
            ("a", &[("a", None)][..]),
            ("- a", &[("-", Some(LoneMinus)), (" ", None), ("a", None)]),
            ("--a", &[("-", None), ("-a", Some(NeedsQuotes))]),
            ("a,b", &[("a", Some(NeedsQuotes)), (",", None), ("b", None)]),
            (":a", &[(":", Some(NeedsQuotes)), ("a", None)]),
            ("a \"b", &[("a", None), (" ", None), ("\"b", Some(OpenQuote))]),
            ("\"a\"b", &[("\"a\"b", Some(NeedsQuotes))]),
            ("(a)b", &[("(", None), ("a", None), (")", Some(MissingBlank)), ("b", None)]),
            ("status:", &[("status", None), (":", None), ("", Some(MissingValue))]),
            ("status:a,", &[("status", None), (":", None), ("a", None), (",", None), ("", Some(MissingValue))]),
            ("status:a:b", &[("status", None), (":", None), ("a", Some(NeedsQuotes)), (":", None), ("b", None)]),
            (
                "seen:2026-11-02T03:10..2026-11-02T03:14 x",
                &[("seen", None), (":", None), ("2026-11-02T03:10..2026-11-02T03:14", None), (" ", None), ("x", None)],
            ),
            ("seen:1T03:x", &[("seen", None), (":", None), ("1T03", Some(NeedsQuotes)), (":", None), ("x", None)]),
            ("1T03:10", &[("1T03", None), (":", None), ("10", None)]),
            ("\"status\":a", &[("\"status\"", Some(NeedsQuotes)), (":", None), ("a", None)]),
            ("tag.\"a b\":c", &[("tag.\"a b\"", None), (":", None), ("c", None)]),
            ("tag.“a b”:c", &[("tag.“a b”", None), (":", None), ("c", None)]),
            ("tag.\"a b", &[("tag.\"a b", Some(NeedsQuotes))]),
            ("na“me:x", &[("na“me", Some(OpenQuote)), (":", None), ("x", None)]),
            ("\u{200B}a\u{200B} b", &[("\u{200B}", None), ("a\u{200B}", None), (" ", None), ("b", None)]),
            ("\"a\"\u{200B}b", &[("\"a\"", None), ("\u{200B}", None), ("b", None)]),
        ] {
            let found: Vec<_> = tokenize_query(text).into_iter().map(|token| (token.text, token.error)).collect();
            assert_eq!(found, tokens, "{text}");
        }
    }

    fn any_text() -> impl Strategy<Value = String> {
        prop_oneof![
            "([a-z*\\-:,()\"\\\\ 0-9é：，（）＂“”−＊　ＯＲａ\u{200B}]|OR|country:|tag\\.|seen:>1d|US){0,12}",
            "([a-c ]|[-(]|\\) | OR |\"[a ,:]\"|status:|tag\\.\"a b\":|,a){0,12}",
            any::<String>(),
        ]
    }

    proptest! {
        #[test]
        fn tokens_side_by_side_are_the_text(text in any_text()) {
            let mut at = 0;
            let mut whole = String::new();
            for token in tokenize_query(&text) {
                prop_assert_eq!((token.span.at, token.span.len), (at, token.text.chars().count()));
                at += token.span.len;
                whole.push_str(token.text);
            }
            prop_assert_eq!(whole, text);
        }

        #[test]
        fn a_text_with_a_wrong_token_is_refused_and_any_other_only_for_what_it_means(text in any_text()) {
            use ParseErrorKind::*;
            let is_wrong = tokenize_query(&text).iter().any(|token| token.error.is_some());
            match parse_query(&text) {
                Ok(_) => prop_assert!(!is_wrong, "{}", text),
                Err(error) => prop_assert!(
                    is_wrong || !matches!(error.kind, OpenQuote | NeedsQuotes | LoneMinus | MissingBlank),
                    "{} {:?}", text, error
                ),
            }
        }
    }
}
