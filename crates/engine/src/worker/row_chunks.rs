//! The rows of a file that is being written, some at a time, so that the worker answers in between.

use super::WorkerState;
use super::error::WorkerError;
use crate::load::{LoadHost, ProgressTimer};
use crate::{Engine, Event, ExportProgress, ExportUnit};

/// Number of rows that are handed over at once.
const CHUNK_ROWS: usize = 5_000;

/// The rows of a file.
pub struct RowChunks<'a> {
    pub state: &'a WorkerState,
    /// The rows, and the revision of the engine in which they are these SIMs.
    pub rows: &'a [u32],
    pub revision: u64,
    /// How many times all of them are handed over.
    pub rounds: u64,
    /// Whether the page is told how far it is.
    pub tells_progress: bool,
    /// Whether the file is not wanted any more.
    pub is_stopped: &'a dyn Fn() -> bool,
}

impl RowChunks<'_> {
    /// Hands all rows over, for the `round`th time from 0; `false` where it was stopped.
    ///
    /// # Errors
    /// Where the rows are others meanwhile, or `visit` has one.
    pub async fn visit(
        &self,
        round: u64,
        mut visit: impl FnMut(&Engine, &[u32]) -> Result<(), WorkerError>,
    ) -> Result<bool, WorkerError> {
        let mut progress = ProgressTimer::start_elapsed();
        for (at, rows) in self.rows.chunks(CHUNK_ROWS).enumerate() {
            {
                let engine = self.state.engine.borrow();
                if engine.revision() != self.revision {
                    return Err(WorkerError::FleetChanged);
                }
                visit(&engine, rows)?;
            }
            if self.tells_progress && progress.is_due(self.state.now_ms()) {
                let total = self.rows.len() as u64;
                let done = (total * round + (at * CHUNK_ROWS) as u64) / self.rounds.max(1);
                self.state.send_event(&Event::ExportProgress(ExportProgress { done, total, unit: ExportUnit::Sims }));
            }
            self.state.yield_now().await;
            if (self.is_stopped)() {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
