//! One row of a file of towers: what its codes say, and what is kept of it.

use super::TowerLineError;
use super::fields::{parse_decimal, parse_integer, split_fields};
use super::header::{COLUMNS_READ, RANGE_INDEX, SAMPLES_INDEX, TowerLayout};
use crate::{
    AreaKey, AreaPosition, CellKey, LookupKeys, Plmn, Point, Position, PositionOrigin, Positions, RadioFamily,
};

/// Whose row it is.
pub(super) enum TowerRowOutcome {
    /// It places a cell that is wanted, or an area.
    Kept,
    /// Another cell in an area that is wanted.
    SameArea,
    /// Of a radio that no SIM here is on.
    OtherRadio,
    /// In no area that is wanted, or in none that is told.
    Unwanted,
}

/// Numbers that stand for "not known" in any column: the largest of 32 and of 64 bits (Android's `CellInfo.UNAVAILABLE` and
/// `UNAVAILABLE_LONG`), and -1 read as a number without a sign. [`RadioFamily::is_valid_area_code`] and [`RadioFamily::is_valid_cell_id`] have those of a column.
const UNKNOWN_VALUES: [u64; 3] = [i32::MAX as u64, u32::MAX as u64, i64::MAX as u64];

/// Reads a row, and keeps its position where that is wanted.
pub(super) fn read_row(
    line: &[u8],
    layout: &TowerLayout,
    wanted: &LookupKeys,
    into: &mut Positions,
) -> Result<TowerRowOutcome, TowerLineError> {
    let mut found: [&[u8]; COLUMNS_READ] = [b""; COLUMNS_READ];
    let mut count = 0;
    for (place, column) in layout.read_indices[..layout.used_columns].iter().zip(split_fields(line, layout.separator)) {
        if let Some(found) = found.get_mut(usize::from(*place)) {
            *found = column;
        }
        count += 1;
    }
    if count < layout.min_columns {
        return Err(TowerLineError::MissingColumns);
    }
    let [radio, mcc, net, area, cell, lon, lat, ..] = found;
    let is_whole_area = cell.is_empty();
    let (mcc, net, area, cell) = (parse_code(mcc)?, parse_code(net)?, parse_code(area)?, parse_code(cell)?);
    let Some(family) = str::from_utf8(radio).ok().and_then(RadioFamily::from_radio_name) else {
        let is_empty = radio.is_empty() && mcc.is_none();
        return if is_empty { Err(TowerLineError::MissingColumns) } else { Ok(TowerRowOutcome::OtherRadio) };
    };
    if cell.is_some_and(|cell| cell > max_cell_id(family)) {
        return Err(TowerLineError::InvalidCode);
    }
    let (Some(plmn), Some(area)) = (build_plmn(mcc, net)?, area) else { return Ok(TowerRowOutcome::Unwanted) };
    let area = u32::try_from(area).map_err(|_| TowerLineError::InvalidCode)?;
    if !family.is_valid_area_code(area) {
        return Ok(TowerRowOutcome::Unwanted);
    }
    let area = AreaKey { family, plmn, area_code: area };
    if !wanted.contains_area(&area) {
        return Ok(TowerRowOutcome::Unwanted);
    }

    let at = parse_point(lat, lon).ok_or(TowerLineError::InvalidPoint)?;
    let [range, samples] = [RANGE_INDEX, SAMPLES_INDEX]
        .map(|place| parse_code(found[place]).ok().flatten().and_then(|n| u32::try_from(n).ok()).unwrap_or(0));
    let origin = PositionOrigin::File;
    if is_whole_area {
        into.insert_area(area, AreaPosition { centre: at, radius_m: range, cell_count: samples, origin });
        return Ok(TowerRowOutcome::Kept);
    }
    let Some(cell) = cell.filter(|cell| family.is_valid_cell_id(*cell)) else { return Ok(TowerRowOutcome::Unwanted) };
    into.add_cell_to_area(area, at);
    // A session has no identity of more than 32 bits, so that a longer one is none of the fleet's.
    match u32::try_from(cell).map(|cell| CellKey::new(area, cell)) {
        Ok(cell) if wanted.contains_cell(&cell) => {
            into.insert_cell(cell, Position { point: at, range_m: range, origin });
            Ok(TowerRowOutcome::Kept)
        }
        _ => Ok(TowerRowOutcome::SameArea),
    }
}

/// The number in a column; `None` where it is empty, below zero or a placeholder.
#[inline]
fn parse_code(field: &[u8]) -> Result<Option<u64>, TowerLineError> {
    if field.is_empty() {
        return Ok(None);
    }
    let number = parse_integer(field).ok_or(TowerLineError::InvalidCode)?;
    Ok(u64::try_from(number).ok().filter(|number| !UNKNOWN_VALUES.contains(number)))
}

/// The network; `None` where one of its codes is not known. There is no MCC 0, and an MNC 0.
fn build_plmn(mcc: Option<u64>, net: Option<u64>) -> Result<Option<Plmn>, TowerLineError> {
    const UNKNOWN_CODE: u64 = 0xFFFF;
    match (mcc, net) {
        (None | Some(0 | UNKNOWN_CODE), _) | (_, None | Some(UNKNOWN_CODE)) => Ok(None),
        (Some(mcc @ 1..=999), Some(mnc @ 0..=999)) => Ok(Some(Plmn { mcc: mcc as u16, mnc: mnc as u16 })),
        _ => Err(TowerLineError::InvalidCode),
    }
}

/// What no identity of a cell is larger than. Those of 16 or 28 bits are not held to it, as tools differ in what they write
/// when they know none.
fn max_cell_id(family: RadioFamily) -> u64 {
    const NCI_BITS: u32 = 36;
    if family == RadioFamily::Nr { (1 << NCI_BITS) - 1 } else { u32::MAX.into() }
}

fn parse_point(lat: &[u8], lon: &[u8]) -> Option<Point> {
    let (lat, lon) = (parse_decimal(lat)?, parse_decimal(lon)?);
    // No tower stands where the equator meets the prime meridian: two zeros are two numbers that nobody filled in.
    let is_told = lon.abs() <= 180.0 && (lat, lon) != (0.0, 0.0);
    is_told.then(|| Point::new(lat, lon))?
}
