//! English messages of files that cannot be read.

use crate::format::FormattedCount;
use ingest::{IngestError, JsonDialect};

pub(super) fn describe_refusal(name: &str, why: &IngestError) -> String {
    match why {
        IngestError::Empty => format!("{name} is empty."),
        IngestError::Image => format!("{name} is an image, not an export."),
        IngestError::Format(format) => format!("{name} is a {format} file, not an export."),
        IngestError::Csv { columns } => format!(
            "{name} is CSV, with the columns {}. None of them has ICCIDs, IMSIs or other identifiers to join it by, and a CSV does not hold the sessions that tell where a SIM was: export the fleet as JSON.",
            columns.join(", ")
        ),
        IngestError::Html => format!("{name} is a web page (HTML), not an export. Perhaps a sign-in page was saved."),
        IngestError::ApiError { code, message } => {
            format!("{name} holds an error of the API instead of SIMs: {code} {message}")
        }
        IngestError::EmptyList => {
            format!("{name} is an empty list: a fleet without SIMs, or a filter that let nothing through.")
        }
        IngestError::Truncated(at) => {
            format!("{name} ends at byte {}, in the middle of its first record.", FormattedCount(*at))
        }
        IngestError::NoSims(n) => format!("{name} is JSON, but none of its {} records is a SIM.", FormattedCount(*n)),
        IngestError::Text(begin) => format!("{name} is text, not JSON. It begins with: {begin}"),
        IngestError::Binary => format!("{name} is binary data of an unknown kind."),
        IngestError::DamagedGzip => format!("{name} is a damaged gzip file."),
        IngestError::DamagedZip => {
            format!(
                "{name} is a damaged ZIP file: its directory is missing or wrong. Download it again, or unpack it first."
            )
        }
        IngestError::Encrypted => {
            format!("{name} is encrypted in its ZIP file. Unpack it with its password, and drop what comes out.")
        }
        IngestError::UnsupportedCompression(method) => {
            format!("{name} is packed with {method} in its ZIP file, which browsers cannot unpack. Unpack it first.")
        }
        IngestError::NotJson { dialect, at } => {
            let (at, what) = (
                FormattedCount(*at),
                match dialect {
                    JsonDialect::CurlyQuotes => {
                        "has curly quotes (“ ”) where JSON has straight ones (\"): a chat or a word processor changed them. Export it again, or copy it as plain text."
                    }
                    JsonDialect::Python => "is written as a Python literal. Write it with json.dumps instead of print.",
                    JsonDialect::JavaScript => "is written as a JavaScript literal. Write it with JSON.stringify.",
                },
            );
            format!("{name} cannot be read as JSON from byte {at} on: it {what}")
        }
    }
}
