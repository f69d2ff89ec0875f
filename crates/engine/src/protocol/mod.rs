//! Requests of the page to the worker, and events of the worker to the page.
//!
//! A message is a JS array: first one of these as bytes (see [`encode_message`]), then the `Blob`s that go with it, by structured clone.

mod action;
mod codec;
mod command;
mod event;
mod list;
mod map;
mod request;
mod view;

pub use action::{ActionReply, ActionRequest, ActionStep};
pub use codec::{CodecError, decode_message, encode_message};
pub use command::{CommandReply, CommandRequest};
pub use event::{
    Account, Event, ExportProgress, ExportUnit, FetchProgress, LoadProgress, LoadedSource, LookupResult, ProgressKind,
    ReadError, SessionEvent, SourceStats, UnfinishedReason,
};
pub use list::{ListColumnStats, ListIdentifierKind, ListStats};
pub use map::{
    CellDetail, FeatureDetail, ListedSim, LocationCount, LocationCounts, LocationEvidence, MAP_RADIOS, MapFeatures,
    Movements,
};
pub use request::{
    CsvReader, ExportRequest, FetchRequest, HistogramKind, LocateRequest, MapContent, PivotRequest, Request, Source,
    Thresholds, TimeZone, ViewRequest,
};
pub use view::{
    CountryEvidence, FacetCounts, FacetValueCount, FleetView, Insight, InsightPlace, InsightPlaceName, MeasureTotals,
    RelaxationSummary, RowWindow, SessionComparisonRow, SimDetail, SimMovement, TermSummary, WindowRow,
};
