//! Makes the tree of a query from the tokens of its text.

use super::lexer::{Token, TokenKind, tokenize_query};
use super::tree::{Query, Term, TermNode, TextSpan, join_digit_groups};
use crate::error::{ParseError, ParseErrorKind, ValueError};
use crate::key::{self, QueryKey};
use crate::schema::FieldKind;
use fleet::Basis;

/// Maximum depth of parentheses inside of each other.
const MAX_NESTING_DEPTH: usize = 32;

/// Reads a query. The empty text is the query that selects everything.
///
/// ```
/// let query = query::parse_query("country:us,CA  -status:terminated \"tokyo\"")?;
/// assert_eq!(query.to_string(), "country:US,CA -status:terminated tokyo");
///
/// let error = query::parse_query("contry:US").unwrap_err();
/// assert_eq!((error.at, error.len, error.suggestion.as_deref()), (0, 6, Some("country")));
/// # Ok::<(), query::ParseError>(())
/// ```
///
/// # Errors
/// If the text is not a query; the error says where, and what may have been meant.
pub fn parse_query(text: &str) -> Result<Query, ParseError> {
    let mut parser = QueryParser { text, tokens: tokenize_query(text), next: 0, depth: 0, basis: Basis::default() };
    let terms = parser.parse_terms()?;
    match parser.peek() {
        Some(token) if token.kind == TokenKind::Or => Err(error_at(token.span, ParseErrorKind::BareOr)),
        Some(token) => Err(error_at(token.span, ParseErrorKind::StrayParenthesis)),
        None => Ok(Query { basis: parser.basis, terms }),
    }
}

struct QueryParser<'a> {
    text: &'a str,
    tokens: Vec<Token<'a>>,
    /// Index of the next token.
    next: usize,
    /// How many parentheses are open.
    depth: usize,
    basis: Basis,
}

impl<'a> QueryParser<'a> {
    /// Reads terms up to the end, a closing parenthesis or `OR`.
    fn parse_terms(&mut self) -> Result<Vec<Term>, ParseError> {
        let mut terms = Vec::new();
        loop {
            match self.peek_kind() {
                Some(TokenKind::Whitespace) => self.next += 1,
                None | Some(TokenKind::CloseParenthesis | TokenKind::Or) => {
                    join_digit_groups(&mut terms);
                    return Ok(terms);
                }
                Some(_) => terms.extend(self.parse_term()?),
            }
        }
    }

    /// Reads one term; `None` for `basis:`, which is not one.
    fn parse_term(&mut self) -> Result<Option<Term>, ParseError> {
        let first = self.next;
        let negated = self.take_if(TokenKind::Minus)?.is_some();
        let node = match self.peek_kind() {
            Some(TokenKind::OpenParenthesis) => self.parse_group()?,
            Some(TokenKind::Key) => match self.parse_filter(negated)? {
                Some(filter) => filter,
                None => return Ok(None),
            },
            _ => TermNode::Word(self.take()?.to_pattern()),
        };
        let span = self.span_since(first);
        match node {
            TermNode::Word(text) if text.is_empty() => Err(error_at(span, ParseErrorKind::MissingValue)),
            node => Ok(Some(Term { negated, node, span })),
        }
    }

    /// Reads a key and its values; `None` for `basis:`, which is not a filter.
    fn parse_filter(&mut self, negated: bool) -> Result<Option<TermNode>, ParseError> {
        let first = self.next;
        let token = self.take()?;
        let key = QueryKey::from_name(&token.to_key_name()).map_err(|error| place_error(error, token.span))?;
        let mut values = Vec::new();
        // A key is followed by a colon, and another value by a comma.
        while self.take_if(TokenKind::Colon)?.is_some() || self.take_if(TokenKind::Comma)?.is_some() {
            let value = self.take()?;
            if matches!(key.kind(), FieldKind::Basis) {
                if negated || self.depth > 0 || self.peek_kind() == Some(TokenKind::Comma) {
                    return Err(error_at(self.span_since(first), ParseErrorKind::MisplacedBasis));
                }
                self.basis = key::parse_basis(&value.to_pattern().to_plain_text())
                    .map_err(|error| place_error(error, value.span))?;
                return Ok(None);
            }
            values.push(key.parse_value(value.to_pattern()).map_err(|error| place_error(error, value.span))?);
        }
        Ok(Some(TermNode::Filter(key, values)))
    }

    /// Reads alternatives in parentheses.
    fn parse_group(&mut self) -> Result<TermNode, ParseError> {
        let opening = self.take()?;
        if self.depth == MAX_NESTING_DEPTH {
            return Err(error_at(opening.span, ParseErrorKind::TooDeep));
        }
        self.depth += 1;
        let mut alternatives = Vec::new();
        loop {
            let terms = self.parse_terms()?;
            let Some(end) = self.peek() else {
                return Err(error_at(opening.span, ParseErrorKind::OpenParenthesis));
            };
            if terms.is_empty() {
                return Err(error_at(end.span, ParseErrorKind::MissingAlternative));
            }
            alternatives.push(terms);
            if self.take()?.kind == TokenKind::CloseParenthesis {
                self.depth -= 1;
                return Ok(TermNode::Group(alternatives));
            }
        }
    }

    fn peek(&self) -> Option<Token<'a>> {
        self.tokens.get(self.next).copied()
    }

    fn peek_kind(&self) -> Option<TokenKind> {
        self.peek().map(|token| token.kind)
    }

    /// Takes the next token. A token that is not right in its place is the text's error.
    fn take(&mut self) -> Result<Token<'a>, ParseError> {
        let Some(token) = self.peek() else {
            let end = TextSpan { at: self.text.chars().count(), len: 0 };
            return Err(error_at(end, ParseErrorKind::MissingValue));
        };
        self.next += 1;
        match token.to_parse_error(self.text) {
            Some(error) => Err(error),
            None => Ok(token),
        }
    }

    /// Takes the next token if it is of this kind.
    fn take_if(&mut self, kind: TokenKind) -> Result<Option<Token<'a>>, ParseError> {
        if self.peek_kind() == Some(kind) { self.take().map(Some) } else { Ok(None) }
    }

    /// Returns the span from one token to the last one that was taken.
    fn span_since(&self, first: usize) -> TextSpan {
        let span = |index: usize| self.tokens.get(index).map_or(TextSpan::default(), |token| token.span);
        let (first, last) = (span(first), span(self.next.saturating_sub(1)));
        TextSpan { at: first.at, len: (last.at + last.len).saturating_sub(first.at) }
    }
}

fn place_error(error: ValueError, span: TextSpan) -> ParseError {
    error.into_parse_error(span.at, span.len)
}

fn error_at(span: TextSpan, kind: ParseErrorKind) -> ParseError {
    place_error(ValueError::new(kind), span)
}

#[cfg(test)]
#[path = "parser_tests.rs"]
mod tests;
