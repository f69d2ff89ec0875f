//! A call that fails for a while: how long to wait, how often to try.

use crate::SoracomError;
use std::future::Future;

/// How often a call is tried in a row.
pub const MAX_ATTEMPTS: u32 = 10;
/// The longest wait, in milliseconds: a rate limit is over within a minute (Soracom's page on rate limits).
pub const MAX_RETRY_DELAY_MS: u64 = 60_000;

/// A wait before the next try.
#[derive(Clone, PartialEq, Debug)]
pub struct RetryWait {
    /// How long, in milliseconds.
    pub delay_ms: u64,
    /// Why.
    pub error: SoracomError,
    /// Which try will follow; the second is 2.
    pub attempt: u32,
}

/// Who waits.
pub trait RetryPolicy {
    /// Waits; says whether to try again.
    fn wait_before_retry(&self, wait: RetryWait) -> impl Future<Output = bool>;
}

/// Tries a call until it succeeds, fails for good, or patience ends.
///
/// # Errors
/// The last try's.
pub async fn call_with_retries<T>(
    patience: &impl RetryPolicy,
    mut call: impl AsyncFnMut() -> Result<T, SoracomError>,
) -> Result<T, SoracomError> {
    let mut attempt = 1;
    loop {
        let error = match call().await {
            Ok(value) => return Ok(value),
            Err(error) => error,
        };
        let Some(ms) = retry_delay_ms(&error, attempt) else { return Err(error) };
        attempt += 1;
        if !patience.wait_before_retry(RetryWait { delay_ms: ms, error: error.clone(), attempt }).await {
            return Err(error);
        }
    }
}

/// How long to wait after so many tries; `None` to give up.
fn retry_delay_ms(error: &SoracomError, tries: u32) -> Option<u64> {
    if !error.is_transient() || tries >= MAX_ATTEMPTS {
        return None;
    }
    let first = match error {
        // What the answer says is true, whatever it is; a little longer, as clocks differ.
        SoracomError::RateLimited { retry_after_ms: Some(after) } => {
            return Some((after + 250).min(MAX_RETRY_DELAY_MS));
        }
        SoracomError::RateLimited { retry_after_ms: None } => 5_000,
        _ => 1_000,
    };
    Some((first << (tries - 1).min(16)).min(MAX_RETRY_DELAY_MS))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::{Cell, RefCell};

    #[test]
    fn waits_grow_to_a_minute_and_honour_the_answer() {
        let (server, busy) = (
            SoracomError::Server { status: 500, message: String::new() },
            SoracomError::RateLimited { retry_after_ms: None },
        );
        let told = SoracomError::RateLimited { retry_after_ms: Some(7_000) };
        for (error, tries, ms) in [
            (&server, 1, Some(1_000)),
            (&server, 2, Some(2_000)),
            (&server, 7, Some(60_000)),
            (&server, 9, Some(60_000)),
            (&server, 10, None),
            (&busy, 1, Some(5_000)),
            (&busy, 5, Some(60_000)),
            (&told, 1, Some(7_250)),
            (&told, 9, Some(7_250)),
            (&SoracomError::RateLimited { retry_after_ms: Some(600_000) }, 1, Some(60_000)),
            (&SoracomError::PagingHeadersHidden, 1, None),
            (&SoracomError::SignInExpired { code: String::new(), message: String::new() }, 1, None),
        ] {
            assert_eq!(retry_delay_ms(error, tries), ms, "{error} after {tries}");
        }
    }

    struct CountingRetryPolicy(RefCell<Vec<u64>>, usize);

    impl RetryPolicy for CountingRetryPolicy {
        async fn wait_before_retry(&self, wait: RetryWait) -> bool {
            self.0.borrow_mut().push(wait.delay_ms);
            self.0.borrow().len() < self.1
        }
    }

    #[test]
    fn a_call_is_retried_until_it_succeeds_or_is_given_up() {
        let failing = |fails: u32| {
            let left = Cell::new(fails);
            move || {
                let now = left.get();
                left.set(now.saturating_sub(1));
                async move { if now > 0 { Err(SoracomError::Truncated { bytes: 0 }) } else { Ok(now) } }
            }
        };
        for (fails, patience, waits, good) in [(0, 9, 0, true), (3, 9, 3, true), (3, 2, 2, false), (99, 99, 9, false)] {
            let counting = CountingRetryPolicy(RefCell::default(), patience);
            let result = pollster::block_on(call_with_retries(&counting, failing(fails)));
            assert_eq!((result.is_ok(), counting.0.borrow().len()), (good, waits), "{fails} failures");
        }
    }
}
