//! Files of cell towers: read after the SIMs, for the cells that those were in; and again when other cells have come.

use super::WorkerState;
use super::chunks::ChunkStatus;
use super::event_loop::yield_now;
use super::load::{PROGRESS_INTERVAL_MS, send_fleet_changed};
use super::read_errors::verify_read;
use super::text_reader::TextReader;
use engine::{Event, LoadProgress, ProgressKind, Source};
use places::{LookupKeys, TowerReader};
use wasm_bindgen::prelude::*;
use web_sys::Blob;

/// The files, and what was wanted of them when they were read.
#[derive(Default)]
pub struct TowerFiles {
    files: Vec<(Source, Blob)>,
    read_for: Option<LookupKeys>,
}

impl TowerFiles {
    /// One more file; it is read with the next [`read_tower_files`].
    pub fn push(&mut self, source: Source, blob: Blob) {
        self.files.push((source, blob));
        self.read_for = None;
    }
}

/// Reads all files where that says something new.
pub async fn read_tower_files(office: &WorkerState) {
    let (files, wanted) = {
        let towers = office.tower_files.borrow();
        if towers.files.is_empty() {
            return;
        }
        let wanted = office.engine.borrow().wanted_positions();
        if towers.read_for.as_ref() == Some(&wanted) {
            return;
        }
        (towers.files.clone(), wanted)
    };
    office.engine.borrow_mut().positions_mut().remove_file_positions();
    let sizes: Vec<f64> = files.iter().map(|(_, blob)| blob.size()).collect();
    let (total, mut before) = (sizes.iter().sum(), 0.0);
    for ((source, blob), size) in files.iter().zip(sizes) {
        let read = read_tower_file(office, source, blob, &wanted, (before, total)).await;
        match verify_read(blob, read, |read| matches!(read, Some((_, true)))).await {
            Ok(Some((read, cut))) => {
                office.send_event(&Event::TowersRead { source: source.clone(), summary: read, truncated: cut }, [])
            }
            Ok(None) => {
                drop_file(office, source.id);
                office.send_event(&Event::LoadCancelled(source.clone()), []);
            }
            Err(why) => {
                drop_file(office, source.id);
                office.send_event(&Event::Unreadable { source: source.clone(), error: why }, []);
            }
        }
        before += size;
    }
    office.tower_files.borrow_mut().read_for = Some(wanted);
    send_fleet_changed(office);
}

/// Forgets a file and what it said; the others are to be read again.
pub fn remove_tower_file(office: &WorkerState, id: u32) {
    drop_file(office, id);
    office.engine.borrow_mut().positions_mut().remove_file_positions();
    office.tower_files.borrow_mut().read_for = None;
    send_fleet_changed(office);
}

fn drop_file(office: &WorkerState, id: u32) {
    office.tower_files.borrow_mut().files.retain(|(source, _)| source.id != id);
}

/// Reads one file: what became of it, and whether it ends in the middle; `None` where it was stopped.
async fn read_tower_file(
    office: &WorkerState,
    source: &Source,
    blob: &Blob,
    wanted: &LookupKeys,
    (before, total): (f64, f64),
) -> Result<Option<(places::towers::TowerFileReport, bool)>, JsValue> {
    let (mut text, mut towers) = (TextReader::open_blob(office, blob, None).await?, TowerReader::default());
    let mut told = f64::MIN;
    loop {
        let (read, piece) = text.next_chunk().await?;
        towers.push(&piece.into_bytes(), wanted, office.engine.borrow_mut().positions_mut());
        match read {
            ChunkStatus::More => {}
            ChunkStatus::Last | ChunkStatus::Damaged => {
                let done = towers.finish(wanted, office.engine.borrow_mut().positions_mut());
                return Ok(Some((done, matches!(read, ChunkStatus::Damaged))));
            }
        }
        if office.now_ms() - told > PROGRESS_INTERVAL_MS {
            told = office.now_ms();
            let progress = LoadProgress {
                source: source.clone(),
                done: (before + text.bytes_read()) as u64,
                total: total as u64,
                sims: towers.report_so_far().rows,
                kind: ProgressKind::Towers,
                fetch: None,
            };
            office.send_event(&Event::Progress(progress), []);
        }
        yield_now().await;
        if office.load_cancelled.get() {
            return Ok(None);
        }
    }
}
