//! The jobs of the queue: sources to load, and what else is asked of the API.

use super::WorkerState;
use super::blob_source::BlobSource;
use super::error::WorkerError;
use super::list_fetch::fetch_list;
use super::list_files::read_list_files;
use super::read_errors::verify_read;
use super::tower_files::read_tower_files;
use crate::load::{
    JobOutcome, JobRunner, LoadHost, LoadJob, ProgressTimer, QueueStatus, load_source, locate_cells, run_queue,
};
use crate::{Event, FetchRequest, LocateRequest, ReadError, Source};
use fleet::{Fleet, SourceId};
use ingest::{Encoding, IngestReader};
use js_sys::{Array, Date, Uint8Array};
use sample::{SampleFleet, SampleShape};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::Blob;

/// Where the bytes of a source are.
pub enum JobInput {
    /// In a file or a paste.
    Blob(Blob),
    /// In the generator: so many SIMs.
    Sample(u32),
    /// At the API.
    Api(FetchRequest),
    /// Nowhere: the API is asked for positions of cells.
    Positions(LocateRequest),
}

/// The sample's seed: everyone gets the same fleet, and ages count from now.
const SAMPLE_SEED: u64 = 9;
/// Bytes of one record of the sample, about: for a progress that is true enough.
const SAMPLE_RECORD_BYTES: u64 = 2_100;
/// SIMs that are read to warm up: about two megabytes.
const WARM_UP_SIMS: u32 = 1_200;

/// Reads some of the sample and forgets it, while there is nothing else to do. Browsers compile what has run for a while
/// once more, and better: the first file is read a quarter faster for it (Chromium, November 2026).
pub async fn warm_up_reader(state: Rc<WorkerState>) {
    let (mut reader, mut fleet) = (IngestReader::default(), Fleet::default());
    fleet.begin_source(SourceId(0), "");
    for part in sample_fleet().json_chunks(WARM_UP_SIMS) {
        state.yield_now().await;
        if state.load.is_running() || reader.push(&part, &mut fleet).is_err() {
            return;
        }
    }
}

fn sample_fleet() -> SampleFleet {
    SampleFleet { seed: SAMPLE_SEED, now: Date::now() as i64, shape: SampleShape::Subscribers }
}

/// Puts sources into the queue, and runs it if nobody does.
pub fn enqueue_jobs(state: &Rc<WorkerState>, jobs: Vec<(Source, JobInput)>) {
    let jobs = jobs.into_iter().map(|(source, input)| {
        let bytes = match &input {
            JobInput::Blob(blob) => blob.size() as u64,
            JobInput::Sample(sims) => u64::from(*sims) * SAMPLE_RECORD_BYTES,
            JobInput::Api(_) | JobInput::Positions(_) => 0,
        };
        LoadJob { source, input, bytes }
    });
    if state.load.enqueue_jobs(jobs) == QueueStatus::Stopped {
        let state = Rc::clone(state);
        spawn_local(async move { run_queue(&*state).await });
    }
}

impl JobRunner for WorkerState {
    async fn run_job(&self, source: &Source, input: JobInput) -> Result<JobOutcome<Blob>, ReadError> {
        let other = |error: WorkerError| ReadError::Other(error.to_string());
        match input {
            JobInput::Blob(blob) => {
                let read = self.load_blob(source, &blob).await;
                verify_read(&blob, read, JobOutcome::is_damaged).await
            }
            JobInput::Api(list) => fetch_list(self, &list).await.map_err(other),
            JobInput::Positions(request) => Ok(JobOutcome::Located(locate_cells(self, &request).await)),
            JobInput::Sample(sims) => self.load_sample(source, sims).await.map_err(other),
        }
    }

    fn keep_text(&self, source: u32, text: Blob) {
        self.source_texts.borrow_mut().insert(source, text);
    }

    fn drop_text(&self, source: u32) {
        self.source_texts.borrow_mut().remove(&source);
    }

    fn keep_tower_file(&self, source: Source, file: Blob) {
        self.tower_files.borrow_mut().push(source, file);
    }

    fn read_tower_files(&self) -> impl Future<Output = ()> {
        read_tower_files(self)
    }

    fn keep_list_file(&self, source: Source, file: Blob) {
        self.list_files.borrow_mut().push(source, file);
    }

    fn read_list_files(&self) -> impl Future<Output = ()> {
        read_list_files(self)
    }
}

impl WorkerState {
    async fn load_blob(&self, source: &Source, blob: &Blob) -> Result<JobOutcome<Blob>, WorkerError> {
        // Records of what is still being loaded can be opened.
        self.keep_text(source.id, blob.clone());
        let open = async |known_encoding: Option<Encoding>| BlobSource::open(self, blob, known_encoding).await;
        load_source(self, &self.extract_pool, source, open).await
    }

    async fn load_sample(&self, source: &Source, sims: u32) -> Result<JobOutcome<Blob>, WorkerError> {
        let Some(blob) = self.write_sample(source, sims).await? else { return Ok(JobOutcome::Cancelled) };
        Ok(match self.load_blob(source, &blob).await? {
            JobOutcome::Read(report, None) => JobOutcome::Read(report, Some(blob)),
            outcome => outcome,
        })
    }

    /// Writes the sample fleet; `None` where that is cancelled.
    async fn write_sample(&self, source: &Source, sims: u32) -> Result<Option<Blob>, WorkerError> {
        let (parts, mut bytes, mut progress) = (Array::new(), 0, ProgressTimer::start(self.now_ms()));
        for part in sample_fleet().json_chunks(sims) {
            parts.push(&Uint8Array::from(part.as_slice()));
            bytes += part.len() as u64;
            if progress.is_due(self.now_ms()) {
                self.send_event(&Event::Progress(self.load.progress_with(source, bytes / 2, 0)));
                self.yield_now().await;
                if self.load.is_cancelled() {
                    return Ok(None);
                }
            }
        }
        Ok(Some(Blob::new_with_u8_array_sequence(&parts)?))
    }
}
