//! Writes the files that few ask for, in a wasm of its own that the engine loads when it is first needed.
//!
//! What goes in and out is bytes: SIMs and cells as postcard has them, summaries, and parts of the one file that is written.
//!
//! ```
//! use actions::{ActionForm, ActionKind, ActionOrder, ActionSummary, SimTarget};
//! use exporter::ActionExport;
//!
//! let order = ActionOrder { kind: ActionKind::Suspend, form: ActionForm::ConsoleCsv, ..ActionOrder::default() };
//! let sim = SimTarget { sim_id: "8942310022000000012".into(), status: "active".into(), ..SimTarget::default() };
//! let sims = postcard::to_allocvec(&vec![sim])?;
//!
//! let mut export = ActionExport::new(&order)?;
//! export.count_sims(&sims)?;
//! let summary: ActionSummary = postcard::from_bytes(&export.encode_summary()?)?;
//! assert_eq!(summary.targets, 1);
//! let mut file = export.write_sims(&sims)?;
//! file.extend(export.finish_file());
//! assert_eq!((export.file_name(), file), ("suspend-1-sims.csv".to_owned(), b"simId\n8942310022000000012\n".to_vec()));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod action_export;
mod bindings;
mod error;
mod table_export;

pub use action_export::ActionExport;
pub use error::ExportError;
pub use table_export::TableExport;
