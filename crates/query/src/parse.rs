//! From text to tree.

use crate::error::{ErrorKind, ParseError, Wrong};
use crate::key::{self, Key, Of, TAG};
use crate::text::{Text, is_minus, is_quote, is_wordy};
use crate::tree::{Node, Query, Span, Term, join_groups};
use fleet::{Basis, is_invisible, to_half_width};

/// How deep parentheses may stand inside of each other.
const DEEPEST: usize = 32;

/// Reads a query. The empty text is the query that selects everything.
///
/// ```
/// let query = query::parse("country:us,CA  -status:terminated \"tokyo\"")?;
/// assert_eq!(query.to_string(), "country:US,CA -status:terminated tokyo");
///
/// let error = query::parse("contry:US").unwrap_err();
/// assert_eq!((error.at, error.len, error.suggestion.as_deref()), (0, 6, Some("country")));
/// # Ok::<(), query::ParseError>(())
/// ```
pub fn parse(text: &str) -> Result<Query, ParseError> {
    let mut parser = Parser { text: text.chars().collect(), at: 0, depth: 0, basis: Basis::default() };
    let terms = parser.terms()?;
    if parser.at_or() {
        return Err(parser.error(ErrorKind::BareOr, parser.at, 2));
    }
    if parser.peek().is_some() {
        return Err(parser.error(ErrorKind::StrayParenthesis, parser.at, 1));
    }
    Ok(Query { basis: parser.basis, terms })
}

struct Parser {
    text: Vec<char>,
    at: usize,
    depth: usize,
    basis: Basis,
}

impl Parser {
    /// Terms up to the end, a closing parenthesis or `OR`.
    fn terms(&mut self) -> Result<Vec<Term>, ParseError> {
        let mut terms = Vec::new();
        loop {
            while self.peek().is_some_and(|c| c.is_whitespace() || is_invisible(c)) {
                self.at += 1;
            }
            if matches!(self.peek(), None | Some(')')) || self.at_or() {
                join_groups(&mut terms);
                return Ok(terms);
            }
            terms.extend(self.term()?);
        }
    }

    /// One term; `None` for `basis:`, which is none.
    fn term(&mut self) -> Result<Option<Term>, ParseError> {
        let start = self.at;
        let negated = self.peek().is_some_and(is_minus);
        self.at += usize::from(negated);
        let node = match self.peek() {
            None | Some(')') if negated => return Err(self.error(ErrorKind::LoneMinus, start, 1)),
            Some(c) if negated && c.is_whitespace() => return Err(self.error(ErrorKind::LoneMinus, start, 1)),
            Some(c) if negated && is_minus(c) => return Err(self.quotes(start + 1)),
            Some('(') => Some(self.group()?),
            Some(c) if is_quote(c) => Some(Node::Word(self.quoted()?)),
            _ => {
                let from = self.at;
                let text = self.bare();
                match self.key_end() {
                    Some(end) => self.filter(from, end, negated)?,
                    None => Some(Node::Word(text)),
                }
            }
        };
        if matches!(&node, Some(Node::Word(text)) if text.is_empty()) && self.ends() {
            return Err(self.error(ErrorKind::MissingValue, start, self.at - start));
        }
        if !self.ends() {
            return Err(match node {
                Some(Node::Group(_)) => self.error(ErrorKind::MissingBlank, self.at - 1, 1),
                _ => self.quotes(start + usize::from(negated)),
            });
        }
        Ok(node.map(|node| Term { negated, node, span: Span { at: start, len: self.at - start } }))
    }

    /// Where the key ends whose first part was just read: at the next colon. The last part of a key may be quoted.
    fn key_end(&mut self) -> Option<usize> {
        let mut end = self.at;
        let after_point = end.checked_sub(1).is_some_and(|before| to_half_width(self.text[before]) == '.');
        if after_point && self.peek().is_some_and(is_quote) {
            let at = self.at;
            let quoted = self.quoted().is_ok();
            end = std::mem::replace(&mut self.at, at);
            if !quoted {
                return None;
            }
        }
        self.text.get(end).is_some_and(|c| to_half_width(*c) == ':').then_some(end)
    }

    fn filter(&mut self, from: usize, end: usize, negated: bool) -> Result<Option<Node>, ParseError> {
        if from == end {
            return Err(self.quotes(from));
        }
        let name = self.name(from, end)?;
        let key = Key::find(&name).map_err(|wrong| wrong.at(from, end - from))?;
        self.at = end + 1;
        let mut values = Vec::new();
        loop {
            let start = self.at;
            let text = self.value()?;
            if matches!(key.of, Of::Basis) {
                if negated || self.depth > 0 || self.peek() == Some(',') {
                    return Err(self.error(ErrorKind::MisplacedBasis, from, self.at - from));
                }
                self.basis = key::basis(&text.plain()).map_err(|wrong| wrong.at(start, self.at - start))?;
                return Ok(None);
            }
            values.push(key.read(text).map_err(|wrong| wrong.at(start, self.at - start))?);
            if !self.eat(',') {
                return Ok(Some(Node::Filter(key, values)));
            }
        }
    }

    /// The name of a key, whose last part may be quoted.
    fn name(&mut self, from: usize, end: usize) -> Result<String, ParseError> {
        let quote = self.text[from..end].iter().position(|c| is_quote(*c)).map_or(end, |at| from + at);
        let name = self.text[from..quote].iter().filter(|c| !is_invisible(**c));
        let mut name: String = name.map(|c| to_half_width(*c)).collect();
        if quote < end {
            self.at = quote;
            name.push_str(&self.quoted()?.plain());
        }
        Ok(name)
    }

    fn value(&mut self) -> Result<Text, ParseError> {
        let start = self.at;
        let quoted = self.peek().is_some_and(is_quote);
        let text = if quoted { self.quoted()? } else { self.bare() };
        if !self.ends() && self.peek() != Some(',') {
            return Err(self.quotes(start));
        }
        if !quoted && text.is_empty() {
            // Where the value should be there is nothing to point at: what stands before it is.
            return Err(self.error(ErrorKind::MissingValue, start.saturating_sub(1), 1));
        }
        Ok(text)
    }

    fn group(&mut self) -> Result<Node, ParseError> {
        let start = self.at;
        self.at += 1;
        if self.depth == DEEPEST {
            return Err(self.error(ErrorKind::TooDeep, start, 1));
        }
        self.depth += 1;
        let mut alternatives = Vec::new();
        loop {
            let terms = self.terms()?;
            if terms.is_empty() && self.peek().is_some() {
                let len = if self.at_or() { 2 } else { 1 };
                return Err(self.error(ErrorKind::MissingAlternative, self.at, len));
            }
            alternatives.push(terms);
            if self.at_or() {
                self.at += 2;
            } else if self.eat(')') {
                self.depth -= 1;
                return Ok(Node::Group(alternatives));
            } else {
                return Err(self.error(ErrorKind::OpenParenthesis, start, 1));
            }
        }
    }

    fn bare(&mut self) -> Text {
        let mut text = Text::literal("");
        while let Some(c) = self.peek().filter(|c| is_wordy(*c)) {
            match c {
                '*' => text.push_star(),
                c if is_invisible(c) => {}
                c if is_quote(c) && text.plain().eq_ignore_ascii_case(TAG) => break,
                c => text.push(c),
            }
            self.at += 1;
        }
        text
    }

    fn quoted(&mut self) -> Result<Text, ParseError> {
        let start = self.at;
        // What was opened by a mark that leans is closed by one that leans.
        let closes = |c: char| to_half_width(c) == '"' || to_half_width(self.text[start]) != '"' && is_quote(c);
        let mut text = Text::literal("");
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
        Err(self.error(ErrorKind::OpenQuote, start, self.at - start))
    }

    /// The next character as what it looks like.
    fn peek(&self) -> Option<char> {
        self.text.get(self.at).map(|c| to_half_width(*c))
    }

    fn eat(&mut self, c: char) -> bool {
        let there = self.peek() == Some(c);
        self.at += usize::from(there);
        there
    }

    /// Whether a term may end here.
    fn ends(&self) -> bool {
        self.peek().is_none_or(|c| c.is_whitespace() || c == ')' || is_invisible(c))
    }

    fn at_or(&self) -> bool {
        let next = |more: usize| self.text.get(self.at + more).map(|c| to_half_width(*c));
        (next(0), next(1)) == (Some('O'), Some('R'))
            && next(2).is_none_or(|c| c.is_whitespace() || is_invisible(c) || matches!(c, '(' | ')'))
    }

    /// An error over the run of characters that begins at `from`, which quotes around it would mend.
    fn quotes(&self, from: usize) -> ParseError {
        let run = self.text[from..].split(|c| c.is_whitespace()).next().unwrap_or_default();
        let mut suggestion = String::new();
        let text = Text::literal(&run.iter().filter(|c| !is_quote(**c)).collect::<String>());
        let printed = text.print(&mut suggestion, true).is_ok();
        Wrong { kind: ErrorKind::NeedsQuotes, suggestion: printed.then_some(suggestion) }.at(from, run.len())
    }

    fn error(&self, kind: ErrorKind, at: usize, len: usize) -> ParseError {
        Wrong::new(kind).at(at, len)
    }
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
