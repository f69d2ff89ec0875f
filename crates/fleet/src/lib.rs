//! What is known of a fleet, in columns: one row for each record.
//!
//! ```
//! use fleet::{TextField, Fleet, RecordSpan, Record, SourceId};
//!
//! let mut fleet = Fleet::default();
//! fleet.begin_source(SourceId(1), "");
//! let record = Record { imsi: "295050000000001".into(), ..Record::default() };
//! fleet.push(&record, RecordSpan { offset: 0, len: 26 })?;
//! fleet.resolve_duplicates();
//! assert_eq!(fleet.columns().text(0, TextField::Imsi), "295050000000001");
//! # Ok::<(), fleet::CapacityError>(())
//! ```

mod basis;
mod calendar;
mod cell_location;
mod columns;
mod compact_duration;
mod comparison;
mod derived;
mod device;
mod device_uses;
mod dict_column;
mod dictionary;
mod duplicates;
mod fleet;
mod fold;
mod identifier_index;
mod identifier_lists;
mod identity;
mod joined;
mod movement;
mod pasted;
mod raw;
mod record;
mod row_set;
mod session_devices;
mod source_diff;
mod sparse_column;
mod swar;
mod tags;
mod text_arena;
mod text_field;
mod text_pool;
mod time_field;
mod visited_cells;

pub use basis::Basis;
pub use calendar::{civil_from_days, days_from_civil};
pub use cell_location::{CellLocation, LocationPrecision};
pub use columns::{Columns, RecordSpan, SessionCells, UNKNOWN_TIME};
pub use compact_duration::CompactDuration;
pub use comparison::BaselineComparison;
pub use device::DeviceId;
pub use dict_column::{DictColumn, NetworkDictionary};
pub use dictionary::Dictionary;
pub use fleet::{Fleet, SourceId};
pub use fold::{fold_text, fold_to_letters, is_invisible, to_ascii_lookalike, to_half_width, to_nfc};
pub use identifier_lists::{IdentifierLists, LookupReport};
pub use joined::{
    ColumnRole, JoinCounts, JoinedColumn, JoinedList, JoinedListBuilder, JoinedLists, ListColumn, format_number,
};
pub use movement::Movement;
pub use pasted::{ListedIdentifier, is_identifier_length, is_identifier_list, parse_listed_identifier, unpadded_iccid};
pub use record::{Cell, CellId, Connectivity, DictField, Identifier, Record, TEXT_LIST_SEPARATOR, Tag};
pub use row_set::RowSet;
pub use source_diff::SourceDiff;
pub use sparse_column::SparseColumn;
pub use swar::parse_eight_digits;
pub use tags::{TagDictionary, TagKeyCodes};
pub use text_arena::{RecordTexts, TextArena};
pub use text_field::TextField;
pub use text_pool::TextPool;
pub use time_field::TimeField;
pub use visited_cells::{VisitedCell, VisitedCells};

/// The error of a fleet whose texts fill their arena of 4 GiB: some forty million SIMs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the fleet is too large: its texts take more than 4 GiB")]
pub struct CapacityError;
