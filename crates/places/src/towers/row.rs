//! One row of a file of towers: what its codes say, and what is kept of it.

use super::Wrong;
use super::fields::{decimal, fields, integer};
use super::header::{Layout, RANGE, READ, SAMPLES};
use crate::{AreaKey, CellKey, Family, Located, Origin, Plmn, Point, Positions, Spread, Wanted};

/// Whose row it is.
pub(super) enum Kind {
    /// It places a cell that is wanted, or an area.
    Kept,
    /// Another cell in an area that is wanted.
    Near,
    /// Of a radio that no SIM here is on.
    Other,
    /// In no area that is wanted, or in none that is told.
    Elsewhere,
}

/// Numbers that stand for "not known" in any column: the largest of 32 and of 64 bits (Android's `CellInfo.UNAVAILABLE` and
/// `UNAVAILABLE_LONG`), and -1 read as a number without a sign. [`Family::is_area`] and [`Family::is_cell`] have those of a column.
const PLACEHOLDERS: [u64; 3] = [i32::MAX as u64, u32::MAX as u64, i64::MAX as u64];

/// Reads a row, and keeps its position where that is wanted.
pub(super) fn take(line: &[u8], layout: &Layout, wanted: &Wanted, into: &mut Positions) -> Result<Kind, Wrong> {
    let mut found: [&[u8]; READ] = [b""; READ];
    let mut count = 0;
    for (place, column) in layout.places[..layout.most].iter().zip(fields(line, layout.separator)) {
        if let Some(found) = found.get_mut(usize::from(*place)) {
            *found = column;
        }
        count += 1;
    }
    if count < layout.least {
        return Err(Wrong::Columns);
    }
    let [radio, mcc, net, area, cell, lon, lat, ..] = found;
    let is_whole_area = cell.is_empty();
    let (mcc, net, area, cell) = (code(mcc)?, code(net)?, code(area)?, code(cell)?);
    let Some(family) = str::from_utf8(radio).ok().and_then(Family::of) else {
        let is_empty = radio.is_empty() && mcc.is_none();
        return if is_empty { Err(Wrong::Columns) } else { Ok(Kind::Other) };
    };
    if cell.is_some_and(|cell| cell > largest_cell(family)) {
        return Err(Wrong::Code);
    }
    let (Some(plmn), Some(area)) = (plmn(mcc, net)?, area) else { return Ok(Kind::Elsewhere) };
    let area = u32::try_from(area).map_err(|_| Wrong::Code)?;
    if !family.is_area(area) {
        return Ok(Kind::Elsewhere);
    }
    let area = AreaKey { family, plmn, area };
    if !wanted.wants_area(&area) {
        return Ok(Kind::Elsewhere);
    }

    let at = point(lat, lon).ok_or(Wrong::Point)?;
    let [range, samples] = [RANGE, SAMPLES]
        .map(|place| code(found[place]).ok().flatten().and_then(|n| u32::try_from(n).ok()).unwrap_or(0));
    let origin = Origin::File;
    if is_whole_area {
        into.put_area(area, Spread { at, radius: range, cells: samples, origin });
        return Ok(Kind::Kept);
    }
    let Some(cell) = cell.filter(|cell| family.is_cell(*cell)) else { return Ok(Kind::Elsewhere) };
    into.add_to_area(area, at);
    // A session has no identity of more than 32 bits, so that a longer one is none of the fleet's.
    match u32::try_from(cell).map(|cell| CellKey::new(area, cell)) {
        Ok(cell) if wanted.wants(&cell) => {
            into.put(cell, Located { at, range, origin });
            Ok(Kind::Kept)
        }
        _ => Ok(Kind::Near),
    }
}

/// The number in a column; `None` where it is empty, below zero or a placeholder.
#[inline]
fn code(field: &[u8]) -> Result<Option<u64>, Wrong> {
    if field.is_empty() {
        return Ok(None);
    }
    let number = integer(field).ok_or(Wrong::Code)?;
    Ok(u64::try_from(number).ok().filter(|number| !PLACEHOLDERS.contains(number)))
}

/// The network; `None` where one of its codes is not known. There is no MCC 0, and an MNC 0.
fn plmn(mcc: Option<u64>, net: Option<u64>) -> Result<Option<Plmn>, Wrong> {
    const NOT_KNOWN: u64 = 0xFFFF;
    match (mcc, net) {
        (None | Some(0 | NOT_KNOWN), _) | (_, None | Some(NOT_KNOWN)) => Ok(None),
        (Some(mcc @ 1..=999), Some(mnc @ 0..=999)) => Ok(Some(Plmn { mcc: mcc as u16, mnc: mnc as u16 })),
        _ => Err(Wrong::Code),
    }
}

/// What no identity of a cell is larger than. Those of 16 or 28 bits are not held to it, as tools differ in what they write
/// when they know none.
fn largest_cell(family: Family) -> u64 {
    const NCI_BITS: u32 = 36;
    if family == Family::Nr { (1 << NCI_BITS) - 1 } else { u32::MAX.into() }
}

fn point(lat: &[u8], lon: &[u8]) -> Option<Point> {
    let (lat, lon) = (decimal(lat)?, decimal(lon)?);
    // No tower stands where the equator meets the prime meridian: two zeros are two numbers that nobody filled in.
    let is_told = lon.abs() <= 180.0 && (lat, lon) != (0.0, 0.0);
    is_told.then(|| Point::new(lat, lon))?
}
