//! The protocol between page and worker, and the desk at which the worker answers.
//!
//! ```
//! use engine::{Desk, Question, Source};
//! use ingest::IngestReader;
//! use query::Clock;
//!
//! let mut desk = Desk::default();
//! desk.begin(Source { id: 1, name: "fleet.json".into() });
//! let mut reader = IngestReader::default();
//! reader.push(br#"[{"imsi":"295050000000001","sessionStatus":null},{"imsi":"295050000000002"}]"#, desk.fleet_mut())?;
//! reader.finish(desk.fleet_mut())?;
//! desk.settle();
//!
//! let question = Question { query: "session:never".into(), len: 10, ..Question::default() };
//! let view = desk.view(&question, &Clock::utc(0))?;
//! assert_eq!((view.selected.records, view.fleet.records), (1, 2));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod cells;
mod desk;
mod detail;
mod event;
mod insights;
mod protocol;

pub use desk::Desk;
pub use protocol::*;
