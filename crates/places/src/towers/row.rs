//! Reads one row of a file of towers and keeps its position if it is looked up.

use super::TowerLineError;
use super::fields::{parse_decimal, parse_integer, split_fields};
use super::header::{COLUMNS_READ, RANGE_INDEX, SAMPLES_INDEX, TowerLayout};
use crate::{
    AreaKey, AreaPosition, CellKey, LookupKeys, Plmn, Point, Position, PositionOrigin, Positions, RadioFamily,
};

/// The kind of a row.
pub(super) enum TowerRowOutcome {
    /// A cell or an area that is looked up.
    Kept,
    /// Another cell of an area that is looked up.
    SameArea,
    /// A radio technology that sessions do not have.
    OtherRadio,
    /// A row whose area is not looked up or not known.
    Unwanted,
}

/// Placeholders for an unknown value in any column: the largest number of 32 and of 64 bits (Android's
/// `CellInfo.UNAVAILABLE` and `UNAVAILABLE_LONG`), and -1 read as a number without a sign.
/// [`RadioFamily::is_valid_area_code`] and [`RadioFamily::is_valid_cell_id`] check those of a single column.
const UNKNOWN_VALUES: [u64; 3] = [i32::MAX as u64, u32::MAX as u64, i64::MAX as u64];

/// Reads a row and keeps its position if its cell or area is looked up.
pub(super) fn read_row(
    line: &[u8],
    layout: &TowerLayout,
    keys: &LookupKeys,
    positions: &mut Positions,
) -> Result<TowerRowOutcome, TowerLineError> {
    let mut found: [&[u8]; COLUMNS_READ] = [b""; COLUMNS_READ];
    let mut count = 0;
    for (index, column) in layout.read_indices[..layout.used_columns].iter().zip(split_fields(line, layout.separator)) {
        if let Some(found) = found.get_mut(usize::from(*index)) {
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
    if !keys.contains_area(&area) {
        return Ok(TowerRowOutcome::Unwanted);
    }

    let point = parse_point(lat, lon).ok_or(TowerLineError::InvalidPoint)?;
    let [range, samples] = [RANGE_INDEX, SAMPLES_INDEX]
        .map(|index| parse_code(found[index]).ok().flatten().and_then(|n| u32::try_from(n).ok()).unwrap_or(0));
    let origin = PositionOrigin::File;
    if is_whole_area {
        positions.insert_area(area, AreaPosition { centre: point, radius_m: range, cell_count: samples, origin });
        return Ok(TowerRowOutcome::Kept);
    }
    let Some(cell) = cell.filter(|cell| family.is_valid_cell_id(*cell)) else { return Ok(TowerRowOutcome::Unwanted) };
    positions.add_cell_to_area(area, point);
    // A session record has no cell identity of more than 32 bits, so a longer one cannot be the fleet's.
    match u32::try_from(cell).map(|cell| CellKey::new(area, cell)) {
        Ok(cell) if keys.contains_cell(&cell) => {
            positions.insert_cell(cell, Position { point, range_m: range, origin });
            Ok(TowerRowOutcome::Kept)
        }
        _ => Ok(TowerRowOutcome::SameArea),
    }
}

/// Parses the number in a column; `None` if it is empty, negative or a placeholder.
#[inline]
fn parse_code(field: &[u8]) -> Result<Option<u64>, TowerLineError> {
    if field.is_empty() {
        return Ok(None);
    }
    let number = parse_integer(field).ok_or(TowerLineError::InvalidCode)?;
    Ok(u64::try_from(number).ok().filter(|number| !UNKNOWN_VALUES.contains(number)))
}

/// Returns the network; `None` if one of its codes is unknown. There is no MCC 0, but there is an MNC 0.
fn build_plmn(mcc: Option<u64>, net: Option<u64>) -> Result<Option<Plmn>, TowerLineError> {
    const UNKNOWN_CODE: u64 = 0xFFFF;
    match (mcc, net) {
        (None | Some(0 | UNKNOWN_CODE), _) | (_, None | Some(UNKNOWN_CODE)) => Ok(None),
        (Some(mcc @ 1..=999), Some(mnc @ 0..=999)) => Ok(Some(Plmn { mcc: mcc as u16, mnc: mnc as u16 })),
        _ => Err(TowerLineError::InvalidCode),
    }
}

/// Returns the largest cell identity that is accepted. Identities of 16 or 28 bits may be larger than that, because
/// tools write different placeholders for an unknown one.
fn max_cell_id(family: RadioFamily) -> u64 {
    const NCI_BITS: u32 = 36;
    if family == RadioFamily::Nr { (1 << NCI_BITS) - 1 } else { u32::MAX.into() }
}

fn parse_point(lat: &[u8], lon: &[u8]) -> Option<Point> {
    let (lat, lon) = (parse_decimal(lat)?, parse_decimal(lon)?);
    // No tower stands where the equator meets the prime meridian: two zeros are placeholders.
    if lon.abs() > 180.0 || (lat, lon) == (0.0, 0.0) {
        return None;
    }
    Point::new(lat, lon)
}
