//! The smallest box around points.

use serde::{Deserialize, Serialize};

use crate::Point;

/// The part of the earth between two parallels and two meridians, in degrees.
///
/// ```
/// use places::{BoundingBox, Point};
///
/// let fiji = [Point::new(-17.0, 178.0).unwrap(), Point::new(-18.0, -179.0).unwrap()];
/// let expected = BoundingBox { west: 178.0, south: -18.0, east: 181.0, north: -17.0 };
/// assert_eq!(BoundingBox::around(fiji), Some(expected));
/// ```
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct BoundingBox {
    /// Degrees east, between -180 and 180.
    pub west: f64,
    /// Degrees north.
    pub south: f64,
    /// Degrees east; above 180 where the box crosses the date line.
    pub east: f64,
    /// Degrees north.
    pub north: f64,
}

impl BoundingBox {
    /// Returns the smallest box that holds all points; `None` if there are no points.
    #[must_use]
    pub fn around(points: impl IntoIterator<Item = Point>) -> Option<Self> {
        let points: Vec<Point> = points.into_iter().collect();
        // Of one more bucket than points, one at least is empty: so the widest gap is between two buckets, never in one.
        let mut buckets: Vec<Option<(f64, f64)>> = vec![None; points.len() + 1];
        let buckets_per_degree = buckets.len() as f64 / 360.0;
        let (mut south, mut north) = (f64::INFINITY, f64::NEG_INFINITY);
        for point in points {
            let (lat, lon) = (point.lat(), point.lon());
            (south, north) = (south.min(lat), north.max(lat));
            let at = ((lon + 180.0) * buckets_per_degree) as usize;
            let last = buckets.len() - 1;
            let (low, high) = buckets[at.min(last)].unwrap_or((lon, lon));
            buckets[at.min(last)] = Some((low.min(lon), high.max(lon)));
        }
        let mut filled = buckets.into_iter().flatten();
        let (first, mut last) = filled.next()?;
        // The box leaves out the widest gap between two neighbours on the circle of longitudes.
        let (mut west, mut east, mut widest_gap) = (first, last, 0.0);
        for (start, end) in filled {
            if start - last > widest_gap {
                (west, east, widest_gap) = (start, last + 360.0, start - last);
            }
            last = end;
        }
        if first + 360.0 - last >= widest_gap {
            (west, east) = (first, last);
        }
        Some(Self { west, south, east, north })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn box_around(points: &[(f64, f64)]) -> Option<[f64; 4]> {
        let points = points.iter().map(|(lat, lon)| Point::new(*lat, *lon).unwrap());
        BoundingBox::around(points).map(|found| [found.west, found.south, found.east, found.north])
    }

    #[test]
    fn a_box_may_cross_the_date_line() {
        for (points, expected) in [
            (&[][..], None),
            (&[(5.0, 7.0)], Some([7.0, 5.0, 7.0, 5.0])),
            (&[(1.0, 2.0), (3.0, -4.0)], Some([-4.0, 1.0, 2.0, 3.0])),
            (&[(-17.0, 179.0), (-18.0, -179.0)], Some([179.0, -18.0, 181.0, -17.0])),
            (&[(-17.0, -179.0), (-18.0, 179.0)], Some([179.0, -18.0, 181.0, -17.0])),
            (&[(0.0, -60.0), (0.0, 60.0), (0.0, 170.0)], Some([-60.0, 0.0, 170.0, 0.0])),
            (&[(0.0, -80.0), (0.0, 60.0), (0.0, 170.0)], Some([60.0, 0.0, 280.0, 0.0])),
            (&[(0.0, 180.0), (0.0, -180.0)], Some([180.0, 0.0, 180.0, 0.0])),
        ] {
            assert_eq!(box_around(points), expected, "{points:?}");
        }
    }

    proptest! {
        #[test]
        fn it_is_the_smallest_that_holds_all_points(
            points in prop::collection::vec((-90.0..=90.0f64, -180.0..=180.0f64), 1..20),
        ) {
            let [west, south, east, north] = box_around(&points).unwrap();
            let points: Vec<Point> = points.iter().map(|(lat, lon)| Point::new(*lat, *lon).unwrap()).collect();
            // How far east of a meridian all points are, at the most.
            let width_from = |west: f64| {
                points.iter().map(|point| (point.lon() - west + 1e-9).rem_euclid(360.0) - 1e-9).fold(0.0, f64::max)
            };
            prop_assert!((-180.0..=180.0).contains(&west) && west <= east);
            prop_assert!(width_from(west) <= east - west + 1e-6, "a point is outside");
            // Of the boxes that hold all points, the smallest begins at a point.
            let smallest = points.iter().map(|point| width_from(point.lon())).fold(f64::INFINITY, f64::min);
            prop_assert!((east - west - smallest).abs() < 1e-6, "{} instead of {smallest}", east - west);
            let latitudes: Vec<f64> = points.iter().map(|point| point.lat()).collect();
            prop_assert!(latitudes.iter().all(|lat| (south..=north).contains(lat)));
            prop_assert!(latitudes.contains(&south) && latitudes.contains(&north));
        }
    }
}
