//! The answer to a view request, and the detail of one SIM.

use super::CellDetail;
use serde::{Deserialize, Serialize};

/// The fleet under a query.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct FleetView {
    /// Of the request.
    pub seq: u32,
    /// The query, printed.
    pub query: String,
    /// The session whose cells the places are of.
    pub basis: fleet::Basis,
    /// The query's terms, in their order.
    pub terms: Vec<TermSummary>,
    /// The whole fleet.
    pub fleet: query::Totals,
    /// Distinct SIM IDs of the whole fleet.
    pub sims: u32,
    /// The selection.
    pub selected: query::Totals,
    /// In how many countries the selection is.
    pub countries: u32,
    /// Counts, each under every term of the query but its own.
    pub facets: Vec<FacetCounts>,
    /// The keys of the tags that the fleet has.
    pub tags: Vec<String>,
    /// Last seen, under every term but `seen`.
    pub histogram: query::Histogram,
    /// How long the previous session lasted, under every term but `duration`.
    pub durations: query::Histogram,
    /// The pivot of the selection, where one was asked for.
    pub pivot: Option<query::Pivot>,
    /// The keys of what can be added up in place of counting SIMs.
    pub measures: Vec<String>,
    /// The sums of the measure that was asked for, where the lists have it.
    pub measure: Option<MeasureTotals>,
    /// How many records the baseline has, where there is one.
    pub baseline: Option<u32>,
    /// Findings in the whole fleet, where they were asked for.
    pub insights: Vec<Insight>,
    /// Where the selection is empty: what would make it select something.
    pub relaxations: Vec<RelaxationSummary>,
    /// The rows of the table that were asked for.
    pub window: RowWindow,
    /// When this was answered, milliseconds since the epoch: ages count from here.
    pub now: i64,
    /// How long the worker thought about it, in milliseconds.
    pub elapsed_ms: f64,
}

/// What a measure adds up to.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct MeasureTotals {
    /// Its key.
    pub key: String,
    /// Over the selection.
    pub selected: f64,
    /// Over the fleet.
    pub fleet: f64,
}

/// A term of the query as a chip shows it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct TermSummary {
    /// As printed.
    pub text: String,
    /// Whether it is negated.
    pub negated: bool,
    /// What it asks, its sign aside.
    pub condition: query::TermCondition,
    /// The query without it.
    pub without: String,
    /// The query with it the other way round.
    pub inverted: String,
}

/// The counts of a facet.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct FacetCounts {
    /// The key of the language for it.
    pub name: String,
    /// Its values, most first.
    pub items: Vec<FacetValueCount>,
}

/// One value of a facet.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct FacetValueCount {
    /// The value in the query language.
    pub key: String,
    /// How many records.
    pub count: u32,
    /// What the measure adds up to, where one was asked for and the facet is one of the ranking.
    pub amount: Option<f64>,
    /// Whether the query chooses it.
    pub chosen: bool,
    /// Whether the query leaves it out.
    pub excluded: bool,
}

/// A finding: a query, and how many records of the whole fleet it selects.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Insight {
    /// The page's word for it.
    pub key: String,
    /// The query, printed.
    pub query: String,
    /// How many records of the whole fleet.
    pub count: u32,
    /// How many of them are in the selection.
    pub selected: u32,
    /// What they cost of the whole fleet, where a bill says so.
    pub amount: Option<f64>,
    /// Where most of them are, where that says what to do: the largest first.
    pub places: Vec<InsightPlace>,
}

/// A place in which records of a finding are.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct InsightPlace {
    /// What and where it is.
    pub name: InsightPlaceName,
    /// The query that selects these records.
    pub query: String,
    /// How many records.
    pub count: u32,
    /// Of an outage, when it began, in milliseconds since the epoch, and how many records were there last.
    pub outage: Option<(i64, u32)>,
}

/// What a place is called.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum InsightPlaceName {
    /// A country, in the query language.
    Country(String),
    /// A network, an area or a cell, in the query language, and the operator.
    Network(String, String),
}

/// What dropping some terms, or writing one otherwise, would give.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct RelaxationSummary {
    /// The terms that it is about, as printed; mostly one.
    pub terms: String,
    /// What stands in their place; `None` where they are dropped.
    pub replacement: Option<String>,
    /// The query after that.
    pub query: String,
    /// How many records it selects.
    pub count: u32,
}

/// A window of the table.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct RowWindow {
    /// Index of the first row in the table.
    pub first: u32,
    /// How many rows the table has.
    pub total: u32,
    /// The rows.
    pub rows: Vec<WindowRow>,
}

/// A row of the table.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct WindowRow {
    /// The row in the fleet.
    pub row: u32,
    /// The text of each of [`query::Field::columns`].
    pub(crate) cells: Vec<String>,
    /// The same of the row that it was in the baseline; empty where it was not in one.
    pub(crate) baseline_cells: Vec<String>,
    /// Of the columns of tags and lists that are wanted, those that have a text.
    pub(crate) further_cells: Vec<(query::ColumnKey, String)>,
    /// Last seen, milliseconds since the epoch.
    pub seen: Option<i64>,
}

impl WindowRow {
    /// A row with a text in some of its columns, as tests make them.
    pub fn with_cells(cells: &[(query::Field, &str)]) -> Self {
        let text = |column: &query::Field| cells.iter().find(|(of, _)| of == column).map_or("", |(_, text)| text);
        let cells = query::Field::columns().iter().map(|column| text(column).to_owned()).collect();
        Self { cells, ..Self::default() }
    }

    /// The text of a column; empty where absent.
    pub fn cell(&self, column: impl Into<query::ColumnKey>) -> &str {
        let column = column.into();
        if column.member().is_some() {
            return self.further_cells.iter().find(|(of, _)| *of == column).map_or("", |(_, text)| text);
        }
        column.field().column_index().and_then(|index| self.cells.get(index)).map_or("", String::as_str)
    }

    /// The text that a column had in the baseline; empty where absent.
    pub fn baseline_cell(&self, column: query::Field) -> &str {
        column.column_index().and_then(|index| self.baseline_cells.get(index)).map_or("", String::as_str)
    }
}

/// One SIM in depth.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct SimDetail {
    /// The row in the fleet.
    pub row: u32,
    /// Its index in the table; `None` when it is not in the selection.
    pub index: Option<u32>,
    /// The source that its record came from.
    pub source: String,
    /// IMSI, ICCID, …: name of the field in the record and digits, those alone that it has.
    pub identifiers: Vec<(String, String)>,
    /// Online, offline, never, unknown: as the query language says it.
    pub session: String,
    /// Last seen, milliseconds since the epoch.
    pub seen: Option<i64>,
    /// Status, plan, group, …: name of the field and value.
    pub attributes: Vec<(String, String)>,
    /// Tags, as they came.
    pub tags: Vec<(String, String)>,
    /// What the operator's own lists say: the query language's key for each field, and the value.
    pub listed: Vec<(String, String)>,
    /// The current session against the previous one, line by line.
    pub sessions: Vec<SessionComparisonRow>,
    /// The findings that it is one of: the word for each, and its query.
    pub insights: Vec<(String, String)>,
    /// What differs from the baseline, as `change` says it; nothing without a baseline.
    pub changes: Vec<String>,
    /// The country in which it was last known to be, as the query language says it; empty where that is not known.
    pub country: String,
    /// What says so, and when that was, in milliseconds since the epoch.
    pub evidence: Option<(CountryEvidence, Option<i64>)>,
    /// The cell in which it was last known to be, and where that is.
    pub last_cell: Option<CellDetail>,
    /// How it moved between its previous and its current cell, where both have positions.
    pub movement: Option<SimMovement>,
    /// The record's own JSON, indented, secrets masked.
    pub json: String,
    /// The names of the fields that were masked.
    pub masked: Vec<String>,
}

/// What says in which country a SIM was last known to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum CountryEvidence {
    /// The cell of the current session, by its last update.
    CurrentSession,
    /// The cell of the previous session, by its end.
    PreviousSession,
    /// The network that it registered with: there is no session with a cell.
    Registration,
}

/// How a SIM moved from the cell of its previous session to that of its current one.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct SimMovement {
    /// The distance in km.
    pub distance_km: f64,
    /// The speed in km an hour, where the time is known.
    pub speed_kmh: Option<f64>,
    /// Whether nothing is as fast.
    pub is_impossible: bool,
}

/// One line of the two sessions side by side.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct SessionComparisonRow {
    /// What is compared: `country`, `operator`, `plmn`, `radio`, `area`, `cell`, `imei`, `created`, `ended`, `updated`,
    /// `ip`, `session`, `plan`.
    pub property: String,
    /// Of the current session; empty where not known. Times are milliseconds since the epoch.
    pub current: String,
    /// Of the previous session.
    pub previous: String,
    /// Of the session of the basis in the baseline; empty where there is no baseline.
    pub baseline: String,
    /// Whether the current and the previous one are known and differ.
    pub differs: bool,
    /// Whether that of the baseline and the same session of now are known and differ.
    pub baseline_differs: bool,
}
