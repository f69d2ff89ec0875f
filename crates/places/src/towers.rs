//! A file of cell towers, as OpenCelliD and Mozilla published them, line by line: the fleet's cells are kept, all others pass by.
//!
//! The columns are those of OpenCelliD's page "Database format" (2026-11): `radio,mcc,net,area,cell,unit,lon,lat,range,
//! samples,changeable,created,updated,averageSignal`, with that line at the top or without. With it they may be in any order,
//! under any of their other names (`mnc`, `lac`, `cid`, …) and with others between them; commas, semicolons or tabs separate
//! them, so that what a spreadsheet has saved is read too: with decimal commas, quotes and a mark of the byte order. Several
//! files in one are read one after another.
//!
//! A row whose codes say "not known" ([`Family::is_area`], [`Family::is_cell`]) is counted, and places nothing.

mod fields;
mod header;
mod row;

use serde::{Deserialize, Serialize};

use crate::{Positions, Wanted};
use header::{FirstLine, Layout, is_preamble};
use row::{Kind, take};

pub use header::{Column, is_towers, missing_columns};

/// So many bad lines are told one by one.
const TOLD: usize = 20;
/// A line that is longer is none: no column holds more than a number.
const LONGEST: usize = 4096;

/// What is wrong with a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
pub enum Wrong {
    /// Columns are missing.
    #[error("columns are missing")]
    Columns,
    /// A code that is no number, or too large for what it is.
    #[error("a code is no number, or too large")]
    Code,
    /// There is no such point on the earth.
    #[error("no such point on the earth")]
    Point,
}

/// A line that was left out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Fault {
    /// Which line, from 1.
    pub line: u64,
    /// The byte that it begins at.
    pub byte: u64,
    /// Why.
    pub why: Wrong,
}

/// What became of a file.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Read {
    /// Lines with a cell or an area, whoever's.
    pub rows: u64,
    /// Those of a cell that was wanted.
    pub kept: u64,
    /// Those of another cell in an area that was wanted.
    pub near: u64,
    /// Those of a radio that no SIM here is on, CDMA for example.
    pub other: u64,
    /// Lines that could not be read.
    pub bad: u64,
    /// The first of them.
    pub faults: Vec<Fault>,
    /// Bytes of the text.
    pub bytes: u64,
}

/// Reads a file of towers from bytes in any pieces. Its memory does not grow with the file.
///
/// ```
/// use places::{AreaKey, CellKey, Family, Plmn, Positions, Towers, Wanted};
///
/// let area = AreaKey { family: Family::Lte, plmn: Plmn { mcc: 310, mnc: 410 }, area: 21271 };
/// let cell = CellKey::new(area, 200102947);
/// let (mut wanted, mut positions, mut towers) = (Wanted::default(), Positions::default(), Towers::default());
/// wanted.cell(cell);
/// towers.push(b"LTE,310,410,21271,200102947,0,-96.8,32.78,1500,12,1,0,0,0\nLTE,310,410,9", &wanted, &mut positions);
/// let read = towers.finish(&wanted, &mut positions);
/// assert_eq!((read.kept, read.bad), (1, 1));
/// assert_eq!(positions.cell(&cell).map(|found| found.at.to_string()).as_deref(), Some("32.78/-96.8"));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Towers {
    /// Known once the first line with anything in it was read.
    layout: Option<Layout>,
    /// What ends a line: line feeds, or carriage returns in a file that has no others. Known at the first of them.
    line_end: Option<u8>,
    /// The beginning of a line whose end has not come.
    rest: Vec<u8>,
    /// Whether the line is passed over because it is too long.
    endless: bool,
    line: u64,
    /// Where the next line begins.
    byte: u64,
    read: Read,
}

impl Towers {
    /// Reads on.
    pub fn push(&mut self, bytes: &[u8], wanted: &Wanted, into: &mut Positions) {
        if self.line_end.is_none() {
            self.find_line_end(bytes, wanted, into);
        }
        self.push_lines(bytes, wanted, into);
    }

    /// Finds out what ends a line, if these bytes show it: a carriage return does where no line feed comes after it.
    fn find_line_end(&mut self, bytes: &[u8], wanted: &Wanted, into: &mut Positions) {
        let Some(next) = bytes.first() else { return };
        if self.rest.last() == Some(&b'\r') {
            // It was the last byte of the piece before.
            self.line_end = Some(if *next == b'\n' { b'\n' } else { b'\r' });
            if self.line_end == Some(b'\r') {
                self.rest.pop();
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

    fn push_lines(&mut self, mut bytes: &[u8], wanted: &Wanted, into: &mut Positions) {
        let line_end = self.line_end.unwrap_or(b'\n');
        while let Some(end) = memchr::memchr(line_end, bytes) {
            let (line, after) = (&bytes[..end], &bytes[end + 1..]);
            bytes = after;
            if self.rest.is_empty() && !self.endless {
                self.line(line, 1, wanted, into);
            } else {
                let mut whole = std::mem::take(&mut self.rest);
                whole.extend_from_slice(line);
                self.line(&whole, 1, wanted, into);
                // Its memory is used again.
                whole.clear();
                (self.rest, self.endless) = (whole, false);
            }
        }
        if self.rest.len() + bytes.len() > LONGEST {
            self.endless = true;
            self.byte += bytes.len() as u64;
        } else {
            self.rest.extend_from_slice(bytes);
        }
    }

    /// The text is over: what became of it.
    #[must_use]
    pub fn finish(mut self, wanted: &Wanted, into: &mut Positions) -> Read {
        let rest = std::mem::take(&mut self.rest);
        if !rest.is_empty() || self.endless {
            self.line(&rest, 0, wanted, into);
        }
        self.read.bytes = self.byte;
        self.read
    }

    /// What became of the lines so far.
    #[must_use]
    pub fn so_far(&self) -> &Read {
        &self.read
    }

    /// Reads a line, behind which stand so many bytes that end it.
    fn line(&mut self, line: &[u8], end: u64, wanted: &Wanted, into: &mut Positions) {
        let byte = self.byte;
        self.byte += line.len() as u64 + end;
        self.line += 1;
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let too_long = self.endless || line.len() > LONGEST;
        if line.is_empty() && !too_long {
            return;
        }
        let (line, layout) = match self.layout {
            Some(layout) => (line, layout),
            None => {
                let line = without_marks(line);
                if is_preamble(line) && !too_long {
                    return;
                }
                let (layout, first) = Layout::of_first_line(if too_long { b"" } else { line });
                self.layout = Some(layout);
                if first == FirstLine::Header {
                    return;
                }
                (line, layout)
            }
        };
        let taken = if too_long { Err(Wrong::Columns) } else { take(line, &layout, wanted, into) };
        if taken.is_err() && !too_long && self.is_no_row(line, layout.separator) {
            return;
        }
        match taken {
            Ok(kind) => {
                self.read.rows += 1;
                match kind {
                    Kind::Kept => self.read.kept += 1,
                    Kind::Near => self.read.near += 1,
                    Kind::Other => self.read.other += 1,
                    Kind::Elsewhere => {}
                }
            }
            Err(why) => {
                self.read.bad += 1;
                if self.read.faults.len() < TOLD {
                    self.read.faults.push(Fault { line: self.line, byte, why });
                }
            }
        }
    }

    /// Whether a line that is no tower is none on purpose: one of separators alone, as spreadsheets write blank rows, or the
    /// line of names of a file that was appended, whose columns are read from there on.
    #[cold]
    fn is_no_row(&mut self, line: &[u8], separator: u8) -> bool {
        let line = without_marks(line);
        if let Some(layout) = Layout::of_header(line) {
            self.layout = Some(layout);
            return true;
        }
        line.iter().all(|b| *b == separator || *b == b'"' || b.is_ascii_whitespace())
    }
}

/// A text without the marks of the byte order in front of it: there may be several where tools each wrote one.
fn without_marks(mut text: &[u8]) -> &[u8] {
    while let Some(rest) = text.strip_prefix(b"\xef\xbb\xbf") {
        text = rest;
    }
    text
}

#[cfg(test)]
#[path = "towers_tests.rs"]
mod tests;
