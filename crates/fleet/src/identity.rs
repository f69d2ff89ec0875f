//! What identifies records and SIMs.

use crate::{Columns, TextField};

/// Returns what a record is known by: its IMSI, else its SIM. Empty where it has no identifier at all.
pub(crate) fn record_identity(columns: &Columns, row: usize) -> &str {
    let imsi = columns.text(row, TextField::Imsi);
    if imsi.is_empty() { sim_identity(columns, row) } else { imsi }
}

/// Returns what a SIM is known by: its SIM ID, else its ICCID, else its IMSI.
pub(crate) fn sim_identity(columns: &Columns, row: usize) -> &str {
    columns.text_arena().sim_identity(row)
}
