//! What browsers are told about pages of other origins.

use axum::http::{HeaderName, Method, StatusCode, header};

use crate::api_request::ApiRequest;
use crate::api_response::{ApiError, ApiResponse};
use crate::settings::{CorsPolicy, EmulatorSettings};

const ALLOWED_HEADERS: &str = "x-soracom-api-key, x-soracom-token, x-soracom-lang, content-type";
const EXPOSED_HEADERS: &str = "x-soracom-next-key, link, x-soracom-ratelimit-limit, x-soracom-ratelimit-remaining, \
    x-soracom-ratelimit-seconds-before-refresh, retry-after";

/// The answer to a browser that asks first, if that is what the call is.
pub(crate) fn preflight_response(call: &ApiRequest, settings: &EmulatorSettings) -> Option<ApiResponse> {
    if call.method != Method::OPTIONS {
        return None;
    }
    if settings.cors == CorsPolicy::Closed {
        let refusal = ApiError::new(StatusCode::FORBIDDEN, "EMU0403", "No other origin may call.");
        return Some(refusal.to_response(settings.text_plain_errors));
    }
    let mut answer = ApiResponse::without_body(StatusCode::NO_CONTENT);
    answer.set_header(header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PUT, DELETE, OPTIONS");
    answer.set_header(header::ACCESS_CONTROL_ALLOW_HEADERS, ALLOWED_HEADERS);
    // A page from the web may ask whether it may call this machine at all.
    if call.header("access-control-request-private-network").is_some() {
        answer.set_header(HeaderName::from_static("access-control-allow-private-network"), "true");
    }
    Some(answer)
}

/// Lets the page that called read the answer.
pub(crate) fn add_cors_headers(call: &ApiRequest, settings: &EmulatorSettings, answer: &mut ApiResponse) {
    let Some(origin) = call.header("origin") else { return };
    let error = answer.status.is_client_error() || answer.status.is_server_error();
    if settings.cors == CorsPolicy::Closed || error && !settings.cors_on_errors {
        return;
    }
    answer.set_header(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    answer.set_header(header::VARY, "origin");
    if settings.cors == CorsPolicy::Open && call.method != Method::OPTIONS {
        answer.set_header(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED_HEADERS);
    }
}
