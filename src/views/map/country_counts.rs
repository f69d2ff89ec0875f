//! The counts of the facet of countries that are of a country.

use engine::FacetValueCount;

/// Returns the counts of countries: a network that belongs to none has a longer key.
pub fn country_counts(counts: &[FacetValueCount]) -> impl Iterator<Item = &FacetValueCount> {
    counts.iter().filter(|item| item.key.len() == 2)
}

/// Returns the count of the country that has most.
pub fn highest_country_count(counts: &[FacetValueCount]) -> u32 {
    country_counts(counts).map(|item| item.count).max().unwrap_or(0)
}
