//! The selection as a file.

use super::event_loop::yield_now;
use super::load::PROGRESS_INTERVAL_MS;
use super::{WorkerState, error_message};
use engine::{CsvReader, Event, ExportRequest};
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

/// A file's name, how many SIMs are in it, and the file.
type ExportedFile = (String, usize, Blob);

/// Why a file could not be written.
enum ExportFailure {
    /// A source could not be read again: which, its text, and the browser's words.
    SourceUnreadable(u32, Blob, JsValue),
    /// A mistake of ours.
    WriteFailed(JsValue),
}

impl From<JsValue> for ExportFailure {
    fn from(error: JsValue) -> Self {
        Self::WriteFailed(error)
    }
}

/// Writes the selection, and tells the page.
pub async fn export_selection(office: Rc<WorkerState>, what: ExportRequest) {
    office.export_cancelled.set(false);
    let written = match what {
        ExportRequest::Json => export_json(&office, JsonLayout::Array).await,
        ExportRequest::Lines => export_json(&office, JsonLayout::Lines).await,
        what => export_columns(&office, &what).map(Some).map_err(ExportFailure::WriteFailed),
    };
    match written {
        Ok(Some((name, sims, blob))) => office.send_event(&Event::Exported { name, sims: sims as u32 }, [blob]),
        Ok(None) => office.send_event(&Event::NotExported, []),
        Err(ExportFailure::SourceUnreadable(source, text, error)) => {
            office.send_event(&Event::NotExported, []);
            office.send_record_unreadable(source, &text, &error).await;
        }
        Err(ExportFailure::WriteFailed(error)) => office.send_event(&Event::Failed(error_message(&error)), []),
    }
}

/// What is written from the columns alone.
fn export_columns(office: &WorkerState, what: &ExportRequest) -> Result<ExportedFile, JsValue> {
    let desk = office.engine.borrow();
    let (fleet, rows, basis) = desk.selection();
    let parts = Array::new();
    let mut put = |part: Result<Vec<u8>, export::ExportError>| {
        let part = part.map_err(|error| JsValue::from(js_sys::Error::new(&error.to_string())))?;
        parts.push(&Uint8Array::from(part.as_slice()));
        Ok::<(), JsValue>(())
    };
    match what {
        ExportRequest::Csv { columns, headers, reader } => {
            let guard = *reader == CsvReader::Spreadsheet;
            export::csv::write_visible_columns(fleet, rows.iter().copied(), columns, basis, headers, guard)
                .try_for_each(&mut put)?;
        }
        ExportRequest::Announced => {
            export::csv::write_announced_columns(fleet, rows.iter().copied()).map(Ok).try_for_each(&mut put)?
        }
        ExportRequest::Sims => {
            export::geojson::write_sim_features(fleet, rows.iter().copied(), basis).map(Ok).try_for_each(&mut put)?
        }
        ExportRequest::Cells => {
            export::geojson::write_cell_features(fleet, &desk.selected_rows(), basis).map(Ok).try_for_each(&mut put)?;
        }
        ExportRequest::Json | ExportRequest::Lines => {}
    }
    let (extension, kind) = match what {
        ExportRequest::Csv { .. } | ExportRequest::Announced => ("csv", "text/csv;charset=utf-8"),
        ExportRequest::Sims => ("geojson", "application/geo+json"),
        ExportRequest::Cells => ("cells.geojson", "application/geo+json"),
        ExportRequest::Json | ExportRequest::Lines => ("json", "application/json"),
    };
    Ok((export::file_name(rows.len(), extension), rows.len(), build_blob(&parts, kind)?))
}

/// The records' own bytes, in the order of their sources; `None` where it was stopped.
async fn export_json(office: &WorkerState, layout: JsonLayout) -> Result<Option<ExportedFile>, ExportFailure> {
    let places = {
        let desk = office.engine.borrow();
        let (_, rows, _) = desk.selection();
        let mut places: Vec<(u32, RecordSpan)> = rows.iter().filter_map(|row| desk.record_span(*row)).collect();
        // Mostly they are in order already, which takes one look at each.
        sort_short(&mut places, |(a, at), (b, bt)| (a, at.offset).cmp(&(b, bt.offset)));
        places
    };
    let windows: Vec<SourceWindow> = plan_windows(&places).collect();
    let total: u64 = windows.iter().map(|window| window.to - window.from).sum();
    let (mut writer, parts) = (JsonWriter::new(layout), Array::new());
    let (mut done, mut told) = (0, f64::MIN);
    // The next window is read while this one is written.
    let mut next = windows.first().map(|window| read_window(office, window)).transpose()?;
    for (at, window) in windows.iter().enumerate() {
        if office.now_ms() - told > PROGRESS_INTERVAL_MS {
            told = office.now_ms();
            office.send_event(&Event::ExportProgress { done, total }, []);
        }
        yield_now().await;
        if office.export_cancelled.get() {
            return Ok(None);
        }
        let Some((text, bytes)) = next.take() else { break };
        next = windows.get(at + 1).map(|window| read_window(office, window)).transpose()?;
        let bytes = bytes.await.map_err(|error| ExportFailure::SourceUnreadable(window.source, text.clone(), error))?;
        let bytes = Uint8Array::new(&bytes).to_vec();
        let records = places.get(window.spans.clone()).unwrap_or_default().iter().map(|(_, place)| {
            let from = (place.offset - window.from) as usize;
            from..from + place.len as usize
        });
        for part in writer.write_window(&bytes, records) {
            let part = match part {
                // The browser keeps it, on disk where it is large; a script would keep all of it in memory.
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
    Ok(Some((export::file_name(places.len(), extension), places.len(), build_blob(&parts, kind)?)))
}

/// A window of its source, and its bytes.
fn read_window(office: &WorkerState, window: &SourceWindow) -> Result<(Blob, JsFuture), JsValue> {
    let text = office.source_texts.borrow().get(&window.source).cloned();
    let text = text.ok_or_else(|| js_sys::Error::new("the file is not there any more"))?;
    let slice = text.slice_with_f64_and_f64(window.from as f64, window.to as f64)?;
    let bytes = JsFuture::from(slice.array_buffer());
    Ok((slice, bytes))
}

/// The positions of cells as a file, and how many cells and areas are in it.
pub fn export_positions(office: &WorkerState) -> Result<(u32, Blob), JsValue> {
    let desk = office.engine.borrow();
    let (parts, mut part, mut lines) = (Array::new(), String::new(), 0);
    for line in desk.fleet().positions().to_csv_lines() {
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
fn build_blob(parts: &Array, kind: &str) -> Result<Blob, JsValue> {
    let bag = BlobPropertyBag::new();
    bag.set_type(kind);
    Blob::new_with_blob_sequence_and_options(parts, &bag)
}
