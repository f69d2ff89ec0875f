//! A file of cell towers, as OpenCelliD and Mozilla published them, line by line: the fleet's cells are kept, all others pass by.
//!
//! The columns are those of OpenCelliD's page "Database format" (2026-11): `radio,mcc,net,area,cell,unit,lon,lat,range,
//! samples,changeable,created,updated,averageSignal`, with that line at the top or without. With it they may be in any order,
//! under any of their other names (`mnc`, `lac`, `cid`, …) and with others between them; commas, semicolons or tabs separate
//! them, so that what a spreadsheet has saved is read too: with decimal commas, quotes and a mark of the byte order. Several
//! files in one are read one after another.
//!
//! A row whose codes say "not known" ([`crate::RadioFamily::is_valid_area_code`], [`crate::RadioFamily::is_valid_cell_id`]) is counted, and places nothing.

mod fields;
mod header;
mod row;

use serde::{Deserialize, Serialize};

use crate::{LookupKeys, Positions};
use header::{FirstLineKind, TowerLayout, is_preamble};
use row::{TowerRowOutcome, read_row};

pub use header::{TowerColumn, is_tower_file, missing_columns};

/// So many bad lines are told one by one.
const MAX_REJECTED_LINES: usize = 20;
/// A line that is longer is none: no column holds more than a number.
const MAX_LINE_BYTES: usize = 4096;

/// What is wrong with a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
pub enum TowerLineError {
    /// Columns are missing.
    #[error("columns are missing")]
    MissingColumns,
    /// A code that is no number, or too large for what it is.
    #[error("a code is no number, or too large")]
    InvalidCode,
    /// There is no such point on the earth.
    #[error("no such point on the earth")]
    InvalidPoint,
}

/// A line that was left out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RejectedTowerLine {
    /// Which line, from 1.
    pub line: u64,
    /// The byte that it begins at.
    pub byte_offset: u64,
    /// Why.
    pub error: TowerLineError,
}

/// What became of a file.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct TowerFileReport {
    /// Lines with a cell or an area, whoever's.
    pub rows: u64,
    /// Those of a cell that was wanted.
    pub kept: u64,
    /// Those of another cell in an area that was wanted.
    pub same_area: u64,
    /// Those of a radio that no SIM here is on, CDMA for example.
    pub other_radio: u64,
    /// Lines that could not be read.
    pub rejected_count: u64,
    /// The first of them.
    pub rejected_lines: Vec<RejectedTowerLine>,
    /// Bytes of the text.
    pub bytes: u64,
}

/// Reads a file of towers from bytes in any pieces. Its memory does not grow with the file.
///
/// ```
/// use places::{AreaKey, CellKey, RadioFamily, Plmn, Positions, TowerReader, LookupKeys};
///
/// let area = AreaKey { family: RadioFamily::Lte, plmn: Plmn { mcc: 310, mnc: 410 }, area_code: 21271 };
/// let cell = CellKey::new(area, 200102947);
/// let (mut wanted, mut positions, mut towers) = (LookupKeys::default(), Positions::default(), TowerReader::default());
/// wanted.insert_cell(cell);
/// towers.push(b"LTE,310,410,21271,200102947,0,-96.8,32.78,1500,12,1,0,0,0\nLTE,310,410,9", &wanted, &mut positions);
/// let read = towers.finish(&wanted, &mut positions);
/// assert_eq!((read.kept, read.rejected_count), (1, 1));
/// assert_eq!(positions.cell_position(&cell).map(|found| found.point.to_string()).as_deref(), Some("32.78/-96.8"));
/// ```
#[derive(Clone, Debug, Default)]
pub struct TowerReader {
    /// Known once the first line with anything in it was read.
    layout: Option<TowerLayout>,
    /// What ends a line: line feeds, or carriage returns in a file that has no others. Known at the first of them.
    line_end: Option<u8>,
    /// The beginning of a line whose end has not come.
    partial_line: Vec<u8>,
    /// Whether the line is passed over because it is too long.
    line_too_long: bool,
    line_number: u64,
    /// Where the next line begins.
    next_line_offset: u64,
    report: TowerFileReport,
}

impl TowerReader {
    /// Reads on.
    pub fn push(&mut self, bytes: &[u8], wanted: &LookupKeys, into: &mut Positions) {
        if self.line_end.is_none() {
            self.detect_line_end(bytes, wanted, into);
        }
        self.push_lines(bytes, wanted, into);
    }

    /// Finds out what ends a line, if these bytes show it: a carriage return does where no line feed comes after it.
    fn detect_line_end(&mut self, bytes: &[u8], wanted: &LookupKeys, into: &mut Positions) {
        let Some(next) = bytes.first() else { return };
        if self.partial_line.last() == Some(&b'\r') {
            // It was the last byte of the piece before.
            self.line_end = Some(if *next == b'\n' { b'\n' } else { b'\r' });
            if self.line_end == Some(b'\r') {
                self.partial_line.pop();
                self.push_lines(b"\r", wanted, into);
            }
            return;
        }
        self.line_end = match memchr::memchr2(b'\n', b'\r', bytes).map(|at| (bytes[at], bytes.get(at + 1))) {
            Some((b'\n', _) | (b'\r', Some(b'\n'))) => Some(b'\n'),
            Some((_, Some(_))) => Some(b'\r'),
            Some((_, None)) | None => None,
        };
    }

    fn push_lines(&mut self, mut bytes: &[u8], wanted: &LookupKeys, into: &mut Positions) {
        let line_end = self.line_end.unwrap_or(b'\n');
        while let Some(end) = memchr::memchr(line_end, bytes) {
            let (line, after) = (&bytes[..end], &bytes[end + 1..]);
            bytes = after;
            if self.partial_line.is_empty() && !self.line_too_long {
                self.read_line(line, 1, wanted, into);
            } else {
                let mut whole = std::mem::take(&mut self.partial_line);
                whole.extend_from_slice(line);
                self.read_line(&whole, 1, wanted, into);
                // Its memory is used again.
                whole.clear();
                (self.partial_line, self.line_too_long) = (whole, false);
            }
        }
        if self.partial_line.len() + bytes.len() > MAX_LINE_BYTES {
            self.line_too_long = true;
            self.next_line_offset += bytes.len() as u64;
        } else {
            self.partial_line.extend_from_slice(bytes);
        }
    }

    /// The text is over: what became of it.
    #[must_use]
    pub fn finish(mut self, wanted: &LookupKeys, into: &mut Positions) -> TowerFileReport {
        let rest = std::mem::take(&mut self.partial_line);
        if !rest.is_empty() || self.line_too_long {
            self.read_line(&rest, 0, wanted, into);
        }
        self.report.bytes = self.next_line_offset;
        self.report
    }

    /// What became of the lines so far.
    #[must_use]
    pub fn report_so_far(&self) -> &TowerFileReport {
        &self.report
    }

    /// Reads a line, behind which stand so many bytes that end it.
    fn read_line(&mut self, line: &[u8], end: u64, wanted: &LookupKeys, into: &mut Positions) {
        let byte = self.next_line_offset;
        self.next_line_offset += line.len() as u64 + end;
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
        let taken = if too_long { Err(TowerLineError::MissingColumns) } else { read_row(line, &layout, wanted, into) };
        if taken.is_err() && !too_long && self.skip_header_or_blank(line, layout.separator) {
            return;
        }
        match taken {
            Ok(kind) => {
                self.report.rows += 1;
                match kind {
                    TowerRowOutcome::Kept => self.report.kept += 1,
                    TowerRowOutcome::SameArea => self.report.same_area += 1,
                    TowerRowOutcome::OtherRadio => self.report.other_radio += 1,
                    TowerRowOutcome::Unwanted => {}
                }
            }
            Err(why) => {
                self.report.rejected_count += 1;
                if self.report.rejected_lines.len() < MAX_REJECTED_LINES {
                    self.report.rejected_lines.push(RejectedTowerLine {
                        line: self.line_number,
                        byte_offset: byte,
                        error: why,
                    });
                }
            }
        }
    }

    /// Whether a line that is no tower is none on purpose: one of separators alone, as spreadsheets write blank rows, or the
    /// line of names of a file that was appended, whose columns are read from there on.
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

/// A text without the marks of the byte order in front of it: there may be several where tools each wrote one.
fn strip_byte_order_marks(mut text: &[u8]) -> &[u8] {
    while let Some(rest) = text.strip_prefix(b"\xef\xbb\xbf") {
        text = rest;
    }
    text
}

#[cfg(test)]
#[path = "towers_tests.rs"]
mod tests;
