//! Prints the text of a query.

use super::tree::{Query, QueryValue, Term, TermNode};
use fleet::Basis;
use std::fmt;

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.basis != Basis::default() {
            write!(f, "basis:{}", self.basis.query_word())?;
            if !self.terms.is_empty() {
                f.write_str(" ")?;
            }
        }
        write_terms(&self.terms, f)
    }
}

fn write_terms(terms: &[Term], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (i, term) in terms.iter().enumerate() {
        if i > 0 {
            f.write_str(" ")?;
        }
        write!(f, "{term}")?;
    }
    Ok(())
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.negated {
            f.write_str("-")?;
        }
        write!(f, "{}", self.node)
    }
}

impl fmt::Display for TermNode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(text) => text.write_as_word(f),
            Self::Filter(key, values) => {
                write!(f, "{key}")?;
                for (i, value) in values.iter().enumerate() {
                    write!(f, "{}{value}", if i == 0 { ":" } else { "," })?;
                }
                Ok(())
            }
            Self::Group(alternatives) => {
                for (i, alternative) in alternatives.iter().enumerate() {
                    f.write_str(if i == 0 { "(" } else { " OR " })?;
                    write_terms(alternative, f)?;
                }
                f.write_str(")")
            }
        }
    }
}

impl fmt::Display for QueryValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pattern(text) => text.write_text(f, false),
            Self::None => f.write_str("none"),
            Self::Session(session) => f.write_str(session.query_word()),
            Self::Country(territory) => write!(f, "{territory}"),
            Self::Plmn(plmn) => write!(f, "{plmn}"),
            Self::Mcc(interval) => write!(f, "{interval}"),
            Self::Area(interval) => write!(f, "{interval}"),
            Self::Cell(name) => write!(f, "{name}"),
            Self::Region(region) => write!(f, "{region}"),
            Self::Located(precision) => f.write_str(precision.query_word()),
            Self::Moved(what) => f.write_str(what.key()),
            Self::Change(what) => f.write_str(what.key()),
            Self::Shared(device) => f.write_str(device.key()),
            Self::RunningFee => f.write_str("running"),
            Self::Age(interval) => write!(f, "{interval}"),
            Self::Moments(interval) => write!(f, "{interval}"),
            Self::Ip(subnet) => write!(f, "{subnet}"),
            Self::Quantity(interval) => write!(f, "{interval}"),
            Self::Expected(fact) => f.write_str(fact.key()),
            Self::Never => f.write_str("never"),
        }
    }
}

impl QueryValue {
    /// Returns it as a reader sees it: without quotation marks and escapes.
    pub fn to_plain_text(&self) -> String {
        match self {
            Self::Pattern(text) => text.to_plain_text(),
            _ => self.to_string(),
        }
    }
}
