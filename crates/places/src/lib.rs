//! What a PLMN means: the territory that its network is in, its operator and its MNC's width; and where countries and cells are.
//!
//! ```
//! use places::{Plmn, Territory, centre, network};
//!
//! let telcel = Plmn { mcc: 334, mnc: 20 };
//! assert_eq!(telcel.to_string(), "334-020");
//! assert_eq!(network(telcel).territory.key(), "MX");
//! assert_eq!(network(telcel).operator, Some("Telcel"));
//!
//! // 310 is not the United States alone.
//! let guam = network(Plmn { mcc: 310, mnc: 370 }).territory;
//! assert_eq!(guam.key(), "GU");
//! if let Territory::Country(iso) = guam {
//!     assert!(centre(iso).is_some());
//! }
//! ```
//!
//! The tables are in `data/`, made by `cargo xtask data`; `NOTICE` says from what. They are text, sorted, and searched as
//! they lie: nothing is parsed when a program starts.

mod cell;
mod centres;
mod earth;
mod networks;
mod plmn;
mod positions;
mod region;
mod sorting;
mod table;
mod territory;
pub mod towers;

pub use cell::{AreaKey, CellKey, Family};
pub use centres::{centre, has_dot};
pub use earth::Point;
pub use networks::{Network, mnc_width, network, networks};
pub use plmn::{Plmn, VisitedPlmn};
pub use positions::{Located, Origin, Positions, Spread, Wanted};
pub use region::Region;
pub use sorting::sort_short;
pub use territory::{Iso, Territory};
pub use towers::Towers;
