//! The text of a blob in chunks: unpacked where it is a gzip file, as UTF-8 whatever it is written in, without the escape
//! sequences of a terminal.

use super::WorkerState;
use super::chunks::ChunkReader;
use super::error::WorkerError;
use super::remote_buffer::RemoteBuffer;
use crate::load::{Chunk, ChunkStatus, TextFormat};
use ingest::{ESCAPE_BYTE, Encoding, EscapeStripper, Utf16Decoder};
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
    fn new(encoding: Encoding) -> Result<Self, WorkerError> {
        let legacy = encoding.label().map(TextDecoder::new_with_label).transpose()?;
        Ok(Self { encoding, utf16: Utf16Decoder::new(encoding), legacy, escapes: None })
    }

    /// Whether a text stays as it is.
    fn is_identity(&self) -> bool {
        self.encoding == Encoding::Utf8 && self.escapes.is_none()
    }

    fn decode_chunk(&mut self, bytes: Vec<u8>, status: ChunkStatus) -> Result<Vec<u8>, WorkerError> {
        let is_last = status != ChunkStatus::More;
        if let Some(utf16) = &mut self.utf16 {
            let mut decoded = Vec::with_capacity(bytes.len());
            utf16.push(&bytes, &mut decoded);
            if is_last {
                utf16.finish(&mut decoded);
            }
            return Ok(decoded);
        }
        let Some(legacy) = &self.legacy else { return Ok(bytes) };
        let options = TextDecodeOptions::new();
        options.set_stream(!is_last);
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
    /// Begins to read, in the encoding that was suspected when the text was read before.
    pub async fn open_blob(
        state: &WorkerState,
        blob: &Blob,
        known_encoding: Option<Encoding>,
    ) -> Result<Self, WorkerError> {
        let reader = state.reader_worker.borrow().clone();
        let chunks = ChunkReader::open_blob(blob, reader).await?;
        Ok(Self { chunks, known_encoding, decoder: None })
    }

    /// Reads the next chunk.
    pub async fn next_chunk(&mut self) -> Result<(ChunkStatus, Chunk<RemoteBuffer>), WorkerError> {
        let (status, chunk) = self.chunks.next_chunk().await?;
        if let Some(decoder) = &mut self.decoder {
            if decoder.is_identity() {
                return Ok((status, chunk));
            }
            let text = decoder.decode_chunk(chunk.into_bytes(), status)?;
            return Ok((status, Chunk::Inline(decoder.strip_escapes(text))));
        }
        let head = chunk.into_bytes();
        let mut decoder = ChunkDecoder::new(self.known_encoding.unwrap_or_else(|| Encoding::sniff_unicode(&head)))?;
        let text = decoder.decode_chunk(head, status)?;
        let has_escapes = text.iter().take(ESCAPE_SEARCH_BYTES).any(|byte| *byte == ESCAPE_BYTE);
        decoder.escapes = has_escapes.then(EscapeStripper::default);
        let text = decoder.strip_escapes(text);
        self.decoder = Some(decoder);
        Ok((status, Chunk::Inline(text)))
    }

    /// Number of bytes of the blob that have been read.
    pub fn bytes_read(&self) -> f64 {
        self.chunks.bytes_read()
    }

    /// How the text is written.
    pub fn format(&self) -> TextFormat {
        TextFormat {
            gzip: self.chunks.is_gzip(),
            encoding: self.decoder.as_ref().map_or(Encoding::Utf8, |decoder| decoder.encoding),
            has_terminal_escapes: self.decoder.as_ref().is_some_and(|decoder| decoder.escapes.is_some()),
        }
    }

    /// Whether the text is another one than the blob's bytes.
    pub fn is_transformed(&self) -> bool {
        self.chunks.is_gzip() || self.decoder.as_ref().is_some_and(|decoder| !decoder.is_identity())
    }
}
