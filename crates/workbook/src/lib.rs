//! Writes ZIP archives in parts, as they come: no archive is ever one buffer.
//!
//! ```
//! let mut zip = workbook::ZipWriter::default();
//! let mut archive = zip.add_file("a.csv", b"simId\n8942310022000000012\n");
//! archive.extend(zip.finish());
//! assert!(archive.starts_with(b"PK\x03\x04") && archive.ends_with(b"\0\0"));
//! ```

mod zip;

pub use zip::ZipWriter;
