//! Why a table is not a list of SIMs.

use serde::{Deserialize, Serialize};

/// Why a table is not a list of SIMs.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
pub enum ListError {
    /// There are no cells.
    #[error("the table is empty")]
    Empty,
    /// No column has identifiers of SIMs or devices.
    #[error("no column identifies SIMs; there are {}", .columns.join(", "))]
    NoKey {
        /// The names of the columns.
        columns: Vec<String>,
    },
}
