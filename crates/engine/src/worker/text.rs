//! The text of a blob in pieces: unpacked where it is a gzip file, as UTF-8 where it is UTF-16.

use super::Office;
use super::pieces::{Piece, Pieces, Read};
use ingest::{Encoding, Utf16};
use wasm_bindgen::prelude::*;
use web_sys::Blob;

/// A text that is being read.
pub struct Text {
    pieces: Pieces,
    decoder: Option<(Encoding, Option<Utf16>)>,
}

impl Text {
    /// Begins to read.
    pub async fn of(office: &Office, blob: &Blob) -> Result<Self, JsValue> {
        let reader = office.reader.borrow().clone();
        let pieces = Pieces::of(blob, reader).await?;
        Ok(Self { pieces, decoder: None })
    }

    /// Reads the next piece.
    pub async fn next(&mut self) -> Result<(Read, Piece), JsValue> {
        let (read, mut piece) = self.pieces.next().await?;
        if self.decoder.is_none() {
            let head = piece.bytes();
            let encoding = Encoding::sniff(&head);
            self.decoder = Some((encoding, Utf16::new(encoding)));
            piece = Piece::Here(head);
        }
        if let Some((_, Some(decoder))) = &mut self.decoder {
            let mut decoded = vec![];
            decoder.push(&piece.bytes(), &mut decoded);
            if !matches!(read, Read::Piece) {
                decoder.finish(&mut decoded);
            }
            piece = Piece::Here(decoded);
        }
        Ok((read, piece))
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
