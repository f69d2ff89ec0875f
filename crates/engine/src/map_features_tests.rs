//! Tests of map features.

use super::*;
use crate::{Engine, LocationCounts, MapContent, Source, ViewRequest};
use fleet::{Cell, CellId, Connectivity, Record, RecordSpan};
use places::{BoundingBox, Plmn, PositionOrigin};
use query::Clock;

const HOUR_MS: i64 = 3_600_000;

/// Two SIMs in one cell, one beside it; a 3G cell whose area alone is known; one somewhere in Mexico; one at sea; one
/// that never connected. The first is online in Dallas, an hour after Tokyo.
fn test_engine() -> Engine {
    let cell = |plmn: (u16, u16), radio: &'static str, area, id| {
        Some(Cell {
            plmn: Plmn { mcc: plmn.0, mnc: plmn.1 }.into(),
            radio: radio.into(),
            area: Some(area),
            id: Some(id),
        })
    };
    let mut engine = Engine::default();
    engine.begin_source(Source { id: 1, name: "a".into() });
    let tokyo = || cell((440, 10), "LTE", 1, CellId::Eci(5));
    let rows = [
        (Connectivity::Online, tokyo(), cell((310, 410), "LTE-M", 7, CellId::Eci(256))),
        (Connectivity::Offline, tokyo(), None),
        (Connectivity::Offline, cell((440, 10), "NB-IoT", 1, CellId::Eci(6)), None),
        (Connectivity::Offline, cell((234, 10), "3G", 5, CellId::Sac(9)), None),
        (Connectivity::Offline, cell((234, 10), "3G", 5, CellId::Ci(8)), None),
        (Connectivity::Offline, cell((334, 20), "GSM", 9, CellId::Ci(11)), None),
        (Connectivity::Offline, cell((901, 12), "GSM", 9, CellId::Ci(11)), None),
        (Connectivity::Never, None, None),
    ];
    for (i, (session, previous, current)) in rows.into_iter().enumerate() {
        let record = Record {
            imsi: format!("29505000000000{i}").into(),
            connectivity: session,
            previous_cell: previous,
            current_cell: current,
            updated: Some(HOUR_MS),
            previous_deleted: Some(1000),
            ..Record::default()
        };
        engine.fleet_mut().push(&record, RecordSpan::default()).unwrap();
    }
    engine.commit_changes();
    let fleet = engine.fleet_mut();
    let at = |lat, lon| Point::new(lat, lon).unwrap();
    let key = |row, basis| {
        let sites = fleet.visited_cells();
        sites.get(sites.code_of(fleet.columns(), basis, row)).copied().unwrap()
    };
    let (first, beside, dallas, area) =
        (key(0, Basis::Previous), key(2, Basis::Previous), key(0, Basis::Current), key(3, Basis::Previous));
    let keys = [first, beside, dallas].map(|site| fleet.visited_cells().cell_key(&site).unwrap());
    let area = fleet.visited_cells().area_key(&area).unwrap();
    for ((key, at), origin) in keys.into_iter().zip([at(35.68, 139.77), at(35.69, 139.78), at(32.78, -96.8)]).zip([
        PositionOrigin::File,
        PositionOrigin::Api,
        PositionOrigin::File,
    ]) {
        fleet.positions_mut().insert_cell(key, Position { point: at, range_m: 700, origin });
    }
    fleet.positions_mut().add_cell_to_area(area, at(53.8, -1.5));
    fleet.positions_mut().add_cell_to_area(area, at(53.9, -1.5));
    engine
}

fn query_features(engine: &mut Engine, query: &str) -> MapFeatures {
    let request = ViewRequest { query: query.into(), seq: 3, ..ViewRequest::default() };
    engine.build_view(&request, &Clock::utc(HOUR_MS)).unwrap();
    engine.draw_features(MapContent::CellsAndMovements).unwrap()
}

#[test]
fn cells_are_drawn_by_what_is_known_of_their_position() {
    use LocationPrecision::{Area, Cell, Country};

    let mut engine = test_engine();
    let cells = query_features(&mut engine, "");
    assert_eq!(cells.precision, [Cell, Cell, Area, Country]);
    assert_eq!((&cells.sims[..], &cells.cells[..]), (&[2, 1, 2, 1][..], &[1, 1, 2, 1][..]));
    assert_eq!((cells.seq, cells.lat[0], cells.lon[0], cells.range_metres[0]), (3, 35.68, 139.77, 700));
    assert_eq!(cells.radio, [0, 2, 5, 5]);
    assert_eq!(cells.countries, ["MX"]);
    assert!((5_000..6_000).contains(&cells.range_metres[2]), "{:?}", cells.range_metres);
    let count = |cells, sims| LocationCount { cells, sims };
    let counts = LocationCounts {
        file: count(1, 2),
        api: count(1, 1),
        area: count(2, 2),
        country: count(1, 1),
        unknown: count(1, 2),
    };
    assert_eq!(cells.location_counts, counts);
    assert!(cells.attribution_required);
    assert_eq!((cells.movements.sims.as_slice(), cells.movements.impossible.as_slice()), (&[1][..], &[true][..]));
    assert!((10_300.0..10_400.0).contains(&cells.movements.longest_km));
    // The area in Great Britain is part of the box, the country of which no more is known is not.
    let bounds = cells.bounds.unwrap();
    assert_eq!([bounds.west, bounds.south, bounds.east, bounds.north].map(f64::round), [-2.0, 36.0, 140.0, 54.0]);
    let mexico = query_features(&mut engine, "country:MX").bounds.unwrap();
    assert_eq!((mexico.west, mexico.south), (mexico.east, mexico.north));
    // On another basis they are other cells.
    let current = query_features(&mut engine, "basis:current");
    assert_eq!((current.lon.as_slice(), current.radio.as_slice()), (&[-96.8][..], &[1][..]));
    assert!(!query_features(&mut engine, "country:MX").attribution_required);
}

#[test]
fn clicked_features_are_described_and_selected() {
    let mut engine = test_engine();
    query_features(&mut engine, "session:offline");
    let select = |engine: &Engine, features: &[u32]| engine.describe_features(features).unwrap().query;
    let placed = engine.describe_features(&[0, 1]).unwrap();
    assert_eq!((placed.sims, placed.cells, placed.seen), (2, 2, Some(HOUR_MS)));
    assert_eq!(placed.operators, [("NTT DOCOMO".to_owned(), 2)]);
    assert_eq!(placed.top_cells[0].name, "440-10-1-5");
    let second = &placed.top_cells[1];
    assert_eq!((second.origin, second.precision), (Some(PositionOrigin::Api), LocationPrecision::Cell));
    assert_eq!(placed.first_sims.iter().map(|sim| sim.row).collect::<Vec<_>>(), [1, 2]);
    let expected = BoundingBox { west: 139.77, south: 35.68, east: 139.78, north: 35.69 };
    assert_eq!(placed.bounds, Some(expected));
    assert_eq!(placed.query, "session:offline cell:440-10-1-5,440-10-1-6");
    assert_eq!(select(&engine, &[2]), "session:offline cell:234-10-5-9,234-10-5-8");
    let mexico = engine.describe_features(&[3]).unwrap();
    assert_eq!((mexico.country.as_str(), mexico.sims, mexico.bounds), ("MX", 1, None));
    assert_eq!(mexico.query, "session:offline country:MX located:country");
    // What is selected is what was counted.
    for features in [&[0_u32][..], &[0, 1], &[2], &[3]] {
        let placed = engine.describe_features(features).unwrap();
        let request = ViewRequest { query: placed.query.clone(), ..ViewRequest::default() };
        let mut other = test_engine();
        assert_eq!(
            other.build_view(&request, &Clock::utc(HOUR_MS)).unwrap().selected.records,
            placed.sims,
            "{features:?}"
        );
    }
    assert_eq!(engine.describe_features(&[99]).unwrap().sims, 0);
}

#[test]
fn an_impossible_movement_is_an_insight() {
    let request = ViewRequest { insights: true, ..ViewRequest::default() };
    let found = test_engine().build_view(&request, &Clock::utc(HOUR_MS)).unwrap().insights;
    let impossible = found.iter().find(|found| found.key == "impossible").unwrap();
    assert_eq!((impossible.query.as_str(), impossible.count), ("moved:impossible", 1));
}

#[test]
fn each_location_has_the_word_of_the_query_language_for_its_precision() {
    let words = LocationEvidence::ALL.map(|evidence| evidence.precision().query_word());
    assert_eq!(words, ["cell", "cell", "area", "country", "none"]);
    let mut counts = LocationCounts::default();
    for (sims, evidence) in (1..).zip(LocationEvidence::ALL) {
        counts.get_mut(evidence).add_cell(sims);
        assert_eq!(counts.get(evidence), LocationCount { cells: 1, sims }, "{evidence:?}");
    }
    assert_eq!(counts.positioned_cells(), 3);
}

#[test]
fn the_map_is_given_what_is_wanted_of_the_last_view() {
    let mut engine = test_engine();
    assert_eq!(engine.draw_features(MapContent::Cells), None, "there is no view");
    query_features(&mut engine, "");
    assert_eq!(engine.draw_features(MapContent::None), None);
    let cells = engine.draw_features(MapContent::Cells).unwrap();
    assert_eq!((cells.sims.len(), cells.movements.sims.len()), (4, 0));
}
