//! Reads files of cell towers, as OpenCelliD and Mozilla published them, line by line, and keeps the positions of the
//! fleet's cells.
//!
//! The columns are those of OpenCelliD's page "Database format" (2026-11): `radio,mcc,net,area,cell,unit,lon,lat,range,
//! samples,changeable,created,updated,averageSignal`, with or without that line at the top. With it they may be in any
//! order, under any of their other names (`mnc`, `lac`, `cid`, …) and with other columns between them. Commas,
//! semicolons or tabs separate them, and decimal commas, quotes and byte order marks are accepted, so that files that a
//! spreadsheet has saved can be read. Several files may be concatenated into one.
//!
//! A row with a placeholder for an unknown code ([`crate::RadioFamily::is_valid_area_code`],
//! [`crate::RadioFamily::is_valid_cell_id`]) is counted, but has no position.

mod fields;
mod header;
mod row;

use serde::{Deserialize, Serialize};

use crate::{LookupKeys, Positions};
use header::{FirstLineKind, TowerLayout, is_preamble};
use row::{TowerRowOutcome, read_row};

pub use header::{TowerColumn, is_tower_file, missing_columns};

/// Maximum number of rejected lines that a report lists.
const MAX_REJECTED_LINES: usize = 20;
/// Maximum length of a line in bytes. A longer line is rejected, as no column holds more than a number.
const MAX_LINE_BYTES: usize = 4096;

/// The reason why a line is rejected.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
pub enum TowerLineError {
    /// The line has too few columns.
    #[error("columns are missing")]
    MissingColumns,
    /// A code is not a number, or too large for its column.
    #[error("a code is no number, or too large")]
    InvalidCode,
    /// There is no such point on the earth.
    #[error("no such point on the earth")]
    InvalidPoint,
}

/// A line that was rejected.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RejectedTowerLine {
    /// Number of the line, from 1.
    pub line: u64,
    /// Offset of its first byte in the text.
    pub byte_offset: u64,
    /// The reason.
    pub error: TowerLineError,
}

/// The result of reading a file.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct TowerFileReport {
    /// Number of lines with a cell or an area, in the fleet or not.
    pub rows: u64,
    /// Number of lines with a cell or an area that is looked up.
    pub kept: u64,
    /// Number of lines with another cell of an area that is looked up.
    pub same_area: u64,
    /// Number of lines with a radio technology that sessions do not have, for example CDMA.
    pub other_radio: u64,
    /// Number of lines that could not be read.
    pub rejected_count: u64,
    /// The first of the rejected lines.
    pub rejected_lines: Vec<RejectedTowerLine>,
    /// Length of the text in bytes.
    pub bytes: u64,
}

/// Reads a file of towers from chunks of any size. Its memory does not grow with the file.
///
/// ```
/// use places::{AreaKey, CellKey, RadioFamily, Plmn, Positions, TowerReader, LookupKeys};
///
/// let area = AreaKey { family: RadioFamily::Lte, plmn: Plmn { mcc: 310, mnc: 410 }, area_code: 21271 };
/// let cell = CellKey::new(area, 200102947);
/// let (mut keys, mut positions, mut reader) = (LookupKeys::default(), Positions::default(), TowerReader::default());
/// keys.insert_cell(cell);
/// reader.push(b"LTE,310,410,21271,200102947,0,-96.8,32.78,1500,12,1,0,0,0\nLTE,310,410,9", &keys, &mut positions);
/// let report = reader.finish(&keys, &mut positions);
/// assert_eq!((report.kept, report.rejected_count), (1, 1));
/// assert_eq!(positions.cell_position(&cell).map(|found| found.point.to_string()).as_deref(), Some("32.78/-96.8"));
/// ```
#[derive(Clone, Debug, Default)]
pub struct TowerReader {
    /// The order of the columns, known after the first line that is not empty.
    layout: Option<TowerLayout>,
    /// The byte that ends a line: a line feed, or a carriage return in a file without line feeds. It is known after the
    /// first of them.
    line_end: Option<u8>,
    /// The beginning of a line whose end was not read yet.
    partial_line: Vec<u8>,
    /// Whether the current line is skipped because it is too long.
    line_too_long: bool,
    line_number: u64,
    /// Offset of the next line in bytes.
    next_line_offset: u64,
    report: TowerFileReport,
}

impl TowerReader {
    /// Reads the next chunk.
    pub fn push(&mut self, bytes: &[u8], keys: &LookupKeys, positions: &mut Positions) {
        if self.line_end.is_none() {
            self.detect_line_end(bytes, keys, positions);
        }
        self.push_lines(bytes, keys, positions);
    }

    /// Detects the byte that ends a line, if this chunk shows it: a carriage return does if no line feed follows it.
    fn detect_line_end(&mut self, bytes: &[u8], keys: &LookupKeys, positions: &mut Positions) {
        let Some(next) = bytes.first() else { return };
        if self.partial_line.last() == Some(&b'\r') {
            // The carriage return was the last byte of the previous chunk.
            self.line_end = Some(if *next == b'\n' { b'\n' } else { b'\r' });
            if self.line_end == Some(b'\r') {
                self.partial_line.pop();
                self.push_lines(b"\r", keys, positions);
            }
            return;
        }
        self.line_end = match memchr::memchr2(b'\n', b'\r', bytes).map(|index| (bytes[index], bytes.get(index + 1))) {
            Some((b'\n', _) | (b'\r', Some(b'\n'))) => Some(b'\n'),
            Some((_, Some(_))) => Some(b'\r'),
            Some((_, None)) | None => None,
        };
    }

    fn push_lines(&mut self, mut bytes: &[u8], keys: &LookupKeys, positions: &mut Positions) {
        let line_end = self.line_end.unwrap_or(b'\n');
        while let Some(end) = memchr::memchr(line_end, bytes) {
            let (line, after) = (&bytes[..end], &bytes[end + 1..]);
            bytes = after;
            if self.partial_line.is_empty() && !self.line_too_long {
                self.read_line(line, 1, keys, positions);
            } else {
                let mut long_line = std::mem::take(&mut self.partial_line);
                long_line.extend_from_slice(line);
                self.read_line(&long_line, 1, keys, positions);
                // The buffer is used again for the next partial line.
                long_line.clear();
                (self.partial_line, self.line_too_long) = (long_line, false);
            }
        }
        if self.partial_line.len() + bytes.len() > MAX_LINE_BYTES {
            self.line_too_long = true;
            self.next_line_offset += bytes.len() as u64;
        } else {
            self.partial_line.extend_from_slice(bytes);
        }
    }

    /// Reads the last line and returns the report of the whole text.
    #[must_use]
    pub fn finish(mut self, keys: &LookupKeys, positions: &mut Positions) -> TowerFileReport {
        let rest = std::mem::take(&mut self.partial_line);
        if !rest.is_empty() || self.line_too_long {
            self.read_line(&rest, 0, keys, positions);
        }
        self.report.bytes = self.next_line_offset;
        self.report
    }

    /// Returns the report of the lines so far.
    #[must_use]
    pub fn report_so_far(&self) -> &TowerFileReport {
        &self.report
    }

    /// Reads a line that ends with `line_end_bytes` bytes.
    fn read_line(&mut self, line: &[u8], line_end_bytes: u64, keys: &LookupKeys, positions: &mut Positions) {
        let byte_offset = self.next_line_offset;
        self.next_line_offset += line.len() as u64 + line_end_bytes;
        self.line_number += 1;
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let too_long = self.line_too_long || line.len() > MAX_LINE_BYTES;
        if line.is_empty() && !too_long {
            return;
        }
        let (line, layout) = match self.layout {
            Some(layout) => (line, layout),
            None => {
                let line = strip_byte_order_marks(line);
                if is_preamble(line) && !too_long {
                    return;
                }
                let (layout, first) = TowerLayout::from_first_line(if too_long { b"" } else { line });
                self.layout = Some(layout);
                if first == FirstLineKind::Header {
                    return;
                }
                (line, layout)
            }
        };
        let outcome =
            if too_long { Err(TowerLineError::MissingColumns) } else { read_row(line, &layout, keys, positions) };
        if outcome.is_err() && !too_long && self.skip_header_or_blank(line, layout.separator) {
            return;
        }
        match outcome {
            Ok(outcome) => {
                self.report.rows += 1;
                match outcome {
                    TowerRowOutcome::Kept => self.report.kept += 1,
                    TowerRowOutcome::SameArea => self.report.same_area += 1,
                    TowerRowOutcome::OtherRadio => self.report.other_radio += 1,
                    TowerRowOutcome::Unwanted => {}
                }
            }
            Err(error) => {
                self.report.rejected_count += 1;
                if self.report.rejected_lines.len() < MAX_REJECTED_LINES {
                    self.report.rejected_lines.push(RejectedTowerLine { line: self.line_number, byte_offset, error });
                }
            }
        }
    }

    /// Returns whether a line without a tower is skipped instead of rejected: a line of separators alone, as
    /// spreadsheets write blank rows, or the header of an appended file, whose order of columns applies from there on.
    #[cold]
    fn skip_header_or_blank(&mut self, line: &[u8], separator: u8) -> bool {
        let line = strip_byte_order_marks(line);
        if let Some(layout) = TowerLayout::from_header(line) {
            self.layout = Some(layout);
            return true;
        }
        line.iter().all(|b| *b == separator || *b == b'"' || b.is_ascii_whitespace())
    }
}

/// Removes the byte order marks from the start of a text: there may be several if several tools each wrote one.
fn strip_byte_order_marks(mut text: &[u8]) -> &[u8] {
    while let Some(rest) = text.strip_prefix(b"\xef\xbb\xbf") {
        text = rest;
    }
    text
}

#[cfg(test)]
#[path = "towers_tests.rs"]
mod tests;
