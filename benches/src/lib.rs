//! The same work natively and in wasm, by simscope and by other programs.
//!
//! ```
//! let text = br#"[{"imsi":"295050000000001","sessionStatus":null},{"imsi":"295050000000002"}]"#;
//! assert_eq!((benches::extract_columns(text).columns().len(), benches::count_typed_sims(text)), (2, 2));
//! ```
//!
//! `cargo xtask bench` and `cargo xtask bench --browser` run the benchmarks; docs/PERFORMANCE.md has their results.

pub mod engine_queries;
#[cfg(not(target_arch = "wasm32"))]
pub mod lists;
mod serde_json_columns;
#[cfg(target_arch = "wasm32")]
mod wasm;

pub use serde_json_columns::count_typed_sims;

use fleet::{Fleet, SourceId};
use ingest::IngestReader;

/// Size of a chunk in bytes, as the page reads them.
pub const CHUNK_BYTES: usize = 16 << 20;

/// Reads all columns of a text with one reader of simscope.
pub fn extract_columns(text: &[u8]) -> Fleet {
    let mut fleet = Fleet::default();
    fleet.begin_source(SourceId(1), "");
    let mut reader = IngestReader::default();
    // The fleet of a benchmark is never full, and a text without records has no columns.
    let is_read = text.chunks(CHUNK_BYTES).all(|chunk| reader.push(chunk, &mut fleet).is_ok());
    debug_assert!(is_read && reader.finish(&mut fleet).is_ok());
    fleet
}
