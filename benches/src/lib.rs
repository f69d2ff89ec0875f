//! What is measured: the same work natively and in wasm, by simscope and by what else there is.
//!
//! ```
//! let text = br#"[{"imsi":"295050000000001","sessionStatus":null},{"imsi":"295050000000002"}]"#;
//! assert_eq!((benches::extract_columns(text).columns().len(), benches::count_typed_sims(text)), (2, 2));
//! ```
//!
//! `cargo xtask bench` and `cargo xtask bench --browser` run it; docs/PERFORMANCE.md holds what came of it.

pub mod engine_queries;
mod serde_json_columns;
#[cfg(target_arch = "wasm32")]
mod wasm;

pub use serde_json_columns::count_typed_sims;

use fleet::{Fleet, SourceId};
use ingest::IngestReader;

/// Bytes of a piece, as the page reads them.
pub const CHUNK_BYTES: usize = 16 << 20;

/// What simscope does with a text: all columns, by one reader.
pub fn extract_columns(text: &[u8]) -> Fleet {
    let mut fleet = Fleet::default();
    fleet.begin_source(SourceId(1), "");
    let mut reader = IngestReader::default();
    // The fleet of a benchmark is not full, and a text without records has no columns.
    let whole = text.chunks(CHUNK_BYTES).all(|piece| reader.push(piece, &mut fleet).is_ok());
    debug_assert!(whole && reader.finish(&mut fleet).is_ok());
    fleet
}
