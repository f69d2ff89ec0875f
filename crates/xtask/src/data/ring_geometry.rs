//! Computes the area of a ring and a point inside it.

/// A point in degrees (WGS 84).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LonLatDegrees {
    /// Degrees east of Greenwich; greater than 180 where a ring continues beyond the antimeridian.
    pub lon: f64,
    /// Degrees north of the equator.
    pub lat: f64,
}

/// Returns the area of a ring on the sphere in square kilometres.
pub fn ring_area_km2(ring: &[LonLatDegrees]) -> f64 {
    const EARTH_RADIUS_KM: f64 = 6371.0;
    let sum: f64 = ring_edges(ring)
        .map(|(a, b)| (b.lon - a.lon).to_radians() * (2.0 + a.lat.to_radians().sin() + b.lat.to_radians().sin()))
        .sum();
    (sum / 2.0).abs() * EARTH_RADIUS_KM * EARTH_RADIUS_KM
}

/// Returns a point inside the ring: its centre of mass or, if that is outside, the middle of its widest extent from
/// west to east.
pub fn point_inside(ring: &[LonLatDegrees]) -> LonLatDegrees {
    let (mut lon, mut lat, mut twice_area) = (0.0, 0.0, 0.0);
    for (a, b) in ring_edges(ring) {
        let cross = a.lon * b.lat - b.lon * a.lat;
        lon += (a.lon + b.lon) * cross;
        lat += (a.lat + b.lat) * cross;
        twice_area += cross;
    }
    let centre = LonLatDegrees { lon: lon / (3.0 * twice_area), lat: lat / (3.0 * twice_area) };
    if inside_spans(ring, centre.lat).any(|(west, east)| west < centre.lon && centre.lon < east) {
        return centre;
    }
    let (south, north) = ring.iter().fold((90.0_f64, -90.0_f64), |(s, n), p| (s.min(p.lat), n.max(p.lat)));
    let widest = (1..32)
        .map(|step| south + (north - south) * f64::from(step) / 32.0)
        .flat_map(|lat| {
            inside_spans(ring, lat)
                .map(move |(west, east)| (east - west, LonLatDegrees { lon: f64::midpoint(west, east), lat }))
        })
        .max_by(|(a, _), (b, _)| a.total_cmp(b));
    widest.map_or(centre, |(_, point)| point)
}

/// Returns the ranges of longitude in which the parallel `lat` is inside the ring, from west to east.
fn inside_spans(ring: &[LonLatDegrees], lat: f64) -> impl Iterator<Item = (f64, f64)> + use<> {
    let mut crossings: Vec<f64> = ring_edges(ring)
        .filter(|(a, b)| (a.lat > lat) != (b.lat > lat))
        .map(|(a, b)| a.lon + (b.lon - a.lon) * (lat - a.lat) / (b.lat - a.lat))
        .collect();
    crossings.sort_by(f64::total_cmp);
    (0..crossings.len() / 2).map(move |pair| (crossings[2 * pair], crossings[2 * pair + 1]))
}

fn ring_edges(ring: &[LonLatDegrees]) -> impl Iterator<Item = (LonLatDegrees, LonLatDegrees)> {
    ring.iter().copied().zip(ring.iter().copied().cycle().skip(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUARE: [(f64, f64); 4] = [(10.0, 0.0), (11.0, 0.0), (11.0, 1.0), (10.0, 1.0)];
    /// A horseshoe that is open to the north, so that its centre of mass is outside.
    const HORSESHOE: [(f64, f64); 8] =
        [(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (8.0, 9.0), (8.0, 1.0), (1.0, 1.0), (1.0, 9.0), (0.0, 9.0)];

    fn ring_of(points: &[(f64, f64)]) -> Vec<LonLatDegrees> {
        points.iter().map(|&(lon, lat)| LonLatDegrees { lon, lat }).collect()
    }

    #[test]
    fn a_degree_square_at_the_equator_is_12_364_km2() {
        assert!((ring_area_km2(&ring_of(&SQUARE)) - 12_364.0).abs() < 10.0);
    }

    #[test]
    fn the_point_is_inside() {
        let centre = point_inside(&ring_of(&SQUARE));
        assert!((centre.lon - 10.5).abs() < 1e-9 && (centre.lat - 0.5).abs() < 1e-9);
        let foot = point_inside(&ring_of(&HORSESHOE));
        assert!(foot.lat < 1.0 && (foot.lon - 4.5).abs() < 1e-9, "{foot:?}");
    }
}
