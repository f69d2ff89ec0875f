//! Bytes that are in the browser's memory.

use crate::load::ChunkBuffer;
use js_sys::{ArrayBuffer, Uint8Array};

/// Bytes that are in the browser's memory, and may be transferred to another worker.
pub struct RemoteBuffer(pub ArrayBuffer);

impl ChunkBuffer for RemoteBuffer {
    fn byte_len(&self) -> usize {
        self.0.byte_length() as usize
    }

    fn into_bytes(self) -> Vec<u8> {
        // A view of the buffer, and then a copy.
        Uint8Array::new(&self.0).to_vec()
    }
}
