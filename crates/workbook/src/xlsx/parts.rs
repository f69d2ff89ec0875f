//! The files of a workbook beside its rows.

use super::text::{append_escaped, append_text};
use std::fmt::Write;

/// What follows the name of a cell of a style, as [`STYLES`] counts them.
pub(super) const NUMBER_STYLE: &str = "\"";
pub(super) const TEXT_STYLE: &str = "\" s=\"1\"";
pub(super) const TIME_STYLE: &str = "\" s=\"2\"";
pub(super) const HEADER_STYLE: &str = "\" s=\"3\"";

const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const CONTENT_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// Format 49 is text; 164 is the first of one's own (ECMA-376, part 1, 18.8.30).
const STYLES: &str = r#"<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd\ hh:mm:ss"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font><font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>"#;

/// The path of a sheet, counted from 1.
pub(super) fn sheet_path(sheet: usize) -> String {
    format!("xl/worksheets/sheet{sheet}.xml")
}

/// What stands before the rows of a sheet whose first row stays.
pub(super) fn sheet_head(widths: &[usize]) -> String {
    let mut xml = format!(
        r#"{DECLARATION}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>"#
    );
    append_columns(widths, &mut xml);
    xml + "<sheetData>"
}

fn append_columns(widths: &[usize], xml: &mut String) {
    if widths.is_empty() {
        return;
    }
    *xml += "<cols>";
    for (at, width) in (1..).zip(widths) {
        // Writing to a text cannot fail.
        let _ = write!(xml, r#"<col min="{at}" max="{at}" width="{width}" customWidth="1"/>"#);
    }
    *xml += "</cols>";
}

/// What stands after them: a filter, and no mark at identifiers for being digits that are text.
pub(super) fn sheet_tail(range: &str) -> String {
    format!(
        r#"</sheetData><autoFilter ref="{range}"/><ignoredErrors><ignoredError sqref="{range}" numberStoredAsText="1"/></ignoredErrors></worksheet>"#
    )
}

/// The sheet that says what the others are.
pub(super) fn about_sheet<'a>(lines: impl Iterator<Item = &'a (String, String)>) -> String {
    let mut xml = format!(r#"{DECLARATION}<worksheet xmlns="{MAIN}">"#);
    append_columns(&[24, 96], &mut xml);
    xml += "<sheetData>";
    for (at, (label, text)) in (1..).zip(lines) {
        for (column, style, text) in [('A', HEADER_STYLE, label), ('B', TEXT_STYLE, text)] {
            let open = if column == 'A' { "<row>" } else { "" };
            let _ = write!(xml, r#"{open}<c r="{column}{at}{style} t="inlineStr"><is>"#);
            append_text(text, &mut xml);
            xml += "</is></c>";
        }
        xml += "</row>";
    }
    xml + "</sheetData></worksheet>"
}

/// The other files, each with its path. `names` and `ranges` are those of the sheets with a filter; `about` is the sheet after them.
pub(super) fn fixed_parts(names: &[String], ranges: &[String], about: &str) -> [(String, String); 5] {
    let sheets = names.len() + 1;
    let mut types = format!(
        r#"{DECLARATION}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{CONTENT_TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="{CONTENT_TYPE}.styles+xml"/>"#
    );
    let mut relations = format!(r#"{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">"#);
    let mut workbook = format!(r#"{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>"#);
    for (at, name) in (1..=sheets).zip(names.iter().map(String::as_str).chain([about])) {
        let path = sheet_path(at);
        let target = path.trim_start_matches("xl/");
        let _ = write!(types, r#"<Override PartName="/{path}" ContentType="{CONTENT_TYPE}.worksheet+xml"/>"#);
        let _ = write!(relations, r#"<Relationship Id="rId{at}" Type="{RELATIONS}/worksheet" Target="{target}"/>"#);
        workbook += r#"<sheet name=""#;
        append_escaped(name, &mut workbook);
        let _ = write!(workbook, r#"" sheetId="{at}" r:id="rId{at}"/>"#);
    }
    let _ = write!(
        relations,
        r#"<Relationship Id="rId{}" Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>"#,
        sheets + 1
    );
    // A filter is a hidden name as well (18.2.5), without which some programs show none.
    workbook += "</sheets><definedNames>";
    for (at, (name, range)) in names.iter().zip(ranges).enumerate() {
        let _ = write!(workbook, r#"<definedName name="_xlnm._FilterDatabase" localSheetId="{at}" hidden="1">'"#);
        append_escaped(&name.replace('\'', "''"), &mut workbook);
        let _ = write!(workbook, "'!{range}</definedName>");
    }
    workbook += "</definedNames></workbook>";
    let packages = format!(
        r#"{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
    );
    let styles = format!(r#"{DECLARATION}<styleSheet xmlns="{MAIN}">{STYLES}</styleSheet>"#);
    let part = |path: &str, xml| (path.to_owned(), xml);
    [
        part("[Content_Types].xml", types + "</Types>"),
        part("_rels/.rels", packages),
        part("xl/workbook.xml", workbook),
        part("xl/_rels/workbook.xml.rels", relations),
        part("xl/styles.xml", styles),
    ]
}
