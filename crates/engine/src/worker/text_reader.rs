//! The text of a blob in pieces: unpacked where it is a gzip file, as UTF-8 whatever it is written in, without the escape
//! sequences of a terminal.

use super::WorkerState;
use super::chunks::{Chunk, ChunkReader, ChunkStatus};
use ingest::{ESCAPE_BYTE, Encoding, EscapeStripper, Utf16Decoder};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, TextDecodeOptions, TextDecoder};

/// Bytes of a text in which escape sequences show where there are any: they come with the first line.
const ESCAPE_SEARCH_BYTES: usize = 4096;

/// A text that is being read.
pub struct TextReader {
    chunks: ChunkReader,
    /// The encoding, where it was seen when the text was read before.
    known_encoding: Option<Encoding>,
    decoder: Option<ChunkDecoder>,
}

/// What is done to the bytes of a text.
struct ChunkDecoder {
    encoding: Encoding,
    utf16: Option<Utf16Decoder>,
    /// The browser's own, for what people's programs wrote before UTF-8.
    legacy: Option<TextDecoder>,
    escapes: Option<EscapeStripper>,
}

impl ChunkDecoder {
    fn new(encoding: Encoding) -> Result<Self, JsValue> {
        let legacy = encoding.label().map(TextDecoder::new_with_label).transpose()?;
        Ok(Self { encoding, utf16: Utf16Decoder::new(encoding), legacy, escapes: None })
    }

    /// Whether a text stays as it is.
    fn is_identity(&self) -> bool {
        self.encoding == Encoding::Utf8 && self.escapes.is_none()
    }

    fn decode_chunk(&mut self, bytes: Vec<u8>, last: bool) -> Result<Vec<u8>, JsValue> {
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

    fn strip_escapes(&mut self, text: Vec<u8>) -> Vec<u8> {
        let Some(escapes) = &mut self.escapes else { return text };
        let mut stripped = Vec::with_capacity(text.len());
        escapes.strip_into(&text, &mut stripped);
        stripped
    }
}

impl TextReader {
    /// Begins to read; `seen` is the encoding, where it was seen when the text was read before.
    pub async fn open_blob(office: &WorkerState, blob: &Blob, seen: Option<Encoding>) -> Result<Self, JsValue> {
        let reader = office.reader_worker.borrow().clone();
        let pieces = ChunkReader::open_blob(blob, reader).await?;
        Ok(Self { chunks: pieces, known_encoding: seen, decoder: None })
    }

    /// Reads the next piece.
    pub async fn next_chunk(&mut self) -> Result<(ChunkStatus, Chunk), JsValue> {
        let (read, piece) = self.chunks.next_chunk().await?;
        let last = !matches!(read, ChunkStatus::More);
        if let Some(decoder) = &mut self.decoder {
            if decoder.is_identity() {
                return Ok((read, piece));
            }
            let text = decoder.decode_chunk(piece.into_bytes(), last)?;
            return Ok((read, Chunk::Inline(decoder.strip_escapes(text))));
        }
        let head = piece.into_bytes();
        let mut decoder = ChunkDecoder::new(self.known_encoding.unwrap_or_else(|| Encoding::sniff_unicode(&head)))?;
        let text = decoder.decode_chunk(head, last)?;
        let has_escapes = text.iter().take(ESCAPE_SEARCH_BYTES).any(|byte| *byte == ESCAPE_BYTE);
        decoder.escapes = has_escapes.then(EscapeStripper::default);
        let text = decoder.strip_escapes(text);
        self.decoder = Some(decoder);
        Ok((read, Chunk::Inline(text)))
    }

    /// How many bytes of the blob have been read.
    pub fn bytes_read(&self) -> f64 {
        self.chunks.bytes_read()
    }

    /// Whether the blob is a gzip file.
    pub fn is_gzip(&self) -> bool {
        self.chunks.is_gzip()
    }

    /// How the text was written.
    pub fn encoding(&self) -> Encoding {
        self.decoder.as_ref().map_or(Encoding::Utf8, |decoder| decoder.encoding)
    }

    /// Whether escape sequences of a terminal are taken out.
    pub fn has_escapes(&self) -> bool {
        self.decoder.as_ref().is_some_and(|decoder| decoder.escapes.is_some())
    }

    /// Whether the text is another one than the blob's bytes.
    pub fn is_transformed(&self) -> bool {
        self.is_gzip() || self.decoder.as_ref().is_some_and(|decoder| !decoder.is_identity())
    }
}
