//! How many rows each value of a key has.

use crate::text::fold;
use crate::visited;
use fleet::{Basis, Bits, Coded, Columns, Fleet, Session};
use rustc_hash::FxHashMap;

/// A key whose values are counted.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
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
    /// Group id.
    Group,
    /// Speed class.
    Speed,
    /// Module type.
    Module,
}

/// A value and how many rows have it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Count {
    /// The value, as [`crate::Query::toggle`] takes it; `none` where absent.
    pub key: String,
    /// How many rows.
    pub count: u32,
}

impl Facet {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 9] = [
        Self::Country,
        Self::Operator,
        Self::Radio,
        Self::Session,
        Self::Status,
        Self::Plan,
        Self::Group,
        Self::Speed,
        Self::Module,
    ];

    /// The key of the language that filters by it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Operator => "operator",
            Self::Radio => "radio",
            Self::Session => "session",
            Self::Status => "status",
            Self::Plan => "plan",
            Self::Group => "group",
            Self::Speed => "speed",
            Self::Module => "module",
        }
    }
}

/// Counts the values of a facet in a set of rows: most first, then by key.
///
/// Spellings that differ in capitals only are one value, as they are for the filter.
pub fn counts(fleet: &Fleet, facet: Facet, basis: Basis, rows: &Bits) -> Vec<Count> {
    let columns = fleet.columns();
    let mut sums = Sums::default();
    match facet {
        Facet::Country => {
            let counts = networks(columns, basis, rows);
            for (territory, count) in visited::territories(columns).into_iter().zip(counts) {
                sums.add(territory.as_ref().map_or("", |territory| territory.key()), count);
            }
        }
        Facet::Operator => {
            let counts = networks(columns, basis, rows);
            for (operator, count) in visited::operators(columns).iter().zip(counts) {
                sums.add(operator, count);
            }
        }
        Facet::Radio => {
            let (codes, radios) = visited::radios(columns, basis);
            sums.add_codes(&codes, radios.into_iter(), rows);
        }
        Facet::Session => {
            let sessions = sessions(columns, rows);
            for session in Session::ALL {
                sums.add(session.key(), sessions[session as usize]);
            }
        }
        Facet::Status => sums.add_coded(columns.status(), rows),
        Facet::Plan => sums.add_coded(columns.plan(), rows),
        Facet::Group => sums.add_coded(columns.group(), rows),
        Facet::Speed => sums.add_coded(columns.speed(), rows),
        Facet::Module => sums.add_coded(columns.module(), rows),
    }
    sums.sorted()
}

/// How many rows each kind of connectivity has, by its number.
pub(crate) fn sessions(columns: &Columns, rows: &Bits) -> [u32; 4] {
    let mut counts = [0; 4];
    let sessions = columns.sessions();
    rows.iter().for_each(|row| counts[sessions[row] as usize] += 1);
    counts
}

fn networks(columns: &Columns, basis: Basis, rows: &Bits) -> Vec<u32> {
    tally(&basis.networks(columns), columns.networks().by_code().count(), rows)
}

/// How many rows each code has. A code that was never given counts as absent.
fn tally(codes: &[u16], len: usize, rows: &Bits) -> Vec<u32> {
    let mut counts = vec![0; len.max(1)];
    rows.iter().for_each(|row| {
        let code = usize::from(codes[row]);
        counts[if code < len { code } else { 0 }] += 1;
    });
    counts
}

#[derive(Default)]
struct Sums {
    counts: Vec<Count>,
    by_folded: FxHashMap<String, usize>,
}

impl Sums {
    fn add(&mut self, text: &str, count: u32) {
        if count > 0 {
            let text = if text.is_empty() { "none" } else { text };
            let at = *self.by_folded.entry(fold(text).into_owned()).or_insert(self.counts.len());
            match self.counts.get_mut(at) {
                Some(sum) => sum.count += count,
                None => self.counts.push(Count { key: text.to_owned(), count }),
            }
        }
    }

    fn add_coded(&mut self, column: &Coded, rows: &Bits) {
        self.add_codes(column.codes(), column.dictionary().texts(), rows);
    }

    fn add_codes<'a>(&mut self, codes: &[u16], texts: impl ExactSizeIterator<Item = &'a str>, rows: &Bits) {
        let counts = tally(codes, texts.len(), rows);
        texts.zip(counts).for_each(|(text, count)| self.add(text, count));
    }

    fn sorted(mut self) -> Vec<Count> {
        self.counts.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.key.cmp(&b.key)));
        self.counts
    }
}
