//! The last view as a command, as page and worker speak of it.

use super::TimeZone;
use query::QueryCommands;
use serde::{Deserialize, Serialize};

/// The last view as a command?
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CommandRequest {
    /// Counts up with each request.
    pub seq: u32,
    /// The zone whose days the query means.
    pub zone: TimeZone,
}

/// The commands.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct CommandReply {
    /// That of the request.
    pub seq: u32,
    /// The query in other languages; or why it cannot be told, in words of the browser or of the program.
    pub commands: Result<QueryCommands, String>,
}
