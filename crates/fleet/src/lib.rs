//! What is known of a fleet: one row a record, in columns.
//!
//! ```
//! use fleet::{Field, Fleet, Place, Record, SourceId};
//!
//! let mut fleet = Fleet::default();
//! fleet.begin(SourceId(1), "");
//! let record = Record { imsi: "295050000000001".into(), ..Record::default() };
//! fleet.push(&record, Place { offset: 0, len: 26 })?;
//! fleet.settle();
//! assert_eq!(fleet.columns().text(0, Field::Imsi), "295050000000001");
//! # Ok::<(), fleet::Full>(())
//! ```

mod basis;
mod bits;
mod coded;
mod columns;
mod comparison;
mod device;
mod dictionary;
mod fleet;
mod fold;
mod lasted;
mod letters;
mod lines;
mod lists;
mod movement;
mod news;
mod pasted;
mod raw;
mod record;
mod shared;
mod sites;
mod tags;

pub use basis::Basis;
pub use bits::Bits;
pub use coded::{Coded, Networks};
pub use columns::{Cells, Columns, NEVER, Place};
pub use comparison::Comparison;
pub use device::DeviceId;
pub use dictionary::Dictionary;
pub use fleet::{Fleet, SourceId};
pub use fold::{composed, fold, is_invisible, lookalike, narrow};
pub use lasted::Lasted;
pub use lines::{Field, Line, Lines};
pub use lists::{Lists, LookUp};
pub use movement::Leap;
pub use news::News;
pub use pasted::{is_identifier_length, is_identifier_list, unpadded_iccid};
pub use record::{Cell, CellId, Identifier, Record, Session, Tag};
pub use sites::{Site, Sites, Whereabouts};
pub use tags::{TagPlaces, Tags};

/// The texts of the fleet fill their arena of 4 GiB: some forty million SIMs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the fleet is too large: its texts take more than 4 GiB")]
pub struct Full;
