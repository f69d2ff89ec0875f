//! Ages, days and the clock that they are counted from.

use crate::interval::Point;
use std::fmt;

const MINUTE: i64 = 60_000;
const DAY: i64 = 1_440 * MINUTE;

/// What the time is, and where days begin.
#[derive(Clone, Copy)]
pub struct Clock<'a> {
    /// Now, in milliseconds since the epoch.
    pub now: i64,
    /// When a day begins in the zone of the page: year, month from 1 and day of the month to milliseconds since the epoch.
    pub midnight: &'a dyn Fn(i32, u32, u32) -> i64,
}

impl Clock<'static> {
    /// A clock whose days are days of UTC.
    pub fn utc(now: i64) -> Self {
        Self { now, midnight: &|year, month, day| days(year, month, day) * DAY }
    }
}

impl fmt::Debug for Clock<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Clock").field("now", &self.now).finish_non_exhaustive()
    }
}

/// A length of time: `90d`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Age {
    pub count: u32,
    pub unit: char,
}

const UNITS: [(char, i64); 5] = [('m', MINUTE), ('h', 60 * MINUTE), ('d', DAY), ('w', 7 * DAY), ('y', 365 * DAY)];

impl Age {
    /// In milliseconds.
    pub fn length(self) -> i64 {
        let unit = UNITS.iter().find(|(unit, _)| *unit == self.unit).map_or(0, |(_, length)| *length);
        i64::from(self.count).saturating_mul(unit)
    }
}

impl Point for Age {
    fn read(text: &str) -> Option<Self> {
        let (unit, _) = UNITS.iter().find(|(unit, _)| text.ends_with(*unit))?;
        let count = text.get(..text.len() - 1)?;
        let digits = count.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| count.parse().ok().map(|count| Self { count, unit: *unit }))?
    }

    fn exceeds(self, other: Self) -> bool {
        self.length() > other.length()
    }
}

impl fmt::Display for Age {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.count, self.unit)
    }
}

/// A day of the Gregorian calendar: `2025-03-31`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Day {
    pub year: i32,
    pub month: u32,
    pub day: u32,
}

impl Day {
    /// The first millisecond of it.
    pub fn first(self, clock: &Clock) -> i64 {
        (clock.midnight)(self.year, self.month, self.day)
    }

    /// The last millisecond of it.
    pub fn last(self, clock: &Clock) -> i64 {
        let (year, month, day) = civil(days(self.year, self.month, self.day) + 1);
        (clock.midnight)(year, month, day).saturating_sub(1)
    }
}

impl Day {
    /// The day of a time.
    pub fn of(time: i64, clock: &Clock) -> Self {
        let (year, month, day) = civil(time.div_euclid(DAY));
        let near = Self { year, month, day };
        // Zones are up to fourteen hours away from UTC.
        [near.plus(1), near].into_iter().find(|day| day.first(clock) <= time).unwrap_or(near.plus(-1))
    }

    /// So many days later.
    pub fn plus(self, more: i64) -> Self {
        let (year, month, day) = civil(days(self.year, self.month, self.day) + more);
        Self { year, month, day }
    }

    /// The Monday of its week (ISO 8601).
    pub fn monday(self) -> Self {
        // 1970-01-01 was a Thursday.
        self.plus(-(days(self.year, self.month, self.day) + 3).rem_euclid(7))
    }
}

impl Point for Day {
    fn read(text: &str) -> Option<Self> {
        let number = |from: usize, to: usize| {
            let digits = text.get(from..to)?;
            digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse::<u32>().ok())?
        };
        let dashes = text.len() == 10 && text.get(4..5) == Some("-") && text.get(7..8) == Some("-");
        let (year, month, day) = (i32::try_from(number(0, 4)?).ok()?, number(5, 7)?, number(8, 10)?);
        // A day that does not exist comes back from the calendar as another one.
        let exists = dashes && (1..=12).contains(&month) && civil(days(year, month, day)) == (year, month, day);
        exists.then_some(Self { year, month, day })
    }

    fn exceeds(self, other: Self) -> bool {
        self > other
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// Days from 1970-01-01 to a day of the Gregorian calendar (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
fn days(year: i32, month: u32, day: u32) -> i64 {
    let year = i64::from(year) - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((i64::from(month) + 9) % 12) + 2) / 5 + i64::from(day) - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The other way round: year, month and day of the month.
fn civil(days: i64) -> (i32, u32, u32) {
    let days = days + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    ((year + era * 400 + i64::from(month <= 2)) as i32, month as u32, day as u32)
}

/// A time as ISO 8601 has it, in UTC and to the millisecond: `2025-03-31T09:05:00.000Z`.
pub fn iso(time: i64) -> String {
    let (year, month, day) = civil(time.div_euclid(DAY));
    let rest = time.rem_euclid(DAY);
    let parts = [rest / (60 * MINUTE), rest / MINUTE % 60, rest % MINUTE / 1000].map(|part| part as u32);
    let mut text = String::with_capacity(24);
    // Exports write millions of these, and `format!` takes ten times as long.
    match u32::try_from(year) {
        Ok(year @ 0..=9999) => put(&mut text, year, 4),
        _ => text = year.to_string(),
    }
    for (mark, part) in ['-', '-', 'T', ':', ':'].into_iter().zip([month, day].into_iter().chain(parts)) {
        text.push(mark);
        put(&mut text, part, 2);
    }
    text.push('.');
    put(&mut text, (rest % 1000) as u32, 3);
    text.push('Z');
    text
}

fn put(text: &mut String, number: u32, digits: u32) {
    for place in (0..digits).rev() {
        text.push(char::from(b'0' + (number / 10u32.pow(place) % 10) as u8));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn days_begin_and_end() {
        let clock = Clock::utc(0);
        for (text, first) in [
            ("1970-01-01", 0),
            ("2000-02-29", 951_782_400_000),
            ("2025-03-31", 1_743_379_200_000),
            ("1969-12-31", -86_400_000),
        ] {
            let day = Day::read(text).unwrap();
            assert_eq!((day.first(&clock), day.last(&clock)), (first, first + 86_399_999), "{text}");
            assert_eq!(day.to_string(), text);
        }
        for text in [
            "2025-02-29",
            "2025-13-01",
            "2025-00-01",
            "2025-01-00",
            "2025-1-01",
            "2025-01-01x",
            "２025-01-01",
            "+025-01-01",
        ] {
            assert_eq!(Day::read(text), None, "{text}");
        }
    }

    #[test]
    fn ages_have_lengths() {
        for (text, length) in
            [("1m", MINUTE), ("2h", 120 * MINUTE), ("30d", 30 * DAY), ("1w", 7 * DAY), ("1y", 365 * DAY)]
        {
            let age = Age::read(text).unwrap();
            assert_eq!((age.length(), &*age.to_string()), (length, text));
        }
        assert_eq!(Age::read("4294967295y").map(Age::length), Some(i64::MAX));
        for text in ["", "d", "1", "1s", "1 d", "-1d", "4294967296y", "é"] {
            assert_eq!(Age::read(text), None, "{text}");
        }
    }

    #[test]
    fn times_are_written_as_iso_8601() {
        assert_eq!(iso(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(iso(1_743_411_900_007), "2025-03-31T09:05:00.007Z");
        assert_eq!(iso(-1), "1969-12-31T23:59:59.999Z");
    }

    proptest! {
        #[test]
        fn a_day_comes_back(n in -1_000_000i64..3_000_000) {
            let (year, month, day) = civil(n);
            prop_assert_eq!(days(year, month, day), n);
        }
    }
}
