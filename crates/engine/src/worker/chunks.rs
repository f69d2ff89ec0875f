//! The bytes of a blob in chunks, read ahead; unpacked where it is a gzip file. Never all of it at once.

use super::error::WorkerError;
use super::gzip_reader::GzipReader;
use super::message::{ReadRequest, SliceReply};
use super::remote_buffer::RemoteBuffer;
use crate::load::{Chunk, ChunkStatus};
use ingest::is_gzip;
use js_sys::{Array, Promise, Uint8Array};
use std::collections::VecDeque;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, MessageChannel, MessageEvent, Worker};

/// Smaller slices are slow: slices of 1 MB are read at a third of the speed (Chromium, measured November 2026).
const MAX_SLICE_BYTES: f64 = (16 << 20) as f64;
/// The first slice is small, so that there is something to do while the others are read; each is twice the one before.
const FIRST_SLICE_BYTES: f64 = (2 << 20) as f64;
/// How many slices are asked for before the first has come.
const MAX_PENDING_SLICES: usize = 3;

/// The chunks of one blob.
pub enum ChunkReader {
    /// Slices of the blob as it is.
    Plain(SliceReader),
    /// What a gzip file unpacks to.
    Gzip(GzipReader),
}

impl ChunkReader {
    /// Begins to read a blob, by way of `reader.js` where it is there.
    pub async fn open_blob(blob: &Blob, reader: Option<Worker>) -> Result<Self, WorkerError> {
        let head = blob.slice_with_f64_and_f64(0.0, 4.0)?;
        let head = Uint8Array::new(&JsFuture::from(head.array_buffer()).await?).to_vec();
        if is_gzip(&head) {
            return GzipReader::new(blob, reader.as_ref()).map(Self::Gzip);
        }
        SliceReader::new(blob, reader).map(Self::Plain)
    }

    /// Whether the blob is a gzip file.
    pub fn is_gzip(&self) -> bool {
        matches!(self, Self::Gzip(_))
    }

    /// Number of bytes of the blob that have been read.
    pub fn bytes_read(&self) -> f64 {
        match self {
            Self::Plain(slices) => slices.received,
            Self::Gzip(unpacked) => unpacked.packed_bytes_read(),
        }
    }

    /// Reads the next chunk.
    pub async fn next_chunk(&mut self) -> Result<(ChunkStatus, Chunk<RemoteBuffer>), WorkerError> {
        match self {
            Self::Plain(slices) => slices.next_slice().await,
            Self::Gzip(unpacked) => unpacked.next_chunk().await,
        }
    }
}

/// Slices of a blob, some of which are asked for ahead.
pub struct SliceReader {
    blob: Blob,
    reader: Option<Worker>,
    requested: f64,
    received: f64,
    next_len: f64,
    pending: VecDeque<PendingSlice>,
}

/// A slice that was asked for.
enum PendingSlice {
    /// Of the browser: an `ArrayBuffer`.
    Buffer(JsFuture),
    /// Of `reader.js`: a [`SliceReply`].
    Reply(JsFuture),
}

impl SliceReader {
    fn new(blob: &Blob, reader: Option<Worker>) -> Result<Self, WorkerError> {
        let mut slices = Self {
            blob: blob.clone(),
            reader,
            requested: 0.0,
            received: 0.0,
            next_len: FIRST_SLICE_BYTES,
            pending: VecDeque::new(),
        };
        slices.request_slices()?;
        Ok(slices)
    }

    async fn next_slice(&mut self) -> Result<(ChunkStatus, Chunk<RemoteBuffer>), WorkerError> {
        let buffer = match self.pending.pop_front() {
            Some(PendingSlice::Buffer(buffer)) => Some(buffer.await?.unchecked_into()),
            Some(PendingSlice::Reply(reply)) => {
                let reply: SliceReply = reply.await?.unchecked_into();
                let bytes = reply.bytes();
                Some(bytes.ok_or_else(|| WorkerError::ReadFailed(reply.error().unwrap_or_default()))?)
            }
            None => None,
        };
        let chunk = buffer.map_or(Chunk::Inline(vec![]), |buffer| Chunk::Remote(RemoteBuffer(buffer)));
        self.received += chunk.byte_len() as f64;
        self.request_slices()?;
        Ok((if self.pending.is_empty() { ChunkStatus::Last } else { ChunkStatus::More }, chunk))
    }

    fn request_slices(&mut self) -> Result<(), WorkerError> {
        while self.pending.len() < MAX_PENDING_SLICES && self.requested < self.blob.size() {
            let (from, to) = (self.requested, self.requested + self.next_len);
            self.pending.push_back(match &self.reader {
                Some(reader) => PendingSlice::Reply(request_slice(reader, &self.blob, from, to)?.into()),
                None => {
                    let slice = self.blob.slice_with_f64_and_f64(from, to)?;
                    PendingSlice::Buffer(slice.array_buffer().unchecked_into::<Promise>().into())
                }
            });
            self.requested = to;
            self.next_len = (self.next_len * 2.0).min(MAX_SLICE_BYTES);
        }
        Ok(())
    }
}

/// Asks `reader.js` for a slice: promises its reply.
fn request_slice(reader: &Worker, blob: &Blob, from: f64, to: f64) -> Result<Promise, JsValue> {
    let channel = MessageChannel::new()?;
    reader.post_message_with_transfer(&ReadRequest::slice(blob, from, to), &Array::of1(&channel.port2()))?;
    Ok(Promise::new(&mut |resolve, reject| {
        let port = channel.port1();
        let listen = Closure::once_into_js(move |event: MessageEvent| resolve.call1(&JsValue::NULL, &event.data()));
        port.set_onmessage(Some(listen.unchecked_ref()));
        // Where its script does not come, nothing else would ever be heard.
        let _ = reader.add_event_listener_with_callback("error", &reject);
    }))
}
