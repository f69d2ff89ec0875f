//! The distinct cells of a fleet: a map has one point for each.

use crate::{Basis, CellId, CellLocation, Columns, SessionCells};
use places::{AreaKey, CellKey, LookupKeys, Positions, RadioFamily, VisitedPlmn, find_network};
use rustc_hash::FxHashMap;

/// A cell that some session used; of a registration the network alone.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct VisitedCell {
    /// The visited network.
    pub plmn: VisitedPlmn,
    /// The radio of the first row that used it, as a code of [`VisitedCells::radio_name`].
    radio: u16,
    /// Tracking or location area.
    pub area: Option<u32>,
    /// The cell within the area.
    pub id: Option<CellId>,
}

/// The distinct cells of both sessions, and the cells of each row.
#[derive(Clone, Debug, Default)]
pub struct VisitedCells {
    /// The code of each row's cell: 0 for none, else one more than its position in `cells`.
    previous: Vec<u32>,
    current: Vec<u32>,
    /// The code of the cell of each network of registrations, by the code of the network.
    registered: Vec<u32>,
    cells: Vec<VisitedCell>,
    radio_names: Vec<Box<str>>,
}

/// Finds cells again while they are collected.
#[derive(Default)]
struct CellInterner {
    /// The code of each cell, by what it is known by. LTE and LTE-M may be the same cell, which has the radio of its first
    /// row then.
    cell_codes: FxHashMap<(VisitedCell, Option<RadioFamily>), u32>,
    radio_codes: FxHashMap<Box<str>, u16>,
}

impl VisitedCells {
    pub(crate) fn new(columns: &Columns) -> Self {
        let (mut cells, mut known) = (Self::default(), CellInterner::default());
        cells.previous = cells.assign_codes(columns, columns.previous_cells(), &mut known);
        cells.current = cells.assign_codes(columns, columns.current_cells(), &mut known);
        let networks: Vec<_> = columns.network_dictionary().by_code().collect();
        cells.registered = vec![0; networks.len()];
        for code in columns.registered_networks() {
            let code = usize::from(*code);
            if let Some(Some(plmn)) = networks.get(code)
                && cells.registered[code] == 0
            {
                let radio = cells.assign_radio_code("", &mut known);
                cells.registered[code] =
                    cells.assign_code(VisitedCell { plmn: *plmn, radio, area: None, id: None }, &mut known);
            }
        }
        cells
    }

    fn assign_codes(&mut self, columns: &Columns, cells: &SessionCells, known: &mut CellInterner) -> Vec<u32> {
        let texts: Vec<&str> = cells.radio().dictionary().texts().collect();
        let radios: Vec<u16> = texts.into_iter().map(|text| self.assign_radio_code(text, known)).collect();
        let networks = columns.network_dictionary();
        let radio_codes = cells.radio().codes();
        let rows = cells.network_codes().iter().zip(radio_codes.iter()).enumerate();
        rows.map(|(row, (network, radio))| {
            let Some(plmn) = networks.get(*network) else { return 0 };
            let radio = radios.get(usize::from(*radio)).copied().unwrap_or(0);
            self.assign_code(VisitedCell { plmn, radio, area: cells.area_code(row), id: cells.cell_id(row) }, known)
        })
        .collect()
    }

    fn assign_code(&mut self, cell: VisitedCell, known: &mut CellInterner) -> u32 {
        let family = RadioFamily::from_radio_name(self.radio_name(&cell));
        let key = (VisitedCell { radio: if family.is_some() { 0 } else { cell.radio }, ..cell }, family);
        *known.cell_codes.entry(key).or_insert_with(|| {
            self.cells.push(cell);
            // There are not more cells than rows, whose number fits into 32 bits.
            self.cells.len() as u32
        })
    }

    fn assign_radio_code(&mut self, text: &str, known: &mut CellInterner) -> u16 {
        *known.radio_codes.entry(text.into()).or_insert_with(|| {
            self.radio_names.push(text.into());
            u16::try_from(self.radio_names.len() - 1).unwrap_or(u16::MAX)
        })
    }

    /// All cells. A code is one more than the position of its cell here.
    pub fn as_slice(&self) -> &[VisitedCell] {
        &self.cells
    }

    /// Returns the cell of a code; `None` for 0.
    pub fn get(&self, code: u32) -> Option<&VisitedCell> {
        self.cells.get((code as usize).checked_sub(1)?)
    }

    /// Returns the radio of a cell, in lower case; empty where it is unknown.
    pub fn radio_name(&self, cell: &VisitedCell) -> &str {
        self.radio_names.get(usize::from(cell.radio)).map_or("", |radio| radio)
    }

    /// Returns the code of a row's cell on a basis; 0 where there is none.
    pub fn code_of(&self, columns: &Columns, basis: Basis, row: usize) -> u32 {
        let of = |codes: &[u32]| codes.get(row).copied().unwrap_or(0);
        let current = || if columns.is_online(row) { of(&self.current) } else { 0 };
        let registered = || {
            let code = columns.registered_networks().get(row).copied().unwrap_or(0);
            self.registered.get(usize::from(code)).copied().unwrap_or(0)
        };
        match basis {
            Basis::Previous => of(&self.previous),
            Basis::Current => current(),
            Basis::Last => {
                [current(), of(&self.previous)].into_iter().find(|code| *code != 0).unwrap_or_else(registered)
            }
        }
    }

    /// Returns the cells and areas whose positions are to be looked up.
    pub fn lookup_keys(&self) -> LookupKeys {
        let mut keys = LookupKeys::default();
        for cell in &self.cells {
            match (self.cell_key(cell), self.area_key(cell)) {
                (Some(cell), _) => keys.insert_cell(cell),
                (None, Some(area)) => keys.insert_area(area),
                (None, None) => {}
            }
        }
        keys
    }

    /// Returns the key of a cell's area; `None` where its network or its area is unknown.
    pub fn area_key(&self, cell: &VisitedCell) -> Option<AreaKey> {
        let family = RadioFamily::from_radio_name(self.radio_name(cell));
        let family = match cell.id {
            Some(CellId::Eci(_)) => family.or(Some(RadioFamily::Lte)),
            _ => family,
        };
        let (family, area) = (family?, cell.area?);
        family.is_valid_area_code(area).then_some(AreaKey { family, plmn: cell.plmn.to_plmn()?, area_code: area })
    }

    /// Returns the key of a cell; `None` where the cell is unknown. A service area may have several cells, and has no key.
    pub fn cell_key(&self, cell: &VisitedCell) -> Option<CellKey> {
        let area = self.area_key(cell)?;
        match cell.id? {
            CellId::Eci(id) | CellId::Ci(id) => area.family.is_valid_cell_id(id.into()).then(|| CellKey::new(area, id)),
            CellId::Sac(_) => None,
        }
    }

    /// Returns what is known of where a cell is.
    pub fn locate_cell(&self, cell: &VisitedCell, positions: &Positions) -> CellLocation {
        if let Some(position) = self.cell_key(cell).and_then(|key| positions.cell_position(&key)) {
            return CellLocation::Cell(position);
        }
        if let Some((key, area_position)) =
            self.area_key(cell).and_then(|key| Some((key, positions.area_position(&key)?)))
        {
            return CellLocation::Area(key, area_position);
        }
        find_network(cell.plmn).territory.country_code().map_or(CellLocation::NoCountry, CellLocation::Country)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Cell, Connectivity, Fleet, LocationPrecision, Record, RecordSpan, SourceId};
    use places::{Plmn, Point, Position, PositionOrigin};

    fn fleet_with_cells() -> Fleet {
        let cell = |plmn: (u16, u16), radio: &'static str, area, id| {
            Some(Cell {
                plmn: Plmn { mcc: plmn.0, mnc: plmn.1 }.into(),
                radio: radio.into(),
                area: Some(area),
                id: Some(id),
            })
        };
        let mut fleet = Fleet::default();
        fleet.begin_source(SourceId(0), "");
        for (session, previous, current, registered) in [
            (Connectivity::Offline, cell((310, 410), "LTE", 7, CellId::Eci(256)), None, None),
            (
                Connectivity::Online,
                cell((310, 410), "lte", 7, CellId::Eci(256)),
                cell((440, 10), "LTE-M", 1, CellId::Eci(5)),
                None,
            ),
            (Connectivity::Offline, cell((310, 410), "LTE-M", 7, CellId::Eci(256)), None, None),
            (Connectivity::Offline, cell((334, 20), "GSM", 9, CellId::Ci(11)), None, None),
            (Connectivity::Offline, cell((334, 20), "3G", 9, CellId::Sac(11)), None, None),
            (Connectivity::Offline, None, None, Some(Plmn { mcc: 901, mnc: 28 })),
            (Connectivity::Never, None, None, None),
        ] {
            fleet
                .push(
                    &Record {
                        connectivity: session,
                        previous_cell: previous,
                        current_cell: current,
                        registered_network: registered,
                        ..Record::default()
                    },
                    RecordSpan::default(),
                )
                .unwrap();
        }
        fleet.resolve_duplicates();
        fleet
    }

    #[test]
    fn each_cell_has_one_code_on_every_basis() {
        let fleet = fleet_with_cells();
        let (cells, columns) = (fleet.visited_cells(), fleet.columns());
        let codes = |basis| (0..7).map(|row| cells.code_of(columns, basis, row)).collect::<Vec<_>>();
        assert_eq!(codes(Basis::Previous), [1, 1, 1, 2, 3, 0, 0]);
        assert_eq!(codes(Basis::Current), [0, 4, 0, 0, 0, 0, 0]);
        assert_eq!(codes(Basis::Last), [1, 4, 1, 2, 3, 5, 0]);
        assert_eq!(cells.as_slice().len(), 5);
        let radios: Vec<_> = cells.as_slice().iter().map(|cell| cells.radio_name(cell)).collect();
        assert_eq!(radios, ["lte", "gsm", "3g", "lte-m", ""]);
        assert_eq!(cells.lookup_keys().cells().count(), 3);
        assert_eq!(cells.lookup_keys().areas().count(), 4);
    }

    #[test]
    fn placeholder_numbers_are_no_cell_and_no_area() {
        use CellId::{Ci, Eci};
        let lte = 0x0FFF_FFFF;
        for (radio, mnc, area, id, has_cell, has_area) in [
            ("3G", Some(1), 14_728, Some(Ci(0xFFFF)), false, true),
            ("3G", Some(1), 14_728, Some(Ci(0)), false, true),
            ("3G", Some(1), 14_728, Some(Ci(9)), true, true),
            ("GSM", Some(1), 14_728, Some(Ci(0xFFFF)), false, true),
            ("GSM", Some(1), 0xFFFE, Some(Ci(9)), false, false),
            ("GSM", Some(1), 0xFFFF, Some(Ci(9)), false, false),
            ("GSM", Some(1), 0, Some(Ci(9)), false, false),
            ("LTE", Some(1), 7, Some(Eci(0xFFFF)), true, true),
            ("LTE", Some(1), 7, Some(Eci(lte)), true, true),
            ("LTE", Some(1), 7, Some(Eci(lte + 1)), false, true),
            ("NB-IoT", Some(1), 7, Some(Eci(i32::MAX as u32)), false, true),
            ("LTE-M", Some(1), 0, Some(Eci(256)), false, false),
            ("", Some(1), 7, Some(Eci(256)), true, true),
            ("LTE", Some(1), 7, None, false, true),
            ("LTE", None, 7, Some(Eci(256)), false, false),
            ("GSM", None, 7, Some(Ci(9)), false, false),
        ] {
            let cell = Cell { plmn: VisitedPlmn { mcc: 262, mnc }, radio: radio.into(), area: Some(area), id };
            let mut fleet = Fleet::default();
            fleet.begin_source(SourceId(0), "");
            fleet.push(&Record { previous_cell: Some(cell), ..Record::default() }, RecordSpan::default()).unwrap();
            fleet.resolve_duplicates();
            let (cells, keys) = (fleet.visited_cells(), fleet.visited_cells().lookup_keys());
            let cell = &cells.as_slice()[0];
            let has_keys = (cells.cell_key(cell).is_some(), cells.area_key(cell).is_some());
            assert_eq!(has_keys, (has_cell, has_area), "{radio} {mnc:?} {area} {id:?}");
            let counts = (keys.cells().count(), keys.areas().count());
            assert_eq!(counts, (has_cell.into(), has_area.into()), "{radio}");
            assert_eq!(fleet.cell_locations()[0].precision(), LocationPrecision::Country, "{radio}");
        }
    }

    /// Both numbers mean that the cell is unknown, and the low 16 bits of the one are the other.
    #[test]
    fn a_session_without_a_cell_is_where_its_area_is_and_not_at_a_row_without_one() {
        let cell = |id| Cell { plmn: Plmn { mcc: 262, mnc: 1 }.into(), radio: "3G".into(), area: Some(14_728), id };
        let mut fleet = Fleet::default();
        fleet.begin_source(SourceId(0), "");
        for id in [Some(CellId::Ci(65_535)), Some(CellId::Ci(2531)), None] {
            fleet.push(&Record { previous_cell: Some(cell(id)), ..Record::default() }, RecordSpan::default()).unwrap();
        }
        fleet.resolve_duplicates();
        let (keys, mut towers) = (fleet.visited_cells().lookup_keys(), places::TowerReader::default());
        let rows = "UMTS,262,1,14728,2147483647,324,7.60001,52.70001,16827,6,1\n\
            UMTS,262,1,14728,21105123,12,8.90001,52.90001,900,40,1\n";
        towers.push(rows.as_bytes(), &keys, fleet.positions_mut());
        let read = towers.finish(&keys, fleet.positions_mut());
        assert_eq!((read.rows, read.kept, read.rejected_count), (2, 1, 0));
        let locations = fleet.cell_locations().iter().map(|location| match location {
            CellLocation::Cell(position) => ("cell", position.point.to_string()),
            CellLocation::Area(_, area_position) => ("area", area_position.centre.to_string()),
            other => panic!("{other:?}"),
        });
        let locations: Vec<_> = locations.collect();
        let at = || "52.90001/8.90001".to_owned();
        assert_eq!(locations, [("area", at()), ("cell", at()), ("area", at())]);
    }

    #[test]
    fn locations_are_the_most_precise_known() {
        use LocationPrecision::{Area, Country, Unknown};

        let mut fleet = fleet_with_cells();
        let precisions = |fleet: &Fleet| fleet.cell_locations().iter().map(CellLocation::precision).collect::<Vec<_>>();
        assert_eq!(precisions(&fleet), [Country, Country, Country, Country, Unknown]);
        let at = Point::new(1.0, 2.0).unwrap();
        let key = fleet.visited_cells().cell_key(&fleet.visited_cells().as_slice()[0]).unwrap();
        let area = fleet.visited_cells().area_key(&fleet.visited_cells().as_slice()[2]).unwrap();
        fleet.positions_mut().insert_cell(key, Position { point: at, range_m: 0, origin: PositionOrigin::File });
        fleet.positions_mut().add_cell_to_area(area, at);
        assert_eq!(precisions(&fleet), [LocationPrecision::Cell, Country, Area, Country, Unknown]);
    }
}
