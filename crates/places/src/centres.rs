//! The positions of countries: one point inside each, and the countries that are too small to see on a map of the
//! world.

use crate::CountryCode;
use crate::sorted_table::find_row;

/// Rows of `country, longitude, latitude, "dot" if it has one`, sorted by country.
static CENTRES: &str = include_str!("../data/centres.tsv");

/// Returns a point inside the largest part of a country: longitude and latitude in degrees (WGS 84).
#[must_use]
pub fn country_centre(country: CountryCode) -> Option<(f64, f64)> {
    let mut columns = find_row(CENTRES, country.as_str().as_bytes())?.split('\t');
    Some((columns.next()?.parse().ok()?, columns.next()?.parse().ok()?))
}

/// Returns whether the map marks a country with a dot, because it has no outline there or its largest part is below
/// 3,000 km².
#[must_use]
pub fn has_dot(country: CountryCode) -> bool {
    find_row(CENTRES, country.as_str().as_bytes()).is_some_and(|row| row.ends_with("\tdot"))
}

/// Returns the countries that have a centre, which are those that have a network, in the order of their codes.
///
/// ```
/// assert!(places::countries_with_centres().any(|country| country == "JP"));
/// ```
pub fn countries_with_centres() -> impl Iterator<Item = &'static str> {
    CENTRES.lines().filter_map(|row| row.get(..2))
}
