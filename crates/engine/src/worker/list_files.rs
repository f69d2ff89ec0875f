//! Lists of the operator's own: read after the SIMs that they are joined with.

use super::WorkerState;
use super::country_names::country_names;
use super::error::WorkerError;
use super::read_errors::verify_read;
use super::text_reader::TextReader;
use super::workbook::open_workbook;
use crate::load::{ChunkStatus, LoadHost, ProgressTimer};
use crate::{Event, LoadProgress, ProgressKind, Source};
use fleet::{JoinedListBuilder, SourceId};
use ingest::{Encoding, IngestError};
use lists::{ListError, ListReader, ListReport, SheetReader};
use web_sys::Blob;

/// How far a list is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ListStatus {
    /// It was dropped, and nothing was done with it.
    New,
    /// It waits for SIMs, and the page knows.
    Waiting,
    /// It is joined.
    Read,
}

/// A list that was dropped.
#[derive(Clone)]
struct ListFile {
    source: Source,
    blob: Blob,
    /// The index of the column that its reader chose to identify SIMs by.
    key: Option<usize>,
    status: ListStatus,
}

/// The lists that were dropped.
#[derive(Default)]
pub struct ListFiles(Vec<ListFile>);

impl ListFiles {
    /// Adds a list; it is read with the next [`read_list_files`].
    pub fn push(&mut self, source: Source, blob: Blob) {
        self.remove(source.id);
        self.0.push(ListFile { source, blob, key: None, status: ListStatus::New });
    }

    /// Identifies the SIMs of a list by another column; it is read again with the next [`read_list_files`].
    pub fn choose_key(&mut self, list: u32, column: usize) {
        if let Some(file) = self.find(list) {
            (file.key, file.status) = (Some(column), ListStatus::New);
        }
    }

    /// Forgets a list.
    pub fn remove(&mut self, list: u32) {
        self.0.retain(|file| file.source.id != list);
    }

    fn find(&mut self, list: u32) -> Option<&mut ListFile> {
        self.0.iter_mut().find(|file| file.source.id == list)
    }

    fn set_status(&mut self, list: u32, status: ListStatus) {
        if let Some(file) = self.find(list) {
            file.status = status;
        }
    }

    fn unread(&self) -> Vec<ListFile> {
        self.0.iter().filter(|file| file.status != ListStatus::Read).cloned().collect()
    }
}

/// Reads the lists that were not read, where there are SIMs to join them with.
pub async fn read_list_files(state: &WorkerState) {
    let files = state.list_files.borrow().unread();
    for file in files {
        if state.engine.borrow().live_record_count() == 0 {
            wait_for_sims(state, &file).await;
            continue;
        }
        let read = read_by_best_key(state, &file).await;
        let id = file.source.id;
        match verify_read(&file.blob, read, |end| matches!(end, ListEnd::Refused(_))).await {
            Ok(ListEnd::Joined) => {
                state.list_files.borrow_mut().set_status(id, ListStatus::Read);
                let stats = state.engine.borrow().list_stats().into_iter().find(|stats| stats.source.id == id);
                if let Some(stats) = stats {
                    state.send_event(&Event::ListRead(stats));
                }
                state.send_fleet_changed();
                continue;
            }
            Ok(ListEnd::Cancelled) => state.send_event(&Event::LoadCancelled(file.source.clone())),
            Ok(ListEnd::Refused(error)) => {
                let columns = if let ListError::NoKey { columns } = error { columns } else { vec![] };
                let reason = IngestError::Csv { columns };
                state.send_event(&Event::Refused { source: file.source.clone(), reason });
            }
            Err(error) => state.send_event(&Event::Unreadable { source: file.source.clone(), error }),
        }
        state.list_files.borrow_mut().remove(id);
    }
}

/// Tells the page that a list waits, with the names of its columns.
async fn wait_for_sims(state: &WorkerState, file: &ListFile) {
    if file.status == ListStatus::Waiting {
        return;
    }
    state.list_files.borrow_mut().set_status(file.source.id, ListStatus::Waiting);
    // Of one that cannot be read now nothing is lost: it is read when there are SIMs.
    let columns = read_column_names(state, file).await.unwrap_or_default();
    state.send_event(&Event::ListWaits { source: file.source.clone(), columns });
}

/// The names of a list's columns, by its beginning.
async fn read_column_names(state: &WorkerState, file: &ListFile) -> Result<Vec<String>, WorkerError> {
    let workbook = open_workbook(state, &file.blob).await?;
    let sheet = workbook.as_ref().map_or(&[][..], |(_, sheets)| sheets).first();
    let mut text = TextReader::open_blob(state, sheet.unwrap_or(&file.blob), None).await?;
    let head = text.next_chunk().await?.1.into_bytes();
    Ok(lists::column_names(&match &workbook {
        Some((workbook, _)) => SheetReader::new(workbook).push(&head),
        None => head,
    }))
}

/// How the reading of a list ended.
enum ListEnd {
    Joined,
    Refused(ListError),
    Cancelled,
}

/// How one reading of a list ended.
enum ListAttempt {
    Read(JoinedListBuilder, ListReport),
    WrongEncoding(Encoding),
    Refused(ListError),
    Cancelled,
}

/// Joins a list by the first of its columns that the fleet knows identifiers of; by the best one where it knows none.
async fn read_by_best_key(state: &WorkerState, file: &ListFile) -> Result<ListEnd, WorkerError> {
    let (mut encoding, mut key) = (None, file.key);
    let mut untried: Option<Vec<usize>> = None;
    loop {
        let (list, report) = match read_list(state, file, encoding, key).await? {
            ListAttempt::Read(list, report) => (list, report),
            ListAttempt::WrongEncoding(found) => {
                encoding = Some(found);
                continue;
            }
            ListAttempt::Refused(error) => return Ok(ListEnd::Refused(error)),
            ListAttempt::Cancelled => return Ok(ListEnd::Cancelled),
        };
        let (column, possible) = (report.key.column, report.possible_keys.clone());
        let mut engine = state.engine.borrow_mut();
        engine.set_country_names(country_names());
        engine.join_list(file.source.clone(), list, report);
        let is_known = engine.list_stats().iter().any(|stats| stats.source.id == file.source.id && stats.matched > 0);
        let others = untried.get_or_insert_with(|| {
            let mut others: Vec<usize> =
                possible.iter().map(|key| key.column).filter(|other| *other != column).collect();
            others.reverse();
            // Where no column is known to the fleet, the best one stays.
            if !others.is_empty() {
                others.insert(0, column);
            }
            others
        });
        match others.pop() {
            Some(next) if !is_known && file.key.is_none() && next != column => key = Some(next),
            _ => return Ok(ListEnd::Joined),
        }
    }
}

/// Reads a list whole: of a workbook the first sheet that identifies SIMs.
async fn read_list(
    state: &WorkerState,
    file: &ListFile,
    known_encoding: Option<Encoding>,
    key: Option<usize>,
) -> Result<ListAttempt, WorkerError> {
    let Some((workbook, sheets)) = open_workbook(state, &file.blob).await? else {
        let text = TextReader::open_blob(state, &file.blob, known_encoding).await?;
        return read_table(state, file, text, None, known_encoding, key).await;
    };
    let mut last = ListAttempt::Refused(ListError::Empty);
    for sheet in sheets {
        let text = TextReader::open_blob(state, &sheet, Some(Encoding::Utf8)).await?;
        let rows = Some(SheetReader::new(&workbook));
        last = read_table(state, file, text, rows, Some(Encoding::Utf8), key).await?;
        if !matches!(last, ListAttempt::Refused(_)) {
            break;
        }
    }
    Ok(last)
}

/// Reads a table, whose text is that of a sheet where that is given.
async fn read_table(
    state: &WorkerState,
    file: &ListFile,
    mut text: TextReader,
    mut sheet: Option<SheetReader<'_>>,
    known_encoding: Option<Encoding>,
    key: Option<usize>,
) -> Result<ListAttempt, WorkerError> {
    let mut reader = ListReader::new(SourceId(file.source.id), &file.source.name, key);
    let mut progress = ProgressTimer::start_elapsed();
    loop {
        let (status, chunk) = text.next_chunk().await?;
        let bytes = chunk.into_bytes();
        if let (None, Some(encoding)) = (known_encoding, Encoding::guess_legacy(&bytes)) {
            return Ok(ListAttempt::WrongEncoding(encoding));
        }
        match &mut sheet {
            Some(sheet) => reader.push(&sheet.push(&bytes)),
            None => reader.push(&bytes),
        }
        if status != ChunkStatus::More || reader.is_refused() {
            return Ok(match reader.finish() {
                Ok((list, report)) => ListAttempt::Read(list, report),
                Err(error) => ListAttempt::Refused(error),
            });
        }
        if progress.is_due(state.now_ms()) {
            state.send_event(&Event::Progress(LoadProgress {
                source: file.source.clone(),
                done: text.bytes_read() as u64,
                total: file.blob.size() as u64,
                sims: reader.row_count(),
                kind: ProgressKind::List,
                fetch: None,
            }));
        }
        state.yield_now().await;
        if state.load.is_cancelled() {
            return Ok(ListAttempt::Cancelled);
        }
    }
}
