//! Where countries are, from the npm package world-atlas (Natural Earth).

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use super::shape::{self, Point};
use super::topology::{Polygon, Topology};
use super::{Error, hand_kept, json, strange};

/// A country whose largest piece is below this has a dot: at the width of a screen it is less than two pixels across.
const DOT_BELOW_KM2: f64 = 3000.0;

/// Antarctica has no network of its own, and would take a third of the map.
const LEFT_OUT: &str = "010";

/// The two files as text.
pub struct Files {
    /// `country, longitude, latitude, "dot"`.
    pub centres: String,
    /// TopoJSON with the objects `countries` and `dots`; the id of a geometry is its ISO 3166-1 alpha-2 code.
    pub countries: String,
}

struct Part {
    outline: String,
    code: String,
    /// West, south, east, north.
    within: [f64; 4],
}

/// Makes both files from a topology and the hand-kept tables in `places`: ISO codes, parts of outlines, places without any.
pub fn files(atlas: &Path, places: &Path) -> Result<Files, Error> {
    let topology: Topology = json(atlas)?;
    let codes: BTreeMap<String, String> =
        hand_kept::<2>(&places.join("iso3166.tsv"))?.into_iter().map(|[numeric, code]| (numeric, code)).collect();
    let parts = parts(&places.join("parts.tsv"))?;

    let mut outlines: BTreeMap<String, Vec<&Polygon>> = BTreeMap::new();
    for (geometry, polygons) in topology.outlines().filter(|(geometry, _)| geometry.id.as_deref() != Some(LEFT_OUT)) {
        let own = match &geometry.id {
            Some(id) => codes.get(id).ok_or_else(|| strange(atlas, format!("{id} is not in ISO 3166-1")))?,
            None => "",
        };
        for polygon in polygons {
            let ring = outer(&topology, polygon);
            let part = parts.iter().find(|part| part.outline == geometry.properties.name && part.holds(&ring));
            outlines.entry(part.map_or(own, |part| &part.code).to_owned()).or_default().push(polygon);
        }
    }
    for part in &parts {
        if !outlines.contains_key(&part.code) {
            return Err(strange(atlas, format!("{} has no piece for {}", part.outline, part.code)));
        }
    }

    let mut centres: BTreeMap<String, (Point, bool)> = BTreeMap::new();
    for (code, polygons) in outlines.iter().filter(|(code, _)| !code.is_empty()) {
        let rings = polygons.iter().map(|polygon| outer(&topology, polygon)).map(|ring| (shape::area(&ring), ring));
        if let Some((area, ring)) = rings.max_by(|(a, _), (b, _)| a.total_cmp(b)) {
            centres.insert(code.clone(), (shape::inside(&ring), area < DOT_BELOW_KM2));
        }
    }
    let absent = places.join("absent.tsv");
    for [code, lon, lat, _what] in hand_kept::<4>(&absent)? {
        let at = Point { lon: degrees(&absent, &lon)?, lat: degrees(&absent, &lat)? };
        if centres.insert(code.clone(), (at, true)).is_some() {
            return Err(strange(&absent, format!("{code} has an outline")));
        }
    }

    let mut text = String::new();
    for (code, (at, dot)) in &centres {
        _ = writeln!(text, "{code}\t{:.2}\t{:.2}{}", at.lon, at.lat, if *dot { "\tdot" } else { "" });
    }
    let dots = centres.into_iter().filter(|(_, (_, dot))| *dot).map(|(code, (at, _))| (code, at)).collect();
    Ok(Files { centres: text, countries: topology.write(&outlines, &dots) })
}

impl Part {
    fn holds(&self, ring: &[Point]) -> bool {
        let [west, south, east, north] = self.within;
        ring.iter().all(|p| (west..=east).contains(&p.lon) && (south..=north).contains(&p.lat))
    }
}

fn parts(path: &Path) -> Result<Vec<Part>, Error> {
    hand_kept::<7>(path)?
        .into_iter()
        .map(|[outline, code, west, south, east, north, _why]| {
            let within = [degrees(path, &west)?, degrees(path, &south)?, degrees(path, &east)?, degrees(path, &north)?];
            Ok(Part { outline, code, within })
        })
        .collect()
}

fn outer(topology: &Topology, polygon: &Polygon) -> Vec<Point> {
    polygon.first().map(|ring| topology.ring(ring)).unwrap_or_default()
}

fn degrees(path: &Path, text: &str) -> Result<f64, Error> {
    text.parse().map_err(|_| strange(path, format!("not degrees: {text}")))
}
