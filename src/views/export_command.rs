//! The command that writes an export.

/// The command for a coverage and a kind of list.
pub fn export_command(list: &str, coverage: &str) -> String {
    format!("soracom {list} list --fetch-all --coverage-type {coverage} > fleet.json")
}
