//! Repeats calls that fail temporarily: the delays and the number of attempts.

use crate::SoracomError;
use std::future::Future;

/// Maximum number of attempts of a call.
pub const MAX_ATTEMPTS: u32 = 10;
/// Longest delay in milliseconds: a rate limit is reset within a minute (Soracom's page on rate limits).
pub const MAX_RETRY_DELAY_MS: u64 = 60_000;

/// A delay before the next attempt.
#[derive(Clone, PartialEq, Debug)]
pub struct RetryWait {
    /// The delay in milliseconds.
    pub delay_ms: u64,
    /// The error of the last attempt.
    pub error: SoracomError,
    /// Number of the attempt that will follow; the second is 2.
    pub attempt: u32,
}

/// Waits between attempts and decides whether to go on.
pub trait RetryPolicy {
    /// Waits, and returns whether to make another attempt.
    fn wait_before_retry(&self, wait: RetryWait) -> impl Future<Output = bool>;
}

/// Repeats a call until it succeeds, fails permanently, or `policy` gives up.
///
/// # Errors
/// Returns the error of the last attempt.
pub async fn call_with_retries<T>(
    policy: &impl RetryPolicy,
    mut call: impl AsyncFnMut() -> Result<T, SoracomError>,
) -> Result<T, SoracomError> {
    let mut attempt = 1;
    loop {
        let error = match call().await {
            Ok(value) => return Ok(value),
            Err(error) => error,
        };
        let Some(delay_ms) = retry_delay_ms(&error, attempt) else { return Err(error) };
        attempt += 1;
        if !policy.wait_before_retry(RetryWait { delay_ms, error: error.clone(), attempt }).await {
            return Err(error);
        }
    }
}

/// Returns the milliseconds to wait after a number of attempts; `None` to give up.
fn retry_delay_ms(error: &SoracomError, attempts: u32) -> Option<u64> {
    if !error.is_transient() || attempts >= MAX_ATTEMPTS {
        return None;
    }
    let first_delay_ms = match error {
        // The delay in the response is used, plus a margin because clocks differ.
        SoracomError::RateLimited { retry_after_ms: Some(after) } => {
            return Some((after + 250).min(MAX_RETRY_DELAY_MS));
        }
        SoracomError::RateLimited { retry_after_ms: None } => 5_000,
        _ => 1_000,
    };
    Some((first_delay_ms << (attempts - 1).min(16)).min(MAX_RETRY_DELAY_MS))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::{Cell, RefCell};

    #[test]
    fn waits_grow_to_a_minute_and_honour_the_response() {
        let (server, busy) = (
            SoracomError::Server { status: 500, message: String::new() },
            SoracomError::RateLimited { retry_after_ms: None },
        );
        let with_delay = SoracomError::RateLimited { retry_after_ms: Some(7_000) };
        for (error, attempts, ms) in [
            (&server, 1, Some(1_000)),
            (&server, 2, Some(2_000)),
            (&server, 7, Some(60_000)),
            (&server, 9, Some(60_000)),
            (&server, 10, None),
            (&busy, 1, Some(5_000)),
            (&busy, 5, Some(60_000)),
            (&with_delay, 1, Some(7_250)),
            (&with_delay, 9, Some(7_250)),
            (&SoracomError::RateLimited { retry_after_ms: Some(600_000) }, 1, Some(60_000)),
            (&SoracomError::PagingHeadersHidden, 1, None),
            (&SoracomError::SignInExpired { code: String::new(), message: String::new() }, 1, None),
        ] {
            assert_eq!(retry_delay_ms(error, attempts), ms, "{error} after {attempts}");
        }
    }

    struct CountingRetryPolicy {
        delays_ms: RefCell<Vec<u64>>,
        max_waits: usize,
    }

    impl RetryPolicy for CountingRetryPolicy {
        async fn wait_before_retry(&self, wait: RetryWait) -> bool {
            self.delays_ms.borrow_mut().push(wait.delay_ms);
            self.delays_ms.borrow().len() < self.max_waits
        }
    }

    #[test]
    fn a_call_is_retried_until_it_succeeds_or_is_given_up() {
        let failing = |failures: u32| {
            let remaining = Cell::new(failures);
            move || {
                let now = remaining.get();
                remaining.set(now.saturating_sub(1));
                async move { if now > 0 { Err(SoracomError::Truncated { bytes: 0 }) } else { Ok(now) } }
            }
        };
        for (failures, max_waits, waits, succeeds) in
            [(0, 9, 0, true), (3, 9, 3, true), (3, 2, 2, false), (99, 99, 9, false)]
        {
            let policy = CountingRetryPolicy { delays_ms: RefCell::default(), max_waits };
            let result = pollster::block_on(call_with_retries(&policy, failing(failures)));
            assert_eq!((result.is_ok(), policy.delays_ms.borrow().len()), (succeeds, waits), "{failures} failures");
        }
    }
}
