//! A text read by several: whoever has time extracts the records of a piece, and what comes back is taken in in the order of
//! the text. This worker reads what lies between the records of one piece and those of the next.

use super::helper::NAME;
use super::pieces::Piece;
use engine::unpack;
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
            Closure::<dyn Fn(Event)>::new(move |event: Event| {
                up.set(now);
                // An error that nobody takes goes on to this worker, and to the page, as if it were this worker's own.
                event.prevent_default();
            })
            .into_js_value()
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

    /// Gives a piece, which begins at a byte of the text, to a helper that has time: what will come of it.
    fn give(&self, at: f64, piece: &ArrayBuffer) -> Option<Promise> {
        let up = self.workers.iter().filter(|helper| helper.up.get());
        let Helper { worker, busy, .. } = up.min_by_key(|helper| helper.busy.get()).filter(|h| h.busy.get() < EACH)?;
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
struct Flight {
    /// Where it begins in the text, and ends.
    bytes: (f64, f64),
    state: State,
}

enum State {
    /// Extracted.
    Done(Box<Extract>),
    /// To be read here.
    Left(Vec<u8>),
    /// With a helper: its answer, and when that comes.
    Away(Rc<RefCell<Option<Result<JsValue, JsValue>>>>, Promise),
}

/// The records of a piece, and what of it stands before and behind them.
pub struct Extract {
    pub head: Vec<u8>,
    pub columns: Columns,
    /// How many bytes the records have.
    pub len: usize,
    pub tail: Vec<u8>,
}

impl Extract {
    /// What an extractor makes of a piece.
    pub fn of(extractor: &mut RunExtractor, piece: &[u8], at: f64) -> Option<Self> {
        // Files are shorter than 2^53 bytes.
        let RecordRun { start: from, end: to, columns } = extractor.extract_run(piece, at as u64)?;
        let (head, tail) = (piece.get(..from)?.to_vec(), piece.get(to..)?.to_vec());
        Some(Self { head, columns, len: to - from, tail })
    }
}

/// A text that is read together.
pub struct Together<'a> {
    helpers: &'a Helpers,
    blob: &'a Blob,
    texts: &'a Array,
    extractor: RunExtractor,
    flights: VecDeque<Flight>,
    /// Where the next piece begins.
    at: f64,
}

impl<'a> Together<'a> {
    /// Begins; `texts` are the parts of the text so far where it is not what is in the blob.
    pub fn new(helpers: &'a Helpers, blob: &'a Blob, texts: &'a Array) -> Self {
        Self { helpers, blob, texts, extractor: RunExtractor::default(), flights: VecDeque::new(), at: 0.0 }
    }

    /// The next piece of the text.
    ///
    /// # Errors
    /// Where the browser cannot read the text again, or the fleet is full.
    pub async fn push(
        &mut self,
        piece: Piece,
        reader: &mut IngestReader,
        desk: &RefCell<engine::Desk>,
    ) -> Result<(), JsValue> {
        let (from, to) = (self.at, self.at + piece.len() as f64);
        self.at = to;
        let given = match &piece {
            Piece::There(buffer) => self.helpers.give(from, buffer),
            Piece::Here(_) => None,
        };
        let state = match given {
            Some(promise) => {
                let slot = Rc::new(RefCell::new(None));
                let (filled, answer) = (Rc::clone(&slot), JsFuture::from(promise.clone()));
                spawn_local(async move { *filled.borrow_mut() = Some(answer.await) });
                State::Away(slot, promise)
            }
            None => {
                let piece = piece.bytes();
                if self.flights.is_empty() {
                    return reader.push(&piece, desk.borrow_mut().fleet_mut()).map_err(full);
                }
                match Extract::of(&mut self.extractor, &piece, from) {
                    Some(extract) => State::Done(Box::new(extract)),
                    None => State::Left(piece),
                }
            }
        };
        self.flights.push_back(Flight { bytes: (from, to), state });
        let ahead = AHEAD + EACH * self.helpers.workers.len();
        self.land(ahead, reader, desk).await
    }

    /// Takes in what has come, in its order; waits until no more than so many pieces are on their way.
    ///
    /// # Errors
    /// As [`Self::push`].
    pub async fn land(
        &mut self,
        most: usize,
        reader: &mut IngestReader,
        desk: &RefCell<engine::Desk>,
    ) -> Result<(), JsValue> {
        while let Some(flight) = self.flights.front() {
            let there = !matches!(&flight.state, State::Away(slot, _) if slot.borrow().is_none());
            if !there && self.flights.len() <= most {
                return Ok(());
            }
            let Some(Flight { bytes: (from, to), state }) = self.flights.pop_front() else { return Ok(()) };
            let state = match state {
                State::Away(slot, promise) => {
                    let answer = slot.take();
                    let answer = match answer {
                        Some(answer) => answer,
                        None => JsFuture::from(promise).await,
                    };
                    match answer {
                        Ok(answer) => answered(&answer)?,
                        // One that has died has made nothing.
                        Err(_) => State::Left(self.again(from, to).await?),
                    }
                }
                state => state,
            };
            let rest = match state {
                State::Done(extract) => {
                    let Extract { head, columns, len, tail } = *extract;
                    let taken = {
                        let mut desk = desk.borrow_mut();
                        reader.push(&head, desk.fleet_mut()).map_err(full)?;
                        reader.append_run(&columns, len as u64, desk.fleet_mut()).map_err(full)?
                    };
                    // What seemed to be records may stand in something else.
                    if taken { tail } else { self.again(from + head.len() as f64, to).await? }
                }
                State::Left(piece) => piece,
                State::Away(..) => vec![],
            };
            reader.push(&rest, desk.borrow_mut().fleet_mut()).map_err(full)?;
        }
        Ok(())
    }

    /// Some bytes of the text once more.
    async fn again(&self, from: f64, to: f64) -> Result<Vec<u8>, JsValue> {
        let text = match self.texts.length() {
            0 => self.blob.clone(),
            _ => Blob::new_with_blob_sequence(self.texts)?,
        };
        let slice = text.slice_with_f64_and_f64(from, to)?;
        Ok(Uint8Array::new(&JsFuture::from(slice.array_buffer()).await?).to_vec())
    }
}

/// What a helper has made of a piece: columns, how many bytes they were, and what stands before and behind; or nothing.
fn answered(answer: &JsValue) -> Result<State, JsValue> {
    let answer = Array::from(answer);
    // A view of what came, and then a copy.
    let bytes = |at| Uint8Array::new(&answer.get(at)).to_vec();
    let Some(len) = answer.get(1).as_f64() else { return Ok(State::Left(bytes(0))) };
    let columns = unpack(&bytes(0)).map_err(|error| js_sys::Error::new(&error.to_string()))?;
    Ok(State::Done(Box::new(Extract { columns, len: len as usize, head: bytes(2), tail: bytes(3) })))
}

fn full(full: fleet::CapacityError) -> JsValue {
    js_sys::Error::new(&full.to_string()).into()
}
