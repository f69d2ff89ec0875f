//! The selection as a file.

use super::WorkerState;
use super::error::WorkerError;
use super::table_export::export_table;
use crate::load::{LoadHost, ProgressTimer};
use crate::{CsvReader, Event, ExportProgress, ExportRequest, ExportUnit};
use export::json::{JsonChunk, JsonLayout, JsonWriter, SourceWindow, plan_windows};
use fleet::RecordSpan;
use js_sys::{Array, Uint8Array};
use places::sort_short;
use std::ops::Range;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag};

/// Bytes of one part of a file that is written.
const FILE_PART_BYTES: usize = 1 << 20;

/// A file that was written.
pub struct ExportedFile {
    pub name: String,
    /// Number of SIMs in it.
    pub sims: usize,
    pub blob: Blob,
}

/// The parts of a file that is being written.
#[derive(Default)]
pub struct FileParts(Array);

impl FileParts {
    /// Adds what follows. The browser keeps it, on disk where it is large; a script would keep all of it in memory.
    ///
    /// # Errors
    /// Where the browser has no room.
    pub fn push(&mut self, part: &Uint8Array) -> Result<(), WorkerError> {
        if part.length() > 0 {
            self.0.push(&Blob::new_with_u8_array_sequence(&Array::of1(part))?.into());
        }
        Ok(())
    }

    /// The file.
    ///
    /// # Errors
    /// Where the browser has no room.
    pub fn into_blob(self, kind: &str) -> Result<Blob, WorkerError> {
        build_blob(&self.0, kind)
    }
}

/// Why a file could not be written.
enum ExportFailure {
    /// A source could not be read again.
    SourceUnreadable { source: u32, text: Blob, error: WorkerError },
    /// Anything else.
    WriteFailed(WorkerError),
}

impl From<WorkerError> for ExportFailure {
    fn from(error: WorkerError) -> Self {
        Self::WriteFailed(error)
    }
}

impl From<JsValue> for ExportFailure {
    fn from(error: JsValue) -> Self {
        Self::WriteFailed(error.into())
    }
}

/// Writes the selection, and tells the page.
pub async fn export_selection(state: Rc<WorkerState>, request: ExportRequest) {
    state.export_cancelled.set(false);
    let written = match request {
        ExportRequest::Json => export_json(&state, JsonLayout::Array).await,
        ExportRequest::Lines => export_json(&state, JsonLayout::Lines).await,
        ExportRequest::Table { form, columns, headers, notes } => {
            export_table(&state, form, &columns, &headers, notes).await.map_err(ExportFailure::WriteFailed)
        }
        request => export_columns(&state, &request).map(Some).map_err(ExportFailure::WriteFailed),
    };
    match written {
        Ok(Some(ExportedFile { name, sims, blob })) => {
            state.send_event_with(&Event::Exported { name, sims: sims as u32 }, vec![blob]);
        }
        Ok(None) => state.send_event(&Event::NotExported),
        Err(ExportFailure::SourceUnreadable { source, text, error }) => {
            state.send_event(&Event::NotExported);
            state.send_record_unreadable(source, &text, &error).await;
        }
        Err(ExportFailure::WriteFailed(error)) => state.send_event(&Event::Failed(error.to_string())),
    }
}

/// Writes what is written from the columns alone.
fn export_columns(state: &WorkerState, request: &ExportRequest) -> Result<ExportedFile, WorkerError> {
    let engine = state.engine.borrow();
    let (fleet, rows, basis) = engine.selection();
    let parts = Array::new();
    let mut put = |part: Result<Vec<u8>, export::ExportError>| {
        parts.push(&Uint8Array::from(part?.as_slice()));
        Ok::<(), WorkerError>(())
    };
    match request {
        ExportRequest::Csv { columns, headers, reader } => {
            let guard = *reader == CsvReader::Spreadsheet;
            export::csv::write_visible_columns(fleet, rows.iter().copied(), columns, basis, headers, guard)
                .try_for_each(&mut put)?;
        }
        ExportRequest::Announced => {
            export::csv::write_announced_columns(fleet, rows.iter().copied()).map(Ok).try_for_each(&mut put)?;
        }
        ExportRequest::Identifiers { field, separator } => {
            let separator = separator.to_string();
            export::identifiers::write_identifiers(fleet, rows.iter().copied(), *field, &separator)
                .map(Ok)
                .try_for_each(&mut put)?;
        }
        ExportRequest::Sims => {
            export::geojson::write_sim_features(fleet, rows.iter().copied(), basis).map(Ok).try_for_each(&mut put)?;
        }
        ExportRequest::Cells => {
            export::geojson::write_cell_features(fleet, &engine.selected_rows(), basis)
                .map(Ok)
                .try_for_each(&mut put)?;
        }
        ExportRequest::Json | ExportRequest::Lines | ExportRequest::Table { .. } => {}
    }
    let (extension, kind) = match request {
        ExportRequest::Csv { .. } | ExportRequest::Announced => ("csv", "text/csv;charset=utf-8"),
        ExportRequest::Identifiers { .. } => ("txt", "text/plain"),
        ExportRequest::Sims => ("geojson", "application/geo+json"),
        ExportRequest::Cells => ("cells.geojson", "application/geo+json"),
        ExportRequest::Json | ExportRequest::Lines | ExportRequest::Table { .. } => ("json", "application/json"),
    };
    let name = export::file_name(rows.len(), extension);
    Ok(ExportedFile { name, sims: rows.len(), blob: build_blob(&parts, kind)? })
}

/// The records' own bytes, in the order of their sources; `None` where it was cancelled.
async fn export_json(state: &WorkerState, layout: JsonLayout) -> Result<Option<ExportedFile>, ExportFailure> {
    let spans = {
        let engine = state.engine.borrow();
        let (_, rows, _) = engine.selection();
        let mut spans: Vec<(u32, RecordSpan)> = rows.iter().filter_map(|row| engine.record_span(*row)).collect();
        // Mostly they are in order already, which takes one look at each.
        sort_short(&mut spans, |(a, at), (b, bt)| (a, at.offset).cmp(&(b, bt.offset)));
        spans
    };
    let windows: Vec<SourceWindow> = plan_windows(&spans).collect();
    let total: u64 = windows.iter().map(|window| window.to - window.from).sum();
    let (mut writer, parts) = (JsonWriter::new(layout), Array::new());
    let (mut done, mut progress) = (0, ProgressTimer::start_elapsed());
    // The next window is read while this one is written.
    let mut next = windows.first().map(|window| read_window(state, window)).transpose()?;
    for (at, window) in windows.iter().enumerate() {
        if progress.is_due(state.now_ms()) {
            state.send_event(&Event::ExportProgress(ExportProgress { done, total, unit: ExportUnit::Bytes }));
        }
        state.yield_now().await;
        if state.export_cancelled.get() {
            return Ok(None);
        }
        let Some((text, bytes)) = next.take() else { break };
        next = windows.get(at + 1).map(|window| read_window(state, window)).transpose()?;
        let bytes = match bytes.await {
            Ok(bytes) => Uint8Array::new(&bytes).to_vec(),
            Err(error) => {
                return Err(ExportFailure::SourceUnreadable { source: window.source, text, error: error.into() });
            }
        };
        let records = spans.get(window.spans.clone()).unwrap_or_default().iter().map(|(_, span)| {
            let from = (span.offset - window.from) as usize;
            from..from + span.len as usize
        });
        for part in writer.write_window(&bytes, records) {
            let part = match part {
                // As in [`FileParts::push`].
                JsonChunk::Bytes(bytes) => {
                    Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(bytes.as_slice())))?
                }
                JsonChunk::Window(Range { start, end }) => text.slice_with_f64_and_f64(start as f64, end as f64)?,
            };
            parts.push(&part);
        }
        done += window.to - window.from;
    }
    parts.push(&Uint8Array::from(writer.finish()));
    let (extension, kind) = match layout {
        JsonLayout::Array => ("json", "application/json"),
        JsonLayout::Lines => ("ndjson", "application/x-ndjson"),
    };
    let (name, blob) = (export::file_name(spans.len(), extension), build_blob(&parts, kind)?);
    Ok(Some(ExportedFile { name, sims: spans.len(), blob }))
}

/// Begins to read a window of its source.
fn read_window(state: &WorkerState, window: &SourceWindow) -> Result<(Blob, JsFuture), WorkerError> {
    let text = state.source_texts.borrow().get(&window.source).cloned();
    let text = text.ok_or(WorkerError::SourceGone)?;
    let slice = text.slice_with_f64_and_f64(window.from as f64, window.to as f64)?;
    let bytes = JsFuture::from(slice.array_buffer());
    Ok((slice, bytes))
}

/// Writes the positions of cells as a file, and counts the cells and areas in it.
pub fn export_positions(state: &WorkerState) -> Result<(u32, Blob), WorkerError> {
    let engine = state.engine.borrow();
    let (parts, mut part, mut lines) = (Array::new(), String::new(), 0);
    for line in engine.fleet().positions().to_csv_lines() {
        part += &line;
        lines += 1;
        if part.len() > FILE_PART_BYTES {
            parts.push(&Uint8Array::from(part.as_bytes()));
            part.clear();
        }
    }
    parts.push(&Uint8Array::from(part.as_bytes()));
    // The first line names the columns.
    Ok((lines - 1, build_blob(&parts, "text/csv;charset=utf-8")?))
}

/// A file of its parts: bytes, or blobs.
fn build_blob(parts: &Array, kind: &str) -> Result<Blob, WorkerError> {
    let bag = BlobPropertyBag::new();
    bag.set_type(kind);
    Ok(Blob::new_with_blob_sequence_and_options(parts, &bag)?)
}
