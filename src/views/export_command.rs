//! The commands that write an export.

/// The command for a coverage and a kind of list.
pub fn export_command(list: &str, coverage: &str) -> String {
    format!("soracom {list} list --fetch-all --coverage-type {coverage} > fleet.json")
}

/// The command that writes those SIMs of an export that a program in jq leaves.
pub fn filtered_export_command(coverage: &str, program: &str) -> String {
    format!("soracom subscribers list --fetch-all --coverage-type {coverage} | jq '{program}' > selection.json")
}
