//! The last view as a command, as page and worker speak of it.

use super::TimeZone;
use query::QueryCommand;
use serde::{Deserialize, Serialize};

/// The last view as a command?
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CommandRequest {
    /// Counts up with each request.
    pub seq: u32,
    /// The zone whose days the query means.
    pub zone: TimeZone,
}

/// The command.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct CommandReply {
    /// That of the request.
    pub seq: u32,
    /// The program in jq; or why it cannot be told, in words of the browser or of the program.
    pub jq: Result<QueryCommand, String>,
}
