//! Durations of sessions.

use crate::raw::FixedWidthNumber;

/// A duration in four bytes: whole seconds, and whether there is a fraction of one. Up to 68 years.
///
/// It compares to whole seconds exactly as the milliseconds themselves do.
///
/// ```
/// use fleet::CompactDuration;
///
/// assert!(CompactDuration::from_millis(60_001) > CompactDuration::from_millis(60_000) && CompactDuration::from_millis(59_999) < CompactDuration::from_millis(60_000));
/// assert_eq!(CompactDuration::from_millis(90_700).as_millis(), 90_000);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct CompactDuration(u32);

const _: () = assert!(size_of::<CompactDuration>() == 4);

impl FixedWidthNumber for CompactDuration {
    const SIZE: usize = u32::SIZE;

    fn write_le(self, to: &mut Vec<u8>) {
        self.0.write_le(to);
    }

    fn read_le(bytes: &[u8]) -> Self {
        Self(u32::read_le(bytes))
    }
}

impl CompactDuration {
    /// Unknown; longer than any duration.
    pub(crate) const UNKNOWN: Self = Self(u32::MAX);

    /// Converts milliseconds. Negative ones become zero, and too many become 68 years.
    pub fn from_millis(ms: i64) -> Self {
        let ms = ms.max(0);
        let doubled = (ms / 1000).saturating_mul(2) + i64::from(ms % 1000 > 0);
        Self(u32::try_from(doubled).unwrap_or(u32::MAX).min(u32::MAX - 1))
    }

    /// Returns its whole seconds, in milliseconds.
    pub fn as_millis(self) -> i64 {
        i64::from(self.0 / 2) * 1000
    }
}
