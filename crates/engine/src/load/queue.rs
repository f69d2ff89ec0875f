//! The queue of sources: one after another, while the page may ask and cancel.

use crate::{LoadProgress, ProgressKind, Source};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;

/// One source to load.
pub struct LoadJob<I> {
    /// The source.
    pub source: Source,
    /// Where its bytes are.
    pub input: I,
    /// Number of bytes; 0 where that is not known.
    pub bytes: u64,
}

/// What waits to be loaded.
struct LoadQueue<I> {
    jobs: VecDeque<LoadJob<I>>,
    /// Bytes and SIMs of the sources of this load that are done.
    bytes_done: u64,
    bytes_total: u64,
    sims_done: u64,
}

impl<I> Default for LoadQueue<I> {
    fn default() -> Self {
        Self { jobs: VecDeque::new(), bytes_done: 0, bytes_total: 0, sims_done: 0 }
    }
}

/// Whether somebody runs the queue.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum QueueStatus {
    /// Nobody did: [`super::run_queue`] is to be called.
    Stopped,
    /// It is being run.
    Running,
}

/// What is being loaded, what waits, and what the page has said of it meanwhile.
pub struct LoadState<I> {
    queue: RefCell<LoadQueue<I>>,
    /// How often something was asked to be loaded.
    requests: Cell<u32>,
    is_running: Cell<bool>,
    is_cancelled: Cell<bool>,
    skips_wait: Cell<bool>,
    /// Whether the page was told of the files of an archive, and will send them.
    awaits_archive_files: Cell<bool>,
}

impl<I> Default for LoadState<I> {
    fn default() -> Self {
        Self {
            queue: RefCell::default(),
            requests: Cell::default(),
            is_running: Cell::default(),
            is_cancelled: Cell::default(),
            skips_wait: Cell::default(),
            awaits_archive_files: Cell::default(),
        }
    }
}

impl<I> LoadState<I> {
    /// Puts the jobs of one request into the queue, and takes it for running from now on.
    #[must_use = "a queue that was stopped is to be run"]
    pub fn enqueue_jobs(&self, jobs: impl IntoIterator<Item = LoadJob<I>>) -> QueueStatus {
        self.requests.set(self.requests.get() + 1);
        let mut queue = self.queue.borrow_mut();
        for job in jobs {
            queue.bytes_total += job.bytes;
            queue.jobs.push_back(job);
        }
        if self.is_running.replace(true) { QueueStatus::Running } else { QueueStatus::Stopped }
    }

    /// How often something was asked to be loaded.
    pub(super) fn requests(&self) -> u32 {
        self.requests.get()
    }

    /// Whether something is being loaded.
    pub fn is_running(&self) -> bool {
        self.is_running.get()
    }

    /// Ends what is being loaded, as soon as it looks; jobs that wait are not begun, and files of an archive not awaited.
    pub fn cancel(&self) {
        self.is_cancelled.set(true);
        self.awaits_archive_files.set(false);
    }

    /// Whether what is being loaded is to end.
    pub fn is_cancelled(&self) -> bool {
        self.is_cancelled.get()
    }

    /// Ends the wait before the next try.
    pub fn skip_wait(&self) {
        self.skips_wait.set(true);
    }

    /// Whether the wait before the next try is to end; from then on no longer.
    pub(super) fn take_skip(&self) -> bool {
        self.skips_wait.take()
    }

    /// The page has sent files: if they were those of an archive, they are here.
    pub fn receive_files(&self) {
        self.awaits_archive_files.set(false);
    }

    pub(super) fn expect_archive_files(&self) {
        self.awaits_archive_files.set(true);
    }

    pub(super) fn count_loaded_sims(&self, sims: u64) {
        self.queue.borrow_mut().sims_done += sims;
    }

    /// Number of SIMs of this load, with so many of the source that is being loaded.
    pub fn sims_with(&self, sims: u64) -> u64 {
        self.queue.borrow().sims_done + sims
    }

    /// How far this load is, with so many bytes and SIMs of the source that is being loaded.
    pub fn progress_with(&self, source: &Source, bytes: u64, sims: u64) -> LoadProgress {
        let queue = self.queue.borrow();
        LoadProgress {
            source: source.clone(),
            done: queue.bytes_done + bytes,
            total: queue.bytes_total,
            sims: queue.sims_done + sims,
            kind: ProgressKind::Sims,
            fetch: None,
        }
    }

    // The queue must not stay borrowed while a job is run.
    pub(super) fn pop_job(&self) -> Option<LoadJob<I>> {
        self.queue.borrow_mut().jobs.pop_front()
    }

    pub(super) fn has_jobs(&self) -> bool {
        !self.queue.borrow().jobs.is_empty()
    }

    /// Begins to run: what was cancelled before does not count any more.
    pub(super) fn begin_jobs(&self) {
        self.is_cancelled.set(false);
    }

    /// Whether the files of an archive are still with the page.
    pub(super) fn awaits_archive_files(&self) -> bool {
        self.awaits_archive_files.get()
    }

    /// Counts the bytes of a job that has ended. Once loading is cancelled no other job is begun.
    pub(super) fn end_job(&self, bytes: u64) {
        let mut queue = self.queue.borrow_mut();
        queue.bytes_done += bytes;
        if self.is_cancelled() {
            queue.jobs.clear();
        }
    }

    pub(super) fn stop_running(&self) {
        *self.queue.borrow_mut() = LoadQueue::default();
        self.is_running.set(false);
    }
}
