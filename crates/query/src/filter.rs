//! Which rows of a fleet a query selects.

use crate::interval::Interval;
use crate::key::QueryKey;
use crate::pattern::fold_text;
use crate::schema::FieldKind;
use crate::text_matcher::{name_matcher, text_matcher};
use crate::time::{Age, Clock, Moment};
use crate::tree::{Query, QueryValue, SharedDevice, Term, TermNode};
use crate::{change, dimensions, identifiers, joined, sessions, tags};
use fleet::{
    Basis, CellLocation, Columns, CompactDuration, Connectivity, DictField, Fleet, LocationPrecision, RowSet,
    TEXT_LIST_SEPARATOR, TextField, TimeField, UNKNOWN_TIME,
};
use std::borrow::Cow;
use std::cell::OnceCell;

/// A query held against a fleet: the rows of each of its terms.
#[derive(Clone, Debug)]
pub struct Filter {
    live: RowSet,
    /// The rows that count, and those that are gone since the baseline: what `change` asks about.
    live_and_gone: RowSet,
    includes_gone: bool,
    terms: Vec<(Option<QueryKey>, RowSet)>,
}

impl Filter {
    /// Holds each term of the query against all rows, once.
    pub fn new(query: &Query, fleet: &Fleet, clock: &Clock) -> Self {
        let rows =
            TermEvaluator { fleet, columns: fleet.columns(), basis: query.basis, clock, networks: OnceCell::new() };
        let terms = query.terms.iter().map(|term| (term.key().cloned(), rows.term_rows(term))).collect();
        let live = fleet.live_rows().clone();
        let mut all = live.clone();
        if let Some(comparison) = fleet.comparison() {
            all.union_with(comparison.gone_rows());
        }
        Self { live, live_and_gone: all, includes_gone: query.terms.iter().any(is_about_changes), terms }
    }

    /// The rows that count and for which every term holds.
    ///
    /// SIMs that are gone since the baseline are among them only where the query asks for changes.
    pub fn selected_rows(&self) -> RowSet {
        self.rows_except(self.includes_gone, |_, _| false)
    }

    /// The same without the terms of a key: what its own facet is counted over.
    pub fn selected_without_key(&self, key: &str) -> RowSet {
        let key = QueryKey::from_name(key).ok();
        let gone = self.includes_gone || key.as_ref().is_some_and(|key| matches!(key.kind(), FieldKind::Change));
        self.rows_except(gone, |_, k| k.is_some() && k == key.as_ref())
    }

    /// The same without one of the [`Query::term_views`].
    pub fn selected_without_term(&self, index: usize) -> RowSet {
        self.selected_without_terms(&[index])
    }

    /// The same without some of the [`Query::term_views`].
    pub fn selected_without_terms(&self, dropped: &[usize]) -> RowSet {
        self.rows_except(self.includes_gone, |i, _| dropped.contains(&i))
    }

    fn rows_except(&self, gone: bool, leave_out: impl Fn(usize, Option<&QueryKey>) -> bool) -> RowSet {
        let mut rows = if gone { self.live_and_gone.clone() } else { self.live.clone() };
        for (i, (key, bits)) in self.terms.iter().enumerate() {
            if !leave_out(i, key.as_ref()) {
                rows.intersect_with(bits);
            }
        }
        rows
    }
}

/// Whether a term, or one inside of it, is about changes.
fn is_about_changes(term: &Term) -> bool {
    match &term.node {
        TermNode::Filter(key, _) => matches!(key.kind(), FieldKind::Change),
        TermNode::Group(alternatives) => alternatives.iter().flatten().any(is_about_changes),
        TermNode::Word(_) => false,
    }
}

/// What terms are held against.
struct TermEvaluator<'a> {
    fleet: &'a Fleet,
    columns: &'a Columns,
    basis: Basis,
    clock: &'a Clock<'a>,
    networks: OnceCell<Cow<'a, [u16]>>,
}

impl TermEvaluator<'_> {
    /// The rows of a term: what takes a search in all texts is kept from one query to the next.
    fn term_rows(&self, term: &Term) -> RowSet {
        let searches = match &term.node {
            TermNode::Word(_) => true,
            TermNode::Filter(key, _) => matches!(
                key.kind(),
                FieldKind::Tag | FieldKind::DigitPrefix(_) | FieldKind::TextPrefix(_) | FieldKind::WholeText(_)
            ),
            TermNode::Group(_) => false,
        };
        match searches {
            true => (*self.fleet.cached_search(&term.to_string(), || self.evaluate_term(term))).clone(),
            false => self.evaluate_term(term),
        }
    }

    /// The same, worked out.
    fn evaluate_term(&self, term: &Term) -> RowSet {
        let mut rows = match &term.node {
            TermNode::Word(text) => identifiers::rows_with_word(self.columns.text_arena(), text),
            TermNode::Filter(key, values) => self.evaluate_filter(key, values),
            TermNode::Group(alternatives) => {
                let mut any = RowSet::with_no_rows(self.columns.len());
                for terms in alternatives {
                    let mut all = RowSet::with_all_rows(self.columns.len());
                    for term in terms {
                        all.intersect_with(&self.term_rows(term));
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

    #[allow(clippy::too_many_lines, reason = "one arm for each key")]
    fn evaluate_filter(&self, key: &QueryKey, values: &[QueryValue]) -> RowSet {
        let columns = self.columns;
        match key.kind() {
            FieldKind::Basis => RowSet::with_all_rows(columns.len()),
            FieldKind::Country => {
                let holds = |territory: Option<places::Territory>| {
                    let value = |v: &QueryValue| match v {
                        QueryValue::Country(t) => territory == Some(*t),
                        _ => *v == QueryValue::None && territory.is_none(),
                    };
                    values.iter().any(value)
                };
                self.rows_by_network(dimensions::network_territories(columns).into_iter().map(holds))
            }
            FieldKind::Operator => {
                let operators = dimensions::network_operators(columns);
                let holds = name_matcher(values, |name| {
                    operators.iter().any(|operator| name.is_match(&fold_text(operator), false))
                });
                self.rows_by_network(operators.iter().map(|operator| holds(operator)))
            }
            FieldKind::Mcc => {
                let ranges = values.iter().filter_map(|value| match value {
                    QueryValue::Mcc(interval) => Some(interval.to_bounds(|mcc| mcc.0.into(), |mcc| mcc.0.into())),
                    _ => None,
                });
                let ranges: Vec<_> = ranges.collect();
                let plmns = columns.network_dictionary().by_code();
                self.rows_by_network(plmns.map(|plmn| plmn.is_some_and(|plmn| is_within_any(&ranges, plmn.mcc.into()))))
            }
            FieldKind::Plmn => {
                let plmns = columns.network_dictionary().by_code();
                self.rows_by_network(
                    plmns.map(|plmn| plmn.is_some_and(|plmn| values.contains(&QueryValue::Plmn(plmn)))),
                )
            }
            FieldKind::Radio => {
                let (codes, radios) = dimensions::radio_codes(columns, self.basis);
                rows_by_code(&codes, &radios.into_iter().map(text_matcher(values)).collect::<Vec<_>>())
            }
            FieldKind::Session => {
                let holds = |session: Connectivity| values.contains(&QueryValue::Session(session));
                let mut table = [false; 4];
                for session in Connectivity::ALL {
                    table[session as usize] = holds(session);
                }
                let sessions = columns.connectivity();
                RowSet::from_fn(columns.len(), |row| table[sessions[row] as usize])
            }
            FieldKind::Area => {
                let spans = values.iter().filter_map(|value| match value {
                    QueryValue::Area(interval) => Some(interval.to_bounds(|area| area.0.into(), |area| area.0.into())),
                    _ => None,
                });
                let spans: Vec<_> = spans.collect();
                sessions::rows_in_areas(columns, self.basis, |area| is_within_any(&spans, area))
            }
            FieldKind::Cell => {
                let name = |value: &QueryValue| match value {
                    QueryValue::Cell(name) => Some(*name),
                    _ => None,
                };
                sessions::rows_in_cells(columns, self.basis, &values.iter().filter_map(name).collect::<Vec<_>>())
            }
            // What is somewhere in a country is in no part of it.
            FieldKind::Near | FieldKind::Within => {
                sessions::rows_at_sites(self.fleet, self.basis, false, |whereabouts| {
                    let at = match whereabouts {
                        CellLocation::Cell(located) => located.point,
                        CellLocation::Area(_, spread) => spread.centre,
                        CellLocation::Country(_) | CellLocation::NoCountry => return false,
                    };
                    values.iter().any(|value| matches!(value, QueryValue::Region(region) if region.contains_point(at)))
                })
            }
            FieldKind::Located => {
                let holds = |precision| values.contains(&QueryValue::Located(precision));
                let without_cell = holds(LocationPrecision::Unknown);
                sessions::rows_at_sites(self.fleet, self.basis, without_cell, |found| holds(found.precision()))
            }
            FieldKind::Moved => {
                let mut any = RowSet::with_no_rows(columns.len());
                for value in values {
                    if let QueryValue::Moved(what) = value {
                        any.union_with(&what.changed_rows(self.fleet));
                    }
                }
                any
            }
            FieldKind::Change => {
                let wanted: Vec<_> = values.iter().filter_map(QueryValue::as_change).collect();
                change::rows_with_changes(self.fleet, self.basis, &wanted)
            }
            FieldKind::Shared => {
                let asked = |device| values.contains(&QueryValue::Shared(device));
                match asked(SharedDevice::Imei) {
                    // The others are some of these.
                    true => self.fleet.shared_devices().clone(),
                    false => self.fleet.devices_online_elsewhere().clone(),
                }
            }
            FieldKind::Fee => RowSet::from_fn(columns.len(), |row| columns.has_renewal_fee(row)),
            FieldKind::Source => {
                let (holds, mut rows) = (text_matcher(values), RowSet::with_no_rows(columns.len()));
                for (_, of) in self.fleet.named_sources().filter(|(name, _)| holds(name)) {
                    of.for_each(|row| rows.insert(row));
                }
                rows
            }
            FieldKind::List => {
                let (holds, mut rows) = (text_matcher(values), RowSet::with_no_rows(columns.len()));
                let lists = self.fleet.identifier_lists();
                lists
                    .names()
                    .filter(|name| holds(name))
                    .filter_map(|name| lists.rows(name))
                    .for_each(|of| rows.union_with(of));
                let joined = self.fleet.joined_lists().lists().iter().filter(|list| holds(list.name()));
                joined.for_each(|list| rows.union_with(list.matched_rows()));
                rows
            }
            FieldKind::Joined => joined::rows_with_joined_value(self.fleet, key.member().unwrap_or_default(), values),
            FieldKind::Sum(role) => joined::rows_by_sum(self.fleet, role, values),
            FieldKind::Expected => {
                let mut any = RowSet::with_no_rows(columns.len());
                for value in values {
                    if let QueryValue::Expected(fact) = value {
                        any.union_with(&fact.differing_rows(self.fleet, self.basis));
                    }
                }
                any
            }
            FieldKind::Tag => tags::rows_with_tag(columns, key.tag().unwrap_or_default(), values),
            FieldKind::Duration => self.rows_by_duration(values),
            FieldKind::Stale => {
                let mut rows = self.rows_by_last_seen(values);
                rows.intersect_with(&RowSet::from_fn(columns.len(), |row| columns.is_online(row)));
                rows
            }
            FieldKind::Device => {
                let table: Vec<bool> = columns.type_allocation_codes().texts().map(text_matcher(values)).collect();
                rows_by_code(&dimensions::device_codes(columns, self.basis), &table)
            }
            FieldKind::Seen => self.rows_by_last_seen(values),
            FieldKind::Time(field) => self.rows_by_time(field, values),
            FieldKind::Carried => {
                let (codes, plans) = dimensions::plan_codes(columns, self.basis);
                let mut rows =
                    rows_by_code(&codes, &plans.iter().copied().map(text_matcher(values)).collect::<Vec<_>>());
                if values.iter().any(is_other_plan) {
                    rows.union_with(&self.rows_carried_by_another(&codes, &plans));
                }
                rows
            }
            FieldKind::Ip => {
                let (subnets, unknown): (Vec<_>, _) = (
                    values
                        .iter()
                        .filter_map(|value| if let QueryValue::Ip(net) = value { Some(*net) } else { None })
                        .collect(),
                    values.contains(&QueryValue::None),
                );
                RowSet::from_fn(columns.len(), |row| match dimensions::ip_at(columns, row, self.basis) {
                    0 => unknown,
                    address => subnets.iter().any(|net| net.contains(address)),
                })
            }
            FieldKind::TextList(field) => {
                let (holds, column) = (text_matcher(values), columns.dict_column(field));
                let texts = column.dictionary().texts();
                let table: Vec<_> = texts.map(|texts| texts.split(TEXT_LIST_SEPARATOR).any(&holds)).collect();
                rows_by_code(&column.codes(), &table)
            }
            FieldKind::Dictionary(field) => {
                let column = columns.dict_column(field);
                rows_by_code(
                    &column.codes(),
                    &column.dictionary().texts().map(text_matcher(values)).collect::<Vec<_>>(),
                )
            }
            FieldKind::DigitPrefix(fields) => identifiers::rows_with_prefix(columns, fields, values),
            FieldKind::TextPrefix(field) => identifiers::rows_with_prefix(columns, &[field], values),
            FieldKind::WholeText(TextField::Name) => identifiers::rows_with_name(columns, values),
            FieldKind::WholeText(field) => identifiers::rows_with_whole_text(columns, field, values),
        }
    }

    /// The rows whose network on this basis has a yes in the table.
    fn rows_by_network(&self, table: impl Iterator<Item = bool>) -> RowSet {
        let codes = self.networks.get_or_init(|| self.basis.network_codes(self.columns));
        rows_by_code(codes, &table.collect::<Vec<_>>())
    }

    /// The rows whose session was carried by another subscription than the one of their record.
    fn rows_carried_by_another(&self, codes: &[u16], plans: &[&str]) -> RowSet {
        let own = self.columns.dict_column(DictField::Plan);
        // Equal ones have one number: the texts of a million rows are not compared.
        let mut distinct: Vec<&str> = vec![""];
        let mut number_of = |plan| {
            let known = distinct.iter().position(|known| known.eq_ignore_ascii_case(plan));
            known.unwrap_or_else(|| {
                distinct.push(plan);
                distinct.len() - 1
            })
        };
        let carriers: Vec<usize> = plans.iter().map(|plan| number_of(plan)).collect();
        let own_numbers: Vec<usize> = own.dictionary().texts().map(number_of).collect();
        let own_codes = own.codes();
        RowSet::from_fn(codes.len(), |row| {
            let number = |numbers: &[usize], code: u16| numbers.get(usize::from(code)).copied().unwrap_or(0);
            let (carrier, plan) = (number(&carriers, codes[row]), number(&own_numbers, own_codes[row]));
            carrier != 0 && plan != 0 && carrier != plan
        })
    }

    fn rows_by_duration(&self, values: &[QueryValue]) -> RowSet {
        let columns = self.columns;
        let unknown = values.contains(&QueryValue::None);
        let spans = values.iter().filter_map(|value| match value {
            QueryValue::Age(interval) => Some(interval.to_bounds(Age::to_millis, Age::to_millis)),
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

    fn moment_bounds(&self, interval: Interval<Moment>) -> (i64, i64) {
        interval.to_bounds(|moment| moment.first_millis(self.clock), |moment| moment.last_millis(self.clock))
    }

    fn rows_by_time(&self, field: TimeField, values: &[QueryValue]) -> RowSet {
        let now = self.clock.now;
        let spans = values.iter().filter_map(|value| match value {
            QueryValue::Age(interval) => {
                let (least, most) = interval.to_bounds(Age::to_millis, Age::to_millis);
                Some(match field.is_ahead() {
                    // What is past is not to come.
                    true => (now.saturating_add(least.max(0)), now.saturating_add(most)),
                    false => (now.saturating_sub(most), now.saturating_sub(least)),
                })
            }
            QueryValue::Moments(interval) => Some(self.moment_bounds(*interval)),
            _ => None,
        });
        let (spans, unknown): (Vec<_>, _) = (spans.collect(), values.contains(&QueryValue::None));
        let columns = self.columns;
        RowSet::from_fn(columns.len(), |row| columns.time(row, field).map_or(unknown, |at| is_within_any(&spans, at)))
    }

    fn rows_by_last_seen(&self, values: &[QueryValue]) -> RowSet {
        let now = self.clock.now;
        let known = UNKNOWN_TIME + 1;
        let spans = values.iter().map(|value| match value {
            QueryValue::Age(interval) => {
                let (least, most) = interval.to_bounds(Age::to_millis, Age::to_millis);
                (now.saturating_sub(most).max(known), now.saturating_sub(least))
            }
            QueryValue::Moments(interval) => {
                let (first, last) = self.moment_bounds(*interval);
                (first.max(known), last)
            }
            _ => (UNKNOWN_TIME, UNKNOWN_TIME),
        });
        let spans: Vec<_> = spans.collect();
        let seen = self.columns.last_seen();
        match spans[..] {
            [(first, last)] => RowSet::from_fn(seen.len(), |row| first <= seen[row] && seen[row] <= last),
            _ => RowSet::from_fn(seen.len(), |row| is_within_any(&spans, seen[row])),
        }
    }
}

/// Whether a value of `carried` asks for another subscription than that of the record.
fn is_other_plan(value: &QueryValue) -> bool {
    matches!(value, QueryValue::Pattern(text) if text.as_literal().is_some_and(|text| text.eq_ignore_ascii_case("other")))
}

fn is_within_any(spans: &[(i64, i64)], at: i64) -> bool {
    spans.iter().any(|(first, last)| *first <= at && at <= *last)
}

/// The rows whose code has a yes in the table.
fn rows_by_code(codes: &[u16], table: &[bool]) -> RowSet {
    RowSet::from_fn(codes.len(), |row| table.get(usize::from(codes[row])) == Some(&true))
}

#[cfg(test)]
#[path = "filter_tests.rs"]
mod tests;
