//! Tests of exporting the selection.

use crate::fixtures::{four_sims, offline_sim, open_with_records, sample_json};
use bytes::Bytes;
use lists::{SheetReader, Workbook};
use page_tests::{HarnessError, TestPage, TestPageOptions};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use serde_json::Value;
use std::collections::HashMap;
use std::io::{Cursor, Read, Write};
use std::process::{Command, Stdio};

/// Returns the output of jq for the announced CSV of one MCC.
fn run_jq(json: &[u8], mcc: u16) -> Vec<u8> {
    let program =
        format!(".[] | select(.previousSession.cell.mcc == {mcc}) | [.iccid, .imsi, .previousSession.imei] | @csv");
    let mut jq =
        Command::new("jq").args(["-r", &program]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = jq.stdin.take().unwrap();
    let json = json.to_vec();
    let writer = std::thread::spawn(move || input.write_all(&json));
    let output = jq.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    output.stdout
}

#[test]
fn the_announced_csv_equals_what_jq_prints() -> Result<(), HarnessError> {
    let json = sample_json(10_000);
    let page = TestPage::open(&TestPageOptions::default())?;
    page.drop_bytes("fleet.json", &json)?;
    page.wait_selected(10_000)?;
    for mcc in [310, 440, 901] {
        let expected = run_jq(&json, mcc);
        let lines = expected.iter().filter(|b| **b == b'\n').count();
        assert!(lines > 20, "{mcc}: {lines}");
        page.apply_query(&format!("mcc:{mcc}"))?;
        page.wait_selected(lines as u64)?;
        page.click("export")?;
        page.click("export-announced")?;
        let written = page.wait_download(&format!("simscope-{lines}-sims.csv"))?;
        assert!(written == expected, "{mcc}: {} bytes, jq has {}", written.len(), expected.len());
    }
    Ok(())
}

#[test]
fn a_csv_has_the_visible_columns_in_the_order_of_the_table() -> Result<(), HarnessError> {
    let mut sims = four_sims();
    sims[1]["tags"]["name"] = "=HYPERLINK(\"x\"), \"y\"".into();
    let page = open_with_records(&sims)?;
    page.click("[data-sort=imsi]")?;
    page.click("[data-sort=imsi]")?;
    page.wait_script(
        "return document.querySelector('[data-test=row][data-index=\"0\"] [data-col=imsi]').textContent.trim() === '4'",
    )?;
    page.click("export")?;
    page.click("export-csv")?;
    let csv = String::from_utf8(page.wait_download("simscope-4-sims.csv")?).unwrap();
    let lines: Vec<&str> = csv.trim_start_matches('\u{FEFF}').lines().collect();
    assert_eq!(lines.len(), 5, "{csv}");
    assert_eq!(lines[0].split(',').count(), 11, "{csv}");
    let imsis: Vec<bool> =
        ["4", "3", "2", "1"].iter().zip(&lines[1..]).map(|(imsi, line)| line.contains(&format!(",{imsi},"))).collect();
    assert_eq!(imsis, [true; 4], "{csv}");
    assert!(lines[3].starts_with("\"'=HYPERLINK(\"\"x\"\"), \"\"y\"\"\","), "{csv}");
    Ok(())
}

#[test]
fn a_workbook_has_the_visible_columns_and_says_what_was_asked() -> Result<(), HarnessError> {
    let mut sims = four_sims();
    sims[1]["tags"]["name"] = "=1+1 <東京>".into();
    let page = open_with_records(&sims)?;
    page.apply_query("-imsi:1")?;
    page.wait_selected(3)?;
    page.click("export")?;
    page.click("export-xlsx")?;
    let file = page.wait_download("simscope-3-sims.xlsx")?;
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut read_sheet = |number: u32| {
        let mut workbook = Workbook::default();
        let mut part = |path: &str| {
            let mut bytes = Vec::new();
            archive.by_name(path).unwrap().read_to_end(&mut bytes).unwrap();
            bytes
        };
        workbook.read_styles(&part("xl/styles.xml"));
        let text = SheetReader::new(&workbook).push(&part(&format!("xl/worksheets/sheet{number}.xml")));
        String::from_utf8(text).unwrap().lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let rows = read_sheet(1);
    assert!(rows[0].starts_with("Name\tICCID\tIMSI\tStatus\tSession\tLast seen (UTC)\tCountry\t"), "{rows:?}");
    let row = "=1+1 <東京>\t8900000000000000002\t2\tactive\toffline\t2025-09-01\tJP\t";
    assert!(rows.len() == 4 && rows[1].starts_with(row), "{rows:?}");
    let about = read_sheet(2);
    assert_eq!(
        (about[0].as_str(), about[1].as_str(), about[3].as_str()),
        ("Query\t-imsi:1", "SIMs\t3", "From\tfleet.json")
    );
    assert!(about[2].starts_with("Written\t20") && about.len() == 4, "{about:?}");
    Ok(())
}

#[test]
fn a_parquet_file_has_all_columns_under_their_keys() -> Result<(), HarnessError> {
    let mut sims = four_sims();
    sims[2]["tags"]["S/W Version"] = "1.0".into();
    let page = open_with_records(&sims)?;
    page.apply_query("-imsi:1")?;
    page.wait_selected(3)?;
    page.click("export")?;
    page.click("export-parquet")?;
    let file = page.wait_download("simscope-3-sims.parquet")?;
    let reader = SerializedFileReader::new(Bytes::from(file)).unwrap();
    let notes = reader.metadata().file_metadata().key_value_metadata().unwrap();
    assert_eq!((notes[0].key.as_str(), notes[0].value.as_deref()), ("Query", Some("-imsi:1")));
    let mut rows = Vec::new();
    for row in reader.get_row_iter(None).unwrap() {
        let cells: HashMap<String, Field> = row.unwrap().into_columns().into_iter().collect();
        let of = |key: &str| cells.get(key).unwrap_or_else(|| panic!("no column {key}")).to_string();
        rows.push(["imsi", "iccid", "country", "sim", "expires", "tag.S/W Version"].map(of).join(" "));
        assert!(matches!(cells["seen"], Field::TimestampMillis(_)), "{cells:?}");
    }
    let expected = [
        r#""2" "8900000000000000002" "JP" "8900000000000000002" null null"#,
        r#""3" "8900000000000000003" "US" "8900000000000000003" null "1.0""#,
        r#""4" "8900000000000000004" "international" "8900000000000000004" null null"#,
    ];
    assert_eq!(rows, expected);
    Ok(())
}

/// Pastes into a field of its own until that has a text.
fn wait_pasted(page: &TestPage, expected: &str) -> Result<(), HarnessError> {
    page.wait_until(expected, || {
        let field = "document.querySelector('#pasted')?.remove();
            document.body.insertAdjacentHTML('beforeend', '<textarea id=pasted></textarea>');
            document.querySelector('#pasted').focus()";
        let pasted = page.run_script(field, vec![]).and_then(|_| page.press_ctrl('v'));
        let text = pasted.and_then(|()| page.run_script("return document.querySelector('#pasted').value", vec![]));
        text.is_ok_and(|text| text == expected)
    })
}

#[test]
fn identifiers_and_rows_are_copied() -> Result<(), HarnessError> {
    let mut sims = four_sims();
    // A SIM with two subscriptions is copied once.
    sims[3]["iccid"] = sims[2]["iccid"].clone();
    let page = open_with_records(&sims)?;
    page.apply_query("-imsi:1")?;
    page.wait_selected(3)?;
    page.click("export")?;
    page.click("copy-iccid")?;
    wait_pasted(&page, "8900000000000000002\n8900000000000000003")?;
    page.click("export")?;
    page.click("copy-joined")?;
    page.click("copy-imsi")?;
    wait_pasted(&page, "2,3,4")?;
    page.run_script("document.querySelector('[data-test=table]').focus()", vec![])?;
    page.press_keys("\u{E015}\u{E015}")?;
    page.wait_for("[data-test=table][aria-activedescendant=row-1]")?;
    page.press_ctrl('c')?;
    let seen = "2025-08-02T00:00:00.000Z";
    let row = format!(
        "sim 3\t8900000000000000003\t3\tactive\toffline\t{seen}\tUS\tVerizon\tlte\t311-480-1-256\t356938035643809"
    );
    wait_pasted(&page, &row)?;
    page.close()?.check_console_is_clean()?;
    Ok(())
}

#[test]
fn what_is_not_there_is_not_copied() -> Result<(), HarnessError> {
    let mut sims = four_sims();
    for sim in &mut sims {
        sim.as_object_mut().unwrap().remove("simId");
    }
    let page = open_with_records(&sims)?;
    page.click("export")?;
    // Of two clicks in one task the first one counts: it is being written at the second.
    page.run_script(
        "for (const what of ['copy-iccid', 'copy-imsi']) document.querySelector(`[data-test=${what}]`).click()",
        vec![],
    )?;
    let iccids =
        ["8900000000000000001", "8900000000000000002", "8900000000000000003", "8900000000000000004"].join("\n");
    wait_pasted(&page, &iccids)?;
    page.click("export")?;
    page.click("copy-sim")?;
    page.wait_script(
        "return document.body.textContent.includes('Nothing was copied: no SIM of the selection has one')",
    )?;
    wait_pasted(&page, &iccids)
}

#[test]
fn only_the_selection_is_exported() -> Result<(), HarnessError> {
    let page = open_with_records(&[offline_sim(1, (310, 410), 1), offline_sim(2, (440, 10), 1)])?;
    page.apply_query("country:JP")?;
    page.wait_selected(1)?;
    assert!(page.element_text("export")?.contains('1'), "the button says how many");
    page.click("export")?;
    page.click("export-announced")?;
    let csv = page.wait_download("simscope-1-sims.csv")?;
    assert_eq!(String::from_utf8(csv).unwrap(), "\"8900000000000000002\",\"2\",\"356938035643809\"\n");
    Ok(())
}

#[test]
fn json_exports_hold_the_records_without_their_secrets() -> Result<(), HarnessError> {
    let mut sims = four_sims();
    sims[3]["tags"]["name"] = "two  words".into();
    let page = open_with_records(&sims)?;
    page.apply_query("-imsi:1")?;
    page.wait_selected(3)?;
    page.click("export")?;
    page.click("export-json")?;
    let json = String::from_utf8(page.wait_download("simscope-3-sims.json")?).unwrap();
    let mut expected = sims.split_off(1);
    for sim in &mut expected {
        sim["arcClientPeerPrivateKey"] = "••••••••".into();
    }
    assert_eq!(serde_json::from_str::<Vec<Value>>(&json).unwrap(), expected);
    page.click("export")?;
    page.click("export-ndjson")?;
    let lines = String::from_utf8(page.wait_download("simscope-3-sims.ndjson")?).unwrap();
    let read: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(read, expected);
    page.wait_gone("writing")?;
    Ok(())
}
