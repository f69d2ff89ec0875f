//! Finds the programs that native tests compare with, or installs them where that is allowed.

use std::env;
use std::path::PathBuf;

use crate::debian::{find_program, install_packages, is_debian, is_root};
use crate::step::print_line;

/// A program without which tests do less.
pub struct OtherProgram {
    name: &'static str,
    /// The variable that says where it is; the tests read it.
    pub variable: &'static str,
    package: &'static str,
    /// What an installation takes.
    size: &'static str,
    /// What is left out without it.
    tests: &'static str,
}

/// The spreadsheet that opens the CSV for spreadsheets and the workbook; jq and SQLite, which list what a query selects.
pub const OTHER_PROGRAMS: [OtherProgram; 3] = [
    OtherProgram {
        name: "soffice",
        variable: "SOFFICE",
        package: "libreoffice-calc-nogui",
        size: "once; 90 MB, under a minute",
        tests: "files in a spreadsheet, as there is no LibreOffice",
    },
    OtherProgram {
        name: "jq",
        variable: "JQ",
        package: "jq",
        size: "once; seconds",
        tests: "queries as programs in jq, as there is no jq",
    },
    OtherProgram {
        name: "sqlite3",
        variable: "SQLITE3",
        package: "sqlite3",
        size: "once; seconds",
        tests: "queries in SQL, as there is no SQLite",
    },
];

impl OtherProgram {
    /// Finds the program, or installs Debian's package; says what is left out where there is neither.
    pub fn find_or_install(&self) -> Option<PathBuf> {
        if let Some(found) = self.find() {
            return Some(found);
        }
        if is_debian() && is_root() {
            let step = format!("Install {}", self.package);
            if let Err(error) = install_packages(&step, self.size, &[self.package]) {
                print_line(&format!("  {error}"));
            }
        }
        let found = self.find();
        if found.is_none() {
            print_line(&format!("\n▸ Left out: {} ({} on the PATH, or ${})", self.tests, self.name, self.variable));
        }
        found
    }

    fn find(&self) -> Option<PathBuf> {
        let from_env = env::var_os(self.variable).map(PathBuf::from).filter(|path| path.is_file());
        from_env.or_else(|| find_program(self.name))
    }
}
