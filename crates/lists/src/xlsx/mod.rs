//! Workbooks of spreadsheets (XLSX: Office Open XML, ECMA-376, part 1, 18): what a sheet says, as text with tabs.
//!
//! A workbook is a ZIP archive, whose files someone else unpacks. Read first are its small parts, into a [`Workbook`]; then
//! a sheet, by a [`SheetReader`], in chunks of any size.
//!
//! ```
//! use lists::{SheetReader, Workbook};
//!
//! let mut workbook = Workbook::default();
//! workbook.read_shared_strings(b"<sst><si><t>iccid</t></si></sst>");
//! let mut sheet = SheetReader::new(&workbook);
//! let text = sheet.push(b"<row><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C1\"><v>1.5</v></c></row>");
//! assert_eq!(text, b"iccid\t\t1.5\n");
//! ```

mod dates;
mod escapes;
mod sheet;
mod workbook;
mod xml;

pub use sheet::SheetReader;
pub use workbook::{SHARED_STRINGS_PATH, STYLES_PATH, WORKBOOK_PATH, WORKBOOK_RELATIONS_PATH, Workbook};
