//! Tests of files as people have them after other programs have changed them, and of the queries that they type. They
//! follow public bug reports of people who do this kind of work; the data are invented.

use flate2::Compression;
use flate2::write::GzEncoder;
use page_tests::{HarnessError, TestPage, TestPageOptions};
use serde_json::{Value, json};
use std::io::Write;

/// A condition that the page must meet in a case.
enum PageExpectation {
    /// Number of records that were read from the first source.
    ReadCount(u64),
    /// Number of records that were skipped in the first source.
    SkippedCount(u64),
    /// The first source is not truncated.
    NotTruncated,
    TotalCount(u64),
    SimCount(u64),
    /// Number of selected records after the query of the case is applied.
    SelectedCount(u64),
    /// The count of a key of a facet; `None` if the facet does not list it.
    FacetCount(&'static str, &'static str, Option<u64>),
    /// Words in the report, in the open panel of sources.
    ReportText(&'static str),
    /// Words in the error, and words that must not be in it.
    ErrorText(&'static str, &'static str),
    /// Rows, kept rows and rejected rows of the first file of towers.
    TowerCounts(u64, u64, u64),
    /// Identifiers of the looked up list that were found and that are missing.
    LookupCounts(u64, u64),
    /// Words in the result of the look-up.
    LookupText(&'static str),
}

use PageExpectation::*;

struct PageCase {
    title: &'static str,
    files: Vec<(&'static str, Vec<u8>)>,
    query: &'static str,
    lookup_list: &'static str,
    expectations: Vec<PageExpectation>,
}

fn file_case(title: &'static str, files: Vec<(&'static str, Vec<u8>)>, expectations: Vec<PageExpectation>) -> PageCase {
    PageCase { title, files, query: "", lookup_list: "", expectations }
}

fn query_case(
    title: &'static str,
    files: Vec<(&'static str, Vec<u8>)>,
    query: &'static str,
    expectations: Vec<PageExpectation>,
) -> PageCase {
    PageCase { query, ..file_case(title, files, expectations) }
}

fn lookup_case(
    title: &'static str,
    records: Value,
    list: &'static str,
    expectations: Vec<PageExpectation>,
) -> PageCase {
    PageCase { lookup_list: list, ..file_case(title, one_file("fleet.json", records.to_string()), expectations) }
}

fn one_file(name: &'static str, bytes: impl Into<Vec<u8>>) -> Vec<(&'static str, Vec<u8>)> {
    vec![(name, bytes.into())]
}

const DAY_MS: i64 = 86_400_000;
/// The time when the first SIM was last seen: 2026-09-30 00:00 UTC.
const LAST_SEEN_MS: i64 = 1_790_726_400_000;

/// The ICCIDs of three SIMs with their check digits.
const ICCIDS: [&str; 3] = ["8942310099000000010", "8942310099000000028", "8942310099000000036"];

/// Returns an offline SIM in a cell, by its number from 1.
fn offline_sim(number: usize, mcc: u16, mnc: impl Into<Value>) -> Value {
    let iccid = ICCIDS.get(number - 1).map_or_else(|| format!("894231009900000{number:04}"), |id| (*id).to_owned());
    json!({
        "apn": "soracom.io", "createdTime": 1_756_252_800_000_i64, "groupId": null, "iccid": iccid, "simId": iccid,
        "imsi": format!("29505099000000{number}"), "msisdn": format!("42361099000{number}"), "moduleType": "nano",
        "previousSession": {
            "cell": {"eci": 256_440, "mcc": mcc, "mnc": mnc.into(), "radioType": "LTE", "tac": 1010},
            "createdTime": LAST_SEEN_MS - 3_600_000, "imei": format!("35693803000{number}013"),
        },
        "sessionStatus": {"imei": null, "lastUpdatedAt": LAST_SEEN_MS - (number as i64 - 1) * DAY_MS, "online": false},
        "status": "active", "tags": {"name": format!("gw-{number}")},
    })
}

/// Replaces values in a SIM, each named by a path of keys.
fn with_changes(mut sim: Value, changes: &[(&str, Value)]) -> Value {
    for (path, value) in changes {
        if let Some(old_value) = sim.pointer_mut(path) {
            *old_value = value.clone();
        } else if let Some((parent, key)) = path.rsplit_once('/') {
            sim.pointer_mut(parent).unwrap()[key] = value.clone();
        }
    }
    sim
}

/// Returns three SIMs in Japan, the US and Germany.
fn three_sims() -> Value {
    json!([offline_sim(1, 440, 10), offline_sim(2, 310, 410), offline_sim(3, 262, 1)])
}

/// Returns a file with a SIM for each pair of IMEIs: that of the previous session and, unless it is empty, that of the
/// current one.
fn device_files(imeis: &[(&str, &str)]) -> Vec<(&'static str, Vec<u8>)> {
    let records: Vec<Value> = imeis
        .iter()
        .enumerate()
        .map(|(i, (previous, current))| {
            let online = json!({"online": true, "imei": current, "lastUpdatedAt": LAST_SEEN_MS});
            let sim = with_changes(offline_sim(i + 1, 440, 10), &[("/previousSession/imei", json!(previous))]);
            if current.is_empty() { sim } else { with_changes(sim, &[("/sessionStatus", online)]) }
        })
        .collect();
    one_file("devices.json", Value::from(records).to_string())
}

fn gzip_text(text: &str) -> Vec<u8> {
    let mut writer = GzEncoder::new(vec![], Compression::default());
    writer.write_all(text.as_bytes()).unwrap();
    writer.finish().unwrap()
}

fn encode_utf16_le(text: &str) -> Vec<u8> {
    "\u{FEFF}".encode_utf16().chain(text.replace('\n', "\r\n").encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

fn named_sims_json(names: &[&str]) -> String {
    let sims = names
        .iter()
        .enumerate()
        .map(|(i, name)| with_changes(offline_sim(i + 1, 440, 10), &[("/tags/name", json!(name))]));
    format!("{:#}", sims.collect::<Value>())
}

fn encode_text(label: &str, text: &str) -> Vec<u8> {
    encoding_rs::Encoding::for_label(label.as_bytes()).unwrap().encode(text).0.into_owned()
}

/// Returns a file with two SIMs in cells in London, and a file of their towers with this first line, separator, decimal
/// point, byte order mark and quotes.
fn tower_files(
    header: &str,
    separator: char,
    point: char,
    byte_order_mark: &str,
    quote: &str,
) -> Vec<(&'static str, Vec<u8>)> {
    let sims = [1, 2].map(|n| {
        let cell = json!({"eci": 1000 + n, "mcc": 234, "mnc": 15, "radioType": "LTE", "tac": 100});
        with_changes(offline_sim(n, 234, 15), &[("/previousSession/cell", cell)])
    });
    let quoted = |line: String| {
        let cells = line.split(',').map(|cell| format!("{quote}{}{quote}", cell.replace('.', &point.to_string())));
        cells.collect::<Vec<_>>().join(&separator.to_string()) + "\r\n"
    };
    let lines = [
        "LTE,234,15,100,1001,,-0.0021,51.47781,500,10,1,1690000000,1690000000,",
        "LTE,234,15,100,1002,,0.0011,51.47792,500,10,1,1690000000,1690000000,",
    ];
    let text = [header].into_iter().chain(lines).map(|line| quoted(line.to_owned())).collect::<String>();
    vec![("fleet.json", json!(sims).to_string().into()), ("towers.csv", format!("{byte_order_mark}{text}").into())]
}

const OPENCELLID_HEADER: &str =
    "radio,mcc,net,area,cell,unit,lon,lat,range,samples,changeable,created,updated,averageSignal";

/// Returns JSON lines of five SIMs, of which the second is cut off before these words.
fn json_lines_cut_before(words: &str) -> String {
    let line = |n: usize| {
        let line = offline_sim(n, 440, 10).to_string();
        if n == 2 { line.split(words).next().unwrap().to_owned() } else { line }
    };
    (1..=5).map(|n| line(n) + "\n").collect()
}

fn damaged_file_cases() -> Vec<PageCase> {
    let text = three_sims().to_string();
    let pretty = format!("{:#}", three_sims());
    let key = |i: usize| three_sims()[i].clone();
    vec![
        file_case("a line that ends within a string", one_file("a.jsonl", json_lines_cut_before("-2\"}")), vec![ReadCount(4), SkippedCount(1), TotalCount(4)]),
        file_case("a line that ends between members", one_file("a.jsonl", json_lines_cut_before("\"radioType\"")), vec![ReadCount(4), SkippedCount(1), TotalCount(4)]),
        file_case("pages of which one is cut", one_file("a.json", format!("{}{pretty}", &pretty[..pretty.len() - 300])), vec![SkippedCount(1), TotalCount(3)]),
        file_case("a quote that nobody escaped", one_file("a.json", text.replace("\"gw-2\"", "\"5\" display\"")), vec![ReadCount(2), SkippedCount(1), NotTruncated]),
        file_case("Shift_JIS with a byte 5C", one_file("a.json", encode_text("shift_jis", &named_sims_json(&["東京", "点検表", "大阪", "名古屋"]))), vec![ReadCount(4), SkippedCount(0), TotalCount(4), ReportText("Shift_JIS")]),
        file_case("EUC-JP", one_file("a.json", encode_text("euc-jp", &named_sims_json(&["東京", "点検表"]))), vec![ReadCount(2), SkippedCount(0), ReportText("EUC-JP")]),
        file_case("Windows-1252", one_file("a.json", encode_text("windows-1252", &named_sims_json(&["Zürich", "São Paulo"]))), vec![ReadCount(2), ReportText("Windows-1252")]),
        file_case("NaN", one_file("a.json", text.replace("null", "NaN")), vec![ReadCount(3), SkippedCount(0), TotalCount(3), ReportText("NaN")]),
        file_case("two lists in one object", one_file("a.json", json!({"jp": [key(0)], "g": [key(1), key(2)]}).to_string()), vec![ReadCount(3), TotalCount(3)]),
        file_case("an object keyed by IMSI", one_file("a.json", json!({"295050990000001": key(0), "295050990000002": key(1)}).to_string()), vec![ReadCount(2), TotalCount(2)]),
        file_case("two marks before a compact array", one_file("a.json", format!("\u{FEFF}\u{FEFF}{text}")), vec![ReadCount(3), TotalCount(3)]),
        file_case("two marks before a pretty array", one_file("a.json", format!("\u{FEFF}\u{FEFF}{pretty}")), vec![ReadCount(3), TotalCount(3)]),
        file_case("questions of a terminal before the array", one_file("a.json", format!("\u{1b}]11;?\u{1b}\\\u{1b}[6n{pretty}")), vec![ReadCount(3), SkippedCount(0), TotalCount(3)]),
        file_case("colours of jq", one_file("a.json", pretty.replace('"', "\u{1b}[0m\"\u{1b}[34;1m").replace('{', "\u{1b}[1;39m{")), vec![ReadCount(3), TotalCount(3), ReportText("colours")]),
        file_case("columns that became floats", one_file("a.json", text.replace("\"mcc\":440", "\"mcc\":440.0").replace("\"8942310099000000010\"", "8.942310099e+18")), vec![ReadCount(3), TotalCount(3), FacetCount("country", "JP", Some(1)), ReportText("iccid")]),
        query_case("a number that became a float", one_file("a.json", text.replace("\"423610990001\"", "423610990001.0")), "msisdn:42361", vec![SelectedCount(3)]),
        file_case("ConvertTo-Json at its depth of 2", one_file("a.json", encode_utf16_le(&format!("{:#}", json!([1, 2].map(|n| with_changes(offline_sim(n, 440, 10), &[("/previousSession/cell", json!("@{eci=256440; mcc=440}"))])))))), vec![ReadCount(2), TotalCount(2), FacetCount("country", "none", Some(2)), ReportText("previousSession.cell")]),
        file_case("a list that PowerShell wrapped", one_file("a.json", encode_utf16_le(&format!("{:#}", json!({"value": [key(0), key(1)], "Count": 2})))), vec![ReadCount(2), TotalCount(2)]),
        file_case("curly quotes", one_file("a.json", text.replace("\":", "”:").replace('"', "“")), vec![ErrorText("curly quotes", "is JSON")]),
        file_case("print of a list in Python", one_file("a.txt", text.replace('"', "'").replace("null", "None")), vec![ErrorText("Python", "is JSON")]),
        file_case("a CSV without sessions", one_file("a.csv", "simId,name\n8942310099000000010,gw-1\n"), vec![ErrorText("simId, name", "JSON lines")]),
        file_case("gzip of two members", one_file("a.json.gz", [gzip_text(&json!([key(0), key(1)]).to_string()), gzip_text(&json!([key(2)]).to_string())].concat()), vec![ReadCount(3), TotalCount(3), NotTruncated]),
        query_case("fields, a status and a radio that are later than this", one_file("a.json", json!([with_changes(offline_sim(1, 310, 260), &[("/previousSession/cell", json!({"mcc": 310, "mnc": 260, "nci": 68_719_476_735_u64, "radioType": "NR", "tac": 7_000_000})), ("/status", json!("testing")), ("/testmodeExhaustedTime", json!(LAST_SEEN_MS))]), with_changes(offline_sim(2, 310, 260), &[("/previousSession/cell/eci", json!(268_435_455))])]).to_string()), "radio:nr status:testing", vec![ReadCount(2), TotalCount(2), SelectedCount(1), FacetCount("country", "US", Some(1))]),
    ]
}

fn identifier_and_device_cases() -> Vec<PageCase> {
    let second = with_changes(
        offline_sim(2, 440, 10),
        &[("/simId", json!(ICCIDS[0])), ("/iccid", json!(ICCIDS[0])), ("/imsi", json!("441200990000001"))],
    );
    let sims = json!([
        {"simId": ICCIDS[0], "activeProfileId": ICCIDS[0], "status": "active", "sessionStatus": null, "profiles": {ICCIDS[0]: {"iccid": ICCIDS[0], "primaryImsi": "295050990000001", "subscribers": {"295050990000001": {"imsi": "295050990000001"}, "441200990000001": {"imsi": "441200990000001", "subscription": "planX2"}}}}},
        {"simId": ICCIDS[1], "activeProfileId": ICCIDS[1], "status": "active", "sessionStatus": null, "profiles": {ICCIDS[1]: {"iccid": ICCIDS[1], "primaryImsi": "295050990000002"}}},
    ]);
    let hex = json!([
        with_changes(
            offline_sim(1, 460, 0),
            &[("/iccid", json!("898600B5991234567890")), ("/simId", json!("898600B5991234567890"))]
        ),
        offline_sim(2, 440, 10)
    ]);
    let swapped = [
        ("356938030000013", "3569380300000104"),
        ("3569380300000211", ""),
        ("356938030000021", ""),
        ("356938030000047", "356938030000054"),
    ];
    let unknown = [
        ("000000000000000", ""),
        ("000000000000000", ""),
        ("000000000000000", ""),
        ("356938030000096", ""),
        ("356938030000096", ""),
        ("000000000000000", "356938030000062"),
    ];
    vec![
        file_case(
            "a second subscription is no SIM",
            one_file("a.json", json!([offline_sim(1, 440, 10), second, offline_sim(3, 440, 10)]).to_string()),
            vec![TotalCount(3), SimCount(2)],
        ),
        query_case(
            "a second IMSI finds its SIM",
            one_file("a.json", sims.to_string()),
            "imsi:44120",
            vec![TotalCount(2), SelectedCount(1)],
        ),
        lookup_case(
            "ICCIDs that are filled with F",
            three_sims(),
            "8942310099000000010F\n8942310099000000028f\n",
            vec![LookupCounts(2, 0)],
        ),
        query_case(
            "an ICCID with letters",
            one_file("a.json", hex.to_string()),
            "iccid:898600b5",
            vec![TotalCount(2), SelectedCount(1)],
        ),
        lookup_case(
            "an ICCID with letters, looked up",
            hex,
            "898600b5991234567890",
            vec![LookupCounts(1, 0), FacetCount("country", "CN", Some(1))],
        ),
        lookup_case(
            "numbers that a spreadsheet has shortened",
            three_sims(),
            "8.94231E+18\n8.94231E+18\n",
            vec![LookupCounts(0, 0), LookupText("Excel shortened these numbers")],
        ),
        lookup_case(
            "guards of a spreadsheet",
            three_sims(),
            "'295050990000001\r\n=\"295050990000002\"\r\n\u{200B}295050990000003\r\n",
            vec![LookupCounts(3, 0)],
        ),
        query_case("an IMEISV is no other device", device_files(&swapped), "moved:imei", vec![SelectedCount(1)]),
        query_case("one device as IMEISV and as IMEI", device_files(&swapped), "shared:imei", vec![SelectedCount(2)]),
        query_case(
            "a device that is not known is not shared",
            device_files(&unknown),
            "shared:imei",
            vec![TotalCount(6), SelectedCount(2)],
        ),
        query_case(
            "no SIM has moved from an unknown device",
            device_files(&unknown),
            "moved:imei",
            vec![TotalCount(6), SelectedCount(0)],
        ),
    ]
}

fn typing_cases() -> Vec<PageCase> {
    let fleet = || one_file("a.json", three_sims().to_string());
    let names = one_file("a.json", named_sims_json(&["ポンフ\u{309A}場", "カ\u{3099}ス工場"]));
    let tags = json!([
        with_changes(offline_sim(1, 440, 10), &[("/tags", json!({"Name": "Pump 7", "name": ""}))]),
        offline_sim(2, 440, 10),
        with_changes(offline_sim(3, 440, 10), &[("/tags", json!({"Name": "Pump 8", "name": "x8"}))])
    ]);
    let dates = [LAST_SEEN_MS - 1, LAST_SEEN_MS, LAST_SEEN_MS + DAY_MS - 1, LAST_SEEN_MS + DAY_MS].iter().enumerate();
    let dates: Value = dates
        .map(|(i, at)| with_changes(offline_sim(i + 1, 440, 10), &[("/sessionStatus/lastUpdatedAt", json!(at))]))
        .collect();
    let dates = || one_file("a.json", dates.to_string());
    vec![
        query_case("a full-width colon", fleet(), "country：JP", vec![SelectedCount(1)]),
        query_case("a full-width blank", fleet(), "status:active　country:JP", vec![SelectedCount(1)]),
        query_case("full-width digits", fleet(), "imsi:２９５０５０９９００００００１", vec![SelectedCount(1)]),
        query_case("an identifier in groups of four", fleet(), "8942 3100 9900 0000 010", vec![SelectedCount(1)]),
        query_case("a name that was written decomposed", names, "ポンプ場", vec![SelectedCount(1)]),
        query_case(
            "a tag `Name` beside `name`",
            one_file("a.json", tags.to_string()),
            "tag.Name:\"Pump 7\"",
            vec![SelectedCount(1)],
        ),
        query_case(
            "a day from its first to its last millisecond",
            dates(),
            "seen:2026-09-30..2026-09-30",
            vec![SelectedCount(2)],
        ),
        query_case("up to the end of a day", dates(), "seen:..2026-09-30", vec![SelectedCount(3)]),
        query_case("from the begin of a day", dates(), "seen:2026-10-01..", vec![SelectedCount(1)]),
    ]
}

fn network_and_tower_cases() -> Vec<PageCase> {
    let mexico = json!([offline_sim(1, 334, 3), offline_sim(2, 334, 20)]);
    let unlisted =
        json!([offline_sim(1, 461, 0), offline_sim(2, 430, 1), offline_sim(3, 431, 1), offline_sim(4, 332, 11)]);
    let unknown_cell = with_changes(
        offline_sim(1, 262, 1),
        &[("/previousSession/cell", json!({"ci": 65535, "lac": 14728, "mcc": 262, "mnc": 1, "radioType": "3G"}))],
    );
    let sentinels = "UMTS,262,1,14728,2147483647,324,7.60001,52.70001,16827,6,1,1422572203,1423518460,\nUMTS,262,1,14728,21105123,12,8.90001,52.90001,900,40,1,1422572203,1423518460,\n";
    let sentinels = vec![
        ("fleet.json", json!([unknown_cell]).to_string().into()),
        ("towers.csv", format!("{OPENCELLID_HEADER}\n{sentinels}").into()),
    ];
    vec![
        file_case(
            "MCCs without a listed network",
            one_file("a.json", unlisted.to_string()),
            vec![
                TotalCount(4),
                FacetCount("country", "AE", Some(2)),
                FacetCount("country", "CN", Some(1)),
                FacetCount("country", "VI", Some(1)),
            ],
        ),
        file_case(
            "an MNC of two digits where three were expected",
            one_file("a.json", mexico.to_string()),
            vec![
                FacetCount("country", "MX", Some(2)),
                FacetCount("operator", "Movistar", Some(1)),
                FacetCount("operator", "Telcel", Some(1)),
            ],
        ),
        file_case(
            "a cell without an MNC",
            one_file("a.json", json!([offline_sim(1, 310, Value::Null), offline_sim(2, 440, 10)]).to_string()),
            vec![
                FacetCount("country", "US", Some(1)),
                FacetCount("operator", "310-65535", None),
                FacetCount("operator", "65535", None),
            ],
        ),
        file_case(
            "towers with the names of 2014",
            tower_files(
                "radio,mcc,mnc,lac,cid,psc,lon,lat,range,samples,changeable,created,updated,averageSignal",
                ',',
                '.',
                "",
                "",
            ),
            vec![TowerCounts(2, 2, 0)],
        ),
        file_case(
            "towers that a spreadsheet saved",
            tower_files(OPENCELLID_HEADER, ';', ',', "", ""),
            vec![TowerCounts(2, 2, 0)],
        ),
        query_case(
            "towers with a mark, CR LF and quotes",
            tower_files(OPENCELLID_HEADER, ',', '.', "\u{FEFF}", "\""),
            "located:cell",
            vec![TowerCounts(2, 2, 0), SelectedCount(2)],
        ),
        query_case("an unknown cell has no position", sentinels, "located:cell", vec![SelectedCount(0)]),
    ]
}

fn count_attribute(page: &TestPage, handle: &str, data: &str) -> Result<Option<u64>, HarnessError> {
    Ok(page.data_attribute(handle, data)?.and_then(|count| count.parse().ok()))
}

/// Returns a description of an expectation that the page does not meet; `None` if it does.
fn unmet_expectation(page: &TestPage, expectation: &PageExpectation) -> Result<Option<String>, HarnessError> {
    let check_count = |what: &str, found: Option<u64>, expected: Option<u64>| {
        if found == expected { None } else { Some(format!("{what} is {found:?}, not {expected:?}")) }
    };
    let check_text = |handle: &str, words: &str, forbidden: &str| -> Result<Option<String>, HarnessError> {
        let text = page.run_script(
            "return document.querySelector(arguments[0])?.textContent ?? ''",
            vec![json!(format!("[data-test={handle}]"))],
        )?;
        let text = text.as_str().unwrap_or_default().to_owned();
        let is_met = text.contains(words) && (forbidden.is_empty() || !text.contains(forbidden));
        Ok(if is_met { None } else { Some(format!("{handle} says {text:?}, not {words:?}")) })
    };
    Ok(match expectation {
        ReadCount(n) => check_count("read", count_attribute(page, "report", "read")?, Some(*n)),
        SkippedCount(n) => check_count("skipped", count_attribute(page, "report", "skipped")?, Some(*n)),
        NotTruncated => check_count("cut", count_attribute(page, "report", "cut")?, None),
        TotalCount(n) => check_count("total", count_attribute(page, "total", "value")?, Some(*n)),
        SimCount(n) => check_count("sims", count_attribute(page, "total", "sims")?, Some(*n)),
        SelectedCount(n) => check_count("selected", count_attribute(page, "selected", "value")?, Some(*n)),
        FacetCount(facet, key, n) => {
            let handle = format!("[data-facet={facet}] [data-test=facet-item][data-key='{key}']");
            check_count(&format!("{facet}:{key}"), count_attribute(page, &handle, "count")?, *n)
        }
        ReportText(words) => check_text("report", words, "")?,
        ErrorText(words, forbidden) => check_text("error", words, forbidden)?,
        TowerCounts(rows, kept, bad) => {
            let found = ["rows", "kept", "bad"].map(|data| count_attribute(page, "towers", data));
            let [Ok(Some(r)), Ok(Some(k)), Ok(Some(b))] = found else { return Ok(Some(format!("towers: {found:?}"))) };
            if (r, k, b) == (*rows, *kept, *bad) { None } else { Some(format!("towers are {:?}", (r, k, b))) }
        }
        LookupCounts(found, missing) => {
            let shown = ["found", "missing"].map(|data| count_attribute(page, "lookup-result", data).ok().flatten());
            if shown == [Some(*found), Some(*missing)] { None } else { Some(format!("look-up: {shown:?}")) }
        }
        LookupText(words) => check_text("lookup-result", words, "")?,
    })
}

/// Tries a case on an empty page and returns the expectations that are not met.
fn case_failures(page: &TestPage, case: &PageCase) -> Result<Vec<String>, HarnessError> {
    page.reopen()?;
    let files = case.files.iter().map(|(name, bytes)| page.write_file(name, bytes));
    page.drop_files(&files.collect::<Result<Vec<_>, _>>()?)?;
    let expects_error = case.expectations.iter().any(|expectation| matches!(expectation, ErrorText(..)));
    if expects_error {
        page.wait_for("error")?;
    } else {
        page.wait_script("return !document.querySelector('[data-test=progress]') && !!document.querySelector('[data-test=selected]')")?;
    }
    if !case.query.is_empty() {
        page.apply_query(case.query)?;
    }
    if !case.lookup_list.is_empty() {
        page.click("lookup")?;
        page.wait_for("lookup-text")?;
        page.run_script(
            "document.querySelector('[data-test=lookup-text]').value = arguments[0];
            document.querySelector('[data-test=lookup-text]').dispatchEvent(new Event('input', {bubbles: true}))",
            vec![json!(case.lookup_list)],
        )?;
        page.click("lookup-submit")?;
        page.wait_for("lookup-result")?;
    }
    // The effects of the query come with delays, so an expectation fails only if it is not met in the end.
    let unmet_expectations = || {
        case.expectations
            .iter()
            .filter_map(|expectation| unmet_expectation(page, expectation).transpose())
            .collect::<Result<Vec<_>, _>>()
    };
    let result = page.wait_until("what the case shows", || unmet_expectations().is_ok_and(|unmet| unmet.is_empty()));
    if result.is_ok() { Ok(vec![]) } else { unmet_expectations() }
}

fn run_all_cases(cases: Vec<PageCase>) -> Result<(), HarnessError> {
    let page = TestPage::open(&TestPageOptions::default())?;
    let mut failed_cases = vec![];
    for case in &cases {
        let failures = case_failures(&page, case).unwrap_or_else(|error| vec![error.to_string()]);
        if !failures.is_empty() {
            failed_cases.push(format!("{}: {}", case.title, failures.join("; ")));
        }
    }
    assert!(
        failed_cases.is_empty(),
        "{} of {} go wrong:\n{}",
        failed_cases.len(),
        cases.len(),
        failed_cases.join("\n")
    );
    Ok(())
}

#[test]
fn files_that_went_through_other_programs_are_read_or_explained() -> Result<(), HarnessError> {
    run_all_cases(damaged_file_cases())
}

#[test]
fn identifiers_and_devices_are_recognised_however_they_are_written() -> Result<(), HarnessError> {
    run_all_cases(identifier_and_device_cases())
}

#[test]
fn queries_are_understood_as_people_type_them() -> Result<(), HarnessError> {
    run_all_cases(typing_cases())
}

#[test]
fn unusual_networks_and_towers_are_recognised() -> Result<(), HarnessError> {
    run_all_cases(network_and_tower_cases())
}
