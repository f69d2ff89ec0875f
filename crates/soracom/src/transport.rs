//! How a request is sent is the caller's matter: the browser's fetch in the page, anything in tests.

use std::fmt;
use std::future::Future;

/// What sends requests.
pub trait HttpTransport {
    /// Sends a request and reads the whole answer, whatever its status.
    ///
    /// # Errors
    /// Where there is no answer, or a part of it only.
    fn send_request(&self, request: HttpRequest) -> impl Future<Output = Result<HttpResponse, TransportError>>;
}

/// The methods that are used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HttpMethod {
    /// Asks.
    Get,
    /// Does.
    Post,
}

/// A request. What it shows of itself holds no secret.
#[derive(Clone)]
pub struct HttpRequest {
    /// The method.
    pub method: HttpMethod,
    /// The whole address. No secret ever stands in it.
    pub url: String,
    /// Names in lower case.
    pub headers: Vec<(&'static str, String)>,
    /// JSON.
    pub body: Option<String>,
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {}", self.method, self.url)
    }
}

/// An answer.
#[derive(Clone, Debug)]
pub struct HttpResponse {
    /// The HTTP status.
    pub status: u16,
    /// The headers that can be read; a page of another origin reads those alone that the server exposes.
    pub headers: Vec<(String, String)>,
    /// The body, as it came.
    pub body: Vec<u8>,
}

impl HttpResponse {
    /// A header by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// There was no answer: the network is down, the host unknown, or the browser refuses it to this page (CORS). Which one,
/// browsers do not tell.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{0}")]
pub struct TransportError(
    /// The transport's own words.
    pub String,
);
