//! A worker of the worker that extracts batches of records, so that two cores read a file.

use engine::{pack, unpack};
use fleet::sample::{Sample, Shape};
use ingest::{Batch, Extractor, Reader};
use js_sys::{Array, ArrayBuffer, Uint8Array};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, MessagePort};

/// What a helper is called: by its name it knows that it is one.
pub const NAME: &str = "helper";
/// SIMs that are read to warm up: see [`super::load::warm_up`].
const WARMING: u32 = 1_200;

/// Listens to the engine. A message is a batch and the bytes that it was planned of; the answer, on the port that comes with
/// it, are columns, or the bytes once more where the engine is to read them itself. Its first message says that it is up.
pub fn start(scope: &DedicatedWorkerGlobalScope) {
    let extractor = RefCell::new(Extractor::default());
    let listen = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let message = Array::from(&event.data());
        let Some(port) = event.ports().get(0).dyn_into::<MessagePort>().ok() else { return };
        let (batch, piece): (Uint8Array, ArrayBuffer) =
            (message.get(0).unchecked_into(), message.get(1).unchecked_into());
        let columns = unpack::<Batch>(&batch.to_vec())
            .ok()
            .and_then(|batch| extractor.borrow_mut().extract(&batch, &Uint8Array::new(&piece).to_vec()))
            .and_then(|columns| pack(&columns).ok());
        let there = columns.is_some();
        let answer = columns.map_or(piece, |columns| Uint8Array::from(columns.as_slice()).buffer());
        // Bytes can always be sent.
        let _ = port.post_message_with_transferable(&Array::of2(&answer, &there.into()), &Array::of1(&answer));
    });
    // A worker's listener lives as long as the worker.
    let _ = scope.add_event_listener_with_callback("message", listen.into_js_value().unchecked_ref());
    warm_up();
    // Not before: one that does not come up is given nothing.
    let _ = scope.post_message(&JsValue::TRUE);
}

/// Browsers compile what has run for a while once more, and better.
fn warm_up() {
    let sample = Sample { seed: 1, now: 1_760_000_000_000, shape: Shape::Subscribers };
    let text: Vec<u8> = sample.parts(WARMING).flatten().collect();
    if let Some(batch) = Reader::default().plan(&text) {
        let columns = Extractor::default().extract(&batch, &text);
        let packed = columns.and_then(|columns| pack(&columns).ok());
        drop(packed.map(|bytes| unpack::<fleet::Columns>(&bytes)));
    }
}
