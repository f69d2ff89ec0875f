//! Sources that are slow, fail, are damaged or are something else.

use super::super::*;
use super::{FakeError, Turns};
use crate::{FetchRequest, Source};
use ingest::Encoding;
use soracom::ApiList;
use std::cell::Cell;
use std::ops::Range;
use std::rc::Rc;

/// How a fake source behaves.
#[derive(Clone, Debug)]
pub struct FakeInput {
    pub text: Vec<u8>,
    /// Bytes of each chunk, again and again.
    pub chunk_lens: Vec<usize>,
    /// Turns that each chunk takes, again and again.
    pub delays: Vec<usize>,
    /// The chunk at which reading fails.
    pub fails_at: Option<usize>,
    /// The encoding of the text, and the text in it; [`FakeInput::text`] is what it is taken for at first.
    pub decoded: Option<(Encoding, Vec<u8>)>,
    /// The files, where it is an archive.
    pub archive: Option<Vec<&'static str>>,
    pub last_status: ChunkStatus,
    /// What is fetched, where it is a list of the API.
    pub list: Option<FetchRequest>,
}

impl FakeInput {
    pub fn new(text: impl Into<Vec<u8>>) -> Self {
        Self {
            text: text.into(),
            chunk_lens: vec![4_000],
            delays: vec![1],
            fails_at: None,
            decoded: None,
            archive: None,
            last_status: ChunkStatus::Last,
            list: None,
        }
    }

    /// A list of the API, as a source of this number.
    pub fn list(id: u32, resume: bool) -> Self {
        let request = FetchRequest {
            source: Source { id, name: id.to_string() },
            endpoint: "https://api.example".into(),
            list: ApiList::Subscribers,
            resume,
            replaces: None,
        };
        Self { list: Some(request), ..Self::new(&b""[..]) }
    }
}

/// Gives the text of an input.
pub struct FakeSource {
    input: FakeInput,
    turns: Rc<Turns>,
    encoding: Encoding,
    chunks_read: usize,
    bytes_read: usize,
    bytes_reread: Rc<Cell<u64>>,
}

impl FakeSource {
    /// Opens an input, in the encoding that was suspected when it was read before.
    pub fn open(
        mut input: FakeInput,
        known: Option<Encoding>,
        turns: &Rc<Turns>,
        bytes_reread: &Rc<Cell<u64>>,
    ) -> Self {
        if let Some((_, text)) = input.decoded.clone().filter(|(encoding, _)| Some(*encoding) == known) {
            input.text = text;
        }
        let (turns, bytes_reread) = (Rc::clone(turns), Rc::clone(bytes_reread));
        Self { input, turns, encoding: known.unwrap_or_default(), chunks_read: 0, bytes_read: 0, bytes_reread }
    }
}

impl ChunkSource for FakeSource {
    type Buffer = Vec<u8>;
    type Text = Vec<u8>;
    type Error = FakeError;

    async fn next_chunk(&mut self) -> Result<(ChunkStatus, Chunk<Vec<u8>>), FakeError> {
        let of = |list: &[usize]| list[self.chunks_read % list.len()];
        self.turns.wait_turns(of(&self.input.delays)).await;
        if self.input.fails_at == Some(self.chunks_read) {
            return Err(FakeError::Unreadable);
        }
        let from = self.bytes_read;
        let to = (from + of(&self.input.chunk_lens).max(1)).min(self.input.text.len());
        self.chunks_read += 1;
        self.bytes_read = to;
        let status = if to < self.input.text.len() { ChunkStatus::More } else { self.input.last_status };
        Ok((status, Chunk::Remote(self.input.text[from..to].to_vec())))
    }

    async fn reread_range(&self, range: Range<u64>) -> Result<Vec<u8>, FakeError> {
        self.turns.wait_turns(1).await;
        self.bytes_reread.set(self.bytes_reread.get() + range.end - range.start);
        Ok(self.input.text[range.start as usize..range.end as usize].to_vec())
    }

    async fn expand_archive(&self) -> Result<ArchiveFiles<Vec<u8>>, FakeError> {
        self.turns.wait_turns(1).await;
        let file = |name: &&str| ArchiveFile { name: (*name).to_owned(), file: vec![] };
        Ok(self.input.archive.as_ref().map(|names| names.iter().map(file).collect()))
    }

    fn byte_len(&self) -> u64 {
        self.input.text.len() as u64
    }

    fn bytes_read(&self) -> u64 {
        self.bytes_read as u64
    }

    fn text_format(&self) -> TextFormat {
        TextFormat { encoding: self.encoding, ..TextFormat::default() }
    }

    fn original(&self) -> Vec<u8> {
        self.input.text.clone()
    }

    fn into_decoded(self) -> Result<Option<Vec<u8>>, FakeError> {
        Ok(self.input.decoded.map(|(_, text)| text))
    }
}
