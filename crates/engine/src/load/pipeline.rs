//! A text that several read: whoever has time extracts the records of a chunk, and what comes back is appended in the order of
//! the text. The reader here reads what is between the records of one chunk and those of the next.

use super::extract::{ChunkExtractor, ExtractPool, ExtractReply, ExtractRequest, ExtractedChunk};
use super::{Chunk, ChunkBuffer, ChunkSource};
use crate::Engine;
use ingest::{IngestReader, RunExtractor};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::poll_fn;
use std::ops::Range;
use std::pin::Pin;
use std::task::Poll;

/// Maximum number of chunks on their way beside those of extractors: what is extracted is not much ahead of what is appended.
const MAX_PENDING_CHUNKS: usize = 4;

/// A chunk on its way.
struct PendingChunk<R> {
    /// Where it is in the text.
    range: Range<u64>,
    state: ChunkState<R>,
}

enum ChunkState<R> {
    /// An extractor has it.
    Dispatched(R),
    /// It can be appended.
    Ready(ReadyChunk),
}

enum ReadyChunk {
    /// Its records are extracted.
    Extracted(Box<ExtractedChunk>),
    /// It is to be read here.
    Unextracted(Vec<u8>),
}

/// A text that is read by the reader here and by the extractors of a pool.
pub struct ExtractPipeline<'a, E: ChunkExtractor> {
    pool: &'a ExtractPool<E>,
    reader: IngestReader,
    extractor: RunExtractor,
    pending: VecDeque<PendingChunk<E::Reply>>,
    /// Where the next chunk begins.
    next_offset: u64,
}

impl<'a, E: ChunkExtractor> ExtractPipeline<'a, E> {
    /// Begins a text.
    pub fn new(pool: &'a ExtractPool<E>, reader: IngestReader) -> Self {
        Self { pool, reader, extractor: RunExtractor::default(), pending: VecDeque::new(), next_offset: 0 }
    }

    /// The reader, which knows what has been appended so far.
    pub fn reader(&self) -> &IngestReader {
        &self.reader
    }

    /// The reader, once nothing is on its way.
    pub fn into_reader(self) -> IngestReader {
        self.reader
    }

    /// Takes the next chunk of the text, and appends what has been extracted.
    ///
    /// # Errors
    /// Where the text cannot be read again, or the fleet is full.
    pub async fn push_chunk<S: ChunkSource<Buffer = E::Buffer>>(
        &mut self,
        chunk: Chunk<E::Buffer>,
        source: &S,
        engine: &RefCell<Engine>,
    ) -> Result<(), S::Error> {
        let offset = self.next_offset;
        self.next_offset += chunk.byte_len() as u64;
        let request = ExtractRequest { offset };
        let dispatched = match chunk {
            Chunk::Remote(buffer) => self.pool.dispatch_chunk(request, buffer).map_err(ChunkBuffer::into_bytes),
            Chunk::Inline(bytes) => Err(bytes),
        };
        let state = match dispatched {
            Ok(reply) => ChunkState::Dispatched(reply),
            Err(bytes) if self.pending.is_empty() => {
                return Ok(self.reader.push(&bytes, engine.borrow_mut().fleet_mut())?);
            }
            Err(bytes) => match ExtractedChunk::from_chunk(&mut self.extractor, &bytes, offset) {
                Some(extracted) => ChunkState::Ready(ReadyChunk::Extracted(Box::new(extracted))),
                None => ChunkState::Ready(ReadyChunk::Unextracted(bytes)),
            },
        };
        self.pending.push_back(PendingChunk { range: offset..self.next_offset, state });
        self.drain_to(MAX_PENDING_CHUNKS + self.pool.capacity(), source, engine).await
    }

    /// Waits for the first of the chunks on their way and appends it; says whether there was one.
    ///
    /// # Errors
    /// As [`Self::push_chunk`].
    pub async fn drain_next<S: ChunkSource<Buffer = E::Buffer>>(
        &mut self,
        source: &S,
        engine: &RefCell<Engine>,
    ) -> Result<bool, S::Error> {
        let pending = self.pending.len();
        if pending > 0 {
            self.drain_to(pending - 1, source, engine).await?;
        }
        Ok(pending > 0)
    }

    /// Appends what has been extracted, in the order of the text; waits until no more than `limit` chunks are on their way.
    async fn drain_to<S: ChunkSource<Buffer = E::Buffer>>(
        &mut self,
        limit: usize,
        source: &S,
        engine: &RefCell<Engine>,
    ) -> Result<(), S::Error> {
        while let Some(PendingChunk { range, state }) = self.pending.pop_front() {
            let chunk = match state {
                ChunkState::Dispatched(mut reply) => {
                    let poll = poll_fn(|context| Poll::Ready(Pin::new(&mut reply).poll(context))).await;
                    let answer = match poll {
                        Poll::Ready(answer) => answer,
                        Poll::Pending if self.pending.len() < limit => {
                            self.pending.push_front(PendingChunk { range, state: ChunkState::Dispatched(reply) });
                            return Ok(());
                        }
                        Poll::Pending => reply.await,
                    };
                    match answer {
                        Ok(ExtractReply::Extracted(chunk)) => ReadyChunk::Extracted(Box::new(chunk.decode()?)),
                        Ok(ExtractReply::Declined(chunk)) => ReadyChunk::Unextracted(chunk.into_bytes()),
                        Err(_) => ReadyChunk::Unextracted(source.reread_range(range.clone()).await?),
                    }
                }
                ChunkState::Ready(chunk) => chunk,
            };
            self.append_chunk(range, chunk, source, engine).await?;
        }
        Ok(())
    }

    /// Appends a chunk that comes next in the text.
    async fn append_chunk<S: ChunkSource<Buffer = E::Buffer>>(
        &mut self,
        range: Range<u64>,
        chunk: ReadyChunk,
        source: &S,
        engine: &RefCell<Engine>,
    ) -> Result<(), S::Error> {
        let rest = match chunk {
            ReadyChunk::Extracted(extracted) => {
                let ExtractedChunk { head, columns, record_bytes, tail } = *extracted;
                let appended = {
                    let mut engine = engine.borrow_mut();
                    self.reader.push(&head, engine.fleet_mut())?;
                    self.reader.append_run(&columns, record_bytes, engine.fleet_mut())?
                };
                // What looked like records may be inside of something else.
                if appended { tail } else { source.reread_range(range.start + head.len() as u64..range.end).await? }
            }
            ReadyChunk::Unextracted(bytes) => bytes,
        };
        Ok(self.reader.push(&rest, engine.borrow_mut().fleet_mut())?)
    }
}
