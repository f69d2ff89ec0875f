//! A blob as a source of chunks.

use super::archive::expand_archive;
use super::error::WorkerError;
use super::remote_buffer::RemoteBuffer;
use super::text_reader::TextReader;
use super::{WorkerState, blob_bytes};
use crate::load::{ArchiveFiles, Chunk, ChunkSource, ChunkStatus, TextFormat};
use ingest::Encoding;
use js_sys::{Array, Uint8Array};
use std::ops::Range;
use web_sys::Blob;

/// A blob that is read as a text. What is decoded of it is kept in blobs, which the browser has outside of this memory.
pub struct BlobSource {
    blob: Blob,
    text: TextReader,
    /// The text so far, where it is another one than the blob's bytes.
    decoded_parts: Array,
}

impl BlobSource {
    /// Opens a blob, in the encoding that was suspected when it was read before.
    pub async fn open(state: &WorkerState, blob: &Blob, known_encoding: Option<Encoding>) -> Result<Self, WorkerError> {
        let text = TextReader::open_blob(state, blob, known_encoding).await?;
        Ok(Self { blob: blob.clone(), text, decoded_parts: Array::new() })
    }
}

impl ChunkSource for BlobSource {
    type Buffer = RemoteBuffer;
    type Text = Blob;
    type Error = WorkerError;

    async fn next_chunk(&mut self) -> Result<(ChunkStatus, Chunk<RemoteBuffer>), WorkerError> {
        let (status, chunk) = self.text.next_chunk().await?;
        if self.text.is_transformed() {
            let bytes = match &chunk {
                Chunk::Inline(bytes) => Uint8Array::from(bytes.as_slice()),
                Chunk::Remote(buffer) => Uint8Array::new(&buffer.0),
            };
            self.decoded_parts.push(&Blob::new_with_u8_array_sequence(&Array::of1(&bytes))?.into());
        }
        Ok((status, chunk))
    }

    async fn reread_range(&self, range: Range<u64>) -> Result<Vec<u8>, WorkerError> {
        let text = match self.decoded_parts.length() {
            0 => self.blob.clone(),
            _ => Blob::new_with_blob_sequence(&self.decoded_parts)?,
        };
        blob_bytes(&text.slice_with_f64_and_f64(range.start as f64, range.end as f64)?).await
    }

    fn expand_archive(&self) -> impl Future<Output = Result<ArchiveFiles<Blob>, WorkerError>> {
        expand_archive(&self.blob)
    }

    fn byte_len(&self) -> u64 {
        self.blob.size() as u64
    }

    fn bytes_read(&self) -> u64 {
        self.text.bytes_read() as u64
    }

    fn text_format(&self) -> TextFormat {
        self.text.format()
    }

    fn original(&self) -> Blob {
        self.blob.clone()
    }

    fn into_decoded(self) -> Result<Option<Blob>, WorkerError> {
        match self.decoded_parts.length() {
            0 => Ok(None),
            _ => Ok(Some(Blob::new_with_blob_sequence(&self.decoded_parts)?)),
        }
    }
}
