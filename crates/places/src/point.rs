//! Points on the earth and the distances between them.

use std::fmt;

/// The mean radius of the earth, in km (IUGG 1980).
const EARTH_RADIUS_KM: f64 = 6371.0;
/// Units per degree: a point is stored with a resolution of 0.1 m.
const UNITS_PER_DEGREE: f64 = 1e6;

/// A point in degrees of WGS 84, with a resolution of a millionth of a degree.
///
/// ```
/// use places::Point;
///
/// let (tokyo, osaka) = (Point::new(35.6812, 139.7671).unwrap(), Point::new(34.7025, 135.4959).unwrap());
/// assert_eq!(tokyo.distance_km(osaka).round(), 403.0);
/// assert_eq!(tokyo.to_string(), "35.6812/139.7671");
/// assert_eq!(Point::parse("35.6812/139.7671"), Some(tokyo));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default)]
pub struct Point {
    lat: i32,
    lon: i32,
}

impl Point {
    /// Creates a point from its latitude and longitude in degrees. Longitudes beyond ±180° wrap around the date line;
    /// `None` if there is no such latitude, or if one of the two is not a finite number.
    #[must_use]
    pub fn new(lat: f64, lon: f64) -> Option<Self> {
        let is_valid = lat.abs() <= 90.0 && lon.abs() <= 720.0;
        let lon = if lon.abs() > 180.0 { (lon + 180.0).rem_euclid(360.0) - 180.0 } else { lon };
        if !is_valid {
            return None;
        }
        Some(Self { lat: (lat * UNITS_PER_DEGREE).round() as i32, lon: (lon * UNITS_PER_DEGREE).round() as i32 })
    }

    /// Parses `35.6812/139.7671`: latitude, longitude.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (lat, lon) = text.split_once('/')?;
        let (lat, lon) = (parse_plain_number(lat)?, parse_plain_number(lon)?);
        if lon.abs() <= 180.0 { Self::new(lat, lon) } else { None }
    }

    /// Returns the latitude in degrees north.
    #[must_use]
    pub fn lat(self) -> f64 {
        f64::from(self.lat) / UNITS_PER_DEGREE
    }

    /// Returns the longitude in degrees east.
    #[must_use]
    pub fn lon(self) -> f64 {
        f64::from(self.lon) / UNITS_PER_DEGREE
    }

    /// Returns the distance to another point over the surface of a sphere (haversine) in km, which is within half a
    /// percent of the distance on the ellipsoid.
    #[must_use]
    pub fn distance_km(self, other: Self) -> f64 {
        let haversine = |a: f64, b: f64| ((b - a).to_radians() / 2.0).sin().powi(2);
        let (north, east) = (haversine(self.lat(), other.lat()), haversine(self.lon(), other.lon()));
        let chord = north + self.lat().to_radians().cos() * other.lat().to_radians().cos() * east;
        2.0 * EARTH_RADIUS_KM * chord.sqrt().min(1.0).asin()
    }

    /// Returns the direction of the point from the centre of the earth, as a vector of length 1.
    fn to_unit_vector(self) -> [f64; 3] {
        let (lat, lon) = (self.lat().to_radians(), self.lon().to_radians());
        [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
    }
}

/// Parses a number that is written in plain digits: `1e3`, `inf` and the like are rejected.
pub(crate) fn parse_plain_number(text: &str) -> Option<f64> {
    let is_plain = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'));
    if is_plain { text.parse().ok() } else { None }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.lat(), self.lon())
    }
}

/// Mean position of points that are added one by one, and their distance from it. It sums vectors, so that it is right
/// across the date line and at the poles.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub(crate) struct Centroid {
    sum: [f64; 3],
    pub point_count: u32,
}

impl Centroid {
    pub fn add_point(&mut self, point: Point) {
        for (sum, part) in self.sum.iter_mut().zip(point.to_unit_vector()) {
            *sum += part;
        }
        self.point_count = self.point_count.saturating_add(1);
    }

    /// Returns the mean position, and the square root of the mean squared distance from it in km. `None` if there are
    /// no points, or if their sum has no direction.
    pub fn centre_and_radius_km(&self) -> Option<(Point, f64)> {
        let [x, y, z] = self.sum;
        let length = (x * x + y * y + z * z).sqrt();
        let point = Point::new(z.atan2(x.hypot(y)).to_degrees(), y.atan2(x).to_degrees())?;
        // |mean|² is about 1 - the mean square of the chords from the mean direction.
        let mean = length / f64::from(self.point_count);
        if length > 1e-9 { Some((point, EARTH_RADIUS_KM * (2.0 * (1.0 - mean.min(1.0))).sqrt())) } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn point_at(lat: f64, lon: f64) -> Point {
        Point::new(lat, lon).unwrap()
    }

    #[test]
    fn points_are_parsed_and_printed() {
        for (text, printed) in [
            ("35.6812/139.7671", Some("35.6812/139.7671")),
            ("-0.5/-180", Some("-0.5/-180")),
            ("90/180", Some("90/180")),
            ("35.68120001/139.0", Some("35.6812/139")),
            ("91/0", None),
            ("0/181", None),
            ("35.6", None),
            ("a/b", None),
            ("1e1/2", None),
            ("inf/1", None),
            ("1/", None),
        ] {
            assert_eq!(Point::parse(text).map(|point| point.to_string()).as_deref(), printed, "{text}");
        }
        assert_eq!(Point::new(f64::NAN, 0.0), None);
        assert_eq!(point_at(1.0, 190.0), point_at(1.0, -170.0));
    }

    #[test]
    fn distances_cross_the_date_line_and_the_poles() {
        for (a, b, km) in [
            (point_at(0.0, 179.5), point_at(0.0, -179.5), 111.0),
            (point_at(89.5, 0.0), point_at(89.5, 180.0), 111.0),
            (point_at(0.0, 0.0), point_at(0.0, 180.0), 20_015.0),
            (point_at(51.5, -0.1), point_at(51.5, -0.1), 0.0),
        ] {
            assert_eq!(a.distance_km(b).round(), km, "{a} {b}");
        }
    }

    #[test]
    fn the_centroid_is_right_at_the_date_line_and_the_poles() {
        for (points, expected, km) in [
            (&[(10.0, 20.0)][..], (10.0, 20.0), 0.0),
            (&[(0.0, 179.9), (0.0, -179.9)], (0.0, 180.0), 11.1),
            (&[(89.9, 0.0), (89.9, 90.0), (89.9, 180.0), (89.9, -90.0)], (90.0, 0.0), 11.1),
            (&[(-17.5, 178.0), (-17.5, -178.0), (-17.5, 180.0)], (-17.5, 180.0), 173.0),
        ] {
            let mut middle = Centroid::default();
            for (lat, lon) in points {
                middle.add_point(point_at(*lat, *lon));
            }
            let (point, radius) = middle.centre_and_radius_km().unwrap();
            assert!(point.distance_km(point_at(expected.0, expected.1)) < 1.0, "{point} {expected:?}");
            assert!((radius - km).abs() < km / 50.0 + 0.01, "{radius} {km}");
        }
        assert_eq!(Centroid::default().centre_and_radius_km(), None);
    }

    proptest! {
        #[test]
        fn a_printed_point_is_parsed_to_itself(lat in -90.0..=90.0, lon in -180.0..=180.0) {
            let point = point_at(lat, lon);
            prop_assert_eq!(Point::parse(&point.to_string()), Some(point));
        }
    }
}
