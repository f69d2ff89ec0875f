//! Calls to the API of one job: tried again where they fail for a while, with a progress that is sent meanwhile.

use super::{ApiHost, RetryDecision, count_down_retry};
use crate::{Event, FetchProgress, LoadProgress, ProgressKind, Source};
use soracom::{RetryPolicy, RetryWait, SoracomError, call_with_retries};

/// How far a job is that asks the API.
pub(super) struct ApiProgress<'a, H> {
    host: &'a H,
    source: &'a Source,
    kind: ProgressKind,
    started_at: f64,
    calls: u32,
    /// Milliseconds that passed while nothing but the network or a wait was left to do.
    idle_ms: f64,
    /// Records or cells so far.
    pub done: u64,
    /// Cells in all; 0 where nobody knows.
    pub total: u64,
}

impl<'a, H: ApiHost> ApiProgress<'a, H> {
    pub fn start(host: &'a H, source: &'a Source, kind: ProgressKind) -> Self {
        Self { host, source, kind, started_at: host.now_ms(), calls: 0, idle_ms: 0.0, done: 0, total: 0 }
    }

    /// Tries a call until it succeeds, fails for good, or loading is cancelled. Before each wait there is time for something
    /// else.
    pub async fn call<T>(
        &mut self,
        call: impl AsyncFnMut() -> Result<T, SoracomError>,
        before_wait: &dyn Fn(),
    ) -> Result<T, SoracomError> {
        let requested_at = self.host.now_ms();
        let result = call_with_retries(&ProgressRetry { progress: &*self, before_wait }, call).await;
        self.idle_ms += self.host.now_ms() - requested_at;
        self.calls += u32::from(result.is_ok());
        result
    }

    /// Sends how far the job is.
    pub fn send(&self) {
        self.send_with_wait(None);
    }

    fn send_with_wait(&self, retry_wait: Option<(u64, SoracomError)>) {
        let fetch = FetchProgress {
            pages: self.calls,
            elapsed_ms: self.host.now_ms() - self.started_at,
            idle_ms: self.idle_ms,
            retry_wait,
        };
        let done = match self.kind {
            ProgressKind::Sims => self.host.load_state().sims_with(self.done),
            ProgressKind::Towers | ProgressKind::List | ProgressKind::Cells => self.done,
        };
        let source = self.source.clone();
        let progress =
            LoadProgress { source, done, total: self.total, sims: done, kind: self.kind, fetch: Some(fetch) };
        self.host.send_event(&Event::Progress(progress));
    }
}

struct ProgressRetry<'a, H> {
    progress: &'a ApiProgress<'a, H>,
    before_wait: &'a dyn Fn(),
}

impl<H: ApiHost> RetryPolicy for ProgressRetry<'_, H> {
    /// Counts down until the time is over, or the page skips the wait or cancels.
    async fn wait_before_retry(&self, wait: RetryWait) -> bool {
        let host = self.progress.host;
        let is_unreachable = matches!(wait.error, SoracomError::Unreachable { .. });
        if host.load_state().is_cancelled() || (is_unreachable && !host.was_api_reached()) {
            return false;
        }
        (self.before_wait)();
        let tell = |left: Option<u64>| self.progress.send_with_wait(left.map(|left| (left, wait.error.clone())));
        count_down_retry(host, wait.delay_ms, tell).await == RetryDecision::Retry
    }
}
