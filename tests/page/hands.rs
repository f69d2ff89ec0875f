//! What people really have in their hands: files that went through other programs, and what is asked of them. After public
//! bug reports of people who do this kind of job; the data are made up.

use flate2::Compression;
use flate2::write::GzEncoder;
use page_tests::{Opening, Page, Trouble};
use serde_json::{Value, json};
use std::io::Write;

/// What the page must show of a case.
enum Shows {
    /// Records that were read of the first source.
    Read(u64),
    /// Records that were skipped of the first source.
    Skipped(u64),
    /// The first source is whole.
    Whole,
    Total(u64),
    Sims(u64),
    /// Once the query of the case is applied.
    Selected(u64),
    /// The count of a key of a facet, none where it is not listed.
    Facet(&'static str, &'static str, Option<u64>),
    /// Words of the report, in the open panel of sources.
    Report(&'static str),
    /// Words of the error, and words that it must not have.
    Error(&'static str, &'static str),
    /// Rows, rows that were kept, and bad rows of the first file of towers.
    Towers(u64, u64, u64),
    /// Identifiers of the looked up list that were found, and that are missing.
    LookUp(u64, u64),
    /// Words of what the look-up says.
    LookUpSays(&'static str),
}

use Shows::*;

struct Case {
    what: &'static str,
    files: Vec<(&'static str, Vec<u8>)>,
    query: &'static str,
    list: &'static str,
    shows: Vec<Shows>,
}

fn case(what: &'static str, files: Vec<(&'static str, Vec<u8>)>, shows: Vec<Shows>) -> Case {
    Case { what, files, query: "", list: "", shows }
}

fn asked(what: &'static str, files: Vec<(&'static str, Vec<u8>)>, query: &'static str, shows: Vec<Shows>) -> Case {
    Case { query, ..case(what, files, shows) }
}

fn looked_up(what: &'static str, records: Value, list: &'static str, shows: Vec<Shows>) -> Case {
    Case { list, ..case(what, one("fleet.json", records.to_string()), shows) }
}

fn one(name: &'static str, bytes: impl Into<Vec<u8>>) -> Vec<(&'static str, Vec<u8>)> {
    vec![(name, bytes.into())]
}

const DAY: i64 = 86_400_000;
/// 2026-09-30 00:00 UTC.
const SEEN: i64 = 1_790_726_400_000;

/// The ICCIDs of three SIMs with their check digits.
const ICCIDS: [&str; 3] = ["8942310099000000010", "8942310099000000028", "8942310099000000036"];

/// An offline SIM in a cell: `sim(1, …)` is the first.
fn sim(number: usize, mcc: u16, mnc: impl Into<Value>) -> Value {
    let iccid = ICCIDS.get(number - 1).map_or_else(|| format!("894231009900000{number:04}"), |id| (*id).to_owned());
    json!({
        "apn": "soracom.io", "createdTime": 1_756_252_800_000_i64, "groupId": null, "iccid": iccid, "simId": iccid,
        "imsi": format!("29505099000000{number}"), "msisdn": format!("42361099000{number}"), "moduleType": "nano",
        "previousSession": {
            "cell": {"eci": 256_440, "mcc": mcc, "mnc": mnc.into(), "radioType": "LTE", "tac": 1010},
            "createdTime": SEEN - 3_600_000, "imei": format!("35693803000{number}013"),
        },
        "sessionStatus": {"imei": null, "lastUpdatedAt": SEEN - (number as i64 - 1) * DAY, "online": false},
        "status": "active", "tags": {"name": format!("gw-{number}")},
    })
}

/// The same with something else in it: a path of keys, and the value.
fn with(mut sim: Value, changes: &[(&str, Value)]) -> Value {
    for (path, value) in changes {
        if let Some(place) = sim.pointer_mut(path) {
            *place = value.clone();
        } else if let Some((parent, key)) = path.rsplit_once('/') {
            sim.pointer_mut(parent).unwrap()[key] = value.clone();
        }
    }
    sim
}

/// Three SIMs in Japan, the US and Germany.
fn three() -> Value {
    json!([sim(1, 440, 10), sim(2, 310, 410), sim(3, 262, 1)])
}

/// Two SIMs of the devices with these IMEIs: of the previous and, where it is not empty, of the current session.
fn devices(imeis: &[(&str, &str)]) -> Vec<(&'static str, Vec<u8>)> {
    let records: Vec<Value> = imeis
        .iter()
        .enumerate()
        .map(|(i, (previous, current))| {
            let online = json!({"online": true, "imei": current, "lastUpdatedAt": SEEN});
            let sim = with(sim(i + 1, 440, 10), &[("/previousSession/imei", json!(previous))]);
            if current.is_empty() { sim } else { with(sim, &[("/sessionStatus", online)]) }
        })
        .collect();
    one("devices.json", Value::from(records).to_string())
}

fn gzip(text: &str) -> Vec<u8> {
    let mut writer = GzEncoder::new(vec![], Compression::default());
    writer.write_all(text.as_bytes()).unwrap();
    writer.finish().unwrap()
}

fn utf16(text: &str) -> Vec<u8> {
    "\u{FEFF}".encode_utf16().chain(text.replace('\n', "\r\n").encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

fn named(names: &[&str]) -> String {
    let sims = names.iter().enumerate().map(|(i, name)| with(sim(i + 1, 440, 10), &[("/tags/name", json!(name))]));
    format!("{:#}", sims.collect::<Value>())
}

fn encoded(label: &str, text: &str) -> Vec<u8> {
    encoding_rs::Encoding::for_label(label.as_bytes()).unwrap().encode(text).0.into_owned()
}

/// Two SIMs in cells of London, and their towers: with this first line, and these signs between cells and in fractions.
fn towers(header: &str, separator: char, point: char, mark: &str, quote: &str) -> Vec<(&'static str, Vec<u8>)> {
    let sims = [1, 2].map(|n| {
        let cell = json!({"eci": 1000 + n, "mcc": 234, "mnc": 15, "radioType": "LTE", "tac": 100});
        with(sim(n, 234, 15), &[("/previousSession/cell", cell)])
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
    vec![("fleet.json", json!(sims).to_string().into()), ("towers.csv", format!("{mark}{text}").into())]
}

const OPENCELLID: &str = "radio,mcc,net,area,cell,unit,lon,lat,range,samples,changeable,created,updated,averageSignal";

/// JSON lines of five SIMs, of which the second line is cut before these words.
fn lines_cut_before(words: &str) -> String {
    let line = |n: usize| {
        let line = sim(n, 440, 10).to_string();
        if n == 2 { line.split(words).next().unwrap().to_owned() } else { line }
    };
    (1..=5).map(|n| line(n) + "\n").collect()
}

fn files_and_what_went_wrong_on_the_way() -> Vec<Case> {
    let text = three().to_string();
    let pretty = format!("{:#}", three());
    let key = |i: usize| three()[i].clone();
    vec![
        case("a line that ends within a string", one("a.jsonl", lines_cut_before("-2\"}")), vec![Read(4), Skipped(1), Total(4)]),
        case("a line that ends between members", one("a.jsonl", lines_cut_before("\"radioType\"")), vec![Read(4), Skipped(1), Total(4)]),
        case("pages of which one is cut", one("a.json", format!("{}{pretty}", &pretty[..pretty.len() - 300])), vec![Skipped(1), Total(3)]),
        case("a quote that nobody escaped", one("a.json", text.replace("\"gw-2\"", "\"5\" display\"")), vec![Read(2), Skipped(1), Whole]),
        case("Shift_JIS with a byte 5C", one("a.json", encoded("shift_jis", &named(&["東京", "点検表", "大阪", "名古屋"]))), vec![Read(4), Skipped(0), Total(4), Report("Shift_JIS")]),
        case("EUC-JP", one("a.json", encoded("euc-jp", &named(&["東京", "点検表"]))), vec![Read(2), Skipped(0), Report("EUC-JP")]),
        case("Windows-1252", one("a.json", encoded("windows-1252", &named(&["Zürich", "São Paulo"]))), vec![Read(2), Report("Windows-1252")]),
        case("NaN", one("a.json", text.replace("null", "NaN")), vec![Read(3), Skipped(0), Total(3), Report("NaN")]),
        case("two lists in one object", one("a.json", json!({"jp": [key(0)], "g": [key(1), key(2)]}).to_string()), vec![Read(3), Total(3)]),
        case("an object keyed by IMSI", one("a.json", json!({"295050990000001": key(0), "295050990000002": key(1)}).to_string()), vec![Read(2), Total(2)]),
        case("two marks before a compact array", one("a.json", format!("\u{FEFF}\u{FEFF}{text}")), vec![Read(3), Total(3)]),
        case("two marks before a pretty array", one("a.json", format!("\u{FEFF}\u{FEFF}{pretty}")), vec![Read(3), Total(3)]),
        case("questions of a terminal before the array", one("a.json", format!("\u{1b}]11;?\u{1b}\\\u{1b}[6n{pretty}")), vec![Read(3), Skipped(0), Total(3)]),
        case("colours of jq", one("a.json", pretty.replace('"', "\u{1b}[0m\"\u{1b}[34;1m").replace('{', "\u{1b}[1;39m{")), vec![Read(3), Total(3), Report("colours")]),
        case("columns that became floats", one("a.json", text.replace("\"mcc\":440", "\"mcc\":440.0").replace("\"8942310099000000010\"", "8.942310099e+18")), vec![Read(3), Total(3), Facet("country", "JP", Some(1)), Report("iccid")]),
        asked("a number that became a float", one("a.json", text.replace("\"423610990001\"", "423610990001.0")), "msisdn:42361", vec![Selected(3)]),
        case("ConvertTo-Json at its depth of 2", one("a.json", utf16(&format!("{:#}", json!([1, 2].map(|n| with(sim(n, 440, 10), &[("/previousSession/cell", json!("@{eci=256440; mcc=440}"))])))))), vec![Read(2), Total(2), Facet("country", "none", Some(2)), Report("previousSession.cell")]),
        case("a list that PowerShell wrapped", one("a.json", utf16(&format!("{:#}", json!({"value": [key(0), key(1)], "Count": 2})))), vec![Read(2), Total(2)]),
        case("curly quotes", one("a.json", text.replace("\":", "”:").replace('"', "“")), vec![Error("curly quotes", "is JSON")]),
        case("print of a list in Python", one("a.txt", text.replace('"', "'").replace("null", "None")), vec![Error("Python", "is JSON")]),
        case("a CSV without sessions", one("a.csv", "simId,name\n8942310099000000010,gw-1\n"), vec![Error("simId, name", "JSON lines")]),
        case("gzip of two members", one("a.json.gz", [gzip(&json!([key(0), key(1)]).to_string()), gzip(&json!([key(2)]).to_string())].concat()), vec![Read(3), Total(3), Whole]),
        asked("fields, a status and a radio that are later than this", one("a.json", json!([with(sim(1, 310, 260), &[("/previousSession/cell", json!({"mcc": 310, "mnc": 260, "nci": 68_719_476_735_u64, "radioType": "NR", "tac": 7_000_000})), ("/status", json!("testing")), ("/testmodeExhaustedTime", json!(SEEN))]), with(sim(2, 310, 260), &[("/previousSession/cell/eci", json!(268_435_455))])]).to_string()), "radio:nr status:testing", vec![Read(2), Total(2), Selected(1), Facet("country", "US", Some(1))]),
    ]
}

fn identifiers_and_devices() -> Vec<Case> {
    let second = with(
        sim(2, 440, 10),
        &[("/simId", json!(ICCIDS[0])), ("/iccid", json!(ICCIDS[0])), ("/imsi", json!("441200990000001"))],
    );
    let sims = json!([
        {"simId": ICCIDS[0], "activeProfileId": ICCIDS[0], "status": "active", "sessionStatus": null, "profiles": {ICCIDS[0]: {"iccid": ICCIDS[0], "primaryImsi": "295050990000001", "subscribers": {"295050990000001": {"imsi": "295050990000001"}, "441200990000001": {"imsi": "441200990000001", "subscription": "planX2"}}}}},
        {"simId": ICCIDS[1], "activeProfileId": ICCIDS[1], "status": "active", "sessionStatus": null, "profiles": {ICCIDS[1]: {"iccid": ICCIDS[1], "primaryImsi": "295050990000002"}}},
    ]);
    let hex = json!([
        with(sim(1, 460, 0), &[("/iccid", json!("898600B5991234567890")), ("/simId", json!("898600B5991234567890"))]),
        sim(2, 440, 10)
    ]);
    let swapped = [
        ("356938030000013", "3569380300000104"),
        ("3569380300000211", ""),
        ("356938030000021", ""),
        ("356938030000047", "356938030000054"),
    ];
    let untold = [
        ("000000000000000", ""),
        ("000000000000000", ""),
        ("000000000000000", ""),
        ("356938030000096", ""),
        ("356938030000096", ""),
        ("000000000000000", "356938030000062"),
    ];
    vec![
        case(
            "a second subscription is no SIM",
            one("a.json", json!([sim(1, 440, 10), second, sim(3, 440, 10)]).to_string()),
            vec![Total(3), Sims(2)],
        ),
        asked(
            "a second IMSI finds its SIM",
            one("a.json", sims.to_string()),
            "imsi:44120",
            vec![Total(2), Selected(1)],
        ),
        looked_up(
            "ICCIDs that are filled with F",
            three(),
            "8942310099000000010F\n8942310099000000028f\n",
            vec![LookUp(2, 0)],
        ),
        asked("an ICCID with letters", one("a.json", hex.to_string()), "iccid:898600b5", vec![Total(2), Selected(1)]),
        looked_up(
            "an ICCID with letters, looked up",
            hex,
            "898600b5991234567890",
            vec![LookUp(1, 0), Facet("country", "CN", Some(1))],
        ),
        looked_up(
            "numbers that a spreadsheet has shortened",
            three(),
            "8.94231E+18\n8.94231E+18\n",
            vec![LookUp(0, 0), LookUpSays("Excel shortened these numbers")],
        ),
        looked_up(
            "guards of a spreadsheet",
            three(),
            "'295050990000001\r\n=\"295050990000002\"\r\n\u{200B}295050990000003\r\n",
            vec![LookUp(3, 0)],
        ),
        asked("an IMEISV is no other device", devices(&swapped), "moved:imei", vec![Selected(1)]),
        asked("one device as IMEISV and as IMEI", devices(&swapped), "shared:imei", vec![Selected(2)]),
        asked("a device that is not told is not shared", devices(&untold), "shared:imei", vec![Total(6), Selected(2)]),
        asked(
            "from a device that is not told nothing moved",
            devices(&untold),
            "moved:imei",
            vec![Total(6), Selected(0)],
        ),
    ]
}

fn typing() -> Vec<Case> {
    let fleet = || one("a.json", three().to_string());
    let names = one("a.json", named(&["ポンフ\u{309A}場", "カ\u{3099}ス工場"]));
    let tags = json!([
        with(sim(1, 440, 10), &[("/tags", json!({"Name": "Pump 7", "name": ""}))]),
        sim(2, 440, 10),
        with(sim(3, 440, 10), &[("/tags", json!({"Name": "Pump 8", "name": "x8"}))])
    ]);
    let dates = [SEEN - 1, SEEN, SEEN + DAY - 1, SEEN + DAY].iter().enumerate();
    let dates: Value =
        dates.map(|(i, at)| with(sim(i + 1, 440, 10), &[("/sessionStatus/lastUpdatedAt", json!(at))])).collect();
    let dates = || one("a.json", dates.to_string());
    vec![
        asked("a full-width colon", fleet(), "country：JP", vec![Selected(1)]),
        asked("a full-width blank", fleet(), "status:active　country:JP", vec![Selected(1)]),
        asked("full-width digits", fleet(), "imsi:２９５０５０９９００００００１", vec![Selected(1)]),
        asked("an identifier in groups of four", fleet(), "8942 3100 9900 0000 010", vec![Selected(1)]),
        asked("a name that was written decomposed", names, "ポンプ場", vec![Selected(1)]),
        asked("a tag `Name` beside `name`", one("a.json", tags.to_string()), "tag.Name:\"Pump 7\"", vec![Selected(1)]),
        asked(
            "a day from its first to its last millisecond",
            dates(),
            "seen:2026-09-30..2026-09-30",
            vec![Selected(2)],
        ),
        asked("up to the end of a day", dates(), "seen:..2026-09-30", vec![Selected(3)]),
        asked("from the begin of a day", dates(), "seen:2026-10-01..", vec![Selected(1)]),
    ]
}

fn places() -> Vec<Case> {
    let mexico = json!([sim(1, 334, 3), sim(2, 334, 20)]);
    let unlisted = json!([sim(1, 461, 0), sim(2, 430, 1), sim(3, 431, 1), sim(4, 332, 11)]);
    let unknown_cell = with(
        sim(1, 262, 1),
        &[("/previousSession/cell", json!({"ci": 65535, "lac": 14728, "mcc": 262, "mnc": 1, "radioType": "3G"}))],
    );
    let sentinels = "UMTS,262,1,14728,2147483647,324,7.60001,52.70001,16827,6,1,1422572203,1423518460,\nUMTS,262,1,14728,21105123,12,8.90001,52.90001,900,40,1,1422572203,1423518460,\n";
    let sentinels = vec![
        ("fleet.json", json!([unknown_cell]).to_string().into()),
        ("towers.csv", format!("{OPENCELLID}\n{sentinels}").into()),
    ];
    vec![
        case(
            "MCCs without a listed network",
            one("a.json", unlisted.to_string()),
            vec![
                Total(4),
                Facet("country", "AE", Some(2)),
                Facet("country", "CN", Some(1)),
                Facet("country", "VI", Some(1)),
            ],
        ),
        case(
            "an MNC of two digits where three were expected",
            one("a.json", mexico.to_string()),
            vec![
                Facet("country", "MX", Some(2)),
                Facet("operator", "Movistar", Some(1)),
                Facet("operator", "Telcel", Some(1)),
            ],
        ),
        case(
            "a cell without an MNC",
            one("a.json", json!([sim(1, 310, Value::Null), sim(2, 440, 10)]).to_string()),
            vec![
                Facet("country", "US", Some(1)),
                Facet("operator", "310-65535", None),
                Facet("operator", "65535", None),
            ],
        ),
        case(
            "towers with the names of 2014",
            towers(
                "radio,mcc,mnc,lac,cid,psc,lon,lat,range,samples,changeable,created,updated,averageSignal",
                ',',
                '.',
                "",
                "",
            ),
            vec![Towers(2, 2, 0)],
        ),
        case("towers that a spreadsheet saved", towers(OPENCELLID, ';', ',', "", ""), vec![Towers(2, 2, 0)]),
        asked(
            "towers with a mark, CR LF and quotes",
            towers(OPENCELLID, ',', '.', "\u{FEFF}", "\""),
            "located:cell",
            vec![Towers(2, 2, 0), Selected(2)],
        ),
        asked("what is not known has no position", sentinels, "located:cell", vec![Selected(0)]),
    ]
}

fn count(page: &Page, handle: &str, data: &str) -> Result<Option<u64>, Trouble> {
    Ok(page.data(handle, data)?.and_then(|count| count.parse().ok()))
}

/// Says what a case does not show; nothing where all is as it should be.
fn missing(page: &Page, shows: &Shows) -> Result<Option<String>, Trouble> {
    let is = |what: &str, found: Option<u64>, expected: Option<u64>| {
        (found != expected).then(|| format!("{what} is {found:?}, not {expected:?}"))
    };
    let says = |handle: &str, words: &str, never: &str| -> Result<Option<String>, Trouble> {
        let text = page.script(
            "return document.querySelector(arguments[0])?.textContent ?? ''",
            vec![json!(format!("[data-test={handle}]"))],
        )?;
        let text = text.as_str().unwrap_or_default().to_owned();
        let good = text.contains(words) && (never.is_empty() || !text.contains(never));
        Ok((!good).then(|| format!("{handle} says {text:?}, not {words:?}")))
    };
    Ok(match shows {
        Read(n) => is("read", count(page, "report", "read")?, Some(*n)),
        Skipped(n) => is("skipped", count(page, "report", "skipped")?, Some(*n)),
        Whole => is("cut", count(page, "report", "cut")?, None),
        Total(n) => is("total", count(page, "total", "value")?, Some(*n)),
        Sims(n) => is("sims", count(page, "total", "sims")?, Some(*n)),
        Selected(n) => is("selected", count(page, "selected", "value")?, Some(*n)),
        Facet(facet, key, n) => {
            let handle = format!("[data-facet={facet}] [data-test=facet-item][data-key='{key}']");
            is(&format!("{facet}:{key}"), count(page, &handle, "count")?, *n)
        }
        Report(words) => says("report", words, "")?,
        Error(words, never) => says("error", words, never)?,
        Towers(rows, kept, bad) => {
            let found = ["rows", "kept", "bad"].map(|data| count(page, "towers", data));
            let [Ok(Some(r)), Ok(Some(k)), Ok(Some(b))] = found else { return Ok(Some(format!("towers: {found:?}"))) };
            ((r, k, b) != (*rows, *kept, *bad)).then(|| format!("towers are {:?}", (r, k, b)))
        }
        LookUp(found, missing) => {
            let shown = ["found", "missing"].map(|data| count(page, "lookup-result", data).ok().flatten());
            (shown != [Some(*found), Some(*missing)]).then(|| format!("look-up: {shown:?}"))
        }
        LookUpSays(words) => says("lookup-result", words, "")?,
    })
}

/// Tries a case on an empty page: what went wrong.
fn failures(page: &Page, case: &Case) -> Result<Vec<String>, Trouble> {
    page.reopen()?;
    let files = case.files.iter().map(|(name, bytes)| page.write_file(name, bytes));
    page.drop_files(&files.collect::<Result<Vec<_>, _>>()?)?;
    let refused = case.shows.iter().any(|shows| matches!(shows, Error(..)));
    if refused {
        page.wait_for("error")?;
    } else {
        page.wait_script("return !document.querySelector('[data-test=progress]') && !!document.querySelector('[data-test=selected]')")?;
    }
    if !case.query.is_empty() {
        page.query(case.query)?;
    }
    if !case.list.is_empty() {
        page.click("lookup")?;
        page.wait_for("lookup-text")?;
        page.script(
            "document.querySelector('[data-test=lookup-text]').value = arguments[0];
            document.querySelector('[data-test=lookup-text]').dispatchEvent(new Event('input', {bubbles: true}))",
            vec![json!(case.list)],
        )?;
        page.click("lookup-submit")?;
        page.wait_for("lookup-result")?;
    }
    // What follows the query comes when it comes: only what stays wrong is.
    let look = || case.shows.iter().filter_map(|shows| missing(page, shows).transpose()).collect::<Result<Vec<_>, _>>();
    let settled = page.wait_until("what the case shows", || look().is_ok_and(|wrong| wrong.is_empty()));
    if settled.is_ok() { Ok(vec![]) } else { look() }
}

fn try_all(cases: Vec<Case>) -> Result<(), Trouble> {
    let page = Page::open(&Opening::default())?;
    let mut wrong = vec![];
    for case in &cases {
        let failures = failures(&page, case).unwrap_or_else(|trouble| vec![trouble.to_string()]);
        if !failures.is_empty() {
            wrong.push(format!("{}: {}", case.what, failures.join("; ")));
        }
    }
    assert!(wrong.is_empty(), "{} of {} go wrong:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    Ok(())
}

#[test]
fn files_that_went_through_other_programs() -> Result<(), Trouble> {
    try_all(files_and_what_went_wrong_on_the_way())
}

#[test]
fn identifiers_and_devices_however_they_are_written() -> Result<(), Trouble> {
    try_all(identifiers_and_devices())
}

#[test]
fn queries_as_hands_type_them() -> Result<(), Trouble> {
    try_all(typing())
}

#[test]
fn networks_and_towers_that_are_told_otherwise() -> Result<(), Trouble> {
    try_all(places())
}
