//! The worker as the stores know it: something that requests are sent to.

use super::notices::{NoticeKind, NoticeStore};
use super::worker_client::{WorkerClient, WorkerEvent};
use engine::Request;
use leptos::prelude::*;
use web_sys::Blob;

/// The worker that is running, if any. A copy is held by every store that sends requests.
#[derive(Clone, Copy)]
pub struct WorkerHandle {
    client: StoredValue<Option<WorkerClient>, LocalStorage>,
    /// How many requests to load this worker was sent.
    queued_requests: StoredValue<u32>,
    notices: NoticeStore,
}

impl WorkerHandle {
    /// A handle without a worker, which sends nothing yet.
    pub fn new(notices: NoticeStore) -> Self {
        Self { client: StoredValue::new_local(None), queued_requests: StoredValue::default(), notices }
    }

    /// Starts a worker in place of the one before.
    pub fn start(self, listener: impl Fn(WorkerEvent) + Clone + 'static) {
        self.queued_requests.set_value(0);
        match WorkerClient::spawn_worker(listener) {
            Ok(client) => self.client.set_value(Some(client)),
            Err(why) => self.notices.push(NoticeKind::WorkerFailed(why)),
        }
    }

    /// Ends the worker.
    pub fn stop(self) {
        self.client.set_value(None);
    }

    /// Sends a request.
    pub fn send(self, request: &Request) {
        self.send_with_blobs(request, &[]);
    }

    /// Whether a worker that was idle after so many requests to load is so still: what was sent meanwhile is on its way.
    pub fn is_idle_after(self, requests: u32) -> bool {
        self.queued_requests.get_value() == requests
    }

    /// Sends a request with the blobs that belong to it.
    pub fn send_with_blobs(self, request: &Request, blobs: &[Blob]) {
        if request.is_queued() {
            self.queued_requests.update_value(|sent| *sent += 1);
        }
        let sent = self.client.with_value(|client| client.as_ref().map(|client| client.send_request(request, blobs)));
        if let Some(Err(why)) = sent {
            self.notices.push(NoticeKind::InternalError(why));
        }
    }
}
