//! The protocol between page and worker, and the engine that answers it.
//!
//! ```
//! use engine::{Engine, ViewRequest, Source};
//! use ingest::IngestReader;
//! use query::Clock;
//!
//! let mut engine = Engine::default();
//! engine.begin_source(Source { id: 1, name: "fleet.json".into() });
//! let mut reader = IngestReader::default();
//! reader.push(br#"[{"imsi":"295050000000001","sessionStatus":null},{"imsi":"295050000000002"}]"#, engine.fleet_mut())?;
//! reader.finish(engine.fleet_mut())?;
//! engine.commit_changes();
//!
//! let request = ViewRequest { query: "session:never".into(), row_count: 10, ..ViewRequest::default() };
//! let view = engine.build_view(&request, &Clock::utc(0))?;
//! assert_eq!((view.selected.records, view.fleet.records), (1, 2));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod engine;
mod insights;
pub mod load;
mod map_features;
mod protocol;
mod session_event;
mod sim_detail;
#[cfg(target_arch = "wasm32")]
mod worker;

pub use engine::{Engine, MAX_FACET_VALUES};
pub use protocol::*;
#[cfg(target_arch = "wasm32")]
pub use worker::start_worker;
