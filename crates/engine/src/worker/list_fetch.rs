//! A list from the API, whose text is kept in blobs.

use super::WorkerState;
use super::chunks::ChunkReader;
use super::error::WorkerError;
use crate::FetchRequest;
use crate::load::{ChunkStatus, JobOutcome, PartialList, TextBuilder};
use ingest::IngestReader;
use js_sys::{Array, Uint8Array};
use web_sys::Blob;

/// Parts of a text. A script may hold on to them until they are one.
struct BlobBuilder(Array);

impl TextBuilder for BlobBuilder {
    type Text = Blob;
    type Error = WorkerError;

    fn append_bytes(&mut self, bytes: &[u8]) {
        self.0.push(&Uint8Array::from(bytes));
    }

    fn build_text(&self) -> Result<Blob, WorkerError> {
        Ok(Blob::new_with_blob_sequence(&self.0)?)
    }
}

/// Fetches a list. Where it is to go on where it ended, what is there of it is read once more.
pub async fn fetch_list(state: &WorkerState, request: &FetchRequest) -> Result<JobOutcome<Blob>, WorkerError> {
    let source = &request.source;
    let pages = state.unfinished_lists.borrow_mut().remove(&source.id).filter(|_| request.resume);
    let before = state.source_texts.borrow().get(&source.id).cloned();
    state.engine.borrow_mut().remove_source(source.id);
    state.engine.borrow_mut().begin_source(source.clone());
    let text = BlobBuilder(Array::new());
    let partial = match (pages, before) {
        (Some(pages), Some(before)) => {
            // All of it but the bracket at its end.
            let before = before.slice_with_f64_and_f64(0.0, (before.size() - 1.0).max(0.0))?;
            text.0.push(&before);
            Some(PartialList { pages, reader: read_again(state, &before).await? })
        }
        _ => None,
    };
    crate::load::fetch_list(state, request, partial, text).await
}

async fn read_again(state: &WorkerState, text: &Blob) -> Result<IngestReader, WorkerError> {
    let (mut reader, mut chunks) = (IngestReader::default(), ChunkReader::open_blob(text, None).await?);
    loop {
        let (status, chunk) = chunks.next_chunk().await?;
        let read = reader.push(&chunk.into_bytes(), state.engine.borrow_mut().fleet_mut());
        if read.is_err() || status != ChunkStatus::More {
            return Ok(reader);
        }
    }
}
