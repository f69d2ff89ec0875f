//! What to do about a query that selects nothing: which terms to drop, and what may have been meant.

use crate::error::nearest_candidate;
use crate::facet::count_facet;
use crate::filter::Filter;
use crate::key::QueryKey;
use crate::pattern::{Pattern, fold_text};
use crate::schema::Field;
use crate::schema::FieldKind;
use crate::time::Clock;
use crate::tree::{Query, QueryValue, Term, TermNode};
use fleet::Fleet;
use places::sort_short;

/// A change to a query that selects nothing, after which it selects something.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Relaxation {
    /// The terms that it is about, as printed.
    pub terms: String,
    /// What stands in their place; `None` where they are dropped.
    pub replacement: Option<String>,
    /// The query with that change.
    pub query: Query,
    /// How many records it selects.
    pub count: usize,
}

/// Values of a key that a misspelt one is held against, most frequent first.
const MAX_CANDIDATES: usize = 2_000;
/// Terms of which pairs are dropped; nobody writes more.
const MAX_TERMS: usize = 12;

/// The changes that would make a query select something: values that are written nearly alike and are there, then the terms to
/// drop, those that give most first. As few terms are dropped together as it takes.
pub fn find_relaxations(query: &Query, filter: &Filter, fleet: &Fleet, clock: &Clock) -> Vec<Relaxation> {
    let mut relaxations: Vec<Relaxation> =
        (0..query.terms.len()).filter_map(|at| respell_term(query, at, fleet, clock)).collect();
    let terms = query.terms.len().min(MAX_TERMS);
    let one = (0..terms).map(|at| vec![at]);
    let two = (0..terms).flat_map(|a| (a + 1..terms).map(move |b| vec![a, b]));
    let all_but_one = (0..terms).map(|kept| (0..query.terms.len()).filter(|at| *at != kept).collect());
    let dropped = |sets: &mut dyn Iterator<Item = Vec<usize>>| {
        let mut dropped: Vec<_> = sets.filter_map(|set| drop_terms(query, filter, &set)).collect();
        sort_short(&mut dropped, |a, b| b.count.cmp(&a.count));
        dropped
    };
    let mut drops = dropped(&mut one.into_iter());
    if drops.is_empty() {
        drops = dropped(&mut two.into_iter());
    }
    if drops.is_empty() {
        drops = dropped(&mut all_but_one.into_iter());
    }
    relaxations.extend(drops);
    relaxations
}

/// The query without some of its terms, where that selects something.
fn drop_terms(query: &Query, filter: &Filter, dropped: &[usize]) -> Option<Relaxation> {
    let count = filter.selected_without_terms(dropped).count();
    let of = |is_dropped: bool| {
        let terms = query.terms.iter().enumerate().filter(move |(at, _)| dropped.contains(at) == is_dropped);
        terms.map(|(_, term)| term.clone()).collect::<Vec<Term>>()
    };
    let terms = of(true).iter().map(Term::to_string).collect::<Vec<_>>().join(" ");
    let query = Query { basis: query.basis, terms: of(false) };
    (count > 0).then_some(Relaxation { terms, replacement: None, query, count })
}

/// The query with a term whose values or whose tag nothing in the fleet has, written as what is there.
fn respell_term(query: &Query, at: usize, fleet: &Fleet, clock: &Clock) -> Option<Relaxation> {
    let term = query.terms.get(at).filter(|term| !term.negated)?;
    let TermNode::Filter(key, values) = &term.node else { return None };
    let alone = Query { basis: query.basis, terms: vec![term.clone()] };
    if Filter::new(&alone, fleet, clock).selected_rows().count() > 0 {
        return None;
    }
    let key = find_known_key(key, fleet).filter(has_free_values)?;
    let there: Vec<String> = count_facet(fleet, &key, query.basis, fleet.live_rows())
        .into_iter()
        .take(MAX_CANDIDATES)
        .map(|count| count.key)
        .collect();
    let near = |value: &QueryValue| {
        let text = value.to_plain_text();
        let found = correct_slip(&text, there.iter().map(String::as_str)).unwrap_or(text);
        key.parse_value(Pattern::from_literal(&found)).unwrap_or_else(|_| value.clone())
    };
    let node = TermNode::Filter(key.clone(), values.iter().map(near).collect());
    let instead = Term { node, ..term.clone() };
    let mut changed = query.clone();
    *changed.terms.get_mut(at)? = instead.clone();
    let count = Filter::new(&changed, fleet, clock).selected_rows().count();
    let (terms, instead) = (term.to_string(), Some(instead.to_string()));
    (count > 0).then_some(Relaxation { terms, replacement: instead, query: changed, count })
}

/// Whether a key is that of a facet whose values people make up. Of codes and fixed words one is not another that is written
/// nearly alike.
fn has_free_values(key: &QueryKey) -> bool {
    use FieldKind::{Change, Country, Device, Radio, Session};
    key.field.is_facet() && !matches!(key.kind(), Country | Radio | Session | Device | Change)
}

/// The candidate of which a text is a slip of the hand: one for every five characters, since `inactive` is not `active`.
fn correct_slip<'a>(text: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let near = nearest_candidate(text, candidates)?;
    let slips = strsim::osa_distance(&fold_text(text), &fold_text(&near));
    (slips <= text.chars().count() / 5).then_some(near)
}

/// The key, or that of the fleet's tag or of the lists' column that a misspelt one is nearest to.
fn find_known_key(key: &QueryKey, fleet: &Fleet) -> Option<QueryKey> {
    let Some(member) = key.member() else { return Some(key.clone()) };
    let near = match key.field {
        Field::Tag => {
            let tags = fleet.columns().tag_dictionary();
            let places = tags.find_key(member);
            if places.includes_names || !places.codes.is_empty() {
                return Some(key.clone());
            }
            correct_slip(member, tags.keys().map(|(_, key)| key))?
        }
        _ => {
            let lists = fleet.joined_lists();
            if lists.known_spelling(member).is_some() {
                return Some(key.clone());
            }
            let names: Vec<_> = lists.columns().map(|(name, _)| name).collect();
            correct_slip(member, names.iter().map(|name| &**name))?
        }
    };
    Some(QueryKey::from_member(key.field, &near))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse_query;
    use crate::test_strategies::build_fleet;
    use fleet::{Cell, Connectivity, Record};
    use places::Plmn;

    fn build_fleet_of_three() -> Fleet {
        let record = |session, status: &'static str, mcc, mnc, site: &'static str| Record {
            connectivity: session,
            status: status.into(),
            previous_cell: Some(Cell { plmn: Plmn { mcc, mnc }.into(), radio: "lte".into(), area: None, id: None }),
            tags: vec![("site".into(), site.into()), ("Floor".into(), "2".into())],
            ..Record::default()
        };
        build_fleet(&[
            record(Connectivity::Online, "active", 440, 10, "Tokyo"),
            record(Connectivity::Offline, "active", 310, 410, "Osaka"),
            record(Connectivity::Offline, "suspended", 310, 410, "Osaka"),
        ])
    }

    /// A query, and what it offers: what to drop or to write, what would stand there, and how many that selects.
    type RelaxationCase = (&'static str, &'static [(&'static str, Option<&'static str>, usize)]);

    #[test]
    fn a_query_that_selects_nothing_says_what_would_select_something() {
        let fleet = build_fleet_of_three();
        let cases: [RelaxationCase; 17] = [
            ("country:DE", &[("country:DE", None, 3)]),
            ("zzz", &[("zzz", None, 3)]),
            ("-status:active -status:suspended", &[("-status:active", None, 2), ("-status:suspended", None, 1)]),
            ("country:JP status:suspended", &[("country:JP", None, 1), ("status:suspended", None, 1)]),
            ("(country:DE OR zzz)", &[("(country:DE OR zzz)", None, 3)]),
            ("(country:DE OR zzz) status:active", &[("(country:DE OR zzz)", None, 2)]),
            ("-(country:JP OR country:US) status:active", &[("-(country:JP OR country:US)", None, 2)]),
            // Neither alone helps.
            ("country:DE zzz", &[("country:DE zzz", None, 3)]),
            ("country:DE zzz status:active", &[("country:DE zzz", None, 2)]),
            ("country:DE zzz yyy status:active", &[("country:DE zzz yyy", None, 2)]),
            // Values and tags that are nowhere.
            ("status:activ", &[("status:activ", Some("status:active"), 2), ("status:activ", None, 3)]),
            (
                "tag.site:tokio session:online",
                &[("tag.site:tokio", Some("tag.site:Tokyo"), 1), ("tag.site:tokio", None, 1)],
            ),
            ("tag.sites:osaka", &[("tag.sites:osaka", Some("tag.site:Osaka"), 2), ("tag.sites:osaka", None, 3)]),
            ("tag.Floor:9", &[("tag.Floor:9", None, 3)]),
            ("status:inactive", &[("status:inactive", None, 3)]),
            ("radio:lte-m", &[("radio:lte-m", None, 3)]),
            (
                "operator:\"NTT DOCOMOO\",x",
                &[
                    ("operator:\"NTT DOCOMOO\",x", Some("operator:\"NTT DOCOMO\",x"), 1),
                    ("operator:\"NTT DOCOMOO\",x", None, 3),
                ],
            ),
        ];
        for (text, expected) in cases {
            let (query, clock) = (parse_query(text).unwrap(), Clock::utc(0));
            let filter = Filter::new(&query, &fleet, &clock);
            assert_eq!(filter.selected_rows().count(), 0, "{text}");
            let offered = find_relaxations(&query, &filter, &fleet, &clock);
            let shown: Vec<_> =
                offered.iter().map(|one| (one.terms.as_str(), one.replacement.as_deref(), one.count)).collect();
            assert_eq!(shown, expected, "{text}");
            for one in offered {
                let selected =
                    Filter::new(&parse_query(&one.query.to_string()).unwrap(), &fleet, &clock).selected_rows();
                assert_eq!(selected.count(), one.count, "{}", one.query);
            }
        }
    }
}
