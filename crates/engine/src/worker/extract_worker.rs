//! A worker of the worker that extracts batches of records, so that two cores read a file.

use super::pipeline::ExtractedChunk;
use engine::{decode_message, encode_message};
use ingest::RunExtractor;
use js_sys::{Array, ArrayBuffer, Uint8Array};
use sample::{SampleFleet, SampleShape};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, MessagePort};

/// What a helper is called: by its name it knows that it is one.
pub const EXTRACT_WORKER_NAME: &str = "helper";
/// SIMs that are read to warm up: see [`super::load_records::warm_up_extractor`].
const WARM_UP_SIMS: u32 = 1_200;

/// Listens to the engine. A message is where a piece begins in its text, and the piece; the answer, on the port that comes
/// with it, are its columns, how many bytes they were, and what stands before and behind them; or the piece once more where
/// the engine is to read it itself. Its first message says that it is up.
pub fn start_extract_worker(scope: &DedicatedWorkerGlobalScope) {
    let extractor = RefCell::new(RunExtractor::default());
    let listen = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let message = Array::from(&event.data());
        let Some(port) = event.ports().get(0).dyn_into::<MessagePort>().ok() else { return };
        let (at, piece): (JsValue, ArrayBuffer) = (message.get(0), message.get(1).unchecked_into());
        let bytes = Uint8Array::new(&piece).to_vec();
        let extract = at.as_f64().and_then(|at| ExtractedChunk::from_chunk(&mut extractor.borrow_mut(), &bytes, at));
        let columns = extract.and_then(|extract| Some((encode_message(&extract.columns).ok()?, extract)));
        let answer = match columns {
            Some((columns, ExtractedChunk { head, record_bytes: len, tail, .. })) => {
                let [columns, head, tail] =
                    [columns, head, tail].map(|bytes| Uint8Array::from(bytes.as_slice()).buffer());
                Array::of4(&columns, &(len as f64).into(), &head, &tail)
            }
            None => Array::of1(&piece),
        };
        let moved = answer.filter(&mut |part, _, _| part.is_object());
        // Bytes can always be sent.
        let _ = port.post_message_with_transferable(&answer, &moved);
    });
    // A worker's listener lives as long as the worker.
    let _ = scope.add_event_listener_with_callback("message", listen.into_js_value().unchecked_ref());
    warm_up_extractor();
    // Not before: one that does not come up is given nothing.
    let _ = scope.post_message(&JsValue::TRUE);
}

/// Browsers compile what has run for a while once more, and better.
fn warm_up_extractor() {
    let sample = SampleFleet { seed: 1, now: 1_760_000_000_000, shape: SampleShape::Subscribers };
    let text: Vec<u8> = sample.json_chunks(WARM_UP_SIMS).flatten().collect();
    if let Some(extract) = ExtractedChunk::from_chunk(&mut RunExtractor::default(), &text, 0.0) {
        drop(encode_message(&extract.columns).map(|bytes| decode_message::<fleet::Columns>(&bytes)));
    }
}
