//! Files of cell towers: read after the SIMs, for the cells that those were in; and again when other cells have come.

use super::WorkerState;
use super::error::WorkerError;
use super::read_errors::verify_read;
use super::text_reader::TextReader;
use crate::load::{ChunkStatus, LoadHost, ProgressTimer};
use crate::{Event, LoadProgress, ProgressKind, Source};
use places::towers::TowerFileReport;
use places::{LookupKeys, TowerReader};
use web_sys::Blob;

/// The files, and which cells they were read for.
#[derive(Default)]
pub struct TowerFiles {
    files: Vec<(Source, Blob)>,
    read_for: Option<LookupKeys>,
}

impl TowerFiles {
    /// Adds a file; it is read with the next [`read_tower_files`].
    pub fn push(&mut self, source: Source, blob: Blob) {
        self.files.push((source, blob));
        self.read_for = None;
    }
}

/// Reads all files where that says something new.
pub async fn read_tower_files(state: &WorkerState) {
    let (files, wanted) = {
        let towers = state.tower_files.borrow();
        if towers.files.is_empty() {
            return;
        }
        let wanted = state.engine.borrow().wanted_positions();
        if towers.read_for.as_ref() == Some(&wanted) {
            return;
        }
        (towers.files.clone(), wanted)
    };
    state.engine.borrow_mut().positions_mut().remove_file_positions();
    let total = files.iter().map(|(_, blob)| blob.size()).sum();
    let mut reading = TowerFileReading { state, wanted: &wanted, bytes_before: 0.0, bytes_total: total };
    for (source, blob) in &files {
        let read = reading.read_file(source, blob).await;
        let is_damaged = |end: &TowerFileEnd| matches!(end, TowerFileEnd::Read { truncated: true, .. });
        match verify_read(blob, read, is_damaged).await {
            Ok(TowerFileEnd::Read { summary, truncated }) => {
                state.send_event(&Event::TowersRead { source: source.clone(), summary, truncated });
            }
            Ok(TowerFileEnd::Cancelled) => {
                drop_file(state, source.id);
                state.send_event(&Event::LoadCancelled(source.clone()));
            }
            Err(error) => {
                drop_file(state, source.id);
                state.send_event(&Event::Unreadable { source: source.clone(), error });
            }
        }
        reading.bytes_before += blob.size();
    }
    state.tower_files.borrow_mut().read_for = Some(wanted);
    state.send_fleet_changed();
}

/// Forgets a file and what it said; the others are to be read again.
pub fn remove_tower_file(state: &WorkerState, id: u32) {
    drop_file(state, id);
    state.engine.borrow_mut().positions_mut().remove_file_positions();
    state.tower_files.borrow_mut().read_for = None;
    state.send_fleet_changed();
}

fn drop_file(state: &WorkerState, id: u32) {
    state.tower_files.borrow_mut().files.retain(|(source, _)| source.id != id);
}

/// How the reading of a file ended.
enum TowerFileEnd {
    /// It was read; whether the file ends in the middle.
    Read { summary: TowerFileReport, truncated: bool },
    /// It was cancelled.
    Cancelled,
}

/// The files that are being read.
struct TowerFileReading<'a> {
    state: &'a WorkerState,
    wanted: &'a LookupKeys,
    /// Bytes of the files before this one.
    bytes_before: f64,
    bytes_total: f64,
}

impl TowerFileReading<'_> {
    async fn read_file(&self, source: &Source, blob: &Blob) -> Result<TowerFileEnd, WorkerError> {
        let (state, wanted) = (self.state, self.wanted);
        let (mut text, mut towers) = (TextReader::open_blob(state, blob, None).await?, TowerReader::default());
        let mut progress = ProgressTimer::start_elapsed();
        loop {
            let (status, chunk) = text.next_chunk().await?;
            towers.push(&chunk.into_bytes(), wanted, state.engine.borrow_mut().positions_mut());
            if status != ChunkStatus::More {
                let summary = towers.finish(wanted, state.engine.borrow_mut().positions_mut());
                return Ok(TowerFileEnd::Read { summary, truncated: status == ChunkStatus::Damaged });
            }
            if progress.is_due(state.now_ms()) {
                state.send_event(&Event::Progress(LoadProgress {
                    source: source.clone(),
                    done: (self.bytes_before + text.bytes_read()) as u64,
                    total: self.bytes_total as u64,
                    sims: towers.report_so_far().rows,
                    kind: ProgressKind::Towers,
                    fetch: None,
                }));
            }
            state.yield_now().await;
            if state.load.is_cancelled() {
                return Ok(TowerFileEnd::Cancelled);
            }
        }
    }
}
