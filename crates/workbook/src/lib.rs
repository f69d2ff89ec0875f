//! Writes workbooks of spreadsheets and ZIP archives in parts, as they come: no file is ever one buffer.
//!
//! ```
//! use workbook::{SheetCell, XlsxWriter, ZipWriter};
//!
//! let mut zip = ZipWriter::default();
//! let mut archive = zip.add_file("a.csv", b"simId\n8942310022000000012\n");
//! archive.extend(zip.finish());
//! assert!(archive.starts_with(b"PK\x03\x04") && archive.ends_with(b"\0\0"));
//!
//! let mut workbook = XlsxWriter::new("SIMs", vec!["ICCID".to_owned(), "Last seen (UTC)".to_owned()]);
//! let mut file = workbook.write_rows(&[SheetCell::Text("8942310022000000012"), SheetCell::Time(1_743_412_200_000)])?;
//! file.extend(workbook.finish("Query", &[("Query".to_owned(), "country:US".to_owned())], "Texts that were cut")?);
//! assert!(file.starts_with(b"PK\x03\x04"));
//! # Ok::<(), std::io::Error>(())
//! ```

mod xlsx;
mod zip;

pub use xlsx::{SheetCell, XlsxWriter};
pub use zip::ZipWriter;
