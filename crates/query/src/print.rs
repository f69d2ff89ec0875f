//! A query as a text.

use crate::tree::{Node, Query, Term, Value};
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
        terms(&self.terms, f)
    }
}

fn terms(terms: &[Term], f: &mut fmt::Formatter<'_>) -> fmt::Result {
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
        match &self.node {
            Node::Word(text) => text.print_word(f),
            Node::Filter(key, values) => {
                write!(f, "{key}")?;
                for (i, value) in values.iter().enumerate() {
                    write!(f, "{}{value}", if i == 0 { ":" } else { "," })?;
                }
                Ok(())
            }
            Node::Group(alternatives) => {
                for (i, alternative) in alternatives.iter().enumerate() {
                    f.write_str(if i == 0 { "(" } else { " OR " })?;
                    terms(alternative, f)?;
                }
                f.write_str(")")
            }
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => text.print(f, false),
            Self::None => f.write_str("none"),
            Self::Session(session) => f.write_str(session.query_word()),
            Self::Country(territory) => write!(f, "{territory}"),
            Self::Plmn(plmn) => write!(f, "{plmn}"),
            Self::Mcc(interval) => write!(f, "{interval}"),
            Self::Area(interval) => write!(f, "{interval}"),
            Self::Cell(name) => write!(f, "{name}"),
            Self::Region(region) => write!(f, "{region}"),
            Self::Located(kind) => f.write_str(kind),
            Self::Moved(what) => f.write_str(what.key()),
            Self::Change(what) => f.write_str(what.key()),
            Self::Imei => f.write_str("imei"),
            Self::Running => f.write_str("running"),
            Self::Ago(interval) => write!(f, "{interval}"),
            Self::Days(interval) => write!(f, "{interval}"),
            Self::Never => f.write_str("never"),
        }
    }
}

impl Value {
    /// As one reads it: without quotes.
    pub fn plain(&self) -> String {
        match self {
            Self::Text(text) => text.plain(),
            _ => self.to_string(),
        }
    }
}
