//! Tests of GeoJSON.

use super::*;
use fleet::{Record, RecordSpan, RowSet, SourceId};
use geojson::{Feature, FeatureCollection, GeoJson, GeometryValue};
use places::{Plmn, Position};

fn build_located_fleet() -> Fleet {
    let mut fleet = Fleet::default();
    fleet.begin_source(SourceId(0), "");
    for (i, (mcc, mnc, area)) in
        [(440, 10, 1), (440, 10, 1), (440, 10, 2), (334, 20, 3), (901, 12, 1)].into_iter().enumerate()
    {
        let cell = fleet::Cell {
            plmn: Plmn { mcc, mnc }.into(),
            radio: "LTE".into(),
            area: Some(area),
            id: Some(fleet::CellId::Eci(9)),
        };
        let record = Record {
            imsi: format!("29505000000000{i}").into(),
            name: "a \"b\"".into(),
            previous_cell: Some(cell),
            ..Record::default()
        };
        fleet.push(&record, RecordSpan::default()).unwrap();
    }
    fleet.push(&Record { imsi: "1".into(), ..Record::default() }, RecordSpan::default()).unwrap();
    fleet.resolve_duplicates();
    let sites = fleet.visited_cells().clone();
    let point_at = |lat, lon| Point::new(lat, lon).unwrap();
    let position = Position { point: point_at(35.68, 139.77), range_m: 700, origin: PositionOrigin::Api };
    fleet.positions_mut().insert_cell(sites.cell_key(&sites.as_slice()[0]).unwrap(), position);
    fleet.positions_mut().add_cell_to_area(sites.area_key(&sites.as_slice()[1]).unwrap(), point_at(34.7, 135.5));
    fleet
}

fn parse_features(chunks: impl Iterator<Item = Vec<u8>>) -> Vec<Feature> {
    let text = String::from_utf8(chunks.flatten().collect()).unwrap();
    let GeoJson::FeatureCollection(FeatureCollection { features, .. }) = text.parse().unwrap() else {
        panic!("{text}")
    };
    features
}

fn feature_coordinates(feature: &Feature) -> Option<Vec<f64>> {
    match &feature.geometry.as_ref()?.value {
        GeometryValue::Point { coordinates } => Some(coordinates.as_slice().to_vec()),
        other => panic!("{other:?}"),
    }
}

fn feature_property<'a>(feature: &'a Feature, key: &str) -> &'a Value {
    feature.property(key).unwrap_or(&Value::Null)
}

#[test]
fn each_cell_is_a_feature_with_its_sims_and_its_position() {
    let fleet = build_located_fleet();
    let features = parse_features(write_cell_features(&fleet, &RowSet::with_all_rows(6), Basis::Previous));
    let sims_by_cell: Vec<_> = features
        .iter()
        .map(|f| (feature_property(f, "cell").as_str().unwrap(), feature_property(f, "sims").as_u64()))
        .collect();
    let expected = [("440-10-1-9", 2), ("440-10-2-9", 1), ("334-020-3-9", 1), ("901-12-1-9", 1)];
    assert_eq!(sims_by_cell, expected.map(|(cell, sims)| (cell, Some(sims))));
    assert_eq!(
        features.iter().map(feature_coordinates).collect::<Vec<_>>(),
        [Some(vec![139.77, 35.68]), Some(vec![135.5, 34.7]), None, None]
    );
    let known: Vec<_> = features
        .iter()
        .map(|f| (feature_property(f, "known").as_str().unwrap(), feature_property(f, "origin").as_str()))
        .collect();
    assert_eq!(known, [("cell", Some("api")), ("area", Some("file")), ("country", None), ("none", None)]);
    assert_eq!(
        (feature_property(&features[0], "metres"), feature_property(&features[0], "country")),
        (&json!(700), &json!("JP"))
    );
}

#[test]
fn a_network_without_an_mnc_is_named_by_its_mcc() {
    let mut fleet = Fleet::default();
    fleet.begin_source(SourceId(0), "");
    let plmn = places::VisitedPlmn { mcc: 310, mnc: None };
    let cell = fleet::Cell { plmn, radio: "LTE".into(), area: Some(7), id: Some(fleet::CellId::Eci(9)) };
    fleet.push(&Record { previous_cell: Some(cell), ..Record::default() }, RecordSpan::default()).unwrap();
    fleet.resolve_duplicates();
    let features = parse_features(write_cell_features(&fleet, &RowSet::with_all_rows(1), Basis::Previous));
    let properties =
        ["country", "plmn", "operator", "cell", "known"].map(|key| feature_property(&features[0], key).as_str());
    assert_eq!(properties, [Some("US"), Some("310-unknown"), None, Some("310-unknown-7-9"), Some("country")]);
}

#[test]
fn each_sim_is_a_feature_with_the_position_of_its_cell() {
    let fleet = build_located_fleet();
    let features = parse_features(write_sim_features(&fleet, [5, 0, 3].into_iter(), Basis::Previous));
    assert_eq!(features.iter().map(feature_coordinates).collect::<Vec<_>>(), [None, Some(vec![139.77, 35.68]), None]);
    let known: Vec<_> =
        features.iter().map(|f| (feature_property(f, "imsi").clone(), feature_property(f, "known").clone())).collect();
    assert_eq!(
        known,
        [
            (json!("1"), json!("none")),
            (json!("295050000000000"), json!("cell")),
            (json!("295050000000003"), json!("country"))
        ]
    );
    assert_eq!(
        (feature_property(&features[1], "name"), feature_property(&features[1], "status")),
        (&json!("a \"b\""), &Value::Null)
    );
}

#[test]
fn an_empty_selection_is_a_collection_and_a_large_one_comes_in_chunks() {
    let fleet = build_located_fleet();
    assert_eq!(parse_features(write_sim_features(&fleet, std::iter::empty(), Basis::Previous)).len(), 0);
    let chunks: Vec<_> = write_sim_features(&fleet, (0..12_000).map(|row| row % 6), Basis::Previous).collect();
    assert!(chunks.len() > 2 && chunks.iter().all(|chunk| chunk.len() < CHUNK_BYTES + 4096), "{}", chunks.len());
    assert_eq!(parse_features(chunks.into_iter()).len(), 12_000);
}
