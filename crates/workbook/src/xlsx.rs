//! Workbooks of spreadsheets (XLSX: Office Open XML, ECMA-376, part 1, 18), a row after another.

mod parts;
mod text;

use crate::ZipWriter;
use std::fmt::Write;
use std::io;
use text::{append_text, display_width};

/// Maximum number of rows of a sheet (Excel's own limit, <https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3>,
/// 2026-11).
const MAX_SHEET_ROWS: usize = 1_048_576;
/// Maximum number of bytes of a sheet before it is packed: ZIP archives count four gigabytes.
const MAX_SHEET_BYTES: u64 = 3 << 30;
/// Days from the beginning of a workbook's calendar to 1970-01-01 (18.17.4).
const EPOCH_1900_DAYS: f64 = 25_569.0;
const DAY_MS: f64 = 86_400_000.0;
/// Bytes of a sheet that are packed at once.
const CHUNK_BYTES: usize = 1 << 16;
/// Widths of columns, in digits.
const COLUMN_WIDTHS: std::ops::RangeInclusive<usize> = 8..=48;
/// A date, to the second, in digits.
const TIME_WIDTH: usize = 19;

/// What a cell holds.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum SheetCell<'a> {
    /// Nothing.
    Empty,
    /// Text, which stays text when it is edited: identifiers keep their digits.
    Text(&'a str),
    /// A number.
    Number(f64),
    /// A moment in milliseconds since 1970, as a date in UTC.
    Time(i64),
}

/// Writes a workbook: rows under a header that stays, with a filter, in as many sheets as they need, and a last sheet that says what
/// they are.
#[derive(Debug)]
pub struct XlsxWriter {
    zip: ZipWriter,
    /// The cells of the header.
    headers: Vec<String>,
    /// The names of the columns, as a spreadsheet has them: `A`, `B`.
    letters: Vec<String>,
    /// The name of the first sheet, and what the others are called after.
    name: String,
    /// Number of rows of each sheet, the header among them. The last one is being written.
    sheets: Vec<usize>,
    /// Number of bytes of the sheet that is being written.
    sheet_bytes: u64,
    /// What is not packed yet.
    xml: String,
    /// Number of cells whose text did not fit.
    cut_cells: u64,
}

impl XlsxWriter {
    /// A workbook without rows. `name` is that of its first sheet, of at most 31 characters.
    pub fn new(name: &str, headers: Vec<String>) -> Self {
        let letters = (0..headers.len()).map(column_letters).collect();
        Self {
            zip: ZipWriter::default(),
            headers,
            letters,
            name: name.to_owned(),
            sheets: Vec::new(),
            sheet_bytes: 0,
            xml: String::new(),
            cut_cells: 0,
        }
    }

    /// Writes rows, and returns what follows in the file. `cells` are those of whole rows, one after another. The first rows make
    /// the columns as wide as they need.
    ///
    /// # Errors
    /// None that is known: it is packed in memory.
    pub fn write_rows(&mut self, cells: &[SheetCell<'_>]) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        for row in cells.chunks(self.headers.len().max(1)) {
            let is_full = self.sheets.last().is_none_or(|rows| *rows == MAX_SHEET_ROWS);
            if is_full || self.sheet_bytes > MAX_SHEET_BYTES {
                self.end_sheet(&mut out)?;
                self.begin_sheet(cells, &mut out)?;
            }
            self.append_row(row);
            if self.xml.len() > CHUNK_BYTES {
                self.pack(&mut out)?;
            }
        }
        Ok(out)
    }

    /// Ends the workbook with a sheet named `name` that says `lines` (what, and what it is), and returns what follows. `cut` is said
    /// there of texts that are longer than a cell may be, with their number behind it.
    ///
    /// # Errors
    /// None that is known: it is packed in memory.
    pub fn finish(mut self, name: &str, lines: &[(String, String)], cut: &str) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        if self.sheets.is_empty() {
            self.begin_sheet(&[], &mut out)?;
        }
        self.end_sheet(&mut out)?;
        let cut = (self.cut_cells > 0).then(|| (cut.to_owned(), self.cut_cells.to_string()));
        let about = parts::about_sheet(lines.iter().chain(&cut));
        let names: Vec<String> = (1..=self.sheets.len())
            .map(|at| if at == 1 { self.name.clone() } else { format!("{} {at}", self.name) })
            .collect();
        let last_column = self.letters.last().map_or("A", String::as_str);
        let ranges: Vec<String> = self.sheets.iter().map(|rows| format!("$A$1:${last_column}${rows}")).collect();
        for (path, xml) in parts::fixed_parts(&names, &ranges, name) {
            self.add_part(&path, &xml, &mut out)?;
        }
        self.add_part(&parts::sheet_path(names.len() + 1), &about, &mut out)?;
        out.extend(self.zip.finish());
        Ok(out)
    }

    fn add_part(&mut self, path: &str, xml: &str, out: &mut Vec<u8>) -> io::Result<()> {
        out.extend(self.zip.begin_file(path));
        out.extend(self.zip.write(xml.as_bytes())?);
        out.extend(self.zip.end_file()?);
        Ok(())
    }

    fn begin_sheet(&mut self, cells: &[SheetCell<'_>], out: &mut Vec<u8>) -> io::Result<()> {
        self.sheets.push(0);
        self.sheet_bytes = 0;
        out.extend(self.zip.begin_file(&parts::sheet_path(self.sheets.len())));
        self.xml = parts::sheet_head(&self.column_widths(cells));
        let headers = std::mem::take(&mut self.headers);
        self.append_cells(headers.iter().map(|header| SheetCell::Text(header)), parts::HEADER_STYLE);
        self.headers = headers;
        Ok(())
    }

    fn end_sheet(&mut self, out: &mut Vec<u8>) -> io::Result<()> {
        let Some(rows) = self.sheets.last() else { return Ok(()) };
        let range = format!("A1:{}{rows}", self.letters.last().map_or("A", String::as_str));
        self.xml += &parts::sheet_tail(&range);
        self.pack(out)?;
        out.extend(self.zip.end_file()?);
        Ok(())
    }

    fn pack(&mut self, out: &mut Vec<u8>) -> io::Result<()> {
        self.sheet_bytes += self.xml.len() as u64;
        out.extend(self.zip.write(self.xml.as_bytes())?);
        self.xml.clear();
        Ok(())
    }

    /// The width of each column, in digits: that of what is widest among the header and some rows.
    fn column_widths(&self, cells: &[SheetCell<'_>]) -> Vec<usize> {
        // The button of the filter is beside the header's text.
        let mut widths: Vec<usize> = self.headers.iter().map(|header| display_width(header) + 3).collect();
        for (at, cell) in cells.iter().enumerate() {
            let width = match cell {
                SheetCell::Empty => 0,
                SheetCell::Text(text) => display_width(text) + 1,
                SheetCell::Number(number) => number.to_string().len() + 1,
                SheetCell::Time(_) => TIME_WIDTH,
            };
            let column = at % self.headers.len().max(1);
            widths[column] = widths[column].max(width);
        }
        widths.into_iter().map(|width| width.clamp(*COLUMN_WIDTHS.start(), *COLUMN_WIDTHS.end())).collect()
    }

    fn append_row(&mut self, row: &[SheetCell<'_>]) {
        self.append_cells(row.iter().copied(), parts::TEXT_STYLE);
    }

    fn append_cells<'a>(&mut self, cells: impl Iterator<Item = SheetCell<'a>>, text_style: &str) {
        let Some(rows) = self.sheets.last_mut() else { return };
        *rows += 1;
        let (row, xml) = (rows.to_string(), &mut self.xml);
        // A million rows have many cells: what `format!` makes is copied once more.
        let open = |xml: &mut String, column: &str, style: &str| {
            for part in [r#"<c r=""#, column, &row, style] {
                *xml += part;
            }
        };
        *xml += "<row>";
        for (cell, column) in cells.zip(&self.letters) {
            match cell {
                SheetCell::Text(text) if !text.is_empty() => {
                    open(xml, column, text_style);
                    *xml += r#" t="inlineStr"><is>"#;
                    self.cut_cells += u64::from(append_text(text, xml));
                    *xml += "</is></c>";
                }
                SheetCell::Number(number) if number.is_finite() => {
                    open(xml, column, parts::NUMBER_STYLE);
                    append_value(number, xml);
                }
                SheetCell::Time(ms) => {
                    open(xml, column, parts::TIME_STYLE);
                    append_value(ms as f64 / DAY_MS + EPOCH_1900_DAYS, xml);
                }
                SheetCell::Empty | SheetCell::Text(_) | SheetCell::Number(_) => {}
            }
        }
        *xml += "</row>";
    }
}

fn append_value(number: f64, xml: &mut String) {
    // Writing to a text cannot fail.
    let _ = write!(xml, "><v>{number}</v></c>");
}

/// The name of a column, counted from 0: `A` to `Z`, then `AA`.
fn column_letters(mut column: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.insert(0, b'A' + (column % 26) as u8);
        if column < 26 {
            return letters.into_iter().map(char::from).collect();
        }
        column = column / 26 - 1;
    }
}

#[cfg(test)]
#[path = "xlsx_tests.rs"]
mod tests;
