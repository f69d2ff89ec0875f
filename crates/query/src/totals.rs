//! How many rows, and how many of them are connected.

use crate::facet::count_sessions;
use fleet::{Connectivity, Fleet, RowSet};
use serde::{Deserialize, Serialize};

/// What a set of rows comes to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Totals {
    /// All rows.
    pub records: u32,
    /// Those with a session on record as open.
    pub online: u32,
    /// Those whose session ended.
    pub offline: u32,
    /// Those that never had one.
    pub never: u32,
    /// Those whose records say nothing of sessions.
    pub unknown: u32,
}

/// Counts a set of rows.
pub fn count_totals(fleet: &Fleet, rows: &RowSet) -> Totals {
    let counts = count_sessions(fleet, rows);
    let of = |session: Connectivity| counts[session as usize];
    Totals {
        records: counts.iter().sum(),
        online: of(Connectivity::Online),
        offline: of(Connectivity::Offline),
        never: of(Connectivity::Never),
        unknown: of(Connectivity::Unknown),
    }
}
