//! The messages of exports.

use crate::format::{FormattedBytes, FormattedCount};

/// The messages.
pub struct ExportMessages {
    /// The button, with the number of SIMs.
    pub button: fn(FormattedCount) -> String,
    pub running: &'static str,
    /// Stands before the identifiers that can be copied.
    pub copy_all: &'static str,
    pub joined: &'static str,
    pub copied: &'static str,
    /// Said where a browser has no clipboard for the page.
    pub no_clipboard: &'static str,
    /// Said where no SIM of the selection has what is to be copied.
    pub no_identifiers: &'static str,
    /// Why nothing was copied, in the browser's words.
    pub not_copied: fn(&str) -> String,
    pub csv: &'static str,
    pub csv_note: &'static str,
    pub xlsx: &'static str,
    pub xlsx_note: &'static str,
    pub parquet: &'static str,
    pub parquet_note: &'static str,
    pub machines: &'static str,
    pub machines_note: &'static str,
    pub announced: &'static str,
    pub announced_note: &'static str,
    pub json: &'static str,
    pub json_note: &'static str,
    pub lines: &'static str,
    pub lines_note: &'static str,
    /// How much of the sources was read, of how much.
    pub reading: fn(FormattedBytes, FormattedBytes) -> String,
    pub partial: &'static str,
    /// How many SIMs were written, and the name of the file.
    pub written: fn(FormattedCount, &str) -> String,
    /// What the sheet that says the query is called.
    pub sheet_of_query: &'static str,
    pub sheet_of_sims: &'static str,
    pub written_at: &'static str,
    pub from_sources: &'static str,
    /// What is said of texts that did not fit into a cell.
    pub cut_texts: &'static str,
}
