//! Messages in, messages out.

mod account;
mod answer;
mod archive;
mod fetch;
mod helper;
mod http;
mod load;
mod locate;
mod pieces;
mod text;
mod together;
mod towers;
mod turn;
mod unpack;
mod unreadable;
mod write;

use engine::{Ask, Desk, Tell, pack, unpack};
use js_sys::{Array, Uint8Array};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{
    AbortController, Blob, DedicatedWorkerGlobalScope, Event, MessageEvent, Worker, WorkerOptions, WorkerType,
};

/// The worker's state. Nothing here is borrowed across an await.
struct Office {
    scope: DedicatedWorkerGlobalScope,
    desk: RefCell<Desk>,
    /// The text of each source, which offsets of records count in.
    texts: RefCell<HashMap<u32, Blob>>,
    /// Those who extract records with this worker.
    helpers: together::Helpers,
    /// Files of cell towers.
    towers: RefCell<towers::Files>,
    /// `reader.js`, where workers may have workers.
    reader: RefCell<Option<Worker>>,
    queue: RefCell<load::Queue>,
    /// Whether the page was told of the files of an archive, and will send them.
    awaited: Cell<bool>,
    reading: Cell<bool>,
    stop: Cell<bool>,
    /// Whether the file that is written is not wanted any more.
    halt: Cell<bool>,
    /// Who is signed in, and where.
    sign_in: RefCell<Option<account::SignIn>>,
    /// Lists that ended before their end: how they go on.
    unfinished: RefCell<HashMap<u32, soracom::Paginator>>,
    /// Ends the requests that are under way.
    abort: RefCell<Option<Option<AbortController>>>,
    /// Whether the API ever answered.
    contact: Rc<Cell<bool>>,
    /// Whether to wait no longer before the next try.
    hurry: Cell<bool>,
}

/// Listens to the page, and says that it does.
pub fn start() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    if scope.name() == helper::NAME {
        return helper::start(&scope);
    }
    let office = Rc::new(Office {
        scope: scope.clone(),
        desk: RefCell::default(),
        texts: RefCell::default(),
        helpers: together::Helpers::start(),
        towers: RefCell::default(),
        reader: RefCell::new(start_reader()),
        queue: RefCell::default(),
        awaited: Cell::default(),
        reading: Cell::default(),
        stop: Cell::default(),
        halt: Cell::default(),
        sign_in: RefCell::default(),
        unfinished: RefCell::default(),
        abort: RefCell::default(),
        contact: Rc::default(),
        hurry: Cell::default(),
    });
    let reading = Rc::clone(&office);
    let lost = Closure::<dyn Fn(Event)>::new(move |event: Event| {
        drop(reading.reader.take());
        // Taken: it would go on to the page as if this worker had failed.
        event.prevent_default();
    });
    if let Some(reader) = &*office.reader.borrow() {
        reader.set_onerror(Some(lost.into_js_value().unchecked_ref()));
    }
    let posted = scope.clone();
    std::panic::set_hook(Box::new(move |info| post(&posted, &Tell::Failed(info.to_string()), [])));
    let listening = Rc::clone(&office);
    let listen = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let message = Array::from(&event.data());
        match unpack::<Ask>(&message.get(0).unchecked_into::<Uint8Array>().to_vec()) {
            Ok(ask) => answer::answer(&listening, ask, message.iter().skip(1).map(JsCast::unchecked_into)),
            Err(error) => listening.tell(&Tell::Failed(error.to_string()), []),
        }
    });
    // A worker's listener lives as long as the worker.
    if scope.add_event_listener_with_callback("message", listen.into_js_value().unchecked_ref()).is_ok() {
        office.tell(&Tell::Ready, []);
        spawn_local(load::warm_up(office));
    }
}

/// Starts `reader.js`; none where workers may not have workers.
fn start_reader() -> Option<Worker> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    Worker::new_with_options("reader.js", &options).ok()
}

impl Office {
    fn tell(&self, tell: &Tell, blobs: impl IntoIterator<Item = Blob>) {
        post(&self.scope, tell, blobs);
    }

    /// Milliseconds since the worker began, in parts of one.
    fn clock(&self) -> f64 {
        self.scope.performance().map_or(0.0, |p| p.now())
    }
}

fn post(scope: &DedicatedWorkerGlobalScope, tell: &Tell, blobs: impl IntoIterator<Item = Blob>) {
    if let Ok(bytes) = pack(tell) {
        let bytes = Uint8Array::from(bytes.as_slice());
        let message = Array::of1(&bytes);
        for blob in blobs {
            message.push(&blob);
        }
        // A message of bytes and blobs can always be cloned.
        let _ = scope.post_message_with_transfer(&message, &Array::of1(&bytes.buffer()));
    }
}

/// What the browser said of a failure.
fn words(error: &JsValue) -> String {
    error.dyn_ref::<js_sys::Error>().map_or_else(|| format!("{error:?}"), |error| String::from(error.message()))
}
