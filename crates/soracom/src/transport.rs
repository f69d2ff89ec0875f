//! HTTP requests and responses, independent of how they are sent: by the browser's fetch in the page, by any client in
//! tests.

use std::fmt;
use std::future::Future;

/// Sends HTTP requests.
pub trait HttpTransport {
    /// Sends a request and reads the whole response, whatever its status.
    ///
    /// # Errors
    /// Returns an error if there is no response, or only a part of it.
    fn send_request(&self, request: HttpRequest) -> impl Future<Output = Result<HttpResponse, TransportError>>;
}

/// The HTTP methods that the API uses.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HttpMethod {
    /// The method `GET`.
    Get,
    /// The method `POST`.
    Post,
}

/// An HTTP request. Its debug output shows no secret.
#[derive(Clone)]
pub struct HttpRequest {
    /// The method.
    pub method: HttpMethod,
    /// The whole URL, which never contains a secret.
    pub url: String,
    /// The headers with names in lower case.
    pub headers: Vec<(&'static str, String)>,
    /// The body as JSON.
    pub body: Option<String>,
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {}", self.method, self.url)
    }
}

/// An HTTP response.
#[derive(Clone, Debug)]
pub struct HttpResponse {
    /// The HTTP status.
    pub status: u16,
    /// The headers that can be read; a page of another origin can read only those that the server exposes.
    pub headers: Vec<(String, String)>,
    /// The body as it was received.
    pub body: Vec<u8>,
}

impl HttpResponse {
    /// Returns the value of a header by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// The error of a request without a response: the network is down, the host is unknown, or the browser does not let
/// this page read the response (CORS). Browsers do not say which.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{0}")]
pub struct TransportError(
    /// The message of the transport.
    pub String,
);
