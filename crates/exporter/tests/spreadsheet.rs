//! Tests that spreadsheets open the CSV for them and the workbook with every cell unchanged.
//!
//! `cargo xtask test` installs LibreOffice if it may, and prints a note if it may not; without it these tests do
//! less.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may")]

use export::table::{TableColumn, TableForm, TableNotes, TableOrder, encode_cells};
use exporter::TableExport;
use fleet::{Basis, Cell, CellId, Connectivity, Fleet, Record, RecordSpan, SourceId};
use lists::{SheetReader, Workbook};
use places::Plmn;
use query::{CellKind, ColumnKey, Field, TableTexts, format_iso_8601};
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// Filter options with which LibreOffice imports a CSV: separators, quotes, UTF-8, the first line, no formats, a
/// language, whether quoted cells are texts, and whether dates and the like are detected.
const IMPORT_FILTERS: [(&str, &str); 8] = [
    ("English", "44,34,76,1,,1033,false,true"),
    ("English, numbers alone", "44,34,76,1,,1033,false,false"),
    ("English, each separator that the dialogue offers first", "44/59/9,34,76,1,,1033,false,true"),
    ("Japanese", "44,34,76,1,,1041,false,true"),
    ("German", "44,34,76,1,,1031,false,true"),
    ("French", "44,34,76,1,,1036,false,true"),
    ("Spanish", "44,34,76,1,,3082,false,true"),
    ("Portuguese", "44,34,76,1,,1046,false,true"),
];

/// Filter options with which LibreOffice exports a CSV: quotes around every text and nothing else, and numbers as they
/// are stored.
const EXPORT_FILTER: &str = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,false";

/// Names, each with the text that the spreadsheet shows.
const NAMES_AND_SHOWN_TEXTS: [(&str, &str); 57] = [
    ("gate", "gate"),
    ("東京 3", "東京 3"),
    ("a, \"b\"", "a, \"b\""),
    ("a;b", "a;b"),
    ("8942310099000000010", "8942310099000000010"),
    ("295050990000001", "295050990000001"),
    ("1234567890", "1234567890"),
    ("007", "007"),
    ("00", "00"),
    ("1.0", "1.0"),
    ("1,5", "1,5"),
    ("1,234", "1,234"),
    ("1.000.000", "1.000.000"),
    ("1 000 000", "1 000 000"),
    ("1E5", "1E5"),
    ("3e+5", "3e+5"),
    (".5", ".5"),
    ("5-", "5-"),
    ("(5)", "(5)"),
    ("5 %", "5 %"),
    ("1 1/2", "1 1/2"),
    ("１２３", "１２３"),
    ("१२", "१२"),
    ("$5", "$5"),
    ("5 €", "5 €"),
    ("￥５", "￥５"),
    ("R$ 5", "R$ 5"),
    ("1-2", "1-2"),
    ("2/3", "2/3"),
    ("1-2-3", "1-2-3"),
    ("1.2.3", "1.2.3"),
    ("１-２", "１-２"),
    ("440-10-12", "440-10-12"),
    ("2026-10-01", "2026-10-01"),
    ("2026-10-01T09:00:00", "2026-10-01T09:00:00"),
    ("12:30", "12:30"),
    ("1:2 pm", "1:2 pm"),
    ("Mar-5", "Mar-5"),
    ("Sept 5", "Sept 5"),
    ("Monday, January 5, 2020", "Monday, January 5, 2020"),
    ("5. Mai", "5. Mai"),
    ("1. März", "1. März"),
    ("enero 5", "enero 5"),
    ("5 out", "5 out"),
    ("3月5日", "3月5日"),
    ("TRUE", "TRUE"),
    ("vrai", "vrai"),
    ("Wahr", "Wahr"),
    ("#N/A", "#N/A"),
    ("=1+1", "'=1+1"),
    ("＝1+1", "'＝1+1"),
    ("-5", "'-5"),
    ("+81 3 1234 5678", "'+81 3 1234 5678"),
    ("＠SUM(1)", "'＠SUM(1)"),
    ("\u{200b}=1+1", "'\u{200b}=1+1"),
    ("x;=1+1;y", "x;'=1+1;y"),
    ("=HYPERLINK(\"x\";1)", "'=HYPERLINK(\"x\";1)"),
];

/// Builds a fleet with a SIM for each name, which is also the SIM's group. The identifiers are long or begin with
/// zeros, or both.
fn build_fleet() -> Fleet {
    let mut fleet = Fleet::default();
    fleet.begin_source(SourceId(1), "");
    for (i, (name, _)) in NAMES_AND_SHOWN_TEXTS.iter().enumerate() {
        let cell = Cell {
            plmn: Plmn { mcc: 440, mnc: 10 }.into(),
            radio: "LTE".into(),
            area: Some(i as u32 + 1),
            id: (i % 2 == 0).then_some(CellId::Eci(256_440 + i as u32)),
        };
        let record = Record {
            imsi: format!("2950509900{i:05}").into(),
            iccid: format!("89423100990000{i:05}").into(),
            sim_id: format!("890330234222222222222222222{i:05}").into(),
            msisdn: format!("{:011}", 1_415_555_010 + i).into(),
            name: (*name).into(),
            group_id: (*name).into(),
            connectivity: Connectivity::Offline,
            status: "active".into(),
            plan: "plan01s".into(),
            previous_cell: Some(cell),
            previous_imei: format!("00{:013}", 356_938_030_000 + i).into(),
            previous_created: Some(1_790_722_800_000),
            previous_deleted: Some(1_790_726_399_600),
            ..Record::default()
        };
        fleet.push(&record, RecordSpan::default()).unwrap();
    }
    fleet.resolve_duplicates();
    fleet
}

fn write_csv(fleet: &Fleet, columns: &[Field], headers: &[String]) -> Vec<u8> {
    let rows = 0..fleet.columns().len() as u32;
    let chunks = export::csv::write_visible_columns(fleet, rows, columns, Basis::Last, headers, true);
    chunks.collect::<Result<Vec<_>, _>>().unwrap().concat()
}

/// An installation of LibreOffice.
struct LibreOffice {
    program: PathBuf,
    /// The folder of this test's files and of LibreOffice's own settings.
    folder: PathBuf,
}

impl LibreOffice {
    fn find_program(test: &str) -> Option<Self> {
        let configured = env::var_os("SOFFICE").map(PathBuf::from);
        let on_path = || env::split_paths(&env::var_os("PATH")?).map(|f| f.join("soffice")).find(|path| path.is_file());
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
        fs::create_dir_all(&folder).unwrap();
        Some(Self { program: configured.or_else(on_path)?, folder })
    }

    /// Opens a CSV with an import filter, writes it again, and returns the written text.
    fn open_and_write(&self, csv: &[u8], import_filter: &str) -> String {
        self.convert(csv, "fleet.csv", &[format!("--infilter=CSV:{import_filter}")])
    }

    /// Opens a file, writes its first sheet as a CSV, and returns that.
    fn convert(&self, file: &[u8], name: &str, options: &[String]) -> String {
        let (opened, written) = (self.folder.join(name), self.folder.join("written"));
        fs::write(&opened, file).unwrap();
        let _ = fs::remove_dir_all(&written);
        let output = Command::new(&self.program)
            .args(["--headless", "--norestore"])
            .arg(format!("-env:UserInstallation=file://{}", self.folder.join("settings").display()))
            .args(options)
            .args(["--convert-to", EXPORT_FILTER, "--outdir"])
            .args([&written, &opened])
            .output()
            .unwrap();
        let written = fs::read(written.join("fleet.csv"));
        let written = written.unwrap_or_else(|error| panic!("LibreOffice wrote nothing: {error}, {output:?}"));
        String::from_utf8(written).unwrap()
    }
}

/// Returns a text as LibreOffice writes it.
fn quote_text(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("\"{}\"", text.replace('"', "\"\"")) }
}

#[test]
fn every_cell_is_the_text_that_it_was() {
    let Some(office) = LibreOffice::find_program("every-cell") else { return };
    let fleet = build_fleet();
    let headers: Vec<_> = Field::columns().iter().map(|column| column.key().to_owned()).collect();
    let csv = write_csv(&fleet, Field::columns(), &headers);
    for (language, import_filter) in IMPORT_FILTERS {
        let written = office.open_and_write(&csv, import_filter);
        let mut lines = written.lines();
        assert_eq!(
            lines.next().unwrap(),
            headers.iter().map(|header| quote_text(header)).collect::<Vec<_>>().join(","),
            "{language}"
        );
        for (row, (name, shown)) in NAMES_AND_SHOWN_TEXTS.into_iter().enumerate() {
            let cells =
                Field::columns().iter().map(|column| match (*column, column.row_text(&fleet, row, Basis::Last)) {
                    // The duration is a number, so that it can be summed.
                    (Field::Duration, text) => text.into_owned(),
                    (Field::Name | Field::Group, text) => {
                        assert_eq!(text, name, "the fleet keeps the name");
                        quote_text(shown)
                    }
                    (_, text) => quote_text(&text),
                });
            assert_eq!(lines.next().unwrap(), cells.collect::<Vec<_>>().join(","), "{language}, {name}");
        }
        assert_eq!(lines.next(), None, "{language}");
    }
}

#[test]
fn no_formula_is_run_where_another_separator_is_read() {
    let Some(office) = LibreOffice::find_program("another-separator") else { return };
    let mut fleet = Fleet::default();
    fleet.begin_source(SourceId(1), "");
    for (i, name) in
        ["x;=1+1;y", "x; ＝1+1;y", "\"x\";=1+1;\"y\"", "=1+1;=1+1;=1+1", ";-5;@SUM(1);+5"].iter().enumerate()
    {
        let record =
            Record { imsi: format!("{i}").into(), name: (*name).into(), group_id: (*name).into(), ..Record::default() };
        fleet.push(&record, RecordSpan::default()).unwrap();
    }
    let headers = ["name".to_owned(), "x\t=1+1\ty\n=1+1\n-5".to_owned()];
    let csv = write_csv(&fleet, &[Field::Name, Field::Group], &headers);
    for (separator, import_filter) in
        [("semicolon", "59,34,76,1,,1031,false,true"), ("tab", "9,34,76,1,,1033,false,true")]
    {
        let written = office.open_and_write(&csv, import_filter);
        let mut reader = written.as_str();
        while !reader.is_empty() {
            // A cell without quotes is a number: the result of a formula.
            let text = reader.strip_prefix('"').unwrap_or_else(|| panic!("{separator}: {reader:?} in {written}"));
            let end = text.replace("\"\"", "..").find('"').unwrap();
            assert!(!text.starts_with("Err:") && !text.starts_with('#'), "{separator}: {text:?} in {written}");
            reader = text[end + 1..].trim_start_matches([',', '\n']);
        }
    }
}

/// The workbook of all rows and columns, written some rows at a time.
fn write_workbook(fleet: &Fleet, keys: &[ColumnKey]) -> Vec<u8> {
    let column = |key: &ColumnKey| TableColumn {
        key: key.name().to_owned(),
        header: key.name().to_owned(),
        kind: key.cell_kind(),
    };
    let notes = TableNotes { sims: "SIMs".into(), query: "Query".into(), ..TableNotes::default() };
    let columns = keys.iter().map(column).collect();
    let order = TableOrder { form: TableForm::Xlsx, columns, query: "country:JP name:\"<a>\"".into(), notes };
    let mut export = TableExport::new(order);
    let rows: Vec<u32> = (0..fleet.columns().len() as u32).collect();
    let write = |rows: &[u32]| export.write_cells(&encode_cells(fleet, rows, keys, Basis::Last).unwrap()).unwrap();
    let mut file: Vec<u8> = rows.chunks(10).flat_map(write).collect();
    file.extend(export.finish_file().unwrap());
    assert_eq!(export.file_name(), format!("simscope-{}-sims.xlsx", rows.len()));
    file
}

fn columns() -> Vec<ColumnKey> {
    Field::columns().iter().map(|column| (*column).into()).collect()
}

/// The rows of a sheet, as lists that people bring are read.
fn read_sheet(file: &[u8], path: &str) -> Vec<Vec<String>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut read_part = |path: &str| {
        let mut bytes = Vec::new();
        archive.by_name(path).unwrap().read_to_end(&mut bytes).unwrap();
        bytes
    };
    let mut workbook = Workbook::default();
    workbook.read_styles(&read_part("xl/styles.xml"));
    let text = SheetReader::new(&workbook).push(&read_part(path));
    let mut lines =
        csv::ReaderBuilder::new().delimiter(b'\t').has_headers(false).flexible(true).from_reader(text.as_slice());
    lines.records().map(|line| line.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn a_workbook_has_the_same_cells_for_a_reader() {
    let mut fleet = build_fleet();
    let texts = ["_x000D_", "a\r\nb\tc", "\u{1}\u{fffe}", " blanks ", "<&>\"'", "😀", "a_x_b", "\u{85}\u{2028}"];
    for (i, name) in texts.into_iter().enumerate() {
        let record = Record { imsi: format!("44{i}").into(), name: name.into(), ..Record::default() };
        fleet.push(&record, RecordSpan::default()).unwrap();
    }
    let keys = columns();
    let file = write_workbook(&fleet, &keys);
    let about = read_sheet(&file, "xl/worksheets/sheet2.xml").concat();
    assert_eq!(about, ["Query", "country:JP name:\"<a>\"", "SIMs", &fleet.columns().len().to_string()]);
    let sheet = read_sheet(&file, "xl/worksheets/sheet1.xml");
    assert_eq!(sheet.len(), fleet.columns().len() + 1);
    let table = TableTexts::new(&fleet, Basis::Last);
    for (at, key) in keys.iter().enumerate() {
        let is_time = key.cell_kind() == CellKind::Time;
        let header = if is_time { format!("{} (UTC)", key.name()) } else { key.name().to_owned() };
        assert_eq!(sheet[0].get(at), Some(&header));
        for row in 0..fleet.columns().len() {
            let cell = sheet[row + 1].get(at).cloned().unwrap_or_default();
            let expected = match table.time(*key, row) {
                // Lists are read to the minute, and a day without it where it is the first.
                Some(ms) => {
                    let minute = format_iso_8601((ms + 30_000) / 60_000 * 60_000)[..16].replace('T', " ");
                    minute.trim_end_matches(" 00:00").to_owned()
                }
                None => table.get(*key, row).into_owned(),
            };
            assert_eq!(cell, expected, "{key:?} {row}");
        }
    }
}

#[test]
fn a_workbook_has_the_same_cells_for_libreoffice() {
    let Some(office) = LibreOffice::find_program("workbook") else { return };
    let (fleet, keys) = (build_fleet(), columns());
    let written = office.convert(&write_workbook(&fleet, &keys), "fleet.xlsx", &[]);
    let table = TableTexts::new(&fleet, Basis::Last);
    assert_eq!(written.lines().count(), fleet.columns().len() + 1);
    for (row, line) in written.lines().skip(1).enumerate() {
        let mut rest = line;
        for key in &keys {
            let text = table.get(*key, row);
            let expected = match table.time(*key, row) {
                // Its format shows whole seconds.
                Some(ms) => format_iso_8601((ms + 500) / 1000 * 1000)[..19].replace('T', " "),
                None if key.cell_kind() == CellKind::Text => quote_text(&text),
                None => text.into_owned(),
            };
            rest = rest.strip_prefix(&expected).unwrap_or_else(|| panic!("{key:?}: {expected} is not in {rest}"));
            rest = rest.strip_prefix(',').unwrap_or(rest);
        }
        assert_eq!(rest, "", "{line}");
    }
}
