//! Reads the body of a response, whatever its content type: errors were seen as `text/plain`, and load balancers send
//! HTML.

use crate::{HttpResponse, SoracomError};
use serde::Deserialize;
use std::borrow::Cow;

/// Length of an excerpt of an unexpected body in bytes.
const MAX_EXCERPT_BYTES: usize = 200;

#[derive(Deserialize, Default)]
struct ApiErrorBody<'a> {
    #[serde(default, borrow)]
    code: Option<Cow<'a, str>>,
    #[serde(default, borrow)]
    message: Option<Cow<'a, str>>,
}

/// Returns the code and the message of an error; without a message, the beginning of the body.
pub fn parse_api_error(response: &HttpResponse) -> (String, String) {
    let error: ApiErrorBody = serde_json::from_slice(&response.body).unwrap_or_default();
    let message = error.message.map_or_else(|| body_excerpt(&response.body), Cow::into_owned);
    (error.code.map(Cow::into_owned).unwrap_or_default(), message)
}

/// Returns the beginning of a body as text on one line.
pub fn body_excerpt(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body.get(..MAX_EXCERPT_BYTES).unwrap_or(body));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the error for the status of a failed call; `permission` is the one that the call needs.
pub fn error_from_response(response: &HttpResponse, permission: &str) -> SoracomError {
    let (code, message) = parse_api_error(response);
    match response.status {
        401 => SoracomError::SignInExpired { code, message },
        403 => SoracomError::Forbidden { permission: permission.to_owned(), code, message },
        429 => SoracomError::RateLimited { retry_after_ms: retry_after_ms(response) },
        status @ 500.. => SoracomError::Server { status, message },
        status => SoracomError::UnexpectedStatus { status, code, message },
    }
}

/// Returns the milliseconds to wait, if the headers name them and can be read.
fn retry_after_ms(response: &HttpResponse) -> Option<u64> {
    let seconds = |name| response.header(name)?.trim().parse::<f64>().ok().filter(|s| s.is_finite() && *s >= 0.0);
    let seconds = seconds("x-soracom-ratelimit-seconds-before-refresh").or_else(|| seconds("retry-after"))?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "seconds, and not negative")]
    Some((seconds * 1000.0) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response_with(status: u16, header: Option<(&str, &str)>, body: &str) -> HttpResponse {
        let headers = header.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        HttpResponse { status, headers, body: body.into() }
    }

    #[test]
    fn a_failed_call_is_told_by_its_status() {
        let refresh = "X-Soracom-Ratelimit-Seconds-Before-Refresh";
        for (response, expected) in [
            (
                response_with(401, None, r#"{"code":"AGW0002","message":"Invalid token"}"#),
                SoracomError::SignInExpired { code: "AGW0002".into(), message: "Invalid token".into() },
            ),
            (
                response_with(403, None, r#"{"code":"AGW0003","message":"No \"permission\""}"#),
                SoracomError::Forbidden {
                    permission: "Sim:listSims".into(),
                    code: "AGW0003".into(),
                    message: "No \"permission\"".into(),
                },
            ),
            (
                response_with(429, Some((refresh, "12")), "{}"),
                SoracomError::RateLimited { retry_after_ms: Some(12_000) },
            ),
            (
                response_with(429, Some(("retry-after", "3")), ""),
                SoracomError::RateLimited { retry_after_ms: Some(3_000) },
            ),
            (
                response_with(429, Some(("retry-after", "Wed, 21 Oct 2015")), ""),
                SoracomError::RateLimited { retry_after_ms: None },
            ),
            (
                response_with(502, None, "<html>\n <h1>Bad\tGateway</h1>"),
                SoracomError::Server { status: 502, message: "<html> <h1>Bad Gateway</h1>".into() },
            ),
            (
                response_with(400, None, r#"{"code":null}"#),
                SoracomError::UnexpectedStatus { status: 400, code: String::new(), message: r#"{"code":null}"#.into() },
            ),
        ] {
            assert_eq!(error_from_response(&response, "Sim:listSims"), expected);
        }
    }
}
