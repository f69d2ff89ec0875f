//! The text of a blob in pieces: unpacked where it is a gzip file, as UTF-8 where it is UTF-16.

use super::Office;
use super::pieces::{Pieces, Read};
use ingest::{Encoding, Utf16};
use js_sys::ArrayBuffer;
use wasm_bindgen::prelude::*;
use web_sys::Blob;

/// A text that is being read.
pub struct Text {
    pieces: Pieces,
    decoder: Option<(Encoding, Option<Utf16>)>,
    bytes: Vec<u8>,
    decoded: Vec<u8>,
}

impl Text {
    /// Begins to read.
    pub async fn of(office: &Office, blob: &Blob) -> Result<Self, JsValue> {
        let reader = office.reader.borrow().clone();
        let pieces = Pieces::of(blob, reader).await?;
        Ok(Self { pieces, decoder: None, bytes: vec![], decoded: vec![] })
    }

    /// Reads the next piece; it is [`Text::now`] then.
    pub async fn next(&mut self) -> Result<Read, JsValue> {
        let read = self.pieces.next(&mut self.bytes).await?;
        let (_, utf16) = self.decoder.get_or_insert_with(|| {
            let encoding = Encoding::sniff(&self.bytes);
            (encoding, Utf16::new(encoding))
        });
        if let Some(decoder) = utf16 {
            self.decoded.clear();
            decoder.push(&self.bytes, &mut self.decoded);
            if !matches!(read, Read::Piece) {
                decoder.finish(&mut self.decoded);
            }
        }
        Ok(read)
    }

    /// The last piece.
    pub fn now(&self) -> &[u8] {
        match &self.decoder {
            Some((_, Some(_))) => &self.decoded,
            _ => &self.bytes,
        }
    }

    /// The buffer in which the last piece came, where it is the piece.
    pub fn buffer(&mut self) -> Option<ArrayBuffer> {
        self.pieces.buffer()
    }

    /// How many bytes of the blob have been read.
    pub fn done(&self) -> f64 {
        self.pieces.done()
    }

    /// Whether the blob is a gzip file.
    pub fn gzip(&self) -> bool {
        self.pieces.gzip()
    }

    /// How the text was written.
    pub fn encoding(&self) -> Encoding {
        self.decoder.as_ref().map_or(Encoding::Utf8, |(encoding, _)| *encoding)
    }

    /// Whether the text is another one than the blob's bytes.
    pub fn differs(&self) -> bool {
        self.gzip() || self.encoding() != Encoding::Utf8
    }
}
