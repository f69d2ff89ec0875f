//! What is asked.

use axum::http::{HeaderMap, Method};
use serde::de::DeserializeOwned;

use crate::api_response::ApiError;

/// A request that has arrived whole.
#[derive(Debug)]
pub(crate) struct ApiRequest {
    pub method: Method,
    /// The path as it is routed: without what the router is nested under.
    pub path: String,
    /// The path as the caller knows it.
    pub original_path: String,
    pub query: String,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl ApiRequest {
    /// A parameter; an empty one is none.
    pub fn query_parameter(&self, name: &str) -> Option<String> {
        let mut pairs = form_urlencoded::parse(self.query.as_bytes());
        pairs.find(|(key, value)| key == name && !value.is_empty()).map(|(_, value)| value.into_owned())
    }

    /// A parameter that is a number.
    pub fn integer_parameter(&self, name: &str) -> Result<Option<i64>, ApiError> {
        let number =
            |text: String| text.parse().map_err(|_| ApiError::bad_request(format!("{name} must be an integer.")));
        self.query_parameter(name).map(number).transpose()
    }

    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body, from JSON.
    pub fn parse_json_body<T: DeserializeOwned>(&self) -> Result<T, ApiError> {
        serde_json::from_slice(&self.body)
            .map_err(|_| ApiError::bad_request("The request body is not the JSON that is expected."))
    }
}
