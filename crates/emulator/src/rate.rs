//! How many calls of an operation there may be in a window.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use axum::http::HeaderName;

use crate::answer::Answer;
use crate::{Operation, Settings};

/// The calls of the running window, by operation.
#[derive(Debug, Default)]
pub(crate) struct Rates {
    windows: BTreeMap<Operation, (Instant, u32)>,
}

/// What is left of a window.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Left {
    pub limit: u32,
    pub remaining: u32,
    pub seconds: u64,
    /// Whether this call is one too many.
    pub exceeded: bool,
}

impl Rates {
    /// Counts a call; `None` where there is no limit.
    pub fn count(&mut self, operation: Operation, now: Instant, settings: &Settings) -> Option<Left> {
        let limit = settings.rate?;
        let length = Duration::from_millis(settings.rate_window_ms);
        let window = self.windows.entry(operation).or_insert((now, 0));
        if now.duration_since(window.0) >= length {
            *window = (now, 0);
        }
        let exceeded = window.1 >= limit;
        window.1 += u32::from(!exceeded);
        let rest = length.saturating_sub(now.duration_since(window.0));
        let seconds = u64::try_from(rest.as_millis().div_ceil(1000)).unwrap_or(u64::MAX);
        Some(Left { limit, remaining: limit - window.1, seconds, exceeded })
    }
}

impl Left {
    /// For a 429 that is none of the limits'.
    pub const NOTHING: Self = Self { limit: 60, remaining: 0, seconds: 1, exceeded: true };

    /// Says so.
    pub fn tell(self, answer: &mut Answer, settings: &Settings) {
        for (name, number) in [
            ("x-soracom-ratelimit-limit", self.limit.into()),
            ("x-soracom-ratelimit-remaining", self.remaining.into()),
            ("x-soracom-ratelimit-seconds-before-refresh", self.seconds),
        ] {
            answer.header(HeaderName::from_static(name), &number.to_string());
        }
        if self.exceeded && settings.retry_after {
            answer.header(axum::http::header::RETRY_AFTER, &self.seconds.to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window() {
        let settings = Settings { rate: Some(2), rate_window_ms: 1500, ..Settings::default() };
        let (mut rates, start) = (Rates::default(), Instant::now());
        let mut count = |operation, ms| {
            let left = rates.count(operation, start + Duration::from_millis(ms), &settings).unwrap();
            (left.remaining, left.seconds, left.exceeded)
        };
        for (operation, ms, expected) in [
            (Operation::Sim, 0, (1, 2, false)),
            (Operation::Sim, 100, (0, 2, false)),
            (Operation::Sim, 600, (0, 1, true)),
            (Operation::ListSims, 600, (1, 2, false)),
            (Operation::Sim, 1500, (1, 2, false)),
        ] {
            assert_eq!(count(operation, ms), expected, "{operation:?} at {ms}");
        }
    }
}
