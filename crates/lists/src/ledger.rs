//! Soracom's own files with many rows for a SIM: reports of usage, and bills.
//!
//! Usage (Air stats): `imsi,date,type,uploadByteSizeTotal,uploadPacketCountTotal,downloadByteSizeTotal,
//! downloadPacketCountTotal`, with columns of tags and groups after them. Bills: `imsi,…,date,billItemName,unitPrice,
//! quantity,amount` (Soracom's pages on usage and billing, 2026-11).

use fleet::ColumnRole;

/// The column of such a file that is added up, and the columns of the table that it is the sum of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct LedgerColumn {
    pub role: ColumnRole,
    pub columns: Vec<usize>,
}

/// Returns what a table of these columns is the ledger of; `None` where it is a list of something else.
pub(crate) fn find_ledger_column(names: &[String]) -> Option<LedgerColumn> {
    let column = |name: &str| names.iter().position(|other| other.trim().eq_ignore_ascii_case(name));
    let is_dated = column("date").is_some();
    if let (Some(upload), Some(download), true) =
        (column("uploadByteSizeTotal"), column("downloadByteSizeTotal"), is_dated)
    {
        return Some(LedgerColumn { role: ColumnRole::Usage, columns: vec![upload, download] });
    }
    match (column("billItemName"), column("amount")) {
        (Some(_), Some(amount)) if is_dated => Some(LedgerColumn { role: ColumnRole::Amount, columns: vec![amount] }),
        _ => None,
    }
}
