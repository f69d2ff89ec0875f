//! A log of the calls.

use std::collections::VecDeque;

use axum::http::StatusCode;

use crate::api_request::ApiRequest;

/// A call in the log. It has the names of its headers, but neither their values nor the body.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LoggedRequest {
    /// Method of the request, such as `GET`.
    pub method: String,
    /// Path and query, such as `/g/v1/subscribers?limit=100`, without the prefix that the router is nested under.
    pub path: String,
    /// Names of the headers, in lower case, sorted and without duplicates.
    pub headers: Vec<String>,
    /// Status of the response.
    pub status: u16,
}

impl LoggedRequest {
    /// Returns whether the call had a header, whose name is in lower case.
    #[must_use]
    pub fn has_header(&self, header: &str) -> bool {
        self.headers.iter().any(|name| name == header)
    }
}

/// Number of calls of each kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[non_exhaustive]
pub struct RequestCounts {
    /// Calls without preflight requests.
    pub requests: u64,
    /// Preflight requests of browsers.
    pub preflights: u64,
    /// Permitted lists of all subscribers or all SIMs, which the fault script counts.
    pub list_requests: u64,
    /// Responses with a status of 400 or more, including those of limits.
    pub error_responses: u64,
    /// Responses with the status 429.
    pub rate_limited: u64,
    /// Truncated responses.
    pub truncated: u64,
}

/// The last calls, and the number of all calls.
#[derive(Debug, Default)]
pub(crate) struct RequestLog {
    pub requests: VecDeque<LoggedRequest>,
    pub counts: RequestCounts,
}

/// Maximum number of logged calls, so that the memory of an emulator that runs for days is limited.
const MAX_LOGGED_REQUESTS: usize = 100_000;

impl RequestLog {
    /// Adds a call and its response to the log.
    pub fn record_request(&mut self, call: &ApiRequest, status: StatusCode, truncated: bool) {
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
        self.counts.truncated += u64::from(truncated);
    }
}
