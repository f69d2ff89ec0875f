//! English messages of exports.

use super::sims;
use crate::i18n::ExportMessages;

pub(super) static MESSAGES: ExportMessages = ExportMessages {
    button: |n| format!("Export {}", sims(n)),
    running: "Writing…",
    copy_all: "Copy",
    joined: "with commas",
    copied: "Copied.",
    no_identifiers: "no SIM of the selection has one",
    no_clipboard: "a page that is not served by https has no clipboard",
    not_copied: |why| format!("Nothing was copied: {why}"),
    csv: "CSV for spreadsheets",
    csv_note: "Visible columns with a header. Identifiers stay text; values that look like formulas are escaped.",
    xlsx: "Spreadsheet (XLSX)",
    xlsx_note: "Visible columns with a filter. Identifiers are text, times are dates in UTC; the query is in a second sheet.",
    parquet: "Parquet",
    parquet_note: "All columns under their keys, typed, for databases such as DuckDB.",
    machines: "CSV with raw values",
    machines_note: "Visible columns with a header, every cell exactly as it is.",
    announced: "ICCID, IMSI, previous IMEI",
    announced_note: "Three columns, no header; identical to the jq one-liner.",
    json: "JSON",
    json_note: "Each SIM's record as it stands in its file, in one array. Keys and tokens are masked.",
    lines: "JSON lines",
    lines_note: "The same with one line for each SIM, for jq -c and databases.",
    reading: |done, total| format!("Writing: {done} of {total} read"),
    partial: "Loading is not finished: the export holds what is loaded so far.",
    written: |n, name| format!("{} written to {name}", sims(n)),
    sheet_of_query: "Query",
    sheet_of_sims: "SIMs",
    written_at: "Written",
    from_sources: "From",
    cut_texts: "Texts cut at 32,767 characters, the most that a cell holds",
};
