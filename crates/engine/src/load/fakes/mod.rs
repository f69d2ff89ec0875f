//! A program without a browser: every wait is a turn that is counted, and loading may be cancelled at each of them.

mod api;
mod extractor;
mod source;

pub use api::FakeTransport;
pub use extractor::{Behaviour, FakeExtractor};
pub use source::{FakeInput, FakeSource};

use super::*;
use crate::{CodecError, Engine, Event, ReadError, Source};
use fleet::CapacityError;
use ingest::Encoding;
use soracom::Paginator;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::future::{Future, poll_fn};
use std::rc::Rc;
use std::task::Poll;

/// Counts the turns of the event loop.
#[derive(Default)]
pub struct Turns {
    pub taken: Cell<usize>,
    /// The turn in which the page cancels.
    pub cancel_at: Cell<Option<usize>>,
    pub is_cancel_sent: Cell<bool>,
}

impl Turns {
    pub(super) fn take_turn(&self) {
        self.taken.set(self.taken.get() + 1);
        if self.cancel_at.get() == Some(self.taken.get()) {
            self.is_cancel_sent.set(true);
        }
    }

    /// Waits for some turns.
    pub(super) async fn wait_turns(&self, count: usize) {
        for _ in 0..count {
            let mut is_over = false;
            poll_fn(|context| {
                if std::mem::replace(&mut is_over, true) {
                    return Poll::Ready(());
                }
                self.take_turn();
                context.waker().wake_by_ref();
                Poll::Pending
            })
            .await;
        }
    }
}

#[derive(Debug)]
pub enum FakeError {
    Full,
    Codec,
    Unreadable,
}

impl From<CapacityError> for FakeError {
    fn from(_: CapacityError) -> Self {
        Self::Full
    }
}

impl From<CodecError> for FakeError {
    fn from(_: CodecError) -> Self {
        Self::Codec
    }
}

/// The program.
pub struct FakeHost {
    pub engine: RefCell<Engine>,
    pub state: LoadState<FakeInput>,
    pub turns: Rc<Turns>,
    pub pool: ExtractPool<FakeExtractor>,
    pub events: RefCell<Vec<Event>>,
    pub texts: RefCell<HashMap<u32, Vec<u8>>>,
    pub bytes_reread: Rc<Cell<u64>>,
    pub clock_ms: Cell<f64>,
    pub transport: FakeTransport,
    pub unfinished_lists: RefCell<HashMap<u32, Paginator>>,
    /// Number of sources that were loaded when the page cancelled.
    pub loaded_at_cancel: Cell<Option<usize>>,
}

impl FakeHost {
    pub fn new(extractors: &[Behaviour]) -> Self {
        let turns = Rc::new(Turns::default());
        Self {
            engine: RefCell::default(),
            state: LoadState::default(),
            pool: extractors.iter().map(|behaviour| FakeExtractor::new(*behaviour, &turns)).collect(),
            transport: FakeTransport::new(&turns),
            unfinished_lists: RefCell::default(),
            turns,
            events: RefCell::default(),
            texts: RefCell::default(),
            bytes_reread: Rc::default(),
            clock_ms: Cell::default(),
            loaded_at_cancel: Cell::default(),
        }
    }

    /// Puts inputs into the queue as sources of these numbers, and runs it until nothing waits.
    pub fn run_inputs(&self, inputs: &[(u32, FakeInput)]) {
        let job = |(id, input): &(u32, FakeInput)| LoadJob {
            source: Source { id: *id, name: id.to_string() },
            bytes: input.text.len() as u64,
            input: input.clone(),
        };
        assert_eq!(self.state.enqueue_jobs(inputs.iter().map(job)), QueueStatus::Stopped);
        let mut run = std::pin::pin!(run_queue(self));
        // The page cancels between two polls: whatever waits then goes on afterwards.
        pollster::block_on(poll_fn(|context| {
            if self.turns.is_cancel_sent.take() {
                self.loaded_at_cancel.set(Some(self.loaded_sources().len()));
                self.state.cancel();
            }
            run.as_mut().poll(context)
        }));
        assert_eq!(self.events.borrow().last(), Some(&Event::Idle { requests: self.state.requests() }));
    }

    pub fn loaded_sources(&self) -> Vec<u32> {
        let events = self.events.borrow();
        let loaded = events.iter().filter_map(|event| match event {
            Event::Loaded(loaded) => Some(loaded.source.id),
            _ => None,
        });
        loaded.collect()
    }

    /// The rows of the fleet, as far as an export or a view could tell one from another.
    pub fn rows(&self) -> Vec<String> {
        tests::describe_rows(&self.engine.borrow())
    }
}

impl LoadHost for FakeHost {
    type Input = FakeInput;
    type Text = Vec<u8>;

    fn engine(&self) -> &RefCell<Engine> {
        &self.engine
    }

    fn load_state(&self) -> &LoadState<FakeInput> {
        &self.state
    }

    fn now_ms(&self) -> f64 {
        self.clock_ms.set(self.clock_ms.get() + 150.0);
        self.clock_ms.get()
    }

    async fn yield_now(&self) {
        self.turns.wait_turns(1).await;
    }

    async fn sleep_ms(&self, ms: u64) {
        self.clock_ms.set(self.clock_ms.get() + ms as f64);
        self.turns.wait_turns(1).await;
    }

    fn send_event_with(&self, event: &Event, _: Vec<Vec<u8>>) {
        self.events.borrow_mut().push(event.clone());
    }
}

impl JobRunner for FakeHost {
    async fn run_job(&self, source: &Source, input: FakeInput) -> Result<JobOutcome<Vec<u8>>, ReadError> {
        let other = |error: FakeError| ReadError::Other(format!("{error:?}"));
        if let Some(request) = &input.list {
            return self.fetch_list(request).await.map_err(other);
        }
        let open = async |known: Option<Encoding>| {
            self.turns.wait_turns(1).await;
            Ok(FakeSource::open(input.clone(), known, &self.turns, &self.bytes_reread))
        };
        load_source(self, &self.pool, source, open).await.map_err(other)
    }

    fn keep_text(&self, source: u32, text: Vec<u8>) {
        self.texts.borrow_mut().insert(source, text);
    }

    fn drop_text(&self, source: u32) {
        self.texts.borrow_mut().remove(&source);
    }

    fn keep_tower_file(&self, source: Source, file: Vec<u8>) {
        self.texts.borrow_mut().insert(source.id, file);
    }

    async fn read_tower_files(&self) {
        self.turns.wait_turns(1).await;
    }

    fn keep_list_file(&self, source: Source, file: Vec<u8>) {
        self.texts.borrow_mut().insert(source.id, file);
    }

    async fn read_list_files(&self) {
        self.turns.wait_turns(1).await;
    }
}
