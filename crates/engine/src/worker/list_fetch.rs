//! A list from the API: page after page into the fleet, by the same path as a file.

use super::chunks::{ChunkReader, ChunkStatus};
use super::load::{JobOutcome, fetch_totals, send_fleet_changed};
use super::{WorkerState, event_loop};
use engine::{Event, FetchProgress, FetchRequest, LoadProgress, ProgressKind, Source, UnfinishedReason};
use fleet::SourceId;
use ingest::{IngestReader, IngestReport};
use js_sys::{Array, Uint8Array};
use soracom::{Paginator, RetryPolicy, RetryWait, SoracomError, call_with_retries};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::Blob;

/// Milliseconds between two looks at a list that is being fetched.
const FETCH_VIEW_INTERVAL_MS: f64 = 1_500.0;

/// What has come of a list so far. Its text is one JSON array from the first page on.
struct ListFetch<'a> {
    state: &'a Rc<WorkerState>,
    source: &'a Source,
    reader: IngestReader,
    text_parts: Array,
    records: u64,
    pages_fetched: Cell<u32>,
    started_at: f64,
    idle_ms: Cell<f64>,
}

/// Fetches a list; what came of it stays, whole or not.
pub async fn fetch_list(office: &Rc<WorkerState>, fetch: &FetchRequest) -> Result<JobOutcome, JsValue> {
    let (mut so_far, mut pages) = start_fetch(office, fetch).await?;
    let session = match office.session_at(&fetch.endpoint) {
        Ok(session) => session,
        Err(error) => return so_far.finish_fetch(fetch, pages, Some(UnfinishedReason::Failed(error))),
    };
    let api = office.api_at(&fetch.endpoint);
    let mut looked = office.now_ms();
    so_far.send_progress(None);
    while !pages.is_finished() {
        let asked = office.now_ms();
        let page = call_with_retries(&so_far, async || api.fetch_page(&session, &mut pages).await).await;
        so_far.idle_ms.set(so_far.idle_ms.get() + office.now_ms() - asked);
        match page {
            Ok(page) => so_far.append_page(&page.records_json, page.record_count)?,
            Err(_) if office.load_cancelled.get() => {
                return so_far.finish_fetch(fetch, pages, Some(UnfinishedReason::Cancelled));
            }
            Err(error) if so_far.records == 0 => {
                return Ok(JobOutcome::FetchFailed(error));
            }
            Err(error) => return so_far.finish_fetch(fetch, pages, Some(UnfinishedReason::Failed(error))),
        }
        so_far.send_progress(None);
        if office.now_ms() - looked > FETCH_VIEW_INTERVAL_MS {
            so_far.publish_partial()?;
            looked = office.now_ms();
        }
        event_loop::yield_now().await;
        if office.load_cancelled.get() && !pages.is_finished() {
            return so_far.finish_fetch(fetch, pages, Some(UnfinishedReason::Cancelled));
        }
    }
    so_far.finish_fetch(fetch, pages, None)
}

/// An empty source, or one that goes on: then what is there of it is read once more.
async fn start_fetch<'a>(
    office: &'a Rc<WorkerState>,
    fetch: &'a FetchRequest,
) -> Result<(ListFetch<'a>, Paginator), JsValue> {
    let (source, texts) = (&fetch.source, Array::new());
    let known = office.unfinished_lists.borrow_mut().remove(&source.id).filter(|_| fetch.resume);
    let before = office.source_texts.borrow().get(&source.id).cloned();
    office.engine.borrow_mut().remove_source(source.id);
    office.engine.borrow_mut().begin_source(source.clone());
    let mut so_far = ListFetch {
        state: office,
        source,
        reader: IngestReader::default(),
        text_parts: texts,
        records: 0,
        pages_fetched: Cell::default(),
        started_at: office.now_ms(),
        idle_ms: Cell::default(),
    };
    let (Some(pages), Some(text)) = (known, before) else {
        so_far.push_bytes(b"[")?;
        return Ok((so_far, Paginator::new(fetch.list)));
    };
    // All of it but the bracket at its end.
    let text = text.slice_with_f64_and_f64(0.0, (text.size() - 1.0).max(0.0))?;
    so_far.text_parts.push(&text);
    let mut pieces = ChunkReader::open_blob(&text, None).await?;
    loop {
        let (read, piece) = pieces.next_chunk().await?;
        let read_all = so_far.reader.push(&piece.into_bytes(), office.engine.borrow_mut().fleet_mut());
        if read_all.is_err() || !matches!(read, ChunkStatus::More) {
            break;
        }
    }
    so_far.records = so_far.reader.records_read();
    Ok((so_far, pages))
}

impl ListFetch<'_> {
    fn append_page(&mut self, text: &[u8], records: u32) -> Result<(), JsValue> {
        self.pages_fetched.set(self.pages_fetched.get() + 1);
        if records == 0 {
            return Ok(());
        }
        if self.records > 0 {
            self.push_bytes(b",\n")?;
        }
        self.records += u64::from(records);
        self.push_bytes(text)
    }

    fn push_bytes(&mut self, bytes: &[u8]) -> Result<(), JsValue> {
        self.text_parts.push(&Uint8Array::from(bytes));
        let read = self.reader.push(bytes, self.state.engine.borrow_mut().fleet_mut());
        read.map_err(|full| js_sys::Error::new(&full.to_string()).into())
    }

    fn text_blob(&self) -> Result<Blob, JsValue> {
        // A script may hold on to the texts until they are one.
        Blob::new_with_blob_sequence(&self.text_parts)
    }

    /// Shows what has come so far.
    fn publish_partial(&self) -> Result<(), JsValue> {
        self.state.source_texts.borrow_mut().insert(self.source.id, self.text_blob()?);
        self.state.engine.borrow_mut().commit_changes();
        send_fleet_changed(self.state);
        Ok(())
    }

    fn send_progress(&self, wait: Option<(u64, SoracomError)>) {
        let fetching = FetchProgress {
            pages: self.pages_fetched.get(),
            elapsed_ms: self.state.now_ms() - self.started_at,
            idle_ms: self.idle_ms.get(),
            retry_wait: wait,
        };
        let (done, sims) = fetch_totals(self.state, self.records);
        let progress = LoadProgress {
            source: self.source.clone(),
            done,
            total: 0,
            sims,
            kind: ProgressKind::Sims,
            fetch: Some(fetching),
        };
        self.state.send_event(&Event::Progress(progress), []);
    }

    fn finish_fetch(
        mut self,
        fetch: &FetchRequest,
        pages: Paginator,
        unfinished: Option<UnfinishedReason>,
    ) -> Result<JobOutcome, JsValue> {
        self.push_bytes(b"]")?;
        let text = self.text_blob()?;
        if unfinished.is_some() {
            if fetch.replaces.is_some() {
                // The earlier list is whole: it is worth more than a part of a newer one.
                return Ok(match unfinished {
                    Some(UnfinishedReason::Failed(error)) => JobOutcome::FetchFailed(error),
                    _ => JobOutcome::Cancelled,
                });
            }
            self.state.unfinished_lists.borrow_mut().insert(self.source.id, pages);
        }
        // An operator without SIMs has an empty list, which is no fault.
        let report = if self.records == 0 {
            IngestReport::default()
        } else {
            match self.reader.finish(self.state.engine.borrow_mut().fleet_mut()) {
                Ok(report) => report,
                Err(why) => return Ok(JobOutcome::Refused(why)),
            }
        };
        self.state.engine.borrow_mut().commit_changes();
        if let Some(earlier) = fetch.replaces.filter(|_| unfinished.is_none()) {
            let news = self.state.engine.borrow().source_diff(SourceId(earlier), SourceId(self.source.id));
            self.state.engine.borrow_mut().remove_source(earlier);
            self.state.source_texts.borrow_mut().remove(&earlier);
            let [new, gone, changed] = [news.new, news.gone, news.changed].map(|count| count as u32);
            self.state.send_event(&Event::Refreshed { new, gone, changed }, []);
        }
        Ok(JobOutcome::Fetched(report, text, unfinished))
    }
}

impl RetryPolicy for ListFetch<'_> {
    /// Counts down, until the time is over, the reader is impatient, or stops.
    async fn wait_before_retry(&self, wait: RetryWait) -> bool {
        let unreachable = matches!(wait.error, SoracomError::Unreachable { .. });
        if self.state.load_cancelled.get() || (unreachable && !self.state.api_reached.get()) {
            return false;
        }
        // Whoever waits may look at what is there.
        if self.records > 0 && self.publish_partial().is_err() {
            return false;
        }
        event_loop::count_down(self.state, wait.delay_ms, |left| {
            self.send_progress(left.map(|left| (left, wait.error.clone())))
        })
        .await
    }
}
