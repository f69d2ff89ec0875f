//! Points in time.

use super::intl;
use js_sys::Date;
use wasm_bindgen::JsValue;

/// A time to the minute, from milliseconds since the epoch; empty for one that no calendar has.
pub fn moment(ms: i64) -> String {
    date(ms).and_then(|date| intl::moment(&date)).unwrap_or_default()
}

#[expect(clippy::cast_precision_loss, reason = "what a date can hold is exact")]
fn date(ms: i64) -> Option<Date> {
    let date = Date::new(&JsValue::from(ms as f64));
    (!date.get_time().is_nan()).then_some(date)
}
