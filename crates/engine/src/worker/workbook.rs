//! Workbooks of spreadsheets: the parts of an archive.

use super::WorkerState;
use super::archive::expand_archive;
use super::blob_bytes;
use super::error::WorkerError;
use super::text_reader::TextReader;
use crate::load::{ArchiveFile, ChunkStatus};
use ingest::Encoding;
use ingest::zip::is_zip;
use lists::{SHARED_STRINGS_PATH, STYLES_PATH, WORKBOOK_PATH, WORKBOOK_RELATIONS_PATH, Workbook};
use web_sys::Blob;

/// Opens a workbook: its small parts, read, and its sheets in their order. `None` where the blob is none.
///
/// # Errors
/// Where the browser cannot read it.
pub async fn open_workbook(state: &WorkerState, blob: &Blob) -> Result<Option<(Workbook, Vec<Blob>)>, WorkerError> {
    let head = blob_bytes(&blob.slice_with_f64_and_f64(0.0, 4.0)?).await?;
    let files = if is_zip(&head) { expand_archive(blob).await?.unwrap_or_default() } else { vec![] };
    let find = |path: &str| files.iter().find(|file| file.name == path);
    if find(WORKBOOK_PATH).is_none() {
        return Ok(None);
    }
    let mut workbook = Workbook::default();
    workbook.read_workbook(&read_part(state, find(WORKBOOK_PATH)).await?);
    workbook.read_relations(&read_part(state, find(WORKBOOK_RELATIONS_PATH)).await?);
    workbook.read_styles(&read_part(state, find(STYLES_PATH)).await?);
    workbook.read_shared_strings(&read_part(state, find(SHARED_STRINGS_PATH)).await?);
    let sheets = workbook.sheet_paths().into_iter().filter_map(|path| find(path).map(|file| file.file.clone()));
    let sheets = sheets.collect();
    Ok(Some((workbook, sheets)))
}

/// Reads a part whole; nothing where there is none.
async fn read_part(state: &WorkerState, file: Option<&ArchiveFile<Blob>>) -> Result<Vec<u8>, WorkerError> {
    let Some(file) = file else { return Ok(vec![]) };
    let mut text = TextReader::open_blob(state, &file.file, Some(Encoding::Utf8)).await?;
    let mut bytes = vec![];
    loop {
        let (status, chunk) = text.next_chunk().await?;
        bytes.append(&mut chunk.into_bytes());
        if status != ChunkStatus::More {
            return Ok(bytes);
        }
    }
}
