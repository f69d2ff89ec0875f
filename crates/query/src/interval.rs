//! Comparisons and ranges: `>30d`, `<=2025-03-31`, `310..316`.

use std::fmt;

/// Something that can be compared: an age, a day, a number.
pub(crate) trait IntervalValue: Copy + fmt::Display {
    /// Reads one; `None` where the text is not one.
    fn parse(text: &str) -> Option<Self>;

    /// Whether it is after another one.
    fn is_greater_than(self, other: Self) -> bool;
}

/// A comparison, a range or a single point, as it was written. An `Interval<&str>` has its ends as texts: see [`Self::split`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Interval<T> {
    /// `30d`
    EqualTo(T),
    /// `>30d`
    GreaterThan(T),
    /// `>=30d`
    AtLeast(T),
    /// `<30d`
    LessThan(T),
    /// `<=30d`
    AtMost(T),
    /// `30d..90d`
    Between(T, T),
    /// `30d..`
    RangeFrom(T),
    /// `..90d`
    RangeTo(T),
}

impl<'a> Interval<&'a str> {
    /// Splits a value into its ends, whether they can be read or not. Any other text is a single point.
    ///
    /// ```
    /// use query::Interval;
    ///
    /// assert_eq!(Interval::split("6h..24h"), Interval::Between("6h", "24h"));
    /// assert_eq!((Interval::split(">30d").start(), Interval::split(">30d").end()), (Some("30d"), None));
    /// ```
    pub fn split(text: &'a str) -> Self {
        type IntervalConstructor<'b> = fn(&'b str) -> Interval<&'b str>;
        let signs: [(&str, IntervalConstructor<'a>); 8] = [
            (">=", Interval::AtLeast),
            ("<=", Interval::AtMost),
            (">", Interval::GreaterThan),
            ("<", Interval::LessThan),
            ("≥", Interval::AtLeast),
            ("≧", Interval::AtLeast),
            ("≤", Interval::AtMost),
            ("≦", Interval::AtMost),
        ];
        for (sign, build) in signs {
            if let Some(rest) = text.strip_prefix(sign) {
                return build(rest);
            }
        }
        match text.split_once("..") {
            None => Self::EqualTo(text),
            Some((from, "")) => Self::RangeFrom(from),
            Some(("", to)) => Self::RangeTo(to),
            Some((from, to)) => Self::Between(from, to),
        }
    }
}

impl<T: Copy> Interval<T> {
    /// Returns the end that it begins at; `None` where it has no beginning.
    pub fn start(self) -> Option<T> {
        match self {
            Self::EqualTo(point) | Self::GreaterThan(point) | Self::AtLeast(point) => Some(point),
            Self::Between(from, _) | Self::RangeFrom(from) => Some(from),
            Self::LessThan(_) | Self::AtMost(_) | Self::RangeTo(_) => None,
        }
    }

    /// Returns the end that it goes to; `None` where it goes on.
    pub fn end(self) -> Option<T> {
        match self {
            Self::EqualTo(point) | Self::LessThan(point) | Self::AtMost(point) => Some(point),
            Self::Between(_, to) | Self::RangeTo(to) => Some(to),
            Self::GreaterThan(_) | Self::AtLeast(_) | Self::RangeFrom(_) => None,
        }
    }

    /// Reads a value; `None` where it is not an interval of such points.
    pub(crate) fn parse(text: &str) -> Option<Self>
    where
        T: IntervalValue,
    {
        Some(match Interval::split(text) {
            Interval::EqualTo(point) => Self::EqualTo(T::parse(point)?),
            Interval::GreaterThan(point) => Self::GreaterThan(T::parse(point)?),
            Interval::AtLeast(point) => Self::AtLeast(T::parse(point)?),
            Interval::LessThan(point) => Self::LessThan(T::parse(point)?),
            Interval::AtMost(point) => Self::AtMost(T::parse(point)?),
            Interval::Between(from, to) => Self::Between(T::parse(from)?, T::parse(to)?),
            Interval::RangeFrom(from) => Self::RangeFrom(T::parse(from)?),
            Interval::RangeTo(to) => Self::RangeTo(T::parse(to)?),
        })
    }

    /// Returns it the right way round, where its ends are the wrong way.
    pub(crate) fn reversed_if_backward(self) -> Option<Self>
    where
        T: IntervalValue,
    {
        match self {
            Self::Between(from, to) if from.is_greater_than(to) => Some(Self::Between(to, from)),
            _ => None,
        }
    }

    /// Returns the first and the last moment or number that it holds, given the first and the last of a point.
    pub(crate) fn to_bounds(self, first: impl Fn(T) -> i64, last: impl Fn(T) -> i64) -> (i64, i64) {
        match self {
            Self::EqualTo(point) => (first(point), last(point)),
            Self::GreaterThan(point) => (last(point).saturating_add(1), i64::MAX),
            Self::AtLeast(point) | Self::RangeFrom(point) => (first(point), i64::MAX),
            Self::LessThan(point) => (i64::MIN, first(point).saturating_sub(1)),
            Self::AtMost(point) | Self::RangeTo(point) => (i64::MIN, last(point)),
            Self::Between(from, to) => (first(from), last(to)),
        }
    }
}

impl<T: fmt::Display> fmt::Display for Interval<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EqualTo(point) => write!(f, "{point}"),
            Self::GreaterThan(point) => write!(f, ">{point}"),
            Self::AtLeast(point) => write!(f, ">={point}"),
            Self::LessThan(point) => write!(f, "<{point}"),
            Self::AtMost(point) => write!(f, "<={point}"),
            Self::Between(from, to) => write!(f, "{from}..{to}"),
            Self::RangeFrom(point) => write!(f, "{point}.."),
            Self::RangeTo(point) => write!(f, "..{point}"),
        }
    }
}

/// A mobile country code as it is written: three digits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Mcc(pub u16);

impl IntervalValue for Mcc {
    fn parse(text: &str) -> Option<Self> {
        let digits = text.len() == 3 && text.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| text.parse().ok().map(Self))?
    }

    fn is_greater_than(self, other: Self) -> bool {
        self.0 > other.0
    }
}

impl fmt::Display for Mcc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:03}", self.0)
    }
}

/// A whole number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct AreaCode(pub u32);

impl IntervalValue for AreaCode {
    fn parse(text: &str) -> Option<Self> {
        let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| text.parse().ok().map(Self))?
    }

    fn is_greater_than(self, other: Self) -> bool {
        self.0 > other.0
    }
}

impl fmt::Display for AreaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_has_its_ends_as_they_were_written() {
        for (text, start, end) in [
            ("6h..24h", Some("6h"), Some("24h")),
            ("<=1h", None, Some("1h")),
            ("≦1h", None, Some("1h")),
            (">24h", Some("24h"), None),
            ("30d..", Some("30d"), None),
            ("..30d", None, Some("30d")),
            ("never", Some("never"), Some("never")),
        ] {
            let interval = Interval::split(text);
            assert_eq!((interval.start(), interval.end()), (start, end), "{text}");
        }
    }

    #[test]
    fn intervals_print_as_they_were_written() {
        for (text, ends) in [
            ("310", (310, 310)),
            (">310", (311, i64::MAX)),
            (">=310", (310, i64::MAX)),
            ("<310", (i64::MIN, 309)),
            ("<=310", (i64::MIN, 310)),
            ("310..316", (310, 316)),
            ("310..", (310, i64::MAX)),
            ("..001", (i64::MIN, 1)),
        ] {
            let interval = Interval::<Mcc>::parse(text).unwrap();
            assert_eq!(interval.to_string(), text);
            assert_eq!(interval.to_bounds(|m| m.0.into(), |m| m.0.into()), ends, "{text}");
        }
        for text in ["", "..", ">", "31", "3100", "310...311", "310..x", "=310", "> 310", ">310..311"] {
            assert_eq!(Interval::<Mcc>::parse(text), None, "{text}");
        }
        assert_eq!(Interval::Between(Mcc(5), Mcc(1)).reversed_if_backward(), Some(Interval::Between(Mcc(1), Mcc(5))));
        assert_eq!(Interval::Between(Mcc(1), Mcc(5)).reversed_if_backward(), None);
    }
}
