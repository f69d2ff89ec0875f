//! The spreadsheet that the CSV for spreadsheets is tested in: found, or installed where that is allowed.

use std::env;
use std::path::PathBuf;

use crate::debian::{find_program, install_packages, is_debian, is_root};
use crate::step::say;

/// Finds LibreOffice's program ($SOFFICE first), or installs Debian's Calc; without it one test is left out.
pub fn set_up() -> Option<PathBuf> {
    if let Some(found) = find() {
        return Some(found);
    }
    if is_debian() && is_root() {
        let packages = ["libreoffice-calc-nogui"];
        if let Err(error) = install_packages("Install LibreOffice Calc", "once; 90 MB, under a minute", &packages) {
            say(&format!("  {error}"));
        }
    }
    let found = find();
    if found.is_none() {
        say("\n▸ Left out: the CSV in a spreadsheet, as there is no LibreOffice (soffice on the PATH, or $SOFFICE)");
    }
    found
}

fn find() -> Option<PathBuf> {
    let named = env::var_os("SOFFICE").map(PathBuf::from).filter(|path| path.is_file());
    named.or_else(|| find_program("soffice"))
}
