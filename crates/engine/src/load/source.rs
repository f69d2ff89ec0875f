//! Loading of one source into the fleet.

use super::extract::{ChunkExtractor, ExtractPool};
use super::progress::{EarlyViews, RecordEstimate};
use super::{Chunk, ChunkSource, ChunkStatus, ExtractPipeline, JobOutcome, LoadHost, ProgressTimer};
use crate::{Event, Source};
use ingest::zip::is_zip;
use ingest::{Encoding, IngestError, IngestReader, IngestReport};
use places::towers::is_tower_file;

/// What every OpenDocument file has (ISO/IEC 26300, part 2, 3.2): a sheet is to be saved as XLSX or CSV.
const OPEN_DOCUMENT_PART: &str = "META-INF/manifest.xml";

/// How one reading of a source ended.
enum LoadAttempt<T> {
    /// The source is done.
    Done(JobOutcome<T>),
    /// The text seems to be written in this encoding: it is to be read again.
    WrongEncoding(Encoding),
}

/// Loads one source into the fleet. Where it is cancelled, or ends otherwise than read, whoever calls takes it out again.
///
/// `open` opens the source, in the encoding that was suspected when it was read before.
///
/// # Errors
/// Where the source cannot be read, or the fleet is full.
pub async fn load_source<H, E, S>(
    host: &H,
    pool: &ExtractPool<E>,
    source: &Source,
    open: impl AsyncFn(Option<Encoding>) -> Result<S, S::Error>,
) -> Result<JobOutcome<S::Text>, S::Error>
where
    H: LoadHost,
    E: ChunkExtractor,
    S: ChunkSource<Buffer = E::Buffer>,
{
    let mut known_encoding = None;
    loop {
        host.engine().borrow_mut().begin_source(source.clone());
        let attempt = load_chunks(host, pool, source, open(known_encoding).await?, known_encoding).await?;
        match attempt {
            // What was cancelled while it was on its last bytes is cancelled as well.
            _ if host.load_state().is_cancelled() => return Ok(JobOutcome::Cancelled),
            LoadAttempt::Done(outcome) => return Ok(outcome),
            LoadAttempt::WrongEncoding(encoding) => {
                host.engine().borrow_mut().remove_source(source.id);
                known_encoding = Some(encoding);
            }
        }
    }
}

/// Reads one source in the encoding that is known of it.
async fn load_chunks<H, E, S>(
    host: &H,
    pool: &ExtractPool<E>,
    source: &Source,
    mut chunks: S,
    known_encoding: Option<Encoding>,
) -> Result<LoadAttempt<S::Text>, S::Error>
where
    H: LoadHost,
    E: ChunkExtractor,
    S: ChunkSource<Buffer = E::Buffer>,
{
    let (engine, state, total) = (host.engine(), host.load_state(), chunks.byte_len());
    let mut pipeline = ExtractPipeline::new(pool, IngestReader::default());
    let (mut progress, mut views) = (ProgressTimer::start(host.now_ms()), EarlyViews::start(host.now_ms()));
    let (mut estimate, mut is_first, mut is_list) = (RecordEstimate::default(), true, false);
    let send_progress = |bytes, sims| host.send_event(&Event::Progress(state.progress_with(source, bytes, sims)));
    send_progress(0, 0);
    let status = loop {
        let (status, mut chunk) = chunks.next_chunk().await?;
        if std::mem::take(&mut is_first) {
            let head = chunk.into_bytes();
            is_list = lists::is_list(&head);
            if let Some(outcome) = recognize_other_file(&chunks, &head, is_list).await? {
                return Ok(LoadAttempt::Done(outcome));
            }
            chunk = Chunk::Inline(head);
        }
        pipeline.push_chunk(chunk, &chunks, engine).await?;
        if let (None, Some(encoding)) = (known_encoding, pipeline.reader().suspected_encoding()) {
            return Ok(LoadAttempt::WrongEncoding(encoding));
        }
        if status != ChunkStatus::More {
            break status;
        }
        let (records, read) = (pipeline.reader().records_read(), chunks.bytes_read());
        if !chunks.text_format().gzip
            && let Some(more) = estimate.estimate_once(records, read, total)
        {
            engine.borrow_mut().fleet_mut().reserve_records(more);
        }
        if progress.is_due(host.now_ms()) {
            send_progress(read, records);
        }
        if views.is_due(host.now_ms(), read, total) {
            host.send_fleet_changed();
        }
        host.yield_now().await;
        if state.is_cancelled() {
            return Ok(LoadAttempt::Done(JobOutcome::Cancelled));
        }
    };
    while pipeline.drain_next(&chunks, engine).await? {
        if state.is_cancelled() {
            return Ok(LoadAttempt::Done(JobOutcome::Cancelled));
        }
    }
    if let (None, Some(encoding)) = (known_encoding, pipeline.reader().suspected_encoding()) {
        return Ok(LoadAttempt::WrongEncoding(encoding));
    }
    let report = pipeline.into_reader().finish(engine.borrow_mut().fleet_mut());
    Ok(LoadAttempt::Done(match complete_report(report, status, &chunks) {
        Ok(report) => JobOutcome::Read(report, chunks.into_decoded()?),
        Err(IngestError::Csv { .. } | IngestError::Text(_)) if is_list => JobOutcome::List(chunks.original()),
        Err(reason) => JobOutcome::Refused(reason),
    }))
}

/// Recognizes a source that has no SIMs by its beginning: a file of cell towers, a
/// list, or an archive that is not damaged.
async fn recognize_other_file<S: ChunkSource>(
    chunks: &S,
    head: &[u8],
    is_list: bool,
) -> Result<Option<JobOutcome<S::Text>>, S::Error> {
    if is_tower_file(head) {
        return Ok(Some(JobOutcome::Towers(chunks.original())));
    }
    // What may have records is read for them first.
    if is_list && !may_have_records(head) {
        return Ok(Some(JobOutcome::List(chunks.original())));
    }
    if !is_zip(head) {
        return Ok(None);
    }
    Ok(chunks.expand_archive().await?.map(|files| {
        // A workbook is an archive, too.
        if files.iter().any(|file| file.name == lists::WORKBOOK_PATH) {
            JobOutcome::List(chunks.original())
        } else if files.iter().any(|file| file.name == OPEN_DOCUMENT_PART) {
            JobOutcome::Refused(IngestError::Format("OpenDocument".into()))
        } else if files.is_empty() {
            JobOutcome::Refused(IngestError::Empty)
        } else {
            JobOutcome::Archive(files)
        }
    }))
}

/// Whether a text may have a JSON object in it.
fn may_have_records(head: &[u8]) -> bool {
    memchr::memchr_iter(b'{', head).any(|at| head[at + 1..].trim_ascii_start().starts_with(b"\""))
}

/// Completes the report of a text with what its source knows: how it is written, and where it is damaged.
fn complete_report<S: ChunkSource>(
    report: Result<IngestReport, IngestError>,
    status: ChunkStatus,
    chunks: &S,
) -> Result<IngestReport, IngestError> {
    let (format, is_damaged) = (chunks.text_format(), status == ChunkStatus::Damaged);
    let report = match report {
        Err(IngestError::Empty | IngestError::Truncated(_)) if is_damaged => return Err(IngestError::DamagedGzip),
        report => report?,
    };
    let truncated_at = report.truncated_at.or(is_damaged.then_some(report.bytes)).map(|at| match format.encoding {
        Encoding::Utf8 => at,
        // The byte where the file itself ends says more than that of the text it is read as.
        _ if !format.gzip => chunks.byte_len(),
        _ => at,
    });
    Ok(IngestReport {
        gzip: format.gzip,
        encoding: format.encoding,
        has_terminal_escapes: format.has_terminal_escapes,
        truncated_at,
        ..report
    })
}
