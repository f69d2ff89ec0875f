//! CSV for a batch operation in the User Console: `simId`, or `simId` and a column for each tag; UTF-8.
//! Source: users.soracom.io/ja-jp/docs/batch-operation/csv-specs (2026-11).

use super::FormWriter;
use crate::SimTarget;
use crate::file::FileContext;

/// The form.
pub(super) struct ConsoleCsv;

impl FormWriter for ConsoleCsv {
    fn begin(&self, file: &FileContext, out: &mut Vec<u8>) {
        append_line("simId", file.action.tags().iter().map(|(name, _)| name.as_str()), out);
    }

    fn add(&self, file: &FileContext, sim: &SimTarget, _: bool, out: &mut Vec<u8>) {
        append_line(&sim.sim_id, file.action.tags().iter().map(|(_, value)| value.as_str()), out);
    }

    fn end(&self, _: &FileContext, _: &mut Vec<u8>) {}
}

fn append_line<'a>(first: &'a str, rest: impl Iterator<Item = &'a str>, out: &mut Vec<u8>) {
    for (at, cell) in std::iter::once(first).chain(rest).enumerate() {
        if at > 0 {
            out.push(b',');
        }
        // As RFC 4180 has it: quotes where a cell needs them, and twice within them.
        if cell.contains([',', '"', '\n', '\r']) || cell.trim() != cell {
            out.extend(format!("\"{}\"", cell.replace('"', "\"\"")).bytes());
        } else {
            out.extend_from_slice(cell.as_bytes());
        }
    }
    out.push(b'\n');
}
