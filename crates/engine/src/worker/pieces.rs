//! The bytes of a blob in pieces, read ahead; unpacked where it is a gzip file. Never all of it at once.

use ingest::is_gzip;
use js_sys::{Array, ArrayBuffer, Promise, Reflect, Uint8Array};
use std::cell::Cell;
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Blob, MessageChannel, MessageEvent, ReadableStream, ReadableStreamDefaultReader, Worker, WritableStream,
    WritableStreamDefaultWriter,
};

#[wasm_bindgen]
extern "C" {
    /// The browser's unpacker (Compression Streams, WHATWG); web-sys 0.3.106 has no binding for it.
    type DecompressionStream;
    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<DecompressionStream, JsValue>;
    #[wasm_bindgen(method, getter)]
    fn readable(this: &DecompressionStream) -> ReadableStream;
    #[wasm_bindgen(method, getter)]
    fn writable(this: &DecompressionStream) -> WritableStream;
}

/// Smaller slices are slow: slices of 1 MB are read at a third of the speed (Chromium, measured November 2026).
const SLICE: f64 = (16 << 20) as f64;
/// The first slice is small, so that there is something to do while the others are read; each is twice the one before.
const FIRST: f64 = (2 << 20) as f64;
/// How many slices are asked for before the first has come.
const AHEAD: usize = 3;
/// How much of an unpacked text makes a piece.
const UNPACKED: usize = 4 << 20;

/// The pieces of one blob.
pub enum Pieces {
    /// Slices of the blob as it is.
    Plain { blob: Blob, reader: Option<Worker>, asked: f64, read: f64, next: f64, ahead: VecDeque<JsFuture> },
    /// What a gzip file unpacks to.
    Gzip { stream: ReadableStreamDefaultReader, fed: Rc<Cell<f64>>, ended: bool },
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
        if !is_gzip(&head) {
            let ahead = VecDeque::new();
            let mut plain = Self::Plain { blob: blob.clone(), reader, asked: 0.0, read: 0.0, next: FIRST, ahead };
            plain.ask()?;
            return Ok(plain);
        }
        let pair = DecompressionStream::new("gzip")?;
        let writer: WritableStreamDefaultWriter = pair.writable().get_writer()?;
        let stream: ReadableStreamDefaultReader = pair.readable().get_reader().unchecked_into();
        let fed = Rc::new(Cell::new(0.0));
        spawn_local(feed(blob.clone(), writer, Rc::clone(&fed)));
        Ok(Self::Gzip { stream, fed, ended: false })
    }

    /// Whether the blob is a gzip file.
    pub fn gzip(&self) -> bool {
        matches!(self, Self::Gzip { .. })
    }

    /// How many bytes of the blob have been read.
    pub fn done(&self) -> f64 {
        match self {
            Self::Plain { read, .. } => *read,
            Self::Gzip { fed, .. } => fed.get(),
        }
    }

    /// Reads the next piece.
    pub async fn next(&mut self) -> Result<(Read, Piece), JsValue> {
        match self {
            Self::Plain { ahead, read, .. } => {
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
            Self::Gzip { stream, ended, .. } => {
                let mut bytes = vec![];
                while bytes.len() < UNPACKED && !*ended {
                    match JsFuture::from(stream.read()).await {
                        Ok(read) if Reflect::get(&read, &"done".into())?.is_truthy() => *ended = true,
                        Ok(read) => append(&Reflect::get(&read, &"value".into())?.unchecked_into(), &mut bytes),
                        Err(_) => {
                            *ended = true;
                            return Ok((Read::Damaged, Piece::Here(bytes)));
                        }
                    }
                }
                Ok((if *ended { Read::Last } else { Read::Piece }, Piece::Here(bytes)))
            }
        }
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

impl Drop for Pieces {
    fn drop(&mut self) {
        if let Self::Gzip { stream, .. } = self {
            let _: Promise = stream.cancel();
        }
    }
}

/// Hands a packed blob to its unpacker, slice by slice, as fast as that takes them.
async fn feed(blob: Blob, writer: WritableStreamDefaultWriter, fed: Rc<Cell<f64>>) {
    let (mut at, size) = (0.0, blob.size());
    while at < size {
        let Ok(slice) = blob.slice_with_f64_and_f64(at, at + SLICE / 16.0) else { return };
        let Ok(bytes) = JsFuture::from(slice.array_buffer()).await else { return };
        // It fails where the file is damaged or nobody reads on; the reading side says which.
        if JsFuture::from(writer.write_with_chunk(&Uint8Array::new(&bytes))).await.is_err() {
            return;
        }
        at += SLICE / 16.0;
        fed.set(at.min(size));
    }
    let _ = JsFuture::from(writer.close()).await;
}

fn append(from: &Uint8Array, bytes: &mut Vec<u8>) {
    let start = bytes.len();
    bytes.resize(start + from.length() as usize, 0);
    from.copy_to(&mut bytes[start..]);
}
