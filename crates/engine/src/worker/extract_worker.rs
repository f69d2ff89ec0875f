//! A worker of the worker that extracts the records of chunks.

use super::message::{decode_parts, encode_parts};
use crate::load::{ExtractReply, ExtractRequest, extract_chunk};
use crate::{CodecError, decode_message};
use ingest::RunExtractor;
use js_sys::{Array, ArrayBuffer, Uint8Array};
use sample::{SampleFleet, SampleShape};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, MessagePort};

/// The name of an extract worker, by which it knows that it is one.
pub const EXTRACT_WORKER_NAME: &str = "helper";
/// SIMs that are read to warm up: see [`super::jobs::warm_up_reader`].
const WARM_UP_SIMS: u32 = 1_200;

/// Listens to the engine. A message is an [`ExtractRequest`] with its chunk; the reply, on the port that comes with it, is an
/// [`ExtractReply`] with its buffers. The first message of the worker says that it is up.
pub fn start_extract_worker(scope: &DedicatedWorkerGlobalScope) {
    let extractor = RefCell::new(RunExtractor::default());
    let listen = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let Some(port) = event.ports().get(0).dyn_into::<MessagePort>().ok() else { return };
        let reply = build_reply(&event.data(), &mut extractor.borrow_mut());
        let Some((message, buffers)) = reply.ok().flatten() else { return };
        // Buffers can always be transferred.
        let _ = port.post_message_with_transferable(&message, &buffers);
    });
    // A worker's listener lives as long as the worker.
    let _ = scope.add_event_listener_with_callback("message", listen.into_js_value().unchecked_ref());
    warm_up_extractor();
    // Not before: one that does not come up is given nothing.
    let _ = scope.post_message(&JsValue::TRUE);
}

/// The reply to a message, and the buffers that are transferred with it.
fn build_reply(message: &JsValue, extractor: &mut RunExtractor) -> Result<Option<(Array, Array)>, CodecError> {
    let (request, mut chunks) = decode_parts::<ExtractRequest, ArrayBuffer>(message)?;
    let Some(chunk) = chunks.next() else { return Ok(None) };
    let (header, buffers) = match extract_chunk(extractor, &Uint8Array::new(&chunk).to_vec(), request) {
        Some(extracted) => {
            let (header, buffers) = ExtractReply::Extracted(extracted).into_parts();
            (header, buffers.iter().map(|bytes| Uint8Array::from(bytes.as_slice()).buffer()).collect())
        }
        None => ExtractReply::Declined(chunk).into_parts(),
    };
    Ok(Some((encode_parts(&header, &buffers)?, buffers.iter().collect())))
}

/// Browsers compile what has run for a while once more, and better.
fn warm_up_extractor() {
    let sample = SampleFleet { seed: 1, now: 1_760_000_000_000, shape: SampleShape::Subscribers };
    let text: Vec<u8> = sample.json_chunks(WARM_UP_SIMS).flatten().collect();
    if let Some(extracted) = extract_chunk(&mut RunExtractor::default(), &text, ExtractRequest { offset: 0 }) {
        drop(decode_message::<fleet::Columns>(&extracted.columns));
    }
}
