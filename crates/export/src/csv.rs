//! Writes CSV: the visible columns for spreadsheets or machines, and the same list as an earlier jq program printed.

use crate::ExportError;
use crate::guard::append_guarded;
use ::csv::{Terminator, Writer, WriterBuilder};
use fleet::{Basis, Fleet, TextField};
use query::{ColumnKey, Field, TableTexts};
use std::borrow::Cow;

/// Minimum size of a chunk in bytes. A file is written in chunks so that it is never one buffer.
const CHUNK_BYTES: usize = 1 << 20;

/// The byte order mark, which Excel needs at the start of a file to read it as UTF-8.
const BOM: &[u8] = b"\xEF\xBB\xBF";

/// Writes a header line and the rows, in chunks of about a megabyte.
///
/// The format is that of RFC 4180, which every spreadsheet reads: commas, quotes where a cell needs them, CR LF after
/// each line. With `guard` the file is for spreadsheets: it begins with a byte order mark, without which Excel reads
/// UTF-8 as the local code page, and no cell is run as a formula or changed to a number or a date, as [`crate::guard`]
/// describes. Without `guard` it is for machines, and the texts are unchanged.
pub fn write_visible_columns<'a>(
    fleet: &'a Fleet,
    rows: impl Iterator<Item = u32> + 'a,
    columns: &'a [impl Copy + Into<ColumnKey>],
    basis: Basis,
    headers: &'a [String],
    guard: bool,
) -> impl Iterator<Item = Result<Vec<u8>, ExportError>> + 'a {
    let texts = TableTexts::new(fleet, basis);
    let mut rows = rows.fuse();
    let mut header_written = false;
    let mut next_chunk = move || {
        let mut chunk = CsvChunk::new(guard);
        if !std::mem::replace(&mut header_written, true) {
            chunk.append_byte_order_mark();
            chunk.append_line(headers.iter().map(|header| (CellContent::Arbitrary, Cow::Borrowed(header.as_str()))))?;
        }
        while chunk.len() < CHUNK_BYTES
            && let Some(row) = rows.next()
        {
            chunk.append_line(
                columns.iter().map(|column| (column_content((*column).into()), texts.get(*column, row as usize))),
            )?;
        }
        chunk.into_bytes()
    };
    iter_until_none(move || match next_chunk() {
        Ok(chunk) if chunk.is_empty() => None,
        result => Some(result),
    })
}

/// Returns a small table as a file for spreadsheets, as [`write_visible_columns`] writes one with `guard`.
///
/// ```
/// let lines = [["Country", "SIMs"], ["Germany, Austria", "712"]].map(|line| line.map(str::to_owned));
/// assert_eq!(&export::csv::table_to_csv(&lines)[3..], b"Country,SIMs\r\n\"Germany, Austria\",712\r\n");
/// ```
pub fn table_to_csv(lines: &[impl AsRef<[String]>]) -> Vec<u8> {
    let mut csv = BOM.to_vec();
    for line in lines {
        for (at, cell) in line.as_ref().iter().enumerate() {
            if at > 0 {
                csv.push(b',');
            }
            append_guarded(cell, &mut csv);
        }
        csv.extend_from_slice(b"\r\n");
    }
    csv
}

/// The possible content of a cell.
enum CellContent {
    /// Words and times that the program itself writes and no spreadsheet changes: they need neither a guard nor quotes.
    Safe,
    /// Any text.
    Arbitrary,
}

fn column_content(column: ColumnKey) -> CellContent {
    match column.field() {
        Field::Session | Field::Seen | Field::Country | Field::Duration | Field::Usage | Field::Amount => {
            CellContent::Safe
        }
        _ => CellContent::Arbitrary,
    }
}

/// Lines of a file that are not handed over yet.
enum CsvChunk {
    /// Lines for spreadsheets.
    Guarded(Vec<u8>),
    /// Lines for machines.
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

    /// Appends the byte order mark if the file is for spreadsheets.
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
        for (index, (content, cell)) in cells.enumerate() {
            if index > 0 {
                bytes.push(b',');
            }
            match content {
                CellContent::Safe => bytes.extend_from_slice(cell.as_bytes()),
                CellContent::Arbitrary => append_guarded(&cell, bytes),
            }
        }
        // Readers skip an empty line, so a line with one empty cell gets quotes.
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

/// Writes ICCID, IMSI and the previous session's IMEI of each row, in chunks of about a megabyte.
///
/// The output is byte for byte what `jq -r '.[] | … | [.iccid, .imsi, .previousSession.imei] | @csv'` prints for the
/// same records: no header, every text in quotes, nothing for a missing value, LF after each line.
pub fn write_announced_columns<'a>(
    fleet: &'a Fleet,
    rows: impl Iterator<Item = u32> + 'a,
) -> impl Iterator<Item = Vec<u8>> + 'a {
    let mut rows = rows.fuse();
    iter_until_none(move || {
        let mut chunk = Vec::new();
        while chunk.len() < CHUNK_BYTES
            && let Some(row) = rows.next()
        {
            for (i, field) in [TextField::Iccid, TextField::Imsi, TextField::PreviousImei].into_iter().enumerate() {
                if i > 0 {
                    chunk.push(b',');
                }
                append_quoted(&mut chunk, fleet.columns().text(row as usize, field));
            }
            chunk.push(b'\n');
        }
        if chunk.is_empty() { None } else { Some(chunk) }
    })
}

fn append_quoted(out: &mut Vec<u8>, text: &str) {
    if text.is_empty() {
        return;
    }
    out.push(b'"');
    for (i, part) in text.split('"').enumerate() {
        if i > 0 {
            out.extend(b"\"\"");
        }
        out.extend(part.as_bytes());
    }
    out.push(b'"');
}

fn iter_until_none<T>(next: impl FnMut() -> Option<T>) -> impl Iterator<Item = T> {
    std::iter::from_fn(next).fuse()
}

#[cfg(test)]
#[path = "csv_tests.rs"]
mod tests;
