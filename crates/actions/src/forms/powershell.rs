//! A script for PowerShell (5.1 and later) that calls soracom-cli for each SIM.

use super::FormWriter;
use super::script_text::{list_line, origin_lines};
use crate::file::FileContext;
use crate::{ActionKind, SimTarget};

/// The form.
pub(super) struct PowerShell;

const USAGE: &str = include_str!("powershell_usage.txt");
const BODY: &str = include_str!("powershell_body.ps1");

impl FormWriter for PowerShell {
    fn begin(&self, file: &FileContext, out: &mut Vec<u8>) {
        // Windows PowerShell reads a file without the mark in the local code page.
        let mut text = String::from("\u{FEFF}");
        for line in origin_lines(file) {
            text += &format!("# {line}\n");
        }
        text += "#\n";
        for line in USAGE.lines() {
            text += &format!("# {}\n", line.replace("{stem}", &file.stem));
        }
        text += &format!(
            "\nparam([switch]$Go, [string]$SoracomProfile = 'default', [string]$Coverage = '{}', [string]$Log = '{}.log', [double]$Pause = 1)\n\n",
            file.origin.coverage, file.stem
        );
        let (name, value) = file.action.cli_option().unwrap_or_default();
        // Arguments with quotation marks reach programs in several ways, depending on the version; a file does not.
        let is_file = file.action.kind() == ActionKind::PutTags;
        text += &format!("$Command = {}\n", quote(file.action.cli_command()));
        text += &format!("$OptionName = {}\n$OptionValue = {}\n", quote(name), quote(&value));
        text += &format!("$OptionIsFile = ${is_file}\n");
        text += BODY;
        text += "Invoke-Action @'\n";
        out.extend(text.bytes());
    }

    fn add(&self, file: &FileContext, sim: &SimTarget, _: bool, out: &mut Vec<u8>) {
        out.extend(list_line(file, sim).bytes());
    }

    fn end(&self, _: &FileContext, out: &mut Vec<u8>) {
        out.extend_from_slice(b"'@\n");
    }
}

/// Quotes a text so that PowerShell takes it as it is. Typographic quotation marks end a text as plain ones do.
/// Source: about_Quoting_Rules, learn.microsoft.com (2026-11).
fn quote(text: &str) -> String {
    let mut quoted = String::from("'");
    for c in text.chars() {
        if matches!(c, '\'' | '\u{2018}'..='\u{201B}') {
            quoted.push(c);
        }
        quoted.push(c);
    }
    quoted + "'"
}
