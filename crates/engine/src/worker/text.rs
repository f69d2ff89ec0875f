//! The text of a blob in pieces: unpacked where it is a gzip file, as UTF-8 whatever it is written in, without the escape
//! sequences of a terminal.

use super::Office;
use super::pieces::{Piece, Pieces, Read};
use ingest::{ESCAPE_BYTE, Encoding, EscapeStripper, Utf16Decoder};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, TextDecodeOptions, TextDecoder};

/// Bytes of a text in which escape sequences show where there are any: they come with the first line.
const HEAD: usize = 4096;

/// A text that is being read.
pub struct Text {
    pieces: Pieces,
    /// The encoding, where it was seen when the text was read before.
    seen: Option<Encoding>,
    decoder: Option<Decoder>,
}

/// What is done to the bytes of a text.
struct Decoder {
    encoding: Encoding,
    utf16: Option<Utf16Decoder>,
    /// The browser's own, for what people's programs wrote before UTF-8.
    legacy: Option<TextDecoder>,
    escapes: Option<EscapeStripper>,
}

impl Decoder {
    fn new(encoding: Encoding) -> Result<Self, JsValue> {
        let legacy = encoding.label().map(TextDecoder::new_with_label).transpose()?;
        Ok(Self { encoding, utf16: Utf16Decoder::new(encoding), legacy, escapes: None })
    }

    /// Whether a text stays as it is.
    fn is_idle(&self) -> bool {
        self.encoding == Encoding::Utf8 && self.escapes.is_none()
    }

    fn decode(&mut self, bytes: Vec<u8>, last: bool) -> Result<Vec<u8>, JsValue> {
        if let Some(utf16) = &mut self.utf16 {
            let mut decoded = Vec::with_capacity(bytes.len());
            utf16.push(&bytes, &mut decoded);
            if last {
                utf16.finish(&mut decoded);
            }
            return Ok(decoded);
        }
        let Some(legacy) = &self.legacy else { return Ok(bytes) };
        let options = TextDecodeOptions::new();
        options.set_stream(!last);
        let bytes = js_sys::Uint8Array::from(bytes.as_slice());
        Ok(legacy.decode_with_buffer_source_and_options(&bytes, &options)?.into_bytes())
    }

    fn strip(&mut self, text: Vec<u8>) -> Vec<u8> {
        let Some(escapes) = &mut self.escapes else { return text };
        let mut stripped = Vec::with_capacity(text.len());
        escapes.strip_into(&text, &mut stripped);
        stripped
    }
}

impl Text {
    /// Begins to read; `seen` is the encoding, where it was seen when the text was read before.
    pub async fn of(office: &Office, blob: &Blob, seen: Option<Encoding>) -> Result<Self, JsValue> {
        let reader = office.reader.borrow().clone();
        let pieces = Pieces::of(blob, reader).await?;
        Ok(Self { pieces, seen, decoder: None })
    }

    /// Reads the next piece.
    pub async fn next(&mut self) -> Result<(Read, Piece), JsValue> {
        let (read, piece) = self.pieces.next().await?;
        let last = !matches!(read, Read::Piece);
        if let Some(decoder) = &mut self.decoder {
            if decoder.is_idle() {
                return Ok((read, piece));
            }
            let text = decoder.decode(piece.bytes(), last)?;
            return Ok((read, Piece::Here(decoder.strip(text))));
        }
        let head = piece.bytes();
        let mut decoder = Decoder::new(self.seen.unwrap_or_else(|| Encoding::sniff_unicode(&head)))?;
        let text = decoder.decode(head, last)?;
        let has_escapes = text.iter().take(HEAD).any(|byte| *byte == ESCAPE_BYTE);
        decoder.escapes = has_escapes.then(EscapeStripper::default);
        let text = decoder.strip(text);
        self.decoder = Some(decoder);
        Ok((read, Piece::Here(text)))
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
        self.decoder.as_ref().map_or(Encoding::Utf8, |decoder| decoder.encoding)
    }

    /// Whether escape sequences of a terminal are taken out.
    pub fn escapes(&self) -> bool {
        self.decoder.as_ref().is_some_and(|decoder| decoder.escapes.is_some())
    }

    /// Whether the text is another one than the blob's bytes.
    pub fn differs(&self) -> bool {
        self.gzip() || self.decoder.as_ref().is_some_and(|decoder| !decoder.is_idle())
    }
}
