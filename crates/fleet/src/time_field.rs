//! The times that a SIM may have.

use std::ops::RangeInclusive;

/// A time of a SIM that is kept to the second: see [`crate::Columns::time`].
///
/// The keys in the comments are those of the API's records (`https://users.soracom.io/ja-jp/tools/api/reference/`, 2026-11).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TimeField {
    /// `lastLocationUpdateTime`: when the device last registered with a network, with a session or without.
    Attached,
    /// The newest `locationRegistrationStatus.*.lastModifiedTime`: when the network was registered that the last basis
    /// falls back to.
    Registered,
    /// `previousSession.createdTime`.
    Began,
    /// `previousSession.deletedTime`.
    Ended,
    /// `expiryTime`: when the expiry action will be taken.
    Expires,
    /// `lastPortMappingCreatedTime`: when Napter was used last.
    Napter,
}

impl TimeField {
    /// All of them, in the order in which they are declared.
    pub const ALL: [Self; 6] =
        [Self::Attached, Self::Registered, Self::Began, Self::Ended, Self::Expires, Self::Napter];

    /// The times that can be kept, in milliseconds since the epoch: up to February 2106.
    pub const RANGE_MS: RangeInclusive<i64> = 1..=u32::MAX as i64 * 1000;

    /// Whether the time is one that is to come.
    pub fn is_ahead(self) -> bool {
        self == Self::Expires
    }
}
