//! The bytes of a blob in pieces, read ahead; unpacked where it is a gzip file. Never all of it at once.

use ingest::is_gzip;
use js_sys::{Promise, Reflect, Uint8Array};
use std::cell::Cell;
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, ReadableStream, ReadableStreamDefaultReader, WritableStream, WritableStreamDefaultWriter};

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
/// How many slices are asked for before the first has come.
const AHEAD: usize = 3;
/// How much of an unpacked text makes a piece.
const UNPACKED: usize = 4 << 20;

/// The pieces of one blob.
pub enum Pieces {
    /// Slices of the blob as it is.
    Plain { blob: Blob, asked: f64, ahead: VecDeque<JsFuture> },
    /// What a gzip file unpacks to.
    Gzip { stream: ReadableStreamDefaultReader, fed: Rc<Cell<f64>>, ended: bool },
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
    /// Begins to read a blob.
    pub async fn of(blob: &Blob) -> Result<Self, JsValue> {
        let head = blob.slice_with_f64_and_f64(0.0, 4.0)?;
        let head = Uint8Array::new(&JsFuture::from(head.array_buffer()).await?).to_vec();
        if !is_gzip(&head) {
            let mut plain = Self::Plain { blob: blob.clone(), asked: 0.0, ahead: VecDeque::new() };
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
            Self::Plain { asked, ahead, .. } => asked - ahead.len() as f64 * SLICE,
            Self::Gzip { fed, .. } => fed.get(),
        }
    }

    /// Reads the next piece into `bytes`, in the place of what was there.
    pub async fn next(&mut self, bytes: &mut Vec<u8>) -> Result<Read, JsValue> {
        bytes.clear();
        match self {
            Self::Plain { ahead, .. } => {
                if let Some(slice) = ahead.pop_front() {
                    append(&Uint8Array::new(&slice.await?), bytes);
                }
                self.ask()?;
                let last = matches!(self, Self::Plain { ahead, .. } if ahead.is_empty());
                Ok(if last { Read::Last } else { Read::Piece })
            }
            Self::Gzip { stream, ended, .. } => {
                while bytes.len() < UNPACKED && !*ended {
                    match JsFuture::from(stream.read()).await {
                        Ok(read) if Reflect::get(&read, &"done".into())?.is_truthy() => *ended = true,
                        Ok(read) => append(&Reflect::get(&read, &"value".into())?.unchecked_into(), bytes),
                        Err(_) => {
                            *ended = true;
                            return Ok(Read::Damaged);
                        }
                    }
                }
                Ok(if *ended { Read::Last } else { Read::Piece })
            }
        }
    }

    fn ask(&mut self) -> Result<(), JsValue> {
        let Self::Plain { blob, asked, ahead } = self else { return Ok(()) };
        while ahead.len() < AHEAD && *asked < blob.size() {
            let slice = blob.slice_with_f64_and_f64(*asked, *asked + SLICE)?;
            ahead.push_back(slice.array_buffer().into());
            *asked += SLICE;
        }
        Ok(())
    }
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
