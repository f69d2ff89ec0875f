//! What a gzip file unpacks to, in pieces: unpacked by `reader.js`, in a thread of its own, or by this one.

use super::pieces::{Piece, Read};
use js_sys::{Array, ArrayBuffer, Function, Promise, Reflect, Uint8Array};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Blob, MessageChannel, MessageEvent, MessagePort, ReadableStream, ReadableStreamDefaultReader, Worker,
    WritableStream, WritableStreamDefaultWriter,
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

/// How many pieces are asked for before the first has come.
const AHEAD: usize = 2;
/// Bytes of the packed file that are handed to the browser's unpacker at once.
const SLICE: f64 = (1 << 20) as f64;
/// Bytes of a piece of the unpacked text.
const PIECE: usize = 4 << 20;

/// Unpacks in another thread.
pub struct Away {
    port: MessagePort,
    /// Who waits for a piece: those who were asked first come first.
    waiting: Rc<RefCell<VecDeque<Function>>>,
    ahead: VecDeque<Promise>,
    fed: f64,
    ended: bool,
    failed: Promise,
}

impl Away {
    /// Begins.
    pub fn new(blob: &Blob, reader: &Worker) -> Result<Self, JsValue> {
        let channel = MessageChannel::new()?;
        reader.post_message_with_transfer(&Array::of2(blob, &"gzip".into()), &Array::of1(&channel.port2()))?;
        let (port, waiting) = (channel.port1(), Rc::new(RefCell::new(VecDeque::<Function>::new())));
        let waits = Rc::clone(&waiting);
        let answer = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let first = waits.borrow_mut().pop_front();
            // Nobody waits for what comes after a stop.
            first.map(|resolve| resolve.call1(&JsValue::NULL, &event.data()));
        });
        port.set_onmessage(Some(answer.into_js_value().unchecked_ref()));
        // Where its script does not come, nothing else would ever be heard.
        let failed = Promise::new(&mut |_, reject| drop(reader.add_event_listener_with_callback("error", &reject)));
        Ok(Self { port, waiting, ahead: VecDeque::new(), fed: 0.0, ended: false, failed })
    }

    /// How many bytes of the packed file have been read.
    pub fn fed(&self) -> f64 {
        self.fed
    }

    /// The next piece.
    pub async fn next(&mut self) -> Result<(Read, Piece), JsValue> {
        while self.ahead.len() < AHEAD && !self.ended {
            let waiting = Rc::clone(&self.waiting);
            self.ahead.push_back(Promise::new(&mut |resolve, _| waiting.borrow_mut().push_back(resolve)));
            self.port.post_message(&"next".into())?;
        }
        let Some(piece) = self.ahead.pop_front() else { return Ok((Read::Last, Piece::Here(vec![]))) };
        let answer = Array::from(&JsFuture::from(Promise::race(&Array::of2(&piece, &self.failed))).await?);
        self.fed = answer.get(2).as_f64().unwrap_or(self.fed);
        let read = match answer.get(1).as_string().as_deref() {
            Some("more") => Read::Piece,
            Some("last") => Read::Last,
            _ => Read::Damaged,
        };
        self.ended = !matches!(read, Read::Piece);
        Ok((read, Piece::There(answer.get(0).unchecked_into())))
    }
}

impl Drop for Away {
    fn drop(&mut self) {
        // It may be gone.
        let _ = self.port.post_message(&"stop".into());
    }
}

/// Unpacks in this thread.
pub struct Here {
    stream: ReadableStreamDefaultReader,
    fed: Rc<Cell<f64>>,
    ended: bool,
}

impl Here {
    /// Begins.
    pub fn new(blob: &Blob) -> Result<Self, JsValue> {
        let pair = DecompressionStream::new("gzip")?;
        let writer: WritableStreamDefaultWriter = pair.writable().get_writer()?;
        let stream: ReadableStreamDefaultReader = pair.readable().get_reader().unchecked_into();
        let fed = Rc::new(Cell::new(0.0));
        spawn_local(feed(blob.clone(), writer, Rc::clone(&fed)));
        Ok(Self { stream, fed, ended: false })
    }

    /// How many bytes of the packed file have been read.
    pub fn fed(&self) -> f64 {
        self.fed.get()
    }

    /// The next piece.
    pub async fn next(&mut self) -> Result<(Read, Piece), JsValue> {
        let mut bytes = vec![];
        while bytes.len() < PIECE && !self.ended {
            match JsFuture::from(self.stream.read()).await {
                Ok(read) if Reflect::get(&read, &"done".into())?.is_truthy() => self.ended = true,
                Ok(read) => append(&Reflect::get(&read, &"value".into())?.unchecked_into(), &mut bytes),
                Err(_) => {
                    self.ended = true;
                    return Ok((Read::Damaged, Piece::Here(bytes)));
                }
            }
        }
        Ok((if self.ended { Read::Last } else { Read::Piece }, Piece::Here(bytes)))
    }
}

impl Drop for Here {
    fn drop(&mut self) {
        let _: Promise = self.stream.cancel();
    }
}

/// Hands a packed blob to its unpacker, slice by slice, as fast as that takes them.
async fn feed(blob: Blob, writer: WritableStreamDefaultWriter, fed: Rc<Cell<f64>>) {
    let (mut at, size) = (0.0, blob.size());
    while at < size {
        let Ok(slice) = blob.slice_with_f64_and_f64(at, at + SLICE) else { return };
        let Ok(bytes) = JsFuture::from(slice.array_buffer()).await else { return };
        let bytes: ArrayBuffer = bytes.unchecked_into();
        // It fails where the file is damaged or nobody reads on; the reading side says which.
        if JsFuture::from(writer.write_with_chunk(&Uint8Array::new(&bytes))).await.is_err() {
            return;
        }
        at += SLICE;
        fed.set(at.min(size));
    }
    let _ = JsFuture::from(writer.close()).await;
}

fn append(from: &Uint8Array, bytes: &mut Vec<u8>) {
    let start = bytes.len();
    bytes.resize(start + from.length() as usize, 0);
    from.copy_to(&mut bytes[start..]);
}
