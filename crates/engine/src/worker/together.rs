//! A text read by several: this worker finds the records, and whoever has time extracts them. What comes back is taken in
//! in the order of the text.

use super::helper::NAME;
use engine::{pack, unpack};
use fleet::{Columns, Fleet};
use ingest::{Batch, Extractor, Reader};
use js_sys::{Array, ArrayBuffer, Promise, Reflect, Uint8Array};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, MessageChannel, MessageEvent, Worker, WorkerOptions, WorkerType};

/// A helper has so many pieces at most, so that it never waits and nobody waits for it.
const EACH: usize = 2;
/// So many helpers at most.
const HELPERS: usize = 7;
/// So many pieces may be under way: what is found is not much ahead of what is taken in.
const AHEAD: usize = 4;

/// The workers that extract.
#[derive(Default)]
pub struct Helpers {
    workers: Vec<Helper>,
}

struct Helper {
    worker: Worker,
    /// Whether it has come up, and not failed.
    up: Rc<Cell<bool>>,
    /// How many pieces it has.
    busy: Rc<Cell<usize>>,
}

impl Helper {
    fn new(worker: Worker) -> Self {
        let up = Rc::new(Cell::new(false));
        let listen = |now: bool| {
            let up = Rc::clone(&up);
            Closure::<dyn Fn()>::new(move || up.set(now)).into_js_value()
        };
        worker.set_onmessage(Some(listen(true).unchecked_ref()));
        worker.set_onerror(Some(listen(false).unchecked_ref()));
        Self { worker, up, busy: Rc::default() }
    }
}

impl Helpers {
    /// One for each core but the one that this worker is on; none where workers may not have workers.
    pub fn start() -> Self {
        let navigator = Reflect::get(&js_sys::global(), &"navigator".into()).unwrap_or_default();
        let cores = Reflect::get(&navigator, &"hardwareConcurrency".into()).ok().and_then(|cores| cores.as_f64());
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small whole number")]
        let others = cores.map_or(0, |cores| cores as usize).saturating_sub(1).min(HELPERS);
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        options.set_name(NAME);
        let workers = (0..others).filter_map(|_| Worker::new_with_options("worker.js", &options).ok());
        Self { workers: workers.map(Helper::new).collect() }
    }

    /// Gives a batch to a helper that has time: what will come of it.
    fn give(&self, batch: &Batch, piece: &ArrayBuffer) -> Option<Promise> {
        let up = self.workers.iter().filter(|helper| helper.up.get());
        let Helper { worker, busy, .. } = up.min_by_key(|helper| helper.busy.get()).filter(|h| h.busy.get() < EACH)?;
        let batch = Uint8Array::from(pack(batch).ok()?.as_slice());
        let channel = MessageChannel::new().ok()?;
        let moved = Array::of2(piece, &channel.port2());
        worker.post_message_with_transfer(&Array::of2(&batch, piece), &moved).ok()?;
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

/// A batch on its way.
struct Flight {
    batch: Batch,
    /// Bytes of its piece.
    len: usize,
    state: State,
}

enum State {
    /// Extracted.
    Done(Box<Columns>),
    /// With something to be told: the bytes of the piece.
    Telling(Vec<u8>),
    /// With a helper: its answer, and when that comes.
    Away(Rc<RefCell<Option<Result<JsValue, JsValue>>>>, Promise),
}

/// A text that is read together.
pub struct Together<'a> {
    helpers: &'a Helpers,
    blob: &'a Blob,
    extractor: Extractor,
    flights: VecDeque<Flight>,
}

impl<'a> Together<'a> {
    /// Begins; `blob` is the text.
    pub fn new(helpers: &'a Helpers, blob: &'a Blob) -> Self {
        Self { helpers, blob, extractor: Extractor::default(), flights: VecDeque::new() }
    }

    /// The next piece of the text, and the buffer that it came in, for whoever takes it over.
    ///
    /// # Errors
    /// Where the browser cannot read the text again, or the fleet is full.
    pub async fn push(
        &mut self,
        piece: &[u8],
        buffer: Option<ArrayBuffer>,
        reader: &mut Reader,
        fleet: &RefCell<engine::Desk>,
    ) -> Result<(), JsValue> {
        let Some(batch) = reader.plan(piece) else {
            self.land(0, reader, fleet).await?;
            return reader.push(piece, fleet.borrow_mut().fleet_mut()).map_err(full);
        };
        let len = piece.len();
        let state = match buffer.and_then(|buffer| self.helpers.give(&batch, &buffer)) {
            Some(promise) => {
                let slot = Rc::new(RefCell::new(None));
                let (filled, answer) = (Rc::clone(&slot), JsFuture::from(promise.clone()));
                spawn_local(async move { *filled.borrow_mut() = Some(answer.await) });
                State::Away(slot, promise)
            }
            None => match self.extractor.extract(&batch, piece) {
                Some(columns) => State::Done(Box::new(columns)),
                None => State::Telling(piece.to_vec()),
            },
        };
        self.flights.push_back(Flight { batch, len, state });
        let ahead = AHEAD + EACH * self.helpers.workers.len();
        self.land(ahead, reader, fleet).await
    }

    /// Takes in what has come, in its order; waits until no more than so many batches are on their way.
    ///
    /// # Errors
    /// As [`Self::push`].
    pub async fn land(
        &mut self,
        most: usize,
        reader: &mut Reader,
        desk: &RefCell<engine::Desk>,
    ) -> Result<(), JsValue> {
        while let Some(flight) = self.flights.front() {
            let there = !matches!(&flight.state, State::Away(slot, _) if slot.borrow().is_none());
            if !there && self.flights.len() <= most {
                return Ok(());
            }
            let Some(Flight { batch, len, state }) = self.flights.pop_front() else { return Ok(()) };
            let state = match state {
                State::Away(slot, promise) => {
                    let answer = slot.take();
                    let answer = match answer {
                        Some(answer) => answer,
                        None => JsFuture::from(promise).await,
                    };
                    self.answered(&batch, len, answer).await?
                }
                state => state,
            };
            let mut desk = desk.borrow_mut();
            let fleet: &mut Fleet = desk.fleet_mut();
            match state {
                State::Done(columns) => reader.take(&columns, fleet).map_err(full)?,
                State::Telling(piece) => reader.take_itself(&batch, &piece, fleet).map_err(full)?,
                State::Away(..) => {}
            }
        }
        Ok(())
    }

    /// What a helper has made of a batch. One that has died has made nothing: the bytes are read again.
    async fn answered(&self, batch: &Batch, len: usize, answer: Result<JsValue, JsValue>) -> Result<State, JsValue> {
        if let Ok(answer) = answer {
            let answer = Array::from(&answer);
            // A view of what came, and then a copy.
            let bytes = Uint8Array::new(&answer.get(0)).to_vec();
            return Ok(match answer.get(1).is_truthy().then(|| unpack::<Columns>(&bytes)) {
                Some(Ok(columns)) => State::Done(Box::new(columns)),
                Some(Err(error)) => return Err(js_sys::Error::new(&error.to_string()).into()),
                None => State::Telling(bytes),
            });
        }
        let from = batch.from() as f64;
        let slice = self.blob.slice_with_f64_and_f64(from, from + len as f64)?;
        Ok(State::Telling(Uint8Array::new(&JsFuture::from(slice.array_buffer()).await?).to_vec()))
    }
}

fn full(full: fleet::Full) -> JsValue {
    js_sys::Error::new(&full.to_string()).into()
}
