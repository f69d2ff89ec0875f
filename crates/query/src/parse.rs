//! From text to tree.

use crate::error::{ParseError, ParseErrorKind, ValueError};
use crate::key::{self, QueryKey, TAG_PREFIX};
use crate::pattern::{Pattern, is_minus, is_quote, is_word_char};
use crate::schema::FieldKind;
use crate::tree::{Query, Term, TermNode, TextSpan, join_digit_groups};
use fleet::{Basis, is_invisible, to_half_width};

/// How deep parentheses may stand inside of each other.
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
    let mut parser = QueryParser { text: text.chars().collect(), at: 0, depth: 0, basis: Basis::default() };
    let terms = parser.parse_terms()?;
    if parser.is_at_or() {
        return Err(parser.build_error(ParseErrorKind::BareOr, parser.at, 2));
    }
    if parser.peek_char().is_some() {
        return Err(parser.build_error(ParseErrorKind::StrayParenthesis, parser.at, 1));
    }
    Ok(Query { basis: parser.basis, terms })
}

struct QueryParser {
    text: Vec<char>,
    at: usize,
    depth: usize,
    basis: Basis,
}

impl QueryParser {
    /// Terms up to the end, a closing parenthesis or `OR`.
    fn parse_terms(&mut self) -> Result<Vec<Term>, ParseError> {
        let mut terms = Vec::new();
        loop {
            while self.peek_char().is_some_and(|c| c.is_whitespace() || is_invisible(c)) {
                self.at += 1;
            }
            if matches!(self.peek_char(), None | Some(')')) || self.is_at_or() {
                join_digit_groups(&mut terms);
                return Ok(terms);
            }
            terms.extend(self.parse_term()?);
        }
    }

    /// One term; `None` for `basis:`, which is none.
    fn parse_term(&mut self) -> Result<Option<Term>, ParseError> {
        let start = self.at;
        let negated = self.peek_char().is_some_and(is_minus);
        self.at += usize::from(negated);
        let node = match self.peek_char() {
            None | Some(')') if negated => return Err(self.build_error(ParseErrorKind::LoneMinus, start, 1)),
            Some(c) if negated && c.is_whitespace() => {
                return Err(self.build_error(ParseErrorKind::LoneMinus, start, 1));
            }
            Some(c) if negated && is_minus(c) => return Err(self.needs_quotes_error(start + 1)),
            Some('(') => Some(self.parse_group()?),
            Some(c) if is_quote(c) => Some(TermNode::Word(self.parse_quoted_text()?)),
            _ => {
                let from = self.at;
                let text = self.parse_bare_text();
                match self.find_key_end() {
                    Some(end) => self.parse_filter(from, end, negated)?,
                    None => Some(TermNode::Word(text)),
                }
            }
        };
        if matches!(&node, Some(TermNode::Word(text)) if text.is_empty()) && self.is_at_term_end() {
            return Err(self.build_error(ParseErrorKind::MissingValue, start, self.at - start));
        }
        if !self.is_at_term_end() {
            return Err(match node {
                Some(TermNode::Group(_)) => self.build_error(ParseErrorKind::MissingBlank, self.at - 1, 1),
                _ => self.needs_quotes_error(start + usize::from(negated)),
            });
        }
        Ok(node.map(|node| Term { negated, node, span: TextSpan { at: start, len: self.at - start } }))
    }

    /// Where the key ends whose first part was just read: at the next colon. The last part of a key may be quoted.
    fn find_key_end(&mut self) -> Option<usize> {
        let mut end = self.at;
        let after_point = end.checked_sub(1).is_some_and(|before| to_half_width(self.text[before]) == '.');
        if after_point && self.peek_char().is_some_and(is_quote) {
            let at = self.at;
            let quoted = self.parse_quoted_text().is_ok();
            end = std::mem::replace(&mut self.at, at);
            if !quoted {
                return None;
            }
        }
        self.text.get(end).is_some_and(|c| to_half_width(*c) == ':').then_some(end)
    }

    fn parse_filter(&mut self, from: usize, end: usize, negated: bool) -> Result<Option<TermNode>, ParseError> {
        if from == end {
            return Err(self.needs_quotes_error(from));
        }
        let name = self.parse_key_name(from, end)?;
        let key = QueryKey::from_name(&name).map_err(|wrong| wrong.into_parse_error(from, end - from))?;
        self.at = end + 1;
        let mut values = Vec::new();
        loop {
            let start = self.at;
            let text = self.parse_value_text()?;
            if matches!(key.kind(), FieldKind::Basis) {
                if negated || self.depth > 0 || self.peek_char() == Some(',') {
                    return Err(self.build_error(ParseErrorKind::MisplacedBasis, from, self.at - from));
                }
                self.basis = key::parse_basis(&text.to_plain_text())
                    .map_err(|wrong| wrong.into_parse_error(start, self.at - start))?;
                return Ok(None);
            }
            values.push(key.parse_value(text).map_err(|wrong| wrong.into_parse_error(start, self.at - start))?);
            if !self.eat_char(',') {
                return Ok(Some(TermNode::Filter(key, values)));
            }
        }
    }

    /// The name of a key, whose last part may be quoted.
    fn parse_key_name(&mut self, from: usize, end: usize) -> Result<String, ParseError> {
        let quote = self.text[from..end].iter().position(|c| is_quote(*c)).map_or(end, |at| from + at);
        let name = self.text[from..quote].iter().filter(|c| !is_invisible(**c));
        let mut name: String = name.map(|c| to_half_width(*c)).collect();
        if quote < end {
            self.at = quote;
            name.push_str(&self.parse_quoted_text()?.to_plain_text());
        }
        Ok(name)
    }

    fn parse_value_text(&mut self) -> Result<Pattern, ParseError> {
        let start = self.at;
        let quoted = self.peek_char().is_some_and(is_quote);
        let text = if quoted { self.parse_quoted_text()? } else { self.parse_bare_text() };
        if !self.is_at_term_end() && self.peek_char() != Some(',') {
            return Err(self.needs_quotes_error(start));
        }
        if !quoted && text.is_empty() {
            // Where the value should be there is nothing to point at: what stands before it is.
            return Err(self.build_error(ParseErrorKind::MissingValue, start.saturating_sub(1), 1));
        }
        Ok(text)
    }

    fn parse_group(&mut self) -> Result<TermNode, ParseError> {
        let start = self.at;
        self.at += 1;
        if self.depth == MAX_NESTING_DEPTH {
            return Err(self.build_error(ParseErrorKind::TooDeep, start, 1));
        }
        self.depth += 1;
        let mut alternatives = Vec::new();
        loop {
            let terms = self.parse_terms()?;
            if terms.is_empty() && self.peek_char().is_some() {
                let len = if self.is_at_or() { 2 } else { 1 };
                return Err(self.build_error(ParseErrorKind::MissingAlternative, self.at, len));
            }
            alternatives.push(terms);
            if self.is_at_or() {
                self.at += 2;
            } else if self.eat_char(')') {
                self.depth -= 1;
                return Ok(TermNode::Group(alternatives));
            } else {
                return Err(self.build_error(ParseErrorKind::OpenParenthesis, start, 1));
            }
        }
    }

    fn parse_bare_text(&mut self) -> Pattern {
        let mut text = Pattern::from_literal("");
        while let Some(c) = self.peek_char().filter(|c| is_word_char(*c)) {
            match c {
                '*' => text.push_star(),
                c if is_invisible(c) => {}
                c if is_quote(c) && text.to_plain_text().eq_ignore_ascii_case(TAG_PREFIX) => break,
                c => text.push(c),
            }
            self.at += 1;
        }
        text
    }

    fn parse_quoted_text(&mut self) -> Result<Pattern, ParseError> {
        let start = self.at;
        // What was opened by a mark that leans is closed by one that leans.
        let closes = |c: char| to_half_width(c) == '"' || to_half_width(self.text[start]) != '"' && is_quote(c);
        let mut text = Pattern::from_literal("");
        let mut at = start + 1;
        while let Some(c) = self.text.get(at).copied() {
            at += 1;
            match (c, self.text.get(at)) {
                (c, _) if closes(c) => {
                    self.at = at;
                    return Ok(text);
                }
                ('\\', Some(escaped)) if *escaped == '\\' || closes(*escaped) || to_half_width(*escaped) == '*' => {
                    text.push(*escaped);
                    at += 1;
                }
                (c, _) if to_half_width(c) == '*' => text.push_star(),
                _ => text.push(c),
            }
        }
        self.at = at;
        Err(self.build_error(ParseErrorKind::OpenQuote, start, self.at - start))
    }

    /// The next character as what it looks like.
    fn peek_char(&self) -> Option<char> {
        self.text.get(self.at).map(|c| to_half_width(*c))
    }

    fn eat_char(&mut self, c: char) -> bool {
        let there = self.peek_char() == Some(c);
        self.at += usize::from(there);
        there
    }

    /// Whether a term may end here.
    fn is_at_term_end(&self) -> bool {
        self.peek_char().is_none_or(|c| c.is_whitespace() || c == ')' || is_invisible(c))
    }

    fn is_at_or(&self) -> bool {
        let next = |more: usize| self.text.get(self.at + more).map(|c| to_half_width(*c));
        (next(0), next(1)) == (Some('O'), Some('R'))
            && next(2).is_none_or(|c| c.is_whitespace() || is_invisible(c) || matches!(c, '(' | ')'))
    }

    /// An error over the run of characters that begins at `from`, which quotes around it would mend.
    fn needs_quotes_error(&self, from: usize) -> ParseError {
        let run = self.text[from..].split(|c| c.is_whitespace()).next().unwrap_or_default();
        let mut suggestion = String::new();
        let text = Pattern::from_literal(&run.iter().filter(|c| !is_quote(**c)).collect::<String>());
        let printed = text.write_text(&mut suggestion, true).is_ok();
        ValueError { kind: ParseErrorKind::NeedsQuotes, suggestion: printed.then_some(suggestion) }
            .into_parse_error(from, run.len())
    }

    fn build_error(&self, kind: ParseErrorKind, at: usize, len: usize) -> ParseError {
        ValueError::new(kind).into_parse_error(at, len)
    }
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
