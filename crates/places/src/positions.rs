//! The known positions of the fleet's cells and of their areas.

use crate::sorting::sort_short;
use std::collections::hash_map::Entry;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use crate::point::Centroid;
use crate::{AreaKey, CellKey, Point};

/// The first line of a file of positions: OpenCelliD's columns, so that one reader reads both kinds of files.
pub(crate) const CSV_HEADER: &str =
    "radio,mcc,net,area,cell,unit,lon,lat,range,samples,changeable,created,updated,averageSignal";

/// The source of a position.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum PositionOrigin {
    /// A file of towers, which takes precedence because the user chose it.
    File,
    /// The API.
    Api,
}

/// The position of a cell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Position {
    /// The point.
    pub point: Point,
    /// The radius around the point that the cell covers or may be in, in metres; 0 if unknown.
    pub range_m: u32,
    /// The source of the position.
    pub origin: PositionOrigin,
}

/// The position of the cells of an area.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AreaPosition {
    /// The mean position of the cells.
    pub centre: Point,
    /// The square root of the mean squared distance of the cells from the centre, in metres.
    pub radius_m: u32,
    /// Number of cells; 0 if unknown.
    pub cell_count: u32,
    /// The source of the position.
    pub origin: PositionOrigin,
}

/// The cells and areas whose positions are looked up.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LookupKeys {
    cells: FxHashSet<CellKey>,
    areas: FxHashSet<AreaKey>,
}

impl LookupKeys {
    /// Adds a cell and its area.
    pub fn insert_cell(&mut self, cell: CellKey) {
        self.cells.insert(cell);
        self.areas.insert(cell.area);
    }

    /// Adds an area of which no cell is known.
    pub fn insert_area(&mut self, area: AreaKey) {
        self.areas.insert(area);
    }

    /// Returns whether the position of a cell is looked up.
    #[must_use]
    pub fn contains_cell(&self, cell: &CellKey) -> bool {
        self.cells.contains(cell)
    }

    /// Returns whether the position of an area is looked up.
    #[must_use]
    pub fn contains_area(&self, area: &AreaKey) -> bool {
        self.areas.contains(area)
    }

    /// Iterates over the cells in no particular order.
    pub fn cells(&self) -> impl Iterator<Item = CellKey> + '_ {
        self.cells.iter().copied()
    }

    /// Iterates over the areas in no particular order.
    pub fn areas(&self) -> impl Iterator<Item = AreaKey> + '_ {
        self.areas.iter().copied()
    }

    /// Returns whether there is nothing to look up.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.areas.is_empty()
    }
}

/// The position of an area: the sum of the cells of files in it, and the position that a source states for the area as
/// a whole.
#[derive(Clone, Copy, Debug, Default)]
struct AreaEntry {
    cell_centroid: Centroid,
    stated_position: Option<AreaPosition>,
}

/// Positions of cells and of areas, stored in columns with a hash index over the keys.
///
/// ```
/// use places::{AreaKey, CellKey, RadioFamily, Position, PositionOrigin, Plmn, Point, Positions};
///
/// let area = AreaKey { family: RadioFamily::Lte, plmn: Plmn { mcc: 310, mnc: 410 }, area_code: 21271 };
/// let (cell, point) = (CellKey::new(area, 200102947), Point::new(32.78, -96.8).unwrap());
/// let mut positions = Positions::default();
/// positions.insert_cell(cell, Position { point, range_m: 1500, origin: PositionOrigin::Api });
/// assert_eq!(positions.cell_position(&cell).map(|found| found.range_m), Some(1500));
/// assert_eq!(positions.cell_position(&CellKey::new(area, 1)), None);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Positions {
    row_by_cell: FxHashMap<CellKey, u32>,
    points: Vec<Point>,
    ranges: Vec<u32>,
    origins: Vec<PositionOrigin>,
    areas: FxHashMap<AreaKey, AreaEntry>,
    /// Cells that the API was asked for and does not know.
    unknown_cells: FxHashSet<CellKey>,
    unknown_areas: FxHashSet<AreaKey>,
}

impl Positions {
    /// Adds the position of a cell. Files take precedence over the API, and of two files the later one.
    pub fn insert_cell(&mut self, cell: CellKey, position: Position) {
        match self.row_by_cell.entry(cell) {
            Entry::Occupied(row) => {
                let row = *row.get() as usize;
                if position.origin <= self.origins[row] {
                    (self.points[row], self.ranges[row], self.origins[row]) =
                        (position.point, position.range_m, position.origin);
                }
            }
            Entry::Vacant(entry) => {
                // A fleet has fewer than 2³² cells.
                entry.insert(self.points.len() as u32);
                self.points.push(position.point);
                self.ranges.push(position.range_m);
                self.origins.push(position.origin);
            }
        }
        self.unknown_cells.remove(&cell);
    }

    /// Adds a cell of a file to the centroid of its area.
    pub fn add_cell_to_area(&mut self, area: AreaKey, point: Point) {
        self.areas.entry(area).or_default().cell_centroid.add_point(point);
    }

    /// Adds the position that a source states for an area as a whole.
    pub fn insert_area(&mut self, area: AreaKey, position: AreaPosition) {
        let stated = &mut self.areas.entry(area).or_default().stated_position;
        if stated.is_none_or(|stated| position.origin <= stated.origin) {
            *stated = Some(position);
        }
        self.unknown_areas.remove(&area);
    }

    /// Records that the API does not know a cell.
    pub fn mark_cell_unknown(&mut self, cell: CellKey) {
        self.unknown_cells.insert(cell);
    }

    /// Records that the API does not know an area.
    pub fn mark_area_unknown(&mut self, area: AreaKey) {
        self.unknown_areas.insert(area);
    }

    /// Returns the position of a cell.
    #[must_use]
    pub fn cell_position(&self, cell: &CellKey) -> Option<Position> {
        let row = *self.row_by_cell.get(cell)? as usize;
        Some(Position { point: self.points[row], range_m: self.ranges[row], origin: self.origins[row] })
    }

    /// Returns the position of the cells of an area.
    #[must_use]
    pub fn area_position(&self, area: &AreaKey) -> Option<AreaPosition> {
        let entry = self.areas.get(area)?;
        let summed = entry.cell_centroid.centre_and_radius_km().map(|(centre, km)| AreaPosition {
            centre,
            radius_m: (km * 1000.0).round() as u32,
            cell_count: entry.cell_centroid.point_count,
            origin: PositionOrigin::File,
        });
        // A file that this page has saved holds only the cells of the fleet, and states from how many cells the area
        // was computed.
        let stated_by_file = entry.stated_position.filter(|stated| {
            stated.origin == PositionOrigin::File && stated.cell_count >= entry.cell_centroid.point_count
        });
        stated_by_file.or(summed).or(entry.stated_position)
    }

    /// Returns whether the API was asked for a cell and does not know it.
    #[must_use]
    pub fn is_unknown_cell(&self, cell: &CellKey) -> bool {
        self.unknown_cells.contains(cell)
    }

    /// Returns whether the API was asked for an area and does not know it.
    #[must_use]
    pub fn is_unknown_area(&self, area: &AreaKey) -> bool {
        self.unknown_areas.contains(area)
    }

    /// Returns the number of cells that have a position.
    #[must_use]
    pub fn len(&self) -> usize {
        self.points.len()
    }

    /// Returns whether no position of a cell or area is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.points.is_empty() && self.areas.is_empty()
    }

    /// Removes the positions from files, before the files are read again.
    pub fn remove_file_positions(&mut self) {
        let mut kept = Self { unknown_cells: std::mem::take(&mut self.unknown_cells), ..Self::default() };
        kept.unknown_areas = std::mem::take(&mut self.unknown_areas);
        for (cell, row) in self.row_by_cell.drain() {
            let row = row as usize;
            if self.origins[row] == PositionOrigin::Api {
                kept.insert_cell(
                    cell,
                    Position { point: self.points[row], range_m: self.ranges[row], origin: PositionOrigin::Api },
                );
            }
        }
        for (area, entry) in self.areas.drain() {
            if let Some(position) = entry.stated_position.filter(|stated| stated.origin == PositionOrigin::Api) {
                kept.insert_area(area, position);
            }
        }
        *self = kept;
    }

    /// Returns the lines of a CSV file that [`crate::TowerReader`] can read: first the header, then a line for each
    /// cell and each area, sorted by their keys. The line of an area has an empty cell column.
    pub fn to_csv_lines(&self) -> impl Iterator<Item = String> + '_ {
        let mut cells: Vec<_> = self.row_by_cell.iter().collect();
        sort_short(&mut cells, Ord::cmp);
        let mut areas: Vec<_> = self.areas.keys().collect();
        sort_short(&mut areas, Ord::cmp);
        let cells = cells.into_iter().map(|(cell, row)| {
            let (point, range) = (self.points[*row as usize], self.ranges[*row as usize]);
            format_csv_line(&cell.area, &cell.cell_id.to_string(), point, range, 0)
        });
        let areas = areas.into_iter().filter_map(|area| {
            let position = self.area_position(area)?;
            Some(format_csv_line(area, "", position.centre, position.radius_m, position.cell_count))
        });
        std::iter::once(format!("{CSV_HEADER}\n")).chain(cells).chain(areas)
    }
}

fn format_csv_line(area: &AreaKey, cell: &str, point: Point, range: u32, samples: u32) -> String {
    let AreaKey { family, plmn, area_code: area } = area;
    format!("{family},{},{},{area},{cell},,{},{},{range},{samples},,,,\n", plmn.mcc, plmn.mnc, point.lon(), point.lat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Plmn, RadioFamily};

    fn lte_area(area: u32) -> AreaKey {
        AreaKey { family: RadioFamily::Lte, plmn: Plmn { mcc: 310, mnc: 410 }, area_code: area }
    }

    fn point_at_latitude(lat: f64) -> Point {
        Point::new(lat, 0.0).unwrap()
    }

    #[test]
    fn a_file_counts_before_the_api() {
        use PositionOrigin::{Api, File};
        for (inserted, lat) in [
            (&[(Api, 1.0)][..], 1.0),
            (&[(Api, 1.0), (Api, 2.0)], 2.0),
            (&[(Api, 1.0), (File, 2.0)], 2.0),
            (&[(File, 1.0), (Api, 2.0)], 1.0),
            (&[(File, 1.0), (File, 2.0)], 2.0),
        ] {
            let mut positions = Positions::default();
            let cell = CellKey::new(lte_area(1), 5);
            for (origin, lat) in inserted {
                positions.insert_cell(cell, Position { point: point_at_latitude(*lat), range_m: 0, origin: *origin });
                let position =
                    AreaPosition { centre: point_at_latitude(*lat), radius_m: 9, cell_count: 0, origin: *origin };
                positions.insert_area(lte_area(2), position);
            }
            assert_eq!(
                positions.cell_position(&cell).map(|found| found.point),
                Some(point_at_latitude(lat)),
                "{inserted:?}"
            );
            assert_eq!(
                positions.area_position(&lte_area(2)).map(|found| found.centre),
                Some(point_at_latitude(lat)),
                "{inserted:?}"
            );
            assert_eq!(positions.len(), 1);
        }
    }

    #[test]
    fn what_files_said_is_forgotten_and_the_rest_stays() {
        let mut positions = Positions::default();
        let [file, api, unknown] = [1, 2, 3].map(|cell| CellKey::new(lte_area(1), cell));
        positions
            .insert_cell(file, Position { point: point_at_latitude(1.0), range_m: 0, origin: PositionOrigin::File });
        positions.insert_cell(api, Position { point: point_at_latitude(2.0), range_m: 0, origin: PositionOrigin::Api });
        positions.mark_cell_unknown(unknown);
        positions.mark_area_unknown(lte_area(9));
        positions.add_cell_to_area(lte_area(1), point_at_latitude(1.0));
        positions.insert_area(
            lte_area(2),
            AreaPosition { centre: point_at_latitude(3.0), radius_m: 1, cell_count: 0, origin: PositionOrigin::Api },
        );
        positions.remove_file_positions();
        assert_eq!((positions.cell_position(&file), positions.area_position(&lte_area(1))), (None, None));
        assert!(positions.cell_position(&api).is_some() && positions.area_position(&lte_area(2)).is_some());
        assert!(positions.is_unknown_cell(&unknown) && positions.is_unknown_area(&lte_area(9)));
        positions
            .insert_cell(unknown, Position { point: point_at_latitude(1.0), range_m: 0, origin: PositionOrigin::Api });
        assert!(!positions.is_unknown_cell(&unknown));
    }

    #[test]
    fn an_area_is_where_its_cells_are() {
        let mut positions = Positions::default();
        positions.insert_area(
            lte_area(1),
            AreaPosition { centre: point_at_latitude(50.0), radius_m: 5, cell_count: 0, origin: PositionOrigin::Api },
        );
        for lat in [10.0, 10.2] {
            positions.add_cell_to_area(lte_area(1), point_at_latitude(lat));
        }
        let position = positions.area_position(&lte_area(1)).unwrap();
        assert_eq!(
            (position.centre, position.cell_count, position.origin),
            (point_at_latitude(10.1), 2, PositionOrigin::File)
        );
        assert!((11_000..11_200).contains(&position.radius_m), "{position:?}");
        assert_eq!(positions.area_position(&lte_area(2)), None);
    }
}
