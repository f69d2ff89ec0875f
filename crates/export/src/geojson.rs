//! Writes GeoJSON (RFC 7946): a feature for each cell or for each SIM, with its known position.

use fleet::{Basis, CellLocation, Fleet, VisitedCell};
use places::{Point, PositionOrigin, find_network};
use query::{Field, TableTexts};
use serde_json::{Map, Value, json};

/// Minimum size of a chunk in bytes.
const CHUNK_BYTES: usize = 1 << 20;

/// Writes a feature for each distinct cell of the rows, in chunks. Its properties are `sims`, the number of rows;
/// `cell`, `plmn`, `operator`, `country`, `radio`, `area`, `id`; and, of the position, `known`, `origin`, `metres`.
///
/// The geometry is a point if the cell or its area has a position, otherwise null, even if the country is known.
/// `known` is `cell`, `area`, `country` or `none`; `origin` is `file` or `api`; `metres` is the radius around the
/// point.
pub fn write_cell_features<'a>(
    fleet: &'a Fleet,
    rows: &fleet::RowSet,
    basis: Basis,
) -> impl Iterator<Item = Vec<u8>> + 'a {
    let counts = query::count_by_site(fleet, rows, basis);
    let visited = counts.into_iter().enumerate().skip(1).filter(|(_, sims)| *sims > 0);
    write_feature_collection(visited.map(|(code, sims)| {
        let site = &fleet.visited_cells().as_slice()[code - 1];
        let mut properties = Map::new();
        properties.insert("sims".into(), sims.into());
        insert_site_properties(fleet, site, &mut properties);
        build_feature(&fleet.cell_locations()[code - 1], properties)
    }))
}

/// Writes a feature for each row, in chunks. Its properties are `iccid`, `imsi`, `name`, `status`, `session`, `seen`,
/// `imei` and those of its cell in [`write_cell_features`]. The geometry is null if no more than a country is known.
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
    let network = find_network(site.plmn);
    let radio = fleet.visited_cells().radio_name(site);
    let or_null = |text: &str| if text.is_empty() { Value::Null } else { text.into() };
    for (key, value) in [
        ("cell", query::cell_name(site).into()),
        ("plmn", site.plmn.to_string().into()),
        ("operator", network.operator.map_or(Value::Null, Into::into)),
        ("country", network.territory.query_key().into()),
        ("radio", or_null(radio)),
        ("area", site.area.map_or(Value::Null, Into::into)),
        ("id", site.id.map_or(Value::Null, |id| id.number().into())),
    ] {
        properties.insert(key.into(), value);
    }
}

fn build_feature(location: &CellLocation, mut properties: Map<String, Value>) -> Value {
    let position = match location {
        CellLocation::Cell(cell) => Some((cell.point, cell.range_m, cell.origin)),
        CellLocation::Area(_, area) => Some((area.centre, area.radius_m, area.origin)),
        CellLocation::Country(_) | CellLocation::NoCountry => None,
    };
    properties.insert("known".into(), location.precision().query_word().into());
    if let Some((_, metres, origin)) = position {
        properties.insert("origin".into(), if origin == PositionOrigin::File { "file" } else { "api" }.into());
        properties.insert("metres".into(), metres.into());
    }
    json!({ "type": "Feature", "geometry": position.map(|(point, ..)| build_point_geometry(point)), "properties": properties })
}

fn build_point_geometry(point: Point) -> Value {
    json!({ "type": "Point", "coordinates": [point.lon(), point.lat()] })
}

/// The part of a feature collection that was written so far.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CollectionState {
    Empty,
    HasFeatures,
    Finished,
}

/// Writes features as a collection, one a line.
fn write_feature_collection<'a>(features: impl Iterator<Item = Value> + 'a) -> impl Iterator<Item = Vec<u8>> + 'a {
    let mut features = features.fuse();
    let mut state = CollectionState::Empty;
    std::iter::from_fn(move || {
        let mut chunk = Vec::new();
        if state == CollectionState::Finished {
            return None;
        }
        while chunk.len() < CHUNK_BYTES {
            match features.next() {
                Some(feature) => {
                    chunk.extend_from_slice(match state {
                        CollectionState::Empty => b"{\"type\":\"FeatureCollection\",\"features\":[\n",
                        _ => b",\n",
                    });
                    state = CollectionState::HasFeatures;
                    // Writing a value to memory cannot fail.
                    let _ = serde_json::to_writer(&mut chunk, &feature);
                }
                None => {
                    chunk.extend_from_slice(match state {
                        CollectionState::Empty => b"{\"type\":\"FeatureCollection\",\"features\":[]}\n",
                        _ => b"\n]}\n",
                    });
                    state = CollectionState::Finished;
                    break;
                }
            }
        }
        Some(chunk)
    })
}

#[cfg(test)]
#[path = "geojson_tests.rs"]
mod tests;
