//! Small synthetic exports in every layout that is accepted, and some that are not: the files in `files/`.
//!
//! `cargo run -p samples` writes them; a test holds the committed files against what it would write.
//!
//! ```
//! let cut = samples::all().into_iter().find(|file| file.name == "cut.json");
//! assert_eq!(cut.map(|file| (file.read, file.cut)), Some((7, true)));
//! ```

mod layouts;
mod refused;

use std::path::PathBuf;

/// A file, and what a reader should make of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Its name in `files/`.
    pub name: &'static str,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// How many SIM records it holds; 0 if the file is to be refused.
    pub read: u64,
    /// How many values in the place of a record are to be skipped.
    pub skipped: u64,
    /// Whether it is cut off.
    pub cut: bool,
}

impl Sample {
    /// A whole file, all records of which are SIMs.
    fn new(name: &'static str, bytes: impl Into<Vec<u8>>, read: u64) -> Self {
        Self { name, bytes: bytes.into(), read, skipped: 0, cut: false }
    }

    fn skipping(self, skipped: u64) -> Self {
        Self { skipped, ..self }
    }

    fn cut(self) -> Self {
        Self { cut: true, ..self }
    }
}

/// Every file.
pub fn all() -> Vec<Sample> {
    let mut files = layouts::accepted();
    files.extend(refused::refused());
    files
}

/// Where the files are.
pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("files")
}
