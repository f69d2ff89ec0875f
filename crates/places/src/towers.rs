//! A file of cell towers, as OpenCelliD publishes them, line by line: the fleet's cells are kept, all others pass by.
//!
//! The columns are those of OpenCelliD's page "Database format" (2026-11): `radio,mcc,net,area,cell,unit,lon,lat,range,
//! samples,changeable,created,updated,averageSignal`, with that line at the top or without. Mozilla's files have the same.

use serde::{Deserialize, Serialize};

use crate::earth::number;
use crate::{AreaKey, CellKey, Family, Located, Origin, Plmn, Point, Positions, Spread, Wanted};

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

/// Where the columns stand that are read.
#[derive(Clone, Copy, Debug)]
struct Layout {
    radio: usize,
    mcc: usize,
    net: usize,
    area: usize,
    cell: usize,
    lon: usize,
    lat: usize,
    range: usize,
    samples: usize,
    last: usize,
}

const USUAL: Layout =
    Layout { radio: 0, mcc: 1, net: 2, area: 3, cell: 4, lon: 6, lat: 7, range: 8, samples: 9, last: 7 };

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
    layout: Option<Layout>,
    /// The beginning of a line whose end has not come.
    rest: Vec<u8>,
    /// Whether the line is passed over because it is too long.
    endless: bool,
    line: u64,
    /// Where the next line begins.
    byte: u64,
    read: Read,
}

/// Whether a text that begins like this is a file of towers, with OpenCelliD's header or without.
#[must_use]
pub fn is_towers(head: &[u8]) -> bool {
    let first = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let first = first.split(|b| *b == b'\n').next().unwrap_or_default();
    if first.len() > LONGEST {
        return false;
    }
    let columns: Vec<&[u8]> = columns(first).collect();
    if Layout::named(&columns).is_some() {
        return true;
    }
    let text = |at: usize| columns.get(at).and_then(|column| str::from_utf8(column).ok()).unwrap_or_default();
    let known = Family::of(text(0)).is_some() || text(0).eq_ignore_ascii_case("CDMA");
    known && code(columns.get(1).copied()).is_some() && number(text(6)).is_some() && number(text(7)).is_some()
}

impl Layout {
    /// Of the names of the columns; `None` where these are none.
    fn named(columns: &[&[u8]]) -> Option<Self> {
        let find = |name: &str| columns.iter().position(|column| column.eq_ignore_ascii_case(name.as_bytes()));
        let [radio, mcc, net, area, cell] = ["radio", "mcc", "net", "area", "cell"].map(find);
        let (lon, lat) = (find("lon")?, find("lat")?);
        let (radio, mcc, net, area, cell) = (radio?, mcc?, net?, area?, cell?);
        let last = [radio, mcc, net, area, cell, lon, lat].into_iter().max().unwrap_or_default();
        let [range, samples] = ["range", "samples"].map(|name| find(name).unwrap_or(usize::MAX));
        Some(Self { radio, mcc, net, area, cell, lon, lat, range, samples, last })
    }
}

impl Towers {
    /// Reads on.
    pub fn push(&mut self, mut bytes: &[u8], wanted: &Wanted, into: &mut Positions) {
        while let Some(end) = memchr::memchr(b'\n', bytes) {
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
        let first = self.line == 1;
        let line = if first { line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line) } else { line };
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() && !self.endless {
            return;
        }
        if first {
            self.layout = Layout::named(&columns(line).collect::<Vec<_>>());
            if self.layout.is_some() {
                return;
            }
        }
        let layout = self.layout.unwrap_or(USUAL);
        let taken =
            if self.endless || line.len() > LONGEST { Err(Wrong::Columns) } else { take(line, &layout, wanted, into) };
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
}

enum Kind {
    Kept,
    Near,
    Other,
    Elsewhere,
}

fn columns(line: &[u8]) -> impl Iterator<Item = &[u8]> {
    line.split(|b| *b == b',').map(|column| {
        let column = column.trim_ascii();
        column.strip_prefix(b"\"").and_then(|column| column.strip_suffix(b"\"")).unwrap_or(column)
    })
}

fn take(line: &[u8], layout: &Layout, wanted: &Wanted, into: &mut Positions) -> Result<Kind, Wrong> {
    let mut found: [&[u8]; 16] = [b""; 16];
    let mut count = 0;
    for (place, column) in found.iter_mut().zip(columns(line)) {
        *place = column;
        count += 1;
    }
    if count <= layout.last {
        return Err(Wrong::Columns);
    }
    let column = |at: usize| found.get(at).copied();
    let family = column(layout.radio).and_then(|radio| str::from_utf8(radio).ok()).and_then(Family::of);
    let short = |at: usize| code(column(at)).and_then(|code| u16::try_from(code).ok()).ok_or(Wrong::Code);
    let plmn = Plmn { mcc: short(layout.mcc)?, mnc: short(layout.net)? };
    let area = code(column(layout.area)).ok_or(Wrong::Code)?;
    let whole_area = column(layout.cell).is_none_or(<[u8]>::is_empty);
    let cell = if whole_area { 0 } else { code(column(layout.cell)).ok_or(Wrong::Code)? };
    let Some(family) = family else { return Ok(Kind::Other) };
    let area = AreaKey { family, plmn, area };
    if !wanted.wants_area(&area) {
        return Ok(Kind::Elsewhere);
    }
    let degrees = |at: usize| str::from_utf8(column(at)?).ok().and_then(number);
    let at = degrees(layout.lat).zip(degrees(layout.lon)).and_then(|(lat, lon)| Point::new(lat, lon));
    let at = at.filter(|_| degrees(layout.lon).is_some_and(|lon| lon.abs() <= 180.0)).ok_or(Wrong::Point)?;
    let range = code(column(layout.range)).unwrap_or(0);
    let origin = Origin::File;
    if whole_area {
        let cells = code(column(layout.samples)).unwrap_or(0);
        into.put_area(area, Spread { at, radius: range, cells, origin });
        return Ok(Kind::Kept);
    }
    into.add_to_area(area, at);
    let cell = CellKey::new(area, cell);
    if !wanted.wants(&cell) {
        return Ok(Kind::Near);
    }
    into.put(cell, Located { at, range, origin });
    Ok(Kind::Kept)
}

/// A number of digits alone; of one with a point what stands before it, as some files have ranges.
fn code(column: Option<&[u8]>) -> Option<u32> {
    let digits = column?;
    let digits = digits.split(|b| *b == b'.').next()?;
    if digits.is_empty() || digits.len() > 10 {
        return None;
    }
    let mut number = 0_u64;
    for digit in digits {
        number = number * 10 + u64::from(digit.is_ascii_digit().then(|| digit - b'0')?);
    }
    u32::try_from(number).ok()
}

#[cfg(test)]
#[path = "towers_tests.rs"]
mod tests;
