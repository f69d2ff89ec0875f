//! Counts, bytes and shares.

use super::intl;
use std::fmt;

/// A number of things, with the reader's separators.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FormattedCount(pub u64);

impl From<u32> for FormattedCount {
    fn from(n: u32) -> Self {
        Self(n.into())
    }
}

impl fmt::Display for FormattedCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 < 1000 {
            return write!(f, "{}", self.0);
        }
        f.write_str(&intl::format_integer(self.0))
    }
}

/// A number of bytes, in the largest decimal unit that leaves something before the point.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FormattedBytes(pub u64);

impl fmt::Display for FormattedBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (unit, name) = match self.0 {
            0..1_000 => return write!(f, "{} B", self.0),
            1_000..1_000_000 => (1_000, "kB"),
            1_000_000..1_000_000_000 => (1_000_000, "MB"),
            _ => (1_000_000_000, "GB"),
        };
        match self.0 / (unit / 10) {
            tenths @ 0..1_000 => write!(f, "{}.{} {name}", tenths / 10, tenths % 10),
            tenths => write!(f, "{} {name}", tenths / 10),
        }
    }
}

/// A number that is not negative, whole.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float to integer cast saturates")]
pub fn format_number(number: f64) -> String {
    FormattedCount(number.round() as u64).to_string()
}

/// A length in metres, or in kilometres where there are many.
pub fn format_metres(metres: u32) -> String {
    match metres {
        0..1_000 => format!("{metres} m"),
        1_000..10_000 => format!("{}.{} km", metres / 1_000, metres % 1_000 / 100),
        _ => format!("{} km", FormattedCount::from(metres / 1_000)),
    }
}

/// A part of a whole in percent: one decimal, and never rounded to nothing or to all.
pub fn format_share(part: u32, whole: u32) -> String {
    if part == 0 || whole == 0 {
        return "0%".into();
    }
    match (u64::from(part) * 2000 / u64::from(whole)).div_ceil(2) {
        0 => "<0.1%".into(),
        1000.. if part < whole => ">99.9%".into(),
        1000.. => "100%".into(),
        tenths => format!("{}.{}%", tenths / 10, tenths % 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_have_three_digits_at_most() {
        for (bytes, want) in
            [(0, "0 B"), (999, "999 B"), (1_000, "1.0 kB"), (14_260_000, "14.2 MB"), (213_000_000, "213 MB")]
        {
            assert_eq!(FormattedBytes(bytes).to_string(), want);
        }
        assert_eq!(FormattedBytes(1_940_000_000).to_string(), "1.9 GB");
    }

    #[test]
    fn lengths_have_units() {
        for (length, want) in [(0, "0 m"), (999, "999 m"), (1_540, "1.5 km"), (12_900, "12 km")] {
            assert_eq!(format_metres(length), want);
        }
    }

    #[test]
    fn a_share_is_never_rounded_away() {
        for (part, whole, want) in [
            (0, 5, "0%"),
            (1, 0, "0%"),
            (391, 1000, "39.1%"),
            (1, 100_000, "<0.1%"),
            (99_999, 100_000, ">99.9%"),
            (5, 5, "100%"),
        ] {
            assert_eq!(format_share(part, whole), want, "{part} of {whole}");
        }
    }
}
