//! Outages: places whose SIMs lost their sessions together, and places that nothing is heard from any more.

mod dropped;
mod place;
mod silent;
#[cfg(test)]
mod tests;

use fleet::{Columns, DictField};

pub use dropped::find_dropped_together;
pub use place::OutagePlaces;
pub use silent::find_silent_places;

/// An outage.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outage {
    /// The network, area or cell, as the query language writes it: `310-410`, `310-410-21271`, `310-410-21271-7`.
    pub place: String,
    /// When it began, milliseconds since the epoch.
    pub at: i64,
    /// Number of SIMs.
    pub count: usize,
    /// Number of SIMs that were there last.
    pub total: usize,
    /// The query that selects the SIMs.
    pub query: String,
}

/// Whether a row is of a SIM that should be heard from: what is suspended is silent on purpose.
fn in_service(columns: &Columns) -> impl Fn(usize) -> bool + '_ {
    let status = columns.dict_column(DictField::Status);
    let table: Vec<bool> =
        status.dictionary().texts().map(|text| text.is_empty() || text.eq_ignore_ascii_case("active")).collect();
    move |row| table.get(usize::from(status.code(row))) == Some(&true)
}

const IN_SERVICE: &str = "status:active,none -session:online";
