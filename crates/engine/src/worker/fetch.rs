//! A list from the API: page after page into the fleet, by the same path as a file.

use super::load::{End, changed, progress_of};
use super::pieces::{Pieces, Read};
use super::{Office, turn};
use engine::{Fetch, Fetching, Progress, Source, Tell, Unfinished, What};
use fleet::SourceId;
use ingest::{IngestReader, IngestReport};
use js_sys::{Array, Uint8Array};
use soracom::{Paginator, RetryPolicy, RetryWait, SoracomError, call_with_retries};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::Blob;

/// Milliseconds between two looks at a list that is being fetched.
const LOOK: f64 = 1_500.0;

/// What has come of a list so far. Its text is one JSON array from the first page on.
struct Fetched<'a> {
    office: &'a Rc<Office>,
    source: &'a Source,
    reader: IngestReader,
    texts: Array,
    records: u64,
    pages: Cell<u32>,
    begun: f64,
    idle: Cell<f64>,
}

/// Fetches a list; what came of it stays, whole or not.
pub async fn fetch(office: &Rc<Office>, fetch: &Fetch) -> Result<End, JsValue> {
    let (mut so_far, mut pages) = begin(office, fetch).await?;
    let session = match office.session_at(&fetch.endpoint) {
        Ok(session) => session,
        Err(error) => return so_far.end(fetch, pages, Some(Unfinished::Failed(error))),
    };
    let api = office.api(&fetch.endpoint);
    let mut looked = office.clock();
    so_far.tell(None);
    while !pages.is_finished() {
        let asked = office.clock();
        let page = call_with_retries(&so_far, async || api.fetch_page(&session, &mut pages).await).await;
        so_far.idle.set(so_far.idle.get() + office.clock() - asked);
        match page {
            Ok(page) => so_far.take(&page.records_json, page.record_count)?,
            Err(_) if office.stop.get() => return so_far.end(fetch, pages, Some(Unfinished::Stopped)),
            Err(error) if so_far.records == 0 => {
                return Ok(End::NotFetched(error));
            }
            Err(error) => return so_far.end(fetch, pages, Some(Unfinished::Failed(error))),
        }
        so_far.tell(None);
        if office.clock() - looked > LOOK {
            so_far.look()?;
            looked = office.clock();
        }
        turn::turn().await;
        if office.stop.get() && !pages.is_finished() {
            return so_far.end(fetch, pages, Some(Unfinished::Stopped));
        }
    }
    so_far.end(fetch, pages, None)
}

/// An empty source, or one that goes on: then what is there of it is read once more.
async fn begin<'a>(office: &'a Rc<Office>, fetch: &'a Fetch) -> Result<(Fetched<'a>, Paginator), JsValue> {
    let (source, texts) = (&fetch.source, Array::new());
    let known = office.unfinished.borrow_mut().remove(&source.id).filter(|_| fetch.resume);
    let before = office.texts.borrow().get(&source.id).cloned();
    office.desk.borrow_mut().remove(source.id);
    office.desk.borrow_mut().begin(source.clone());
    let mut so_far = Fetched {
        office,
        source,
        reader: IngestReader::default(),
        texts,
        records: 0,
        pages: Cell::default(),
        begun: office.clock(),
        idle: Cell::default(),
    };
    let (Some(pages), Some(text)) = (known, before) else {
        so_far.push(b"[")?;
        return Ok((so_far, Paginator::new(fetch.list)));
    };
    // All of it but the bracket at its end.
    let text = text.slice_with_f64_and_f64(0.0, (text.size() - 1.0).max(0.0))?;
    so_far.texts.push(&text);
    let mut pieces = Pieces::of(&text, None).await?;
    loop {
        let (read, piece) = pieces.next().await?;
        let read_all = so_far.reader.push(&piece.bytes(), office.desk.borrow_mut().fleet_mut());
        if read_all.is_err() || !matches!(read, Read::Piece) {
            break;
        }
    }
    so_far.records = so_far.reader.records_read();
    Ok((so_far, pages))
}

impl Fetched<'_> {
    fn take(&mut self, text: &[u8], records: u32) -> Result<(), JsValue> {
        self.pages.set(self.pages.get() + 1);
        if records == 0 {
            return Ok(());
        }
        if self.records > 0 {
            self.push(b",\n")?;
        }
        self.records += u64::from(records);
        self.push(text)
    }

    fn push(&mut self, bytes: &[u8]) -> Result<(), JsValue> {
        self.texts.push(&Uint8Array::from(bytes));
        let read = self.reader.push(bytes, self.office.desk.borrow_mut().fleet_mut());
        read.map_err(|full| js_sys::Error::new(&full.to_string()).into())
    }

    fn text(&self) -> Result<Blob, JsValue> {
        // A script may hold on to the texts until they are one.
        Blob::new_with_blob_sequence(&self.texts)
    }

    /// Shows what has come so far.
    fn look(&self) -> Result<(), JsValue> {
        self.office.texts.borrow_mut().insert(self.source.id, self.text()?);
        self.office.desk.borrow_mut().settle();
        changed(self.office);
        Ok(())
    }

    fn tell(&self, wait: Option<(u64, SoracomError)>) {
        let fetching =
            Fetching { pages: self.pages.get(), ms: self.office.clock() - self.begun, idle: self.idle.get(), wait };
        let (done, sims) = progress_of(self.office, self.records);
        let progress =
            Progress { source: self.source.clone(), done, total: 0, sims, what: What::Sims, fetching: Some(fetching) };
        self.office.tell(&Tell::Progress(progress), []);
    }

    fn end(mut self, fetch: &Fetch, pages: Paginator, unfinished: Option<Unfinished>) -> Result<End, JsValue> {
        self.push(b"]")?;
        let text = self.text()?;
        if unfinished.is_some() {
            if fetch.replaces.is_some() {
                // The earlier list is whole: it is worth more than a part of a newer one.
                return Ok(match unfinished {
                    Some(Unfinished::Failed(error)) => End::NotFetched(error),
                    _ => End::Stopped,
                });
            }
            self.office.unfinished.borrow_mut().insert(self.source.id, pages);
        }
        // An operator without SIMs has an empty list, which is no fault.
        let report = if self.records == 0 {
            IngestReport::default()
        } else {
            match self.reader.finish(self.office.desk.borrow_mut().fleet_mut()) {
                Ok(report) => report,
                Err(why) => return Ok(End::Refused(why)),
            }
        };
        self.office.desk.borrow_mut().settle();
        if let Some(earlier) = fetch.replaces.filter(|_| unfinished.is_none()) {
            let news = self.office.desk.borrow().news(SourceId(earlier), SourceId(self.source.id));
            self.office.desk.borrow_mut().remove(earlier);
            self.office.texts.borrow_mut().remove(&earlier);
            let [new, gone, changed] = [news.new, news.gone, news.changed].map(|count| count as u32);
            self.office.tell(&Tell::Refreshed { new, gone, changed }, []);
        }
        Ok(End::Fetched(report, text, unfinished))
    }
}

impl RetryPolicy for Fetched<'_> {
    /// Counts down, until the time is over, the reader is impatient, or stops.
    async fn wait_before_retry(&self, wait: RetryWait) -> bool {
        let unreachable = matches!(wait.error, SoracomError::Unreachable { .. });
        if self.office.stop.get() || (unreachable && !self.office.contact.get()) {
            return false;
        }
        // Whoever waits may look at what is there.
        if self.records > 0 && self.look().is_err() {
            return false;
        }
        turn::count_down(self.office, wait.delay_ms, |left| self.tell(left.map(|left| (left, wait.error.clone()))))
            .await
    }
}
