//! Lists of the operator's own: joined, removed, and what became of each.

use super::Engine;
use crate::{ListColumnStats, ListIdentifierKind, ListStats, Source};
use fleet::{Basis, JoinedColumn, JoinedListBuilder, SourceId};
use lists::ListReport;
use places::CountryCode;
use query::{ExpectedFact, Field, QueryKey};
use std::borrow::Cow;

impl Engine {
    /// Joins a list of the operator's own with the fleet, in place of an earlier reading of it.
    pub fn join_list(&mut self, source: Source, list: JoinedListBuilder, report: ListReport) {
        self.revision += 1;
        self.fleet.join_list(list);
        self.lists.retain(|(other, _)| other.id != source.id);
        self.lists.push((source, report));
    }

    /// Takes a column of a list for how a fact of this key should be, whatever its name says.
    pub fn set_expectation(&mut self, column: &str, fact: &str) {
        self.revision += 1;
        self.fleet.set_column_meaning(column, fact);
    }

    /// Forgets a list.
    pub fn remove_list(&mut self, list: u32) {
        self.revision += 1;
        self.fleet.remove_list(SourceId(list));
        self.lists.retain(|(source, _)| source.id != list);
    }

    /// The lists of the operator's own, in the order in which they were joined.
    pub fn list_stats(&self) -> Vec<ListStats> {
        let joined = self.fleet.joined_lists();
        let stats = |(source, report): &(Source, ListReport)| {
            let list = joined.lists().iter().find(|list| list.source() == SourceId(source.id))?;
            let counts = list.count_matches(self.fleet.live_rows());
            let own = joined.columns().filter(|(_, column)| column.list().source() == list.source());
            let column = |(name, column): (Cow<str>, JoinedColumn)| ListColumnStats {
                name: name.into_owned(),
                is_number: column.column().is_number(),
                expected: ExpectedFact::of_column(column).map_or("", ExpectedFact::key).to_owned(),
            };
            Some(ListStats {
                source: source.clone(),
                name: list.name().to_owned(),
                report: report.clone(),
                matched: counts.matched_rows,
                unmatched: counts.rows - counts.matched_rows,
                records_without: counts.records_without,
                repeated: counts.repeated,
                ambiguous: counts.ambiguous,
                doubled: counts.doubled,
                shortened: list.shortened().to_vec(),
                columns: own.map(column).collect(),
            })
        };
        self.lists.iter().filter_map(stats).collect()
    }

    /// Some identifiers of a list, a line each.
    pub fn list_identifiers(&self, list: u32, kind: ListIdentifierKind) -> String {
        let found = self.fleet.joined_lists().lists().iter().find(|joined| joined.source() == SourceId(list));
        let Some(list) = found else { return String::new() };
        let lines: Vec<&str> = match kind {
            ListIdentifierKind::Missing => list.missing_identifiers().collect(),
            ListIdentifierKind::Repeated => list.repeated_identifiers().collect(),
            ListIdentifierKind::Ambiguous => list.ambiguous_identifiers().collect(),
        };
        lines.join("\n")
    }

    /// Makes countries known by their names: see [`fleet::Fleet::set_country_names`].
    pub fn set_country_names(&mut self, names: impl IntoIterator<Item = (String, CountryCode)>) {
        self.fleet.set_country_names(names);
    }

    /// What the lists say of a row: keys of the query language and values.
    pub(super) fn listed_facts(&self, row: usize, basis: Basis) -> Vec<(String, String)> {
        let columns = self.fleet.joined_lists().columns();
        let fields = columns.map(|(name, column)| (QueryKey::from_joined_column(&name), column.text(row)));
        let fields = fields.map(|(key, text)| (key.name().to_owned(), text.into_owned()));
        let sums = [Field::Usage, Field::Amount];
        let sums = sums.map(|field| (field.key().to_owned(), field.row_text(&self.fleet, row, basis).into_owned()));
        fields.chain(sums).filter(|(_, text)| !text.is_empty()).collect()
    }
}
