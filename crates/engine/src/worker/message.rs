//! Messages between workers. A message is a JS array: a value as bytes, then the blobs or buffers that go with it.

use crate::{CodecError, decode_message, encode_message};
use js_sys::{Array, ArrayBuffer, Object, Uint8Array};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;
use web_sys::Blob;

/// Makes a message of a value and what goes with it.
pub fn encode_parts<T: Serialize>(
    value: &T,
    parts: impl IntoIterator<Item = impl Into<JsValue>>,
) -> Result<Array, CodecError> {
    let message = Array::of1(&Uint8Array::from(encode_message(value)?.as_slice()));
    for part in parts {
        message.push(&part.into());
    }
    Ok(message)
}

/// Splits a message into its value and what came with it.
pub fn decode_parts<T: DeserializeOwned, P: JsCast>(
    message: &JsValue,
) -> Result<(T, impl Iterator<Item = P> + use<T, P>), CodecError> {
    let message = Array::from(message);
    let value = decode_message(&message.get(0).unchecked_into::<Uint8Array>().to_vec())?;
    Ok((value, message.into_iter().skip(1).map(JsCast::unchecked_into)))
}

/// What `reader.js` is asked for.
#[wasm_bindgen]
pub enum ReadKind {
    /// A slice of a blob.
    Slice = "slice",
    /// What a gzip file unpacks to.
    Gzip = "gzip",
}

/// A message to `unpack.js`, which decompresses a gzip file chunk by chunk.
#[wasm_bindgen]
pub enum UnpackCommand {
    /// The next chunk.
    Next = "next",
    /// No more chunks.
    Stop = "stop",
}

/// What follows an unpacked chunk.
#[wasm_bindgen]
pub enum UnpackStatus {
    /// There may be more.
    More = "more",
    /// Nothing.
    Last = "last",
    /// What cannot be unpacked.
    Damaged = "damaged",
}

#[wasm_bindgen]
extern "C" {
    /// A message to `reader.js`; its reply comes on the port that goes with it.
    #[wasm_bindgen(extends = Object)]
    pub type ReadRequest;

    #[wasm_bindgen(method, setter)]
    fn set_kind(this: &ReadRequest, kind: ReadKind);
    #[wasm_bindgen(method, setter)]
    fn set_blob(this: &ReadRequest, blob: &Blob);
    #[wasm_bindgen(method, setter)]
    fn set_from(this: &ReadRequest, from: f64);
    #[wasm_bindgen(method, setter)]
    fn set_to(this: &ReadRequest, to: f64);

    /// The reply to [`ReadKind::Slice`].
    pub type SliceReply;

    /// The bytes of the slice.
    #[wasm_bindgen(method, getter)]
    pub fn bytes(this: &SliceReply) -> Option<ArrayBuffer>;
    /// Why there are none.
    #[wasm_bindgen(method, getter)]
    pub fn error(this: &SliceReply) -> Option<String>;

    /// The reply to [`UnpackCommand::Next`].
    pub type UnpackReply;

    /// The bytes of the chunk.
    #[wasm_bindgen(method, getter)]
    pub fn bytes(this: &UnpackReply) -> ArrayBuffer;
    /// What follows.
    #[wasm_bindgen(method, getter)]
    pub fn status(this: &UnpackReply) -> UnpackStatus;
    /// Number of packed bytes that have been read.
    #[wasm_bindgen(method, getter, js_name = bytesRead)]
    pub fn bytes_read(this: &UnpackReply) -> f64;
}

impl ReadRequest {
    /// Asks for a slice of a blob.
    pub fn slice(blob: &Blob, from: f64, to: f64) -> Self {
        let request = Self::with_kind(ReadKind::Slice, blob);
        request.set_from(from);
        request.set_to(to);
        request
    }

    /// Asks for what a gzip file unpacks to; each chunk is asked for on the port.
    pub fn gzip(blob: &Blob) -> Self {
        Self::with_kind(ReadKind::Gzip, blob)
    }

    fn with_kind(kind: ReadKind, blob: &Blob) -> Self {
        let request: Self = Object::new().unchecked_into();
        request.set_kind(kind);
        request.set_blob(blob);
        request
    }
}
