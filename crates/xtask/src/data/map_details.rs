//! The details that the map shows when zoomed in: borders of states and provinces, and cities.

use std::fmt::Write as _;
use std::path::Path;

use serde::Deserialize;
use serde_json::json;

use super::ring_geometry::LonLatDegrees;
use super::{DataTableError, read_json, source_error, table_file_error};

/// Grid steps per degree in the written file: one step is about a kilometre.
const GRID_STEPS_PER_DEGREE: f64 = 100.0;
/// Maximum distance in degrees of a removed point from the simplified line.
const SIMPLIFY_TOLERANCE_DEGREES: f64 = 0.02;
/// Minimum population of the cities of each rank.
const CITY_RANKS: [(f64, u8); 4] = [(3e6, 1), (1e6, 2), (3e5, 3), (1e5, 4)];

#[derive(Deserialize)]
struct CityRecord {
    city: String,
    lat: f64,
    lng: f64,
    pop: f64,
}

/// Generates the table of cities as rows of `[name, longitude, latitude, rank]`, largest first.
pub fn city_table(source: &Path) -> Result<String, DataTableError> {
    let mut cities: Vec<CityRecord> = read_json(source)?;
    cities.sort_by(|a, b| b.pop.total_cmp(&a.pop).then_with(|| a.city.cmp(&b.city)));
    let ranked = cities.iter().filter_map(|city| {
        let rank = CITY_RANKS.iter().find(|(people, _)| city.pop >= *people)?.1;
        let round = |degrees: f64| (degrees * 1e3).round() / 1e3;
        Some(json!([city.city, round(city.lng), round(city.lat), rank]).to_string())
    });
    Ok(format!("[\n{}\n]\n", ranked.collect::<Vec<_>>().join(",\n")))
}

/// Generates TopoJSON with the object `lines`, from a shapefile of lines (ESRI Shapefile Technical Description, July
/// 1998).
pub fn state_borders_topojson(source: &Path) -> Result<String, DataTableError> {
    let bytes = std::fs::read(source).map_err(table_file_error(source))?;
    let lines = parse_shapefile_lines(&bytes).ok_or_else(|| source_error(source, "not a shapefile of lines"))?;
    let mut arcs = Vec::new();
    for line in lines {
        let mut steps: Vec<[i64; 2]> = Vec::new();
        let mut last = [0, 0];
        for point in simplify_line(&line) {
            #[expect(clippy::cast_possible_truncation, reason = "degrees in hundredths")]
            let [x, y] = [point.lon, point.lat].map(|degrees| (degrees * GRID_STEPS_PER_DEGREE).round() as i64);
            if steps.is_empty() || [x, y] != last {
                steps.push([x - last[0], y - last[1]]);
                last = [x, y];
            }
        }
        if steps.len() > 1 {
            arcs.push(json!(steps).to_string());
        }
    }
    let mut text = format!(
        "{{\"type\":\"Topology\",\"transform\":{{\"scale\":[{0},{0}],\"translate\":[0,0]}},",
        1.0 / GRID_STEPS_PER_DEGREE
    );
    let all: Vec<[usize; 1]> = (0..arcs.len()).map(|arc| [arc]).collect();
    let object = json!({ "type": "MultiLineString", "arcs": all });
    _ = write!(
        text,
        "\"objects\":{{\"lines\":{{\"type\":\"GeometryCollection\",\"geometries\":[{object}]}}}},\"arcs\":[\n{}\n]}}\n",
        arcs.join(",\n")
    );
    Ok(text)
}

/// Parses the lines of a shapefile; `None` if it is not a shapefile of lines.
fn parse_shapefile_lines(bytes: &[u8]) -> Option<Vec<Vec<LonLatDegrees>>> {
    const HEADER_BYTES: usize = 100;
    let read_i32 = |offset: usize| Some(i32::from_le_bytes(bytes.get(offset..offset + 4)?.try_into().ok()?));
    let read_count = |offset: usize| usize::try_from(read_i32(offset)?).ok();
    let read_f64 = |offset: usize| Some(f64::from_le_bytes(bytes.get(offset..offset + 8)?.try_into().ok()?));
    let mut lines = Vec::new();
    let mut record = HEADER_BYTES;
    while record < bytes.len() {
        let words = i32::from_be_bytes(bytes.get(record + 4..record + 8)?.try_into().ok()?);
        let body = record + 8;
        record = body + usize::try_from(words).ok()? * 2;
        match read_i32(body)? {
            // A null shape has no content.
            0 => continue,
            3 => {}
            _ => return None,
        }
        let (parts, points) = (read_count(body + 36)?, read_count(body + 40)?);
        let first = body + 44 + 4 * parts;
        let mut ends = (1..parts).map(|part| read_count(body + 44 + 4 * part)).collect::<Option<Vec<_>>>()?;
        ends.push(points);
        let mut start = 0;
        for end in ends {
            let line = (start..end).map(|index| {
                Some(LonLatDegrees { lon: read_f64(first + 16 * index)?, lat: read_f64(first + 16 * index + 8)? })
            });
            lines.push(line.collect::<Option<Vec<_>>>()?);
            start = end;
        }
    }
    Some(lines)
}

/// Removes the points of a line that are closer to the simplified line than [`SIMPLIFY_TOLERANCE_DEGREES`] (Douglas and
/// Peucker).
fn simplify_line(line: &[LonLatDegrees]) -> Vec<LonLatDegrees> {
    let [first, .., last] = line else { return line.to_vec() };
    let length = (last.lon - first.lon).hypot(last.lat - first.lat);
    let distance = |point: &LonLatDegrees| {
        let (x, y) = (point.lon - first.lon, point.lat - first.lat);
        if length < 1e-9 {
            x.hypot(y)
        } else {
            ((last.lon - first.lon) * y - (last.lat - first.lat) * x).abs() / length
        }
    };
    let farthest = line.iter().enumerate().map(|(i, point)| (i, distance(point))).max_by(|a, b| a.1.total_cmp(&b.1));
    match farthest {
        Some((i, distance)) if distance > SIMPLIFY_TOLERANCE_DEGREES && i > 0 && i < line.len() - 1 => {
            let mut kept = simplify_line(&line[..=i]);
            kept.pop();
            kept.extend(simplify_line(&line[i..]));
            kept
        }
        _ => vec![*first, *last],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shapefile_of_lines_is_read() {
        let mut bytes = vec![0; 100];
        bytes.extend(1_i32.to_be_bytes());
        bytes.extend(((44 + 8 + 4 * 16) / 2_i32).to_be_bytes());
        bytes.extend(3_i32.to_le_bytes());
        bytes.extend([0; 32]);
        for number in [2_i32, 4, 0, 2] {
            bytes.extend(number.to_le_bytes());
        }
        for degrees in [1.0_f64, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0] {
            bytes.extend(degrees.to_le_bytes());
        }
        let point = |lon, lat| LonLatDegrees { lon, lat };
        assert_eq!(
            parse_shapefile_lines(&bytes),
            Some(vec![vec![point(1.0, 2.0), point(3.0, 4.0)], vec![point(5.0, 6.0), point(7.0, 8.0)]])
        );
        assert_eq!(parse_shapefile_lines(&bytes[..150]), None);
    }

    #[test]
    fn a_bend_survives_simplification() {
        let point = |lon, lat| LonLatDegrees { lon, lat };
        let straight = [point(0.0, 0.0), point(1.0, 0.001), point(2.0, 0.0)];
        assert_eq!(simplify_line(&straight), [straight[0], straight[2]]);
        let bent = [point(0.0, 0.0), point(1.0, 0.5), point(2.0, 0.0)];
        assert_eq!(simplify_line(&bent), bent);
    }
}
