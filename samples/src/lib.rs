//! Small synthetic exports in every layout that is accepted, and some that are not: the files in `files/`.
//!
//! `cargo run -p samples` writes them; a test holds the committed files against what it would write.
//!
//! ```
//! let cut = samples::sample_files().into_iter().find(|file| file.name == "cut.json");
//! assert_eq!(cut.map(|file| (file.expected_records, file.truncated)), Some((7, true)));
//! ```

mod layouts;
mod rejected;

use std::path::PathBuf;

/// A file, and what a reader should make of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleFile {
    /// Its name in `files/`.
    pub name: &'static str,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// How many SIM records it holds; 0 if the file is to be refused.
    pub expected_records: u64,
    /// How many values in the place of a record are to be skipped.
    pub expected_skipped: u64,
    /// Whether it is cut off.
    pub truncated: bool,
}

impl SampleFile {
    /// A whole file, all records of which are SIMs.
    fn new(name: &'static str, bytes: impl Into<Vec<u8>>, read: u64) -> Self {
        Self { name, bytes: bytes.into(), expected_records: read, expected_skipped: 0, truncated: false }
    }

    fn with_skipped(self, skipped: u64) -> Self {
        Self { expected_skipped: skipped, ..self }
    }

    fn into_truncated(self) -> Self {
        Self { truncated: true, ..self }
    }
}

/// Every file.
pub fn sample_files() -> Vec<SampleFile> {
    let mut files = layouts::accepted_files();
    files.extend(rejected::rejected_files());
    files
}

/// Where the files are.
pub fn sample_folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("files")
}
