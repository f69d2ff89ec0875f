//! The line to the worker. A message is an array: a request or an event, then the blobs that belong to it.

use super::browser::build_part_url;
use engine::{Event, Request, decode_message, encode_message};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, ErrorEvent, Event as DomEvent, MessageEvent, Worker, WorkerOptions, WorkerType};

/// A worker that is up, and what listens to it. Dropping it ends the worker.
pub struct WorkerClient {
    worker: Worker,
    _message: Closure<dyn FnMut(MessageEvent)>,
    _error: Closure<dyn FnMut(DomEvent)>,
}

/// What comes from the worker.
pub enum WorkerEvent {
    /// An event, with its blobs.
    Message(Box<Event>, Vec<Blob>),
    /// The worker is dead: why, as far as the browser says.
    Crashed(String),
}

impl WorkerClient {
    /// Starts a worker.
    ///
    /// # Errors
    /// Where the build has no worker, or the browser starts none: its own words.
    pub fn spawn_worker(listen: impl Fn(WorkerEvent) + Clone + 'static) -> Result<Self, String> {
        let url = build_part_url("engine").ok_or("the page was built without its worker")?;
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&url, &options).map_err(|error| error_text(&error))?;
        worker.post_message(&wasm_bindgen::module()).map_err(|error| error_text(&error))?;
        let listener = listen.clone();
        let message = Closure::new(move |event: MessageEvent| match parse_event(&event.data()) {
            Ok((event, blobs)) => listener(WorkerEvent::Message(Box::new(event), blobs)),
            Err(error) => listener(WorkerEvent::Crashed(error_text(&error))),
        });
        let error = Closure::new(move |event: DomEvent| {
            event.prevent_default();
            let why = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message).filter(|why| !why.is_empty());
            listen(WorkerEvent::Crashed(why.unwrap_or_else(|| event.type_())));
        });
        worker.set_onmessage(Some(message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(error.as_ref().unchecked_ref()));
        worker.set_onmessageerror(Some(error.as_ref().unchecked_ref()));
        Ok(Self { worker, _message: message, _error: error })
    }

    /// Sends a request with its blobs.
    ///
    /// # Errors
    /// Where the browser cannot clone it: its own words.
    pub fn send_request(&self, request: &Request, blobs: &[Blob]) -> Result<(), String> {
        let send = || {
            let bytes = encode_message(request).map_err(|error| error.to_string())?;
            let message = Array::of1(&Uint8Array::from(bytes.as_slice()));
            for blob in blobs {
                message.push(blob);
            }
            self.worker.post_message(&message)
        };
        send().map_err(|error: JsValue| error_text(&error))
    }
}

impl Drop for WorkerClient {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.set_onmessageerror(None);
        self.worker.terminate();
    }
}

fn parse_event(data: &JsValue) -> Result<(Event, Vec<Blob>), JsValue> {
    let message: &Array = data.dyn_ref().ok_or("not a message of ours")?;
    let event =
        decode_message(&message.get(0).dyn_into::<Uint8Array>()?.to_vec()).map_err(|error| error.to_string())?;
    let blobs = message.iter().skip(1).filter_map(|blob| blob.dyn_into().ok()).collect();
    Ok((event, blobs))
}

/// What a thrown value says.
fn error_text(error: &JsValue) -> String {
    match error.dyn_ref::<js_sys::Error>() {
        Some(error) => error.message().into(),
        None => error.as_string().unwrap_or_else(|| "unknown".into()),
    }
}
