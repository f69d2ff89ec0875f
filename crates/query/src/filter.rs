//! Which rows of a fleet a query selects.

use crate::key::{Key, Of};
use crate::text::{Text, fold_text};
use crate::time::Clock;
use crate::tree::{Node, Query, Term, Value};
use crate::{change, identifiers, sessions, tags, visited};
use fleet::{Basis, CellLocation, Columns, CompactDuration, Connectivity, Fleet, RowSet, TextField, UNKNOWN_TIME};
use std::borrow::Cow;
use std::cell::OnceCell;

/// A query held against a fleet: the rows of each of its terms.
#[derive(Clone, Debug)]
pub struct Filter {
    live: RowSet,
    /// The rows that count, and those that are gone since the baseline: what `change` asks about.
    all: RowSet,
    asks_for_changes: bool,
    terms: Vec<(Option<Key>, RowSet)>,
}

impl Filter {
    /// Holds each term of the query against all rows, once.
    pub fn new(query: &Query, fleet: &Fleet, clock: &Clock) -> Self {
        let rows = Rows { fleet, columns: fleet.columns(), basis: query.basis, clock, networks: OnceCell::new() };
        let terms = query.terms.iter().map(|term| (term.key().cloned(), rows.term(term))).collect();
        let live = fleet.live_rows().clone();
        let mut all = live.clone();
        if let Some(comparison) = fleet.comparison() {
            all.union_with(comparison.gone_rows());
        }
        Self { live, all, asks_for_changes: query.terms.iter().any(asks_for_changes), terms }
    }

    /// The rows that count and for which every term holds.
    ///
    /// SIMs that are gone since the baseline are among them only where the query asks for changes.
    pub fn selected(&self) -> RowSet {
        self.all_but(self.asks_for_changes, |_, _| false)
    }

    /// The same without the terms of a key: what its own facet is counted over.
    pub fn selected_without(&self, key: &str) -> RowSet {
        let key = Key::find(key).ok();
        let gone = self.asks_for_changes || key.as_ref().is_some_and(|key| matches!(key.of, Of::Change));
        self.all_but(gone, |_, k| k.is_some() && k == key.as_ref())
    }

    /// The same without one of the [`Query::terms`].
    pub fn selected_without_term(&self, index: usize) -> RowSet {
        self.selected_without_terms(&[index])
    }

    /// The same without some of the [`Query::terms`].
    pub fn selected_without_terms(&self, dropped: &[usize]) -> RowSet {
        self.all_but(self.asks_for_changes, |i, _| dropped.contains(&i))
    }

    fn all_but(&self, gone: bool, leave_out: impl Fn(usize, Option<&Key>) -> bool) -> RowSet {
        let mut rows = if gone { self.all.clone() } else { self.live.clone() };
        for (i, (key, bits)) in self.terms.iter().enumerate() {
            if !leave_out(i, key.as_ref()) {
                rows.intersect_with(bits);
            }
        }
        rows
    }
}

/// Whether a term, or one inside of it, is about changes.
fn asks_for_changes(term: &Term) -> bool {
    match &term.node {
        Node::Filter(key, _) => matches!(key.of, Of::Change),
        Node::Group(alternatives) => alternatives.iter().flatten().any(asks_for_changes),
        Node::Word(_) => false,
    }
}

/// What terms are held against.
struct Rows<'a> {
    fleet: &'a Fleet,
    columns: &'a Columns,
    basis: Basis,
    clock: &'a Clock<'a>,
    networks: OnceCell<Cow<'a, [u16]>>,
}

impl Rows<'_> {
    /// The rows of a term: what takes a search in all texts is kept from one query to the next.
    fn term(&self, term: &Term) -> RowSet {
        let searches = match &term.node {
            Node::Word(_) => true,
            Node::Filter(key, _) => matches!(key.of, Of::Tag | Of::Digits(_) | Of::Prefix(_) | Of::Whole(_)),
            Node::Group(_) => false,
        };
        match searches {
            true => (*self.fleet.cached_search(&term.to_string(), || self.held(term))).clone(),
            false => self.held(term),
        }
    }

    /// The same, worked out.
    fn held(&self, term: &Term) -> RowSet {
        let mut rows = match &term.node {
            Node::Word(text) => identifiers::word(self.columns.text_arena(), text),
            Node::Filter(key, values) => self.filter(key, values),
            Node::Group(alternatives) => {
                let mut any = RowSet::with_no_rows(self.columns.len());
                for terms in alternatives {
                    let mut all = RowSet::with_all_rows(self.columns.len());
                    for term in terms {
                        all.intersect_with(&self.term(term));
                    }
                    any.union_with(&all);
                }
                any
            }
        };
        if term.negated {
            rows.invert();
        }
        rows
    }

    fn filter(&self, key: &Key, values: &[Value]) -> RowSet {
        let columns = self.columns;
        match key.of {
            Of::Basis => RowSet::with_all_rows(columns.len()),
            Of::Country => {
                let holds = |territory: Option<places::Territory>| {
                    let value = |v: &Value| match v {
                        Value::Country(t) => territory == Some(*t),
                        _ => *v == Value::None && territory.is_none(),
                    };
                    values.iter().any(value)
                };
                self.networks(visited::territories(columns).into_iter().map(holds))
            }
            Of::Operator => {
                let holds = texts(values);
                self.networks(visited::operators(columns).iter().map(|operator| holds(operator)))
            }
            Of::Mcc => {
                let ranges = values.iter().filter_map(|value| match value {
                    Value::Mcc(interval) => Some(interval.ends(|mcc| mcc.0.into(), |mcc| mcc.0.into())),
                    _ => None,
                });
                let ranges: Vec<_> = ranges.collect();
                let plmns = columns.network_dictionary().by_code();
                self.networks(plmns.map(|plmn| plmn.is_some_and(|plmn| within(&ranges, plmn.mcc.into()))))
            }
            Of::Plmn => {
                let plmns = columns.network_dictionary().by_code();
                self.networks(plmns.map(|plmn| plmn.is_some_and(|plmn| values.contains(&Value::Plmn(plmn)))))
            }
            Of::Radio => {
                let (codes, radios) = visited::radios(columns, self.basis);
                coded(&codes, &radios.into_iter().map(texts(values)).collect::<Vec<_>>())
            }
            Of::Session => {
                let holds = |session: Connectivity| values.contains(&Value::Session(session));
                let mut table = [false; 4];
                for session in Connectivity::ALL {
                    table[session as usize] = holds(session);
                }
                let sessions = columns.connectivity();
                RowSet::from_fn(columns.len(), |row| table[sessions[row] as usize])
            }
            Of::Area => {
                let spans = values.iter().filter_map(|value| match value {
                    Value::Area(interval) => Some(interval.ends(|area| area.0.into(), |area| area.0.into())),
                    _ => None,
                });
                let spans: Vec<_> = spans.collect();
                sessions::areas(columns, self.basis, |area| within(&spans, area))
            }
            Of::Cell => {
                let name = |value: &Value| match value {
                    Value::Cell(name) => Some(*name),
                    _ => None,
                };
                sessions::cells(columns, self.basis, &values.iter().filter_map(name).collect::<Vec<_>>())
            }
            // What is somewhere in a country is in no part of it.
            Of::Near | Of::Within => sessions::sites(self.fleet, self.basis, false, |whereabouts| {
                let at = match whereabouts {
                    CellLocation::Cell(located) => located.point,
                    CellLocation::Area(_, spread) => spread.centre,
                    CellLocation::Country(_) | CellLocation::NoCountry => return false,
                };
                values.iter().any(|value| matches!(value, Value::Region(region) if region.contains_point(at)))
            }),
            Of::Located => {
                let holds = |kind: &'static str| values.contains(&Value::Located(kind));
                let none = CellLocation::QUERY_WORDS[CellLocation::NoCountry.kind_index()];
                sessions::sites(self.fleet, self.basis, holds(none), |found| {
                    holds(CellLocation::QUERY_WORDS[found.kind_index()])
                })
            }
            Of::Moved => {
                let mut any = RowSet::with_no_rows(columns.len());
                for value in values {
                    if let Value::Moved(what) = value {
                        any.union_with(&what.rows(self.fleet));
                    }
                }
                any
            }
            Of::Change => {
                let wanted: Vec<_> = values.iter().filter_map(|value| value.change()).collect();
                change::rows(self.fleet, self.basis, &wanted)
            }
            Of::Shared => self.fleet.shared_devices().clone(),
            Of::Fee => RowSet::from_fn(columns.len(), |row| columns.has_renewal_fee(row)),
            Of::Source => {
                let (holds, mut rows) = (texts(values), RowSet::with_no_rows(columns.len()));
                for (_, of) in self.fleet.named_sources().filter(|(name, _)| holds(name)) {
                    of.for_each(|row| rows.set(row, true));
                }
                rows
            }
            Of::List => {
                let (holds, mut rows) = (texts(values), RowSet::with_no_rows(columns.len()));
                let lists = self.fleet.identifier_lists();
                lists
                    .names()
                    .filter(|name| holds(name))
                    .filter_map(|name| lists.rows(name))
                    .for_each(|of| rows.union_with(of));
                rows
            }
            Of::Tag => tags::rows(columns, key.tag().unwrap_or_default(), values),
            Of::Duration => self.duration(values),
            Of::Stale => {
                let mut rows = self.seen(values);
                rows.intersect_with(&RowSet::from_fn(columns.len(), |row| {
                    columns.connectivity()[row] == Connectivity::Online
                }));
                rows
            }
            Of::Device => {
                let table: Vec<bool> = columns.type_allocation_codes().texts().map(texts(values)).collect();
                coded(&visited::devices(columns, self.basis), &table)
            }
            Of::Seen => self.seen(values),
            Of::Coded(column) => {
                let column = column(columns);
                coded(column.codes(), &column.dictionary().texts().map(texts(values)).collect::<Vec<_>>())
            }
            Of::Digits(fields) => identifiers::prefix(columns, fields, values),
            Of::Prefix(field) => identifiers::prefix(columns, &[field], values),
            Of::Whole(TextField::Name) => identifiers::whole(columns, TextField::Name, values, true),
            Of::Whole(field) => identifiers::whole(columns, field, values, false),
        }
    }

    /// The rows whose network on this basis has a yes in the table.
    fn networks(&self, table: impl Iterator<Item = bool>) -> RowSet {
        let codes = self.networks.get_or_init(|| self.basis.network_codes(self.columns));
        coded(codes, &table.collect::<Vec<_>>())
    }

    fn duration(&self, values: &[Value]) -> RowSet {
        let columns = self.columns;
        let unknown = values.contains(&Value::None);
        let spans = values.iter().filter_map(|value| match value {
            Value::Ago(interval) => Some(interval.ends(|age| age.length(), |age| age.length())),
            _ => None,
        });
        // Nothing lasts for less than no time.
        let spans: Vec<_> = spans
            .filter(|(_, most)| *most >= 0)
            .map(|(least, most)| (CompactDuration::from_millis(least), CompactDuration::from_millis(most)))
            .collect();
        RowSet::from_fn(columns.len(), |row| match columns.previous_duration(row) {
            Some(lasted) => spans.iter().any(|(least, most)| *least <= lasted && lasted <= *most),
            None => unknown,
        })
    }

    fn seen(&self, values: &[Value]) -> RowSet {
        let now = self.clock.now;
        let known = UNKNOWN_TIME + 1;
        let spans = values.iter().map(|value| match value {
            Value::Ago(interval) => {
                let (least, most) = interval.ends(|age| age.length(), |age| age.length());
                (now.saturating_sub(most).max(known), now.saturating_sub(least))
            }
            Value::Days(interval) => {
                let (first, last) = interval.ends(|day| day.first(self.clock), |day| day.last(self.clock));
                (first.max(known), last)
            }
            _ => (UNKNOWN_TIME, UNKNOWN_TIME),
        });
        let spans: Vec<_> = spans.collect();
        let seen = self.columns.last_seen();
        match spans[..] {
            [(first, last)] => RowSet::from_fn(seen.len(), |row| first <= seen[row] && seen[row] <= last),
            _ => RowSet::from_fn(seen.len(), |row| within(&spans, seen[row])),
        }
    }
}

fn within(spans: &[(i64, i64)], at: i64) -> bool {
    spans.iter().any(|(first, last)| *first <= at && at <= *last)
}

/// The rows whose code has a yes in the table.
fn coded(codes: &[u16], table: &[bool]) -> RowSet {
    RowSet::from_fn(codes.len(), |row| table.get(usize::from(codes[row])) == Some(&true))
}

/// Whether a text that may be absent is chosen. A text that happens to read `none` cannot be told from an absent one.
pub(crate) fn texts(values: &[Value]) -> impl Fn(&str) -> bool {
    let none = values.contains(&Value::None);
    let texts: Vec<Text> = values
        .iter()
        .filter_map(|value| match value {
            Value::Text(text) => Some(text.folded()),
            _ => None,
        })
        .collect();
    move |text| {
        let text = fold_text(text);
        none && (text.is_empty() || text == "none") || texts.iter().any(|t| t.matches(&text, false))
    }
}

#[cfg(test)]
#[path = "filter_tests.rs"]
mod tests;
