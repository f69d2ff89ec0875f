//! The bytes of a blob in pieces, read ahead; unpacked where it is a gzip file. Never all of it at once.

use super::gzip_reader::GzipReader;
use ingest::is_gzip;
use js_sys::{Array, ArrayBuffer, Promise, Uint8Array};
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

/// The pieces of one blob.
pub enum ChunkReader {
    /// Slices of the blob as it is.
    Plain {
        blob: Blob,
        reader: Option<Worker>,
        requested: f64,
        received: f64,
        next_len: f64,
        pending: VecDeque<JsFuture>,
    },
    /// What a gzip file unpacks to.
    Gzip(GzipReader),
}

/// Some bytes, here or still with the browser: whoever gives them away need not copy them.
pub enum Chunk {
    Inline(Vec<u8>),
    Remote(ArrayBuffer),
}

impl Chunk {
    /// How many bytes.
    pub fn len(&self) -> usize {
        match self {
            Self::Inline(bytes) => bytes.len(),
            Self::Remote(buffer) => buffer.byte_length() as usize,
        }
    }

    /// The bytes, here.
    pub fn into_bytes(self) -> Vec<u8> {
        match self {
            Self::Inline(bytes) => bytes,
            // A view of the buffer, and then a copy.
            Self::Remote(buffer) => Uint8Array::new(&buffer).to_vec(),
        }
    }

    /// A blob of them.
    pub fn to_blob(&self) -> Result<Blob, JsValue> {
        let bytes = match self {
            Self::Inline(bytes) => Uint8Array::from(bytes.as_slice()),
            Self::Remote(buffer) => Uint8Array::new(buffer),
        };
        Blob::new_with_u8_array_sequence(&Array::of1(&bytes))
    }
}

/// How a piece was read.
pub enum ChunkStatus {
    /// There may be more.
    More,
    /// This was the last; it may be empty.
    Last,
    /// What came before is good, and nothing more can be unpacked.
    Damaged,
}

impl ChunkReader {
    /// Begins to read a blob, by way of a worker where there is one.
    pub async fn open_blob(blob: &Blob, reader: Option<Worker>) -> Result<Self, JsValue> {
        let head = blob.slice_with_f64_and_f64(0.0, 4.0)?;
        let head = Uint8Array::new(&JsFuture::from(head.array_buffer()).await?).to_vec();
        if is_gzip(&head) {
            return GzipReader::new(blob, reader.as_ref()).map(Self::Gzip);
        }
        let ahead = VecDeque::new();
        let mut plain = Self::Plain {
            blob: blob.clone(),
            reader,
            requested: 0.0,
            received: 0.0,
            next_len: FIRST_SLICE_BYTES,
            pending: ahead,
        };
        plain.request_slices()?;
        Ok(plain)
    }

    /// Whether the blob is a gzip file.
    pub fn is_gzip(&self) -> bool {
        !matches!(self, Self::Plain { .. })
    }

    /// How many bytes of the blob have been read.
    pub fn bytes_read(&self) -> f64 {
        match self {
            Self::Plain { received: read, .. } => *read,
            Self::Gzip(unpacked) => unpacked.packed_bytes_read(),
        }
    }

    /// Reads the next piece.
    pub async fn next_chunk(&mut self) -> Result<(ChunkStatus, Chunk), JsValue> {
        let (ahead, read) = match self {
            Self::Plain { pending: ahead, received: read, .. } => (ahead, read),
            Self::Gzip(unpacked) => return unpacked.next_chunk().await,
        };
        let mut piece = Chunk::Inline(vec![]);
        if let Some(slice) = ahead.pop_front() {
            let slice = slice.await?;
            // The reading worker tells in words why it could not read.
            if let Some(why) = slice.as_string() {
                return Err(js_sys::Error::new(&why).into());
            }
            piece = Chunk::Remote(slice.unchecked_into());
            *read += piece.len() as f64;
        }
        self.request_slices()?;
        let last = matches!(self, Self::Plain { pending: ahead, .. } if ahead.is_empty());
        Ok((if last { ChunkStatus::Last } else { ChunkStatus::More }, piece))
    }

    fn request_slices(&mut self) -> Result<(), JsValue> {
        let Self::Plain { blob, reader, requested: asked, next_len: next, pending: ahead, .. } = self else {
            return Ok(());
        };
        while ahead.len() < MAX_PENDING_SLICES && *asked < blob.size() {
            let (from, to) = (*asked, *asked + *next);
            let slice = match reader {
                Some(reader) => request_slice(reader, blob, from, to)?,
                None => blob.slice_with_f64_and_f64(from, to)?.array_buffer().unchecked_into(),
            };
            ahead.push_back(slice.into());
            *asked = to;
            *next = (*next * 2.0).min(MAX_SLICE_BYTES);
        }
        Ok(())
    }
}

/// Asks `reader.js` for a slice: promises its bytes, or in words why there are none.
fn request_slice(reader: &Worker, blob: &Blob, from: f64, to: f64) -> Result<Promise, JsValue> {
    let channel = MessageChannel::new()?;
    let what = Array::of3(blob, &from.into(), &to.into());
    reader.post_message_with_transfer(&what, &Array::of1(&channel.port2()))?;
    Ok(Promise::new(&mut |resolve, reject| {
        let port = channel.port1();
        let bytes = Closure::once_into_js(move |event: MessageEvent| resolve.call1(&JsValue::NULL, &event.data()));
        port.set_onmessage(Some(bytes.unchecked_ref()));
        // Where its script does not come, nothing else would ever be heard.
        let _ = reader.add_event_listener_with_callback("error", &reject);
    }))
}
