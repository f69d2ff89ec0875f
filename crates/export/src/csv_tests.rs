//! Tests of CSV.

use super::*;
use fleet::{Cell, Connectivity, Record, RecordSpan, SourceId};
use places::Plmn;
use proptest::prelude::*;
use proptest::sample::select;
use query::{Clock, Filter, SortOrder, parse_query, rows_in_order, sort_rows};
use std::io::Write;
use std::process::{Command, Stdio};

fn build_fleet(records: &[Record]) -> Fleet {
    let mut fleet = Fleet::default();
    fleet.begin_source(SourceId(1), "");
    for record in records {
        fleet.push(record, RecordSpan::default()).unwrap();
    }
    fleet.resolve_duplicates();
    fleet
}

fn column_headers() -> Vec<String> {
    ["=name", "ICCID, or not", "名前", "a\"b"]
        .into_iter()
        .chain(std::iter::repeat_n("", Field::columns().len() - 4))
        .map(str::to_owned)
        .collect()
}

fn write_all_columns(fleet: &Fleet, guard: bool) -> Vec<u8> {
    let rows = 0..fleet.columns().len() as u32;
    write_visible_columns(fleet, rows, Field::columns(), Basis::Last, &column_headers(), guard)
        .collect::<Result<Vec<_>, _>>()
        .unwrap()
        .concat()
}

/// Generates any text, and texts that a spreadsheet or a CSV reader may misread.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9]{0,19}",
        "[=+\\-@\t\r'][a-z\"]{0,3}",
        "[a-z ,;\"'\r\n\té東=]{0,6}",
        any::<String>(),
        select(vec!["", "\u{feff}x", "\"", "''=1"]).prop_map(str::to_owned),
    ]
}

fn any_records() -> impl Strategy<Value = Vec<Record<'static>>> {
    let cell = proptest::option::of((select(vec![310, 440]), any_text()));
    let record =
        (any_text(), any_text(), any_text(), any_text(), cell).prop_map(|(imsi, iccid, name, group, cell)| Record {
            imsi: imsi.into(),
            iccid: iccid.into(),
            name: name.clone().into(),
            group_id: group.into(),
            connectivity: Connectivity::Offline,
            previous_imei: name.into(),
            previous_cell: cell.map(|(mcc, radio)| Cell {
                plmn: Plmn { mcc, mnc: 10 }.into(),
                radio: radio.into(),
                area: None,
                id: None,
            }),
            ..Record::default()
        });
    proptest::collection::vec(record, 0..20)
}

#[test]
fn guarded_lines_are_for_spreadsheets_and_exact_lines_for_machines() {
    let record = Record { name: "-1, \"two\"\n".into(), status: "-".into(), iccid: "8942".into(), ..Record::default() };
    let fleet = build_fleet(&[record]);
    let columns = [Field::Name, Field::Iccid, Field::Status];
    let headers = ["Name".to_owned(), "@".to_owned(), "状態".to_owned()];
    for (guard, expected) in [
        (true, "\u{feff}Name,'@,状態\r\n\"'-1, \"\"two\"\" \",8942,'-\r\n"),
        (false, "Name,@,状態\r\n\"-1, \"\"two\"\" \",8942,-\r\n"),
    ] {
        let chunks = write_visible_columns(&fleet, 0..1, &columns, Basis::Previous, &headers, guard);
        let bytes = chunks.collect::<Result<Vec<_>, _>>().unwrap().concat();
        assert_eq!(String::from_utf8(bytes).unwrap(), expected);
    }
    let columns = [Field::Group];
    let chunks = write_visible_columns(&fleet, 0..1, &columns, Basis::Previous, &headers[..1], true);
    let bytes = chunks.collect::<Result<Vec<_>, _>>().unwrap().concat();
    assert_eq!(
        String::from_utf8(bytes).unwrap(),
        "\u{feff}Name\r\n\"\"\r\n",
        "a line of one empty cell is no empty line"
    );
    let empty: Vec<_> = write_visible_columns(&fleet, 0..0, &columns, Basis::Previous, &headers, false).collect();
    assert_eq!(empty.len(), 1, "a selection of nothing has its header");
    assert_eq!(write_announced_columns(&fleet, 0..0).count(), 0);
}

#[test]
fn both_csv_files_come_in_chunks_of_about_a_megabyte() {
    let records: Vec<_> = (0..40_000)
        .map(|i| Record { imsi: format!("{i:015}").into(), name: "n".repeat(40).into(), ..Record::default() })
        .collect();
    let fleet = build_fleet(&records);
    let headers = column_headers();
    let rows = 0..fleet.columns().len() as u32;
    let default_columns: Vec<_> = Field::default_columns().collect();
    let visible: Vec<_> = write_visible_columns(&fleet, rows.clone(), &default_columns, Basis::Last, &headers, false)
        .map(|chunk| chunk.unwrap().len())
        .collect();
    let announced: Vec<_> = write_announced_columns(&fleet, rows).map(|chunk| chunk.len()).collect();
    for chunks in [visible, announced] {
        let (last, whole) = chunks.split_last().unwrap();
        assert!(
            *last <= CHUNK_BYTES + 16_384 && whole.iter().all(|len| (CHUNK_BYTES..CHUNK_BYTES + 16_384).contains(len)),
            "{chunks:?}"
        );
    }
}

proptest! {
    #[test]
    fn written_cells_are_read_back_unchanged(records in any_records(), guard: bool) {
        let fleet = build_fleet(&records);
        let bytes = write_all_columns(&fleet, guard);
        let bytes = if guard { bytes.strip_prefix(BOM).unwrap() } else { &bytes[..] };
        let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
        let mut lines = reader.records().map(Result::unwrap);
        let expected = |text: &str| if guard { guard_cell(text) } else { text.to_owned() };
        let read = |line: ::csv::StringRecord| line.iter().map(str::to_owned).collect::<Vec<_>>();
        prop_assert_eq!(read(lines.next().unwrap()), column_headers().iter().map(|text| expected(text)).collect::<Vec<_>>());
        for row in 0..records.len() {
            let texts = Field::columns().iter().map(|column| expected(&column.row_text(&fleet, row, Basis::Last)));
            let texts: Vec<_> = texts.collect();
            prop_assert_eq!(read(lines.next().unwrap()), texts);
        }
        prop_assert!(lines.next().is_none());
    }
}

/// Returns the guarded cell without the quotes of CSV.
fn guard_cell(text: &str) -> String {
    let mut csv = b"header\n".to_vec();
    append_guarded(text, &mut csv);
    ::csv::Reader::from_reader(&csv[..]).records().next().map(|line| line.unwrap()[0].to_owned()).unwrap_or_default()
}

/// Writes the records as an export has them.
fn write_records_as_json(records: &[Record]) -> Vec<u8> {
    let text = |text: &str| if text.is_empty() { serde_json::Value::Null } else { text.into() };
    let record = |r: &Record| {
        serde_json::json!({
            "imsi": text(&r.imsi),
            "iccid": text(&r.iccid),
            "previousSession": {
                "imei": text(&r.previous_imei),
                "cell": r.previous_cell.as_ref().map(|c| serde_json::json!({"mcc": c.plmn.mcc, "mnc": c.plmn.mnc})),
            },
        })
    };
    serde_json::to_vec(&records.iter().map(record).collect::<Vec<_>>()).unwrap()
}

/// Returns the output of jq; `None` if jq is not installed.
fn run_jq(program: &str, input: &[u8]) -> Option<Vec<u8>> {
    let mut jq = Command::new("jq").args(["-r", program]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?;
    jq.stdin.take()?.write_all(input).ok()?;
    jq.wait_with_output().ok().map(|output| output.stdout)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn announced_is_what_jq_prints(mut records in any_records()) {
        for (i, record) in records.iter_mut().enumerate() {
            // The fleet keeps no control characters in identifiers, and identifies a record by its IMSI.
            let clean = |text: &str| text.replace(|c: char| c.is_control(), "");
            record.imsi = format!("{i}{}", clean(&record.imsi)).into();
            record.iccid = clean(&record.iccid).into();
            record.previous_imei = clean(&record.previous_imei).into();
        }
        let fleet = build_fleet(&records);
        for mcc in [310, 440, 901] {
            let filter = Filter::new(&parse_query(&format!("mcc:{mcc}")).unwrap(), &fleet, &Clock::utc(0));
            let (rows, order) = (filter.selected_rows(), sort_rows(&fleet, SortOrder::default(), Basis::Previous));
            let written: Vec<u8> = write_announced_columns(&fleet, rows_in_order(&order, &rows)).flatten().collect();
            let program = format!(
                ".[] | select(.previousSession.cell.mcc == {mcc}) | [.iccid, .imsi, .previousSession.imei] | @csv"
            );
            if let Some(printed) = run_jq(&program, &write_records_as_json(&records)) {
                prop_assert_eq!(String::from_utf8(written).unwrap(), String::from_utf8(printed).unwrap());
            }
        }
    }
}
