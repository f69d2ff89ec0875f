//! Requests as the operations read them.

use axum::http::{HeaderMap, Method};
use serde::de::DeserializeOwned;

use crate::api_response::ApiError;

/// A request with its whole body.
#[derive(Debug)]
pub(crate) struct ApiRequest {
    pub method: Method,
    /// The path within the router, without the prefix that the router is nested under.
    pub path: String,
    /// The path that the client requested.
    pub original_path: String,
    pub query: String,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl ApiRequest {
    /// Returns a query parameter; `None` if it is missing or empty.
    pub fn query_parameter(&self, name: &str) -> Option<String> {
        let mut pairs = form_urlencoded::parse(self.query.as_bytes());
        pairs.find(|(key, value)| key == name && !value.is_empty()).map(|(_, value)| value.into_owned())
    }

    /// Returns a query parameter as a number.
    pub fn integer_parameter(&self, name: &str) -> Result<Option<i64>, ApiError> {
        let Some(text) = self.query_parameter(name) else { return Ok(None) };
        text.parse().map(Some).map_err(|_| ApiError::bad_request(format!("{name} must be an integer.")))
    }

    /// Returns the value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Parses the body as JSON.
    pub fn parse_json_body<T: DeserializeOwned>(&self) -> Result<T, ApiError> {
        serde_json::from_slice(&self.body)
            .map_err(|_| ApiError::bad_request("The request body is not the JSON that is expected."))
    }
}
