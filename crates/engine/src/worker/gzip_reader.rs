//! What a gzip file unpacks to, in pieces: unpacked by `unpack.js`, in the thread of `reader.js` or in this one.

use super::chunks::{Chunk, ChunkStatus};
use js_sys::{Array, Function, Promise};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, MessageChannel, MessageEvent, MessagePort, Worker};

#[wasm_bindgen]
extern "C" {
    /// `worker.js` lays it into the worker's scope.
    #[wasm_bindgen(js_name = unpackGzip, catch)]
    fn unpack_gzip(blob: &Blob, port: &MessagePort) -> Result<(), JsValue>;
}

/// How many pieces are asked for before the first has come.
const MAX_REQUESTED_CHUNKS: usize = 2;

/// A file that is being unpacked.
pub struct GzipReader {
    port: MessagePort,
    /// Who waits for a piece: those who were asked first come first.
    resolvers: Rc<RefCell<VecDeque<Function>>>,
    pending: VecDeque<Promise>,
    packed_bytes_read: f64,
    ended: bool,
    reader_failure: Promise,
}

impl GzipReader {
    /// Begins, in the thread of a worker where there is one.
    pub fn new(blob: &Blob, reader: Option<&Worker>) -> Result<Self, JsValue> {
        let channel = MessageChannel::new()?;
        match reader {
            Some(reader) => {
                let what = Array::of2(blob, &"gzip".into());
                reader.post_message_with_transfer(&what, &Array::of1(&channel.port2()))?;
            }
            None => unpack_gzip(blob, &channel.port2())?,
        }
        let (port, waiting) = (channel.port1(), Rc::new(RefCell::new(VecDeque::<Function>::new())));
        let waits = Rc::clone(&waiting);
        let answer = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let first = waits.borrow_mut().pop_front();
            // Nobody waits for what comes after a stop.
            first.map(|resolve| resolve.call1(&JsValue::NULL, &event.data()));
        });
        port.set_onmessage(Some(answer.into_js_value().unchecked_ref()));
        // Where its script does not come, nothing else would ever be heard.
        let failed = Promise::new(&mut |_, reject| {
            drop(reader.map(|reader| reader.add_event_listener_with_callback("error", &reject)));
        });
        Ok(Self {
            port,
            resolvers: waiting,
            pending: VecDeque::new(),
            packed_bytes_read: 0.0,
            ended: false,
            reader_failure: failed,
        })
    }

    /// How many bytes of the packed file have been read.
    pub fn packed_bytes_read(&self) -> f64 {
        self.packed_bytes_read
    }

    /// The next piece.
    pub async fn next_chunk(&mut self) -> Result<(ChunkStatus, Chunk), JsValue> {
        while self.pending.len() < MAX_REQUESTED_CHUNKS && !self.ended {
            let waiting = Rc::clone(&self.resolvers);
            self.pending.push_back(Promise::new(&mut |resolve, _| waiting.borrow_mut().push_back(resolve)));
            self.port.post_message(&"next".into())?;
        }
        let Some(piece) = self.pending.pop_front() else { return Ok((ChunkStatus::Last, Chunk::Inline(vec![]))) };
        let answer = Array::from(&JsFuture::from(Promise::race(&Array::of2(&piece, &self.reader_failure))).await?);
        self.packed_bytes_read = answer.get(2).as_f64().unwrap_or(self.packed_bytes_read);
        let read = match answer.get(1).as_string().as_deref() {
            Some("more") => ChunkStatus::More,
            Some("last") => ChunkStatus::Last,
            _ => ChunkStatus::Damaged,
        };
        self.ended = !matches!(read, ChunkStatus::More);
        Ok((read, Chunk::Remote(answer.get(0).unchecked_into())))
    }
}

impl Drop for GzipReader {
    fn drop(&mut self) {
        // It may be gone.
        let _ = self.port.post_message(&"stop".into());
    }
}
