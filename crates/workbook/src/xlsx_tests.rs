//! Tests of workbooks, read back by the project's own reader; other programs read them in the tests of the page.

use super::*;
use lists::{SheetReader, Workbook};
use proptest::prelude::*;
use std::io::{Cursor, Read};

fn write(headers: &[&str], rows: &[Vec<SheetCell<'_>>], chunk: usize) -> Vec<u8> {
    let mut workbook = XlsxWriter::new("SIMs", headers.iter().map(|header| (*header).to_owned()).collect());
    let mut file = Vec::new();
    for rows in rows.chunks(chunk) {
        file.extend(workbook.write_rows(&rows.concat()).unwrap());
    }
    file.extend(workbook.finish("Query", &[("Query".to_owned(), "a < \"b\"".to_owned())], "Cut").unwrap());
    file
}

fn read_part(file: &[u8], path: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut bytes = Vec::new();
    archive.by_name(path).unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

/// The rows of a sheet, as the lists that people bring are read.
fn read_sheet(file: &[u8], path: &str) -> Vec<Vec<String>> {
    let mut workbook = Workbook::default();
    workbook.read_styles(&read_part(file, "xl/styles.xml"));
    let text = SheetReader::new(&workbook).push(&read_part(file, path));
    let mut lines =
        csv::ReaderBuilder::new().delimiter(b'\t').has_headers(false).flexible(true).from_reader(text.as_slice());
    lines.records().map(|line| line.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn columns_have_letters() {
    for (column, expected) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")] {
        assert_eq!(column_letters(column), expected);
    }
}

#[test]
fn a_row_has_its_cells() {
    let row = vec![
        SheetCell::Text("8942310022000000012"),
        SheetCell::Time(1_743_411_600_000),
        SheetCell::Empty,
        SheetCell::Number(0.25),
    ];
    let file = write(&["ICCID", "Last seen", "Name", "Amount"], &[row], 10);
    let rows = read_sheet(&file, "xl/worksheets/sheet1.xml");
    assert_eq!(
        rows,
        [["ICCID", "Last seen", "Name", "Amount"], ["8942310022000000012", "2025-03-31 09:00", "", "0.25"]]
    );
    assert_eq!(read_sheet(&file, "xl/worksheets/sheet2.xml"), [["Query", "a < \"b\""]]);
}

#[test]
fn a_long_text_is_cut_and_told() {
    let text = "x".repeat(40_000);
    let file = write(&["Name"], &[vec![SheetCell::Text(&text)]], 1);
    assert_eq!(read_sheet(&file, "xl/worksheets/sheet1.xml")[1][0].len(), 32_767);
    assert_eq!(read_sheet(&file, "xl/worksheets/sheet2.xml")[1], ["Cut", "1"]);
}

#[test]
fn what_does_not_fit_into_a_sheet_is_in_the_next() {
    let rows = vec![vec![SheetCell::Number(7.0)]; MAX_SHEET_ROWS + 1];
    let file = write(&["N"], &rows, 100_000);
    let second = read_sheet(&file, "xl/worksheets/sheet2.xml");
    assert_eq!(second, [["N"], ["7"], ["7"]]);
    assert_eq!(read_sheet(&file, "xl/worksheets/sheet3.xml"), [["Query", "a < \"b\""]]);
    let names = String::from_utf8(read_part(&file, "xl/workbook.xml")).unwrap();
    assert!(names.contains("'SIMs'!$A$1:$A$1048576<") && names.contains("'SIMs 2'!$A$1:$A$3<"), "{names}");
}

proptest! {
    #[test]
    fn texts_are_read_as_they_were(texts in prop::collection::vec("[ -~ぁ-ん]{0,9}[a-z]", 1..40), chunk in 1_usize..9) {
        let rows: Vec<Vec<SheetCell<'_>>> = texts.iter().map(|text| vec![SheetCell::Text(text)]).collect();
        let file = write(&["Name"], &rows, chunk);
        let read: Vec<String> = read_sheet(&file, "xl/worksheets/sheet1.xml").into_iter().skip(1).flatten().collect();
        prop_assert_eq!(read, texts);
    }
}
