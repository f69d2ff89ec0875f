//! The places of cells: networks, their areas, the cells themselves.

use crate::sessions::CellName;
use fleet::{Basis, CellId, Fleet};
use places::VisitedPlmn;
use rustc_hash::FxHashMap;

/// A network, an area of it, or a cell.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) struct Place {
    pub plmn: VisitedPlmn,
    pub area: Option<u32>,
    pub id: Option<CellId>,
}

/// How much of a cell's name a place has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum PlaceLevel {
    Network,
    Area,
    Cell,
}

impl Place {
    pub fn to_text(self) -> String {
        match (self.area, self.id) {
            (None, None) => self.plmn.to_string(),
            (area, id) => CellName { plmn: self.plmn, area, id: id.map(CellId::number) }.to_string(),
        }
    }

    pub fn to_term(self) -> String {
        let key = if self.area.is_none() && self.id.is_none() { "plmn" } else { "cell" };
        format!("{key}:{}", self.to_text())
    }
}

/// The place of each cell of a fleet on one level, by a number.
pub(super) struct PlaceTable {
    pub places: Vec<Place>,
    /// The number of the place of each cell, by the cell's code; `u32::MAX` for none.
    by_cell: Vec<u32>,
}

/// The places of a fleet's cells on each level, in which outages are looked for.
pub struct OutagePlaces {
    pub(super) networks: PlaceTable,
    pub(super) areas: PlaceTable,
    pub(super) cells: PlaceTable,
}

impl OutagePlaces {
    /// Finds the places of all cells.
    pub fn new(fleet: &Fleet) -> Self {
        let table = |level| PlaceTable::new(fleet, level);
        Self { networks: table(PlaceLevel::Network), areas: table(PlaceLevel::Area), cells: table(PlaceLevel::Cell) }
    }
}

impl PlaceTable {
    fn new(fleet: &Fleet, level: PlaceLevel) -> Self {
        let (mut places, mut known) = (Vec::new(), FxHashMap::default());
        let of_cell = |cell: &fleet::VisitedCell| {
            let place = match level {
                PlaceLevel::Network => Place { plmn: cell.plmn, area: None, id: None },
                PlaceLevel::Area => Place { plmn: cell.plmn, area: Some(cell.area?), id: None },
                PlaceLevel::Cell => Place { plmn: cell.plmn, area: cell.area, id: Some(cell.id?) },
            };
            Some(*known.entry(place).or_insert_with(|| {
                places.push(place);
                places.len() as u32 - 1
            }))
        };
        let cells = fleet.visited_cells().as_slice().iter().map(of_cell);
        let by_cell = [None].into_iter().chain(cells).map(|number| number.unwrap_or(u32::MAX)).collect();
        Self { places, by_cell }
    }

    /// The number of the place of a row on a basis.
    pub fn number_of(&self, fleet: &Fleet, basis: Basis, row: usize) -> Option<u32> {
        self.number_of_cell(fleet.visited_cells().code_of(fleet.columns(), basis, row))
    }

    /// The number of the place of a cell, by the cell's code.
    pub fn number_of_cell(&self, code: u32) -> Option<u32> {
        self.by_cell.get(code as usize).copied().filter(|number| *number != u32::MAX)
    }
}
