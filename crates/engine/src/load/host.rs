//! What loading needs of the program that it runs in.

use super::{JobOutcome, LoadState};
use crate::{Engine, Event, ReadError, Source};
use soracom::{ApiClient, ApiSession, HttpTransport, Paginator, SoracomError};
use std::cell::RefCell;
use std::future::Future;

/// The clock, the event loop and whoever listens to events. Nothing of it is borrowed across an await.
pub trait LoadHost {
    /// Where the bytes of a job are.
    type Input;
    /// What holds a whole text.
    type Text: Clone;

    /// The engine whose fleet is loaded into.
    fn engine(&self) -> &RefCell<Engine>;

    /// What is being loaded, and what waits.
    fn load_state(&self) -> &LoadState<Self::Input>;

    /// Milliseconds since some moment.
    fn now_ms(&self) -> f64;

    /// Waits until messages that have come are handled.
    fn yield_now(&self) -> impl Future<Output = ()>;

    /// Waits for some milliseconds.
    fn sleep_ms(&self, ms: u64) -> impl Future<Output = ()>;

    /// Sends an event, with the texts or files that belong to it.
    fn send_event_with(&self, event: &Event, texts: Vec<Self::Text>);

    /// Sends an event.
    fn send_event(&self, event: &Event) {
        self.send_event_with(event, vec![]);
    }

    /// Tells that the fleet has changed, and which sources are in it.
    fn send_fleet_changed(&self) {
        let engine = self.engine().borrow();
        let (sources, lists) = (engine.source_stats(), engine.list_stats());
        drop(engine);
        self.send_event(&Event::FleetChanged { sources, lists });
    }
}

/// Signs in at the API, and keeps what is asked of it later.
pub trait ApiHost: LoadHost {
    /// What sends requests.
    type Transport: HttpTransport;

    /// The API at an address.
    fn api_client(&self, endpoint: &str) -> ApiClient<Self::Transport>;

    /// The session whose token may be sent to an address.
    ///
    /// # Errors
    /// Where nobody is signed in there.
    fn session_at(&self, endpoint: &str) -> Result<ApiSession, SoracomError>;

    /// Whether the API has ever answered.
    fn was_api_reached(&self) -> bool;

    /// Keeps how a list goes on that ended early.
    fn keep_unfinished_list(&self, source: u32, pages: Paginator);
}

/// Runs the jobs of the queue.
pub trait JobRunner: LoadHost {
    /// Runs one job.
    fn run_job(
        &self,
        source: &Source,
        input: Self::Input,
    ) -> impl Future<Output = Result<JobOutcome<Self::Text>, ReadError>>;

    /// Keeps the text that offsets of a source's records count in.
    fn keep_text(&self, source: u32, text: Self::Text);

    /// Forgets the text of a source.
    fn drop_text(&self, source: u32);

    /// Keeps a file of cell towers until [`JobRunner::read_tower_files`].
    fn keep_tower_file(&self, source: Source, file: Self::Text);

    /// Reads the files of cell towers, where that says something new.
    fn read_tower_files(&self) -> impl Future<Output = ()>;

    /// Keeps a list of the operator's own until [`JobRunner::read_list_files`].
    fn keep_list_file(&self, source: Source, file: Self::Text);

    /// Reads the lists of the operator's own that were not read, where there are SIMs to join them with.
    fn read_list_files(&self) -> impl Future<Output = ()>;
}
