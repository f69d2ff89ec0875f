//! Tests of lists of the operator's own: joined, reconciled, as filters, expectations and measures.

use crate::compressed_files::zip_archive;
use crate::fixtures::open_with_records;
use crate::query_controls::three_sims;
use page_tests::{HarnessError, TestPage, TestPageOptions};
use serde_json::{Value, json};

/// Sites by ICCID: two of the three SIMs, one of them twice, and one that is nowhere. The first is in the US, the second in
/// Japan.
const SITES: &str = "ICCID;Site;Monthly fee;Country\r\n\
    8900000000000000001;Tokyo plant;1,5;Japan\r\n\
    89000 00000 00000 0002;\"Osaka; depot\";2;日本\r\n\
    8900000000000000002;Osaka again;;\r\n\
    8900000000000009999;Nowhere;9;FR\r\n";

/// Soracom's report of usage: the first SIM twice.
const USAGE: &str = "\u{FEFF}imsi,date,type,uploadByteSizeTotal,uploadPacketCountTotal,downloadByteSizeTotal,downloadPacketCountTotal\n\
    1,20261101,s1.fast,100000000,1,50000000,1\n1,20261102,s1.fast,1,1,1,1\n2,20261101,s1.slow,0,0,7,1\n";

/// Soracom's bill: the last two SIMs.
const BILL: &str = "imsi,simId,date,billItemName,unitPrice,quantity,amount\n\
    295050000000002,,202611,basicCharge,0.06,30,1.8\n295050000000002,,202611,dataCharge,0.002,10,0.02\n\
    295050000000003,,202611,basicCharge,0.06,30,1.8\n";

/// The three SIMs with IMSIs of fifteen digits.
fn sims_with_imsis() -> Vec<Value> {
    let mut records = three_sims();
    for (at, record) in records.iter_mut().enumerate() {
        record["imsi"] = format!("29505000000000{}", at + 1).into();
    }
    records
}

fn open_with_list(name: &str, list: impl AsRef<[u8]>) -> Result<TestPage, HarnessError> {
    let page = open_with_records(&sims_with_imsis())?;
    page.drop_bytes(name, list)?;
    page.wait_for(&format!("[data-test=joined][data-source='{name}']"))?;
    Ok(page)
}

/// The numbers of the first list: key, rows, matched, unmatched, SIMs without.
fn wait_joined(page: &TestPage, numbers: &[&str; 5]) -> Result<(), HarnessError> {
    let names = ["key", "rows", "matched", "unmatched", "simsWithout"];
    let conditions = names.iter().zip(numbers).map(|(name, value)| format!("list.dataset.{name} === '{value}'"));
    let conditions: Vec<_> = conditions.collect();
    page.wait_script(&format!(
        "const list = document.querySelector('[data-test=joined]'); return !!list && {}",
        conditions.join(" && ")
    ))
}

/// The values of a facet with their counts.
fn wait_facet(page: &TestPage, name: &str, values: &Value) -> Result<(), HarnessError> {
    page.wait_script(&format!(
        "return JSON.stringify([...document.querySelectorAll('[data-facet=\"{name}\"] [data-test=facet-item]')]
            .map(item => [item.dataset.key, +item.dataset.count])) === '{values}'"
    ))
}

#[test]
fn each_column_of_a_list_is_a_field() -> Result<(), HarnessError> {
    let page = open_with_list("sites.csv", SITES)?;
    wait_joined(&page, &["iccid", "4", "3", "1", "1"])?;
    wait_facet(&page, "list.Site", &json!([["Osaka; depot", 1], ["Tokyo plant", 1], ["none", 1]]))?;
    page.click("[data-facet='list.Site'] [data-key='Tokyo plant']")?;
    page.wait_value("query", "list.Site:\"Tokyo plant\"")?;
    page.wait_selected(1)?;
    for (query, selected) in [
        ("list.site:osaka*", 1),
        ("list.site:none", 1),
        ("list.\"Monthly fee\":>1.5", 1),
        ("list.\"monthly fee\":1..2", 2),
        ("list:sites", 2),
        ("list.sites:none", 1),
        ("expected:country", 1),
        ("", 3),
    ] {
        page.apply_query(query)?;
        page.wait_selected(selected)?;
    }
    // As a column it is shown, sorted by and exported.
    page.click("columns")?;
    page.click("[data-column='list.Site']")?;
    page.wait_script(
        "return [...document.querySelectorAll('[data-test=row] [data-col=\"list.Site\"]')].map(cell => cell.textContent).join('|')
            === 'Tokyo plant|Osaka; depot|'",
    )?;
    page.press_keys(&char::from(page_tests::Key::Escape).to_string())?;
    page.click("[data-sort='list.Site']")?;
    page.wait_script(
        "return document.querySelector('[data-test=row][data-index=\"0\"] [data-col=\"list.Site\"]').textContent === 'Osaka; depot'",
    )?;
    page.click("export")?;
    page.click("export-machines")?;
    let csv = String::from_utf8(page.wait_download("simscope-3-sims.csv")?).unwrap();
    assert!(csv.lines().next().unwrap().contains("Site (list)"), "{csv}");
    assert!(csv.lines().nth(1).unwrap().contains("Osaka; depot"), "{csv}");
    // It is a side of the pivot.
    page.click("#tab-pivot")?;
    page.run_script(
        "const rows = document.querySelector('[data-test=pivot-rows]'); rows.value = 'list.Site';
        rows.dispatchEvent(new Event('change', {bubbles: true}))",
        vec![],
    )?;
    page.wait_for("[data-test=pivot-cell][data-row='Tokyo plant']")?;
    // And said of the SIM itself.
    page.apply_query("list.site:tokyo*")?;
    page.wait_selected(1)?;
    page.click("[data-test=row][data-index='0']")?;
    page.wait_script("return document.querySelector('[data-test=detail]')?.textContent.includes('Tokyo plant')")
}

#[test]
fn a_list_and_the_fleet_are_reconciled_both_ways() -> Result<(), HarnessError> {
    let page = open_with_list("sites.csv", SITES)?;
    page.click("sources")?;
    for (details, identifiers) in [("list-missing", "8900000000000009999"), ("list-repeated", "8900000000000000002")] {
        page.click(&format!("[data-test={details}] summary"))?;
        page.wait_script(&format!(
            "return document.querySelector('[data-test={details}] pre').textContent === '{identifiers}'"
        ))?;
    }
    page.click("list-without")?;
    page.wait_value("query", "-list:sites")?;
    page.wait_selected(1)?;
    page.click("list-with")?;
    page.wait_selected(2)?;
    // Another fleet is joined by itself; a list that is removed is no field any more.
    page.drop_bytes(
        "more.json",
        json!([{"imsi": "295050000000009", "iccid": "8900000000000009999", "sessionStatus": null}]).to_string(),
    )?;
    wait_joined(&page, &["iccid", "4", "4", "0", "1"])?;
    page.wait_selected(3)?;
    page.click("remove-list")?;
    page.wait_gone("joined")?;
    page.wait_gone("[data-facet='list.Site']")?;
    page.wait_selected(0)
}

#[test]
fn a_list_waits_for_the_fleet() -> Result<(), HarnessError> {
    let page = TestPage::open(&TestPageOptions::default())?;
    page.drop_bytes("sites.csv", SITES)?;
    page.wait_script(
        "const said = document.querySelector('[data-test=error]')?.textContent ?? '';
        return said.includes('ICCID, Site, Monthly fee, Country') && said.includes('JSON')",
    )?;
    page.drop_bytes("fleet.json", json!(sims_with_imsis()).to_string())?;
    wait_joined(&page, &["iccid", "4", "3", "1", "1"])?;
    page.wait_gone("error")
}

#[test]
fn lists_come_as_people_have_them() -> Result<(), HarnessError> {
    let page = open_with_records(&sims_with_imsis())?;
    let utf16: Vec<u8> = [0xFEFF_u16]
        .into_iter()
        .chain("IMSI\tSite\r\n295050000000001\t東京\r\n".encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    // "拠点", "東京" and "大阪" in Shift_JIS.
    let shift_jis: &[u8] =
        b"imsi,\x8B\x92\x93\x5F\r\n295050000000001,\x93\x8C\x8B\x9E\r\n295050000000002,\x91\xE5\x8D\xE3\r\n";
    for (name, list, field, value) in [
        ("utf16.csv", utf16.as_slice(), "list.Site", "東京"),
        ("sjis.csv", shift_jis, "list.拠点", "大阪"),
        ("title.tsv", b"Assets of July\n\nIMEI\towner\n35693803564380\tAcme\n".as_slice(), "list.owner", "Acme"),
        ("bare.csv", b"8900000000000000003,x1\n8900000000000000001,x2\n".as_slice(), "list.column 1", "x1"),
        ("serial.csv", b"note,serial number\nspare,DN2\n".as_slice(), "list.note", "spare"),
    ] {
        page.drop_bytes(name, list)?;
        page.wait_for(&format!("[data-facet='{field}'] [data-test=facet-item][data-key='{value}'][data-count='1']"))?;
        assert_eq!(
            page.data_attribute(&format!("[data-test=joined][data-source='{name}']"), "unmatched")?.as_deref(),
            Some("0"),
            "{name}"
        );
    }
    assert_eq!(page.console_errors()?, Vec::<String>::new());
    Ok(())
}

/// A workbook whose second sheet is a list: an IMSI as a number, a date, a text of its own.
fn workbook() -> Vec<u8> {
    let parts = [
        (
            "xl/workbook.xml",
            r#"<workbook><sheets><sheet name="Notes" r:id="rId1"/><sheet name="SIMs" r:id="rId2"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships><Relationship Id="rId2" Target="worksheets/sheet2.xml"/><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
        (
            "xl/sharedStrings.xml",
            "<sst><si><t>IMSI</t></si><si><t>Installed</t></si><si><t>東京</t><rPh><t>トウキョウ</t></rPh></si></sst>",
        ),
        ("xl/styles.xml", r#"<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#),
        (
            "xl/worksheets/sheet1.xml",
            r#"<worksheet><sheetData><row><c t="inlineStr"><is><t>Read me</t></is></c></row></sheetData></worksheet>"#,
        ),
        (
            "xl/worksheets/sheet2.xml",
            r#"<worksheet><sheetData><row><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t>Site</t></is></c></row>
            <row><c r="A2"><v>2.95050000000003E14</v></c><c r="B2" s="1"><v>45658</v></c><c r="C2" t="s"><v>2</v></c></row>
            <row><c r="A3"><v>295050000000001</v></c></row></sheetData></worksheet>"#,
        ),
    ];
    let parts = parts.map(|(name, xml)| (name, zip::CompressionMethod::Deflated, xml.as_bytes().to_vec()));
    zip_archive(&parts)
}

#[test]
fn a_workbook_is_a_list() -> Result<(), HarnessError> {
    let page = open_with_list("assets.xlsx", workbook())?;
    wait_joined(&page, &["imsi", "2", "2", "0", "1"])?;
    wait_facet(&page, "list.Site", &json!([["none", 2], ["東京", 1]]))?;
    wait_facet(&page, "list.Installed", &json!([["none", 2], ["2025-01-01", 1]]))?;
    // Identifiers that were kept as numbers are not identifiers any more, and that is said.
    page.drop_bytes("cut.csv", "iccid,site\n8.942310022E+018,a\n8.942310022E+018,b\n")?;
    page.wait_for("[data-test=joined][data-source='cut.csv'][data-matched='0'][data-rows='2']")?;
    page.click("sources")?;
    page.wait_script(
        "return document.querySelector(\"[data-test=joined][data-source='cut.csv'] .warning\")?.textContent.length > 0",
    )?;
    page.close()?.check_console_is_clean()?.check_same_origin()?;
    Ok(())
}

#[test]
fn cells_of_a_spreadsheet_are_pasted() -> Result<(), HarnessError> {
    let page = open_with_records(&sims_with_imsis())?;
    page.run_script(
        "const clipboard = new DataTransfer();
        clipboard.setData('text/plain', 'IMSI\\tOwner\\n295050000000002\\tAcme\\n');
        document.body.dispatchEvent(new ClipboardEvent('paste', {clipboardData: clipboard, bubbles: true, cancelable: true}))",
        vec![],
    )?;
    page.wait_for("[data-facet='list.Owner'] [data-key=Acme][data-count='1']")?;
    Ok(())
}

#[test]
fn the_column_that_identifies_sims_can_be_chosen() -> Result<(), HarnessError> {
    // The fleet has none of the ICCIDs: the IMSIs are tried by themselves.
    let list = "ICCID,IMSI,IMEI,site\n8942310099000000010,295050000000001,861075035643801,a\n8942310099000000028,295050000000002,352099001761481,b\n";
    let page = open_with_list("both.csv", list)?;
    wait_joined(&page, &["imsi", "2", "2", "0", "1"])?;
    page.click("sources")?;
    page.run_script(
        "const key = document.querySelector('[data-test=list-key]'); key.value = '2';
        key.dispatchEvent(new Event('change', {bubbles: true}))",
        vec![],
    )?;
    wait_joined(&page, &["imei", "2", "1", "1", "2"])
}

#[test]
fn a_column_is_chosen_to_say_how_sims_should_be() -> Result<(), HarnessError> {
    // The name of neither column says what it is.
    let list = "IMSI,Where,Note\n295050000000001,Japan,ready\n295050000000002,日本,active\n295050000000003,France,x\n";
    let page = open_with_list("plan.csv", list)?;
    page.apply_query("expected:country")?;
    page.wait_selected(0)?;
    page.click("sources")?;
    page.click("[data-test=list-expectations] summary")?;
    let choose = |column: &str, fact: &str| {
        page.run_script(
            &format!(
                "const choice = document.querySelector('[data-test=list-expected][data-column={column}]');
                choice.value = '{fact}';
                choice.dispatchEvent(new Event('change', {{bubbles: true}}))"
            ),
            vec![],
        )
    };
    choose("Where", "country")?;
    page.wait_selected(1)?;
    page.wait_script(
        "const chosen = document.querySelector('[data-test=list-expectations]');
        return chosen.open && chosen.querySelector('summary').textContent.includes('Country (Where)')",
    )?;
    // The list says that the second SIM is in Japan, where it is; the first is in the US.
    page.wait_for("[data-test=row] [data-col=iccid]")?;
    page.wait_script(
        "return document.querySelector('[data-test=row] [data-col=iccid]').textContent === '8900000000000000001'",
    )?;
    choose("Where", "")?;
    page.wait_selected(0)
}

/// Waits for the amounts of the ranking's first entries.
fn wait_ranking(page: &TestPage, entries: &Value) -> Result<(), HarnessError> {
    page.wait_script(&format!(
        "return JSON.stringify([...document.querySelectorAll('[data-test=rank]')].map(rank => [rank.dataset.key, rank.dataset.amount ?? null])) === '{entries}'"
    ))
}

fn choose_measure(page: &TestPage, measure: &str) -> Result<(), HarnessError> {
    page.wait_for(&format!("[data-test=measure] option[value='{measure}']"))?;
    page.run_script(
        &format!(
            "const measure = document.querySelector('[data-test=measure]'); measure.value = '{measure}';
            measure.dispatchEvent(new Event('change', {{bubbles: true}}))"
        ),
        vec![],
    )?;
    Ok(())
}

#[test]
fn what_is_counted_can_be_bytes_and_money() -> Result<(), HarnessError> {
    let page = open_with_records(&sims_with_imsis())?;
    page.drop_bytes("usage.csv", USAGE.replace("\n1,", "\n295050000000001,").replace("\n2,", "\n295050000000002,"))?;
    page.drop_bytes("bill.csv", BILL)?;
    page.drop_bytes("sites.csv", SITES)?;
    for (query, selected) in [
        ("usage:>100MB", 1),
        ("usage:..7B", 1),
        ("usage:none", 1),
        ("amount:>0", 2),
        ("amount:1.82", 1),
        ("amount:>0 seen:>90d", 2),
        ("", 3),
    ] {
        page.apply_query(query)?;
        page.wait_selected(selected)?;
    }
    choose_measure(&page, "usage")?;
    page.wait_data("amount", "value", "150000009")?;
    wait_ranking(&page, &json!([["US", "150000002"], ["JP", "7"], ["FR", "0"]]))?;
    page.wait_script("return document.querySelector('[data-test=row] [data-col=usage]')?.textContent === '150 MB'")?;
    choose_measure(&page, "amount")?;
    wait_ranking(&page, &json!([["JP", "1.82"], ["FR", "1.8"], ["US", "0"]]))?;
    page.apply_query("country:JP")?;
    page.wait_data("amount", "value", "1.82")?;
    page.apply_query("")?;
    choose_measure(&page, "list.Monthly fee")?;
    wait_ranking(&page, &json!([["JP", "2"], ["US", "1.5"], ["FR", "0"]]))?;
    page.click("#tab-pivot")?;
    page.wait_script(
        "return document.querySelector('tfoot tr > :last-child [data-test=pivot-cell]')?.dataset.amount === '3.5'",
    )?;
    // What a finding costs is said with it, and what is paid for and silent is one.
    page.click("#tab-insights")?;
    page.wait_script(
        "const finding = document.querySelector('[data-test=finding][data-key=paid]');
        return finding?.dataset.count === '2' && finding.dataset.amount === '3.62'",
    )?;
    choose_measure(&page, "sims")?;
    page.click("#tab-country")?;
    wait_ranking(&page, &json!([["FR", null], ["JP", null], ["US", null]]))?;
    assert_eq!(page.console_errors()?, Vec::<String>::new());
    Ok(())
}

#[test]
fn a_table_without_identifiers_is_refused() -> Result<(), HarnessError> {
    let page = open_with_records(&sims_with_imsis())?;
    page.drop_bytes("prices.csv", "site,price\nTokyo,1\n")?;
    page.wait_script("return document.querySelector('[data-test=error]')?.textContent.includes('site, price')")?;
    assert_eq!(page.count_elements("joined")?, 0);
    Ok(())
}
