//! The calls and headers that the relay passes on: those that the page needs, and no other.

use axum::http::{HeaderMap, HeaderName};

const REQUEST_HEADERS: [&str; 5] =
    ["content-type", "content-length", "x-soracom-api-key", "x-soracom-token", "x-soracom-lang"];
const RESPONSE_HEADERS: [&str; 5] = ["content-type", "content-length", "x-soracom-next-key", "link", "retry-after"];

/// Whether the page makes this call; `path` is relative to the API's address.
pub fn is_allowed_call(method: &str, path: &str) -> bool {
    match (method, path) {
        ("POST", "auth" | "auth/logout" | "cell_locations") | ("GET", "subscribers" | "sims") => true,
        ("GET", _) => {
            let imsi = path.strip_prefix("subscribers/").and_then(|rest| rest.strip_suffix("/events/sessions"));
            imsi.is_some_and(|imsi| !imsi.is_empty() && imsi.bytes().all(|byte| byte.is_ascii_digit()))
        }
        _ => false,
    }
}

/// Whether a header of the page's request is passed on to the API.
pub fn is_request_header(name: &HeaderName) -> bool {
    REQUEST_HEADERS.contains(&name.as_str())
}

/// Whether a header of the API's response is passed on to the page.
pub fn is_response_header(name: &HeaderName) -> bool {
    RESPONSE_HEADERS.contains(&name.as_str()) || name.as_str().starts_with("x-soracom-ratelimit-")
}

/// Drops all headers but those that `is_kept` accepts.
pub fn keep_headers(mut headers: HeaderMap, is_kept: fn(&HeaderName) -> bool) -> HeaderMap {
    let dropped: Vec<HeaderName> = headers.keys().filter(|name| !is_kept(name)).cloned().collect();
    for name in dropped {
        headers.remove(name);
    }
    headers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_calls_of_the_page_are_allowed() {
        for (method, path, expected) in [
            ("POST", "auth", true),
            ("POST", "auth/logout", true),
            ("POST", "cell_locations", true),
            ("GET", "subscribers", true),
            ("GET", "sims", true),
            ("GET", "subscribers/295050000000001/events/sessions", true),
            ("HEAD", "sims", false),
            ("DELETE", "sims", false),
            ("GET", "auth", false),
            ("GET", "sims/", false),
            ("GET", "subscribers/295050000000001", false),
            ("GET", "subscribers//events/sessions", false),
            ("GET", "subscribers/../auth/events/sessions", false),
            ("POST", "subscribers/295050000000001/events/sessions", false),
        ] {
            assert_eq!(is_allowed_call(method, path), expected, "{method} {path}");
        }
    }
}
