//! Reads and writes TopoJSON: outlines as shared arcs.

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

/// An outline of a country.
#[derive(Deserialize)]
pub struct CountryGeometry {
    /// ISO 3166-1 numeric code, three digits.
    pub id: Option<String>,
    /// Further properties.
    pub properties: CountryProperties,
    #[serde(flatten)]
    shape: CountryShape,
}

/// Further properties of an outline.
#[derive(Deserialize)]
pub struct CountryProperties {
    /// The name in English.
    pub name: String,
}

#[derive(Deserialize)]
#[serde(tag = "type", content = "arcs")]
enum CountryShape {
    Polygon(PolygonArcs),
    MultiPolygon(Vec<PolygonArcs>),
}

/// Rings, the outer one first. A ring is a chain of arcs by number, or `!number` for an arc that is reversed.
pub type PolygonArcs = Vec<Vec<i64>>;

/// Grid steps per degree in the written file: one step is 0.01 degrees, about a kilometre.
const GRID_STEPS_PER_DEGREE: f64 = 100.0;

impl Topology {
    /// Iterates over the outlines and their polygons.
    pub fn outlines(&self) -> impl Iterator<Item = (&CountryGeometry, &[PolygonArcs])> {
        self.objects.countries.geometries.iter().map(|geometry| match &geometry.shape {
            CountryShape::Polygon(one) => (geometry, std::slice::from_ref(one)),
            CountryShape::MultiPolygon(many) => (geometry, many.as_slice()),
        })
    }

    /// Returns the points of a ring in degrees. Beyond the antimeridian longitudes continue past 180.
    pub fn ring_points(&self, arcs: &[i64]) -> Vec<LonLatDegrees> {
        let mut points: Vec<LonLatDegrees> = Vec::new();
        for &arc in arcs {
            let mut points_of_arc = self.arc_points(arc);
            if arc < 0 {
                points_of_arc.reverse();
            }
            // The last point is also the first one of the next arc.
            points.pop();
            points.extend(points_of_arc);
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

    /// Writes polygons and dots with their codes (`""` for none), on a grid of [`GRID_STEPS_PER_DEGREE`], with only the
    /// arcs that they use.
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
        let mut lines = dots.iter().map(|(code, point)| {
            let [x, y] = snap_to_grid(*point);
            json!({ "type": "Point", "id": code, "coordinates": [x, y] }).to_string()
        });
        append_joined(&mut text, &mut lines);
        text.push_str("\n]}},\"arcs\":[\n");
        let mut lines = used.iter().map(|&arc| json!(delta_encode(&self.arc_points(arc))).to_string());
        append_joined(&mut text, &mut lines);
        text.push_str("\n]}\n");
        text
    }

    /// Returns whether the outer ring has an inside after its points are snapped to the grid.
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
fn snap_to_grid(point: LonLatDegrees) -> [i64; 2] {
    [(point.lon * GRID_STEPS_PER_DEGREE).round() as i64, (point.lat * GRID_STEPS_PER_DEGREE).round() as i64]
}

/// Encodes the points as at least two steps on the grid, each relative to the previous point.
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
