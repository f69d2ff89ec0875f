//! What became of a source, and what it looks like where nothing of it is a SIM.

mod diagnose;
mod dialect;
mod error;
mod ingest_report;

pub use dialect::JsonDialect;
pub use error::IngestError;
pub use ingest_report::{IngestIssue, IngestReport, IssueKind, MAX_ISSUES};

pub(crate) use diagnose::diagnose_text;
