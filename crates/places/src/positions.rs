//! Where cells are, as far as someone has said: the positions of a fleet's cells and of their areas.

use crate::sorting::sort_short;
use std::collections::hash_map::Entry;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use crate::point::Centroid;
use crate::{AreaKey, CellKey, Point};

/// The first line of a file of positions: OpenCelliD's columns, so that one reader takes both.
pub(crate) const CSV_HEADER: &str =
    "radio,mcc,net,area,cell,unit,lon,lat,range,samples,changeable,created,updated,averageSignal";

/// Who said where a cell is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum PositionOrigin {
    /// A file of towers: what the reader brought counts first.
    File,
    /// The API.
    Api,
}

/// Where a cell is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Position {
    /// The point.
    pub point: Point,
    /// How far around it the cell reaches or may be, in metres; 0 where that is not said.
    pub range_m: u32,
    /// Who said so.
    pub origin: PositionOrigin,
}

/// Where the cells of an area are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AreaPosition {
    /// Their middle.
    pub centre: Point,
    /// How far they are from it: the root of the mean of the squared distances, in metres.
    pub radius_m: u32,
    /// How many there are; 0 where that is not said.
    pub cell_count: u32,
    /// Who said so.
    pub origin: PositionOrigin,
}

/// The cells and the areas that positions are wanted for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LookupKeys {
    cells: FxHashSet<CellKey>,
    areas: FxHashSet<AreaKey>,
}

impl LookupKeys {
    /// One more cell, and its area.
    pub fn insert_cell(&mut self, cell: CellKey) {
        self.cells.insert(cell);
        self.areas.insert(cell.area);
    }

    /// One more area, of which no cell is known.
    pub fn insert_area(&mut self, area: AreaKey) {
        self.areas.insert(area);
    }

    /// Whether a cell is wanted.
    #[must_use]
    pub fn contains_cell(&self, cell: &CellKey) -> bool {
        self.cells.contains(cell)
    }

    /// Whether an area is.
    #[must_use]
    pub fn contains_area(&self, area: &AreaKey) -> bool {
        self.areas.contains(area)
    }

    /// The cells, in no order.
    pub fn cells(&self) -> impl Iterator<Item = CellKey> + '_ {
        self.cells.iter().copied()
    }

    /// The areas, in no order.
    pub fn areas(&self) -> impl Iterator<Item = AreaKey> + '_ {
        self.areas.iter().copied()
    }

    /// Whether nothing is wanted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.areas.is_empty()
    }
}

/// What is known of an area: what a file's cells in it add up to, and what someone said of it as a whole.
#[derive(Clone, Copy, Debug, Default)]
struct AreaEntry {
    cell_centroid: Centroid,
    stated_position: Option<AreaPosition>,
}

/// Positions of cells and of areas, in columns that a hash of the key finds.
///
/// ```
/// use places::{AreaKey, CellKey, RadioFamily, Position, PositionOrigin, Plmn, Point, Positions};
///
/// let area = AreaKey { family: RadioFamily::Lte, plmn: Plmn { mcc: 310, mnc: 410 }, area_code: 21271 };
/// let (cell, at) = (CellKey::new(area, 200102947), Point::new(32.78, -96.8).unwrap());
/// let mut positions = Positions::default();
/// positions.insert_cell(cell, Position { point: at, range_m: 1500, origin: PositionOrigin::Api });
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
    /// What the API was asked for and did not know.
    unknown_cells: FxHashSet<CellKey>,
    unknown_areas: FxHashSet<AreaKey>,
}

impl Positions {
    /// Keeps where a cell is. What a file says counts before what the API says; of two files the later one.
    pub fn insert_cell(&mut self, cell: CellKey, located: Position) {
        match self.row_by_cell.entry(cell) {
            Entry::Occupied(row) => {
                let row = *row.get() as usize;
                if located.origin <= self.origins[row] {
                    (self.points[row], self.ranges[row], self.origins[row]) =
                        (located.point, located.range_m, located.origin);
                }
            }
            Entry::Vacant(place) => {
                // There are fewer cells than numbers of 32 bits.
                place.insert(self.points.len() as u32);
                self.points.push(located.point);
                self.ranges.push(located.range_m);
                self.origins.push(located.origin);
            }
        }
        self.unknown_cells.remove(&cell);
    }

    /// Counts a cell of a file into its area.
    pub fn add_cell_to_area(&mut self, area: AreaKey, at: Point) {
        self.areas.entry(area).or_default().cell_centroid.add_point(at);
    }

    /// Keeps where an area is as a whole.
    pub fn insert_area(&mut self, area: AreaKey, spread: AreaPosition) {
        let known = &mut self.areas.entry(area).or_default().stated_position;
        if known.is_none_or(|known| spread.origin <= known.origin) {
            *known = Some(spread);
        }
        self.unknown_areas.remove(&area);
    }

    /// Remembers that the API does not know a cell.
    pub fn mark_cell_unknown(&mut self, cell: CellKey) {
        self.unknown_cells.insert(cell);
    }

    /// Remembers that the API does not know an area.
    pub fn mark_area_unknown(&mut self, area: AreaKey) {
        self.unknown_areas.insert(area);
    }

    /// Where a cell is.
    #[must_use]
    pub fn cell_position(&self, cell: &CellKey) -> Option<Position> {
        let row = *self.row_by_cell.get(cell)? as usize;
        Some(Position { point: self.points[row], range_m: self.ranges[row], origin: self.origins[row] })
    }

    /// Where the cells of an area are.
    #[must_use]
    pub fn area_position(&self, area: &AreaKey) -> Option<AreaPosition> {
        let known = self.areas.get(area)?;
        let summed = known.cell_centroid.centre_and_radius_km().map(|(at, km)| AreaPosition {
            centre: at,
            radius_m: (km * 1000.0).round() as u32,
            cell_count: known.cell_centroid.point_count,
            origin: PositionOrigin::File,
        });
        // A file that was saved here has the cells of the fleet alone, and says how many others the area was worked out from.
        let whole = known.stated_position.filter(|spread| {
            spread.origin == PositionOrigin::File && spread.cell_count >= known.cell_centroid.point_count
        });
        whole.or(summed).or(known.stated_position)
    }

    /// Whether the API was asked for a cell in vain.
    #[must_use]
    pub fn is_unknown_cell(&self, cell: &CellKey) -> bool {
        self.unknown_cells.contains(cell)
    }

    /// Whether the API was asked for an area in vain.
    #[must_use]
    pub fn is_unknown_area(&self, area: &AreaKey) -> bool {
        self.unknown_areas.contains(area)
    }

    /// How many cells have a position.
    #[must_use]
    pub fn len(&self) -> usize {
        self.points.len()
    }

    /// Whether nothing is known of any cell or area.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.points.is_empty() && self.areas.is_empty()
    }

    /// Forgets what files said: they are read again.
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
        for (area, known) in self.areas.drain() {
            if let Some(spread) = known.stated_position.filter(|spread| spread.origin == PositionOrigin::Api) {
                kept.insert_area(area, spread);
            }
        }
        *self = kept;
    }

    /// All of it as a text that [`crate::TowerReader`] reads again: first the header, then a line for each cell and each area, in
    /// the order of their keys. A line of an area has no cell.
    pub fn to_csv_lines(&self) -> impl Iterator<Item = String> + '_ {
        let mut cells: Vec<_> = self.row_by_cell.iter().collect();
        sort_short(&mut cells, Ord::cmp);
        let mut areas: Vec<_> = self.areas.keys().collect();
        sort_short(&mut areas, Ord::cmp);
        let cells = cells.into_iter().map(|(cell, row)| {
            let (at, range) = (self.points[*row as usize], self.ranges[*row as usize]);
            format_csv_line(&cell.area, &cell.cell_id.to_string(), at, range, 0)
        });
        let areas = areas.into_iter().filter_map(|area| {
            let spread = self.area_position(area)?;
            Some(format_csv_line(area, "", spread.centre, spread.radius_m, spread.cell_count))
        });
        std::iter::once(format!("{CSV_HEADER}\n")).chain(cells).chain(areas)
    }
}

fn format_csv_line(area: &AreaKey, cell: &str, at: Point, range: u32, samples: u32) -> String {
    let AreaKey { family, plmn, area_code: area } = area;
    format!("{family},{},{},{area},{cell},,{},{},{range},{samples},,,,\n", plmn.mcc, plmn.mnc, at.lon(), at.lat())
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
        for (said, lat) in [
            (&[(Api, 1.0)][..], 1.0),
            (&[(Api, 1.0), (Api, 2.0)], 2.0),
            (&[(Api, 1.0), (File, 2.0)], 2.0),
            (&[(File, 1.0), (Api, 2.0)], 1.0),
            (&[(File, 1.0), (File, 2.0)], 2.0),
        ] {
            let mut positions = Positions::default();
            let cell = CellKey::new(lte_area(1), 5);
            for (origin, lat) in said {
                positions.insert_cell(cell, Position { point: point_at_latitude(*lat), range_m: 0, origin: *origin });
                let spread =
                    AreaPosition { centre: point_at_latitude(*lat), radius_m: 9, cell_count: 0, origin: *origin };
                positions.insert_area(lte_area(2), spread);
            }
            assert_eq!(
                positions.cell_position(&cell).map(|found| found.point),
                Some(point_at_latitude(lat)),
                "{said:?}"
            );
            assert_eq!(
                positions.area_position(&lte_area(2)).map(|found| found.centre),
                Some(point_at_latitude(lat)),
                "{said:?}"
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
        let spread = positions.area_position(&lte_area(1)).unwrap();
        assert_eq!(
            (spread.centre, spread.cell_count, spread.origin),
            (point_at_latitude(10.1), 2, PositionOrigin::File)
        );
        assert!((11_000..11_200).contains(&spread.radius_m), "{spread:?}");
        assert_eq!(positions.area_position(&lte_area(2)), None);
    }
}
