//! Small synthetic exports in every layout that is accepted, and some files that are not: the files in `files/`.
//!
//! `cargo run -p samples` writes them, and a test compares the committed files with what it would write.
//!
//! ```
//! let cut = samples::sample_files().into_iter().find(|file| file.name == "cut.json");
//! assert_eq!(cut.map(|file| (file.expected_records, file.truncated)), Some((7, true)));
//! ```

mod layouts;
mod rejected;

use std::path::PathBuf;

/// A file and the expected result of reading it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleFile {
    /// The name in `files/`.
    pub name: &'static str,
    /// The content.
    pub bytes: Vec<u8>,
    /// Number of SIM records in it; 0 if the file is rejected.
    pub expected_records: u64,
    /// Number of values in place of a record that are skipped.
    pub expected_skipped: u64,
    /// Whether the file ends in the middle of a record.
    pub truncated: bool,
}

impl SampleFile {
    /// Creates a whole file in which all records are SIMs.
    fn new(name: &'static str, bytes: impl Into<Vec<u8>>, expected_records: u64) -> Self {
        Self { name, bytes: bytes.into(), expected_records, expected_skipped: 0, truncated: false }
    }

    fn with_skipped(self, expected_skipped: u64) -> Self {
        Self { expected_skipped, ..self }
    }

    fn into_truncated(self) -> Self {
        Self { truncated: true, ..self }
    }
}

/// Returns all files.
pub fn sample_files() -> Vec<SampleFile> {
    let mut files = layouts::accepted_files();
    files.extend(rejected::rejected_files());
    files
}

/// Returns the folder of the files.
pub fn sample_folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("files")
}
