//! Points on the earth, and how far apart they are.

use std::fmt;

/// The mean radius of the earth, in km (IUGG 1980).
const EARTH_RADIUS_KM: f64 = 6371.0;
/// Parts of a degree: a point is kept to 0.1 m.
const UNITS_PER_DEGREE: f64 = 1e6;

/// A point in degrees of WGS 84, to a millionth of one.
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
    /// Of latitude and longitude in degrees. Longitudes past the date line are turned round it; `None` where there is no
    /// such latitude, or no such number.
    #[must_use]
    pub fn new(lat: f64, lon: f64) -> Option<Self> {
        let known = lat.abs() <= 90.0 && lon.abs() <= 720.0;
        let lon = if lon.abs() > 180.0 { (lon + 180.0).rem_euclid(360.0) - 180.0 } else { lon };
        known.then_some(Self {
            lat: (lat * UNITS_PER_DEGREE).round() as i32,
            lon: (lon * UNITS_PER_DEGREE).round() as i32,
        })
    }

    /// Reads `35.6812/139.7671`: latitude, longitude.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (lat, lon) = text.split_once('/')?;
        Self::new(parse_plain_number(lat)?, parse_plain_number(lon)?)
            .filter(|_| parse_plain_number(lon).is_some_and(|lon| lon.abs() <= 180.0))
    }

    /// Degrees north.
    #[must_use]
    pub fn lat(self) -> f64 {
        f64::from(self.lat) / UNITS_PER_DEGREE
    }

    /// Degrees east.
    #[must_use]
    pub fn lon(self) -> f64 {
        f64::from(self.lon) / UNITS_PER_DEGREE
    }

    /// How far another point is, over the surface of a sphere (haversine), in km: within half a percent of the ellipsoid's.
    #[must_use]
    pub fn distance_km(self, other: Self) -> f64 {
        let half = |a: f64, b: f64| ((b - a).to_radians() / 2.0).sin().powi(2);
        let (north, east) = (half(self.lat(), other.lat()), half(self.lon(), other.lon()));
        let chord = north + self.lat().to_radians().cos() * other.lat().to_radians().cos() * east;
        2.0 * EARTH_RADIUS_KM * chord.sqrt().min(1.0).asin()
    }

    /// As a vector of length 1 from the middle of the earth.
    fn to_unit_vector(self) -> [f64; 3] {
        let (lat, lon) = (self.lat().to_radians(), self.lon().to_radians());
        [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
    }
}

/// A number in plain digits: `1e3`, `inf` and the like are none.
pub(crate) fn parse_plain_number(text: &str) -> Option<f64> {
    let plain = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'));
    plain.then(|| text.parse().ok())?
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.lat(), self.lon())
    }
}

/// The middle of points that come one after another, and how far they are from it. As vectors, so that it is right on both
/// sides of the date line and at the poles.
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

    /// The middle, and the root of the mean of the squared distances from it in km. `None` of no points, or of points that
    /// have no middle.
    pub fn centre_and_radius_km(&self) -> Option<(Point, f64)> {
        let [x, y, z] = self.sum;
        let length = (x * x + y * y + z * z).sqrt();
        let point = Point::new(z.atan2(x.hypot(y)).to_degrees(), y.atan2(x).to_degrees())?;
        // |mean|² = 1 - mean square of the chords from the middle's direction, about.
        let mean = length / f64::from(self.point_count);
        (length > 1e-9).then(|| (point, EARTH_RADIUS_KM * (2.0 * (1.0 - mean.min(1.0))).sqrt()))
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
            points.iter().for_each(|(lat, lon)| middle.add_point(point_at(*lat, *lon)));
            let (point, radius) = middle.centre_and_radius_km().unwrap();
            assert!(point.distance_km(point_at(expected.0, expected.1)) < 1.0, "{point} {expected:?}");
            assert!((radius - km).abs() < km / 50.0 + 0.01, "{radius} {km}");
        }
        assert_eq!(Centroid::default().centre_and_radius_km(), None);
    }

    proptest! {
        #[test]
        fn a_point_comes_back(lat in -90.0..=90.0, lon in -180.0..=180.0) {
            let point = point_at(lat, lon);
            prop_assert_eq!(Point::parse(&point.to_string()), Some(point));
        }
    }
}
