//! The distinct cells of a fleet: what a map has one point each for.

use crate::{Basis, CellId, CellLocation, Columns, SessionCells};
use places::{AreaKey, CellKey, LookupKeys, Positions, RadioFamily, VisitedPlmn, find_network};
use rustc_hash::FxHashMap;

/// A cell that some session was on; of a registration the network alone.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct VisitedCell {
    /// The visited network.
    pub plmn: VisitedPlmn,
    /// The radio of the first row that was there, as a code of [`VisitedCells::radio_name`].
    radio: u16,
    /// Tracking or location area.
    pub area: Option<u32>,
    /// The cell within the area.
    pub id: Option<CellId>,
}

/// The distinct cells of both sessions, and which of them each row was on.
#[derive(Clone, Debug, Default)]
pub struct VisitedCells {
    /// For each row: 0 for none, else one more than the place in `all`.
    previous: Vec<u32>,
    current: Vec<u32>,
    /// The same for each code of a network: of registrations.
    registered: Vec<u32>,
    cells: Vec<VisitedCell>,
    radio_names: Vec<Box<str>>,
}

/// Finds sites again while they are collected.
#[derive(Default)]
struct CellInterner {
    /// By what makes a cell one: LTE and LTE-M may be one cell, which has the radio of its first row then.
    cell_codes: FxHashMap<(VisitedCell, Option<RadioFamily>), u32>,
    radio_codes: FxHashMap<Box<str>, u16>,
}

impl VisitedCells {
    pub(crate) fn new(columns: &Columns) -> Self {
        let (mut sites, mut known) = (Self::default(), CellInterner::default());
        sites.previous = sites.assign_codes(columns, columns.previous_cells(), &mut known);
        sites.current = sites.assign_codes(columns, columns.current_cells(), &mut known);
        let networks: Vec<_> = columns.network_dictionary().by_code().collect();
        sites.registered = vec![0; networks.len()];
        for code in columns.registered_networks() {
            let code = usize::from(*code);
            if let Some(Some(plmn)) = networks.get(code)
                && sites.registered[code] == 0
            {
                let radio = sites.assign_radio_code("", &mut known);
                sites.registered[code] =
                    sites.assign_code(VisitedCell { plmn: *plmn, radio, area: None, id: None }, &mut known);
            }
        }
        sites
    }

    fn assign_codes(&mut self, columns: &Columns, cells: &SessionCells, known: &mut CellInterner) -> Vec<u32> {
        let texts: Vec<&str> = cells.radio().dictionary().texts().collect();
        let radios: Vec<u16> = texts.into_iter().map(|text| self.assign_radio_code(text, known)).collect();
        let networks = columns.network_dictionary();
        let rows = cells.network_codes().iter().zip(cells.radio().codes()).enumerate();
        rows.map(|(row, (network, radio))| {
            let Some(plmn) = networks.get(*network) else { return 0 };
            let radio = radios.get(usize::from(*radio)).copied().unwrap_or(0);
            self.assign_code(VisitedCell { plmn, radio, area: cells.area_code(row), id: cells.cell_id(row) }, known)
        })
        .collect()
    }

    fn assign_code(&mut self, site: VisitedCell, known: &mut CellInterner) -> u32 {
        let family = RadioFamily::from_radio_name(self.radio_name(&site));
        let key = (VisitedCell { radio: if family.is_some() { 0 } else { site.radio }, ..site }, family);
        *known.cell_codes.entry(key).or_insert_with(|| {
            self.cells.push(site);
            // There are no more sites than rows, of which there are fewer than numbers of 32 bits.
            self.cells.len() as u32
        })
    }

    fn assign_radio_code(&mut self, text: &str, known: &mut CellInterner) -> u16 {
        *known.radio_codes.entry(text.into()).or_insert_with(|| {
            self.radio_names.push(text.into());
            u16::try_from(self.radio_names.len() - 1).unwrap_or(u16::MAX)
        })
    }

    /// All of them. A code is one more than the place of its site here.
    pub fn as_slice(&self) -> &[VisitedCell] {
        &self.cells
    }

    /// The site of a code; `None` for 0.
    pub fn get(&self, code: u32) -> Option<&VisitedCell> {
        self.cells.get((code as usize).checked_sub(1)?)
    }

    /// The radio of a site, in lower case; empty where it is not known.
    pub fn radio_name(&self, site: &VisitedCell) -> &str {
        self.radio_names.get(usize::from(site.radio)).map_or("", |radio| radio)
    }

    /// The code of a row's site on a basis; 0 where there is none.
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

    /// The cells and areas that positions are wanted for.
    pub fn lookup_keys(&self) -> LookupKeys {
        let mut wanted = LookupKeys::default();
        for site in &self.cells {
            match (self.cell_key(site), self.area_key(site)) {
                (Some(cell), _) => wanted.insert_cell(cell),
                (None, Some(area)) => wanted.insert_area(area),
                (None, None) => {}
            }
        }
        wanted
    }

    /// What the area of a site is known by; `None` where its network or its area is not told.
    pub fn area_key(&self, site: &VisitedCell) -> Option<AreaKey> {
        let family = RadioFamily::from_radio_name(self.radio_name(site));
        let family = match site.id {
            Some(CellId::Eci(_)) => family.or(Some(RadioFamily::Lte)),
            _ => family,
        };
        let (family, area) = (family?, site.area?);
        family.is_valid_area_code(area).then_some(AreaKey { family, plmn: site.plmn.to_plmn()?, area_code: area })
    }

    /// What a site is known by; `None` where the cell is not told. A service area may be several cells, and has no key.
    pub fn cell_key(&self, site: &VisitedCell) -> Option<CellKey> {
        let area = self.area_key(site)?;
        match site.id? {
            CellId::Eci(id) | CellId::Ci(id) => area.family.is_valid_cell_id(id.into()).then(|| CellKey::new(area, id)),
            CellId::Sac(_) => None,
        }
    }

    /// What is known of where a site is.
    pub fn locate_cell(&self, site: &VisitedCell, positions: &Positions) -> CellLocation {
        if let Some(located) = self.cell_key(site).and_then(|key| positions.cell_position(&key)) {
            return CellLocation::Cell(located);
        }
        if let Some((key, spread)) = self.area_key(site).and_then(|key| Some((key, positions.area_position(&key)?))) {
            return CellLocation::Area(key, spread);
        }
        find_network(site.plmn).territory.country_code().map_or(CellLocation::NoCountry, CellLocation::Country)
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
        let (sites, columns) = (fleet.visited_cells(), fleet.columns());
        let codes = |basis| (0..7).map(|row| sites.code_of(columns, basis, row)).collect::<Vec<_>>();
        assert_eq!(codes(Basis::Previous), [1, 1, 1, 2, 3, 0, 0]);
        assert_eq!(codes(Basis::Current), [0, 4, 0, 0, 0, 0, 0]);
        assert_eq!(codes(Basis::Last), [1, 4, 1, 2, 3, 5, 0]);
        assert_eq!(sites.as_slice().len(), 5);
        let radios: Vec<_> = sites.as_slice().iter().map(|site| sites.radio_name(site)).collect();
        assert_eq!(radios, ["lte", "gsm", "3g", "lte-m", ""]);
        assert_eq!(sites.lookup_keys().cells().count(), 3);
        assert_eq!(sites.lookup_keys().areas().count(), 4);
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
            let (sites, wanted) = (fleet.visited_cells(), fleet.visited_cells().lookup_keys());
            let site = &sites.as_slice()[0];
            let keys = (sites.cell_key(site).is_some(), sites.area_key(site).is_some());
            assert_eq!(keys, (has_cell, has_area), "{radio} {mnc:?} {area} {id:?}");
            assert_eq!((wanted.cells().count(), wanted.areas().count()), (keys.0.into(), keys.1.into()), "{radio}");
            assert_eq!(fleet.cell_locations()[0].precision(), LocationPrecision::Country, "{radio}");
        }
    }

    /// Both say "not known", and the low 16 bits of the one are the other.
    #[test]
    fn a_session_without_a_cell_is_where_its_area_is_and_not_at_a_row_without_one() {
        let cell = |id| Cell { plmn: Plmn { mcc: 262, mnc: 1 }.into(), radio: "3G".into(), area: Some(14_728), id };
        let mut fleet = Fleet::default();
        fleet.begin_source(SourceId(0), "");
        for id in [Some(CellId::Ci(65_535)), Some(CellId::Ci(2531)), None] {
            fleet.push(&Record { previous_cell: Some(cell(id)), ..Record::default() }, RecordSpan::default()).unwrap();
        }
        fleet.resolve_duplicates();
        let (wanted, mut towers) = (fleet.visited_cells().lookup_keys(), places::TowerReader::default());
        let rows = "UMTS,262,1,14728,2147483647,324,7.60001,52.70001,16827,6,1\n\
            UMTS,262,1,14728,21105123,12,8.90001,52.90001,900,40,1\n";
        towers.push(rows.as_bytes(), &wanted, fleet.positions_mut());
        let read = towers.finish(&wanted, fleet.positions_mut());
        assert_eq!((read.rows, read.kept, read.rejected_count), (2, 1, 0));
        let places = fleet.cell_locations().iter().map(|found| match found {
            CellLocation::Cell(located) => ("cell", located.point.to_string()),
            CellLocation::Area(_, spread) => ("area", spread.centre.to_string()),
            other => panic!("{other:?}"),
        });
        let places: Vec<_> = places.collect();
        let at = || "52.90001/8.90001".to_owned();
        assert_eq!(places, [("area", at()), ("cell", at()), ("area", at())]);
    }

    #[test]
    fn locations_are_the_most_precise_known() {
        let mut fleet = fleet_with_cells();
        use LocationPrecision::{Area, Country, Unknown};
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
