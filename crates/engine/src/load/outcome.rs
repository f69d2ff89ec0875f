//! The result of a job of the load queue.

use crate::UnfinishedReason;
use ingest::{IngestError, IngestReport};
use soracom::SoracomError;

/// A file of an archive.
pub struct ArchiveFile<T> {
    /// Its name, with the folders that it is in.
    pub name: String,
    /// Its bytes.
    pub file: T,
}

/// The files of an archive; `None` where the archive is damaged.
pub type ArchiveFiles<T> = Option<Vec<ArchiveFile<T>>>;

/// How a job ended.
pub enum JobOutcome<T> {
    /// A source was read; the text that offsets count in, where that is not the source itself.
    Read(IngestReport, Option<T>),
    /// A list was fetched: its text, and why it is not whole, where it is not.
    Fetched(IngestReport, T, Option<UnfinishedReason>),
    /// A list could not be fetched at all.
    FetchFailed(SoracomError),
    /// A source was refused.
    Refused(IngestError),
    /// It was cancelled.
    Cancelled,
    /// The source has no SIMs, but cell towers: to be read once the SIMs are there.
    Towers(T),
    /// The source has no SIMs, but is a list of the operator's own: to be read once the SIMs are there.
    List(T),
    /// The source is an archive. The page sends its files as sources of their own.
    Archive(Vec<ArchiveFile<T>>),
    /// Positions of cells were asked for.
    Located(LocateOutcome),
}

/// What came of asking the API for positions of cells.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct LocateOutcome {
    /// Number of cells with a position.
    pub found: u32,
    /// Number of cells that the API does not know.
    pub unknown: u32,
    /// Why it ended early, where it did.
    pub error: Option<SoracomError>,
}

impl<T> JobOutcome<T> {
    /// Whether a file that cannot be read to its end would look like this.
    pub fn is_damaged(&self) -> bool {
        match self {
            Self::Read(report, _) => report.truncated_at.is_some(),
            Self::Refused(_) => true,
            _ => false,
        }
    }
}
