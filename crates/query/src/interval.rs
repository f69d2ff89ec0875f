//! Comparisons and ranges: `>30d`, `<=2025-03-31`, `310..316`.

use std::fmt;

/// Something that can be compared: an age, a day, a number.
pub(crate) trait Point: Copy + fmt::Display {
    /// Reads one; `None` where it is none.
    fn read(text: &str) -> Option<Self>;

    /// Whether it lies behind another one.
    fn exceeds(self, other: Self) -> bool;
}

/// Which points are meant, as it was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Interval<T> {
    Is(T),
    Over(T),
    AtLeast(T),
    Under(T),
    AtMost(T),
    Between(T, T),
    From(T),
    To(T),
}

impl<T: Point> Interval<T> {
    /// Reads one; `None` where it is none.
    pub fn read(text: &str) -> Option<Self> {
        type Made<T> = fn(T) -> Interval<T>;
        let signs: [(&str, Made<T>); 8] = [
            (">=", Self::AtLeast),
            ("<=", Self::AtMost),
            (">", Self::Over),
            ("<", Self::Under),
            ("≥", Self::AtLeast),
            ("≧", Self::AtLeast),
            ("≤", Self::AtMost),
            ("≦", Self::AtMost),
        ];
        for (sign, made) in signs {
            if let Some(rest) = text.strip_prefix(sign) {
                return T::read(rest).map(made);
            }
        }
        match text.split_once("..") {
            None => T::read(text).map(Self::Is),
            Some((from, "")) => T::read(from).map(Self::From),
            Some(("", to)) => T::read(to).map(Self::To),
            Some((from, to)) => Some(Self::Between(T::read(from)?, T::read(to)?)),
        }
    }

    /// The same the right way round, where its ends stand the wrong way.
    pub fn turned(self) -> Option<Self> {
        match self {
            Self::Between(from, to) if from.exceeds(to) => Some(Self::Between(to, from)),
            _ => None,
        }
    }

    /// The first and the last moment or number that it holds, given the first and the last of a point.
    pub fn ends(self, first: impl Fn(T) -> i64, last: impl Fn(T) -> i64) -> (i64, i64) {
        match self {
            Self::Is(point) => (first(point), last(point)),
            Self::Over(point) => (last(point).saturating_add(1), i64::MAX),
            Self::AtLeast(point) | Self::From(point) => (first(point), i64::MAX),
            Self::Under(point) => (i64::MIN, first(point).saturating_sub(1)),
            Self::AtMost(point) | Self::To(point) => (i64::MIN, last(point)),
            Self::Between(from, to) => (first(from), last(to)),
        }
    }
}

impl<T: Point> fmt::Display for Interval<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Is(point) => write!(f, "{point}"),
            Self::Over(point) => write!(f, ">{point}"),
            Self::AtLeast(point) => write!(f, ">={point}"),
            Self::Under(point) => write!(f, "<{point}"),
            Self::AtMost(point) => write!(f, "<={point}"),
            Self::Between(from, to) => write!(f, "{from}..{to}"),
            Self::From(point) => write!(f, "{point}.."),
            Self::To(point) => write!(f, "..{point}"),
        }
    }
}

/// A mobile country code as it is written: three digits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Mcc(pub u16);

impl Point for Mcc {
    fn read(text: &str) -> Option<Self> {
        let digits = text.len() == 3 && text.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| text.parse().ok().map(Self))?
    }

    fn exceeds(self, other: Self) -> bool {
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
pub(crate) struct Number(pub u32);

impl Point for Number {
    fn read(text: &str) -> Option<Self> {
        let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| text.parse().ok().map(Self))?
    }

    fn exceeds(self, other: Self) -> bool {
        self.0 > other.0
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_prints() {
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
            let interval = Interval::<Mcc>::read(text).unwrap();
            assert_eq!(interval.to_string(), text);
            assert_eq!(interval.ends(|m| m.0.into(), |m| m.0.into()), ends, "{text}");
        }
        for text in ["", "..", ">", "31", "3100", "310...311", "310..x", "=310", "> 310", ">310..311"] {
            assert_eq!(Interval::<Mcc>::read(text), None, "{text}");
        }
        assert_eq!(Interval::Between(Mcc(5), Mcc(1)).turned(), Some(Interval::Between(Mcc(1), Mcc(5))));
        assert_eq!(Interval::Between(Mcc(1), Mcc(5)).turned(), None);
    }
}
