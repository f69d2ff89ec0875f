//! How many rows each value of a key has.

use crate::change::{self, BaselineChange};
use crate::dimensions;
use crate::key::TAG_PREFIX;
use crate::pattern::fold_text;
use crate::tally::count_codes;
use fleet::{Basis, Connectivity, DictColumn, DictField, Fleet, RowSet};
use places::sort_short;
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// A key whose values are counted.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Facet {
    /// Country of the cell.
    Country,
    /// Operator of the network.
    Operator,
    /// Radio access technology.
    Radio,
    /// Connectivity.
    Session,
    /// SIM status.
    Status,
    /// Subscription.
    Plan,
    /// Speed class.
    Speed,
    /// Module type.
    Module,
    /// Group id.
    Group,
    /// Type allocation code of the device.
    Device,
    /// The file or account that the record came from.
    Source,
    /// What differs from the baseline; a row may have several of these.
    Change,
    /// The value of a tag, by its key.
    Tag(String),
}

/// A value and how many rows have it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FacetCount {
    /// The value, as [`crate::Query::toggle_value`] takes it; `none` where absent.
    pub key: String,
    /// How many rows.
    pub count: u32,
}

impl Facet {
    /// All but those of tags, in the order in which they are offered.
    pub const ALL: [Self; 12] = [
        Self::Country,
        Self::Operator,
        Self::Radio,
        Self::Session,
        Self::Status,
        Self::Plan,
        Self::Speed,
        Self::Module,
        Self::Group,
        Self::Device,
        Self::Source,
        Self::Change,
    ];

    /// The key of the language that filters by it.
    pub fn key(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Country => "country",
            Self::Operator => "operator",
            Self::Radio => "radio",
            Self::Session => "session",
            Self::Status => "status",
            Self::Plan => "plan",
            Self::Speed => "speed",
            Self::Module => "module",
            Self::Group => "group",
            Self::Device => "device",
            Self::Source => "source",
            Self::Change => "change",
            Self::Tag(key) => return Cow::Owned(format!("{TAG_PREFIX}{key}")),
        })
    }

    /// The facet of a key of the language.
    pub fn from_key(key: &str) -> Option<Self> {
        let tag = key.strip_prefix(TAG_PREFIX).filter(|tag| !tag.is_empty());
        tag.map(|tag| Self::Tag(tag.to_owned())).or_else(|| Self::ALL.into_iter().find(|facet| facet.key() == key))
    }
}

/// Counts the values of a facet in a set of rows: most first, then by key.
///
/// Spellings that differ in capitals only are one value, as they are for the filter.
pub fn count_facet(fleet: &Fleet, facet: &Facet, basis: Basis, rows: &RowSet) -> Vec<FacetCount> {
    let mut sums = FacetCounter::default();
    match facet {
        Facet::Session => {
            let sessions = count_sessions(fleet, rows);
            Connectivity::ALL.iter().for_each(|session| sums.add(session.query_word(), sessions[*session as usize]));
        }
        Facet::Change => {
            let counts = change::count_changes(fleet, basis, rows);
            BaselineChange::ALL.into_iter().zip(counts).for_each(|(change, count)| sums.add(change.key(), count));
        }
        Facet::Tag(key) => {
            let coded = fleet.tag_column(key);
            let counts =
                count_codes(fleet, &facet.key(), coded.dictionary().texts().len(), rows, code_lookup(&coded.codes()));
            coded.dictionary().texts().zip(counts).for_each(|(text, count)| sums.add(text, count));
        }
        _ => {
            let (codes, texts) = facet_codes(fleet, facet, basis);
            let name = format!("{} {basis:?}", facet.key());
            let counts = count_codes(fleet, &name, texts.len(), rows, code_lookup(&codes));
            texts.iter().zip(counts).for_each(|(text, count)| sums.add(text, count));
        }
    }
    sums.into_sorted()
}

/// How many rows each site has on a basis, by its code: see [`fleet::VisitedCells`]. Of code 0, those without one.
pub fn count_by_site(fleet: &Fleet, rows: &RowSet, basis: Basis) -> Vec<u32> {
    let (sites, columns) = (fleet.visited_cells(), fleet.columns());
    rows.count_by_code(sites.as_slice().len() + 1, |row| sites.code_of(columns, basis, row) as usize)
}

/// The value of each row as a code of the texts beside it; nothing for a facet of which a row may have several.
pub(crate) fn facet_codes<'a>(fleet: &'a Fleet, facet: &Facet, basis: Basis) -> (Cow<'a, [u16]>, Vec<Cow<'a, str>>) {
    let columns = fleet.columns();
    let coded = |column: &'a DictColumn| (column.codes(), column.dictionary().texts().map(Cow::Borrowed).collect());
    match facet {
        Facet::Country => {
            let territories = dimensions::network_territories(columns).into_iter();
            let keys = territories
                .map(|territory| territory.map_or(Cow::Borrowed(""), |t| Cow::Owned(t.query_key().to_owned())));
            (basis.network_codes(columns), keys.collect())
        }
        Facet::Operator => (basis.network_codes(columns), dimensions::network_operators(columns)),
        Facet::Radio => {
            let (codes, radios) = dimensions::radio_codes(columns, basis);
            (codes, radios.into_iter().map(Cow::Borrowed).collect())
        }
        Facet::Session => {
            let mut texts = vec![Cow::Borrowed(""); Connectivity::ALL.len()];
            Connectivity::ALL
                .into_iter()
                .for_each(|session| texts[session as usize] = Cow::Borrowed(session.query_word()));
            (columns.connectivity().iter().map(|session| *session as u16).collect(), texts)
        }
        Facet::Status => coded(columns.dict_column(DictField::Status)),
        Facet::Plan => coded(columns.dict_column(DictField::Plan)),
        Facet::Speed => coded(columns.dict_column(DictField::SpeedClass)),
        Facet::Module => coded(columns.dict_column(DictField::ModuleType)),
        Facet::Group => coded(columns.dict_column(DictField::GroupId)),
        Facet::Device => (
            dimensions::device_codes(columns, basis),
            columns.type_allocation_codes().texts().map(Cow::Borrowed).collect(),
        ),
        Facet::Source => {
            let mut codes = vec![0; columns.len()];
            let mut names = Vec::new();
            for (name, rows) in fleet.named_sources() {
                codes[rows].fill(u16::try_from(names.len()).unwrap_or(u16::MAX));
                names.push(Cow::Borrowed(name));
            }
            (Cow::Owned(codes), names)
        }
        Facet::Tag(key) => {
            let coded = fleet.tag_column(key);
            let texts = coded.dictionary().texts().map(|text| Cow::Owned(text.to_owned()));
            (Cow::Owned(coded.codes().into_owned()), texts.collect())
        }
        Facet::Change => (Cow::Borrowed(&[]), vec![]),
    }
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
