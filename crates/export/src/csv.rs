//! CSV: the visible columns for spreadsheets or machines, and the list that a jq program printed so far.

use crate::Error;
use ::csv::{Terminator, Writer, WriterBuilder};
use fleet::{Basis, Field, Fleet};
use query::{Column, Texts};
use std::borrow::Cow;

/// A part is handed over when it has this many bytes, so that no file is ever one buffer.
const PART: usize = 1 << 20;

/// What Excel needs at the start of a file to read it as UTF-8.
const BOM: &[u8] = b"\xEF\xBB\xBF";

/// The rows with a header line, in parts of about a megabyte.
///
/// As RFC 4180 has it, and every spreadsheet reads it: commas, quotes where a cell needs them, CR LF after each line.
/// With `guard` the file is for spreadsheets: it begins with a byte order mark, without which Excel takes UTF-8 for the
/// local code page, and a cell that begins with `=`, `+`, `-`, `@`, tab or CR gets a `'` before it, so that it is not
/// taken for a formula. Without, it is for machines: the texts as they are.
pub fn visible<'a>(
    fleet: &'a Fleet,
    rows: impl Iterator<Item = u32> + 'a,
    columns: &'a [Column],
    basis: Basis,
    headers: &'a [String],
    guard: bool,
) -> impl Iterator<Item = Result<Vec<u8>, Error>> + 'a {
    let texts = Texts::new(fleet, basis);
    let mut rows = rows.fuse();
    let mut begun = false;
    let mut next = move || {
        let first = !std::mem::replace(&mut begun, true);
        let mark = if first && guard { BOM } else { &[] };
        let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).flexible(true).from_writer(mark.to_vec());
        if first {
            line(&mut writer, headers.iter().map(|header| Cow::Borrowed(header.as_str())), guard)?;
        }
        while writer.get_ref().len() < PART
            && let Some(row) = rows.next()
        {
            line(&mut writer, columns.iter().map(|column| texts.get(*column, row as usize)), guard)?;
        }
        writer.into_inner().map_err(|error| Error::Csv(error.into_error().into()))
    };
    until_empty(move || next().map_or_else(|error| Some(Err(error)), |part| (!part.is_empty()).then_some(Ok(part))))
}

fn line<'a>(
    writer: &mut Writer<Vec<u8>>,
    cells: impl Iterator<Item = Cow<'a, str>>,
    guard: bool,
) -> Result<(), ::csv::Error> {
    for cell in cells {
        if guard && cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
            writer.write_field(format!("'{cell}"))?;
        } else {
            writer.write_field(cell.as_bytes())?;
        }
    }
    writer.write_record(None::<&[u8]>)
}

/// ICCID, IMSI and the previous session's IMEI of each row, in parts of about a megabyte.
///
/// Byte for byte what `jq -r '.[] | … | [.iccid, .imsi, .previousSession.imei] | @csv'` prints for the same records:
/// no header, every text in quotes, nothing at all where there is none, LF after each line.
pub fn announced<'a>(fleet: &'a Fleet, rows: impl Iterator<Item = u32> + 'a) -> impl Iterator<Item = Vec<u8>> + 'a {
    let mut rows = rows.fuse();
    until_empty(move || {
        let mut part = Vec::new();
        while part.len() < PART
            && let Some(row) = rows.next()
        {
            for (i, field) in [Field::Iccid, Field::Imsi, Field::PreviousImei].into_iter().enumerate() {
                if i > 0 {
                    part.push(b',');
                }
                put_quoted(&mut part, fleet.columns().text(row as usize, field));
            }
            part.push(b'\n');
        }
        (!part.is_empty()).then_some(part)
    })
}

fn put_quoted(to: &mut Vec<u8>, text: &str) {
    if text.is_empty() {
        return;
    }
    to.push(b'"');
    for (i, piece) in text.split('"').enumerate() {
        if i > 0 {
            to.extend(b"\"\"");
        }
        to.extend(piece.as_bytes());
    }
    to.push(b'"');
}

fn until_empty<T>(next: impl FnMut() -> Option<T>) -> impl Iterator<Item = T> {
    std::iter::from_fn(next).fuse()
}

#[cfg(test)]
#[path = "csv_tests.rs"]
mod tests;
