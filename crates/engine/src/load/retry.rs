//! The wait before a call is tried again.

use super::LoadHost;

/// Milliseconds between two steps of a countdown.
const COUNTDOWN_STEP_MS: u64 = 250;

/// What follows a wait.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RetryDecision {
    /// The call is tried again.
    Retry,
    /// Loading was cancelled.
    GiveUp,
}

/// Waits for some milliseconds, or until the page skips the wait or cancels. Tells how many are left, `None` at the end.
pub async fn count_down_retry(host: &impl LoadHost, ms: u64, tell: impl Fn(Option<u64>)) -> RetryDecision {
    let state = host.load_state();
    state.take_skip();
    let end = host.now_ms() + ms as f64;
    loop {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "not negative, and no year")]
        let left = (end - host.now_ms()).max(0.0) as u64;
        if state.is_cancelled() || left == 0 || state.take_skip() {
            tell(None);
            return if state.is_cancelled() { RetryDecision::GiveUp } else { RetryDecision::Retry };
        }
        tell(Some(left));
        host.sleep_ms(left.min(COUNTDOWN_STEP_MS)).await;
    }
}
