//! The CORS headers that let pages of other origins call the API.

use axum::http::{HeaderName, Method, StatusCode, header};

use crate::api_request::ApiRequest;
use crate::api_response::{ApiError, ApiResponse};
use crate::settings::{CorsPolicy, EmulatorSettings};

const ALLOWED_HEADERS: &str = "x-soracom-api-key, x-soracom-token, x-soracom-lang, content-type";
const EXPOSED_HEADERS: &str = "x-soracom-next-key, link, x-soracom-ratelimit-limit, x-soracom-ratelimit-remaining, \
    x-soracom-ratelimit-seconds-before-refresh, retry-after";

/// Returns the response to a preflight request; `None` if the call is none.
pub(crate) fn preflight_response(call: &ApiRequest, settings: &EmulatorSettings) -> Option<ApiResponse> {
    if call.method != Method::OPTIONS {
        return None;
    }
    if settings.cors == CorsPolicy::Closed {
        let refusal = ApiError::new(StatusCode::FORBIDDEN, "EMU0403", "No other origin may call.");
        return Some(refusal.to_response(settings.text_plain_errors));
    }
    let mut response = ApiResponse::without_body(StatusCode::NO_CONTENT);
    response.set_header(header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PUT, DELETE, OPTIONS");
    response.set_header(header::ACCESS_CONTROL_ALLOW_HEADERS, ALLOWED_HEADERS);
    // Before a page from the web calls a server on this machine, the browser asks for permission (Private Network
    // Access).
    if call.header("access-control-request-private-network").is_some() {
        response.set_header(HeaderName::from_static("access-control-allow-private-network"), "true");
    }
    Some(response)
}

/// Adds the headers that let the calling page read the response.
pub(crate) fn add_cors_headers(call: &ApiRequest, settings: &EmulatorSettings, response: &mut ApiResponse) {
    let Some(origin) = call.header("origin") else { return };
    let error = response.status.is_client_error() || response.status.is_server_error();
    if settings.cors == CorsPolicy::Closed || error && !settings.cors_on_errors {
        return;
    }
    response.set_header(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    response.set_header(header::VARY, "origin");
    if settings.cors == CorsPolicy::Open && call.method != Method::OPTIONS {
        response.set_header(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED_HEADERS);
    }
}
