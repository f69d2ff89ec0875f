//! The layouts that are accepted.

use crate::SampleFile;
use flate2::{Compression, GzBuilder};
use sample::{SampleFleet, SampleShape};
use serde_json::{Value, json};
use std::io::Write;

/// The time of these exports: 2025-10-01 00:00 UTC.
const EXPORT_TIME_MS: i64 = 1_759_276_800_000;
/// Number of records in most files.
const RECORDS_PER_FILE: u32 = 8;

fn sample_fleet(shape: SampleShape) -> SampleFleet {
    SampleFleet { seed: 9, now: EXPORT_TIME_MS, shape }
}

fn subscriber_record(i: u32) -> Value {
    sample_fleet(SampleShape::Subscribers).record_at(i)
}

fn record_list(range: std::ops::Range<u32>) -> Value {
    range.map(subscriber_record).collect()
}

/// Returns the JSON that soracom-cli writes: indented by tabs, keys in alphabetical order.
fn pretty_json() -> String {
    String::from_utf8(sample_fleet(SampleShape::Subscribers).json_chunks(RECORDS_PER_FILE).flatten().collect())
        .unwrap_or_default()
}

/// Returns JSON that is indented by blanks, as jq does.
fn indent_json(value: &Value) -> String {
    format!("{value:#}\n")
}

fn json_lines(range: std::ops::Range<u32>) -> String {
    range.map(|i| format!("{}\n", subscriber_record(i))).collect()
}

fn encode_utf16_bytes(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(unit).collect()
}

fn compress_gzip(bytes: &[u8]) -> Vec<u8> {
    // The header has no time and no name, so that the bytes are always the same.
    let mut writer = GzBuilder::new().write(vec![], Compression::best());
    // Writing to memory cannot fail.
    let _ = writer.write_all(bytes);
    writer.finish().unwrap_or_default()
}

/// Removes the quotes around strings of digits.
fn unquote_digits(text: &str) -> String {
    let mut out = String::new();
    for (i, part) in text.split('"').enumerate() {
        let digits = !part.is_empty() && !part.starts_with('0') && part.bytes().all(|b| b.is_ascii_digit());
        let quote = if i % 2 == 1 && !digits { "\"" } else { "" };
        out.extend([quote, part, quote]);
    }
    out
}

/// Replaces non-ASCII characters by `\u` escapes, some of them surrogate pairs.
fn escape_non_ascii(text: &str) -> String {
    let escape = |c: char| {
        let mut units = [0; 2];
        c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")).collect::<String>()
    };
    text.chars().map(|c| if c.is_ascii() { c.to_string() } else { escape(c) }).collect()
}

fn record_with(i: u32, key: &str, value: Value) -> Value {
    let mut record = subscriber_record(i);
    record[key] = value;
    record
}

fn nested_arrays(levels: usize) -> Value {
    (0..levels).fold(Value::Null, |inner, _| json!([inner]))
}

pub(crate) fn accepted_files() -> Vec<SampleFile> {
    let all = u64::from(RECORDS_PER_FILE);
    let (pretty, compact) = (pretty_json(), record_list(0..RECORDS_PER_FILE).to_string());
    let sims: Value = (0..RECORDS_PER_FILE).map(|i| sample_fleet(SampleShape::Sims).record_at(i)).collect();
    let mut mixed = record_list(0..4);
    if let Some(records) = mixed.as_array_mut() {
        records.extend((4..8).map(|i| sample_fleet(SampleShape::Sims).record_at(i)));
    }
    let wrapped =
        json!({"count": 8, "errors": [{"code": "X"}], "subscribers": record_list(0..RECORDS_PER_FILE), "next": null});
    let not_sims = json!([subscriber_record(0), null, 42, "text", [subscriber_record(1)], {"groupId": "g"}, subscriber_record(2), true,
        {"event": "Created", "imsi": "295050910000001", "simId": "1", "time": 1}]);
    let wrong = json!([
        subscriber_record(0),
        record_with(1, "status", 7.into()),
        record_with(2, "previousSession", "yesterday".into()),
        record_with(3, "tags", json!([])),
        record_with(4, "sessionStatus", 1.into()),
        subscriber_record(5)
    ]);
    let deep = json!([
        subscriber_record(0),
        record_with(1, "deep", nested_arrays(200)),
        record_with(2, "deep", nested_arrays(100)),
        subscriber_record(3)
    ]);
    let names = json!([
        record_with(0, "tags", json!({"name": "東京 😀 №1", "S/W Version": "1.0", "places": "Zürich"})),
        subscriber_record(1)
    ]);
    let half_surrogates = names.to_string().replace("№1", "\\ud83d!");
    let mut damaged = compact.clone().into_bytes();
    if let Some(index) = compact.find("OP0012345678") {
        damaged[index] = 0xFF;
    }
    let twice = compact.replacen("{\"", "{\"imsi\":\"1\",\"unknown\":{\"imsi\":\"2\"},\"", 1);
    let chatter =
        format!("New version of soracom-cli is available (v1.4.0).\n[INFO] 1 of 1 pages\n{pretty}Done in 1.2 s\n");
    let middle = pretty.len() - pretty.len() / (2 * RECORDS_PER_FILE as usize);
    let wrapped_line = wrapped.to_string();
    let inside_fifth_record = wrapped_line.find(&subscriber_record(4).to_string()).unwrap_or_default() + 100;
    vec![
        SampleFile::new("pretty.json", pretty.clone(), all),
        SampleFile::new("blanks.json", indent_json(&record_list(0..RECORDS_PER_FILE)), all),
        SampleFile::new("compact.json", compact.clone(), all),
        SampleFile::new("one.json", subscriber_record(0).to_string(), 1),
        SampleFile::new("lines.jsonl", json_lines(0..RECORDS_PER_FILE), all),
        SampleFile::new("windows-lines.jsonl", json_lines(0..RECORDS_PER_FILE).replace('\n', "\r\n"), all),
        SampleFile::new(
            "documents.json",
            format!("{}\n{}{}", record_list(0..3), record_list(3..6), subscriber_record(6)),
            7,
        ),
        SampleFile::new("pages.json", json!([record_list(0..3), record_list(3..8), []]).to_string(), all),
        SampleFile::new("wrapped.json", indent_json(&wrapped), all),
        SampleFile::new("sims.json", indent_json(&sims), all),
        SampleFile::new("mixed.json", mixed.to_string(), all),
        SampleFile::new("utf8-mark.json", format!("\u{FEFF}{pretty}"), all),
        SampleFile::new(
            "utf16-le.json",
            encode_utf16_bytes(&format!("\u{FEFF}{}", pretty.replace('\n', "\r\n")), u16::to_le_bytes),
            all,
        ),
        SampleFile::new("utf16-be.json", encode_utf16_bytes(&format!("\u{FEFF}{pretty}"), u16::to_be_bytes), all),
        SampleFile::new("utf16-le-no-mark.json", encode_utf16_bytes(&compact, u16::to_le_bytes), all),
        SampleFile::new("utf16-be-no-mark.json", encode_utf16_bytes(&compact, u16::to_be_bytes), all),
        SampleFile::new("packed.json.gz", compress_gzip(pretty.as_bytes()), all),
        SampleFile::new(
            "packed-utf16.json.gz",
            compress_gzip(&encode_utf16_bytes(&format!("\u{FEFF}{pretty}"), u16::to_le_bytes)),
            all,
        ),
        SampleFile::new("packed-lines.jsonl.gz", compress_gzip(json_lines(0..RECORDS_PER_FILE).as_bytes()), all),
        SampleFile::new("chatter.txt", chatter, all),
        SampleFile::new("numbers.json", unquote_digits(&compact), all),
        SampleFile::new("escapes.json", escape_non_ascii(&compact), all),
        SampleFile::new("names.json", names.to_string(), 2),
        SampleFile::new("half-surrogates.json", half_surrogates, 2),
        SampleFile::new("damaged-utf8.json", damaged, all),
        SampleFile::new("twice-a-key.json", twice, all),
        SampleFile::new("not-sims.json", not_sims.to_string(), 3).with_skipped(6),
        SampleFile::new("wrong-types.json", indent_json(&wrong), 6),
        SampleFile::new("deep.json", deep.to_string(), 3).with_skipped(1),
        SampleFile::new("cut.json", &pretty.as_bytes()[..middle], all - 1).into_truncated(),
        SampleFile::new("cut-wrapped.json", &wrapped_line.as_bytes()[..inside_fifth_record], 4).into_truncated(),
    ]
}
