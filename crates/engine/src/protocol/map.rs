//! Map features of a selection, and the detail of one of them.

use fleet::{CellLocation, LocationPrecision};
use places::{BoundingBox, PositionOrigin};
use serde::{Deserialize, Serialize};

/// What is drawn of the cells of a selection, a feature a place in each list: cells, then areas, then countries. A cell
/// with a position of its own is one feature; cells whose area alone has one are a feature together, and so are those of
/// which no more than the country is known.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct MapFeatures {
    /// Of which view: the `seq` of its request.
    pub seq: u32,
    /// Degrees east.
    pub lon: Vec<f32>,
    /// Degrees north.
    pub lat: Vec<f32>,
    /// SIMs of the selection.
    pub sims: Vec<u32>,
    /// Distinct cells.
    pub cells: Vec<u32>,
    /// How far around it, in metres; 0 where that is not said.
    pub range_metres: Vec<u32>,
    /// Which of [`MAP_RADIOS`]; their number for another one.
    pub radio: Vec<u8>,
    /// How precisely it is known where it is.
    pub precision: Vec<LocationPrecision>,
    /// The codes of the countries, in the order of their features.
    pub countries: Vec<String>,
    /// How much of the selection is located by what.
    pub location_counts: LocationCounts,
    /// Whether a position is that of a file or of the API: OpenCelliD wants to be named.
    pub attribution_required: bool,
    /// From the cell of the previous session to that of the current one, where they were asked for.
    pub movements: Movements,
    /// The smallest box that holds all cells and areas; all countries where there are no others.
    pub bounds: Option<BoundingBox>,
}

impl MapFeatures {
    /// Returns how many features, the first ones, are cells with a position of their own.
    pub fn cell_count(&self) -> usize {
        self.precision.partition_point(|precision| *precision == LocationPrecision::Cell)
    }

    /// Returns how many features, the first ones, are cells or areas.
    pub fn located_count(&self) -> usize {
        self.precision
            .partition_point(|precision| matches!(precision, LocationPrecision::Cell | LocationPrecision::Area))
    }
}

/// The radios that have a colour, as the query language names them.
pub const MAP_RADIOS: [&str; 5] = ["lte", "lte-m", "nb-iot", "3g", "gsm"];

/// What locates a cell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LocationEvidence {
    /// Its own position, from a file.
    File,
    /// Its own position, from the API.
    Api,
    /// The position of its area.
    Area,
    /// Its country.
    Country,
    /// Nothing.
    Unknown,
}

impl LocationEvidence {
    /// All of them, the most precise first.
    pub const ALL: [Self; 5] = [Self::File, Self::Api, Self::Area, Self::Country, Self::Unknown];

    /// How precise that is.
    pub fn precision(self) -> LocationPrecision {
        match self {
            Self::File | Self::Api => LocationPrecision::Cell,
            Self::Area => LocationPrecision::Area,
            Self::Country => LocationPrecision::Country,
            Self::Unknown => LocationPrecision::Unknown,
        }
    }
}

impl From<&CellLocation> for LocationEvidence {
    fn from(location: &CellLocation) -> Self {
        match location {
            CellLocation::Cell(position) if position.origin == PositionOrigin::Api => Self::Api,
            CellLocation::Cell(_) => Self::File,
            CellLocation::Area(..) => Self::Area,
            CellLocation::Country(_) => Self::Country,
            CellLocation::NoCountry => Self::Unknown,
        }
    }
}

/// Cells and SIMs of a selection.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct LocationCount {
    /// Distinct cells.
    pub cells: u32,
    /// SIMs.
    pub sims: u32,
}

/// How much of a selection is located by what.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct LocationCounts {
    /// By the cell's own position, from a file.
    pub file: LocationCount,
    /// By the cell's own position, from the API.
    pub api: LocationCount,
    /// By the position of the cell's area.
    pub area: LocationCount,
    /// By the country alone.
    pub country: LocationCount,
    /// By nothing: cells in no country, and SIMs without a cell.
    pub unknown: LocationCount,
}

impl LocationCounts {
    /// The count of what is located by this.
    pub fn get(&self, evidence: LocationEvidence) -> LocationCount {
        match evidence {
            LocationEvidence::File => self.file,
            LocationEvidence::Api => self.api,
            LocationEvidence::Area => self.area,
            LocationEvidence::Country => self.country,
            LocationEvidence::Unknown => self.unknown,
        }
    }

    /// The same, to be changed.
    pub fn get_mut(&mut self, evidence: LocationEvidence) -> &mut LocationCount {
        match evidence {
            LocationEvidence::File => &mut self.file,
            LocationEvidence::Api => &mut self.api,
            LocationEvidence::Area => &mut self.area,
            LocationEvidence::Country => &mut self.country,
            LocationEvidence::Unknown => &mut self.unknown,
        }
    }

    /// Number of cells that have a position: their own, or that of their area.
    pub fn positioned_cells(&self) -> u32 {
        self.file.cells + self.api.cells + self.area.cells
    }
}

/// Ways from one cell to another, most SIMs first.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Movements {
    /// Degrees east and north of both ends: west to east as they were gone.
    pub endpoints: Vec<[f32; 4]>,
    /// SIMs that went it.
    pub sims: Vec<u32>,
    /// Whether one of them was faster than anything goes.
    pub impossible: Vec<bool>,
    /// The longest, in km.
    pub longest_km: f32,
    /// How many were left out because there are too many.
    pub omitted: u32,
}

/// What stands at one or several features of [`MapFeatures`].
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct FeatureDetail {
    /// SIMs of the selection.
    pub sims: u32,
    /// Distinct cells.
    pub cells: u32,
    /// The operators and how many SIMs each has, most first.
    pub operators: Vec<(String, u32)>,
    /// When the newest of them was last seen, milliseconds since the epoch.
    pub seen: Option<i64>,
    /// The first of the cells, those with most SIMs.
    pub top_cells: Vec<CellDetail>,
    /// The first of the SIMs.
    pub first_sims: Vec<ListedSim>,
    /// The country, where no more is known.
    pub country: String,
    /// The query that selects these SIMs, or the smallest box that holds them.
    pub query: String,
    /// The smallest box that holds the cells whose positions are known.
    pub bounds: Option<BoundingBox>,
}

/// A SIM that is listed by its name.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct ListedSim {
    /// The row in the fleet.
    pub row: u32,
    /// Its name, else one of its identifiers.
    pub name: String,
    /// When it was last seen, milliseconds since the epoch.
    pub seen: Option<i64>,
}

/// A cell.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct CellDetail {
    /// PLMN, area and identity, as the query language writes it.
    pub name: String,
    /// The radio, in lower case.
    pub radio: String,
    /// The operator, or the PLMN where it has no name.
    pub operator: String,
    /// SIMs of the selection.
    pub sims: u32,
    /// How precisely it is known where it is.
    pub precision: LocationPrecision,
    /// Origin of the position; `None` if the position is not known.
    pub origin: Option<PositionOrigin>,
    /// Latitude and longitude.
    pub position: Option<(f64, f64)>,
    /// How far around it, in metres.
    pub range_metres: u32,
}
