//! GeoJSON (RFC 7946): a feature for each cell, or for each SIM, with what is known of where it is.

use fleet::{Basis, CellLocation, Fleet, VisitedCell};
use places::{Point, PositionOrigin, find_network};
use query::{Field, TableTexts};
use serde_json::{Map, Value, json};

/// A part is handed over when it has this many bytes.
const CHUNK_BYTES: usize = 1 << 20;

/// A feature for each distinct cell that the rows were on, in parts: `sims`, how many rows; `cell`, `plmn`, `operator`,
/// `country`, `radio`, `area`, `id`; and of the place `known`, `origin`, `metres`.
///
/// Its geometry is a point where the cell or its area has a position, else null: somewhere in a country is no point.
/// `known` is `cell`, `area`, `country` or `none`; `origin` is `file` or `api`; `metres` is how far around the point.
pub fn write_cell_features<'a>(
    fleet: &'a Fleet,
    rows: &fleet::RowSet,
    basis: Basis,
) -> impl Iterator<Item = Vec<u8>> + 'a {
    let counts = query::count_by_site(fleet, rows, basis);
    let met = counts.into_iter().enumerate().skip(1).filter(|(_, sims)| *sims > 0);
    write_feature_collection(met.map(|(code, sims)| {
        let site = &fleet.visited_cells().as_slice()[code - 1];
        let mut properties = Map::new();
        properties.insert("sims".into(), sims.into());
        insert_site_properties(fleet, site, &mut properties);
        build_feature(&fleet.cell_locations()[code - 1], properties)
    }))
}

/// A feature for each row, in parts: `iccid`, `imsi`, `name`, `status`, `session`, `seen`, `imei` and what [`write_cell_features`] says of
/// its cell. Its geometry is null where no more than a country is known.
pub fn write_sim_features<'a>(
    fleet: &'a Fleet,
    rows: impl Iterator<Item = u32> + 'a,
    basis: Basis,
) -> impl Iterator<Item = Vec<u8>> + 'a {
    const PROPERTY_COLUMNS: [Field; 7] =
        [Field::Iccid, Field::Imsi, Field::Name, Field::Status, Field::Session, Field::Seen, Field::Imei];
    let texts = TableTexts::new(fleet, basis);
    write_feature_collection(rows.map(move |row| {
        let row = row as usize;
        let mut properties = Map::new();
        for column in PROPERTY_COLUMNS {
            let text = texts.get(column, row);
            properties.insert(column.key().into(), if text.is_empty() { Value::Null } else { text.into() });
        }
        let code = fleet.visited_cells().code_of(fleet.columns(), basis, row);
        match fleet.visited_cells().get(code) {
            Some(site) => {
                insert_site_properties(fleet, site, &mut properties);
                build_feature(&fleet.cell_locations()[code as usize - 1], properties)
            }
            None => build_feature(&CellLocation::NoCountry, properties),
        }
    }))
}

fn insert_site_properties(fleet: &Fleet, site: &VisitedCell, properties: &mut Map<String, Value>) {
    let known = find_network(site.plmn);
    let radio = fleet.visited_cells().radio_name(site);
    let or_null = |text: &str| if text.is_empty() { Value::Null } else { text.into() };
    for (key, value) in [
        ("cell", query::cell_name(site).into()),
        ("plmn", site.plmn.to_string().into()),
        ("operator", known.operator.map_or(Value::Null, Into::into)),
        ("country", known.territory.query_key().into()),
        ("radio", or_null(radio)),
        ("area", site.area.map_or(Value::Null, Into::into)),
        ("id", site.id.map_or(Value::Null, |id| id.number().into())),
    ] {
        properties.insert(key.into(), value);
    }
}

fn build_feature(whereabouts: &CellLocation, mut properties: Map<String, Value>) -> Value {
    let place = match whereabouts {
        CellLocation::Cell(located) => Some((located.point, located.range_m, located.origin)),
        CellLocation::Area(_, spread) => Some((spread.centre, spread.radius_m, spread.origin)),
        CellLocation::Country(_) | CellLocation::NoCountry => None,
    };
    properties.insert("known".into(), whereabouts.precision().query_word().into());
    if let Some((_, metres, origin)) = place {
        properties.insert("origin".into(), if origin == PositionOrigin::File { "file" } else { "api" }.into());
        properties.insert("metres".into(), metres.into());
    }
    json!({ "type": "Feature", "geometry": place.map(|(at, ..)| build_point_geometry(at)), "properties": properties })
}

fn build_point_geometry(at: Point) -> Value {
    json!({ "type": "Point", "coordinates": [at.lon(), at.lat()] })
}

/// Features as a collection, one a line.
fn write_feature_collection<'a>(features: impl Iterator<Item = Value> + 'a) -> impl Iterator<Item = Vec<u8>> + 'a {
    let mut features = features.fuse();
    let mut stage = 0;
    std::iter::from_fn(move || {
        let mut part = Vec::new();
        if stage == 2 {
            return None;
        }
        while part.len() < CHUNK_BYTES {
            match features.next() {
                Some(feature) => {
                    let before: &[u8] =
                        if stage == 0 { b"{\"type\":\"FeatureCollection\",\"features\":[\n" } else { b",\n" };
                    stage = 1;
                    part.extend_from_slice(before);
                    // Writing a value to memory cannot fail.
                    let _ = serde_json::to_writer(&mut part, &feature);
                }
                None => {
                    let end: &[u8] =
                        if stage == 0 { b"{\"type\":\"FeatureCollection\",\"features\":[]}\n" } else { b"\n]}\n" };
                    stage = 2;
                    part.extend_from_slice(end);
                    break;
                }
            }
        }
        Some(part)
    })
}

#[cfg(test)]
#[path = "geojson_tests.rs"]
mod tests;
