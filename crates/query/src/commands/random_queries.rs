//! Random fleets and queries, as people might ask them, for the laws of commands.

use crate::{Query, parse_query};
use fastrand::Rng;
use fleet::{Fleet, SourceId};
use ingest::IngestReader;
use sample::{SampleFleet, SampleShape};
use serde_json::{Value, json};
use std::env;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

pub(super) fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis() as i64
}

/// Keys with texts, and where a record has them. A word has no key.
const TEXTS: [(&str, &str); 22] = [
    ("status", "/status"),
    ("plan", "/subscription"),
    ("speed", "/speedClass"),
    ("module", "/moduleType"),
    ("apn", "/apn"),
    ("group", "/groupId"),
    ("account", "/operatorId"),
    ("expiry", "/expiryAction"),
    ("name", "/tags/name"),
    ("tag.site", "/tags/site"),
    ("radio", "/previousSession/cell/radioType"),
    ("imsi", "/imsi"),
    ("iccid", "/iccid"),
    ("sim", "/simId"),
    ("msisdn", "/msisdn"),
    ("serial", "/serialNumber"),
    ("imei", "/previousSession/imei"),
    ("imei", "/sessionStatus/imei"),
    ("", "/tags/name"),
    ("", "/imsi"),
    ("", "/previousSession/imei"),
    ("", "/tags/site"),
];

/// Records of the sample, some of them with what is rare.
pub(super) fn random_records(rng: &mut Rng, sims: u32) -> Vec<Value> {
    let sample = SampleFleet { seed: rng.u64(..), now: now(), shape: SampleShape::Subscribers };
    let mut records: Vec<Value> = (0..sims).map(|at| sample.record_at(at)).collect();
    for record in &mut records {
        match rng.u8(..24) {
            0 => record["sessionStatus"] = Value::Null,
            1 => drop(record.as_object_mut().unwrap().remove("sessionStatus")),
            2 => drop(record.as_object_mut().unwrap().remove("previousSession")),
            3 => {
                record["sessionStatus"] = Value::Null;
                record.as_object_mut().unwrap().remove("previousSession");
            }
            4 => record["arcSessionStatus"] = json!({"lastUpdatedAt": now() - rng.i64(0..9_000_000_000)}),
            5 if record["previousSession"].is_object() => record["previousSession"]["cell"] = Value::Null,
            6 if record["previousSession"]["cell"].is_object() => {
                record["previousSession"]["cell"]["mnc"] = Value::Null;
            }
            7 if record["previousSession"]["cell"].is_object() => {
                record["previousSession"]["cell"]["mnc"] = rng.u16(..1000).into();
            }
            8 if record["previousSession"]["cell"].is_object() => {
                let mcc = *rng.choice(&[310, 311, 440, 441, 262, 901, 1, 999, 234, 250, 283, 0]).unwrap();
                record["previousSession"]["cell"]["mcc"] = mcc.into();
                record["previousSession"]["cell"]["mnc"] = rng.u16(..1000).into();
            }
            9 => record["tags"] = json!({"name": "it's \"A\" $HOME `x` \\ \\(1)", "site": "Tokyo (3)"}),
            10 => record["tags"] = Value::Null,
            11 => record["tags"] = json!({"name": "東京 メーター.1", "site": "TOKYO*"}),
            12 => record["groupId"] = Value::Null,
            13 => record["renewalFeeStatusSetTime"] = now().into(),
            14 if record["previousSession"].is_object() => record["previousSession"]["deletedTime"] = Value::Null,
            15 => record["lastLocationUpdateTime"] = (now() - rng.i64(0..90_000_000_000)).into(),
            _ => {}
        }
    }
    records
}

/// The texts at a path of the records, and parts of them.
fn random_value(rng: &mut Rng, records: &[Value], path: &str) -> String {
    let values: Vec<String> = records
        .iter()
        .filter_map(|record| record.pointer(path))
        .filter(|value| !value.is_null())
        .map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
        .collect();
    let Some(value) = rng.choice(&values).cloned() else { return "x".to_owned() };
    let chars: Vec<char> = value.chars().collect();
    let (from, to) = (rng.usize(..=chars.len()), rng.usize(..=chars.len()));
    let escape = |chars: &[char]| {
        chars.iter().collect::<String>().replace('\\', "\\\\").replace('"', "\\\"").replace('*', "\\*")
    };
    let text = match rng.u8(..7) {
        0 => format!("{}*", escape(&chars[..from])),
        1 => format!("*{}", escape(&chars[from..])),
        2 => format!("*{}*", escape(&chars[from.min(to)..from.max(to)])),
        3 => format!("{}*{}", escape(&chars[..from.min(to)]), escape(&chars[from.max(to)..])),
        4 => escape(&chars).to_uppercase(),
        _ => escape(&chars),
    };
    format!("\"{text}\"")
}

fn random_filter(rng: &mut Rng, records: &[Value]) -> String {
    const AGES: [&str; 9] = [">30d", "<2h", ">=1w", "<=90d", "1d..60d", "3h..", "..10d", ">1y", "<45m"];
    const DAYS: [&str; 4] = ["2025-01-01..2026-03-31", ">2026-01-05", "<=2025-11-02T03:10", "2026-01-01.."];
    let fixed = |rng: &mut Rng, values: &[&str]| (*rng.choice(values).unwrap()).to_owned();
    let plmn = |rng: &mut Rng| {
        let cells: Vec<&Value> = records
            .iter()
            .filter_map(|record| record.pointer("/previousSession/cell"))
            .filter(|cell| cell["mnc"].is_u64())
            .collect();
        let cell = rng.choice(&cells).unwrap();
        let plmn =
            places::Plmn { mcc: cell["mcc"].as_u64().unwrap() as u16, mnc: cell["mnc"].as_u64().unwrap() as u16 };
        (plmn.to_string(), cell["tac"].clone(), cell["eci"].clone())
    };
    let value = |rng: &mut Rng, key: &str, path: &str| match key {
        "imsi" | "iccid" | "sim" | "msisdn" | "imei" | "serial" | "" if rng.bool() => {
            let text = random_value(rng, records, path);
            let len = rng.usize(1..20);
            text.chars().filter(char::is_ascii_digit).take(len).collect::<String>() + "0"
        }
        _ if rng.u8(..9) == 0 && matches!(key, "status" | "group" | "apn" | "tag.site" | "radio" | "expiry") => {
            "none".to_owned()
        }
        _ => random_value(rng, records, path),
    };
    match rng.u8(..34) {
        0..22 => {
            let (key, path) = *rng.choice(&TEXTS).unwrap();
            let count = if key.is_empty() { 1 } else { rng.usize(1..3) };
            let values: Vec<String> = (0..count).map(|_| value(rng, key, path)).collect();
            if key.is_empty() { values.concat() } else { format!("{key}:{}", values.join(",")) }
        }
        22 | 23 => format!(
            "country:{}",
            fixed(
                rng,
                &["US", "JP", "DE,IT", "GB", "international", "none", "test,US", "private", "MP", "GU,none", "TR,CY"]
            )
        ),
        24 => format!(
            "operator:{}",
            fixed(
                rng,
                &["\"NTT DOCOMO\"", "docomo", "AT&T", "vodafone", "\"T-Mobile US\",Verizon", "none", "*mobile*"]
            )
        ),
        25 => format!("mcc:{}", fixed(rng, &["310", "310..316", ">400", "<=300", "440,441"])),
        26 => format!("plmn:{}", plmn(rng).0),
        27 => {
            let (plmn, area, id) = plmn(rng);
            match rng.u8(..3) {
                0 => format!("cell:{plmn}-{area}-{id}"),
                1 => format!("cell:{plmn}-{area}"),
                _ => format!("area:{area},1..900"),
            }
        }
        28 => format!(
            "session:{}",
            fixed(rng, &["online", "offline", "never", "unknown", "never,unknown", "offline,online"])
        ),
        29 | 30 => {
            let key = fixed(rng, &["seen", "began", "ended", "attached", "expires", "napter", "stale", "seen"]);
            let mut values = AGES.to_vec();
            match key.as_str() {
                "stale" => {}
                "seen" => values.extend(["never", "never,>30d"].iter().chain(&DAYS)),
                _ => values.extend(["none", "none,<30d"].iter().chain(&DAYS)),
            }
            format!("{key}:{}", fixed(rng, &values))
        }
        31 => format!("duration:{}", fixed(rng, &[">1h", "<1m", "none", "1h..1d", ">=2d,none", "<=30m"])),
        32 => fixed(rng, &["fee:running", "protected:yes", "basis:current"]),
        _ => format!(
            "device:{}",
            random_value(rng, records, "/previousSession/imei")
                .chars()
                .filter(char::is_ascii_digit)
                .chain("00000000".chars())
                .take(8)
                .collect::<String>()
        ),
    }
}

pub(super) fn random_query(rng: &mut Rng, records: &[Value]) -> Query {
    loop {
        let count = rng.usize(1..4);
        let mut terms: Vec<String> = Vec::new();
        for _ in 0..count {
            let mut term = random_filter(rng, records);
            if term.starts_with("basis") {
                terms.insert(0, term);
                continue;
            }
            if rng.u8(..5) == 0 {
                let (second, third) = (random_filter(rng, records), random_filter(rng, records));
                if !second.starts_with("basis") && !third.starts_with("basis") {
                    term = format!("({term} OR {second} -{third})");
                }
            }
            terms.push(if rng.u8(..4) == 0 { format!("-{term}") } else { term });
        }
        if let Ok(query) = parse_query(&terms.join(" ")) {
            return query;
        }
    }
}

pub(super) fn read_fleet(records: &[Value]) -> Fleet {
    let mut fleet = Fleet::default();
    fleet.begin_source(SourceId(1), "fleet.json");
    let mut reader = IngestReader::default();
    reader.push(Value::from(records).to_string().as_bytes(), &mut fleet).unwrap();
    reader.finish(&mut fleet).unwrap();
    fleet.resolve_duplicates();
    fleet
}

/// The program that a variable names, or that is on the path.
pub(super) fn find_program(variable: &str, name: &str) -> Option<PathBuf> {
    let configured = env::var_os(variable).map(PathBuf::from);
    configured.or_else(|| env::split_paths(&env::var_os("PATH")?).map(|f| f.join(name)).find(|path| path.is_file()))
}

/// What a program prints for an input.
pub(super) fn run_program(program: &Path, arguments: &[&str], input: &[u8]) -> Vec<u8> {
    let mut command = Command::new(program);
    let mut running = command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdin = running.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || stdin.write_all(&input).unwrap());
    let output = running.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success());
    output.stdout
}
