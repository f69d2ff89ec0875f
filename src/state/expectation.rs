//! How many SIMs a saved view is expected to select.

use std::fmt;

/// An expectation. As text: `none`, `<=20`, `>=1`, `<=5%`, `>=99.5%`.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Expectation {
    /// Whether there may not be more; else, not fewer.
    pub is_at_most: bool,
    /// How many, or how many in a hundred of the fleet's records.
    pub amount: f64,
    /// Whether the amount is a percentage.
    pub is_share: bool,
}

impl Expectation {
    /// None at all.
    pub const NONE: Self = Self { is_at_most: true, amount: 0.0, is_share: false };

    /// Reads an expectation, also as people write it: `0`, `max 20`, `≥ 95 %`. `None` where it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).map(fleet::to_half_width).collect();
        let text = text.to_lowercase();
        if matches!(text.as_str(), "none" | "0" | "=0") {
            return Some(Self::NONE);
        }
        let signs = [
            ("<=", true),
            ("≤", true),
            ("≦", true),
            ("max", true),
            (">=", false),
            ("≥", false),
            ("≧", false),
            ("min", false),
        ];
        let (is_at_most, amount) =
            signs.into_iter().find_map(|(sign, is_at_most)| Some((is_at_most, text.strip_prefix(sign)?)))?;
        let (amount, is_share) = amount.strip_suffix('%').map_or((amount, false), |amount| (amount, true));
        let is_number = amount.bytes().all(|byte| byte.is_ascii_digit() || is_share && byte == b'.');
        let amount = amount.parse().ok().filter(|amount: &f64| is_number && (!is_share || *amount <= 100.0))?;
        Some(Self { is_at_most, amount, is_share })
    }

    /// Whether a count of so many records is what is expected.
    pub fn is_met(self, count: u32, records: u32) -> bool {
        let limit = if self.is_share { self.amount / 100.0 * f64::from(records) } else { self.amount };
        // Of a share that is a whole number the product may be a little off it.
        if self.is_at_most { f64::from(count) <= limit + 1e-6 } else { f64::from(count) >= limit - 1e-6 }
    }
}

impl fmt::Display for Expectation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::NONE {
            return f.write_str("none");
        }
        let (sign, unit) = (if self.is_at_most { "<=" } else { ">=" }, if self.is_share { "%" } else { "" });
        write!(f, "{sign}{}{unit}", self.amount)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expectation_is_read_as_people_write_it() {
        for (text, want) in [
            ("none", Some("none")),
            (" 0 ", Some("none")),
            ("<= 20", Some("<=20")),
            ("≤20", Some("<=20")),
            ("max 20", Some("<=20")),
            (">=95%", Some(">=95%")),
            ("≧ ９９．５ ％", Some(">=99.5%")),
            ("min 1", Some(">=1")),
            ("20", None),
            ("<=", None),
            ("<=1.5", None),
            (">=101%", None),
            ("<=-1", None),
            (">=1e3", None),
            ("", None),
        ] {
            assert_eq!(Expectation::parse(text).map(|one| one.to_string()).as_deref(), want, "{text}");
        }
    }

    #[test]
    fn a_count_meets_an_expectation_or_not() {
        for (text, count, records, want) in [
            ("none", 0, 10, true),
            ("none", 1, 10, false),
            ("<=20", 20, 100, true),
            ("<=20", 21, 100, false),
            (">=95%", 95, 100, true),
            (">=95%", 94, 100, false),
            ("<=0.1%", 1, 1000, true),
            ("<=0.1%", 2, 1000, false),
            (">=1", 0, 0, false),
            (">=50%", 0, 0, true),
        ] {
            assert_eq!(Expectation::parse(text).unwrap().is_met(count, records), want, "{text} {count}");
        }
    }
}
