//! Faults and the responses that they cause.

use axum::http::StatusCode;

use crate::api_response::{ApiError, ApiResponse};
use crate::rate_limit::RateLimitStatus;
use crate::seeded_rng::seeded_rng;
use crate::settings::{EmulatorSettings, FaultKind};

const BAD_GATEWAY_HTML: &[u8] =
    b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1>\
    </center>\r\n</body>\r\n</html>\r\n";

/// Returns the random fault of the call with this number, if it fails.
pub(crate) fn random_fault(number: u64, settings: &EmulatorSettings) -> Option<FaultKind> {
    use FaultKind::{BadGateway, Internal, TooManyRequests, Truncated, Unavailable};
    let mut rng = seeded_rng(settings.seed, &format!("fault {number}"));
    if rng.f64() >= settings.fault_rate {
        return None;
    }
    let kinds = [Internal, BadGateway, Unavailable, Truncated, TooManyRequests];
    Some(kinds[rng.usize(..kinds.len())])
}

impl FaultKind {
    /// Returns the response that replaces the regular one; `None` for a truncation, which needs the regular one.
    pub(crate) fn to_response(self, settings: &EmulatorSettings) -> Option<ApiResponse> {
        let error = match self {
            Self::Internal => ApiError::new(StatusCode::INTERNAL_SERVER_ERROR, "AGW0005", "Internal error"),
            Self::Unavailable => ApiError::new(StatusCode::SERVICE_UNAVAILABLE, "COM0003", "DB access error."),
            Self::TooManyRequests => ApiError::too_many_requests(),
            Self::TokenExpired => ApiError::token_expired(),
            Self::BadGateway => {
                return Some(ApiResponse::new(StatusCode::BAD_GATEWAY, "text/html", BAD_GATEWAY_HTML.to_vec()));
            }
            Self::Truncated => return None,
        };
        let mut response = error.to_response(settings.text_plain_errors);
        if self == Self::TooManyRequests {
            RateLimitStatus::EXHAUSTED.write_headers(&mut response, settings);
        }
        Some(response)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_calls_fail_as_the_fault_rate_says() {
        for (fault_rate, expected) in [(0.0, 0), (0.05, 50), (0.2, 200), (1.0, 1000)] {
            let settings = EmulatorSettings { fault_rate, ..EmulatorSettings::default() };
            let faults = (1..=1000).filter(|number| random_fault(*number, &settings).is_some()).count();
            assert!(faults.abs_diff(expected) <= expected.min(1000 - expected) / 4, "{faults} at {fault_rate}");
        }
    }
}
