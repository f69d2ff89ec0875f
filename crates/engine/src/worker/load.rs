//! Reading sources, one after another, while the page may ask and stop.

use super::chunks::{Chunk, ChunkStatus};
use super::event_loop::yield_now;
use super::list_fetch::fetch_list;
use super::locate::{self, locate_cells};
use super::pipeline::ExtractPipeline;
use super::read_errors::verify_read;
use super::text_reader::TextReader;
use super::tower_files;
use super::{WorkerState, archive, error_message};
use engine::{
    Event, FetchRequest, LoadProgress, LoadedSource, LocateRequest, ProgressKind, ReadError, Source, UnfinishedReason,
};
use fleet::{Fleet, SourceId};
use ingest::zip::is_zip;
use ingest::{Encoding, IngestError, IngestReader, IngestReport};
use js_sys::{Array, Date, Uint8Array};
use places::towers::is_tower_file;
use sample::{SampleFleet, SampleShape};
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::Blob;

/// What is left to read.
#[derive(Default)]
pub struct LoadQueue {
    jobs: VecDeque<LoadJob>,
    /// Bytes and SIMs of the sources of this load that are done.
    bytes_done: f64,
    bytes_total: f64,
    sims_done: u64,
}

/// One source to read.
pub struct LoadJob {
    pub source: Source,
    pub input: JobInput,
}

/// Where its bytes are.
pub enum JobInput {
    /// In a file or a paste.
    Blob(Blob),
    /// In the generator: so many SIMs.
    Sample(u32),
    /// At the API.
    Api(FetchRequest),
    /// No SIMs, but where their cells are: at the API.
    Positions(LocateRequest),
}

/// How a source ended.
pub enum JobOutcome {
    Read(IngestReport, Option<Blob>),
    /// A list: its text, and why it is not whole, where it is not.
    Fetched(IngestReport, Blob, Option<UnfinishedReason>),
    FetchFailed(soracom::SoracomError),
    Refused(IngestError),
    Cancelled,
    /// No SIMs, but cell towers: to be read once the SIMs are there.
    Towers(Blob),
    /// An archive: the names of its files, and their blobs. The page sends them as sources of their own.
    Archive(Vec<(String, Blob)>),
    Located(locate::LocateOutcome),
}

impl JobOutcome {
    /// Returns whether a file that cannot be read to its end would look like this.
    fn is_damaged(&self) -> bool {
        match self {
            Self::Read(report, _) => report.truncated_at.is_some(),
            Self::Refused(_) => true,
            _ => false,
        }
    }
}

/// The sample's seed: everyone gets the same fleet, and ages count from now.
const SAMPLE_SEED: u64 = 9;
/// Bytes of one record of the sample, about: for a progress that is true enough.
const SAMPLE_RECORD_BYTES: f64 = 2_100.0;
/// Milliseconds between two messages of progress.
pub const PROGRESS_INTERVAL_MS: f64 = 200.0;
/// Milliseconds before the first view of a source that is still being read; later ones wait longer each.
const FIRST_VIEW_DELAY_MS: f64 = 2000.0;

/// So many SIMs say how many will come.
const MIN_RECORDS_TO_RESERVE: u64 = 1_000;
/// And a few more than they say.
const RESERVE_FACTOR: f64 = 1.02;

/// SIMs that are read to warm up: about two megabytes.
const WARM_UP_SIMS: u32 = 1_200;

/// Reads some of the sample and forgets it, while there is nothing else to do. Browsers compile what has run for a while
/// once more, and better: the first file is read a quarter faster for it (Chromium, November 2026).
pub async fn warm_up_reader(office: Rc<WorkerState>) {
    let (mut reader, mut fleet) = (IngestReader::default(), Fleet::default());
    fleet.begin_source(SourceId(0), "");
    let sample = SampleFleet { seed: SAMPLE_SEED, now: Date::now() as i64, shape: SampleShape::Subscribers };
    for part in sample.json_chunks(WARM_UP_SIMS) {
        yield_now().await;
        if office.is_loading.get() || reader.push(&part, &mut fleet).is_err() {
            return;
        }
    }
}

/// Puts sources into the queue, and reads it if nobody does.
pub fn enqueue_jobs(office: &Rc<WorkerState>, jobs: impl Iterator<Item = LoadJob>) {
    {
        let mut queue = office.load_queue.borrow_mut();
        for job in jobs {
            queue.bytes_total += match &job.input {
                JobInput::Blob(blob) => blob.size(),
                JobInput::Sample(sims) => f64::from(*sims) * SAMPLE_RECORD_BYTES,
                JobInput::Api(_) | JobInput::Positions(_) => 0.0,
            };
            queue.jobs.push_back(job);
        }
    }
    if !office.is_loading.replace(true) {
        spawn_local(run_queue(Rc::clone(office)));
    }
}

async fn run_queue(office: Rc<WorkerState>) {
    office.load_cancelled.set(false);
    loop {
        // A statement of its own: the queue must not stay borrowed while a source is read.
        let next = office.load_queue.borrow_mut().jobs.pop_front();
        let Some(LoadJob { source, input: from }) = next else {
            tower_files::read_tower_files(&office).await;
            // The files of an archive are still with the page.
            while office.archive_files_pending.get() && !office.load_cancelled.get() {
                yield_now().await;
            }
            // More may have come while the towers were read.
            if office.load_queue.borrow().jobs.is_empty() {
                break;
            }
            office.load_cancelled.set(false);
            continue;
        };
        let size = match &from {
            JobInput::Blob(blob) => blob.size(),
            JobInput::Sample(sims) => f64::from(*sims) * SAMPLE_RECORD_BYTES,
            JobInput::Api(_) | JobInput::Positions(_) => 0.0,
        };
        let other = |error: JsValue| ReadError::Other(error_message(&error));
        let result = match from {
            JobInput::Blob(blob) => {
                let read = load_source(&office, &source, &blob).await;
                verify_read(&blob, read, JobOutcome::is_damaged).await
            }
            JobInput::Api(list) => fetch_list(&office, &list).await.map_err(other),
            JobInput::Positions(what) => locate_cells(&office, &what).await.map(JobOutcome::Located).map_err(other),
            JobInput::Sample(sims) => match write_sample(&office, &source, sims).await {
                Ok(Some(blob)) => {
                    let read = load_source(&office, &source, &blob).await.map_err(other);
                    read.map(|end| match end {
                        JobOutcome::Read(report, None) => JobOutcome::Read(report, Some(blob)),
                        end => end,
                    })
                }
                Ok(None) => Ok(JobOutcome::Cancelled),
                Err(error) => Err(other(error)),
            },
        };
        finish_job(&office, source, result);
        let mut queue = office.load_queue.borrow_mut();
        queue.bytes_done += size;
        if office.load_cancelled.get() {
            queue.jobs.clear();
        }
    }
    *office.load_queue.borrow_mut() = LoadQueue::default();
    office.is_loading.set(false);
    office.send_event(&Event::Idle, []);
}

fn finish_job(office: &WorkerState, source: Source, result: Result<JobOutcome, ReadError>) {
    let keep = matches!(result, Ok(JobOutcome::Read(..) | JobOutcome::Fetched(..)));
    if keep {
        office.engine.borrow_mut().commit_changes();
    } else {
        office.engine.borrow_mut().remove_source(source.id);
        office.source_texts.borrow_mut().remove(&source.id);
    }
    match result {
        Ok(JobOutcome::Read(report, text)) => {
            office.load_queue.borrow_mut().sims_done += report.records_read;
            if let Some(text) = &text {
                office.source_texts.borrow_mut().insert(source.id, text.clone());
            }
            office.send_event(&Event::Loaded(LoadedSource { source, report, unfinished: None }), text);
        }
        Ok(JobOutcome::Fetched(report, text, unfinished)) => {
            office.load_queue.borrow_mut().sims_done += report.records_read;
            office.source_texts.borrow_mut().insert(source.id, text.clone());
            office.send_event(&Event::Loaded(LoadedSource { source, report, unfinished }), [text]);
        }
        Ok(JobOutcome::Towers(blob)) => {
            office.tower_files.borrow_mut().push(source, blob);
            return;
        }
        Ok(JobOutcome::Archive(files)) => {
            let (names, blobs): (Vec<_>, Vec<_>) = files.into_iter().unzip();
            office.archive_files_pending.set(true);
            office.send_event(&Event::Archive { source, names }, blobs);
            return;
        }
        Ok(JobOutcome::Located(done)) => done.send_outcome(office),
        Ok(JobOutcome::FetchFailed(error)) => office.send_event(&Event::FetchFailed { source, error }, []),
        Ok(JobOutcome::Refused(why)) => office.send_event(&Event::Refused { source, reason: why }, []),
        Ok(JobOutcome::Cancelled) => office.send_event(&Event::LoadCancelled(source), []),
        Err(why) => office.send_event(&Event::Unreadable { source, error: why }, []),
    }
    send_fleet_changed(office);
}

/// Tells the page that the fleet is another one now.
pub fn send_fleet_changed(office: &WorkerState) {
    let held = office.engine.borrow().source_stats();
    office.send_event(&Event::FleetChanged(held), []);
}

/// Writes the sample fleet: a blob of it, or none when it was stopped.
async fn write_sample(office: &WorkerState, source: &Source, sims: u32) -> Result<Option<Blob>, JsValue> {
    let sample = SampleFleet { seed: SAMPLE_SEED, now: Date::now() as i64, shape: SampleShape::Subscribers };
    let (parts, mut bytes, mut told) = (Array::new(), 0.0, office.now_ms());
    for part in sample.json_chunks(sims) {
        parts.push(&Uint8Array::from(part.as_slice()));
        bytes += part.len() as f64;
        if office.now_ms() - told > PROGRESS_INTERVAL_MS {
            told = office.now_ms();
            send_load_progress(office, source, bytes / 2.0, 0);
            yield_now().await;
            if office.load_cancelled.get() {
                return Ok(None);
            }
        }
    }
    Blob::new_with_u8_array_sequence(&parts).map(Some)
}

fn send_load_progress(office: &WorkerState, source: &Source, done: f64, sims: u64) {
    let queue = office.load_queue.borrow();
    office.send_event(
        &Event::Progress(LoadProgress {
            source: source.clone(),
            done: (queue.bytes_done + done) as u64,
            total: queue.bytes_total as u64,
            sims: queue.sims_done + sims,
            kind: ProgressKind::Sims,
            fetch: None,
        }),
        [],
    );
}

/// Records and SIMs of this load, with so many of the source that is being fetched.
pub fn fetch_totals(office: &WorkerState, records: u64) -> (u64, u64) {
    let sims = office.load_queue.borrow().sims_done + records;
    (sims, sims)
}

/// Reads one source into the fleet.
async fn load_source(office: &WorkerState, source: &Source, blob: &Blob) -> Result<JobOutcome, JsValue> {
    let mut seen = None;
    loop {
        match load_source_as(office, source, blob, seen).await? {
            Ok(end) => return Ok(end),
            // Nothing of what was read in the wrong encoding stays.
            Err(encoding) => {
                office.engine.borrow_mut().remove_source(source.id);
                seen = Some(encoding);
            }
        }
    }
}

/// Reads one source in the encoding that was seen before, if one was; or says in which it is to be read.
async fn load_source_as(
    office: &WorkerState,
    source: &Source,
    blob: &Blob,
    seen: Option<Encoding>,
) -> Result<Result<JobOutcome, Encoding>, JsValue> {
    office.engine.borrow_mut().begin_source(source.clone());
    office.source_texts.borrow_mut().insert(source.id, blob.clone());
    let mut text = TextReader::open_blob(office, blob, seen).await?;
    let (mut reader, texts) = (IngestReader::default(), Array::new());
    let mut together = ExtractPipeline::new(&office.extract_pool, blob, &texts);
    let (start, mut told, mut look) = (office.now_ms(), office.now_ms(), FIRST_VIEW_DELAY_MS);
    send_load_progress(office, source, 0.0, 0);
    let (mut begun, mut reserved) = (false, MIN_RECORDS_TO_RESERVE);
    let damaged = loop {
        let (read, mut piece) = text.next_chunk().await?;
        if !std::mem::replace(&mut begun, true) {
            let head = piece.into_bytes();
            if is_tower_file(&head) {
                return Ok(Ok(JobOutcome::Towers(blob.clone())));
            }
            if is_zip(&head)
                && let Some(files) = archive::expand_archive(blob).await?
            {
                return Ok(Ok(if files.is_empty() {
                    JobOutcome::Refused(IngestError::Empty)
                } else {
                    JobOutcome::Archive(files)
                }));
            }
            piece = Chunk::Inline(head);
        }
        if text.is_transformed() {
            texts.push(&piece.to_blob()?.into());
        }
        together.push_chunk(piece, &mut reader, &office.engine).await?;
        if let (None, Some(encoding)) = (seen, reader.suspected_encoding()) {
            return Ok(Err(encoding));
        }
        match read {
            ChunkStatus::More => {}
            ChunkStatus::Last => break false,
            ChunkStatus::Damaged => break true,
        }
        if reserved < reader.records_read() && !text.is_gzip() {
            let more = reader.records_read() as f64 * (blob.size() / text.bytes_read() - 1.0).max(0.0) * RESERVE_FACTOR;
            office.engine.borrow_mut().fleet_mut().reserve_records(more as usize);
            reserved = u64::MAX;
        }
        if office.now_ms() - told > PROGRESS_INTERVAL_MS {
            told = office.now_ms();
            send_load_progress(office, source, text.bytes_read(), reader.records_read());
        }
        if office.now_ms() - start > look {
            look *= 2.5;
            // What is there by itself in a moment is not worth a look before.
            let left = (office.now_ms() - start) * (blob.size() / text.bytes_read() - 1.0);
            if left > FIRST_VIEW_DELAY_MS {
                send_fleet_changed(office);
            }
        }
        yield_now().await;
        if office.load_cancelled.get() {
            return Ok(Ok(JobOutcome::Cancelled));
        }
    };
    together.drain_to(0, &mut reader, &office.engine).await?;
    if let (None, Some(encoding)) = (seen, reader.suspected_encoding()) {
        return Ok(Err(encoding));
    }
    let (gzip, encoding, escapes) = (text.is_gzip(), text.encoding(), text.has_escapes());
    let report = match reader.finish(office.engine.borrow_mut().fleet_mut()) {
        Err(IngestError::Empty | IngestError::Truncated(_)) if damaged => {
            return Ok(Ok(JobOutcome::Refused(IngestError::DamagedGzip)));
        }
        Err(why) => return Ok(Ok(JobOutcome::Refused(why))),
        Ok(report) => report,
    };
    let cut = report.truncated_at.or(damaged.then_some(report.bytes)).map(|at| match encoding {
        Encoding::Utf8 => at,
        // The byte where the file itself ends says more than that of the text it is read as.
        _ if !gzip => blob.size() as u64,
        _ => at,
    });
    let whole = (texts.length() > 0).then(|| Blob::new_with_blob_sequence(&texts)).transpose()?;
    Ok(Ok(JobOutcome::Read(
        IngestReport { gzip, encoding, has_terminal_escapes: escapes, truncated_at: cut, ..report },
        whole,
    )))
}
