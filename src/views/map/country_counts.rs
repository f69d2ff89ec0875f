//! The counts of the facet of countries that are of a country.

use engine::FacetValueCount;

/// Returns the counts of countries: a network that belongs to none has a longer key.
pub fn country_counts(counts: &[FacetValueCount]) -> impl Iterator<Item = &FacetValueCount> {
    counts.iter().filter(|item| item.key.len() == 2)
}
