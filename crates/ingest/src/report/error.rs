//! Why a source was refused as a whole.

use super::dialect::JsonDialect;
use serde::{Deserialize, Serialize};

/// Why a whole source was refused: nothing in it is a record of a SIM.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, thiserror::Error)]
pub enum IngestError {
    /// No bytes, or blanks alone.
    #[error("the file is empty")]
    Empty,
    /// A picture, by its first bytes.
    #[error("this is an image")]
    Image,
    /// Another format that is known by its first bytes: `PDF`, `ZIP`, …
    #[error("this is a {0} file")]
    Format(String),
    /// CSV, with the columns that the first line names.
    #[error("this is CSV, with the columns {}", .columns.join(", "))]
    Csv {
        /// The cells of the first line.
        columns: Vec<String>,
    },
    /// A web page.
    #[error("this is a web page (HTML)")]
    Html,
    /// An error of the API.
    #[error("this is an error message of the API: {code} {message}")]
    ApiError {
        /// Soracom's code, as `AUM0002`.
        code: String,
        /// Its message.
        message: String,
    },
    /// An empty list: a fleet without SIMs, or a filter that selects none.
    #[error("this is JSON, and the list in it is empty")]
    EmptyList,
    /// JSON with records, none of which is a SIM.
    #[error("this is JSON, but none of its {0} records is a SIM")]
    NoSims(u64),
    /// The literal of another language.
    #[error("this is no JSON: it is written as {dialect} at byte {at}")]
    NotJson {
        /// How it is written.
        dialect: JsonDialect,
        /// The first byte that shows it.
        at: u64,
    },
    /// A file in an archive that can only be unpacked with its password.
    #[error("this file is encrypted")]
    Encrypted,
    /// A file in an archive that is packed by a method that no browser unpacks.
    #[error("this file is packed by a method that cannot be unpacked here ({0})")]
    UnsupportedCompression(String),
    /// JSON that ends at this byte, before the end of its first record.
    #[error("this is JSON that ends at byte {0}, before its first record is whole")]
    Truncated(u64),
    /// Text without JSON.
    #[error("this is text, not JSON; it begins with: {0}")]
    Text(String),
    /// Neither text nor a known format.
    #[error("this is binary data of an unknown kind")]
    Binary,
    /// A ZIP file whose directory cannot be read.
    #[error("this ZIP file is damaged: its directory is missing or wrong")]
    DamagedZip,
    /// A gzip file that cannot be unpacked.
    #[error("this gzip file is damaged")]
    DamagedGzip,
}
