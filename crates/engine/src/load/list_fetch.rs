//! A list from the API: page after page into the fleet, by the same path as a file.

use super::{ApiHost, ApiProgress, JobOutcome, JobRunner};
use crate::{Event, FetchRequest, ProgressKind, UnfinishedReason};
use fleet::{CapacityError, SourceId};
use ingest::{IngestReader, IngestReport};
use soracom::{Paginator, SoracomError};

/// Milliseconds between two views of a list that is being fetched.
const FETCH_VIEW_INTERVAL_MS: f64 = 1_500.0;

/// Builds the text of a list.
pub trait TextBuilder {
    /// What holds a whole text.
    type Text;
    /// Why there is no text.
    type Error: From<CapacityError>;

    /// Appends some bytes.
    fn append_bytes(&mut self, bytes: &[u8]);

    /// The text so far.
    ///
    /// # Errors
    /// Returns an error if the text cannot be kept.
    fn build_text(&self) -> Result<Self::Text, Self::Error>;
}

/// A list that is to go on where it ended: what follows, and what has been read of it.
pub struct PartialList {
    /// The pages that follow.
    pub pages: Paginator,
    /// What has read the text so far, but for the bracket at its end, into the source that was begun.
    pub reader: IngestReader,
}

/// What has come of a list so far. Its text is one JSON array from the first page on.
struct ListFetch<'a, H, B> {
    host: &'a H,
    request: &'a FetchRequest,
    pages: Paginator,
    reader: IngestReader,
    text: B,
    progress: ApiProgress<'a, H>,
}

/// Fetches a list into a source that was begun; what came of it stays, whole or not.
///
/// # Errors
/// Where the fleet is full, or there is no text.
pub async fn fetch_list<H, B>(
    host: &H,
    request: &FetchRequest,
    partial: Option<PartialList>,
    text: B,
) -> Result<JobOutcome<H::Text>, B::Error>
where
    H: ApiHost + JobRunner,
    B: TextBuilder<Text = H::Text>,
{
    let is_resumed = partial.is_some();
    let PartialList { pages, reader } =
        partial.unwrap_or_else(|| PartialList { pages: Paginator::new(request.list), reader: IngestReader::default() });
    let mut progress = ApiProgress::start(host, &request.source, ProgressKind::Sims);
    progress.done = reader.records_read();
    let mut fetch = ListFetch { host, request, pages, reader, text, progress };
    if !is_resumed {
        fetch.push_bytes(b"[")?;
    }
    match fetch.fetch_pages().await? {
        ListEnd::Whole => fetch.finish(None),
        ListEnd::Unfinished(reason) => fetch.finish(Some(reason)),
        ListEnd::NothingCame(error) => Ok(JobOutcome::FetchFailed(error)),
    }
}

/// How the fetching of a list ended.
enum ListEnd {
    Whole,
    Unfinished(UnfinishedReason),
    NothingCame(SoracomError),
}

impl<H, B> ListFetch<'_, H, B>
where
    H: ApiHost + JobRunner,
    B: TextBuilder<Text = H::Text>,
{
    async fn fetch_pages(&mut self) -> Result<ListEnd, B::Error> {
        let (host, state) = (self.host, self.host.load_state());
        let session = match host.session_at(&self.request.endpoint) {
            Ok(session) => session,
            Err(error) => return Ok(ListEnd::Unfinished(UnfinishedReason::Failed(error))),
        };
        let api = host.api_client(&self.request.endpoint);
        let mut last_view = host.now_ms();
        self.progress.send();
        while !self.pages.is_finished() {
            let (text, pages, has_records) = (&self.text, &mut self.pages, self.progress.done > 0);
            let call = async || api.fetch_page(&session, pages).await;
            // Whoever waits may look at what is there.
            let before_wait = || {
                if has_records && let Ok(text) = text.build_text() {
                    publish_partial(host, self.request.source.id, text);
                }
            };
            match self.progress.call(call, &before_wait).await {
                Ok(page) => self.append_page(&page.records_json, page.record_count)?,
                Err(_) if state.is_cancelled() => return Ok(ListEnd::Unfinished(UnfinishedReason::Cancelled)),
                Err(error) if self.progress.done == 0 => return Ok(ListEnd::NothingCame(error)),
                Err(error) => return Ok(ListEnd::Unfinished(UnfinishedReason::Failed(error))),
            }
            self.progress.send();
            if host.now_ms() - last_view > FETCH_VIEW_INTERVAL_MS {
                publish_partial(host, self.request.source.id, self.text.build_text()?);
                last_view = host.now_ms();
            }
            host.yield_now().await;
            if state.is_cancelled() && !self.pages.is_finished() {
                return Ok(ListEnd::Unfinished(UnfinishedReason::Cancelled));
            }
        }
        Ok(ListEnd::Whole)
    }

    fn append_page(&mut self, records_json: &[u8], record_count: u32) -> Result<(), B::Error> {
        if record_count == 0 {
            return Ok(());
        }
        if self.progress.done > 0 {
            self.push_bytes(b",\n")?;
        }
        self.progress.done += u64::from(record_count);
        self.push_bytes(records_json)
    }

    fn push_bytes(&mut self, bytes: &[u8]) -> Result<(), B::Error> {
        self.text.append_bytes(bytes);
        Ok(self.reader.push(bytes, self.host.engine().borrow_mut().fleet_mut())?)
    }

    fn finish(mut self, unfinished: Option<UnfinishedReason>) -> Result<JobOutcome<H::Text>, B::Error> {
        self.push_bytes(b"]")?;
        let text = self.text.build_text()?;
        let source = self.request.source.id;
        if let Some(reason) = &unfinished {
            if self.request.replaces.is_some() {
                // The earlier list is whole: it is worth more than a part of a newer one.
                return Ok(match reason {
                    UnfinishedReason::Failed(error) => JobOutcome::FetchFailed(error.clone()),
                    UnfinishedReason::Cancelled => JobOutcome::Cancelled,
                });
            }
            self.host.keep_unfinished_list(source, self.pages);
        }
        // An operator without SIMs has an empty list, which is no fault.
        let report = if self.progress.done == 0 {
            IngestReport::default()
        } else {
            match self.reader.finish(self.host.engine().borrow_mut().fleet_mut()) {
                Ok(report) => report,
                Err(reason) => return Ok(JobOutcome::Refused(reason)),
            }
        };
        self.host.engine().borrow_mut().commit_changes();
        if let (Some(earlier), None) = (self.request.replaces, &unfinished) {
            replace_earlier(self.host, earlier, source);
        }
        Ok(JobOutcome::Fetched(report, text, unfinished))
    }
}

/// Shows what has come so far.
fn publish_partial<H: JobRunner>(host: &H, source: u32, text: H::Text) {
    host.keep_text(source, text);
    host.engine().borrow_mut().commit_changes();
    host.send_fleet_changed();
}

/// Takes an earlier list out of the fleet, and tells what the later one says that it did not.
fn replace_earlier<H: JobRunner>(host: &H, earlier: u32, later: u32) {
    let diff = host.engine().borrow().source_diff(SourceId(earlier), SourceId(later));
    host.engine().borrow_mut().remove_source(earlier);
    host.drop_text(earlier);
    let [new, gone, changed] = [diff.new, diff.gone, diff.changed].map(|count| count as u32);
    host.send_event(&Event::Refreshed { new, gone, changed });
}
