//! Responses before they are converted to HTTP.

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use serde_json::{Value, json};

/// A response of the emulated API.
#[derive(Debug)]
pub(crate) struct ApiResponse {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
    /// Whether the connection is cut after half of the body.
    pub truncated: bool,
}

impl ApiResponse {
    pub fn new(status: StatusCode, content_type: &'static str, body: Vec<u8>) -> Self {
        let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static(content_type))]);
        Self { status, headers, body, truncated: false }
    }

    pub fn from_json(value: &Value) -> Self {
        Self::new(StatusCode::OK, "application/json", value.to_string().into_bytes())
    }

    pub fn without_body(status: StatusCode) -> Self {
        Self { status, headers: HeaderMap::new(), body: Vec::new(), truncated: false }
    }

    /// Sets a header; a value that is not valid in a header is ignored.
    pub fn set_header(&mut self, name: HeaderName, value: &str) {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.insert(name, value);
        }
    }
}

/// An error of the API, with its status, code and message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct ApiError {
    pub status: StatusCode,
    pub code: &'static str,
    pub message: String,
}

impl ApiError {
    pub fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into() }
    }

    /// Creates a 400. The API's error code for it is not public.
    pub fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "EMU0400", message)
    }

    /// Creates a 404. The API's error code for it is not public.
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "EMU0404", message)
    }

    /// Creates the 401 for a token that was valid before.
    pub fn token_expired() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "AGW0002", "Invalid API key or token. The token may have expired.")
    }

    /// Creates a 429. The API's error code for it is not public.
    pub fn too_many_requests() -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, "EMU0429", "Too many requests.")
    }

    /// Returns the response that reports the error.
    pub fn to_response(&self, text_plain: bool) -> ApiResponse {
        let content_type = if text_plain { "text/plain; charset=utf-8" } else { "application/json" };
        let body = json!({"code": self.code, "message": self.message}).to_string().into_bytes();
        ApiResponse::new(self.status, content_type, body)
    }
}
