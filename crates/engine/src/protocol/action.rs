//! What is done next with the selection, as page and worker speak of it.

use actions::{ActionOrder, ActionSummary};
use serde::{Deserialize, Serialize};

/// An action for the selection.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ActionRequest {
    /// Counts up with each request.
    pub seq: u32,
    /// The action, in its form. Its origin has no query: that of the last view is it.
    pub order: ActionOrder,
    /// Counting, or writing.
    pub step: ActionStep,
}

/// How far an action goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ActionStep {
    /// It is counted.
    Count,
    /// It is written.
    Write,
}

/// What an action would do.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ActionReply {
    /// That of the request.
    pub seq: u32,
    /// What it would do; or why it cannot be told, in words of the browser or of the program.
    pub summary: Result<ActionSummary, String>,
}
