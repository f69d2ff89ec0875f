//! The tree of a query.

use crate::change::BaselineChange;
use crate::expected::ExpectedFact;
use crate::interval::{AreaCode, Interval, Mcc};
use crate::key::QueryKey;
use crate::pattern::Pattern;
use crate::quantity::Quantity;
use crate::schema::FieldKind;
use crate::sessions::{CellName, SessionChange};
use crate::subnet::Subnet;
use crate::time::{Age, Moment};
use fleet::{Basis, Connectivity, LocationPrecision, is_identifier_length};
use places::{Region, Territory, VisitedPlmn};

/// Which SIMs are selected: terms that must all hold, and the session that terms about places ask about.
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
    pub node: TermNode,
    pub span: TextSpan,
}

/// What a term asks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum TermNode {
    /// The text somewhere in the texts of a SIM.
    Word(Pattern),
    /// Any of the values.
    Filter(QueryKey, Vec<QueryValue>),
    /// Any of the alternatives; all terms of an alternative.
    Group(Vec<Vec<Term>>),
}

/// A value of a filter, in the shape that its key gives it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum QueryValue {
    Pattern(Pattern),
    /// `none`: absent.
    None,
    Session(Connectivity),
    Country(Territory),
    Plmn(VisitedPlmn),
    Mcc(Interval<Mcc>),
    Area(Interval<AreaCode>),
    Cell(CellName),
    Region(Region),
    Located(LocationPrecision),
    Moved(SessionChange),
    Change(BaselineChange),
    Shared(SharedDevice),
    /// `fee:running`.
    RunningFee,
    Age(Interval<Age>),
    Moments(Interval<Moment>),
    Ip(Subnet),
    /// A number of something, or a range of them.
    Quantity(Interval<Quantity>),
    /// What is otherwise than it should be.
    Expected(ExpectedFact),
    /// `seen:never`: no time is known.
    Never,
}

/// What may be said of a device that several SIMs were in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum SharedDevice {
    /// `imei`: it is in another SIM as well.
    Imei,
    /// `online`: it is online in another SIM now, and this one is not.
    Online,
}

impl SharedDevice {
    pub const ALL: [Self; 2] = [Self::Imei, Self::Online];

    /// The word for it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Imei => "imei",
            Self::Online => "online",
        }
    }
}

/// Where a piece of a text is, in characters; empty for a term that was not read from a text.
///
/// A span is no part of what a query means: all spans are equal.
#[derive(Clone, Copy, Debug, Default)]
pub struct TextSpan {
    /// Characters in front of it.
    pub at: usize,
    /// Characters that it has.
    pub len: usize,
}

impl PartialEq for TextSpan {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for TextSpan {}

impl Term {
    /// Returns the key of a filter; `None` for a word or a group.
    pub fn key(&self) -> Option<&QueryKey> {
        match &self.node {
            TermNode::Filter(key, _) => Some(key),
            _ => None,
        }
    }
}

/// Joins groups of digits side by side into one identifier. The first group may be the value of an identifier's key.
pub(crate) fn join_digit_groups(terms: &mut Vec<Term>) {
    let mut at = 0;
    while at < terms.len() {
        let is_next =
            |term: &&Term| !term.negated && matches!(term.node, TermNode::Word(_)) && group_digits(term).is_some();
        let end = at + 1 + terms[at + 1..].iter().take_while(is_next).count();
        if group_digits(&terms[at]).is_none() {
            at += 1;
            continue;
        }
        let digits: String = terms[at..end].iter().filter_map(group_digits).collect();
        if end > at + 1 && is_identifier_length(digits.len()) {
            let last = terms[end - 1].span;
            terms.drain(at + 1..end);
            terms[at].span.len = (last.at + last.len).saturating_sub(terms[at].span.at);
            match &mut terms[at].node {
                TermNode::Word(text) => *text = Pattern::from_literal(&digits),
                TermNode::Filter(_, values) => *values = vec![QueryValue::Pattern(Pattern::from_literal(&digits))],
                TermNode::Group(_) => {}
            }
            at += 1;
        } else {
            at = end;
        }
    }
}

/// Returns the digits of a term that may be one group of an identifier.
fn group_digits(term: &Term) -> Option<&str> {
    const MAX_GROUP_DIGITS: usize = 7;
    let text = match &term.node {
        TermNode::Word(text) => text,
        TermNode::Filter(key, values) if matches!(key.kind(), FieldKind::DigitPrefix(_)) => match &values[..] {
            [QueryValue::Pattern(text)] => text,
            _ => return None,
        },
        _ => return None,
    };
    text.as_literal()
        .filter(|text| (1..=MAX_GROUP_DIGITS).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit()))
}

impl QueryValue {
    /// Returns the change that it names.
    pub fn as_change(&self) -> Option<BaselineChange> {
        match self {
            Self::Change(change) => Some(*change),
            _ => None,
        }
    }

    /// Whether two values choose the same SIMs, whatever the case of their letters.
    pub fn is_same_choice(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Pattern(a), Self::Pattern(b)) => a.to_folded() == b.to_folded(),
            _ => self == other,
        }
    }
}
