//! What can go wrong in a test, besides the page.

use std::io;
use std::path::{Path, PathBuf};

use fantoccini::error::{CmdError, NewSessionError};

/// Why a test cannot go on, or what it found.
#[derive(Debug, thiserror::Error)]
pub enum HarnessError {
    /// The browser or its driver refused.
    #[error("{0}")]
    Driver(#[from] CmdError),
    /// The browser could not be started.
    #[error("the browser does not start: {0}")]
    Start(#[from] NewSessionError),
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Something that the page must show did not come.
    #[error("after {seconds} s still no {what}; the page shows: {shown}")]
    TimedOut {
        /// What was waited for.
        what: String,
        /// For how long.
        seconds: u64,
        /// The page's error, if it shows one, and what its console says.
        shown: String,
    },
    /// Something is not as it must be.
    #[error("{0}")]
    Failed(String),
}

impl HarnessError {
    /// Makes a file error of what the system said about `path`.
    pub fn file_error(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::File { path: path.to_owned(), source }
    }
}
