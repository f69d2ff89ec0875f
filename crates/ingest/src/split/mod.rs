//! Splits a text, which comes in chunks of any size and may be damaged, into records.

mod event;
mod resync;
mod scanner;
mod splitter;

pub use event::{RecordOutcome, SplitEvent};
pub use resync::find_keyed_record;
pub use scanner::{MAX_NESTING_DEPTH, ObjectEnd, ObjectScanner};
pub use splitter::{MAX_RECORD_LEN, RecordSplitter};
