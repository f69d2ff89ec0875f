//! The layouts that are accepted.

use crate::Sample;
use flate2::{Compression, GzBuilder};
use sample::{Sample as Generator, Shape};
use serde_json::{Value, json};
use std::io::Write;

/// 2025-10-01 00:00 UTC: the time of these exports.
const NOW: i64 = 1_759_276_800_000;
/// How many records most files hold.
const RECORDS: u32 = 8;

fn generator(shape: Shape) -> Generator {
    Generator { seed: 9, now: NOW, shape }
}

fn record(i: u32) -> Value {
    generator(Shape::Subscribers).record(i)
}

fn list(range: std::ops::Range<u32>) -> Value {
    range.map(record).collect()
}

/// As soracom-cli writes it: tabs, keys in alphabetical order.
fn pretty() -> String {
    String::from_utf8(generator(Shape::Subscribers).parts(RECORDS).flatten().collect()).unwrap_or_default()
}

/// Indented by blanks, as jq does.
fn blanks(value: &Value) -> String {
    format!("{value:#}\n")
}

fn lines(range: std::ops::Range<u32>) -> String {
    range.map(|i| format!("{}\n", record(i))).collect()
}

fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(unit).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    // No time and no name in the header: the same bytes every time.
    let mut writer = GzBuilder::new().write(vec![], Compression::best());
    // Writing to memory cannot fail.
    let _ = writer.write_all(bytes);
    writer.finish().unwrap_or_default()
}

/// Strings of digits without their quotes.
fn unquoted(text: &str) -> String {
    let mut out = String::new();
    for (i, part) in text.split('"').enumerate() {
        let digits = !part.is_empty() && !part.starts_with('0') && part.bytes().all(|b| b.is_ascii_digit());
        let quote = if i % 2 == 1 && !digits { "\"" } else { "" };
        out.extend([quote, part, quote]);
    }
    out
}

/// Non-ASCII as `\u` escapes, surrogate pairs among them.
fn escaped(text: &str) -> String {
    let escape = |c: char| {
        let mut units = [0; 2];
        c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")).collect::<String>()
    };
    text.chars().map(|c| if c.is_ascii() { c.to_string() } else { escape(c) }).collect()
}

fn with(i: u32, key: &str, value: Value) -> Value {
    let mut record = record(i);
    record[key] = value;
    record
}

fn deep(levels: usize) -> Value {
    (0..levels).fold(Value::Null, |inner, _| json!([inner]))
}

pub(crate) fn accepted() -> Vec<Sample> {
    let all = u64::from(RECORDS);
    let (pretty, compact) = (pretty(), list(0..RECORDS).to_string());
    let sims: Value = (0..RECORDS).map(|i| generator(Shape::Sims).record(i)).collect();
    let mut mixed = list(0..4);
    if let Some(records) = mixed.as_array_mut() {
        records.extend((4..8).map(|i| generator(Shape::Sims).record(i)));
    }
    let wrapped = json!({"count": 8, "errors": [{"code": "X"}], "subscribers": list(0..RECORDS), "next": null});
    let not_sims = json!([record(0), null, 42, "text", [record(1)], {"groupId": "g"}, record(2), true,
        {"event": "Created", "imsi": "295050910000001", "simId": "1", "time": 1}]);
    let wrong = json!([
        record(0),
        with(1, "status", 7.into()),
        with(2, "previousSession", "yesterday".into()),
        with(3, "tags", json!([])),
        with(4, "sessionStatus", 1.into()),
        record(5)
    ]);
    let deep = json!([record(0), with(1, "deep", deep(200)), with(2, "deep", deep(100)), record(3)]);
    let names =
        json!([with(0, "tags", json!({"name": "東京 😀 №1", "S/W Version": "1.0", "places": "Zürich"})), record(1)]);
    let halves = names.to_string().replace("№1", "\\ud83d!");
    let mut damaged = compact.clone().into_bytes();
    if let Some(at) = compact.find("OP0012345678") {
        damaged[at] = 0xFF;
    }
    let twice = compact.replacen("{\"", "{\"imsi\":\"1\",\"unknown\":{\"imsi\":\"2\"},\"", 1);
    let chatter =
        format!("New version of soracom-cli is available (v1.4.0).\n[INFO] 1 of 1 pages\n{pretty}Done in 1.2 s\n");
    let middle = pretty.len() - pretty.len() / (2 * RECORDS as usize);
    let wrapped_line = wrapped.to_string();
    let in_the_fifth = wrapped_line.find(&record(4).to_string()).unwrap_or_default() + 100;
    vec![
        Sample::new("pretty.json", pretty.clone(), all),
        Sample::new("blanks.json", blanks(&list(0..RECORDS)), all),
        Sample::new("compact.json", compact.clone(), all),
        Sample::new("one.json", record(0).to_string(), 1),
        Sample::new("lines.jsonl", lines(0..RECORDS), all),
        Sample::new("windows-lines.jsonl", lines(0..RECORDS).replace('\n', "\r\n"), all),
        Sample::new("documents.json", format!("{}\n{}{}", list(0..3), list(3..6), record(6)), 7),
        Sample::new("pages.json", json!([list(0..3), list(3..8), []]).to_string(), all),
        Sample::new("wrapped.json", blanks(&wrapped), all),
        Sample::new("sims.json", blanks(&sims), all),
        Sample::new("mixed.json", mixed.to_string(), all),
        Sample::new("utf8-mark.json", format!("\u{FEFF}{pretty}"), all),
        Sample::new(
            "utf16-le.json",
            utf16(&format!("\u{FEFF}{}", pretty.replace('\n', "\r\n")), u16::to_le_bytes),
            all,
        ),
        Sample::new("utf16-be.json", utf16(&format!("\u{FEFF}{pretty}"), u16::to_be_bytes), all),
        Sample::new("utf16-le-no-mark.json", utf16(&compact, u16::to_le_bytes), all),
        Sample::new("utf16-be-no-mark.json", utf16(&compact, u16::to_be_bytes), all),
        Sample::new("packed.json.gz", gzip(pretty.as_bytes()), all),
        Sample::new("packed-utf16.json.gz", gzip(&utf16(&format!("\u{FEFF}{pretty}"), u16::to_le_bytes)), all),
        Sample::new("packed-lines.jsonl.gz", gzip(lines(0..RECORDS).as_bytes()), all),
        Sample::new("chatter.txt", chatter, all),
        Sample::new("numbers.json", unquoted(&compact), all),
        Sample::new("escapes.json", escaped(&compact), all),
        Sample::new("names.json", names.to_string(), 2),
        Sample::new("half-surrogates.json", halves, 2),
        Sample::new("damaged-utf8.json", damaged, all),
        Sample::new("twice-a-key.json", twice, all),
        Sample::new("not-sims.json", not_sims.to_string(), 3).skipping(6),
        Sample::new("wrong-types.json", blanks(&wrong), 6),
        Sample::new("deep.json", deep.to_string(), 3).skipping(1),
        Sample::new("cut.json", &pretty.as_bytes()[..middle], all - 1).cut(),
        Sample::new("cut-wrapped.json", &wrapped_line.as_bytes()[..in_the_fifth], 4).cut(),
    ]
}
