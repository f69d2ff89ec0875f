//! Ages, days and the clock that they are counted from.

use crate::interval::IntervalValue;
use fleet::{civil_from_days, days_from_civil};
use std::fmt;

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 1_440 * MINUTE_MS;

/// What the time is, and where days begin.
#[derive(Clone, Copy)]
pub struct Clock<'a> {
    /// Now, in milliseconds since the epoch.
    pub now: i64,
    /// When a minute begins in the zone of the page: year, month from 1, day of the month and minute of the day to milliseconds
    /// since the epoch.
    pub minute_start: &'a dyn Fn(i32, u32, u32, u32) -> i64,
}

impl Clock<'static> {
    /// A clock whose days are days of UTC.
    pub fn utc(now: i64) -> Self {
        let minute_start =
            &|year, month, day, minute: u32| days_from_civil(year, month, day) * DAY_MS + i64::from(minute) * MINUTE_MS;
        Self { now, minute_start }
    }
}

impl fmt::Debug for Clock<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Clock").field("now", &self.now).finish_non_exhaustive()
    }
}

/// A length of time: `90d`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Age {
    /// How many of its unit.
    pub count: u32,
    /// `m` for minutes, `h`, `d`, `w`, or `y` for years of 365 days.
    pub unit: char,
}

const AGE_UNITS: [(char, i64); 5] =
    [('m', MINUTE_MS), ('h', 60 * MINUTE_MS), ('d', DAY_MS), ('w', 7 * DAY_MS), ('y', 365 * DAY_MS)];

impl Age {
    /// Reads an age; `None` where the text is not one.
    pub fn from_text(text: &str) -> Option<Self> {
        let (unit, _) = AGE_UNITS.iter().find(|(unit, _)| text.ends_with(*unit))?;
        let count = text.get(..text.len() - 1)?;
        let digits = count.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| count.parse().ok().map(|count| Self { count, unit: *unit }))?
    }

    /// Returns its length in milliseconds.
    pub(crate) fn to_millis(self) -> i64 {
        let unit = AGE_UNITS.iter().find(|(unit, _)| *unit == self.unit).map_or(0, |(_, length)| *length);
        i64::from(self.count).saturating_mul(unit)
    }
}

impl IntervalValue for Age {
    fn parse(text: &str) -> Option<Self> {
        Self::from_text(text)
    }

    fn is_greater_than(self, other: Self) -> bool {
        self.to_millis() > other.to_millis()
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
    pub fn first_millis(self, clock: &Clock) -> i64 {
        (clock.minute_start)(self.year, self.month, self.day, 0)
    }

    /// The last millisecond of it.
    pub fn last_millis(self, clock: &Clock) -> i64 {
        let (year, month, day) = civil_from_days(days_from_civil(self.year, self.month, self.day) + 1);
        (clock.minute_start)(year, month, day, 0).saturating_sub(1)
    }
}

impl Day {
    /// The day of a time.
    pub fn from_millis(time: i64, clock: &Clock) -> Self {
        let (year, month, day) = civil_from_days(time.div_euclid(DAY_MS));
        let near = Self { year, month, day };
        // Zones are up to fourteen hours away from UTC.
        [near.add_days(1), near].into_iter().find(|day| day.first_millis(clock) <= time).unwrap_or(near.add_days(-1))
    }

    /// So many days later.
    pub fn add_days(self, more: i64) -> Self {
        let (year, month, day) = civil_from_days(days_from_civil(self.year, self.month, self.day) + more);
        Self { year, month, day }
    }

    /// The Monday of its week (ISO 8601).
    pub fn week_start(self) -> Self {
        // 1970-01-01 was a Thursday.
        self.add_days(-(days_from_civil(self.year, self.month, self.day) + 3).rem_euclid(7))
    }
}

impl IntervalValue for Day {
    fn parse(text: &str) -> Option<Self> {
        let number = |from: usize, to: usize| {
            let digits = text.get(from..to)?;
            digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse::<u32>().ok())?
        };
        let dashes = text.len() == 10 && text.get(4..5) == Some("-") && text.get(7..8) == Some("-");
        let (year, month, day) = (i32::try_from(number(0, 4)?).ok()?, number(5, 7)?, number(8, 10)?);
        // A day that does not exist comes back from the calendar as another one.
        let exists = dashes
            && (1..=12).contains(&month)
            && civil_from_days(days_from_civil(year, month, day)) == (year, month, day);
        exists.then_some(Self { year, month, day })
    }

    fn is_greater_than(self, other: Self) -> bool {
        self > other
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// A day, or a minute of one: `2026-11-02`, `2026-11-02T03:10`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Moment {
    pub day: Day,
    /// Minute of the day.
    pub minute: Option<u32>,
}

impl Moment {
    /// The minute of a time.
    pub fn from_millis(time: i64, clock: &Clock) -> Self {
        let day = Day::from_millis(time, clock);
        let Day { year, month, day: day_of_month } = day;
        let guess = (time - day.first_millis(clock)).div_euclid(MINUTE_MS);
        // On days on which clocks are changed it is up to an hour more or less.
        let minutes = [0, 60, -60, 30, -30].map(|change| u32::try_from(guess + change).unwrap_or(0));
        let is_it = |minute: &u32| {
            let start = (clock.minute_start)(year, month, day_of_month, *minute);
            *minute < 1440 && (start..start + MINUTE_MS).contains(&time)
        };
        Self { day, minute: Some(minutes.into_iter().find(is_it).unwrap_or(minutes[0].min(1439))) }
    }

    /// The first millisecond of it.
    pub fn first_millis(self, clock: &Clock) -> i64 {
        let Day { year, month, day } = self.day;
        self.minute
            .map_or_else(|| self.day.first_millis(clock), |minute| (clock.minute_start)(year, month, day, minute))
    }

    /// The last millisecond of it.
    pub fn last_millis(self, clock: &Clock) -> i64 {
        match self.minute {
            Some(_) => self.first_millis(clock).saturating_add(MINUTE_MS - 1),
            None => self.day.last_millis(clock),
        }
    }
}

impl IntervalValue for Moment {
    fn parse(text: &str) -> Option<Self> {
        let Some((day, time)) = text.split_once(['T', 't']) else {
            return Some(Self { day: Day::parse(text)?, minute: None });
        };
        let (hour, minute) = time.split_once(':')?;
        let number = |digits: &str, max: u32| -> Option<u32> {
            let is_number = digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit());
            digits.parse().ok().filter(|number| is_number && *number <= max)
        };
        Some(Self { day: Day::parse(day)?, minute: Some(number(hour, 23)? * 60 + number(minute, 59)?) })
    }

    fn is_greater_than(self, other: Self) -> bool {
        // A day holds its minutes: it is after none of them.
        match (self.minute, other.minute) {
            (Some(minute), Some(other_minute)) => (self.day, minute) > (other.day, other_minute),
            _ => self.day > other.day,
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.day)?;
        self.minute.map_or(Ok(()), |minute| write!(f, "T{:02}:{:02}", minute / 60, minute % 60))
    }
}

/// A time as ISO 8601 has it, in UTC and to the millisecond: `2025-03-31T09:05:00.000Z`.
pub fn format_iso_8601(time: i64) -> String {
    let (year, month, day) = civil_from_days(time.div_euclid(DAY_MS));
    let rest = time.rem_euclid(DAY_MS);
    let parts = [rest / (60 * MINUTE_MS), rest / MINUTE_MS % 60, rest % MINUTE_MS / 1000].map(|part| part as u32);
    let mut text = String::with_capacity(24);
    // Exports write millions of these, and `format!` takes ten times as long.
    match u32::try_from(year) {
        Ok(year @ 0..=9999) => append_digits(&mut text, year, 4),
        _ => text = year.to_string(),
    }
    for (mark, part) in ['-', '-', 'T', ':', ':'].into_iter().zip([month, day].into_iter().chain(parts)) {
        text.push(mark);
        append_digits(&mut text, part, 2);
    }
    text.push('.');
    append_digits(&mut text, (rest % 1000) as u32, 3);
    text.push('Z');
    text
}

fn append_digits(text: &mut String, number: u32, digits: u32) {
    for place in (0..digits).rev() {
        text.push(char::from(b'0' + (number / 10u32.pow(place) % 10) as u8));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_day_begins_and_ends_at_its_first_and_last_millisecond() {
        let clock = Clock::utc(0);
        for (text, first) in [
            ("1970-01-01", 0),
            ("2000-02-29", 951_782_400_000),
            ("2025-03-31", 1_743_379_200_000),
            ("1969-12-31", -86_400_000),
        ] {
            let day = Day::parse(text).unwrap();
            assert_eq!((day.first_millis(&clock), day.last_millis(&clock)), (first, first + 86_399_999), "{text}");
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
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_moment_is_a_day_or_a_minute() {
        let clock = Clock::utc(0);
        for (text, first, length) in [
            ("1970-01-02", DAY_MS, DAY_MS),
            ("1970-01-02T00:00", DAY_MS, MINUTE_MS),
            ("1970-01-01T23:59", DAY_MS - MINUTE_MS, MINUTE_MS),
        ] {
            let moment = Moment::parse(text).unwrap();
            assert_eq!(
                (moment.first_millis(&clock), moment.last_millis(&clock)),
                (first, first + length - 1),
                "{text}"
            );
            assert_eq!(moment.to_string(), text);
        }
        for text in
            ["1970-01-02T", "1970-01-02T24:00", "1970-01-02T1:00", "1970-01-02T01:60", "T01:00", "1970-01-02T01:00:00"]
        {
            assert_eq!(Moment::parse(text), None, "{text}");
        }
    }

    #[test]
    fn an_age_has_the_length_of_its_unit_times_its_count() {
        for (text, length) in
            [("1m", MINUTE_MS), ("2h", 120 * MINUTE_MS), ("30d", 30 * DAY_MS), ("1w", 7 * DAY_MS), ("1y", 365 * DAY_MS)]
        {
            let age = Age::parse(text).unwrap();
            assert_eq!((age.to_millis(), &*age.to_string()), (length, text));
        }
        assert_eq!(Age::parse("4294967295y").map(Age::to_millis), Some(i64::MAX));
        for text in ["", "d", "1", "1s", "1 d", "-1d", "4294967296y", "é"] {
            assert_eq!(Age::parse(text), None, "{text}");
        }
    }

    #[test]
    fn times_are_written_as_iso_8601() {
        assert_eq!(format_iso_8601(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(format_iso_8601(1_743_411_900_007), "2025-03-31T09:05:00.007Z");
        assert_eq!(format_iso_8601(-1), "1969-12-31T23:59:59.999Z");
    }

    proptest! {
        #[test]
        fn a_day_comes_back(n in -1_000_000i64..3_000_000) {
            let (year, month, day) = civil_from_days(n);
            prop_assert_eq!(days_from_civil(year, month, day), n);
        }
    }
}
