//! The errors of the tests.

use std::io;
use std::path::{Path, PathBuf};

use fantoccini::error::{CmdError, NewSessionError};

/// The reason why a test cannot continue or has failed.
#[derive(Debug, thiserror::Error)]
pub enum HarnessError {
    /// The browser or its driver returned an error.
    #[error("{0}")]
    Driver(#[from] CmdError),
    /// The browser could not be started.
    #[error("the browser does not start: {0}")]
    Start(#[from] NewSessionError),
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// Path of the file or folder.
        path: PathBuf,
        /// The error of the system.
        source: io::Error,
    },
    /// The page did not show the expected content in time.
    #[error("after {seconds} s still no {what}; the page shows: {shown}")]
    TimedOut {
        /// The expected content.
        what: String,
        /// The time that was waited.
        seconds: u64,
        /// The page's error, if it shows one, and the messages of its console.
        shown: String,
    },
    /// A check failed.
    #[error("{0}")]
    Failed(String),
}

impl HarnessError {
    /// Converts the system's error for `path` to a file error.
    pub fn file_error(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::File { path: path.to_owned(), source }
    }
}
