//! A turn of the event loop: the worker lets messages in between two pieces of work.

use super::WorkerState;
use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DedicatedWorkerGlobalScope, MessageChannel};

/// Waits until messages that have come are handled. A timer would wait for four milliseconds more.
pub async fn yield_now() {
    let Ok(channel) = MessageChannel::new() else { return };
    let promise = Promise::new(&mut |resolve, _| {
        channel.port1().set_onmessage(Some(&resolve));
        let _ = channel.port2().post_message(&JsValue::NULL);
    });
    let _ = JsFuture::from(promise).await;
    channel.port1().close();
}

/// Waits for some milliseconds.
pub async fn sleep_ms(ms: u64) {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let promise = Promise::new(&mut |resolve, _| {
        let ms = i32::try_from(ms).unwrap_or(i32::MAX);
        let _ = scope.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms);
    });
    let _ = JsFuture::from(promise).await;
}

/// Milliseconds between two steps of a countdown.
const COUNTDOWN_STEP_MS: u64 = 250;

/// Waits before another try, and tells how many milliseconds are left, `None` at the end: until they are over or the reader
/// is impatient. Whether to try again: not if the reader stops.
pub async fn count_down(office: &WorkerState, ms: u64, tell: impl Fn(Option<u64>)) -> bool {
    office.skip_wait.set(false);
    let end = office.now_ms() + ms as f64;
    loop {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "not negative, and no year")]
        let left = (end - office.now_ms()).max(0.0) as u64;
        if left == 0 || office.skip_wait.get() || office.load_cancelled.get() {
            tell(None);
            return !office.load_cancelled.get();
        }
        tell(Some(left));
        sleep_ms(left.min(COUNTDOWN_STEP_MS)).await;
    }
}
