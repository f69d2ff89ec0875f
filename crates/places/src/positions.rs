//! Where cells are, as far as someone has said: the positions of a fleet's cells and of their areas.

use crate::sorting::sort_short;
use std::collections::hash_map::Entry;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::earth::Middle;
use crate::{AreaKey, CellKey, Point};

/// The first line of a file of positions: OpenCelliD's columns, so that one reader takes both.
pub(crate) const HEADER: &str =
    "radio,mcc,net,area,cell,unit,lon,lat,range,samples,changeable,created,updated,averageSignal";

/// Who said where a cell is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Origin {
    /// A file of towers: what the reader brought counts first.
    File,
    /// The API.
    Api,
}

/// Where a cell is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Located {
    /// The point.
    pub at: Point,
    /// How far around it the cell reaches or may be, in metres; 0 where that is not said.
    pub range: u32,
    /// Who said so.
    pub origin: Origin,
}

/// Where the cells of an area are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Spread {
    /// Their middle.
    pub at: Point,
    /// How far they are from it: the root of the mean of the squared distances, in metres.
    pub radius: u32,
    /// How many there are; 0 where that is not said.
    pub cells: u32,
    /// Who said so.
    pub origin: Origin,
}

/// The cells and the areas that positions are wanted for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Wanted {
    cells: FxHashSet<CellKey>,
    areas: FxHashSet<AreaKey>,
}

impl Wanted {
    /// One more cell, and its area.
    pub fn cell(&mut self, cell: CellKey) {
        self.cells.insert(cell);
        self.areas.insert(cell.area);
    }

    /// One more area, of which no cell is known.
    pub fn area(&mut self, area: AreaKey) {
        self.areas.insert(area);
    }

    /// Whether a cell is wanted.
    #[must_use]
    pub fn wants(&self, cell: &CellKey) -> bool {
        self.cells.contains(cell)
    }

    /// Whether an area is.
    #[must_use]
    pub fn wants_area(&self, area: &AreaKey) -> bool {
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
struct Area {
    summed: Middle,
    given: Option<Spread>,
}

/// Positions of cells and of areas, in columns that a hash of the key finds.
///
/// ```
/// use places::{AreaKey, CellKey, Family, Located, Origin, Plmn, Point, Positions};
///
/// let area = AreaKey { family: Family::Lte, plmn: Plmn { mcc: 310, mnc: 410 }, area: 21271 };
/// let (cell, at) = (CellKey::new(area, 200102947), Point::new(32.78, -96.8).unwrap());
/// let mut positions = Positions::default();
/// positions.put(cell, Located { at, range: 1500, origin: Origin::Api });
/// assert_eq!(positions.cell(&cell).map(|found| found.range), Some(1500));
/// assert_eq!(positions.cell(&CellKey::new(area, 1)), None);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Positions {
    rows: FxHashMap<CellKey, u32>,
    at: Vec<Point>,
    range: Vec<u32>,
    origin: Vec<Origin>,
    areas: FxHashMap<AreaKey, Area>,
    /// What the API was asked for and did not know.
    unknown: FxHashSet<CellKey>,
    unknown_areas: FxHashSet<AreaKey>,
}

impl Positions {
    /// Keeps where a cell is. What a file says counts before what the API says; of two files the later one.
    pub fn put(&mut self, cell: CellKey, located: Located) {
        match self.rows.entry(cell) {
            Entry::Occupied(row) => {
                let row = *row.get() as usize;
                if located.origin <= self.origin[row] {
                    (self.at[row], self.range[row], self.origin[row]) = (located.at, located.range, located.origin);
                }
            }
            Entry::Vacant(place) => {
                // There are fewer cells than numbers of 32 bits.
                place.insert(self.at.len() as u32);
                self.at.push(located.at);
                self.range.push(located.range);
                self.origin.push(located.origin);
            }
        }
        self.unknown.remove(&cell);
    }

    /// Counts a cell of a file into its area.
    pub fn add_to_area(&mut self, area: AreaKey, at: Point) {
        self.areas.entry(area).or_default().summed.add(at);
    }

    /// Keeps where an area is as a whole.
    pub fn put_area(&mut self, area: AreaKey, spread: Spread) {
        let known = &mut self.areas.entry(area).or_default().given;
        if known.is_none_or(|known| spread.origin <= known.origin) {
            *known = Some(spread);
        }
        self.unknown_areas.remove(&area);
    }

    /// Remembers that the API does not know a cell.
    pub fn put_unknown(&mut self, cell: CellKey) {
        self.unknown.insert(cell);
    }

    /// Remembers that the API does not know an area.
    pub fn put_unknown_area(&mut self, area: AreaKey) {
        self.unknown_areas.insert(area);
    }

    /// Where a cell is.
    #[must_use]
    pub fn cell(&self, cell: &CellKey) -> Option<Located> {
        let row = *self.rows.get(cell)? as usize;
        Some(Located { at: self.at[row], range: self.range[row], origin: self.origin[row] })
    }

    /// Where the cells of an area are.
    #[must_use]
    pub fn area(&self, area: &AreaKey) -> Option<Spread> {
        let known = self.areas.get(area)?;
        let summed = known.summed.get().map(|(at, km)| Spread {
            at,
            radius: (km * 1000.0).round() as u32,
            cells: known.summed.points,
            origin: Origin::File,
        });
        // A file that was saved here has the cells of the fleet alone, and says how many others the area was worked out from.
        let whole = known.given.filter(|spread| spread.origin == Origin::File && spread.cells >= known.summed.points);
        whole.or(summed).or(known.given)
    }

    /// Whether the API was asked for a cell in vain.
    #[must_use]
    pub fn is_unknown(&self, cell: &CellKey) -> bool {
        self.unknown.contains(cell)
    }

    /// Whether the API was asked for an area in vain.
    #[must_use]
    pub fn is_unknown_area(&self, area: &AreaKey) -> bool {
        self.unknown_areas.contains(area)
    }

    /// How many cells have a position.
    #[must_use]
    pub fn len(&self) -> usize {
        self.at.len()
    }

    /// Whether nothing is known of any cell or area.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.at.is_empty() && self.areas.is_empty()
    }

    /// Forgets what files said: they are read again.
    pub fn forget_files(&mut self) {
        let mut kept = Self { unknown: std::mem::take(&mut self.unknown), ..Self::default() };
        kept.unknown_areas = std::mem::take(&mut self.unknown_areas);
        for (cell, row) in self.rows.drain() {
            let row = row as usize;
            if self.origin[row] == Origin::Api {
                kept.put(cell, Located { at: self.at[row], range: self.range[row], origin: Origin::Api });
            }
        }
        for (area, known) in self.areas.drain() {
            if let Some(spread) = known.given.filter(|spread| spread.origin == Origin::Api) {
                kept.put_area(area, spread);
            }
        }
        *self = kept;
    }

    /// All of it as a text that [`crate::Towers`] reads again: first the header, then a line for each cell and each area, in
    /// the order of their keys. A line of an area has no cell.
    pub fn lines(&self) -> impl Iterator<Item = String> + '_ {
        let mut cells: Vec<_> = self.rows.iter().collect();
        sort_short(&mut cells, Ord::cmp);
        let mut areas: Vec<_> = self.areas.keys().collect();
        sort_short(&mut areas, Ord::cmp);
        let cells = cells.into_iter().map(|(cell, row)| {
            let (at, range) = (self.at[*row as usize], self.range[*row as usize]);
            line(&cell.area, &cell.cell.to_string(), at, range, 0)
        });
        let areas = areas.into_iter().filter_map(|area| {
            let spread = self.area(area)?;
            Some(line(area, "", spread.at, spread.radius, spread.cells))
        });
        std::iter::once(format!("{HEADER}\n")).chain(cells).chain(areas)
    }
}

fn line(area: &AreaKey, cell: &str, at: Point, range: u32, samples: u32) -> String {
    let AreaKey { family, plmn, area } = area;
    format!("{family},{},{},{area},{cell},,{},{},{range},{samples},,,,\n", plmn.mcc, plmn.mnc, at.lon(), at.lat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Family, Plmn};

    fn area(area: u32) -> AreaKey {
        AreaKey { family: Family::Lte, plmn: Plmn { mcc: 310, mnc: 410 }, area }
    }

    fn at(lat: f64) -> Point {
        Point::new(lat, 0.0).unwrap()
    }

    #[test]
    fn a_file_counts_before_the_api() {
        use Origin::{Api, File};
        for (said, lat) in [
            (&[(Api, 1.0)][..], 1.0),
            (&[(Api, 1.0), (Api, 2.0)], 2.0),
            (&[(Api, 1.0), (File, 2.0)], 2.0),
            (&[(File, 1.0), (Api, 2.0)], 1.0),
            (&[(File, 1.0), (File, 2.0)], 2.0),
        ] {
            let mut positions = Positions::default();
            let cell = CellKey::new(area(1), 5);
            for (origin, lat) in said {
                positions.put(cell, Located { at: at(*lat), range: 0, origin: *origin });
                let spread = Spread { at: at(*lat), radius: 9, cells: 0, origin: *origin };
                positions.put_area(area(2), spread);
            }
            assert_eq!(positions.cell(&cell).map(|found| found.at), Some(at(lat)), "{said:?}");
            assert_eq!(positions.area(&area(2)).map(|found| found.at), Some(at(lat)), "{said:?}");
            assert_eq!(positions.len(), 1);
        }
    }

    #[test]
    fn what_files_said_is_forgotten_and_the_rest_stays() {
        let mut positions = Positions::default();
        let [file, api, unknown] = [1, 2, 3].map(|cell| CellKey::new(area(1), cell));
        positions.put(file, Located { at: at(1.0), range: 0, origin: Origin::File });
        positions.put(api, Located { at: at(2.0), range: 0, origin: Origin::Api });
        positions.put_unknown(unknown);
        positions.put_unknown_area(area(9));
        positions.add_to_area(area(1), at(1.0));
        positions.put_area(area(2), Spread { at: at(3.0), radius: 1, cells: 0, origin: Origin::Api });
        positions.forget_files();
        assert_eq!((positions.cell(&file), positions.area(&area(1))), (None, None));
        assert!(positions.cell(&api).is_some() && positions.area(&area(2)).is_some());
        assert!(positions.is_unknown(&unknown) && positions.is_unknown_area(&area(9)));
        positions.put(unknown, Located { at: at(1.0), range: 0, origin: Origin::Api });
        assert!(!positions.is_unknown(&unknown));
    }

    #[test]
    fn an_area_is_where_its_cells_are() {
        let mut positions = Positions::default();
        positions.put_area(area(1), Spread { at: at(50.0), radius: 5, cells: 0, origin: Origin::Api });
        for lat in [10.0, 10.2] {
            positions.add_to_area(area(1), at(lat));
        }
        let spread = positions.area(&area(1)).unwrap();
        assert_eq!((spread.at, spread.cells, spread.origin), (at(10.1), 2, Origin::File));
        assert!((11_000..11_200).contains(&spread.radius), "{spread:?}");
        assert_eq!(positions.area(&area(2)), None);
    }
}
