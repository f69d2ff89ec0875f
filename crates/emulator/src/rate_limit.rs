//! The limit of calls of an operation in a window of time.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use axum::http::HeaderName;

use crate::api_response::ApiResponse;
use crate::{ApiOperation, EmulatorSettings};

/// The windows of the operations that were called.
#[derive(Debug, Default)]
pub(crate) struct RateLimiter {
    windows: BTreeMap<ApiOperation, RateWindow>,
}

/// The current window of an operation.
#[derive(Clone, Copy, Debug)]
struct RateWindow {
    start: Instant,
    calls: u32,
}

/// The state of a window after a call, as the headers report it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct RateLimitStatus {
    pub limit: u32,
    pub remaining: u32,
    pub seconds_until_reset: u64,
    /// Whether this call exceeds the limit.
    pub exceeded: bool,
}

impl RateLimiter {
    /// Counts a call and returns the state of its window; `None` if there is no limit.
    pub fn count_call(
        &mut self,
        operation: ApiOperation,
        now: Instant,
        settings: &EmulatorSettings,
    ) -> Option<RateLimitStatus> {
        let limit = settings.rate_limit?;
        let length = Duration::from_millis(settings.rate_window_ms);
        let window = self.windows.entry(operation).or_insert(RateWindow { start: now, calls: 0 });
        if now.duration_since(window.start) >= length {
            *window = RateWindow { start: now, calls: 0 };
        }
        let exceeded = window.calls >= limit;
        window.calls += u32::from(!exceeded);
        let rest = length.saturating_sub(now.duration_since(window.start));
        let seconds = u64::try_from(rest.as_millis().div_ceil(1000)).unwrap_or(u64::MAX);
        Some(RateLimitStatus { limit, remaining: limit - window.calls, seconds_until_reset: seconds, exceeded })
    }
}

impl RateLimitStatus {
    /// The state for a 429 that no limit has caused.
    pub const EXHAUSTED: Self = Self { limit: 60, remaining: 0, seconds_until_reset: 1, exceeded: true };

    /// Adds the headers that report the state.
    pub fn write_headers(self, response: &mut ApiResponse, settings: &EmulatorSettings) {
        for (name, number) in [
            ("x-soracom-ratelimit-limit", self.limit.into()),
            ("x-soracom-ratelimit-remaining", self.remaining.into()),
            ("x-soracom-ratelimit-seconds-before-refresh", self.seconds_until_reset),
        ] {
            response.set_header(HeaderName::from_static(name), &number.to_string());
        }
        if self.exceeded && settings.send_retry_after {
            response.set_header(axum::http::header::RETRY_AFTER, &self.seconds_until_reset.to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_refuses_calls_over_the_limit_until_it_ends() {
        let settings = EmulatorSettings { rate_limit: Some(2), rate_window_ms: 1500, ..EmulatorSettings::default() };
        let (mut limiter, start) = (RateLimiter::default(), Instant::now());
        let mut count = |operation, ms| {
            let status = limiter.count_call(operation, start + Duration::from_millis(ms), &settings).unwrap();
            (status.remaining, status.seconds_until_reset, status.exceeded)
        };
        for (operation, ms, expected) in [
            (ApiOperation::Sim, 0, (1, 2, false)),
            (ApiOperation::Sim, 100, (0, 2, false)),
            (ApiOperation::Sim, 600, (0, 1, true)),
            (ApiOperation::ListSims, 600, (1, 2, false)),
            (ApiOperation::Sim, 1500, (1, 2, false)),
        ] {
            assert_eq!(count(operation, ms), expected, "{operation:?} at {ms}");
        }
    }
}
