//! Extraction of the records of a chunk, here or by an extractor on another core.

use super::ChunkBuffer;
use crate::{CodecError, decode_message, encode_message};
use fleet::Columns;
use ingest::{RecordRun, RunExtractor};
use serde::{Deserialize, Serialize};
use std::future::Future;

/// Maximum number of chunks that an extractor has, so that it never waits and nobody waits for it.
pub(super) const MAX_CHUNKS_PER_EXTRACTOR: usize = 2;

/// The records of a chunk, and what is before and after them.
pub(super) struct ExtractedChunk {
    pub head: Vec<u8>,
    pub columns: Columns,
    /// Number of bytes that the records have.
    pub record_bytes: u64,
    pub tail: Vec<u8>,
}

impl ExtractedChunk {
    /// Extracts the records of a chunk that begins at a byte of its text; `None` where none is found.
    pub fn from_chunk(extractor: &mut RunExtractor, chunk: &[u8], offset: u64) -> Option<Self> {
        let RecordRun { start, end, columns } = extractor.extract_run(chunk, offset)?;
        let (head, tail) = (chunk.get(..start)?.to_vec(), chunk.get(end..)?.to_vec());
        Some(Self { head, columns, record_bytes: (end - start) as u64, tail })
    }
}

/// Asks an extractor for the records of a chunk; the chunk's buffer goes with it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ExtractRequest {
    /// Where the chunk begins in its text.
    pub offset: u64,
}

/// An extractor's reply. Between workers its buffers are transferred beside it: see [`ExtractReply::into_parts`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ExtractReply<B> {
    /// Records were found.
    Extracted(EncodedChunk<B>),
    /// No records were found: the chunk comes back.
    Declined(B),
}

/// The records of a chunk as an extractor sends them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct EncodedChunk<B> {
    /// Number of bytes that the records have.
    pub record_bytes: u64,
    /// The columns, encoded.
    pub columns: B,
    /// What is before the records.
    pub head: B,
    /// What is after the records.
    pub tail: B,
}

impl<B> ExtractReply<B> {
    /// Splits the reply into what is encoded and what is transferred.
    pub fn into_parts(self) -> (ExtractReply<()>, Vec<B>) {
        match self {
            Self::Extracted(EncodedChunk { record_bytes, columns, head, tail }) => {
                let header = EncodedChunk { record_bytes, columns: (), head: (), tail: () };
                (ExtractReply::Extracted(header), vec![columns, head, tail])
            }
            Self::Declined(chunk) => (ExtractReply::Declined(()), vec![chunk]),
        }
    }

    /// Puts a reply together again; `None` where buffers are missing.
    pub fn from_parts(header: ExtractReply<()>, buffers: impl IntoIterator<Item = B>) -> Option<Self> {
        let mut buffers = buffers.into_iter();
        Some(match header {
            ExtractReply::Extracted(EncodedChunk { record_bytes, .. }) => Self::Extracted(EncodedChunk {
                record_bytes,
                columns: buffers.next()?,
                head: buffers.next()?,
                tail: buffers.next()?,
            }),
            ExtractReply::Declined(()) => Self::Declined(buffers.next()?),
        })
    }
}

impl<B: ChunkBuffer> EncodedChunk<B> {
    pub(super) fn decode(self) -> Result<ExtractedChunk, CodecError> {
        let columns = decode_message(&self.columns.into_bytes())?;
        let (head, tail) = (self.head.into_bytes(), self.tail.into_bytes());
        Ok(ExtractedChunk { head, columns, record_bytes: self.record_bytes, tail })
    }
}

/// Does what an extractor does with a chunk; `None` where no records are found.
pub fn extract_chunk(
    extractor: &mut RunExtractor,
    chunk: &[u8],
    request: ExtractRequest,
) -> Option<EncodedChunk<Vec<u8>>> {
    let ExtractedChunk { head, columns, record_bytes, tail } =
        ExtractedChunk::from_chunk(extractor, chunk, request.offset)?;
    Some(EncodedChunk { record_bytes, columns: encode_message(&columns).ok()?, head, tail })
}

/// The extractor has failed: no reply will come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ExtractorLost;

/// Extracts the records of chunks on another core.
pub trait ChunkExtractor {
    /// What holds a chunk.
    type Buffer: ChunkBuffer;
    /// A reply that is awaited.
    type Reply: Future<Output = Result<ExtractReply<Self::Buffer>, ExtractorLost>> + Unpin;

    /// Number of chunks that it has been given and not replied to; `None` while it can take none.
    fn chunks_in_flight(&self) -> Option<usize>;

    /// Gives it a chunk; the chunk comes back where it cannot be given.
    ///
    /// # Errors
    /// Returns the chunk if the extractor cannot be reached.
    fn dispatch_chunk(&self, request: ExtractRequest, chunk: Self::Buffer) -> Result<Self::Reply, Self::Buffer>;
}

/// Extractors that share the chunks of a text.
pub struct ExtractPool<E> {
    extractors: Vec<E>,
}

impl<E> Default for ExtractPool<E> {
    fn default() -> Self {
        Self { extractors: vec![] }
    }
}

impl<E> FromIterator<E> for ExtractPool<E> {
    fn from_iter<I: IntoIterator<Item = E>>(extractors: I) -> Self {
        Self { extractors: extractors.into_iter().collect() }
    }
}

impl<E: ChunkExtractor> ExtractPool<E> {
    /// Maximum number of chunks that all extractors have together.
    pub(super) fn capacity(&self) -> usize {
        MAX_CHUNKS_PER_EXTRACTOR * self.extractors.len()
    }

    /// Gives a chunk to the extractor that has the fewest; the chunk comes back where all are busy.
    pub(super) fn dispatch_chunk(&self, request: ExtractRequest, chunk: E::Buffer) -> Result<E::Reply, E::Buffer> {
        let ready = self.extractors.iter().filter_map(|extractor| Some((extractor.chunks_in_flight()?, extractor)));
        match ready.min_by_key(|(in_flight, _)| *in_flight) {
            Some((in_flight, extractor)) if in_flight < MAX_CHUNKS_PER_EXTRACTOR => {
                extractor.dispatch_chunk(request, chunk)
            }
            _ => Err(chunk),
        }
    }
}
