//! A text to records: where each one begins and ends, in pieces of any size, damaged or not.

mod event;
mod resync;
mod scanner;
mod splitter;

pub use event::{RecordOutcome, SplitEvent};
pub use resync::find_keyed_record;
pub use scanner::{MAX_NESTING_DEPTH, ObjectEnd, ObjectScanner};
pub use splitter::{MAX_RECORD_LEN, RecordSplitter};
