//! Points in time.

use super::intl;
use js_sys::Date;
use wasm_bindgen::JsValue;

/// A time to the minute, from milliseconds since the epoch; empty for one that no calendar has.
pub fn format_time(ms: i64) -> String {
    to_date(ms).and_then(|date| intl::format_date_time(&date)).unwrap_or_default()
}

/// A time to the minute, from ISO 8601; empty for what is none.
pub fn format_iso_time(text: &str) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds are whole, and far below 2^53")]
    Some(Date::parse(text)).filter(|ms| !ms.is_nan()).map_or_else(String::new, |ms| format_time(ms as i64))
}

const DAY_MS: i64 = 86_400_000;

/// Units of time: milliseconds, the browser's word, and from how many milliseconds a time is written in it. Silences are
/// asked for in days, and are written in days for longer than a year.
const TIME_UNITS: [(i64, &str, i64); 5] = [
    (365 * DAY_MS, "year", 2 * 365 * DAY_MS),
    (30 * DAY_MS, "month", 400 * DAY_MS),
    (DAY_MS, "day", 2 * DAY_MS),
    (3_600_000, "hour", 2 * 3_600_000),
    (60_000, "minute", 60_000),
];

/// How long ago a time was.
pub fn format_time_ago(ms: i64, now: i64) -> String {
    let (count, unit) = largest_unit(now.saturating_sub(ms).max(0));
    intl::format_relative_time(count, unit)
}

/// A length of time in seconds.
pub fn format_duration(seconds: i64) -> String {
    let (count, unit) = largest_unit(seconds.saturating_mul(1000));
    intl::format_unit(count, unit)
}

fn largest_unit(ms: i64) -> (i64, &'static str) {
    let unit = TIME_UNITS.into_iter().find(|(_, _, least)| ms >= *least);
    unit.map_or((ms / 1000, "second"), |(length, unit, _)| (ms / length, unit))
}

#[expect(clippy::cast_precision_loss, reason = "what a date can hold is exact")]
fn to_date(ms: i64) -> Option<Date> {
    let date = Date::new(&JsValue::from(ms as f64));
    (!date.get_time().is_nan()).then_some(date)
}

#[cfg(test)]
mod tests {

    #[test]
    fn silences_are_written_in_days_for_longer_than_a_year() {
        for (ms, parts) in [
            (0, (0, "second")),
            (59_999, (59, "second")),
            (60_000, (1, "minute")),
            (120_000, (2, "minute")),
            (3_600_000, (60, "minute")),
            (47 * 3_600_000, (47, "hour")),
            (48 * 3_600_000, (2, "day")),
            (91 * 86_400_000, (91, "day")),
            (399 * 86_400_000, (399, "day")),
            (400 * 86_400_000, (13, "month")),
            (800 * 86_400_000, (2, "year")),
        ] {
            assert_eq!(super::largest_unit(ms), parts, "{ms}");
        }
    }
}
