//! What browsers are told about pages of other origins.

use axum::http::{HeaderName, Method, StatusCode, header};

use crate::answer::{Answer, Refusal};
use crate::call::Call;
use crate::settings::{Cors, Settings};

const ALLOWED: &str = "x-soracom-api-key, x-soracom-token, x-soracom-lang, content-type";
const EXPOSED: &str = "x-soracom-next-key, link, x-soracom-ratelimit-limit, x-soracom-ratelimit-remaining, \
    x-soracom-ratelimit-seconds-before-refresh, retry-after";

/// The answer to a browser that asks first, if that is what the call is.
pub(crate) fn preflight(call: &Call, settings: &Settings) -> Option<Answer> {
    if call.method != Method::OPTIONS {
        return None;
    }
    if settings.cors == Cors::Closed {
        let refusal = Refusal::new(StatusCode::FORBIDDEN, "EMU0403", "No other origin may call.");
        return Some(refusal.answer(settings.text_plain_errors));
    }
    let mut answer = Answer::empty(StatusCode::NO_CONTENT);
    answer.header(header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PUT, DELETE, OPTIONS");
    answer.header(header::ACCESS_CONTROL_ALLOW_HEADERS, ALLOWED);
    // A page from the web may ask whether it may call this machine at all.
    if call.header("access-control-request-private-network").is_some() {
        answer.header(HeaderName::from_static("access-control-allow-private-network"), "true");
    }
    Some(answer)
}

/// Lets the page that called read the answer.
pub(crate) fn allow(call: &Call, settings: &Settings, answer: &mut Answer) {
    let Some(origin) = call.header("origin") else { return };
    let error = answer.status.is_client_error() || answer.status.is_server_error();
    if settings.cors == Cors::Closed || error && !settings.cors_on_errors {
        return;
    }
    answer.header(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    answer.header(header::VARY, "origin");
    if settings.cors == Cors::Open && call.method != Method::OPTIONS {
        answer.header(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    }
}
