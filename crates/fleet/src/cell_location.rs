//! What is known of where a cell is.

use places::{AreaKey, AreaPosition, CountryCode, Position};
use serde::{Deserialize, Serialize};

/// What is known of where a cell is, as precisely as that is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CellLocation {
    /// Where the cell itself is.
    Cell(Position),
    /// Where other cells of its area are.
    Area(AreaKey, AreaPosition),
    /// In this country, and no more.
    Country(CountryCode),
    /// In no country: at sea, in the air, on a test network.
    NoCountry,
}

/// How precisely the location of a cell is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[repr(u8)]
pub enum LocationPrecision {
    /// To the cell itself.
    Cell,
    /// To the area that it is in.
    Area,
    /// To its country.
    Country,
    /// Not even to a country.
    #[default]
    Unknown,
}

impl CellLocation {
    /// How precise it is.
    pub fn precision(&self) -> LocationPrecision {
        match self {
            Self::Cell(_) => LocationPrecision::Cell,
            Self::Area(..) => LocationPrecision::Area,
            Self::Country(_) => LocationPrecision::Country,
            Self::NoCountry => LocationPrecision::Unknown,
        }
    }
}

impl LocationPrecision {
    /// All of them, the most precise first.
    pub const ALL: [Self; 4] = [Self::Cell, Self::Area, Self::Country, Self::Unknown];

    /// The word of the query language for it.
    pub fn query_word(self) -> &'static str {
        match self {
            Self::Cell => "cell",
            Self::Area => "area",
            Self::Country => "country",
            Self::Unknown => "none",
        }
    }
}
