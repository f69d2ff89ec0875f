//! What an answer's body says, whatever its content type claims: errors came as `text/plain`, and load balancers speak HTML.

use crate::{Error, Response};
use serde::Deserialize;
use std::borrow::Cow;

/// How much of a strange answer is told.
const HEAD: usize = 200;

#[derive(Deserialize, Default)]
struct Complaint<'a> {
    #[serde(default, borrow)]
    code: Option<Cow<'a, str>>,
    #[serde(default, borrow)]
    message: Option<Cow<'a, str>>,
}

/// The code and the words of an error; without a code, the beginning of what came.
pub fn complaint(response: &Response) -> (String, String) {
    let complaint: Complaint = serde_json::from_slice(&response.body).unwrap_or_default();
    let message = complaint.message.map_or_else(|| head(&response.body), Cow::into_owned);
    (complaint.code.map(Cow::into_owned).unwrap_or_default(), message)
}

/// The beginning of a body, as text on one line.
pub fn head(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body.get(..HEAD).unwrap_or(body));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Why a call did not succeed, by its status; `permission` is what it needs.
pub fn failure(response: &Response, permission: &str) -> Error {
    let (code, message) = complaint(response);
    match response.status {
        401 => Error::Expired { code, message },
        403 => Error::Forbidden { permission: permission.to_owned(), code, message },
        429 => Error::Busy { after: wait(response) },
        status @ 500.. => Error::Server { status, message },
        status => Error::Other { status, code, message },
    }
}

/// How long to wait, in milliseconds, as far as the headers can be read.
fn wait(response: &Response) -> Option<u64> {
    let seconds = |name| response.header(name)?.trim().parse::<f64>().ok().filter(|s| s.is_finite() && *s >= 0.0);
    let seconds = seconds("x-soracom-ratelimit-seconds-before-refresh").or_else(|| seconds("retry-after"))?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "seconds, and not negative")]
    Some((seconds * 1000.0) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, header: Option<(&str, &str)>, body: &str) -> Response {
        let headers = header.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Response { status, headers, body: body.into() }
    }

    #[test]
    fn failures_by_their_status() {
        let refresh = "X-Soracom-Ratelimit-Seconds-Before-Refresh";
        for (response, expected) in [
            (
                answer(401, None, r#"{"code":"AGW0002","message":"Invalid token"}"#),
                Error::Expired { code: "AGW0002".into(), message: "Invalid token".into() },
            ),
            (
                answer(403, None, r#"{"code":"AGW0003","message":"No \"permission\""}"#),
                Error::Forbidden {
                    permission: "Sim:listSims".into(),
                    code: "AGW0003".into(),
                    message: "No \"permission\"".into(),
                },
            ),
            (answer(429, Some((refresh, "12")), "{}"), Error::Busy { after: Some(12_000) }),
            (answer(429, Some(("retry-after", "3")), ""), Error::Busy { after: Some(3_000) }),
            (answer(429, Some(("retry-after", "Wed, 21 Oct 2015")), ""), Error::Busy { after: None }),
            (
                answer(502, None, "<html>\n <h1>Bad\tGateway</h1>"),
                Error::Server { status: 502, message: "<html> <h1>Bad Gateway</h1>".into() },
            ),
            (
                answer(400, None, r#"{"code":null}"#),
                Error::Other { status: 400, code: String::new(), message: r#"{"code":null}"#.into() },
            ),
        ] {
            assert_eq!(failure(&response, "Sim:listSims"), expected);
        }
    }
}
