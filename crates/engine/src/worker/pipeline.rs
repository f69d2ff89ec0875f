//! A text read by several: whoever has time extracts the records of a piece, and what comes back is taken in in the order of
//! the text. This worker reads what lies between the records of one piece and those of the next.

use super::chunks::Chunk;
use super::extract_worker::EXTRACT_WORKER_NAME;
use engine::decode_message;
use fleet::Columns;
use ingest::{IngestReader, RecordRun, RunExtractor};
use js_sys::{Array, ArrayBuffer, Promise, Reflect, Uint8Array};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, Event, MessageChannel, MessageEvent, Worker, WorkerOptions, WorkerType};

/// A helper has so many pieces at most, so that it never waits and nobody waits for it.
const MAX_CHUNKS_PER_WORKER: usize = 2;
/// So many helpers at most.
const MAX_EXTRACT_WORKERS: usize = 7;
/// So many pieces may be under way: what is found is not much ahead of what is taken in.
const MAX_PENDING_CHUNKS: usize = 4;

/// The workers that extract.
#[derive(Default)]
pub struct ExtractPool {
    workers: Vec<ExtractWorker>,
}

struct ExtractWorker {
    worker: Worker,
    /// Whether it has come up, and not failed.
    ready: Rc<Cell<bool>>,
    /// How many pieces it has.
    chunks_in_flight: Rc<Cell<usize>>,
}

impl ExtractWorker {
    fn new(worker: Worker) -> Self {
        let up = Rc::new(Cell::new(false));
        let listen = |now: bool| {
            let up = Rc::clone(&up);
            Closure::<dyn Fn(Event)>::new(move |event: Event| {
                up.set(now);
                // An error that nobody takes goes on to this worker, and to the page, as if it were this worker's own.
                event.prevent_default();
            })
            .into_js_value()
        };
        worker.set_onmessage(Some(listen(true).unchecked_ref()));
        worker.set_onerror(Some(listen(false).unchecked_ref()));
        Self { worker, ready: up, chunks_in_flight: Rc::default() }
    }
}

impl ExtractPool {
    /// One for each core but the one that this worker is on; none where workers may not have workers.
    pub fn start_workers() -> Self {
        let navigator = Reflect::get(&js_sys::global(), &"navigator".into()).unwrap_or_default();
        let cores = Reflect::get(&navigator, &"hardwareConcurrency".into()).ok().and_then(|cores| cores.as_f64());
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small whole number")]
        let others = cores.map_or(0, |cores| cores as usize).saturating_sub(1).min(MAX_EXTRACT_WORKERS);
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        options.set_name(EXTRACT_WORKER_NAME);
        let workers = (0..others).filter_map(|_| Worker::new_with_options("worker.js", &options).ok());
        Self { workers: workers.map(ExtractWorker::new).collect() }
    }

    /// Gives a piece, which begins at a byte of the text, to a helper that has time: what will come of it.
    fn dispatch_chunk(&self, at: f64, piece: &ArrayBuffer) -> Option<Promise> {
        let up = self.workers.iter().filter(|helper| helper.ready.get());
        let ExtractWorker { worker, chunks_in_flight: busy, .. } = up
            .min_by_key(|helper| helper.chunks_in_flight.get())
            .filter(|h| h.chunks_in_flight.get() < MAX_CHUNKS_PER_WORKER)?;
        let channel = MessageChannel::new().ok()?;
        let moved = Array::of2(piece, &channel.port2());
        worker.post_message_with_transfer(&Array::of2(&at.into(), piece), &moved).ok()?;
        busy.set(busy.get() + 1);
        let done = Rc::clone(busy);
        Some(Promise::new(&mut |resolve, reject| {
            let done = Rc::clone(&done);
            let port = channel.port1();
            let answer = Closure::once_into_js(move |event: MessageEvent| {
                done.set(done.get().saturating_sub(1));
                resolve.call1(&JsValue::NULL, &event.data())
            });
            port.set_onmessage(Some(answer.unchecked_ref()));
            // A helper that dies answers nothing any more.
            let _ = worker.add_event_listener_with_callback("error", &reject);
        }))
    }
}

/// A piece on its way.
struct PendingChunk {
    /// Where it begins in the text, and ends.
    byte_range: (f64, f64),
    state: ChunkState,
}

enum ChunkState {
    /// Extracted.
    Extracted(Box<ExtractedChunk>),
    /// To be read here.
    Unextracted(Vec<u8>),
    /// With a helper: its answer, and when that comes.
    Dispatched(Rc<RefCell<Option<Result<JsValue, JsValue>>>>, Promise),
}

/// The records of a piece, and what of it stands before and behind them.
pub struct ExtractedChunk {
    pub head: Vec<u8>,
    pub columns: Columns,
    /// How many bytes the records have.
    pub record_bytes: usize,
    pub tail: Vec<u8>,
}

impl ExtractedChunk {
    /// What an extractor makes of a piece.
    pub fn from_chunk(extractor: &mut RunExtractor, piece: &[u8], at: f64) -> Option<Self> {
        // Files are shorter than 2^53 bytes.
        let RecordRun { start: from, end: to, columns } = extractor.extract_run(piece, at as u64)?;
        let (head, tail) = (piece.get(..from)?.to_vec(), piece.get(to..)?.to_vec());
        Some(Self { head, columns, record_bytes: to - from, tail })
    }
}

/// A text that is read together.
pub struct ExtractPipeline<'a> {
    pool: &'a ExtractPool,
    blob: &'a Blob,
    text_parts: &'a Array,
    extractor: RunExtractor,
    pending: VecDeque<PendingChunk>,
    /// Where the next piece begins.
    next_offset: f64,
}

impl<'a> ExtractPipeline<'a> {
    /// Begins; `texts` are the parts of the text so far where it is not what is in the blob.
    pub fn new(helpers: &'a ExtractPool, blob: &'a Blob, texts: &'a Array) -> Self {
        Self {
            pool: helpers,
            blob,
            text_parts: texts,
            extractor: RunExtractor::default(),
            pending: VecDeque::new(),
            next_offset: 0.0,
        }
    }

    /// The next piece of the text.
    ///
    /// # Errors
    /// Where the browser cannot read the text again, or the fleet is full.
    pub async fn push_chunk(
        &mut self,
        piece: Chunk,
        reader: &mut IngestReader,
        desk: &RefCell<engine::Engine>,
    ) -> Result<(), JsValue> {
        let (from, to) = (self.next_offset, self.next_offset + piece.len() as f64);
        self.next_offset = to;
        let given = match &piece {
            Chunk::Remote(buffer) => self.pool.dispatch_chunk(from, buffer),
            Chunk::Inline(_) => None,
        };
        let state = match given {
            Some(promise) => {
                let slot = Rc::new(RefCell::new(None));
                let (filled, answer) = (Rc::clone(&slot), JsFuture::from(promise.clone()));
                spawn_local(async move { *filled.borrow_mut() = Some(answer.await) });
                ChunkState::Dispatched(slot, promise)
            }
            None => {
                let piece = piece.into_bytes();
                if self.pending.is_empty() {
                    return reader.push(&piece, desk.borrow_mut().fleet_mut()).map_err(capacity_error);
                }
                match ExtractedChunk::from_chunk(&mut self.extractor, &piece, from) {
                    Some(extract) => ChunkState::Extracted(Box::new(extract)),
                    None => ChunkState::Unextracted(piece),
                }
            }
        };
        self.pending.push_back(PendingChunk { byte_range: (from, to), state });
        let ahead = MAX_PENDING_CHUNKS + MAX_CHUNKS_PER_WORKER * self.pool.workers.len();
        self.drain_to(ahead, reader, desk).await
    }

    /// Takes in what has come, in its order; waits until no more than so many pieces are on their way.
    ///
    /// # Errors
    /// As [`Self::push_chunk`].
    pub async fn drain_to(
        &mut self,
        most: usize,
        reader: &mut IngestReader,
        desk: &RefCell<engine::Engine>,
    ) -> Result<(), JsValue> {
        while let Some(flight) = self.pending.front() {
            let there = !matches!(&flight.state, ChunkState::Dispatched(slot, _) if slot.borrow().is_none());
            if !there && self.pending.len() <= most {
                return Ok(());
            }
            let Some(PendingChunk { byte_range: (from, to), state }) = self.pending.pop_front() else { return Ok(()) };
            let state = match state {
                ChunkState::Dispatched(slot, promise) => {
                    let answer = slot.take();
                    let answer = match answer {
                        Some(answer) => answer,
                        None => JsFuture::from(promise).await,
                    };
                    match answer {
                        Ok(answer) => decode_reply(&answer)?,
                        // One that has died has made nothing.
                        Err(_) => ChunkState::Unextracted(self.reread_range(from, to).await?),
                    }
                }
                state => state,
            };
            let rest = match state {
                ChunkState::Extracted(extract) => {
                    let ExtractedChunk { head, columns, record_bytes: len, tail } = *extract;
                    let taken = {
                        let mut desk = desk.borrow_mut();
                        reader.push(&head, desk.fleet_mut()).map_err(capacity_error)?;
                        reader.append_run(&columns, len as u64, desk.fleet_mut()).map_err(capacity_error)?
                    };
                    // What seemed to be records may stand in something else.
                    if taken { tail } else { self.reread_range(from + head.len() as f64, to).await? }
                }
                ChunkState::Unextracted(piece) => piece,
                ChunkState::Dispatched(..) => vec![],
            };
            reader.push(&rest, desk.borrow_mut().fleet_mut()).map_err(capacity_error)?;
        }
        Ok(())
    }

    /// Some bytes of the text once more.
    async fn reread_range(&self, from: f64, to: f64) -> Result<Vec<u8>, JsValue> {
        let text = match self.text_parts.length() {
            0 => self.blob.clone(),
            _ => Blob::new_with_blob_sequence(self.text_parts)?,
        };
        let slice = text.slice_with_f64_and_f64(from, to)?;
        Ok(Uint8Array::new(&JsFuture::from(slice.array_buffer()).await?).to_vec())
    }
}

/// What a helper has made of a piece: columns, how many bytes they were, and what stands before and behind; or nothing.
fn decode_reply(answer: &JsValue) -> Result<ChunkState, JsValue> {
    let answer = Array::from(answer);
    // A view of what came, and then a copy.
    let bytes = |at| Uint8Array::new(&answer.get(at)).to_vec();
    let Some(len) = answer.get(1).as_f64() else { return Ok(ChunkState::Unextracted(bytes(0))) };
    let columns = decode_message(&bytes(0)).map_err(|error| js_sys::Error::new(&error.to_string()))?;
    Ok(ChunkState::Extracted(Box::new(ExtractedChunk {
        columns,
        record_bytes: len as usize,
        head: bytes(2),
        tail: bytes(3),
    })))
}

fn capacity_error(full: fleet::CapacityError) -> JsValue {
    js_sys::Error::new(&full.to_string()).into()
}
