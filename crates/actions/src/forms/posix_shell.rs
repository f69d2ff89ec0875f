//! A script for sh that calls soracom-cli for each SIM.

use super::FormWriter;
use super::script_text::{list_line, origin_lines};
use crate::SimTarget;
use crate::file::FileContext;

/// The form.
pub(super) struct PosixShell;

const USAGE: &str = include_str!("posix_shell_usage.txt");
const BODY: &str = include_str!("posix_shell_body.sh");

impl FormWriter for PosixShell {
    fn begin(&self, file: &FileContext, out: &mut Vec<u8>) {
        let mut text = String::from("#!/bin/sh\n");
        for line in origin_lines(file) {
            text += &format!("# {line}\n");
        }
        text += "#\n";
        for line in USAGE.lines() {
            text += &format!("# {}\n", line.replace("{stem}", &file.stem));
        }
        let option = file.action.cli_option().map(|(name, value)| format!("{name}={value}")).unwrap_or_default();
        text += &format!("\nCOMMAND={}\nOPTION={}\n", file.action.cli_command(), quote(&option));
        text += &format!("LOG=${{SIMSCOPE_LOG:-{}.log}}\n", file.stem);
        text += &format!("COVERAGE=${{SORACOM_COVERAGE:-{}}}\n", file.origin.coverage);
        text += BODY;
        text += "act <<'SIMS'\n";
        out.extend(text.bytes());
    }

    fn add(&self, file: &FileContext, sim: &SimTarget, _: bool, out: &mut Vec<u8>) {
        out.extend(list_line(file, sim).bytes());
    }

    fn end(&self, _: &FileContext, out: &mut Vec<u8>) {
        out.extend_from_slice(b"SIMS\n");
    }
}

/// Quotes a word so that sh takes it as it is: within single quotes nothing but themselves means anything.
fn quote(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}
