//! The bytes of a blob in pieces, read ahead; unpacked where it is a gzip file. Never all of it at once.

use super::unpack::Unpacked;
use ingest::is_gzip;
use js_sys::{Array, ArrayBuffer, Promise, Uint8Array};
use std::collections::VecDeque;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, MessageChannel, MessageEvent, Worker};

/// Smaller slices are slow: slices of 1 MB are read at a third of the speed (Chromium, measured November 2026).
const SLICE: f64 = (16 << 20) as f64;
/// The first slice is small, so that there is something to do while the others are read; each is twice the one before.
const FIRST: f64 = (2 << 20) as f64;
/// How many slices are asked for before the first has come.
const AHEAD: usize = 3;

/// The pieces of one blob.
pub enum Pieces {
    /// Slices of the blob as it is.
    Plain { blob: Blob, reader: Option<Worker>, asked: f64, read: f64, next: f64, ahead: VecDeque<JsFuture> },
    /// What a gzip file unpacks to.
    Unpacked(Unpacked),
}

/// Some bytes, here or still with the browser: whoever gives them away need not copy them.
pub enum Piece {
    Here(Vec<u8>),
    There(ArrayBuffer),
}

impl Piece {
    /// How many bytes.
    pub fn len(&self) -> usize {
        match self {
            Self::Here(bytes) => bytes.len(),
            Self::There(buffer) => buffer.byte_length() as usize,
        }
    }

    /// The bytes, here.
    pub fn bytes(self) -> Vec<u8> {
        match self {
            Self::Here(bytes) => bytes,
            // A view of the buffer, and then a copy.
            Self::There(buffer) => Uint8Array::new(&buffer).to_vec(),
        }
    }

    /// A blob of them.
    pub fn blob(&self) -> Result<Blob, JsValue> {
        let bytes = match self {
            Self::Here(bytes) => Uint8Array::from(bytes.as_slice()),
            Self::There(buffer) => Uint8Array::new(buffer),
        };
        Blob::new_with_u8_array_sequence(&Array::of1(&bytes))
    }
}

/// How a piece was read.
pub enum Read {
    /// There may be more.
    Piece,
    /// This was the last; it may be empty.
    Last,
    /// What came before is good, and nothing more can be unpacked.
    Damaged,
}

impl Pieces {
    /// Begins to read a blob, by way of a worker where there is one.
    pub async fn of(blob: &Blob, reader: Option<Worker>) -> Result<Self, JsValue> {
        let head = blob.slice_with_f64_and_f64(0.0, 4.0)?;
        let head = Uint8Array::new(&JsFuture::from(head.array_buffer()).await?).to_vec();
        if is_gzip(&head) {
            return Unpacked::new(blob, reader.as_ref()).map(Self::Unpacked);
        }
        let ahead = VecDeque::new();
        let mut plain = Self::Plain { blob: blob.clone(), reader, asked: 0.0, read: 0.0, next: FIRST, ahead };
        plain.ask()?;
        Ok(plain)
    }

    /// Whether the blob is a gzip file.
    pub fn gzip(&self) -> bool {
        !matches!(self, Self::Plain { .. })
    }

    /// How many bytes of the blob have been read.
    pub fn done(&self) -> f64 {
        match self {
            Self::Plain { read, .. } => *read,
            Self::Unpacked(unpacked) => unpacked.fed(),
        }
    }

    /// Reads the next piece.
    pub async fn next(&mut self) -> Result<(Read, Piece), JsValue> {
        let (ahead, read) = match self {
            Self::Plain { ahead, read, .. } => (ahead, read),
            Self::Unpacked(unpacked) => return unpacked.next().await,
        };
        let mut piece = Piece::Here(vec![]);
        if let Some(slice) = ahead.pop_front() {
            let slice = slice.await?;
            // The reading worker tells in words why it could not read.
            if let Some(why) = slice.as_string() {
                return Err(js_sys::Error::new(&why).into());
            }
            piece = Piece::There(slice.unchecked_into());
            *read += piece.len() as f64;
        }
        self.ask()?;
        let last = matches!(self, Self::Plain { ahead, .. } if ahead.is_empty());
        Ok((if last { Read::Last } else { Read::Piece }, piece))
    }

    fn ask(&mut self) -> Result<(), JsValue> {
        let Self::Plain { blob, reader, asked, next, ahead, .. } = self else { return Ok(()) };
        while ahead.len() < AHEAD && *asked < blob.size() {
            let (from, to) = (*asked, *asked + *next);
            let slice = match reader {
                Some(reader) => read_by(reader, blob, from, to)?,
                None => blob.slice_with_f64_and_f64(from, to)?.array_buffer().unchecked_into(),
            };
            ahead.push_back(slice.into());
            *asked = to;
            *next = (*next * 2.0).min(SLICE);
        }
        Ok(())
    }
}

/// Asks `reader.js` for a slice: promises its bytes, or in words why there are none.
fn read_by(reader: &Worker, blob: &Blob, from: f64, to: f64) -> Result<Promise, JsValue> {
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
