//! Numbers of something: `0.5`, `100MB`.

use crate::interval::{Interval, IntervalValue};
use std::fmt;

/// A number, and the unit that it was written with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Quantity {
    number: f64,
    unit: &'static str,
}

/// The units of bytes: those of ten, as Soracom counts, and those of two.
const BYTE_UNITS: [(&str, f64); 10] = [
    ("KiB", 1024.0),
    ("MiB", 1_048_576.0),
    ("GiB", 1_073_741_824.0),
    ("TiB", 1_099_511_627_776.0),
    ("KB", 1e3),
    ("MB", 1e6),
    ("GB", 1e9),
    ("TB", 1e12),
    ("B", 1.0),
    ("", 1.0),
];

/// Maximum number of digits of a number. One of more is an identifier.
const MAX_DIGITS: usize = 15;

impl Quantity {
    /// Its number in single units.
    pub fn to_number(self) -> f64 {
        let factor = BYTE_UNITS.iter().find(|(unit, _)| *unit == self.unit).map_or(1.0, |(_, factor)| *factor);
        self.number * factor
    }
}

impl Interval<Quantity> {
    /// Whether a number is in it.
    pub(crate) fn contains_number(self, number: f64) -> bool {
        match self {
            Self::EqualTo(point) => number.total_cmp(&point.to_number()).is_eq(),
            Self::GreaterThan(point) => number > point.to_number(),
            Self::AtLeast(point) | Self::RangeFrom(point) => number >= point.to_number(),
            Self::LessThan(point) => number < point.to_number(),
            Self::AtMost(point) | Self::RangeTo(point) => number <= point.to_number(),
            Self::Between(from, to) => (from.to_number()..=to.to_number()).contains(&number),
        }
    }
}

impl IntervalValue for Quantity {
    fn parse(text: &str) -> Option<Self> {
        let has_unit = |(unit, _): &&(&'static str, f64)| {
            text.len() >= unit.len()
                && text.is_char_boundary(text.len() - unit.len())
                && text[text.len() - unit.len()..].eq_ignore_ascii_case(unit)
        };
        let (unit, _) = BYTE_UNITS.iter().find(has_unit)?;
        let digits = &text[..text.len() - unit.len()];
        let unsigned = digits.strip_prefix('-').unwrap_or(digits);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
        let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let is_number = is_digits(whole) && is_digits(fraction) && whole.len() + fraction.len() <= MAX_DIGITS;
        // Zero has no sign.
        let number = digits.parse::<f64>().ok().filter(|_| is_number)? + 0.0;
        Some(Self { number, unit })
    }

    fn is_greater_than(self, other: Self) -> bool {
        self.to_number() > other.to_number()
    }
}

// A number that was read is never "not a number".
impl PartialEq for Quantity {
    fn eq(&self, other: &Self) -> bool {
        self.number.total_cmp(&other.number).is_eq() && self.unit == other.unit
    }
}

impl Eq for Quantity {}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.number, self.unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_units() {
        for (text, number, printed) in [
            ("0", 0.0, "0"),
            ("-0", 0.0, "0"),
            ("1.50", 1.5, "1.5"),
            ("-3", -3.0, "-3"),
            ("100MB", 1e8, "100MB"),
            ("100mb", 1e8, "100MB"),
            ("2 KiB", f64::NAN, ""),
            ("2KiB", 2048.0, "2KiB"),
            ("7b", 7.0, "7B"),
            ("", f64::NAN, ""),
            ("MB", f64::NAN, ""),
            ("1e3", f64::NAN, ""),
            ("東", f64::NAN, ""),
            ("8942310099000000010", f64::NAN, ""),
        ] {
            let read = Quantity::parse(text);
            assert_eq!(
                read.map(Quantity::to_number).filter(|_| !number.is_nan()),
                Some(number).filter(|n| !n.is_nan()),
                "{text}"
            );
            assert_eq!(read.map(|read| read.to_string()).unwrap_or_default(), printed, "{text}");
        }
    }

    #[test]
    fn comparisons_hold_their_numbers() {
        for (interval, inside, outside) in [
            (">1KB", &[1000.5, 1e9][..], &[1000.0, 0.0][..]),
            (">=1KB", &[1000.0], &[999.0]),
            ("<1", &[-5.0, 0.5], &[1.0]),
            ("<=1", &[1.0], &[1.5]),
            ("1..2", &[1.0, 2.0], &[0.5, 2.5]),
            ("1..", &[1.0, 9.0], &[0.5]),
            ("..1", &[-1.0, 1.0], &[1.5]),
            ("5", &[5.0], &[5.5]),
        ] {
            let read = Interval::<Quantity>::parse(interval).unwrap();
            assert!(inside.iter().all(|number| read.contains_number(*number)), "{interval}");
            assert!(!outside.iter().any(|number| read.contains_number(*number)), "{interval}");
        }
    }
}
