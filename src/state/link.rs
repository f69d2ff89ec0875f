//! The line to the worker. A message is an array: what is asked or told, then the blobs that go with it.

use super::browser::part;
use engine::{Event, Request, decode_message, encode_message};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, ErrorEvent, Event as DomEvent, MessageEvent, Worker, WorkerOptions, WorkerType};

/// A worker that is up, and what listens to it. Dropping it ends the worker.
pub struct Link {
    worker: Worker,
    _message: Closure<dyn FnMut(MessageEvent)>,
    _error: Closure<dyn FnMut(DomEvent)>,
}

/// What comes over the line.
pub enum News {
    /// The worker tells something.
    Tell(Box<Event>, Vec<Blob>),
    /// The worker is dead: why, as far as the browser says.
    Died(String),
}

impl Link {
    /// Starts a worker.
    ///
    /// # Errors
    /// Where the build has no worker, or the browser starts none: its own words.
    pub fn open(hear: impl Fn(News) + Clone + 'static) -> Result<Self, String> {
        let url = part("engine").ok_or("the page was built without its worker")?;
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&url, &options).map_err(|error| words(&error))?;
        let listener = hear.clone();
        let message = Closure::new(move |event: MessageEvent| match read(&event.data()) {
            Ok((tell, blobs)) => listener(News::Tell(Box::new(tell), blobs)),
            Err(error) => listener(News::Died(words(&error))),
        });
        let error = Closure::new(move |event: DomEvent| {
            event.prevent_default();
            let why = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message).filter(|why| !why.is_empty());
            hear(News::Died(why.unwrap_or_else(|| event.type_())));
        });
        worker.set_onmessage(Some(message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(error.as_ref().unchecked_ref()));
        worker.set_onmessageerror(Some(error.as_ref().unchecked_ref()));
        Ok(Self { worker, _message: message, _error: error })
    }

    /// Sends a question with its blobs.
    ///
    /// # Errors
    /// Where the browser cannot clone it: its own words.
    pub fn post(&self, ask: &Request, blobs: &[Blob]) -> Result<(), String> {
        let send = || {
            let bytes = encode_message(ask).map_err(|error| error.to_string())?;
            let message = Array::of1(&Uint8Array::from(bytes.as_slice()));
            for blob in blobs {
                message.push(blob);
            }
            self.worker.post_message(&message)
        };
        send().map_err(|error: JsValue| words(&error))
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.set_onmessageerror(None);
        self.worker.terminate();
    }
}

fn read(data: &JsValue) -> Result<(Event, Vec<Blob>), JsValue> {
    let message: &Array = data.dyn_ref().ok_or("not a message of ours")?;
    let tell = decode_message(&message.get(0).dyn_into::<Uint8Array>()?.to_vec()).map_err(|error| error.to_string())?;
    let blobs = message.iter().skip(1).filter_map(|blob| blob.dyn_into().ok()).collect();
    Ok((tell, blobs))
}

/// What a thrown value says.
fn words(error: &JsValue) -> String {
    match error.dyn_ref::<js_sys::Error>() {
        Some(error) => error.message().into(),
        None => error.as_string().unwrap_or_else(|| "unknown".into()),
    }
}
