//! What is measured: the same work natively and in wasm, by simscope and by what else there is.
//!
//! ```
//! let text = br#"[{"imsi":"295050000000001","sessionStatus":null},{"imsi":"295050000000002"}]"#;
//! assert_eq!((benches::extract(text).columns().len(), benches::typed(text)), (2, 2));
//! ```
//!
//! `cargo xtask bench` and `cargo xtask bench --browser` run it; docs/PERFORMANCE.md holds what came of it.

pub mod desk;
mod typed;
#[cfg(target_arch = "wasm32")]
mod wasm;

pub use typed::typed;

use fleet::{Fleet, SourceId};
use ingest::IngestReader;

/// Bytes of a piece, as the page reads them.
pub const PIECE: usize = 16 << 20;

/// What simscope does with a text: all columns, by one reader.
pub fn extract(text: &[u8]) -> Fleet {
    let mut fleet = Fleet::default();
    fleet.begin_source(SourceId(1), "");
    let mut reader = IngestReader::default();
    // The fleet of a benchmark is not full, and a text without records has no columns.
    let whole = text.chunks(PIECE).all(|piece| reader.push(piece, &mut fleet).is_ok());
    debug_assert!(whole && reader.finish(&mut fleet).is_ok());
    fleet
}
