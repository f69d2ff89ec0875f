//! Requests of the page to the worker.

use export::table::{TableForm, TableNotes};
use fleet::TextField;
use query::{ColumnKey, SortOrder};
use serde::{Deserialize, Serialize};
use soracom::{ApiAddress, ApiList, Coverage, Credentials};

/// A request of the page to the worker.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Request {
    /// Read these sources, one after another; their blobs come with the message, in the same order.
    Load(Vec<Source>),
    /// Write a sample fleet of so many SIMs and read it. The worker sends its blob back with [`super::Event::Loaded`].
    LoadSample {
        /// The source to make of it.
        source: Source,
        /// How many SIMs.
        sims: u32,
    },
    /// Stop reading. What was read of a file goes, what was fetched of a list stays; sources that wait are not begun.
    CancelLoad,
    /// Sign in at the API; whoever was signed in is signed out. [`super::Event::SignedIn`] or [`super::Event::SignInFailed`].
    SignIn {
        /// The address of the API or of a relay; the token goes nowhere else.
        address: ApiAddress,
        /// The coverage whose endpoint is asked.
        coverage: Coverage,
        /// Who signs in.
        credentials: Credentials,
    },
    /// Fetch these lists, one after another.
    Fetch(Vec<FetchRequest>),
    /// Do not wait any longer before the next try.
    RetryNow,
    /// Sign out, and forget the key.
    SignOut,
    /// The session events of the SIM of a row.
    SessionEvents {
        /// The row in the fleet.
        row: u32,
        /// The address to ask.
        endpoint: String,
    },
    /// Take a source out of the fleet.
    RemoveSource(u32),
    /// What does the fleet look like under this query?
    View(ViewRequest),
    /// More rows of the last view.
    Rows {
        /// Of which view: the `seq` of its request. An answer to an older one is not sent.
        seq: u32,
        /// The first row wanted.
        first: u32,
        /// How many.
        len: u32,
    },
    /// How many records do these queries select?
    CountQueries {
        /// Counts up; the answer carries it.
        seq: u32,
        /// The queries' texts.
        queries: Vec<String>,
        /// Whose days are counted.
        zone: TimeZone,
    },
    /// Rows of the last view that are not to be drawn, but marked.
    RowRange {
        /// Of which view, as with [`Self::Rows`].
        seq: u32,
        /// The first row wanted.
        first: u32,
        /// How many.
        len: u32,
    },
    /// Everything about one SIM.
    OpenSim {
        /// The row in the fleet, as in [`super::WindowRow::row`].
        row: u32,
    },
    /// Which row of the fleet stands beside an open one in the table: `by` rows further on.
    OpenAdjacent {
        /// The row that is open.
        row: u32,
        /// 1 for the next, -1 for the one before.
        offset: i32,
    },
    /// The selection as a file, in the table's order.
    Export(ExportRequest),
    /// Count an action for the selection, or write it.
    Act(super::ActionRequest),
    /// The last view as a command?
    Command(super::CommandRequest),
    /// The file that is being written is not wanted any more.
    CancelExport,
    /// What may follow at a place in a text that is being typed?
    Complete {
        /// Counts up; the answer carries it.
        seq: u32,
        /// The text.
        text: String,
        /// The place, in characters.
        caret: u32,
    },
    /// Which of the identifiers in a text are in the fleet? They are kept as a list of this name.
    LookUp {
        /// The value of `list` for them.
        name: String,
        /// The text.
        text: String,
    },
    /// What stands at these features of the last [`super::MapFeatures`]?
    DescribeFeatures(Vec<u32>),
    /// Ask the API for the positions of cells that have none.
    LocateCells(LocateRequest),
    /// The positions of cells as a file.
    ExportPositions,
    /// Forget what a file of towers said.
    RemoveTowers(u32),
    /// Identify the SIMs of a list by another one of its columns.
    ChooseListKey {
        /// The list.
        list: u32,
        /// The index of the column in the file.
        column: u32,
    },
    /// Take a column of a list for how something should be, whatever its name is.
    SetExpectation {
        /// What follows `list.` in the query language.
        column: String,
        /// The key of the [`query::ExpectedFact`]; empty for none.
        fact: String,
    },
    /// Forget a list of the operator's own.
    RemoveList(u32),
    /// Some identifiers of a list, to be copied.
    ListIdentifiers {
        /// The list.
        list: u32,
        /// Which of them.
        kind: super::ListIdentifierKind,
    },
    /// Compare with these sources as the baseline; with none, compare no longer.
    SetBaseline(Vec<u32>),
}

impl Request {
    /// Whether the worker puts it into the queue of what is loaded, even where it has nothing to load: it answers with
    /// [`super::Event::Idle`], once for all that have come meanwhile.
    #[must_use]
    pub fn is_queued(&self) -> bool {
        match self {
            Self::Load(_)
            | Self::LoadSample { .. }
            | Self::Fetch(_)
            | Self::LocateCells(_)
            | Self::RemoveTowers(_)
            | Self::ChooseListKey { .. } => true,
            Self::CancelLoad
            | Self::SignIn { .. }
            | Self::RetryNow
            | Self::SignOut
            | Self::SessionEvents { .. }
            | Self::RemoveSource(_)
            | Self::View(_)
            | Self::Rows { .. }
            | Self::CountQueries { .. }
            | Self::RowRange { .. }
            | Self::OpenSim { .. }
            | Self::OpenAdjacent { .. }
            | Self::Export(_)
            | Self::Act(_)
            | Self::Command(_)
            | Self::CancelExport
            | Self::Complete { .. }
            | Self::LookUp { .. }
            | Self::DescribeFeatures(_)
            | Self::ExportPositions
            | Self::SetExpectation { .. }
            | Self::RemoveList(_)
            | Self::ListIdentifiers { .. }
            | Self::SetBaseline(_) => false,
        }
    }
}

/// A file, a paste or the sample.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Source {
    /// The page's number for it; unique in the tab.
    pub id: u32,
    /// The file's name, with its folder where it has one.
    pub name: String,
}

/// A list to fetch from the API.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct FetchRequest {
    /// The source to make of it.
    pub source: Source,
    /// The API's address, or that of a relay.
    pub endpoint: String,
    /// The list.
    pub list: ApiList,
    /// Whether the source is there, unfinished, and is to go on where it ended.
    pub resume: bool,
    /// The source of an earlier fetch, which goes once this one is whole.
    pub replaces: Option<u32>,
}

/// Where positions of cells are to be asked for.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct LocateRequest {
    /// What stands for it while it lasts.
    pub source: Source,
    /// The API's address, or that of a relay.
    pub endpoint: String,
}

/// A request for a view of the whole fleet.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of the page, named where it is set")]
pub struct ViewRequest {
    /// Counts up; the answer carries it.
    pub seq: u32,
    /// The query's text.
    pub query: String,
    /// The order of the table.
    pub sort: SortOrder,
    /// The first row of the table that is wanted.
    pub first_row: u32,
    /// How many rows are wanted.
    pub row_count: u32,
    /// Whose days are counted.
    pub zone: TimeZone,
    /// How last seen is counted.
    pub histogram: HistogramKind,
    /// The columns of tags and lists whose texts are wanted with the rows.
    pub further_columns: Vec<ColumnKey>,
    /// The keys of the tags whose values are to be counted.
    pub tags: Vec<String>,
    /// The key of what is added up in place of counting SIMs; empty where SIMs are counted.
    pub measure: String,
    /// The pivot, where one is wanted.
    pub pivot: Option<PivotRequest>,
    /// Whether the findings are wanted: to count them takes longer than all the rest.
    pub insights: bool,
    /// When a SIM counts as silent, and when as stale.
    pub thresholds: Thresholds,
    /// What is wanted for the map: if anything, [`super::MapFeatures`] follows the view.
    pub map: MapContent,
}

/// Whose days are counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum TimeZone {
    /// The days of the reader's zone.
    #[default]
    Local,
    /// The days of UTC.
    Utc,
}

/// How last seen is counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum HistogramKind {
    /// By age.
    #[default]
    Age,
    /// By the calendar.
    Calendar,
}

/// The sides of a pivot, by their keys: see [`query::Field::pivot_sides`].
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PivotRequest {
    /// Of the rows.
    pub rows: String,
    /// Of the columns.
    pub columns: String,
}

/// What of a selection is wanted for the map.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum MapContent {
    /// Nothing.
    #[default]
    None,
    /// Its cells.
    Cells,
    /// Its cells, and the movements between them.
    CellsAndMovements,
}

/// After how many days something is a finding.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Thresholds {
    /// An active SIM that was not seen is silent.
    pub silent: u32,
    /// A SIM that is online and was not updated is stale.
    pub stale: u32,
    /// A SIM that expires within so many days expires soon.
    pub expires: u32,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { silent: 90, stale: 1, expires: 30 }
    }
}

/// What will read a CSV file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum CsvReader {
    /// A spreadsheet: cells that it would take for a formula are guarded.
    Spreadsheet,
    /// A program: cells are as they are.
    Program,
}

/// What the selection is to be written as.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum ExportRequest {
    /// The visible columns with a header.
    Csv {
        /// The columns, in the order of the table.
        columns: Vec<ColumnKey>,
        /// The header's cells, in the reader's language.
        headers: Vec<String>,
        /// What will read the file.
        reader: CsvReader,
    },
    /// ICCID, IMSI, previous session's IMEI, no header: what the announced jq program prints.
    Announced,
    /// One array of the records' own JSON.
    Json,
    /// The same with a line for each record.
    Lines,
    /// The visible columns, with cells that are texts, numbers and times.
    Table {
        /// What the file is.
        form: TableForm,
        /// The columns, in the order of the table.
        columns: Vec<ColumnKey>,
        /// The header's cells, in the reader's language.
        headers: Vec<String>,
        /// What the file says of itself.
        notes: TableNotes,
    },
    /// An identifier of each SIM.
    Identifiers {
        /// Which one.
        field: TextField,
        /// What stands between two.
        separator: char,
    },
    /// GeoJSON with a feature for each SIM.
    Sims,
    /// GeoJSON with a feature for each cell.
    Cells,
}
