//! Finds the spreadsheet in which the CSV for spreadsheets is tested, or installs it where that is allowed.

use std::env;
use std::path::PathBuf;

use crate::debian::{find_program, install_packages, is_debian, is_root};
use crate::step::print_line;

/// Finds LibreOffice's program ($SOFFICE first), or installs Debian's Calc; without it one test is skipped.
pub fn find_or_install_soffice() -> Option<PathBuf> {
    if let Some(found) = find_soffice() {
        return Some(found);
    }
    if is_debian() && is_root() {
        let packages = ["libreoffice-calc-nogui"];
        if let Err(error) = install_packages("Install LibreOffice Calc", "once; 90 MB, under a minute", &packages) {
            print_line(&format!("  {error}"));
        }
    }
    let found = find_soffice();
    if found.is_none() {
        print_line(
            "\n▸ Left out: the CSV in a spreadsheet, as there is no LibreOffice (soffice on the PATH, or $SOFFICE)",
        );
    }
    found
}

fn find_soffice() -> Option<PathBuf> {
    let from_env = env::var_os("SOFFICE").map(PathBuf::from).filter(|path| path.is_file());
    from_env.or_else(|| find_program("soffice"))
}
