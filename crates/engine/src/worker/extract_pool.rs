//! Workers of this worker that extract records, so that several cores read a file.

use super::extract_worker::EXTRACT_WORKER_NAME;
use super::message::{decode_parts, encode_parts};
use super::remote_buffer::RemoteBuffer;
use crate::load::{ChunkExtractor, ExtractPool, ExtractReply, ExtractRequest, ExtractorLost};
use js_sys::{Array, ArrayBuffer, Promise, Reflect};
use std::cell::Cell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event as DomEvent, MessageChannel, MessageEvent, Worker, WorkerOptions, WorkerType};

/// Maximum number of extract workers.
const MAX_EXTRACT_WORKERS: usize = 7;

/// Starts one worker for each core but the one that this worker is on; none where workers may not have workers.
pub fn start_extract_pool() -> ExtractPool<ExtractWorker> {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into()).unwrap_or_default();
    let cores = Reflect::get(&navigator, &"hardwareConcurrency".into()).ok().and_then(|cores| cores.as_f64());
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small whole number")]
    let others = cores.map_or(0, |cores| cores as usize).saturating_sub(1).min(MAX_EXTRACT_WORKERS);
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    options.set_name(EXTRACT_WORKER_NAME);
    let workers = (0..others).filter_map(|_| {
        let worker = Worker::new_with_options("worker.js", &options).ok()?;
        worker.post_message(&wasm_bindgen::module()).ok()?;
        Some(worker)
    });
    workers.map(ExtractWorker::new).collect()
}

/// A worker that extracts.
pub struct ExtractWorker {
    worker: Worker,
    /// Whether the worker has started and has not failed since.
    is_ready: Rc<Cell<bool>>,
    chunks_in_flight: Rc<Cell<usize>>,
}

impl ExtractWorker {
    fn new(worker: Worker) -> Self {
        let is_ready = Rc::new(Cell::new(false));
        let listen = |ready: bool| {
            let is_ready = Rc::clone(&is_ready);
            Closure::<dyn Fn(DomEvent)>::new(move |event: DomEvent| {
                is_ready.set(ready);
                // An error that nobody takes goes on to this worker, and to the page, as if it were this worker's own.
                event.prevent_default();
            })
            .into_js_value()
        };
        worker.set_onmessage(Some(listen(true).unchecked_ref()));
        worker.set_onerror(Some(listen(false).unchecked_ref()));
        Self { worker, is_ready, chunks_in_flight: Rc::default() }
    }

    /// Sends a chunk: promises the reply.
    fn post_chunk(&self, request: ExtractRequest, buffer: &ArrayBuffer) -> Option<Promise> {
        let channel = MessageChannel::new().ok()?;
        let message = encode_parts(&request, [buffer]).ok()?;
        self.worker.post_message_with_transfer(&message, &Array::of2(buffer, &channel.port2())).ok()?;
        self.chunks_in_flight.set(self.chunks_in_flight.get() + 1);
        Some(Promise::new(&mut |resolve, reject| {
            let (port, in_flight) = (channel.port1(), Rc::clone(&self.chunks_in_flight));
            let listen = Closure::once_into_js(move |event: MessageEvent| {
                in_flight.set(in_flight.get().saturating_sub(1));
                resolve.call1(&JsValue::NULL, &event.data())
            });
            port.set_onmessage(Some(listen.unchecked_ref()));
            // A worker that has failed replies nothing any more.
            let _ = self.worker.add_event_listener_with_callback("error", &reject);
        }))
    }
}

impl ChunkExtractor for ExtractWorker {
    type Buffer = RemoteBuffer;
    type Reply = PendingReply;

    fn chunks_in_flight(&self) -> Option<usize> {
        self.is_ready.get().then(|| self.chunks_in_flight.get())
    }

    fn dispatch_chunk(&self, request: ExtractRequest, chunk: RemoteBuffer) -> Result<PendingReply, RemoteBuffer> {
        self.post_chunk(request, &chunk.0).map(|reply| PendingReply(reply.into())).ok_or(chunk)
    }
}

/// A worker's reply that is awaited.
pub struct PendingReply(JsFuture);

impl Future for PendingReply {
    type Output = Result<ExtractReply<RemoteBuffer>, ExtractorLost>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(context).map(|message| {
            let (header, buffers) = decode_parts(&message.map_err(|_| ExtractorLost)?).map_err(|_| ExtractorLost)?;
            ExtractReply::from_parts(header, buffers.map(RemoteBuffer)).ok_or(ExtractorLost)
        })
    }
}
