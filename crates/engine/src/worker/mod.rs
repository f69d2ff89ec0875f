//! Messages in, messages out.

mod account;
mod archive;
mod chunks;
mod dispatch;
mod event_loop;
mod export_writer;
mod extract_worker;
mod gzip_reader;
mod http;
mod list_fetch;
mod load;
mod locate;
mod pipeline;
mod read_errors;
mod text_reader;
mod tower_files;

use engine::{Engine, Event, Request, decode_message, encode_message};
use js_sys::{Array, Uint8Array};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{
    AbortController, Blob, DedicatedWorkerGlobalScope, Event as DomEvent, MessageEvent, Worker, WorkerOptions,
    WorkerType,
};

/// The worker's state. Nothing here is borrowed across an await.
struct WorkerState {
    scope: DedicatedWorkerGlobalScope,
    engine: RefCell<Engine>,
    /// The text of each source, which offsets of records count in.
    source_texts: RefCell<HashMap<u32, Blob>>,
    /// Those who extract records with this worker.
    extract_pool: pipeline::ExtractPool,
    /// Files of cell towers.
    tower_files: RefCell<tower_files::TowerFiles>,
    /// `reader.js`, where workers may have workers.
    reader_worker: RefCell<Option<Worker>>,
    load_queue: RefCell<load::LoadQueue>,
    /// Whether the page was told of the files of an archive, and will send them.
    archive_files_pending: Cell<bool>,
    is_loading: Cell<bool>,
    load_cancelled: Cell<bool>,
    /// Whether the file that is written is not wanted any more.
    export_cancelled: Cell<bool>,
    /// Who is signed in, and where.
    sign_in: RefCell<Option<account::SignIn>>,
    /// Lists that ended before their end: how they go on.
    unfinished_lists: RefCell<HashMap<u32, soracom::Paginator>>,
    /// Ends the requests that are under way.
    abort_controller: RefCell<Option<Option<AbortController>>>,
    /// Whether the API ever answered.
    api_reached: Rc<Cell<bool>>,
    /// Whether to wait no longer before the next try.
    skip_wait: Cell<bool>,
}

/// Listens to the page, and says that it does.
pub fn start_worker() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    if scope.name() == extract_worker::EXTRACT_WORKER_NAME {
        return extract_worker::start_extract_worker(&scope);
    }
    let office = Rc::new(WorkerState {
        scope: scope.clone(),
        engine: RefCell::default(),
        source_texts: RefCell::default(),
        extract_pool: pipeline::ExtractPool::start_workers(),
        tower_files: RefCell::default(),
        reader_worker: RefCell::new(start_reader_worker()),
        load_queue: RefCell::default(),
        archive_files_pending: Cell::default(),
        is_loading: Cell::default(),
        load_cancelled: Cell::default(),
        export_cancelled: Cell::default(),
        sign_in: RefCell::default(),
        unfinished_lists: RefCell::default(),
        abort_controller: RefCell::default(),
        api_reached: Rc::default(),
        skip_wait: Cell::default(),
    });
    let reading = Rc::clone(&office);
    let lost = Closure::<dyn Fn(DomEvent)>::new(move |event: DomEvent| {
        drop(reading.reader_worker.take());
        // Taken: it would go on to the page as if this worker had failed.
        event.prevent_default();
    });
    if let Some(reader) = &*office.reader_worker.borrow() {
        reader.set_onerror(Some(lost.into_js_value().unchecked_ref()));
    }
    let posted = scope.clone();
    std::panic::set_hook(Box::new(move |info| post_event(&posted, &Event::Failed(info.to_string()), [])));
    let listening = Rc::clone(&office);
    let listen = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let message = Array::from(&event.data());
        match decode_message::<Request>(&message.get(0).unchecked_into::<Uint8Array>().to_vec()) {
            Ok(ask) => dispatch::handle_request(&listening, ask, message.iter().skip(1).map(JsCast::unchecked_into)),
            Err(error) => listening.send_event(&Event::Failed(error.to_string()), []),
        }
    });
    // A worker's listener lives as long as the worker.
    if scope.add_event_listener_with_callback("message", listen.into_js_value().unchecked_ref()).is_ok() {
        office.send_event(&Event::Ready, []);
        spawn_local(load::warm_up_reader(office));
    }
}

/// Starts `reader.js`; none where workers may not have workers.
fn start_reader_worker() -> Option<Worker> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    Worker::new_with_options("reader.js", &options).ok()
}

impl WorkerState {
    fn send_event(&self, tell: &Event, blobs: impl IntoIterator<Item = Blob>) {
        post_event(&self.scope, tell, blobs);
    }

    /// Milliseconds since the worker began, in parts of one.
    fn now_ms(&self) -> f64 {
        self.scope.performance().map_or(0.0, |p| p.now())
    }
}

fn post_event(scope: &DedicatedWorkerGlobalScope, tell: &Event, blobs: impl IntoIterator<Item = Blob>) {
    if let Ok(bytes) = encode_message(tell) {
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
fn error_message(error: &JsValue) -> String {
    error.dyn_ref::<js_sys::Error>().map_or_else(|| format!("{error:?}"), |error| String::from(error.message()))
}
