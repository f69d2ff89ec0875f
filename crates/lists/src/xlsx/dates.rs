//! Dates of a spreadsheet: numbers of days, which their format makes dates.

use fleet::civil_from_days;

/// Days from the beginning of a workbook's calendar to 1970-01-01: of one that begins in 1900 (whose day 60 never was) and of
/// one that begins in 1904 (ECMA-376, part 1, 18.17.4).
const EPOCH_1900_DAYS: f64 = 25_569.0;
const EPOCH_1904_DAYS: f64 = 24_107.0;

/// Whether a number format is of a date or a time, by its number where it is built in, else by its code (ECMA-376, part 1,
/// 18.8.30 and 18.8.31).
pub(super) fn is_date_format(id: u32, code: Option<&str>) -> bool {
    let Some(code) = code else { return matches!(id, 14..=22 | 27..=36 | 45..=47 | 50..=58) };
    let mut bare = String::new();
    let (mut quoted, mut bracket, mut escaped) = (false, false, false);
    for c in code.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => quoted = !quoted,
            '[' if !quoted => bracket = true,
            ']' if !quoted => bracket = false,
            _ if quoted || bracket => {}
            _ => bare.push(c.to_ascii_lowercase()),
        }
    }
    bare.contains(['y', 'd', 'h']) || bare.contains('m') && !bare.contains(['#', '0'])
}

/// Writes a date as ISO 8601 does, with the time where there is one; `None` for what is no date.
pub(super) fn format_date(days: f64, is_1904: bool) -> Option<String> {
    let since_epoch = days - if is_1904 { EPOCH_1904_DAYS } else { EPOCH_1900_DAYS };
    let minutes = (since_epoch * 1440.0).round();
    // From 1900 to 9999.
    if !(-36_816_480.0..=4_225_000_000.0).contains(&minutes) {
        return None;
    }
    let minutes = minutes as i64;
    let (year, month, day) = civil_from_days(minutes.div_euclid(1440));
    let time = minutes.rem_euclid(1440);
    Some(match time {
        0 => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:04}-{month:02}-{day:02} {:02}:{:02}", time / 60, time % 60),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_that_of_a_date() {
        for (id, code, is_date) in [
            (14, None, true),
            (22, None, true),
            (0, None, false),
            (2, None, false),
            (164, Some("yyyy\\-mm\\-dd"), true),
            (165, Some("[$-411]ggge\"年\"m\"月\"d\"日\""), true),
            (166, Some("h:mm"), true),
            (167, Some("mmm"), true),
            (168, Some("#,##0\"d\""), false),
            (169, Some("[Red]0.00"), false),
            (170, Some("0.0,,\"m\""), false),
            (171, Some("General"), false),
        ] {
            assert_eq!(is_date_format(id, code), is_date, "{id} {code:?}");
        }
    }

    #[test]
    fn days_are_dates() {
        for (days, is_1904, expected) in [
            (45_658.0, false, Some("2025-01-01")),
            (45_658.5, false, Some("2025-01-01 12:00")),
            (44_196.0, true, Some("2025-01-01")),
            (61.0, false, Some("1900-03-01")),
            (25_569.0, false, Some("1970-01-01")),
            (36_585.999_99, false, Some("2000-03-01")),
            (1e12, false, None),
            (-1e12, false, None),
            (f64::NAN, false, None),
        ] {
            assert_eq!(format_date(days, is_1904).as_deref(), expected, "{days}");
        }
    }
}
