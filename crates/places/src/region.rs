//! A part of the earth, as a query writes it: a circle, a box, or a line drawn round it.

use std::fmt;

use crate::Point;
use crate::point::parse_plain_number;

/// Around a point, between two corners, or inside of a line.
///
/// ```
/// use places::{Point, Region};
///
/// let tokyo = Point::new(35.68, 139.77).unwrap();
/// assert!(Region::parse_near("35.7/139.7/10km").unwrap().contains_point(tokyo));
/// assert!(Region::parse_within("35/139..36/140").unwrap().contains_point(tokyo));
/// assert!(!Region::parse_within("35/139;36/139;35/140").unwrap().contains_point(tokyo));
/// // Over the date line: from 170° east to 170° west.
/// assert!(Region::parse_within("-20/170..-10/-170").unwrap().contains_point(Point::new(-17.0, 179.0).unwrap()));
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Region {
    /// Not farther than so many metres from a point.
    Circle {
        /// The point.
        centre: Point,
        /// The radius in metres.
        radius_m: u32,
    },
    /// From a corner in the south-west to one in the north-east.
    Rectangle {
        /// South and west.
        south_west: Point,
        /// North and east; where it lies west of the other corner, the box crosses the date line.
        north_east: Point,
    },
    /// Inside of a closed line, straight where longitudes and latitudes are; it may cross the date line, not go round a pole.
    Polygon(Vec<Point>),
}

/// The longest line of a ring.
const MAX_CORNERS: usize = 200;

impl Region {
    /// Reads `35.7/139.7/10km`: latitude, longitude and radius in `km` or `m`; without a unit in km.
    #[must_use]
    pub fn parse_near(text: &str) -> Option<Self> {
        let (point, radius) = text.rsplit_once('/')?;
        let (digits, unit) = match radius.strip_suffix("km") {
            Some(digits) => (digits, 1000.0),
            None => radius.strip_suffix('m').map_or((radius, 1000.0), |digits| (digits, 1.0)),
        };
        let metres = parse_plain_number(digits)? * unit;
        // No two places are more than 20,038 km apart.
        let known = (1.0..=20_100_000.0).contains(&metres);
        known.then(|| Some(Self::Circle { centre: Point::parse(point)?, radius_m: metres.round() as u32 }))?
    }

    /// Reads `35/139..36/140`, a box, or `35/139;36/140;35/141`, the corners of a line round it.
    #[must_use]
    pub fn parse_within(text: &str) -> Option<Self> {
        if let Some((from, to)) = text.split_once("..") {
            let (from, to) = (Point::parse(from)?, Point::parse(to)?);
            return (from.lat() <= to.lat()).then_some(Self::Rectangle { south_west: from, north_east: to });
        }
        let corners: Option<Vec<Point>> = text.split(';').take(MAX_CORNERS + 1).map(Point::parse).collect();
        corners.filter(|corners| (3..=MAX_CORNERS).contains(&corners.len())).map(Self::Polygon)
    }

    /// Whether a point lies in it.
    #[must_use]
    pub fn contains_point(&self, point: Point) -> bool {
        match self {
            Self::Circle { centre: middle, radius_m: metres } => {
                middle.distance_km(point) * 1000.0 <= f64::from(*metres)
            }
            Self::Rectangle { south_west: from, north_east: to } => {
                let (west, east, lon) = (from.lon(), to.lon(), point.lon());
                let between = if west <= east { west <= lon && lon <= east } else { lon >= west || lon <= east };
                between && from.lat() <= point.lat() && point.lat() <= to.lat()
            }
            Self::Polygon(corners) => {
                [0.0, 360.0, -360.0].iter().any(|turn| is_inside_polygon(corners, point.lat(), point.lon() + turn))
            }
        }
    }
}

/// Whether a line from the point to the east crosses the ring an odd number of times. Of two corners the shorter way counts,
/// so that longitudes go on past the date line.
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
            Self::Circle { centre: middle, radius_m: metres } if metres % 1000 == 0 => {
                write!(f, "{middle}/{}km", metres / 1000)
            }
            Self::Circle { centre: middle, radius_m: metres } => write!(f, "{middle}/{metres}m"),
            Self::Rectangle { south_west: from, north_east: to } => write!(f, "{from}..{to}"),
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
            // A triangle, and one over the date line drawn from either side.
            ("0/0;10/0;0/10", 1.0, 1.0, true),
            ("0/0;10/0;0/10", 9.0, 9.0, false),
            ("-20/175;-10/175;-10/-175;-20/-175", -15.0, 180.0, true),
            ("-20/175;-10/175;-10/-175;-20/-175", -15.0, -176.0, true),
            ("-20/175;-10/175;-10/-175;-20/-175", -15.0, 176.0, true),
            ("-20/175;-10/175;-10/-175;-20/-175", -15.0, 170.0, false),
            ("-20/-175;-10/-175;-10/175;-20/175", -15.0, 179.0, true),
            ("-20/-175;-10/-175;-10/175;-20/175", -15.0, 0.0, false),
            // Not convex.
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
        fn a_ring_of_four_corners_is_a_box(
            south in -80.0..70.0f64, height in 1.0..10.0f64, west in -180.0..180.0f64, width in 1.0..90.0f64,
            lat in -90.0..90.0f64, lon in -180.0..180.0f64,
        ) {
            let corner = |lat, lon| Point::new(lat, lon).unwrap();
            let (from, to) = (corner(south, west), corner(south + height, west + width));
            let ring = Region::Polygon(vec![from, corner(south + height, west), to, corner(south, west + width)]);
            let point = corner(lat, lon);
            prop_assert_eq!(Region::Rectangle { south_west: from, north_east: to }.contains_point(point), ring.contains_point(point));
        }

        #[test]
        fn reads_any_text(text in ".{0,20}") {
            let _ = (Region::parse_near(&text), Region::parse_within(&text));
        }
    }
}
