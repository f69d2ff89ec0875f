//! One request at a time: the newest waits while one is under way, and older ones are forgotten.

use engine::ViewRequest;

/// The requests on their way to the worker. What is sent is answered once; what was superseded is never sent.
#[derive(Debug, Default)]
pub struct ViewRequestQueue {
    seq: u32,
    in_flight: Option<ViewRequest>,
    queued: Option<ViewRequest>,
}

impl ViewRequestQueue {
    /// Numbers a request. It is given back to be sent now, or kept until [`Self::complete_request`].
    pub fn push_request(&mut self, mut request: ViewRequest) -> Option<ViewRequest> {
        self.seq += 1;
        request.seq = self.seq;
        if self.in_flight.is_some() {
            self.queued = Some(request);
            return None;
        }
        self.in_flight = Some(request.clone());
        Some(request)
    }

    /// An answer came. Returns the request that waited, to be sent now.
    pub fn complete_request(&mut self, seq: u32) -> Option<ViewRequest> {
        if self.in_flight.as_ref().is_some_and(|request| request.seq == seq) {
            self.in_flight = self.queued.take();
            return self.in_flight.clone();
        }
        None
    }

    /// Whether an answer is awaited.
    pub fn has_in_flight(&self) -> bool {
        self.in_flight.is_some()
    }

    /// Returns the request that was made last, unless it is answered.
    #[cfg(test)]
    pub fn newest(&self) -> Option<&ViewRequest> {
        self.queued.as_ref().or(self.in_flight.as_ref())
    }

    /// The worker is gone: no answer will come. Returns the request that it died on.
    pub fn discard_all(&mut self) -> Option<ViewRequest> {
        self.queued = None;
        self.in_flight.take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request_for(query: &str) -> ViewRequest {
        ViewRequest { query: query.into(), row_count: 60, ..ViewRequest::default() }
    }

    #[test]
    fn the_newest_request_supersedes_those_that_wait() {
        let mut requests = ViewRequestQueue::default();
        assert_eq!(requests.push_request(request_for("a")).map(|request| request.seq), Some(1));
        assert_eq!(requests.push_request(request_for("b")), None);
        assert_eq!(requests.push_request(request_for("c")), None);
        assert_eq!(requests.complete_request(1).map(|q| (q.seq, q.query)), Some((3, "c".into())));
        assert_eq!(requests.complete_request(1), None, "an answer is counted once");
        assert!(requests.has_in_flight());
        assert_eq!(requests.complete_request(3), None);
        assert!(!requests.has_in_flight());
    }

    #[test]
    fn a_dead_worker_answers_nothing() {
        let mut requests = ViewRequestQueue::default();
        requests.push_request(request_for("a"));
        requests.push_request(request_for("b"));
        assert_eq!(requests.discard_all().map(|request| request.query), Some("a".into()));
        assert_eq!(requests.push_request(request_for("c")).map(|request| request.seq), Some(3));
    }
}
