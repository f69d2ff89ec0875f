//! The small parts of a workbook: its sheets, its texts and its formats.

use super::dates::is_date_format;
use super::escapes::unescape_text;
use super::xml::{XmlEvent, XmlSplitter};
use fleet::TextPool;

/// The part that names the sheets.
pub const WORKBOOK_PATH: &str = "xl/workbook.xml";
/// The part that tells where they are.
pub const WORKBOOK_RELATIONS_PATH: &str = "xl/_rels/workbook.xml.rels";
/// The part with the texts of all sheets.
pub const SHARED_STRINGS_PATH: &str = "xl/sharedStrings.xml";
/// The part with the formats of cells.
pub const STYLES_PATH: &str = "xl/styles.xml";

/// What the parts of a workbook say of its sheets.
#[derive(Default)]
pub struct Workbook {
    /// The relation of each sheet, in their order.
    sheet_relations: Vec<String>,
    /// Relations and the paths of their parts.
    relation_paths: Vec<(String, String)>,
    texts: TextPool,
    /// The number in `texts` of each text.
    text_numbers: Vec<u32>,
    /// Whether each format of a cell is that of a date.
    date_formats: Vec<bool>,
    pub(super) is_1904: bool,
}

impl Workbook {
    /// Reads [`WORKBOOK_PATH`].
    pub fn read_workbook(&mut self, xml: &[u8]) {
        XmlSplitter::default().push(xml, |event| match event {
            XmlEvent::Open { name: "sheet", attributes } => {
                self.sheet_relations.extend(attributes.get("id").map(Into::into));
            }
            XmlEvent::Open { name: "workbookPr", attributes } => {
                self.is_1904 = attributes.get("date1904").is_some_and(|value| value == "1" || value == "true");
            }
            _ => {}
        });
    }

    /// Reads [`WORKBOOK_RELATIONS_PATH`].
    pub fn read_relations(&mut self, xml: &[u8]) {
        XmlSplitter::default().push(xml, |event| {
            if let XmlEvent::Open { name: "Relationship", attributes } = event
                && let Some((id, target)) = attributes.get("Id").zip(attributes.get("Target"))
            {
                let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
                self.relation_paths.push((id.into_owned(), path));
            }
        });
    }

    /// Reads [`SHARED_STRINGS_PATH`]. What is read over Japanese words is left out.
    pub fn read_shared_strings(&mut self, xml: &[u8]) {
        let (mut text, mut in_text, mut in_reading) = (String::new(), false, false);
        XmlSplitter::default().push(xml, |event| match event {
            XmlEvent::Open { name: "si", .. } => text.clear(),
            XmlEvent::Open { name: "rPh", .. } => in_reading = true,
            XmlEvent::Close { name: "rPh" } => in_reading = false,
            XmlEvent::Open { name: "t", .. } => in_text = !in_reading,
            XmlEvent::Close { name: "t" } => in_text = false,
            XmlEvent::Text(part) if in_text => text.push_str(&part),
            XmlEvent::Close { name: "si" } => {
                let (number, _) = self.texts.intern_text(&unescape_text(&text));
                self.text_numbers.push(number);
            }
            _ => {}
        });
    }

    /// Reads [`STYLES_PATH`].
    pub fn read_styles(&mut self, xml: &[u8]) {
        let mut codes: Vec<(u32, String)> = vec![];
        let mut in_cell_formats = false;
        XmlSplitter::default().push(xml, |event| match event {
            XmlEvent::Open { name: "numFmt", attributes } => {
                let id = attributes.get("numFmtId").and_then(|id| id.parse().ok());
                codes.extend(id.zip(attributes.get("formatCode").map(Into::into)));
            }
            XmlEvent::Open { name: "cellXfs", .. } => in_cell_formats = true,
            XmlEvent::Close { name: "cellXfs" } => in_cell_formats = false,
            XmlEvent::Open { name: "xf", attributes } if in_cell_formats => {
                let id = attributes.get("numFmtId").and_then(|id| id.parse().ok()).unwrap_or(0);
                let code = codes.iter().find(|(of, _)| *of == id).map(|(_, code)| code.as_str());
                self.date_formats.push(is_date_format(id, code));
            }
            _ => {}
        });
    }

    /// The paths of the sheets, in their order.
    pub fn sheet_paths(&self) -> Vec<&str> {
        let path = |relation: &String| {
            let found = self.relation_paths.iter().find(|(id, _)| id == relation);
            found.map(|(_, path)| path.as_str())
        };
        self.sheet_relations.iter().filter_map(path).collect()
    }

    /// The text of a number of [`SHARED_STRINGS_PATH`]; empty where there is none.
    pub(super) fn shared_text(&self, number: &str) -> &str {
        let number = number.trim().parse().ok().and_then(|at: usize| self.text_numbers.get(at));
        number.map_or("", |number| self.texts.text(*number))
    }

    /// Whether a format of a cell is that of a date.
    pub(super) fn is_date(&self, format: Option<usize>) -> bool {
        format.and_then(|format| self.date_formats.get(format)).copied().unwrap_or(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_are_found_by_their_relations() {
        let mut workbook = Workbook::default();
        workbook.read_workbook(
            br#"<workbook><workbookPr date1904="1"/><sheets><sheet name="b" r:id="rId2"/><sheet name="a" r:id="rId1"/></sheets></workbook>"#,
        );
        workbook.read_relations(
            br#"<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="/xl/worksheets/other.xml"/></Relationships>"#,
        );
        assert_eq!(workbook.sheet_paths(), ["xl/worksheets/other.xml", "xl/worksheets/sheet1.xml"]);
        assert!(workbook.is_1904);
    }

    #[test]
    fn texts_may_be_in_runs_and_have_readings() {
        let mut workbook = Workbook::default();
        workbook.read_shared_strings(
            "<sst><si><t>a &amp; b</t></si><si><r><t xml:space=\"preserve\">x </t></r><r><t>y</t></r></si>\
             <si><t>東京</t><rPh sb=\"0\" eb=\"2\"><t>トウキョウ</t></rPh></si><si/></sst>"
                .as_bytes(),
        );
        assert_eq!(
            ["0", "1", "2", "3", "9", "x"].map(|number| workbook.shared_text(number)),
            ["a & b", "x y", "東京", "", "", ""]
        );
    }

    #[test]
    fn formats_of_cells_are_those_of_dates_or_not() {
        let mut workbook = Workbook::default();
        workbook.read_styles(
            br#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy-mm-dd"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
                <cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/></cellXfs></styleSheet>"#,
        );
        assert_eq!(
            [None, Some(0), Some(1), Some(2), Some(3)].map(|format| workbook.is_date(format)),
            [false, false, true, true, false]
        );
    }
}
