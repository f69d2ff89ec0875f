//! How long a session lasted.

use crate::raw::Number;

/// A length of time in four bytes: whole seconds exactly, and whether there is something over. Up to 68 years.
///
/// Compared, it answers every question whose bound is a whole number of seconds as the milliseconds themselves would.
///
/// ```
/// use fleet::Lasted;
///
/// assert!(Lasted::of(60_001) > Lasted::of(60_000) && Lasted::of(59_999) < Lasted::of(60_000));
/// assert_eq!(Lasted::of(90_700).ms(), 90_000);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Lasted(u32);

const _: () = assert!(size_of::<Lasted>() == 4);

impl Number for Lasted {
    const SIZE: usize = u32::SIZE;

    fn put(self, to: &mut Vec<u8>) {
        self.0.put(to);
    }

    fn get(bytes: &[u8]) -> Self {
        Self(u32::get(bytes))
    }
}

impl Lasted {
    /// Longer than anything that is known.
    pub(crate) const UNKNOWN: Self = Self(u32::MAX);

    /// So many milliseconds; what is below zero is zero, and what is too long is 68 years.
    pub fn of(ms: i64) -> Self {
        let ms = ms.max(0);
        let doubled = (ms / 1000).saturating_mul(2) + i64::from(ms % 1000 > 0);
        Self(u32::try_from(doubled).unwrap_or(u32::MAX).min(u32::MAX - 1))
    }

    /// Its whole seconds, in milliseconds.
    pub fn ms(self) -> i64 {
        i64::from(self.0 / 2) * 1000
    }
}
