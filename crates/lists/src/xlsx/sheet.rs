//! Reads a sheet as text: a line for each row, tabs between cells.

use super::Workbook;
use super::dates::format_date;
use super::escapes::unescape_text;
use super::xml::{Attributes, XmlEvent, XmlSplitter};

/// Maximum number of columns of a sheet (Excel's own limit, 2026-11).
const MAX_COLUMNS: usize = 16_384;

/// Reads a sheet in chunks.
pub struct SheetReader<'a> {
    workbook: &'a Workbook,
    xml: XmlSplitter,
    state: SheetState,
}

/// Where in the sheet the reader is.
#[derive(Default)]
struct SheetState {
    /// The cells of the row so far.
    cells: Vec<String>,
    column: usize,
    kind: CellKind,
    format: Option<usize>,
    value: String,
    in_value: bool,
    in_reading: bool,
}

/// What the value of a cell is.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum CellKind {
    /// A number, perhaps of a date.
    #[default]
    Number,
    /// The number of a text of all sheets.
    SharedText,
    /// A text of its own, a truth value, a date or an error.
    Text,
}

impl<'a> SheetReader<'a> {
    /// Begins to read a sheet of a workbook.
    pub fn new(workbook: &'a Workbook) -> Self {
        Self { workbook, xml: XmlSplitter::default(), state: SheetState::default() }
    }

    /// Reads the next chunk, and returns the rows that end in it: cells with tabs, line breaks or quotation marks are in
    /// quotation marks, as in CSV.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<u8> {
        let (workbook, state, mut rows) = (self.workbook, &mut self.state, Vec::new());
        self.xml.push(bytes, |event| match event {
            XmlEvent::Open { name: "row", .. } => {
                state.cells.clear();
                state.column = 0;
            }
            XmlEvent::Open { name: "c", attributes } => state.begin_cell(attributes),
            XmlEvent::Open { name: "rPh", .. } => state.in_reading = true,
            XmlEvent::Close { name: "rPh" } => state.in_reading = false,
            XmlEvent::Open { name: "v" | "t", .. } => state.in_value = !state.in_reading,
            XmlEvent::Close { name: "v" | "t" } => state.in_value = false,
            XmlEvent::Text(text) if state.in_value => state.value.push_str(&text),
            XmlEvent::Close { name: "c" } => state.end_cell(workbook),
            XmlEvent::Close { name: "row" } => write_row(&state.cells, &mut rows),
            _ => {}
        });
        rows
    }
}

impl SheetState {
    fn begin_cell(&mut self, attributes: Attributes) {
        if let Some(column) = attributes.get("r").and_then(|reference| column_index(&reference)) {
            self.column = column;
        }
        self.kind = match attributes.get("t").as_deref() {
            Some("s") => CellKind::SharedText,
            None | Some("n") => CellKind::Number,
            Some(_) => CellKind::Text,
        };
        self.format = attributes.get("s").and_then(|format| format.parse().ok());
        self.value.clear();
    }

    fn end_cell(&mut self, workbook: &Workbook) {
        let value = std::mem::take(&mut self.value);
        let value = match self.kind {
            CellKind::SharedText => workbook.shared_text(&value).to_owned(),
            CellKind::Number if workbook.is_date(self.format) => {
                let date = value.trim().parse().ok().and_then(|days| format_date(days, workbook.is_1904));
                date.unwrap_or(value)
            }
            CellKind::Number => value,
            CellKind::Text => unescape_text(&value).into_owned(),
        };
        if self.column < MAX_COLUMNS {
            if self.cells.len() <= self.column {
                self.cells.resize(self.column + 1, String::new());
            }
            self.cells[self.column] = value;
        }
        self.column += 1;
    }
}

/// The index of the column of a reference: 27 of `AB12`.
fn column_index(reference: &str) -> Option<usize> {
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic);
    let number = letters.fold(0_usize, |number, letter| {
        number.saturating_mul(26).saturating_add(usize::from(letter.to_ascii_uppercase() - b'A') + 1)
    });
    number.checked_sub(1)
}

/// Writes a row as a line; nothing for one without texts.
fn write_row(cells: &[String], rows: &mut Vec<u8>) {
    if cells.iter().all(String::is_empty) {
        return;
    }
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            rows.push(b'\t');
        }
        if cell.contains(['\t', '\n', '\r', '"']) {
            rows.extend_from_slice(format!("\"{}\"", cell.replace('"', "\"\"")).as_bytes());
        } else {
            rows.extend_from_slice(cell.as_bytes());
        }
    }
    rows.push(b'\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_where_their_references_say() {
        let mut workbook = Workbook::default();
        workbook.read_shared_strings(b"<sst><si><t>Site</t></si><si><t>a\t\"b\"</t></si></sst>");
        workbook.read_styles(br#"<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#);
        for (xml, expected) in [
            (
                r#"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>x</t></is></c></row>"#,
                "Site\t\tx\n",
            ),
            (r#"<row><c><v>1</v></c><c/><c t="str"><f>A1&amp;"y"</f><v>1y</v></c></row>"#, "1\t\t1y\n"),
            (r#"<row><c r="B9" s="1"><v>45658</v></c><c r="C9" s="0"><v>45658</v></c></row>"#, "\t2025-01-01\t45658\n"),
            (r#"<row><c t="s"><v>1</v></c></row><row/><row><c/></row>"#, "\"a\t\"\"b\"\"\"\n"),
            (r#"<row><c r="AAAAAAAAAAAAAAAAAAAAAAAAA1"><v>1</v></c></row>"#, ""),
            (r#"<row><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c></row>"#, "1\t#N/A\n"),
        ] {
            let text = SheetReader::new(&workbook).push(xml.as_bytes());
            assert_eq!(String::from_utf8_lossy(&text), expected, "{xml}");
        }
    }
}
