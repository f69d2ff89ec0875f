//! What goes wrong, and how it looks.

use axum::http::StatusCode;

use crate::api_response::{ApiError, ApiResponse};
use crate::rate_limit::RateLimitStatus;
use crate::seeded_rng::seeded_rng;
use crate::settings::{EmulatorSettings, FaultKind};

const BAD_GATEWAY_HTML: &[u8] =
    b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1>\
    </center>\r\n</body>\r\n</html>\r\n";

/// What befalls the call with this number, by chance.
pub(crate) fn random_fault(number: u64, settings: &EmulatorSettings) -> Option<FaultKind> {
    use FaultKind::{BadGateway, Internal, TooManyRequests, Truncated, Unavailable};
    let mut rng = seeded_rng(settings.seed, &format!("fault {number}"));
    let kinds = [Internal, BadGateway, Unavailable, Truncated, TooManyRequests];
    (rng.f64() < settings.fault_rate).then(|| kinds[rng.usize(..kinds.len())])
}

impl FaultKind {
    /// The answer instead of a good one; `None` for a cut, which needs a good one.
    pub(crate) fn to_response(self, settings: &EmulatorSettings) -> Option<ApiResponse> {
        let refusal = match self {
            Self::Internal => ApiError::new(StatusCode::INTERNAL_SERVER_ERROR, "AGW0005", "Internal error"),
            Self::Unavailable => ApiError::new(StatusCode::SERVICE_UNAVAILABLE, "COM0003", "DB access error."),
            Self::TooManyRequests => ApiError::too_many_requests(),
            Self::TokenExpired => ApiError::token_expired(),
            Self::BadGateway => {
                return Some(ApiResponse::new(StatusCode::BAD_GATEWAY, "text/html", BAD_GATEWAY_HTML.to_vec()));
            }
            Self::Truncated => return None,
        };
        let mut answer = refusal.to_response(settings.text_plain_errors);
        if self == Self::TooManyRequests {
            RateLimitStatus::EXHAUSTED.write_headers(&mut answer, settings);
        }
        Some(answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_calls_fail_as_the_fault_rate_says() {
        for (fault, about) in [(0.0, 0), (0.05, 50), (0.2, 200), (1.0, 1000)] {
            let settings = EmulatorSettings { fault_rate: fault, ..EmulatorSettings::default() };
            let faults = (1..=1000).filter(|number| random_fault(*number, &settings).is_some()).count();
            assert!(faults.abs_diff(about) <= about.min(1000 - about) / 4, "{faults} at {fault}");
        }
    }
}
