//! Comparisons and ranges: `>30d`, `<=2025-03-31`, `310..316`.

use std::fmt;

/// Something that can be compared: an age, a day, a number.
pub(crate) trait IntervalValue: Copy + fmt::Display {
    /// Reads one; `None` where it is none.
    fn parse(text: &str) -> Option<Self>;

    /// Whether it lies behind another one.
    fn is_greater_than(self, other: Self) -> bool;
}

/// Which points are meant, as it was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Interval<T> {
    EqualTo(T),
    GreaterThan(T),
    AtLeast(T),
    LessThan(T),
    AtMost(T),
    Between(T, T),
    RangeFrom(T),
    RangeTo(T),
}

impl<T: IntervalValue> Interval<T> {
    /// Reads one; `None` where it is none.
    pub fn parse(text: &str) -> Option<Self> {
        type IntervalConstructor<T> = fn(T) -> Interval<T>;
        let signs: [(&str, IntervalConstructor<T>); 8] = [
            (">=", Self::AtLeast),
            ("<=", Self::AtMost),
            (">", Self::GreaterThan),
            ("<", Self::LessThan),
            ("≥", Self::AtLeast),
            ("≧", Self::AtLeast),
            ("≤", Self::AtMost),
            ("≦", Self::AtMost),
        ];
        for (sign, made) in signs {
            if let Some(rest) = text.strip_prefix(sign) {
                return T::parse(rest).map(made);
            }
        }
        match text.split_once("..") {
            None => T::parse(text).map(Self::EqualTo),
            Some((from, "")) => T::parse(from).map(Self::RangeFrom),
            Some(("", to)) => T::parse(to).map(Self::RangeTo),
            Some((from, to)) => Some(Self::Between(T::parse(from)?, T::parse(to)?)),
        }
    }

    /// The same the right way round, where its ends stand the wrong way.
    pub fn reversed_if_backward(self) -> Option<Self> {
        match self {
            Self::Between(from, to) if from.is_greater_than(to) => Some(Self::Between(to, from)),
            _ => None,
        }
    }

    /// The first and the last moment or number that it holds, given the first and the last of a point.
    pub fn to_bounds(self, first: impl Fn(T) -> i64, last: impl Fn(T) -> i64) -> (i64, i64) {
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

impl<T: IntervalValue> fmt::Display for Interval<T> {
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
