//! The meaning of a PLMN: the territory and operator of its network and the width of its MNC; and the positions of
//! countries and cells.
//!
//! ```
//! use places::{Plmn, Territory, country_centre, find_network};
//!
//! let telcel = Plmn { mcc: 334, mnc: 20 };
//! assert_eq!(telcel.to_string(), "334-020");
//! assert_eq!(find_network(telcel).territory.query_key(), "MX");
//! assert_eq!(find_network(telcel).operator, Some("Telcel"));
//!
//! // MCC 310 is shared by the United States and other territories.
//! let guam = find_network(Plmn { mcc: 310, mnc: 370 }).territory;
//! assert_eq!(guam.query_key(), "GU");
//! if let Territory::Country(iso) = guam {
//!     assert!(country_centre(iso).is_some());
//! }
//! ```
//!
//! The tables are in `data/`, written by `cargo xtask data`; `NOTICE` names their sources. They are sorted text and are
//! searched without being parsed first, so they cost nothing at start-up.

mod bounding_box;
mod cell;
mod centres;
mod networks;
mod plmn;
mod point;
mod positions;
mod region;
mod sorted_table;
mod sorting;
mod territory;
pub mod towers;

pub use bounding_box::BoundingBox;
pub use cell::{AreaKey, CellKey, RadioFamily};
pub use centres::{countries_with_centres, country_centre, has_dot};
pub use networks::{Network, find_network, listed_networks, mnc_width};
pub use plmn::{Plmn, VisitedPlmn};
pub use point::Point;
pub use positions::{AreaPosition, LookupKeys, Position, PositionOrigin, Positions};
pub use region::Region;
pub use sorting::{order_by_number, sort_short};
pub use territory::{CountryCode, Territory};
pub use towers::TowerReader;
