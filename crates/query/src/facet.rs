//! How many rows have each value of a field.

use crate::change::{self, BaselineChange};
use crate::dimensions;
use crate::key::QueryKey;
use crate::pattern::fold_text;
use crate::schema::{FacetCondition, Field, FieldKind};
use crate::tally::count_codes;
use fleet::{Basis, Connectivity, DictColumn, Fleet, RowSet, TEXT_LIST_SEPARATOR};
use places::sort_short;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::rc::Rc;

/// A value and how many rows have it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FacetCount {
    /// The value, as [`crate::Query::toggle_value`] takes it; `none` where absent.
    pub key: String,
    /// How many rows.
    pub count: u32,
}

/// Counts the values of a facet in a set of rows: most first, then by key.
///
/// Spellings that differ in capitals only are one value, as they are for the filter.
pub fn count_facet(fleet: &Fleet, key: &QueryKey, basis: Basis, rows: &RowSet) -> Vec<FacetCount> {
    let mut sums = FacetCounter::default();
    match key.kind() {
        FieldKind::Session => {
            let sessions = count_sessions(fleet, rows);
            for session in Connectivity::ALL {
                sums.add(session.query_word(), sessions[session as usize]);
            }
        }
        FieldKind::Change => {
            let counts = change::count_changes(fleet, basis, rows);
            BaselineChange::ALL.into_iter().zip(counts).for_each(|(change, count)| sums.add(change.key(), count));
        }
        FieldKind::TextList(field) => {
            let column = fleet.columns().dict_column(field);
            let counts =
                count_codes(fleet, &key.name, column.dictionary().texts().len(), rows, code_lookup(&column.codes()));
            for (texts, count) in column.dictionary().texts().zip(counts) {
                texts.split(TEXT_LIST_SEPARATOR).for_each(|text| sums.add(text, count));
            }
        }
        FieldKind::Tag | FieldKind::Joined => {
            let coded = member_column(fleet, key);
            let counts =
                count_codes(fleet, &key.name, coded.dictionary().texts().len(), rows, code_lookup(&coded.codes()));
            coded.dictionary().texts().zip(counts).for_each(|(text, count)| sums.add(text, count));
        }
        _ => {
            let (codes, texts) = facet_codes(fleet, key, basis);
            let name = format!("{} {basis:?}", key.name);
            let counts = count_codes(fleet, &name, texts.len(), rows, code_lookup(&codes));
            texts.iter().zip(counts).for_each(|(text, count)| sums.add(text, count));
        }
    }
    sums.into_sorted()
}

impl Field {
    /// The facets that a fleet has a use for, in the order in which they are offered; those of tags are asked for one by one.
    pub fn facets(fleet: &Fleet) -> impl Iterator<Item = Self> {
        let is_useful = move |field: &Self| match field.facet_condition() {
            Some(FacetCondition::Always) => true,
            Some(FacetCondition::SeveralSources) => fleet.sources().count() > 1,
            Some(FacetCondition::SeveralValues) => has_several_values(fleet, *field),
            Some(FacetCondition::Baseline) => fleet.comparison().is_some(),
            Some(FacetCondition::OnRequest) | None => false,
        };
        Self::ALL.iter().copied().filter(is_useful)
    }
}

/// Whether the rows that count have two values or more of a field, absent ones aside.
fn has_several_values(fleet: &Fleet, field: Field) -> bool {
    // The absent value and one other, as in most fleets, need not be counted.
    let may_differ = match field.kind() {
        FieldKind::Dictionary(field) | FieldKind::TextList(field) => {
            fleet.columns().dict_column(field).dictionary().texts().len() > 2
        }
        _ => true,
    };
    let is_present = |value: &FacetCount| value.key != "none";
    let count = || count_facet(fleet, &field.into(), Basis::default(), fleet.live_rows());
    may_differ && count().into_iter().filter(is_present).count() > 1
}

/// How many rows each site has on a basis, by its code: see [`fleet::VisitedCells`]. Of code 0, those without one.
pub fn count_by_site(fleet: &Fleet, rows: &RowSet, basis: Basis) -> Vec<u32> {
    let (sites, columns) = (fleet.visited_cells(), fleet.columns());
    rows.count_by_code(sites.as_slice().len() + 1, |row| sites.code_of(columns, basis, row) as usize)
}

/// The value of each row as a code of the texts beside it; nothing for a field of which a row may have several.
pub(crate) fn facet_codes<'a>(fleet: &'a Fleet, key: &QueryKey, basis: Basis) -> (Cow<'a, [u16]>, Vec<Cow<'a, str>>) {
    let columns = fleet.columns();
    match key.kind() {
        FieldKind::Country => {
            let territories = dimensions::network_territories(columns).into_iter();
            let keys = territories
                .map(|territory| territory.map_or(Cow::Borrowed(""), |t| Cow::Owned(t.query_key().to_owned())));
            (basis.network_codes(columns), keys.collect())
        }
        FieldKind::Operator => (basis.network_codes(columns), dimensions::network_operators(columns)),
        FieldKind::Radio => {
            let (codes, radios) = dimensions::radio_codes(columns, basis);
            (codes, radios.into_iter().map(Cow::Borrowed).collect())
        }
        FieldKind::Carried => {
            let (codes, plans) = dimensions::plan_codes(columns, basis);
            (codes, plans.into_iter().map(Cow::Borrowed).collect())
        }
        FieldKind::Session => {
            let mut texts = vec![Cow::Borrowed(""); Connectivity::ALL.len()];
            for session in Connectivity::ALL {
                texts[session as usize] = Cow::Borrowed(session.query_word());
            }
            (columns.connectivity().iter().map(|session| *session as u16).collect(), texts)
        }
        FieldKind::Dictionary(field) => {
            let column = columns.dict_column(field);
            (column.codes(), column.dictionary().texts().map(Cow::Borrowed).collect())
        }
        FieldKind::Device => (
            dimensions::device_codes(columns, basis),
            columns.type_allocation_codes().texts().map(Cow::Borrowed).collect(),
        ),
        FieldKind::Source => {
            let mut codes = vec![0; columns.len()];
            let mut names = Vec::new();
            for (name, rows) in fleet.named_sources() {
                codes[rows].fill(u16::try_from(names.len()).unwrap_or(u16::MAX));
                names.push(Cow::Borrowed(name));
            }
            (Cow::Owned(codes), names)
        }
        FieldKind::Tag | FieldKind::Joined => {
            let column = member_column(fleet, key);
            let texts = column.dictionary().texts().map(|text| Cow::Owned(text.to_owned()));
            (Cow::Owned(column.codes().into_owned()), texts.collect())
        }
        _ => (Cow::Borrowed(&[]), vec![]),
    }
}

/// The values of one of a family of fields.
pub(crate) fn member_column(fleet: &Fleet, key: &QueryKey) -> Rc<DictColumn> {
    let member = key.member().unwrap_or_default();
    if key.kind() == FieldKind::Tag { fleet.tag_column(member) } else { fleet.joined_column(member) }
}

/// How many rows each kind of connectivity has, by its number.
pub(crate) fn count_sessions(fleet: &Fleet, rows: &RowSet) -> [u32; 4] {
    let sessions = fleet.columns().connectivity();
    let counts = count_codes(fleet, "session", Connectivity::ALL.len(), rows, |row| sessions[row] as usize);
    std::array::from_fn(|session| counts.get(session).copied().unwrap_or(0))
}

/// The code of a row. One that was never given counts as absent.
fn code_lookup(codes: &[u16]) -> impl Fn(usize) -> usize + Copy {
    |row| codes.get(row).map_or(0, |code| usize::from(*code))
}

#[derive(Default)]
struct FacetCounter {
    counts: Vec<FacetCount>,
    index_by_folded: FxHashMap<String, usize>,
}

impl FacetCounter {
    fn add(&mut self, text: &str, count: u32) {
        if count > 0 {
            let text = if text.is_empty() { "none" } else { text };
            let at = *self.index_by_folded.entry(fold_text(text).into_owned()).or_insert(self.counts.len());
            match self.counts.get_mut(at) {
                Some(sum) => sum.count += count,
                None => self.counts.push(FacetCount { key: text.to_owned(), count }),
            }
        }
    }

    fn into_sorted(mut self) -> Vec<FacetCount> {
        sort_short(&mut self.counts, |a, b| b.count.cmp(&a.count).then_with(|| a.key.cmp(&b.key)));
        self.counts
    }
}
