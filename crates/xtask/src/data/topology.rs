//! TopoJSON: outlines as shared arcs, read and written.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde::Deserialize;
use serde_json::{Value, json};

use super::ring_geometry::LonLatDegrees;

/// A topology with one object, `countries`.
#[derive(Deserialize)]
pub struct Topology {
    arcs: Vec<Vec<[i64; 2]>>,
    transform: TopologyTransform,
    objects: TopologyObjects,
}

#[derive(Deserialize)]
struct TopologyTransform {
    scale: [f64; 2],
    translate: [f64; 2],
}

#[derive(Deserialize)]
struct TopologyObjects {
    countries: CountryCollection,
}

#[derive(Deserialize)]
struct CountryCollection {
    geometries: Vec<CountryGeometry>,
}

/// One outline as it is read.
#[derive(Deserialize)]
pub struct CountryGeometry {
    /// ISO 3166-1 numeric, three digits.
    pub id: Option<String>,
    /// What else is known.
    pub properties: CountryProperties,
    #[serde(flatten)]
    shape: CountryShape,
}

/// What else is known of an outline.
#[derive(Deserialize)]
pub struct CountryProperties {
    /// Its name in English.
    pub name: String,
}

#[derive(Deserialize)]
#[serde(tag = "type", content = "arcs")]
enum CountryShape {
    Polygon(PolygonArcs),
    MultiPolygon(Vec<PolygonArcs>),
}

/// Rings, the outer one first; a ring is a chain of arcs, by number, `!number` where it runs backwards.
pub type PolygonArcs = Vec<Vec<i64>>;

/// Steps to a degree in what is written: 0.01 degrees, about a kilometre.
const GRID_STEPS_PER_DEGREE: f64 = 100.0;

impl Topology {
    /// The outlines.
    pub fn outlines(&self) -> impl Iterator<Item = (&CountryGeometry, &[PolygonArcs])> {
        self.objects.countries.geometries.iter().map(|geometry| match &geometry.shape {
            CountryShape::Polygon(one) => (geometry, std::slice::from_ref(one)),
            CountryShape::MultiPolygon(many) => (geometry, many.as_slice()),
        })
    }

    /// The points of a ring in degrees. Beyond the antimeridian longitudes run on, past 180.
    pub fn ring_points(&self, arcs: &[i64]) -> Vec<LonLatDegrees> {
        let mut points: Vec<LonLatDegrees> = Vec::new();
        for &arc in arcs {
            let mut part = self.arc_points(arc);
            if arc < 0 {
                part.reverse();
            }
            // An arc begins where the one before it ended.
            points.pop();
            points.extend(part);
        }
        points
    }

    fn arc_points(&self, number: i64) -> Vec<LonLatDegrees> {
        let index = usize::try_from(if number < 0 { !number } else { number }).unwrap_or(usize::MAX);
        let (mut x, mut y, mut turns) = (0, 0, 0.0);
        let mut points: Vec<LonLatDegrees> = Vec::new();
        for [dx, dy] in self.arcs.get(index).into_iter().flatten() {
            (x, y) = (x + dx, y + dy);
            #[expect(clippy::cast_precision_loss, reason = "quantised degrees are far below 2^52")]
            let (lon, lat) = (x as f64 * self.transform.scale[0], y as f64 * self.transform.scale[1]);
            let (lon, lat) = (lon + self.transform.translate[0], lat + self.transform.translate[1]);
            match points.last() {
                Some(last) if lon + turns - last.lon > 180.0 => turns -= 360.0,
                Some(last) if last.lon - (lon + turns) > 180.0 => turns += 360.0,
                _ => {}
            }
            points.push(LonLatDegrees { lon: lon + turns, lat });
        }
        points
    }

    /// Writes polygons and dots under their codes (`""`: none), on a grid of [`GRID_STEPS_PER_DEGREE`], with the arcs that they use alone.
    pub fn to_topojson(
        &self,
        outlines: &BTreeMap<String, Vec<&PolygonArcs>>,
        dots: &BTreeMap<String, LonLatDegrees>,
    ) -> String {
        let arcs_of = |polygon: &PolygonArcs| {
            polygon.iter().flatten().map(|&arc| if arc < 0 { !arc } else { arc }).collect::<Vec<_>>()
        };
        let visible: BTreeMap<&String, Vec<&PolygonArcs>> = outlines
            .iter()
            .map(|(code, polygons)| {
                (code, polygons.iter().copied().filter(|polygon| self.is_visible_on_grid(polygon)).collect())
            })
            .collect();
        let used: BTreeSet<i64> = visible.values().flatten().flat_map(|polygon| arcs_of(polygon)).collect();
        let renumbered: BTreeMap<i64, i64> = used.iter().copied().zip(0..).collect();
        let renumber = |arc: i64| if arc < 0 { !renumbered[&!arc] } else { renumbered[&arc] };

        let mut text = format!(
            "{{\"type\":\"Topology\",\"transform\":{{\"scale\":[{0},{0}],\"translate\":[0,0]}},",
            1.0 / GRID_STEPS_PER_DEGREE
        );
        text.push_str("\"objects\":{\"countries\":{\"type\":\"GeometryCollection\",\"geometries\":[\n");
        let mut lines = visible.into_iter().filter(|(_, polygons)| !polygons.is_empty()).map(|(code, polygons)| {
            let arcs: Vec<PolygonArcs> = polygons
                .into_iter()
                .map(|polygon| polygon.iter().map(|ring| ring.iter().map(|&arc| renumber(arc)).collect()).collect())
                .collect();
            let mut geometry = json!({ "type": "MultiPolygon", "arcs": arcs });
            if !code.is_empty() {
                geometry["id"] = Value::from(code.as_str());
            }
            geometry.to_string()
        });
        append_joined(&mut text, &mut lines);
        text.push_str("\n]},\"dots\":{\"type\":\"GeometryCollection\",\"geometries\":[\n");
        let mut lines = dots.iter().map(|(code, at)| {
            let [x, y] = snap_to_grid(*at);
            json!({ "type": "Point", "id": code, "coordinates": [x, y] }).to_string()
        });
        append_joined(&mut text, &mut lines);
        text.push_str("\n]}},\"arcs\":[\n");
        let mut lines = used.iter().map(|&arc| json!(delta_encode(&self.arc_points(arc))).to_string());
        append_joined(&mut text, &mut lines);
        text.push_str("\n]}\n");
        text
    }

    /// Whether the outer ring still has an inside when its points are moved to the grid.
    fn is_visible_on_grid(&self, polygon: &PolygonArcs) -> bool {
        let points: BTreeSet<[i64; 2]> =
            polygon.first().into_iter().flat_map(|ring| self.ring_points(ring)).map(snap_to_grid).collect();
        points.len() > 2
    }
}

fn append_joined(text: &mut String, lines: &mut dyn Iterator<Item = String>) {
    for (number, line) in lines.enumerate() {
        let comma = if number == 0 { "" } else { ",\n" };
        _ = write!(text, "{comma}{line}");
    }
}

#[expect(clippy::cast_possible_truncation, reason = "degrees in hundredths")]
fn snap_to_grid(at: LonLatDegrees) -> [i64; 2] {
    [(at.lon * GRID_STEPS_PER_DEGREE).round() as i64, (at.lat * GRID_STEPS_PER_DEGREE).round() as i64]
}

/// The points as steps on the grid, each from the one before; at least two of them.
fn delta_encode(points: &[LonLatDegrees]) -> Vec<[i64; 2]> {
    let mut last = [0, 0];
    let mut steps = Vec::new();
    for [x, y] in points.iter().copied().map(snap_to_grid) {
        if steps.is_empty() || [x, y] != last {
            steps.push([x - last[0], y - last[1]]);
            last = [x, y];
        }
    }
    if steps.len() == 1 {
        steps.push([0, 0]);
    }
    steps
}
