//! The text of a source in chunks.

use super::ArchiveFiles;
use crate::CodecError;
use fleet::CapacityError;
use ingest::Encoding;
use std::future::Future;
use std::ops::Range;

/// Bytes that may be in another memory than this program's, as an `ArrayBuffer` is.
pub trait ChunkBuffer {
    /// Number of bytes.
    fn byte_len(&self) -> usize;

    /// Copies the bytes into this program's memory.
    fn into_bytes(self) -> Vec<u8>;
}

impl ChunkBuffer for Vec<u8> {
    fn byte_len(&self) -> usize {
        self.len()
    }

    fn into_bytes(self) -> Vec<u8> {
        self
    }
}

/// A chunk of a text: whoever gives a remote one away need not copy it.
pub enum Chunk<B> {
    /// In this program's memory.
    Inline(Vec<u8>),
    /// In another memory.
    Remote(B),
}

impl<B: ChunkBuffer> Chunk<B> {
    /// Number of bytes.
    pub fn byte_len(&self) -> usize {
        match self {
            Self::Inline(bytes) => bytes.len(),
            Self::Remote(buffer) => buffer.byte_len(),
        }
    }

    /// The bytes, in this program's memory.
    pub fn into_bytes(self) -> Vec<u8> {
        match self {
            Self::Inline(bytes) => bytes,
            Self::Remote(buffer) => buffer.into_bytes(),
        }
    }
}

/// What follows a chunk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ChunkStatus {
    /// There may be more.
    More,
    /// This was the last; it may be empty.
    Last,
    /// What came before is good, and nothing more can be unpacked.
    Damaged,
}

/// How the text of a source is written, as far as it has been read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct TextFormat {
    /// Whether the source is compressed by gzip.
    pub gzip: bool,
    /// The encoding of its characters.
    pub encoding: Encoding,
    /// Whether escape sequences of a terminal are taken out.
    pub has_terminal_escapes: bool,
}

/// Gives the text of one source, decoded, in chunks.
pub trait ChunkSource {
    /// What holds a remote chunk.
    type Buffer: ChunkBuffer;
    /// What holds a whole text.
    type Text;
    /// Why something cannot be read.
    type Error: From<CapacityError> + From<CodecError>;

    /// Reads the next chunk.
    fn next_chunk(&mut self) -> impl Future<Output = Result<(ChunkStatus, Chunk<Self::Buffer>), Self::Error>>;

    /// Reads some bytes of the text, which have been in chunks already, once more.
    fn reread_range(&self, range: Range<u64>) -> impl Future<Output = Result<Vec<u8>, Self::Error>>;

    /// Lists the files of the source, which begins as a ZIP archive does; `None` where the archive is damaged.
    fn expand_archive(&self) -> impl Future<Output = Result<ArchiveFiles<Self::Text>, Self::Error>>;

    /// Number of bytes of the source.
    fn byte_len(&self) -> u64;

    /// Number of bytes of the source that have been read.
    fn bytes_read(&self) -> u64;

    /// How the text is written.
    fn text_format(&self) -> TextFormat;

    /// The source as it is.
    fn original(&self) -> Self::Text;

    /// The text, where it is another one than the source's own bytes.
    ///
    /// # Errors
    /// Returns an error if the decoded text cannot be kept.
    fn into_decoded(self) -> Result<Option<Self::Text>, Self::Error>;
}
