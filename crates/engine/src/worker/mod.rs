//! The worker: messages of the page in, events out. It adapts the browser to the engine, which knows none.

mod account;
mod action_export;
mod archive;
mod blob_source;
mod chunks;
mod commands;
mod country_names;
mod dispatch;
mod error;
mod event_loop;
mod export_writer;
mod exporter;
mod extract_pool;
mod extract_worker;
mod gzip_reader;
mod http;
mod jobs;
mod list_fetch;
mod list_files;
mod message;
mod read_errors;
mod remote_buffer;
mod row_chunks;
mod table_export;
mod text_reader;
mod tower_files;
mod workbook;

use crate::load::{ExtractPool, LoadHost, LoadState};
use crate::{Engine, Event, Request};
use error::WorkerError;
use js_sys::{Array, Uint8Array};
use message::{decode_parts, encode_parts};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
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
    /// The workers that extract records with this one.
    extract_pool: ExtractPool<extract_pool::ExtractWorker>,
    /// Files of cell towers.
    tower_files: RefCell<tower_files::TowerFiles>,
    /// Lists of the operator's own.
    list_files: RefCell<list_files::ListFiles>,
    /// `reader.js`, where workers may have workers.
    reader_worker: RefCell<Option<Worker>>,
    /// What is being loaded, and what waits.
    load: LoadState<jobs::JobInput>,
    /// Whether the file that is written is not wanted any more.
    export_cancelled: Cell<bool>,
    /// The last action that was asked for.
    action_seq: Cell<u32>,
    /// Who is signed in, and where.
    sign_in: RefCell<Option<account::SignIn>>,
    /// Lists that ended before their end: how they go on.
    unfinished_lists: RefCell<HashMap<u32, soracom::Paginator>>,
    /// Ends the requests that are under way.
    abort_controller: RefCell<Option<Option<AbortController>>>,
    /// Whether the API ever answered.
    api_reached: Rc<Cell<bool>>,
}

/// Listens to the page, and says that it does.
pub fn start_worker() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    if scope.name() == extract_worker::EXTRACT_WORKER_NAME {
        return extract_worker::start_extract_worker(&scope);
    }
    let state = Rc::new(WorkerState {
        scope: scope.clone(),
        engine: RefCell::default(),
        source_texts: RefCell::default(),
        extract_pool: extract_pool::start_extract_pool(),
        tower_files: RefCell::default(),
        list_files: RefCell::default(),
        reader_worker: RefCell::new(start_reader_worker()),
        load: LoadState::default(),
        export_cancelled: Cell::default(),
        action_seq: Cell::default(),
        sign_in: RefCell::default(),
        unfinished_lists: RefCell::default(),
        abort_controller: RefCell::default(),
        api_reached: Rc::default(),
    });
    let reading = Rc::clone(&state);
    let lost = Closure::<dyn Fn(DomEvent)>::new(move |event: DomEvent| {
        drop(reading.reader_worker.take());
        // Taken: it would go on to the page as if this worker had failed.
        event.prevent_default();
    });
    if let Some(reader) = &*state.reader_worker.borrow() {
        reader.set_onerror(Some(lost.into_js_value().unchecked_ref()));
    }
    let posted = scope.clone();
    std::panic::set_hook(Box::new(move |info| post_event(&posted, &Event::Failed(info.to_string()), vec![])));
    let listening = Rc::clone(&state);
    let listen = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        match decode_parts::<Request, Blob>(&event.data()) {
            Ok((request, blobs)) => dispatch::handle_request(&listening, request, blobs),
            Err(error) => listening.send_event(&Event::Failed(error.to_string())),
        }
    });
    // A worker's listener lives as long as the worker.
    if scope.add_event_listener_with_callback("message", listen.into_js_value().unchecked_ref()).is_ok() {
        state.send_event(&Event::Ready);
        spawn_local(jobs::warm_up_reader(state));
    }
}

/// Starts `reader.js`; none where workers may not have workers.
fn start_reader_worker() -> Option<Worker> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    Worker::new_with_options("reader.js", &options).ok()
}

impl LoadHost for WorkerState {
    type Input = jobs::JobInput;
    type Text = Blob;

    fn engine(&self) -> &RefCell<Engine> {
        &self.engine
    }

    fn load_state(&self) -> &LoadState<jobs::JobInput> {
        &self.load
    }

    fn now_ms(&self) -> f64 {
        self.scope.performance().map_or(0.0, |performance| performance.now())
    }

    fn yield_now(&self) -> impl Future<Output = ()> {
        event_loop::yield_now()
    }

    fn sleep_ms(&self, ms: u64) -> impl Future<Output = ()> {
        event_loop::sleep_ms(ms)
    }

    fn send_event_with(&self, event: &Event, blobs: Vec<Blob>) {
        post_event(&self.scope, event, blobs);
    }
}

fn post_event(scope: &DedicatedWorkerGlobalScope, event: &Event, blobs: Vec<Blob>) {
    if let Ok(message) = encode_parts(event, blobs) {
        let bytes: Uint8Array = message.get(0).unchecked_into();
        // A message of bytes and blobs can always be cloned.
        let _ = scope.post_message_with_transfer(&message, &Array::of1(&bytes.buffer()));
    }
}

/// Reads the bytes of a blob.
async fn blob_bytes(blob: &Blob) -> Result<Vec<u8>, WorkerError> {
    let bytes = JsFuture::from(blob.array_buffer()).await?;
    Ok(Uint8Array::new(&bytes).to_vec())
}
