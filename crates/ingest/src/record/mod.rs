//! The bytes of a record to a row of the columns: fast where it is written as those before it, by serde_json otherwise.

mod extract;
mod fast_path;
mod field_reader;
mod fields;
mod predictor;
mod profiles;
mod record_run;
mod redact;
mod scalar;
mod schema;
mod sim_fields;
mod warnings;

pub use extract::{ExtractError, ExtractScratch, extract_record};
#[cfg(fuzzing)]
pub use fast_path::compare_with_serde;
pub use predictor::LayoutPredictor;
pub use record_run::{RecordRun, RunExtractor, read_record_run};
pub use redact::{SECRET_KEYS, SECRET_MASK, pretty_print_redacted, redact_secrets};
pub use warnings::RecordWarnings;
