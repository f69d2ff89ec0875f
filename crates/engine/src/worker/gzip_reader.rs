//! What a gzip file unpacks to, in chunks: unpacked by `unpack.js`, in the thread of `reader.js` or in this one.

use super::error::WorkerError;
use super::message::{ReadRequest, UnpackCommand, UnpackReply, UnpackStatus};
use super::remote_buffer::RemoteBuffer;
use crate::load::{Chunk, ChunkStatus};
use js_sys::{Array, Function, Promise};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, MessageChannel, MessageEvent, MessagePort, Worker};

#[wasm_bindgen]
extern "C" {
    /// `worker.js` puts it into the worker's scope.
    #[wasm_bindgen(js_name = unpackGzip, catch)]
    fn unpack_gzip(blob: &Blob, port: &MessagePort) -> Result<(), JsValue>;
}

/// How many chunks are asked for before the first has come.
const MAX_REQUESTED_CHUNKS: usize = 2;

/// A file that is being unpacked.
pub struct GzipReader {
    port: MessagePort,
    /// What resolves the promise of each chunk that was asked for, in their order.
    resolvers: Rc<RefCell<VecDeque<Function>>>,
    pending: VecDeque<Promise>,
    packed_bytes_read: f64,
    has_ended: bool,
    reader_failure: Promise,
}

impl GzipReader {
    /// Begins, in the thread of `reader.js` where it is there.
    pub fn new(blob: &Blob, reader: Option<&Worker>) -> Result<Self, WorkerError> {
        let channel = MessageChannel::new()?;
        match reader {
            Some(reader) => {
                reader.post_message_with_transfer(&ReadRequest::gzip(blob), &Array::of1(&channel.port2()))?;
            }
            None => unpack_gzip(blob, &channel.port2())?,
        }
        let (port, resolvers) = (channel.port1(), Rc::new(RefCell::new(VecDeque::<Function>::new())));
        let waiting = Rc::clone(&resolvers);
        let listen = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let first = waiting.borrow_mut().pop_front();
            // Nobody waits for what comes after a stop.
            first.map(|resolve| resolve.call1(&JsValue::NULL, &event.data()));
        });
        port.set_onmessage(Some(listen.into_js_value().unchecked_ref()));
        // Where its script does not come, nothing else would ever be heard.
        let reader_failure = Promise::new(&mut |_, reject| {
            drop(reader.map(|reader| reader.add_event_listener_with_callback("error", &reject)));
        });
        let pending = VecDeque::new();
        Ok(Self { port, resolvers, pending, packed_bytes_read: 0.0, has_ended: false, reader_failure })
    }

    /// Number of bytes of the packed file that have been read.
    pub fn packed_bytes_read(&self) -> f64 {
        self.packed_bytes_read
    }

    /// Reads the next chunk.
    pub async fn next_chunk(&mut self) -> Result<(ChunkStatus, Chunk<RemoteBuffer>), WorkerError> {
        while self.pending.len() < MAX_REQUESTED_CHUNKS && !self.has_ended {
            let waiting = Rc::clone(&self.resolvers);
            self.pending.push_back(Promise::new(&mut |resolve, _| waiting.borrow_mut().push_back(resolve)));
            self.port.post_message(&UnpackCommand::Next.into())?;
        }
        let Some(chunk) = self.pending.pop_front() else { return Ok((ChunkStatus::Last, Chunk::Inline(vec![]))) };
        let reply = JsFuture::from(Promise::race(&Array::of2(&chunk, &self.reader_failure))).await?;
        let reply: UnpackReply = reply.unchecked_into();
        self.packed_bytes_read = reply.bytes_read();
        let status = match reply.status() {
            UnpackStatus::More => ChunkStatus::More,
            UnpackStatus::Last => ChunkStatus::Last,
            _ => ChunkStatus::Damaged,
        };
        self.has_ended = status != ChunkStatus::More;
        Ok((status, Chunk::Remote(RemoteBuffer(reply.bytes()))))
    }
}

impl Drop for GzipReader {
    fn drop(&mut self) {
        // It may be gone.
        let _ = self.port.post_message(&UnpackCommand::Stop.into());
    }
}
