//! What can go wrong.

use actions::ActionError;

/// Why a file is not written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// There is no such action.
    #[error(transparent)]
    Action(#[from] ActionError),
    /// The two sides are not of one build.
    #[error("a message could not be read: {0}")]
    Message(#[from] postcard::Error),
    /// Something could not be packed. It is packed in memory, so this is not expected.
    #[error("the file could not be packed: {0}")]
    Packing(#[from] std::io::Error),
}
