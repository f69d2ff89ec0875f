//! Any text in any chunks, read by one reader or by the pipeline with extractors that are slow or die, gives the same fleet and
//! the same report.
#![no_main]

use engine::load::{
    ArchiveFiles, Chunk, ChunkExtractor, ChunkSource, ChunkStatus, ExtractPipeline, ExtractPool, ExtractReply,
    ExtractRequest, ExtractorLost, TextFormat, extract_chunk,
};
use engine::{CodecError, Engine, Source};
use fleet::CapacityError;
use ingest::{IngestError, IngestReader, IngestReport, RunExtractor};
use libfuzzer_sys::fuzz_target;
use std::cell::{Cell, RefCell};
use std::future::Future;
use std::ops::Range;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

/// Number of extractors beside the reader.
const EXTRACTOR_COUNT: usize = 3;
/// An extractor dies of a chunk that would take more turns.
const MAX_TURNS: u8 = 200;

#[derive(Debug)]
struct FuzzError;

impl From<CapacityError> for FuzzError {
    fn from(_: CapacityError) -> Self {
        Self
    }
}

impl From<CodecError> for FuzzError {
    fn from(_: CodecError) -> Self {
        Self
    }
}

/// A text that comes in chunks of these lengths, again and again.
struct TextSource<'a> {
    text: &'a [u8],
    chunk_lens: &'a [u8],
    chunks_read: usize,
    bytes_read: usize,
}

impl ChunkSource for TextSource<'_> {
    type Buffer = Vec<u8>;
    type Text = ();
    type Error = FuzzError;

    async fn next_chunk(&mut self) -> Result<(ChunkStatus, Chunk<Vec<u8>>), FuzzError> {
        let rest = &self.text[self.bytes_read..];
        let len = self
            .chunk_lens
            .get(self.chunks_read % self.chunk_lens.len().max(1))
            .map_or(rest.len(), |len| usize::from(*len));
        let chunk = &rest[..len.max(1).min(rest.len())];
        self.chunks_read += 1;
        self.bytes_read += chunk.len();
        let status = if self.bytes_read < self.text.len() { ChunkStatus::More } else { ChunkStatus::Last };
        Ok((status, Chunk::Remote(chunk.to_vec())))
    }

    async fn reread_range(&self, range: Range<u64>) -> Result<Vec<u8>, FuzzError> {
        Ok(self.text[range.start as usize..range.end as usize].to_vec())
    }

    async fn expand_archive(&self) -> Result<ArchiveFiles<()>, FuzzError> {
        Ok(None)
    }

    fn byte_len(&self) -> u64 {
        self.text.len() as u64
    }

    fn bytes_read(&self) -> u64 {
        self.bytes_read as u64
    }

    fn text_format(&self) -> TextFormat {
        TextFormat::default()
    }

    fn original(&self) {}

    fn into_decoded(self) -> Result<Option<()>, FuzzError> {
        Ok(None)
    }
}

/// An extractor whose replies take some turns; it dies of a chunk that would take too many.
struct TurnExtractor<'a> {
    turns: &'a [u8],
    chunks: Cell<usize>,
    in_flight: Rc<Cell<usize>>,
    is_dead: Cell<bool>,
}

struct TurnReply {
    reply: Option<Result<ExtractReply<Vec<u8>>, ExtractorLost>>,
    turns: u8,
    in_flight: Rc<Cell<usize>>,
}

impl Future for TurnReply {
    type Output = Result<ExtractReply<Vec<u8>>, ExtractorLost>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context) -> Poll<Self::Output> {
        if self.turns > 0 {
            self.turns -= 1;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        self.in_flight.set(self.in_flight.get() - 1);
        Poll::Ready(self.reply.take().unwrap())
    }
}

impl ChunkExtractor for TurnExtractor<'_> {
    type Buffer = Vec<u8>;
    type Reply = TurnReply;

    fn chunks_in_flight(&self) -> Option<usize> {
        (!self.is_dead.get()).then(|| self.in_flight.get())
    }

    fn dispatch_chunk(&self, request: ExtractRequest, chunk: Vec<u8>) -> Result<TurnReply, Vec<u8>> {
        let number = self.chunks.replace(self.chunks.get() + 1);
        let turns = self.turns.get(number % self.turns.len().max(1)).copied().unwrap_or(0);
        let reply = if turns > MAX_TURNS {
            self.is_dead.set(true);
            Err(ExtractorLost)
        } else {
            Ok(match extract_chunk(&mut RunExtractor::default(), &chunk, request) {
                Some(extracted) => ExtractReply::Extracted(extracted),
                None => ExtractReply::Declined(chunk),
            })
        };
        self.in_flight.set(self.in_flight.get() + 1);
        Ok(TurnReply { reply: Some(reply), turns: turns.min(MAX_TURNS), in_flight: Rc::clone(&self.in_flight) })
    }
}

fn read_text(
    text: &[u8],
    chunk_lens: &[u8],
    max_record_len: usize,
    extractor_count: usize,
) -> (String, Result<IngestReport, IngestError>) {
    let engine = RefCell::new(Engine::default());
    engine.borrow_mut().begin_source(Source { id: 0, name: String::new() });
    let extractor = |at: usize| TurnExtractor {
        turns: chunk_lens.get(at..).unwrap_or_default(),
        chunks: Cell::default(),
        in_flight: Rc::default(),
        is_dead: Cell::default(),
    };
    let pool: ExtractPool<TurnExtractor> = (0..extractor_count).map(extractor).collect();
    let mut source = TextSource { text, chunk_lens, chunks_read: 0, bytes_read: 0 };
    let mut pipeline = ExtractPipeline::new(&pool, IngestReader::new(max_record_len));
    pollster::block_on(async {
        loop {
            let (status, chunk) = source.next_chunk().await.unwrap();
            pipeline.push_chunk(chunk, &source, &engine).await.unwrap();
            if status != ChunkStatus::More {
                break;
            }
        }
        while pipeline.drain_next(&source, &engine).await.unwrap() {}
    });
    let report = pipeline.into_reader().finish(engine.borrow_mut().fleet_mut());
    engine.borrow_mut().commit_changes();
    let columns = serde_json::to_string(engine.borrow().fleet().columns()).unwrap();
    (columns, report)
}

fuzz_target!(|input: (&[u8], &[u8])| {
    // The same bytes say how long chunks are and how long extractors take, those of each from another one on.
    let (chunk_lens, text) = input;
    let whole = read_text(text, &[], text.len(), 0);
    for extractor_count in [0, EXTRACTOR_COUNT] {
        let read = read_text(text, chunk_lens, text.len(), extractor_count);
        assert_eq!(read, whole, "{}", String::from_utf8_lossy(text));
        // What is longer than a record may be wraps records, and where that is seen depends on the chunks: no panic is enough.
        let _ = read_text(text, chunk_lens, 64, extractor_count);
    }
});
