//! What the page asks of the worker and what the worker tells the page.
//!
//! A message is a JS array: first one of these, by structured clone, then the `Blob`s that go with it.

use ingest::{Refusal, Report};
use serde::{Deserialize, Serialize};
use soracom::{Credentials, List};

/// What the page asks.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Ask {
    /// Read these sources, one after another; their blobs come with the message, in the same order.
    Load(Vec<Source>),
    /// Write a sample fleet of so many SIMs and read it. The worker sends its blob back with [`Tell::Loaded`].
    Sample {
        /// The source to make of it.
        source: Source,
        /// How many SIMs.
        sims: u32,
    },
    /// Stop reading. What was read of a file goes, what was fetched of a list stays; sources that wait are not begun.
    Stop,
    /// Sign in at the API, at this address. [`Tell::SignedIn`] or [`Tell::NotSignedIn`].
    SignIn {
        /// The API's address, or that of a relay.
        endpoint: String,
        /// Who signs in.
        credentials: Credentials,
    },
    /// Fetch these lists, one after another.
    Fetch(Vec<Fetch>),
    /// Do not wait any longer before the next try.
    TryNow,
    /// Sign out, and forget the key.
    SignOut,
    /// The session events of the SIM of a row.
    Events {
        /// The row in the fleet.
        row: u32,
        /// The address to ask.
        endpoint: String,
    },
    /// Take a source out of the fleet.
    Remove(u32),
    /// What does the fleet look like under this query?
    View(Question),
    /// More rows of the last view.
    Rows {
        /// Of which view: the `seq` of its question. An answer to an older one is not sent.
        seq: u32,
        /// The first row wanted.
        first: u32,
        /// How many.
        len: u32,
    },
    /// Everything about one SIM.
    Open {
        /// The row in the fleet, as in [`Row::row`].
        row: u32,
    },
    /// Which row of the fleet stands beside an open one in the table: `by` rows further on.
    Step {
        /// The row that is open.
        row: u32,
        /// 1 for the next, -1 for the one before.
        by: i32,
    },
    /// The selection as a file, in the table's order.
    Export(Export),
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
pub struct Fetch {
    /// The source to make of it.
    pub source: Source,
    /// The API's address, or that of a relay.
    pub endpoint: String,
    /// The list.
    pub list: List,
    /// Whether the source is there, unfinished, and is to go on where it ended.
    pub resume: bool,
    /// The source of an earlier fetch, which goes once this one is whole.
    pub replaces: Option<u32>,
}

/// A question about the whole fleet.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Question {
    /// Counts up; the answer carries it.
    pub seq: u32,
    /// The query's text.
    pub query: String,
    /// Column to sort by, by its key; `None` for the order of the file.
    pub sort: Option<String>,
    /// Whether the largest comes first.
    pub descending: bool,
    /// The first row of the table that is wanted.
    pub first: u32,
    /// How many rows are wanted.
    pub len: u32,
    /// Whether days are days of UTC; else of the reader's zone.
    pub utc: bool,
}

/// What the selection is to be written as.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Export {
    /// The visible columns with a header.
    Csv {
        /// Column keys, in the order of the table.
        columns: Vec<String>,
        /// The header's cells, in the reader's language.
        headers: Vec<String>,
        /// Guard cells that a spreadsheet would take for a formula.
        guard: bool,
    },
    /// ICCID, IMSI, previous session's IMEI, no header: what the announced jq program prints.
    Announced,
}

/// What the worker tells.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Tell {
    /// The worker is up.
    Ready,
    /// How far the reading is.
    Progress(Progress),
    /// A source was read. The blob that goes with it is the text that offsets count in, where that is not the file.
    Loaded(Loaded),
    /// A source was refused; nothing of it is in the fleet.
    Refused {
        /// The source.
        source: Source,
        /// Why.
        why: Refusal,
    },
    /// A source could not be read: the browser's own words.
    Unreadable {
        /// The source.
        source: Source,
        /// The browser's message.
        message: String,
    },
    /// The reading was stopped; nothing of this source is in the fleet.
    Stopped(Source),
    /// The sign-in holds.
    SignedIn(Account),
    /// The sign-in did not succeed.
    NotSignedIn(soracom::Error),
    /// The key is forgotten; where the API did not say that it is worth nothing any more: why.
    SignedOut(Option<soracom::Error>),
    /// A list could not be fetched at all; nothing of it is in the fleet.
    NotFetched {
        /// The source.
        source: Source,
        /// Why.
        error: soracom::Error,
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
    /// The answer to [`Ask::Events`].
    Events {
        /// The row.
        row: u32,
        /// The events, newest first.
        events: Result<Vec<Event>, soracom::Error>,
    },
    /// Nothing waits to be read any more.
    Idle,
    /// The fleet has changed: ask for a view. The sources that are in it, with what they hold now.
    Changed(Vec<Held>),
    /// The answer to a question.
    View(Box<View>),
    /// The query could not be read; the last view stays.
    QueryError {
        /// Of the question.
        seq: u32,
        /// What is wrong, and where.
        error: query::ParseError,
    },
    /// The answer to [`Ask::Rows`].
    Rows {
        /// As asked.
        seq: u32,
        /// The rows.
        window: Window,
    },
    /// The answer to [`Ask::Open`] and [`Ask::Step`].
    Opened(Box<Opened>),
    /// The answer to [`Ask::Export`]; the blob comes with it.
    Exported {
        /// A name for the file.
        name: String,
        /// How many SIMs are in it.
        sims: u32,
    },
    /// Something went wrong that is no fault of the input.
    Failed(String),
}

/// How far the reading is.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Progress {
    /// The source that is being read.
    pub source: Source,
    /// Bytes read of all sources of this load.
    pub done: u64,
    /// Bytes of all sources of this load.
    pub total: u64,
    /// SIM records read so far, of this load.
    pub sims: u64,
    /// How the fetching goes, where it is a list from the API: then `done` counts records, and `total` is 0.
    pub fetching: Option<Fetching>,
}

/// How the fetching of a list goes.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Fetching {
    /// Pages so far.
    pub pages: u32,
    /// Milliseconds since it began.
    pub ms: f64,
    /// Milliseconds of these that passed while nothing but the network or a wait was left to do.
    pub idle: f64,
    /// The wait before the next try, if there is one: milliseconds that are left, and why.
    pub wait: Option<(u64, soracom::Error)>,
}

/// Who is signed in.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Account {
    /// The operator's ID, where it is known.
    pub operator: Option<String>,
    /// The SAM user's name.
    pub user: Option<String>,
    /// When the token ends, milliseconds since the epoch.
    pub expires: Option<i64>,
}

/// A session event, with what its network means.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Event {
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
pub struct Loaded {
    /// The source.
    pub source: Source,
    /// What became of it.
    pub report: Report,
    /// Where a list ended before its end: why. It can go on.
    pub unfinished: Option<Unfinished>,
}

/// Why a list ended before its end.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Unfinished {
    /// It was stopped.
    Stopped,
    /// A page did not come.
    Failed(soracom::Error),
}

/// A source in the fleet.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Held {
    /// The source.
    pub source: Source,
    /// Its records.
    pub records: u32,
    /// How many of them do not count, because a newer record of the same SIM is there.
    pub outdated: u32,
}

/// The fleet under a query.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct View {
    /// Of the question.
    pub seq: u32,
    /// The query, printed.
    pub query: String,
    /// `previous`, `current` or `last`.
    pub basis: String,
    /// The query's terms, in their order.
    pub terms: Vec<Term>,
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
    /// Last seen, under every term but `seen`.
    pub histogram: query::Histogram,
    /// Findings in the whole fleet.
    pub insights: Vec<Insight>,
    /// Where the selection is empty: what it would be without one of the terms.
    pub relax: Vec<Relax>,
    /// The rows of the table that were asked for.
    pub window: Window,
    /// When this was answered, milliseconds since the epoch: ages count from here.
    pub now: i64,
    /// How long the worker thought about it, in milliseconds.
    pub took: f64,
}

/// A term of the query as a chip shows it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Term {
    /// As printed.
    pub text: String,
    /// Whether it is negated.
    pub negated: bool,
    /// Its key; `None` for a word or a group.
    pub key: Option<String>,
    /// The query without it.
    pub without: String,
    /// The query with it the other way round.
    pub inverted: String,
}

/// The counts of a facet.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct FacetCounts {
    /// `country`, `operator`, `radio`, `session`, `status`, `plan` or `group`.
    pub name: String,
    /// Its values, most first.
    pub items: Vec<Item>,
}

/// One value of a facet.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Item {
    /// The value in the query language.
    pub key: String,
    /// How many records.
    pub count: u32,
    /// Whether the query chooses it.
    pub chosen: bool,
}

/// A finding: a query, and how many records of the whole fleet it selects.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Insight {
    /// The page's word for it.
    pub key: String,
    /// The query, printed.
    pub query: String,
    /// How many records.
    pub count: u32,
}

/// What dropping a term would give.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Relax {
    /// The term to drop, as printed.
    pub term: String,
    /// The query without it.
    pub query: String,
    /// How many records it selects.
    pub count: u32,
}

/// A window of the table.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Window {
    /// Index of the first row in the table.
    pub first: u32,
    /// How many rows the table has.
    pub total: u32,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A row of the table.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Row {
    /// The row in the fleet.
    pub row: u32,
    /// The text of each column of [`query::Column::ALL`], in its order.
    pub cells: Vec<String>,
    /// Last seen, milliseconds since the epoch.
    pub seen: Option<i64>,
}

/// One SIM in depth.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Opened {
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
    pub facts: Vec<(String, String)>,
    /// Tags, as they came.
    pub tags: Vec<(String, String)>,
    /// The current session against the previous one, line by line.
    pub sessions: Vec<Compared>,
    /// The record's own JSON, indented, secrets masked.
    pub json: String,
    /// The names of the fields that were masked.
    pub masked: Vec<String>,
}

/// One line of the two sessions side by side.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Compared {
    /// What is compared: `country`, `operator`, `plmn`, `radio`, `area`, `cell`, `imei`, `created`, `ended`, `updated`,
    /// `ip`, `session`, `plan`.
    pub what: String,
    /// Of the current session; empty where not known. Times are milliseconds since the epoch.
    pub current: String,
    /// Of the previous session.
    pub previous: String,
    /// Whether both are known and differ.
    pub differs: bool,
}
