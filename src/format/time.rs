//! Points in time.

use super::intl;
use js_sys::Date;
use wasm_bindgen::JsValue;

/// A time to the minute, from milliseconds since the epoch; empty for one that no calendar has.
pub fn format_time(ms: i64) -> String {
    to_date(ms).and_then(|date| intl::format_date_time(&date)).unwrap_or_default()
}

/// A unit of time in milliseconds, and the browser's word for it.
const TIME_UNITS_MS: [(i64, &str); 5] = [
    (365 * 86_400_000, "year"),
    (30 * 86_400_000, "month"),
    (86_400_000, "day"),
    (3_600_000, "hour"),
    (60_000, "minute"),
];

/// How long ago a time was, in the largest unit of which there are two, or the largest of which there is one.
pub fn format_time_ago(ms: i64, now: i64) -> String {
    let (count, unit) = largest_unit(now.saturating_sub(ms).max(0));
    intl::format_relative_time(count, unit)
}

/// A length of time in seconds, in the largest unit of which there are two.
pub fn format_duration(seconds: i64) -> String {
    let (count, unit) = largest_unit(seconds.saturating_mul(1000));
    intl::format_unit(count, unit)
}

fn largest_unit(ms: i64) -> (i64, &'static str) {
    let of = |least: i64| {
        TIME_UNITS_MS.into_iter().find(|(length, _)| ms >= length * least).map(|(length, unit)| (ms / length, unit))
    };
    of(2).or_else(|| of(1)).unwrap_or((ms / 1000, "second"))
}

#[expect(clippy::cast_precision_loss, reason = "what a date can hold is exact")]
fn to_date(ms: i64) -> Option<Date> {
    let date = Date::new(&JsValue::from(ms as f64));
    (!date.get_time().is_nan()).then_some(date)
}

#[cfg(test)]
mod tests {

    #[test]
    fn the_largest_unit_of_which_there_are_two_is_chosen() {
        for (ms, parts) in [
            (0, (0, "second")),
            (59_999, (59, "second")),
            (60_000, (1, "minute")),
            (120_000, (2, "minute")),
            (3_600_000, (60, "minute")),
            (47 * 3_600_000, (47, "hour")),
            (48 * 3_600_000, (2, "day")),
            (59 * 86_400_000, (59, "day")),
            (60 * 86_400_000, (2, "month")),
            (800 * 86_400_000, (2, "year")),
        ] {
            assert_eq!(super::largest_unit(ms), parts, "{ms}");
        }
    }
}
