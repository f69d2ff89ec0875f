//! A region of the earth as a query writes it: a circle, a rectangle or a polygon.

use std::fmt;

use crate::point::parse_plain_number;
use crate::{BoundingBox, Point};

/// A circle, a rectangle or a polygon on the surface of the earth.
///
/// ```
/// use places::{Point, Region};
///
/// let tokyo = Point::new(35.68, 139.77).unwrap();
/// assert!(Region::parse_near("35.7/139.7/10km").unwrap().contains_point(tokyo));
/// assert!(Region::parse_within("35/139..36/140").unwrap().contains_point(tokyo));
/// assert!(!Region::parse_within("35/139;36/139;35/140").unwrap().contains_point(tokyo));
/// // This rectangle crosses the date line: from 170° east to 170° west.
/// assert!(Region::parse_within("-20/170..-10/-170").unwrap().contains_point(Point::new(-17.0, 179.0).unwrap()));
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Region {
    /// All points that are at most some distance from a centre.
    Circle {
        /// The centre of the circle.
        centre: Point,
        /// The radius in metres.
        radius_m: u32,
    },
    /// The rectangle between a south-western and a north-eastern corner.
    Rectangle {
        /// The south-western corner.
        south_west: Point,
        /// The north-eastern corner; if it lies west of the other one, the rectangle crosses the date line.
        north_east: Point,
    },
    /// The inside of a closed line whose sides are straight in longitude and latitude; it may cross the date line, but
    /// must not go around a pole.
    Polygon(Vec<Point>),
}

/// Metres between two parallels that are a degree apart, on a sphere.
const METRES_PER_DEGREE: f64 = 111_195.0;

/// Maximum number of corners of a polygon.
const MAX_CORNERS: usize = 200;

impl Region {
    /// Parses `35.7/139.7/10km`: latitude, longitude and radius in `km` or `m`; without a unit in km.
    #[must_use]
    pub fn parse_near(text: &str) -> Option<Self> {
        let (point, radius) = text.rsplit_once('/')?;
        let (digits, unit) = match radius.strip_suffix("km") {
            Some(digits) => (digits, 1000.0),
            None => radius.strip_suffix('m').map_or((radius, 1000.0), |digits| (digits, 1.0)),
        };
        let metres = parse_plain_number(digits)? * unit;
        // No two points on the earth are more than 20,038 km apart.
        if !(1.0..=20_100_000.0).contains(&metres) {
            return None;
        }
        Some(Self::Circle { centre: Point::parse(point)?, radius_m: metres.round() as u32 })
    }

    /// Parses `35/139..36/140`, a rectangle, or `35/139;36/140;35/141`, the corners of a polygon.
    #[must_use]
    pub fn parse_within(text: &str) -> Option<Self> {
        if let Some((south_west, north_east)) = text.split_once("..") {
            let (south_west, north_east) = (Point::parse(south_west)?, Point::parse(north_east)?);
            return if south_west.lat() <= north_east.lat() {
                Some(Self::Rectangle { south_west, north_east })
            } else {
                None
            };
        }
        let corners: Vec<Point> = text.split(';').take(MAX_CORNERS + 1).map(Point::parse).collect::<Option<_>>()?;
        if (3..=MAX_CORNERS).contains(&corners.len()) { Some(Self::Polygon(corners)) } else { None }
    }

    /// Returns a box that holds the region, but for what of a circle lies beyond a pole.
    ///
    /// ```
    /// let bounds = places::Region::parse_near("60/10/111.2km").unwrap().bounds().unwrap();
    /// assert!((bounds.north - 61.0).abs() < 0.01 && (bounds.east - 12.0).abs() < 0.01, "{bounds:?}");
    /// ```
    #[must_use]
    pub fn bounds(&self) -> Option<BoundingBox> {
        match self {
            Self::Circle { centre, radius_m } => {
                let north = f64::from(*radius_m) / METRES_PER_DEGREE;
                // Near a pole all longitudes are near.
                let east = (north / centre.lat().to_radians().cos().max(0.01)).min(180.0);
                Some(BoundingBox {
                    west: centre.lon() - east,
                    south: (centre.lat() - north).max(-90.0),
                    east: centre.lon() + east,
                    north: (centre.lat() + north).min(90.0),
                })
            }
            Self::Rectangle { south_west, north_east } => {
                let (west, east) = (south_west.lon(), north_east.lon());
                let east = if east < west { east + 360.0 } else { east };
                Some(BoundingBox { west, south: south_west.lat(), east, north: north_east.lat() })
            }
            Self::Polygon(corners) => BoundingBox::around(corners.iter().copied()),
        }
    }

    /// Returns whether a point lies in the region.
    #[must_use]
    pub fn contains_point(&self, point: Point) -> bool {
        match self {
            Self::Circle { centre, radius_m } => centre.distance_km(point) * 1000.0 <= f64::from(*radius_m),
            Self::Rectangle { south_west, north_east } => {
                let (west, east, lon) = (south_west.lon(), north_east.lon(), point.lon());
                let between_longitudes =
                    if west <= east { west <= lon && lon <= east } else { lon >= west || lon <= east };
                between_longitudes && south_west.lat() <= point.lat() && point.lat() <= north_east.lat()
            }
            Self::Polygon(corners) => {
                [0.0, 360.0, -360.0].iter().any(|turn| is_inside_polygon(corners, point.lat(), point.lon() + turn))
            }
        }
    }
}

/// Returns whether a line from the point to the east crosses the polygon an odd number of times. Between two corners
/// the shorter way is taken, so that longitudes continue beyond the date line.
fn is_inside_polygon(corners: &[Point], lat: f64, lon: f64) -> bool {
    let Some(first) = corners.first() else { return false };
    let mut odd = false;
    let mut from = (first.lat(), first.lon());
    for corner in corners.iter().skip(1).chain([first]) {
        let step = (corner.lon() - from.1 + 180.0).rem_euclid(360.0) - 180.0;
        let to = (corner.lat(), from.1 + step);
        if (from.0 > lat) != (to.0 > lat) && lon < from.1 + (to.1 - from.1) * (lat - from.0) / (to.0 - from.0) {
            odd = !odd;
        }
        from = to;
    }
    odd
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Circle { centre, radius_m } if radius_m % 1000 == 0 => {
                write!(f, "{centre}/{}km", radius_m / 1000)
            }
            Self::Circle { centre, radius_m } => write!(f, "{centre}/{radius_m}m"),
            Self::Rectangle { south_west, north_east } => write!(f, "{south_west}..{north_east}"),
            Self::Polygon(corners) => {
                for (i, corner) in corners.iter().enumerate() {
                    write!(f, "{}{corner}", if i == 0 { "" } else { ";" })?;
                }
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn regions_are_parsed_or_rejected() {
        for (text, printed) in [
            ("35.7/139.7/10km", Some("35.7/139.7/10km")),
            ("35.7/139.7/10", Some("35.7/139.7/10km")),
            ("35.7/139.7/1.5km", Some("35.7/139.7/1500m")),
            ("35.7/139.7/500m", Some("35.7/139.7/500m")),
            ("35.7/139.7/0km", None),
            ("35.7/139.7/-1km", None),
            ("35.7/139.7/30000km", None),
            ("35.7/139.7", None),
            ("35.7", None),
            ("", None),
        ] {
            assert_eq!(Region::parse_near(text).map(|region| region.to_string()).as_deref(), printed, "{text}");
        }
        for (text, printed) in [
            ("35/139..36/140", Some("35/139..36/140")),
            ("35/179..36/-179", Some("35/179..36/-179")),
            ("36/139..35/140", None),
            ("35/139;36/140;35/141", Some("35/139;36/140;35/141")),
            ("35/139;36/140", None),
            ("35/139", None),
            ("35/139;;36/140", None),
        ] {
            assert_eq!(Region::parse_within(text).map(|region| region.to_string()).as_deref(), printed, "{text}");
        }
        assert!(Region::parse_within(&["1/2"; 200].join(";")).is_some());
        assert!(Region::parse_within(&["1/2"; 201].join(";")).is_none());
    }

    #[test]
    fn a_region_contains_the_points_inside_it() {
        for (text, lat, lon, inside) in [
            ("10/10..20/20", 15.0, 15.0, true),
            ("10/10..20/20", 10.0, 20.0, true),
            ("10/10..20/20", 9.999, 15.0, false),
            ("10/10..20/20", 15.0, 20.001, false),
            ("-20/170..-10/-170", -15.0, 179.9, true),
            ("-20/170..-10/-170", -15.0, -175.0, true),
            ("-20/170..-10/-170", -15.0, 0.0, false),
            ("80/-180..90/180", 89.9, 33.0, true),
            // A triangle, and a rectangle over the date line whose corners begin on either side.
            ("0/0;10/0;0/10", 1.0, 1.0, true),
            ("0/0;10/0;0/10", 9.0, 9.0, false),
            ("-20/175;-10/175;-10/-175;-20/-175", -15.0, 180.0, true),
            ("-20/175;-10/175;-10/-175;-20/-175", -15.0, -176.0, true),
            ("-20/175;-10/175;-10/-175;-20/-175", -15.0, 176.0, true),
            ("-20/175;-10/175;-10/-175;-20/-175", -15.0, 170.0, false),
            ("-20/-175;-10/-175;-10/175;-20/175", -15.0, 179.0, true),
            ("-20/-175;-10/-175;-10/175;-20/175", -15.0, 0.0, false),
            // A polygon that is not convex.
            ("0/0;10/0;10/10;8/10;8/2;2/2;2/10;0/10", 5.0, 5.0, false),
            ("0/0;10/0;10/10;8/10;8/2;2/2;2/10;0/10", 9.0, 5.0, true),
        ] {
            let region = Region::parse_within(text).unwrap();
            assert_eq!(region.contains_point(Point::new(lat, lon).unwrap()), inside, "{text} {lat} {lon}");
        }
        for (text, lat, lon, inside) in [
            ("0/179.9/50km", 0.0, -179.9, true),
            ("90/0/100km", 89.5, -77.0, true),
            ("90/0/50km", 89.5, -77.0, false),
            ("35/139/1m", 35.0, 139.0, true),
        ] {
            let region = Region::parse_near(text).unwrap();
            assert_eq!(region.contains_point(Point::new(lat, lon).unwrap()), inside, "{text} {lat} {lon}");
        }
    }

    proptest! {
        #[test]
        fn a_polygon_of_four_corners_is_a_rectangle(
            south in -80.0..70.0f64, height in 1.0..10.0f64, west in -180.0..180.0f64, width in 1.0..90.0f64,
            lat in -90.0..90.0f64, lon in -180.0..180.0f64,
        ) {
            let corner = |lat, lon| Point::new(lat, lon).unwrap();
            let (south_west, north_east) = (corner(south, west), corner(south + height, west + width));
            let polygon = Region::Polygon(vec![south_west, corner(south + height, west), north_east, corner(south, west + width)]);
            let point = corner(lat, lon);
            prop_assert_eq!(Region::Rectangle { south_west, north_east }.contains_point(point), polygon.contains_point(point));
        }

        #[test]
        fn parsing_never_panics(text in ".{0,20}") {
            let _ = (Region::parse_near(&text), Region::parse_within(&text));
        }
    }
}
