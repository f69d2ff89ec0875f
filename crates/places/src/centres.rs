//! Where countries are: one point inside each, and which of them are too small to see on a map of the world.

use crate::CountryCode;
use crate::sorted_table::find_row;

/// `country, longitude, latitude, "dot" where it has one`, by the first.
static CENTRES: &str = include_str!("../data/centres.tsv");

/// A point inside the country's largest piece: longitude and latitude in degrees (WGS 84).
#[must_use]
pub fn country_centre(country: CountryCode) -> Option<(f64, f64)> {
    let mut columns = find_row(CENTRES, country.as_str().as_bytes())?.split('\t');
    Some((columns.next()?.parse().ok()?, columns.next()?.parse().ok()?))
}

/// Whether the map marks the country with a dot: it has no outline there, or its largest piece is below 3,000 km².
#[must_use]
pub fn has_dot(country: CountryCode) -> bool {
    find_row(CENTRES, country.as_str().as_bytes()).is_some_and(|row| row.ends_with("\tdot"))
}
