//! What was called.

use std::collections::VecDeque;

use axum::http::StatusCode;

use crate::api_request::ApiRequest;

/// A call that arrived. It says which headers it had, never what was in them, nor in its body.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LoggedRequest {
    /// `GET`
    pub method: String,
    /// `/g/v1/subscribers?limit=100`: without what the router is nested under.
    pub path: String,
    /// The names of its headers, in small letters and in order, each once.
    pub headers: Vec<String>,
    /// What it was answered with.
    pub status: u16,
}

impl LoggedRequest {
    /// Whether it had this header; the name is in small letters.
    #[must_use]
    pub fn has_header(&self, header: &str) -> bool {
        self.headers.iter().any(|name| name == header)
    }
}

/// How many calls there were.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub struct RequestCounts {
    /// All but those of `preflights`.
    pub requests: u64,
    /// Browsers that asked first.
    pub preflights: u64,
    /// Lists of all subscribers or all SIMs that a user may see; what the script counts.
    pub list_requests: u64,
    /// Answers with a status of 400 and more, limits included.
    pub error_responses: u64,
    /// Answers with 429.
    pub rate_limited: u64,
    /// Answers that were cut.
    pub truncated: u64,
}

/// The last calls, and the counts of all.
#[derive(Debug, Default)]
pub(crate) struct RequestLog {
    pub requests: VecDeque<LoggedRequest>,
    pub counts: RequestCounts,
}

/// So that an emulator that runs for days does not fill the memory.
const MAX_LOGGED_REQUESTS: usize = 100_000;

impl RequestLog {
    /// Notes a call and how it was answered.
    pub fn record_request(&mut self, call: &ApiRequest, status: StatusCode, cut: bool) {
        let mut headers: Vec<String> = call.headers.keys().map(|name| name.as_str().to_owned()).collect();
        headers.sort_unstable();
        let path = if call.query.is_empty() { call.path.clone() } else { format!("{}?{}", call.path, call.query) };
        if self.requests.len() == MAX_LOGGED_REQUESTS {
            self.requests.pop_front();
        }
        self.requests.push_back(LoggedRequest {
            method: call.method.to_string(),
            path,
            headers,
            status: status.as_u16(),
        });
        self.counts.error_responses += u64::from(status.as_u16() >= 400);
        self.counts.rate_limited += u64::from(status == StatusCode::TOO_MANY_REQUESTS);
        self.counts.truncated += u64::from(cut);
    }
}
