//! CSV: the visible columns for spreadsheets or machines, and the list that a jq program printed so far.

use crate::ExportError;
use crate::guard::append_guarded;
use ::csv::{Terminator, Writer, WriterBuilder};
use fleet::{Basis, Fleet, TextField};
use query::{Field, TableTexts};
use std::borrow::Cow;

/// A part is handed over when it has this many bytes, so that no file is ever one buffer.
const CHUNK_BYTES: usize = 1 << 20;

/// What Excel needs at the start of a file to read it as UTF-8.
const BOM: &[u8] = b"\xEF\xBB\xBF";

/// The rows with a header line, in parts of about a megabyte.
///
/// As RFC 4180 has it, and every spreadsheet reads it: commas, quotes where a cell needs them, CR LF after each line.
/// With `guard` the file is for spreadsheets: it begins with a byte order mark, without which Excel takes UTF-8 for the
/// local code page, and no cell is run as a formula or changed to a number or a date; [`crate::guard`] tells how. Without,
/// it is for machines: the texts as they are.
pub fn write_visible_columns<'a>(
    fleet: &'a Fleet,
    rows: impl Iterator<Item = u32> + 'a,
    columns: &'a [Field],
    basis: Basis,
    headers: &'a [String],
    guard: bool,
) -> impl Iterator<Item = Result<Vec<u8>, ExportError>> + 'a {
    let texts = TableTexts::new(fleet, basis);
    let mut rows = rows.fuse();
    let mut begun = false;
    let mut next = move || {
        let mut part = CsvChunk::new(guard);
        if !std::mem::replace(&mut begun, true) {
            part.append_byte_order_mark();
            part.append_line(headers.iter().map(|header| (CellContent::Arbitrary, Cow::Borrowed(header.as_str()))))?;
        }
        while part.len() < CHUNK_BYTES
            && let Some(row) = rows.next()
        {
            part.append_line(columns.iter().map(|column| (column_content(*column), texts.get(*column, row as usize))))?;
        }
        part.into_bytes()
    };
    iter_until_none(move || next().map_or_else(|error| Some(Err(error)), |part| (!part.is_empty()).then_some(Ok(part))))
}

/// What a cell can have in it.
enum CellContent {
    /// Words and times of this program's own, none of which a spreadsheet changes: they need neither guard nor quotes.
    Safe,
    /// Anything.
    Arbitrary,
}

fn column_content(column: Field) -> CellContent {
    match column {
        Field::Session | Field::Seen | Field::Country | Field::Duration => CellContent::Safe,
        _ => CellContent::Arbitrary,
    }
}

/// Lines of a file.
enum CsvChunk {
    /// For spreadsheets.
    Guarded(Vec<u8>),
    /// For machines.
    Exact(Box<Writer<Vec<u8>>>),
}

impl CsvChunk {
    fn new(guard: bool) -> Self {
        if guard {
            return Self::Guarded(Vec::with_capacity(CHUNK_BYTES + (CHUNK_BYTES >> 4)));
        }
        Self::Exact(Box::new(WriterBuilder::new().terminator(Terminator::CRLF).flexible(true).from_writer(vec![])))
    }

    fn len(&self) -> usize {
        match self {
            Self::Guarded(bytes) => bytes.len(),
            Self::Exact(writer) => writer.get_ref().len(),
        }
    }

    /// Appends the byte order mark where the file has one.
    fn append_byte_order_mark(&mut self) {
        if let Self::Guarded(bytes) = self {
            bytes.extend_from_slice(BOM);
        }
    }

    fn append_line<'a>(
        &mut self,
        cells: impl Iterator<Item = (CellContent, Cow<'a, str>)>,
    ) -> Result<(), ::csv::Error> {
        let bytes = match self {
            Self::Guarded(bytes) => bytes,
            Self::Exact(writer) => {
                for (_, cell) in cells {
                    writer.write_field(cell.as_bytes())?;
                }
                return writer.write_record(None::<&[u8]>);
            }
        };
        let start = bytes.len();
        for (at, (content, cell)) in cells.enumerate() {
            if at > 0 {
                bytes.push(b',');
            }
            match content {
                CellContent::Safe => bytes.extend_from_slice(cell.as_bytes()),
                CellContent::Arbitrary => append_guarded(&cell, bytes),
            }
        }
        // Readers skip an empty line: quotes say that it has one cell, which is empty.
        if bytes.len() == start {
            bytes.extend_from_slice(b"\"\"");
        }
        bytes.extend_from_slice(b"\r\n");
        Ok(())
    }

    fn into_bytes(self) -> Result<Vec<u8>, ExportError> {
        match self {
            Self::Guarded(bytes) => Ok(bytes),
            Self::Exact(writer) => writer.into_inner().map_err(|error| ExportError::Csv(error.into_error().into())),
        }
    }
}

/// ICCID, IMSI and the previous session's IMEI of each row, in parts of about a megabyte.
///
/// Byte for byte what `jq -r '.[] | … | [.iccid, .imsi, .previousSession.imei] | @csv'` prints for the same records:
/// no header, every text in quotes, nothing at all where there is none, LF after each line.
pub fn write_announced_columns<'a>(
    fleet: &'a Fleet,
    rows: impl Iterator<Item = u32> + 'a,
) -> impl Iterator<Item = Vec<u8>> + 'a {
    let mut rows = rows.fuse();
    iter_until_none(move || {
        let mut part = Vec::new();
        while part.len() < CHUNK_BYTES
            && let Some(row) = rows.next()
        {
            for (i, field) in [TextField::Iccid, TextField::Imsi, TextField::PreviousImei].into_iter().enumerate() {
                if i > 0 {
                    part.push(b',');
                }
                append_quoted(&mut part, fleet.columns().text(row as usize, field));
            }
            part.push(b'\n');
        }
        (!part.is_empty()).then_some(part)
    })
}

fn append_quoted(to: &mut Vec<u8>, text: &str) {
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

fn iter_until_none<T>(next: impl FnMut() -> Option<T>) -> impl Iterator<Item = T> {
    std::iter::from_fn(next).fuse()
}

#[cfg(test)]
#[path = "csv_tests.rs"]
mod tests;
