//! Loading of sources: the queue, the order of chunks, cancelling, retries and progress.
//!
//! Nothing here knows a browser. A [`ChunkSource`] gives the text of a source in chunks, a [`ChunkExtractor`] extracts the
//! records of a chunk on another core, and a [`LoadHost`] has the clock, the event loop and whoever listens to events. In the
//! page these are adapters in the worker; tests have their own, which are slow, fail, die or answer out of order.

mod api_progress;
mod chunk;
mod extract;
mod host;
mod list_fetch;
mod locate;
mod outcome;
mod pipeline;
mod progress;
mod queue;
mod retry;
mod run;
mod source;

use api_progress::ApiProgress;
pub use chunk::{Chunk, ChunkBuffer, ChunkSource, ChunkStatus, TextFormat};
pub use extract::{
    ChunkExtractor, EncodedChunk, ExtractPool, ExtractReply, ExtractRequest, ExtractorLost, extract_chunk,
};
pub use host::{ApiHost, JobRunner, LoadHost};
pub use list_fetch::{PartialList, TextBuilder, fetch_list};
pub use locate::locate_cells;
pub use outcome::{ArchiveFile, ArchiveFiles, JobOutcome, LocateOutcome};
pub use pipeline::ExtractPipeline;
pub use progress::{PROGRESS_INTERVAL_MS, ProgressTimer};
pub use queue::{LoadJob, LoadState, QueueStatus};
pub use retry::{RetryDecision, count_down_retry};
pub use run::run_queue;
pub use source::load_source;

#[cfg(test)]
mod fakes;
#[cfg(test)]
mod tests;
