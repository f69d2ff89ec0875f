//! The files of a ZIP archive, each as a blob of its own: a stored one is a slice of the archive, and a deflated one a slice
//! of it between the header and the trailer of a gzip file. Nothing is copied, and nothing is unpacked before it is read.

use super::blob_bytes;
use super::error::WorkerError;
use crate::load::{ArchiveFile, ArchiveFiles};
use ingest::zip::{
    self, GZIP_HEADER, LOCAL_HEADER_LEN, MAX_DIRECTORY_TAIL, ZIP64_END_LEN, ZipCompression, ZipDirectory,
    ZipDirectoryEnd, ZipEntry,
};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::Blob;

/// A larger directory is taken for a damaged one: it would list hundreds of thousands of files.
const MAX_DIRECTORY_BYTES: u64 = 64 << 20;

/// Lists the files of an archive; `None` where the archive is damaged.
///
/// # Errors
/// Where the browser cannot read it.
pub async fn expand_archive(archive: &Blob) -> Result<ArchiveFiles<Blob>, WorkerError> {
    let Some(ZipDirectory { offset, len }) = find_directory(archive).await? else { return Ok(None) };
    if len > MAX_DIRECTORY_BYTES {
        return Ok(None);
    }
    let Some(entries) = zip::read_entries(&read_range(archive, offset, len).await?) else { return Ok(None) };
    let mut files = Vec::with_capacity(entries.len());
    for entry in entries {
        let Some(blob) = entry_blob(archive, &entry).await? else { return Ok(None) };
        files.push(ArchiveFile { name: entry.name, file: blob });
    }
    Ok(Some(files))
}

async fn find_directory(archive: &Blob) -> Result<Option<ZipDirectory>, WorkerError> {
    let size = archive.size() as u64;
    let from = size.saturating_sub(MAX_DIRECTORY_TAIL as u64);
    match zip::find_directory_end(&read_range(archive, from, size - from).await?) {
        Some(ZipDirectoryEnd::Directory(directory)) => Ok(Some(directory)),
        Some(ZipDirectoryEnd::Zip64(at)) => {
            Ok(zip::read_zip64_end(&read_range(archive, at, ZIP64_END_LEN as u64).await?))
        }
        None => Ok(None),
    }
}

/// A file as a blob that can be read. One that cannot be unpacked begins with its header, which tells why.
async fn entry_blob(archive: &Blob, entry: &ZipEntry) -> Result<Option<Blob>, WorkerError> {
    let header = read_range(archive, entry.header_offset, LOCAL_HEADER_LEN as u64).await?;
    let Some(offset) = zip::data_offset(&header) else { return Ok(None) };
    let from = match entry.compression {
        ZipCompression::Unsupported => entry.header_offset,
        ZipCompression::Stored | ZipCompression::Deflated => entry.header_offset.saturating_add(offset),
    };
    let data = slice_blob(archive, from, entry.compressed_len)?;
    let ZipCompression::Deflated = entry.compression else { return Ok(Some(data)) };
    let bytes = |bytes: &[u8]| JsValue::from(Uint8Array::from(bytes));
    let parts = Array::of3(&bytes(&GZIP_HEADER), &data, &bytes(&entry.gzip_trailer));
    Ok(Some(Blob::new_with_blob_sequence(&parts)?))
}

fn slice_blob(blob: &Blob, from: u64, len: u64) -> Result<Blob, JsValue> {
    blob.slice_with_f64_and_f64(from as f64, from.saturating_add(len) as f64)
}

async fn read_range(blob: &Blob, from: u64, len: u64) -> Result<Vec<u8>, WorkerError> {
    blob_bytes(&slice_blob(blob, from, len)?).await
}
