//! One list: its entries, each known by an identifier, and the rows of the fleet that they are of.

use super::column::{ColumnBuilder, ColumnRole, ListColumn};
use crate::identifier_index::{IdentifierIndex, row_identifiers};
use crate::pasted::{ListedIdentifier, parse_listed_identifier};
use crate::{Columns, RowSet, SourceId, TextField, TextPool};
use places::sort_short;

/// A list of the operator's own, joined with the fleet.
#[derive(Clone, Debug)]
pub struct JoinedList {
    source: SourceId,
    name: Box<str>,
    identifiers: TextPool,
    /// How many rows of the list have each identifier.
    row_counts: Vec<u32>,
    unidentified_row_count: u64,
    shortened: Vec<String>,
    columns: Vec<ListColumn>,
    is_ledger: bool,
    matches: ListMatches,
}

/// Which entry is of which row of the fleet.
#[derive(Clone, Debug, Default)]
struct ListMatches {
    /// For each row 1 more than its first entry; 0 where it has none.
    entry_by_row: Vec<u32>,
    /// Rows with more than one entry, in their order, and those entries.
    further_entries: Vec<(u32, u32)>,
    /// How many rows each entry is of.
    hits: Vec<u32>,
    matched_rows: RowSet,
}

/// How the rows of a list and those that count in the fleet go together.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct JoinCounts {
    /// Rows of the list.
    pub rows: u64,
    /// Rows of the list whose identifier the fleet has.
    pub matched_rows: u64,
    /// Records of the fleet that have an entry in the list.
    pub records: u64,
    /// Records of the fleet that have none.
    pub records_without: u64,
    /// Identifiers that several rows of the list have; not counted where that is what the list is for.
    pub repeated: u64,
    /// Identifiers that several records of the fleet have.
    pub ambiguous: u64,
    /// Records of the fleet that several identifiers of the list are of.
    pub doubled: u64,
}

/// Maximum number of shortened numbers that are kept.
const MAX_SHORTENED: usize = 100;

impl JoinedList {
    /// The source that it was read from.
    pub fn source(&self) -> SourceId {
        self.source
    }

    /// The name: that of the file without its folder and its ending, unless an earlier list has it.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn rename(&mut self, name: &str) {
        self.name = name.into();
    }

    /// The columns, without the one that identifies SIMs.
    pub fn columns(&self) -> &[ListColumn] {
        &self.columns
    }

    /// Whether the list has many rows for a SIM by its nature: a bill, or a report of usage.
    pub fn is_ledger(&self) -> bool {
        self.is_ledger
    }

    /// The first numbers of which a spreadsheet has kept only the first digits.
    pub fn shortened(&self) -> &[String] {
        &self.shortened
    }

    /// The rows that count and have an entry.
    pub fn matched_rows(&self) -> &RowSet {
        &self.matches.matched_rows
    }

    /// The first entry of a row; `None` where it has none.
    pub fn entry_of_row(&self, row: usize) -> Option<u32> {
        self.matches.entry_by_row.get(row).and_then(|entry| entry.checked_sub(1))
    }

    /// All entries of a row.
    pub fn entries_of_row(&self, row: usize) -> impl Iterator<Item = u32> {
        let further = &self.matches.further_entries;
        let first = further.partition_point(|(of, _)| (*of as usize) < row);
        let others = further[first..].iter().take_while(move |(of, _)| *of as usize == row).map(|(_, entry)| *entry);
        self.entry_of_row(row).into_iter().chain(others)
    }

    /// The sum of a column for a row; `None` where none of its entries has a number.
    pub fn sum_of_row(&self, column: &ListColumn, row: usize) -> Option<f64> {
        self.entries_of_row(row).filter_map(|entry| column.number(entry)).reduce(|sum, number| sum + number)
    }

    /// How the list and the fleet go together.
    pub fn count_matches(&self, live_rows: &RowSet) -> JoinCounts {
        let matches = &self.matches;
        let all = self.row_counts.iter().map(|count| u64::from(*count));
        let is_hit = |(count, hits): (u64, &u32)| if *hits > 0 { count } else { 0 };
        let records = matches.matched_rows.count() as u64;
        let mut doubled: Vec<u32> = matches.further_entries.iter().map(|(row, _)| *row).collect();
        doubled.dedup();
        JoinCounts {
            rows: all.clone().sum::<u64>() + self.unidentified_row_count,
            matched_rows: all.zip(&matches.hits).map(is_hit).sum(),
            records,
            records_without: live_rows.count() as u64 - records,
            repeated: self.repeated_identifiers().count() as u64,
            ambiguous: self.ambiguous_identifiers().count() as u64,
            doubled: doubled.len() as u64,
        }
    }

    /// The identifiers that no row of the fleet has, in the order of the list.
    pub fn missing_identifiers(&self) -> impl Iterator<Item = &str> {
        self.identifiers.texts().zip(&self.matches.hits).filter(|(_, hits)| **hits == 0).map(|(id, _)| id)
    }

    /// The identifiers that several rows of the list have; none of a ledger.
    pub fn repeated_identifiers(&self) -> impl Iterator<Item = &str> {
        let is_repeated = |(_, count): &(&str, &u32)| !self.is_ledger && **count > 1;
        self.identifiers.texts().zip(&self.row_counts).filter(is_repeated).map(|(id, _)| id)
    }

    /// The identifiers that several records of the fleet have: an IMEI in two SIMs, a SIM with two subscriptions.
    pub fn ambiguous_identifiers(&self) -> impl Iterator<Item = &str> {
        self.identifiers.texts().zip(&self.matches.hits).filter(|(_, hits)| **hits > 1).map(|(id, _)| id)
    }

    /// Finds the rows again, since other rows count.
    pub(super) fn match_rows(&mut self, columns: &Columns, live_rows: &RowSet) {
        let index = IdentifierIndex::new(&self.identifiers);
        let mut matches = ListMatches {
            entry_by_row: vec![0; columns.len()],
            hits: vec![0; self.identifiers.len()],
            matched_rows: RowSet::with_no_rows(columns.len()),
            ..ListMatches::default()
        };
        let mut entries = vec![];
        for row in live_rows.iter() {
            // A SIM is in one device at a time: in that of its session, else in the one that it was in last.
            let has_current = columns.is_online(row) && columns.has_device(row, TextField::CurrentImei);
            let other_device = if has_current { TextField::PreviousImei } else { TextField::CurrentImei };
            let of_row = row_identifiers(columns, row).filter(|(field, _)| *field != other_device);
            index.find_matches(of_row, &mut entries);
            sort_short(&mut entries, Ord::cmp);
            let Some((first, further)) = entries.split_first() else { continue };
            matches.entry_by_row[row] = first + 1;
            matches.further_entries.extend(further.iter().map(|entry| (row as u32, *entry)));
            matches.matched_rows.insert(row);
            for entry in &entries {
                matches.hits[*entry as usize] += 1;
            }
        }
        self.matches = matches;
    }
}

/// A list that is being read, row by row.
///
/// ```
/// use fleet::{ColumnRole, Fleet, JoinedListBuilder, Record, RecordSpan, SourceId};
///
/// let mut fleet = Fleet::default();
/// fleet.begin_source(SourceId(1), "fleet.json");
/// let record = Record { iccid: "8942310099000000010".into(), ..Record::default() };
/// fleet.push(&record, RecordSpan::default())?;
/// fleet.resolve_duplicates();
///
/// let mut list = JoinedListBuilder::new(SourceId(2), "sites.csv", &[("site", ColumnRole::Field)]);
/// list.add_row("8942 3100 9900 0000 010", &[("Tokyo", None)]);
/// fleet.join_list(list);
/// let site = fleet.joined_lists().column("site").ok_or("no such column")?;
/// assert_eq!(site.text(0), "Tokyo");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct JoinedListBuilder {
    source: SourceId,
    name: Box<str>,
    identifiers: TextPool,
    /// The entry of the row before.
    last_entry: u32,
    row_counts: Vec<u32>,
    unidentified_row_count: u64,
    shortened: Vec<String>,
    columns: Vec<ColumnBuilder>,
}

impl JoinedListBuilder {
    /// Begins a list of a file with columns of these names. A name that is empty or taken gets a number.
    pub fn new(source: SourceId, file_name: &str, columns: &[(&str, ColumnRole)]) -> Self {
        let mut builders: Vec<ColumnBuilder> = Vec::with_capacity(columns.len());
        let mut names: Vec<String> = Vec::with_capacity(columns.len());
        for (at, (name, role)) in columns.iter().enumerate() {
            let name = if name.trim().is_empty() {
                format!("column {}", at + 1)
            } else {
                crate::to_nfc(name.trim()).into_owned()
            };
            let name = free_name(&name, |name| names.iter().any(|other| other == name));
            builders.push(ColumnBuilder::new(&name, *role));
            names.push(name);
        }
        Self {
            source,
            name: list_name(file_name).into(),
            identifiers: TextPool::default(),
            last_entry: 0,
            row_counts: vec![],
            unidentified_row_count: 0,
            shortened: vec![],
            columns: builders,
        }
    }

    /// Adds a row: what identifies its SIM, as the list writes it, and a value of each column: its text, and its number where it is one.
    pub fn add_row(&mut self, identifier: &str, values: &[(&str, Option<f64>)]) {
        let (entry, is_new) = match parse_listed_identifier(identifier) {
            ListedIdentifier::One(id) => self.intern_identifier(&id),
            other => {
                self.unidentified_row_count += 1;
                if let ListedIdentifier::Shortened(number) = other
                    && self.shortened.len() < MAX_SHORTENED
                {
                    self.shortened.push(number);
                }
                return;
            }
        };
        match self.row_counts.get_mut(entry as usize) {
            Some(count) if !is_new => *count = count.saturating_add(1),
            _ => self.row_counts.push(1),
        }
        for (column, (text, number)) in self.columns.iter_mut().zip(values) {
            column.add_value(entry, text, *number);
        }
    }

    /// Returns the number of an identifier, and whether it is new. Ledgers have the rows of a SIM side by side, or the same
    /// SIMs in the same order for each day: the one before and the one after it are compared first, which takes a tenth of the
    /// time that a search among a million takes.
    fn intern_identifier(&mut self, id: &str) -> (u32, bool) {
        let last = self.last_entry;
        let near = [last, last + 1, 0].into_iter().find(|entry| self.identifiers.text(*entry) == id);
        // No identifier is empty, as an entry is that is not there.
        let (entry, is_new) = near.map_or_else(|| self.identifiers.intern_text(id), |entry| (entry, false));
        self.last_entry = entry;
        (entry, is_new)
    }

    /// Number of the rows that an identifier was found in, so far.
    pub fn identified_row_count(&self) -> u64 {
        self.row_counts.iter().map(|count| u64::from(*count)).sum()
    }

    pub(super) fn finish(self) -> JoinedList {
        let columns: Vec<_> = self.columns.into_iter().map(ColumnBuilder::finish).collect();
        JoinedList {
            source: self.source,
            name: self.name,
            identifiers: self.identifiers,
            row_counts: self.row_counts,
            unidentified_row_count: self.unidentified_row_count,
            shortened: self.shortened,
            is_ledger: columns.iter().any(|column| column.role() != ColumnRole::Field),
            columns,
            matches: ListMatches::default(),
        }
    }
}

/// Returns a name with the first number after it that makes it free.
pub(super) fn free_name(name: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let numbered = (2..).map(|number| format!("{name} {number}"));
    std::iter::once(name.to_owned()).chain(numbered).find(|name| !is_taken(name)).unwrap_or_default()
}

/// The name of a file without its folder and its ending.
fn list_name(file_name: &str) -> &str {
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
    let name = name.strip_suffix(".gz").unwrap_or(name);
    match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && (1..=4).contains(&ending.len()) => stem,
        _ => name,
    }
}
