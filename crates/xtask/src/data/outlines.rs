//! Generates the centres and outlines of countries from the npm package world-atlas (Natural Earth).

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use super::ring_geometry::{self, LonLatDegrees};
use super::topology::{PolygonArcs, Topology};
use super::{DataTableError, read_hand_kept, read_json, source_error};

/// Area in km² below which the largest part of a country is marked with a dot: when the map is as wide as a screen, it
/// is less than two pixels across.
const DOT_BELOW_KM2: f64 = 3000.0;

/// The ID of Antarctica, which is left out: it has no network of its own and would take a third of the map.
const ANTARCTICA_ID: &str = "010";

/// The texts of the two files.
pub struct OutlineFiles {
    /// `country, longitude, latitude, "dot"`.
    pub centres: String,
    /// TopoJSON with the objects `countries` and `dots`; the id of a geometry is its ISO 3166-1 alpha-2 code.
    pub countries: String,
}

struct OutlinePart {
    outline: String,
    code: String,
    /// West, south, east and north in degrees.
    bounds: [f64; 4],
}

struct CountryCentre {
    point: LonLatDegrees,
    has_dot: bool,
}

/// Generates both files from a topology and the hand-kept tables in `places_data`: ISO codes, parts of outlines, places
/// without an outline.
pub fn outline_files(atlas: &Path, places_data: &Path) -> Result<OutlineFiles, DataTableError> {
    let topology: Topology = read_json(atlas)?;
    let codes: BTreeMap<String, String> = read_hand_kept::<2>(&places_data.join("iso3166.tsv"))?
        .into_iter()
        .map(|[numeric, code]| (numeric, code))
        .collect();
    let parts = read_outline_parts(&places_data.join("parts.tsv"))?;

    let mut outlines: BTreeMap<String, Vec<&PolygonArcs>> = BTreeMap::new();
    for (geometry, polygons) in
        topology.outlines().filter(|(geometry, _)| geometry.id.as_deref() != Some(ANTARCTICA_ID))
    {
        let own = match &geometry.id {
            Some(id) => codes.get(id).ok_or_else(|| source_error(atlas, format!("{id} is not in ISO 3166-1")))?,
            None => "",
        };
        for polygon in polygons {
            let ring = outer_ring(&topology, polygon);
            let part = parts.iter().find(|part| part.outline == geometry.properties.name && part.contains_ring(&ring));
            outlines.entry(part.map_or(own, |part| &part.code).to_owned()).or_default().push(polygon);
        }
    }
    for part in &parts {
        if !outlines.contains_key(&part.code) {
            return Err(source_error(atlas, format!("{} has no piece for {}", part.outline, part.code)));
        }
    }

    let mut centres: BTreeMap<String, CountryCentre> = BTreeMap::new();
    for (code, polygons) in outlines.iter().filter(|(code, _)| !code.is_empty()) {
        let rings = polygons
            .iter()
            .map(|polygon| outer_ring(&topology, polygon))
            .map(|ring| (ring_geometry::ring_area_km2(&ring), ring));
        if let Some((area, ring)) = rings.max_by(|(a, _), (b, _)| a.total_cmp(b)) {
            let centre = CountryCentre { point: ring_geometry::point_inside(&ring), has_dot: area < DOT_BELOW_KM2 };
            centres.insert(code.clone(), centre);
        }
    }
    let absent = places_data.join("absent.tsv");
    for [code, lon, lat, _what] in read_hand_kept::<4>(&absent)? {
        let point = LonLatDegrees { lon: parse_degrees(&absent, &lon)?, lat: parse_degrees(&absent, &lat)? };
        if centres.insert(code.clone(), CountryCentre { point, has_dot: true }).is_some() {
            return Err(source_error(&absent, format!("{code} has an outline")));
        }
    }

    let mut text = String::new();
    for (code, CountryCentre { point, has_dot }) in &centres {
        _ = writeln!(text, "{code}\t{:.2}\t{:.2}{}", point.lon, point.lat, if *has_dot { "\tdot" } else { "" });
    }
    let dots =
        centres.into_iter().filter(|(_, centre)| centre.has_dot).map(|(code, centre)| (code, centre.point)).collect();
    Ok(OutlineFiles { centres: text, countries: topology.to_topojson(&outlines, &dots) })
}

impl OutlinePart {
    fn contains_ring(&self, ring: &[LonLatDegrees]) -> bool {
        let [west, south, east, north] = self.bounds;
        ring.iter().all(|p| (west..=east).contains(&p.lon) && (south..=north).contains(&p.lat))
    }
}

fn read_outline_parts(path: &Path) -> Result<Vec<OutlinePart>, DataTableError> {
    read_hand_kept::<7>(path)?
        .into_iter()
        .map(|[outline, code, west, south, east, north, _why]| {
            let bounds = [
                parse_degrees(path, &west)?,
                parse_degrees(path, &south)?,
                parse_degrees(path, &east)?,
                parse_degrees(path, &north)?,
            ];
            Ok(OutlinePart { outline, code, bounds })
        })
        .collect()
}

fn outer_ring(topology: &Topology, polygon: &PolygonArcs) -> Vec<LonLatDegrees> {
    polygon.first().map(|ring| topology.ring_points(ring)).unwrap_or_default()
}

fn parse_degrees(path: &Path, text: &str) -> Result<f64, DataTableError> {
    text.parse().map_err(|_| source_error(path, format!("not degrees: {text}")))
}
