//! A query as a tree.

use crate::change::Change;
use crate::interval::{Interval, Mcc, Number};
use crate::key::Key;
use crate::sessions::{CellName, Moved};
use crate::text::Text;
use crate::time::{Age, Day};
use fleet::{Basis, Session};
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
    Session(Session),
    Country(Territory),
    Plmn(VisitedPlmn),
    Mcc(Interval<Mcc>),
    Area(Interval<Number>),
    Cell(CellName),
    Region(Region),
    /// One of [`fleet::Whereabouts::KEYS`].
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
