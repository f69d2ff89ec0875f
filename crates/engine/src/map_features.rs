//! Map features of a selection: its cells, by what is known of where they are.

use crate::{
    CellDetail, FeatureDetail, ListedSim, LocationCount, LocationEvidence, MAP_RADIOS, MapFeatures, Movements,
};
use fleet::{Basis, CellLocation, Fleet, LocationPrecision, RowSet, TextField, UNKNOWN_TIME};
use places::{AreaKey, BoundingBox, CountryCode, Point, Position, country_centre, sort_short};
use query::Query;
use std::collections::HashMap;
use std::hash::Hash;

/// So many ways are drawn.
const MAX_MOVEMENTS: usize = 2_000;
/// So many cells and SIMs are named.
const MAX_LISTED: usize = 50;
/// A query of more cells than these is a box.
const MAX_NAMED_CELLS: usize = 60;
/// A box is wider than what it holds by so many degrees: half a metre.
const BOX_MARGIN_DEGREES: f64 = 5e-6;

/// What a feature of [`MapFeatures`] stands for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum FeatureKey {
    /// The site of this code.
    Site(u32),
    Area(AreaKey),
    Country(CountryCode),
}

/// What was drawn last: clicks are about that.
#[derive(Clone, Debug, Default)]
pub struct DrawnFeatures {
    features: Vec<FeatureKey>,
}

/// A feature while its cells are added up.
#[derive(Clone, Copy)]
struct FeatureSum {
    point: Point,
    range_m: u32,
    count: LocationCount,
}

impl FeatureSum {
    fn new(point: Point, range_m: u32) -> Self {
        Self { point, range_m, count: LocationCount::default() }
    }
}

/// A feature for each key, in the order in which keys came.
struct FeatureSums<K> {
    indexes: HashMap<K, usize>,
    sums: Vec<(K, FeatureSum)>,
}

impl<K: Copy + Eq + Hash> FeatureSums<K> {
    fn add_cell(&mut self, key: K, sims: u32, point: Point, range_m: u32) {
        let index = *self.indexes.entry(key).or_insert_with(|| {
            self.sums.push((key, FeatureSum::new(point, range_m)));
            self.sums.len() - 1
        });
        self.sums[index].1.count.add_cell(sims);
    }
}

impl<K> Default for FeatureSums<K> {
    fn default() -> Self {
        Self { indexes: HashMap::new(), sums: Vec::new() }
    }
}

impl LocationCount {
    fn add_cell(&mut self, sims: u32) {
        self.cells += 1;
        self.sims += sims;
    }
}

impl MapFeatures {
    fn push_feature(&mut self, feature: FeatureSum, precision: LocationPrecision, radio: &str) {
        // Degrees in 24 bits are a metre or two: less than a cell is known to.
        self.lon.push(feature.point.lon() as f32);
        self.lat.push(feature.point.lat() as f32);
        self.sims.push(feature.count.sims);
        self.cells.push(feature.count.cells);
        self.range_metres.push(feature.range_m);
        self.radio.push(MAP_RADIOS.iter().position(|name| *name == radio).unwrap_or(MAP_RADIOS.len()) as u8);
        self.precision.push(precision);
    }
}

/// Collects the cells of a selection on a basis.
pub fn collect_features(fleet: &Fleet, selected: &RowSet, basis: Basis) -> (MapFeatures, DrawnFeatures) {
    let (sites, counts) = (fleet.visited_cells(), query::count_by_site(fleet, selected, basis));
    let (mut cells, mut drawn) = (MapFeatures::default(), DrawnFeatures::default());
    let (mut areas, mut countries) = (FeatureSums::<AreaKey>::default(), FeatureSums::<CountryCode>::default());
    let met = counts.iter().enumerate().skip(1).filter(|(_, sims)| **sims > 0);
    for (code, sims) in met {
        let site = &sites.as_slice()[code - 1];
        let location = &fleet.cell_locations()[code - 1];
        cells.location_counts.get_mut(LocationEvidence::from(location)).add_cell(*sims);
        match *location {
            CellLocation::Cell(position) => {
                let mut feature = FeatureSum::new(position.point, position.range_m);
                feature.count.add_cell(*sims);
                cells.push_feature(feature, LocationPrecision::Cell, sites.radio_name(site));
                drawn.features.push(FeatureKey::Site(code as u32));
            }
            CellLocation::Area(key, area) => areas.add_cell(key, *sims, area.centre, area.radius_m),
            CellLocation::Country(country) => {
                let centre = country_centre(country).and_then(|(lon, lat)| Point::new(lat, lon)).unwrap_or_default();
                countries.add_cell(country, *sims, centre, 0);
            }
            CellLocation::NoCountry => {}
        }
    }
    // SIMs without a cell are nowhere as well.
    cells.location_counts.unknown.sims += counts.first().copied().unwrap_or(0);
    cells.attribution_required = cells.location_counts.positioned_cells() > 0;
    for (key, feature) in areas.sums {
        cells.push_feature(feature, LocationPrecision::Area, "");
        drawn.features.push(FeatureKey::Area(key));
    }
    for (country, feature) in countries.sums {
        cells.push_feature(feature, LocationPrecision::Country, "");
        cells.countries.push(country.to_string());
        drawn.features.push(FeatureKey::Country(country));
    }
    let located = match cells.located_count() {
        0 => cells.lon.len(),
        located => located,
    };
    let positions = cells.lat.iter().zip(&cells.lon).take(located);
    cells.bounds = BoundingBox::around(positions.filter_map(|(lat, lon)| Point::new((*lat).into(), (*lon).into())));
    (cells, drawn)
}

/// The movements between two places while they are added up.
struct MovementSum {
    sims: u32,
    is_impossible: bool,
    distance_km: f64,
}

/// Collects the movements of a selection between the cells of the previous and the current session.
pub fn collect_movements(fleet: &Fleet, selected: &RowSet) -> Movements {
    let mut sums: HashMap<(Point, Point), MovementSum> = HashMap::new();
    for movement in selected.iter().filter_map(|row| fleet.movement_of_row(row)) {
        let sum = sums.entry((movement.from.point, movement.to.point)).or_insert(MovementSum {
            sims: 0,
            is_impossible: false,
            distance_km: movement.distance_km,
        });
        sum.sims += 1;
        sum.is_impossible |= movement.is_impossible();
    }
    let mut all: Vec<_> = sums.into_iter().collect();
    sort_short(&mut all, |(a, sum_a), (b, sum_b)| {
        (sum_b.is_impossible, sum_b.sims).cmp(&(sum_a.is_impossible, sum_a.sims)).then(a.cmp(b))
    });
    let omitted = all.len().saturating_sub(MAX_MOVEMENTS) as u32;
    let mut movements = Movements { omitted, ..Movements::default() };
    for ((from, to), sum) in all.into_iter().take(MAX_MOVEMENTS) {
        movements.endpoints.push([from.lon(), from.lat(), to.lon(), to.lat()].map(|degrees| degrees as f32));
        movements.sims.push(sum.sims);
        movements.impossible.push(sum.is_impossible);
        movements.longest_km = movements.longest_km.max(sum.distance_km as f32);
    }
    movements
}

impl DrawnFeatures {
    /// What stands at these features, by their places in [`MapFeatures`], in a selection.
    pub fn describe_features(
        &self,
        features: &[u32],
        fleet: &Fleet,
        selected: &RowSet,
        basis: Basis,
        query: &Query,
    ) -> FeatureDetail {
        let (sites, columns) = (fleet.visited_cells(), fleet.columns());
        let wanted: Vec<FeatureKey> =
            features.iter().filter_map(|at| self.features.get(*at as usize)).copied().collect();
        let mut mine = vec![false; sites.as_slice().len() + 1];
        for (site, whereabouts) in fleet.cell_locations().iter().enumerate() {
            let feature = match whereabouts {
                CellLocation::Cell(_) => continue,
                CellLocation::Area(key, _) => FeatureKey::Area(*key),
                CellLocation::Country(country) => FeatureKey::Country(*country),
                CellLocation::NoCountry => continue,
            };
            mine[site + 1] = wanted.contains(&feature);
        }
        for feature in &wanted {
            if let FeatureKey::Site(code) = feature {
                mine[*code as usize] = true;
            }
        }
        let rows = RowSet::from_fn(columns.len(), |row| {
            selected.contains(row) && mine[sites.code_of(columns, basis, row) as usize]
        });
        let counts = query::count_by_site(fleet, &rows, basis);
        let mut codes: Vec<usize> = (1..counts.len()).filter(|code| counts[*code] > 0).collect();
        sort_short(&mut codes, |a, b| counts[*b].cmp(&counts[*a]).then(a.cmp(b)));
        let first: Vec<CellDetail> =
            codes.iter().take(MAX_LISTED).map(|code| cell_detail(fleet, *code, counts[*code])).collect();
        let positions = codes.iter().filter_map(|code| best_position(&fleet.cell_locations()[code - 1]));
        let bounds = BoundingBox::around(positions.map(|position| position.point));
        let operators = query::count_facet(fleet, &query::Field::Operator.into(), basis, &rows);
        let seen = rows.iter().map(|row| columns.last_seen()[row]).filter(|seen| *seen != UNKNOWN_TIME).max();
        let country = match wanted[..] {
            [FeatureKey::Country(country)] => country.to_string(),
            _ => String::new(),
        };
        let listed_sim = |row: usize| {
            let texts = [TextField::Name, TextField::Iccid, TextField::Imsi, TextField::SimId]
                .map(|field| columns.text(row, field));
            ListedSim {
                row: row as u32,
                name: texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default().to_owned(),
                seen: Some(columns.last_seen()[row]).filter(|seen| *seen != UNKNOWN_TIME),
            }
        };
        FeatureDetail {
            sims: rows.count() as u32,
            cells: codes.len() as u32,
            operators: operators.into_iter().map(|count| (count.key, count.count)).collect(),
            seen,
            top_cells: first,
            first_sims: rows.iter().take(MAX_LISTED).map(listed_sim).collect(),
            query: selection_query(query, &country, &codes, fleet, bounds),
            country,
            bounds,
        }
    }
}

/// The query that selects these sites: by their names, or where they are too many by the box around them.
fn selection_query(
    query: &Query,
    country: &str,
    codes: &[usize],
    fleet: &Fleet,
    bounds: Option<BoundingBox>,
) -> String {
    let mut query = query.without_key("cell");
    let texts: Vec<String> =
        codes.iter().map(|code| query::cell_name(&fleet.visited_cells().as_slice()[code - 1])).collect();
    let set = match bounds {
        _ if !country.is_empty() => query
            .set_value("country", country)
            .and_then(|()| query.set_value("located", LocationPrecision::Country.query_word())),
        Some(BoundingBox { west, south, east, north }) if codes.len() > MAX_NAMED_CELLS => {
            let corner = |lat: f64, lon: f64| Point::new(lat.clamp(-90.0, 90.0), lon).unwrap_or_default();
            let (from, to) = (
                corner(south - BOX_MARGIN_DEGREES, west - BOX_MARGIN_DEGREES),
                corner(north + BOX_MARGIN_DEGREES, east + BOX_MARGIN_DEGREES),
            );
            query.set_value("within", &format!("{from}..{to}"))
        }
        _ => query.set_values("cell", &texts),
    };
    // Names that no cell has, as of a registration, leave the query as it was.
    drop(set);
    query.to_string()
}

/// Returns the position of a cell, or of its area; `None` where its country at the most is known.
fn best_position(location: &CellLocation) -> Option<Position> {
    match location {
        CellLocation::Cell(position) => Some(*position),
        CellLocation::Area(_, area) => {
            Some(Position { point: area.centre, range_m: area.radius_m, origin: area.origin })
        }
        CellLocation::Country(_) | CellLocation::NoCountry => None,
    }
}

/// The cell of a row on a basis; `None` where it has none.
pub fn row_cell_detail(fleet: &Fleet, row: usize, basis: Basis) -> Option<CellDetail> {
    let code = fleet.visited_cells().code_of(fleet.columns(), basis, row) as usize;
    (code > 0).then(|| cell_detail(fleet, code, 1))
}

fn cell_detail(fleet: &Fleet, code: usize, sims: u32) -> CellDetail {
    let (site, location) = (&fleet.visited_cells().as_slice()[code - 1], &fleet.cell_locations()[code - 1]);
    let position = best_position(location);
    CellDetail {
        name: query::cell_name(site),
        radio: fleet.visited_cells().radio_name(site).to_owned(),
        operator: site.plmn.operator_name().into_owned(),
        sims,
        precision: location.precision(),
        origin: position.map(|position| position.origin),
        position: position.map(|position| (position.point.lat(), position.point.lon())),
        range_metres: position.map_or(0, |position| position.range_m),
    }
}

#[cfg(test)]
#[path = "map_features_tests.rs"]
mod tests;
