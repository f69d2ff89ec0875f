//! A query as a tree.

use crate::change::Change;
use crate::interval::{Interval, Mcc, Number};
use crate::key::{Key, Of};
use crate::sessions::{CellName, Moved};
use crate::text::Text;
use crate::time::{Age, Day};
use fleet::{Basis, Connectivity, is_identifier_length};
use places::{Region, Territory, VisitedPlmn};

/// Which SIMs are selected: terms that must all hold, and the session that questions about places are asked of.
///
/// Its text is one blank between terms, quotes only where they are needed, and `basis:` first where it is not the
/// default. Reading that text gives the same query.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Query {
    pub(crate) basis: Basis,
    pub(crate) terms: Vec<Term>,
}

/// One condition.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Term {
    pub negated: bool,
    pub node: Node,
    pub span: Span,
}

/// What a term asks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Node {
    /// The text somewhere in the texts of a SIM.
    Word(Text),
    /// Any of the values.
    Filter(Key, Vec<Value>),
    /// Any of the alternatives; all terms of an alternative.
    Group(Vec<Vec<Term>>),
}

/// A value of a filter, in the shape that its key gives it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Value {
    Text(Text),
    /// `none`: absent.
    None,
    Session(Connectivity),
    Country(Territory),
    Plmn(VisitedPlmn),
    Mcc(Interval<Mcc>),
    Area(Interval<Number>),
    Cell(CellName),
    Region(Region),
    /// One of [`fleet::CellLocation::KEYS`].
    Located(&'static str),
    Moved(Moved),
    Change(Change),
    /// `shared:imei`: the device is in another SIM as well.
    Imei,
    /// `fee:running`.
    Running,
    Ago(Interval<Age>),
    Days(Interval<Day>),
    /// `seen:never`: no time is known.
    Never,
}

/// Where a term stands in the text that was read, in characters; nowhere for a term that was written by a click.
///
/// It says nothing of what the query means: all spans are equal.
#[derive(Clone, Copy, Debug, Default)]
pub struct Span {
    /// From the start of the text.
    pub at: usize,
    /// How many.
    pub len: usize,
}

impl PartialEq for Span {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Span {}

impl Term {
    /// The key of a filter; `None` for a word or a group.
    pub fn key(&self) -> Option<&Key> {
        match &self.node {
            Node::Filter(key, _) => Some(key),
            _ => None,
        }
    }
}

/// Makes one identifier of digits in groups: words side by side, the first of which may be the value of an identifier's key.
pub(crate) fn join_groups(terms: &mut Vec<Term>) {
    let mut at = 0;
    while at < terms.len() {
        let is_next = |term: &&Term| !term.negated && matches!(term.node, Node::Word(_)) && group(term).is_some();
        let end = at + 1 + terms[at + 1..].iter().take_while(is_next).count();
        if group(&terms[at]).is_none() {
            at += 1;
            continue;
        }
        let digits: String = terms[at..end].iter().filter_map(group).collect();
        if end > at + 1 && is_identifier_length(digits.len()) {
            let last = terms[end - 1].span;
            terms.drain(at + 1..end);
            terms[at].span.len = (last.at + last.len).saturating_sub(terms[at].span.at);
            match &mut terms[at].node {
                Node::Word(text) => *text = Text::literal(&digits),
                Node::Filter(_, values) => *values = vec![Value::Text(Text::literal(&digits))],
                Node::Group(_) => {}
            }
            at += 1;
        } else {
            at = end;
        }
    }
}

/// The digits of a term that may be a group of an identifier's.
fn group(term: &Term) -> Option<&str> {
    const LONGEST: usize = 7;
    let text = match &term.node {
        Node::Word(text) => text,
        Node::Filter(key, values) if matches!(key.of, Of::Digits(_)) => match &values[..] {
            [Value::Text(text)] => text,
            _ => return None,
        },
        _ => return None,
    };
    text.literally()
        .filter(|text| (1..=LONGEST).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit()))
}

impl Value {
    /// The change that it names.
    pub fn change(&self) -> Option<Change> {
        match self {
            Self::Change(change) => Some(*change),
            _ => None,
        }
    }

    /// Whether two values choose the same, capitals aside.
    pub fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(a), Self::Text(b)) => a.folded() == b.folded(),
            _ => self == other,
        }
    }
}
