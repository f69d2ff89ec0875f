//! Events that the worker sends to the page.

use super::{FeatureDetail, FleetView, ListIdentifierKind, ListStats, MapFeatures, RowWindow, SimDetail, Source};
use ingest::{IngestError, IngestReport};
use serde::{Deserialize, Serialize};

/// An event that the worker sends to the page.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Event {
    /// The worker is up.
    Ready,
    /// How far the reading is.
    Progress(LoadProgress),
    /// A source was read. The blob that goes with it is the text that offsets count in, where that is not the file.
    Loaded(LoadedSource),
    /// A source was refused; nothing of it is in the fleet.
    Refused {
        /// The source.
        source: Source,
        /// Why.
        reason: IngestError,
    },
    /// A source is an archive: the files in it. Their blobs come with it, to be loaded as sources of their own.
    Archive {
        /// The source.
        source: Source,
        /// The files, with the folders that they are in.
        names: Vec<String>,
    },
    /// A source could not be read; nothing of it is in the fleet.
    Unreadable {
        /// The source.
        source: Source,
        /// Why.
        error: ReadError,
    },
    /// A record of a source that is in the fleet could not be read again.
    RecordUnreadable {
        /// The source.
        source: Source,
        /// Why.
        error: ReadError,
    },
    /// The reading was stopped; nothing of this source is in the fleet.
    LoadCancelled(Source),
    /// The sign-in holds.
    SignedIn(Account),
    /// The sign-in did not succeed.
    SignInFailed(soracom::SoracomError),
    /// The key is forgotten; where the API did not say that it is worth nothing any more: why.
    SignedOut(Option<soracom::SoracomError>),
    /// A list could not be fetched at all; nothing of it is in the fleet.
    FetchFailed {
        /// The source.
        source: Source,
        /// Why.
        error: soracom::SoracomError,
    },
    /// A list was fetched again: what it says that the earlier one did not.
    Refreshed {
        /// SIMs that are new.
        new: u32,
        /// SIMs that are gone.
        gone: u32,
        /// SIMs that were updated.
        changed: u32,
    },
    /// The answer to [`super::Request::SessionEvents`].
    SessionEvents {
        /// The row.
        row: u32,
        /// The events, newest first.
        events: Result<Vec<SessionEvent>, soracom::SoracomError>,
    },
    /// Nothing waits to be read any more.
    Idle {
        /// How many requests to load have come to this worker: where the page has sent more, another one follows.
        requests: u32,
    },
    /// The fleet has changed: ask for a view.
    FleetChanged {
        /// The sources that are in it, with what they hold now.
        sources: Vec<SourceStats>,
        /// The operator's own lists, with what they hold now.
        lists: Vec<ListStats>,
    },
    /// What an action would do: the answer to [`super::Request::Act`]. One that is written ends with [`Event::Exported`].
    ActionCounted(Box<super::ActionReply>),
    /// The answer to [`super::Request::Command`].
    Command(Box<super::CommandReply>),
    /// The answer to [`super::Request::View`].
    View(Box<FleetView>),
    /// The query could not be read; the last view stays.
    QueryError {
        /// Of the request.
        seq: u32,
        /// What is wrong, and where.
        error: query::ParseError,
    },
    /// The answer to [`super::Request::Rows`].
    Rows {
        /// As asked.
        seq: u32,
        /// The rows.
        window: RowWindow,
    },
    /// The answer to [`super::Request::CountQueries`].
    QueriesCounted {
        /// Of the request.
        seq: u32,
        /// How many records each query selects; `None` for one that cannot be read.
        counts: Vec<Option<u32>>,
        /// How many records the fleet has.
        records: u32,
    },
    /// The answer to [`super::Request::RowRange`].
    RowRange(RowWindow),
    /// The answer to [`super::Request::OpenSim`] and [`super::Request::OpenAdjacent`].
    SimDetail(Box<SimDetail>),
    /// A file is being written.
    ExportProgress(ExportProgress),
    /// It was stopped.
    NotExported,
    /// The answer to [`super::Request::Export`]; the blob comes with it.
    Exported {
        /// A name for the file.
        name: String,
        /// How many SIMs are in it.
        sims: u32,
    },
    /// The cells of the last view, where they are wanted.
    Cells(Box<MapFeatures>),
    /// The answer to [`super::Request::DescribeFeatures`].
    FeatureDetail(Box<FeatureDetail>),
    /// A file was one of cell towers. It is no source of SIMs.
    TowersRead {
        /// What it was dropped as.
        source: Source,
        /// What became of it.
        summary: places::towers::TowerFileReport,
        /// Whether the file ends in the middle.
        truncated: bool,
    },
    /// A file was a list of the operator's own, and is joined.
    ListRead(ListStats),
    /// A file is a list of the operator's own. It is joined once there are SIMs.
    ListWaits {
        /// What it was dropped as.
        source: Source,
        /// The names of its columns.
        columns: Vec<String>,
    },
    /// The answer to [`super::Request::ListIdentifiers`], a line each.
    ListIdentifiers {
        /// The list.
        list: u32,
        /// Which identifiers.
        kind: ListIdentifierKind,
        /// The identifiers.
        identifiers: String,
    },
    /// The API was asked for positions: how many cells it knew, and how many it did not.
    CellsLocated {
        /// With a position.
        found: u32,
        /// Unknown to it.
        unknown: u32,
        /// Why it ended early, where it did.
        error: Option<soracom::SoracomError>,
    },
    /// The answer to [`super::Request::ExportPositions`]; the blob comes with it.
    PositionsExported {
        /// How many cells and areas are in it.
        count: u32,
    },
    /// The answer to [`super::Request::Complete`].
    Completed {
        /// As asked.
        seq: u32,
        /// What may follow.
        completion: query::Completion,
    },
    /// The answer to [`super::Request::LookUp`].
    LookedUp {
        /// As asked.
        name: String,
        /// What became of it.
        result: LookupResult,
    },
    /// Something went wrong that is no fault of the input.
    Failed(String),
}

/// Why the browser does not give the bytes of a file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ReadError {
    /// It was changed, moved or removed since it was chosen. Browsers give nothing of such a file any more.
    Changed,
    /// Something else: the browser's own words.
    Other(String),
}

/// How far the reading is.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct LoadProgress {
    /// The source that is being read.
    pub source: Source,
    /// Bytes read of all sources of this load.
    pub done: u64,
    /// Bytes of all sources of this load.
    pub total: u64,
    /// SIM records read so far, of this load; or lines of a file of towers, or cells that were asked for.
    pub sims: u64,
    /// What is read.
    pub kind: ProgressKind,
    /// How the fetching goes, where it is a list from the API: then `done` counts records, and `total` is 0.
    pub fetch: Option<FetchProgress>,
}

/// What is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum ProgressKind {
    /// SIMs.
    #[default]
    Sims,
    /// Cell towers of a file.
    Towers,
    /// Rows of a list of the operator's own.
    List,
    /// Positions of cells from the API; `done` and `total` count cells then.
    Cells,
}

/// How far a file is that is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ExportProgress {
    /// What is done.
    pub done: u64,
    /// What there is to do.
    pub total: u64,
    /// What both count.
    pub unit: ExportUnit,
}

/// What the progress of a file counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ExportUnit {
    /// Bytes of the sources, which are read again.
    Bytes,
    /// SIMs.
    Sims,
}

/// How the fetching of a list goes.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct FetchProgress {
    /// Pages so far.
    pub pages: u32,
    /// Milliseconds since it began.
    pub elapsed_ms: f64,
    /// Milliseconds of these that passed while nothing but the network or a wait was left to do.
    pub idle_ms: f64,
    /// The wait before the next try, if there is one: milliseconds that are left, and why.
    pub retry_wait: Option<(u64, soracom::SoracomError)>,
}

/// Who is signed in.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Account {
    /// Where: the token is sent to no other address.
    pub address: soracom::ApiAddress,
    /// The operator's ID, where it is known.
    pub operator: Option<String>,
    /// The SAM user's name.
    pub user: Option<String>,
    /// When the token ends, milliseconds since the epoch.
    pub expires: Option<i64>,
}

/// A session event, with what its network means.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct SessionEvent {
    /// `Created`, `Modified` or `Deleted`, or as it came.
    pub event: String,
    /// Milliseconds since the epoch.
    pub time: Option<i64>,
    /// The country's key.
    pub country: String,
    /// The operator, or the PLMN where it has no name.
    pub operator: String,
    /// Radio, in lower case.
    pub radio: String,
    /// The cell as the table writes it.
    pub cell: String,
    /// The device.
    pub imei: String,
}

/// A source that was read.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct LoadedSource {
    /// The source.
    pub source: Source,
    /// What became of it.
    pub report: IngestReport,
    /// Where a list ended before its end: why. It can go on.
    pub unfinished: Option<UnfinishedReason>,
}

/// Why a list ended before its end.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum UnfinishedReason {
    /// It was stopped.
    Cancelled,
    /// A page did not come.
    Failed(soracom::SoracomError),
}

/// What became of a list of identifiers.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct LookupResult {
    /// How many identifiers were read, as often as they stand in the list.
    pub entries: u32,
    /// How many different ones.
    pub read: u32,
    /// How many of them are in the fleet.
    pub found: u32,
    /// How many records they stand for.
    pub records: u32,
    /// Those that are not in the fleet.
    pub missing: Vec<String>,
    /// Those that stand for several records.
    pub ambiguous: Vec<String>,
    /// Those that stood in the list more than once.
    pub repeated: Vec<String>,
    /// Numbers that a spreadsheet has shortened: they are no identifiers any more.
    pub shortened: Vec<String>,
}

/// A source in the fleet.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct SourceStats {
    /// The source.
    pub source: Source,
    /// Its records.
    pub records: u32,
    /// How many of them do not count, because a newer record of the same SIM is there.
    pub outdated: u32,
    /// Whether it is of the baseline.
    pub baseline: bool,
}
