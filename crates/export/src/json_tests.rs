//! Tests of JSON.

use super::*;
use fleet::{Fleet, SourceId};
use ingest::IngestReader;
use proptest::prelude::*;
use sample::{SampleFleet, SampleShape};

fn read_fleet(text: &[u8]) -> Fleet {
    let mut fleet = Fleet::default();
    fleet.begin_source(SourceId(1), "");
    let mut reader = IngestReader::default();
    reader.push(text, &mut fleet).unwrap();
    reader.finish(&mut fleet).unwrap();
    fleet.resolve_duplicates();
    fleet
}

/// Writes rows of a fleet window by window, as the page does.
fn write_rows(fleet: &Fleet, text: &[u8], rows: &[usize], layout: JsonLayout) -> Vec<u8> {
    let spans: Vec<_> = rows.iter().map(|row| (1, fleet.columns().record_span(*row).unwrap())).collect();
    let (mut writer, mut out) = (JsonWriter::new(layout), vec![]);
    for window in plan_windows(&spans) {
        let bytes = &text[window.from as usize..window.to as usize];
        let start = |span: &RecordSpan| (span.offset - window.from) as usize;
        let records = spans[window.spans.clone()].iter().map(|(_, span)| start(span)..start(span) + span.len as usize);
        for chunk in writer.write_window(bytes, records) {
            match chunk {
                JsonChunk::Bytes(bytes) => out.extend(bytes),
                JsonChunk::Window(range) => out.extend_from_slice(&bytes[range]),
            }
        }
    }
    out.extend_from_slice(writer.finish());
    out
}

/// Returns the texts of all columns of each row, by which two fleets are compared.
fn row_texts(fleet: &Fleet) -> Vec<String> {
    let texts = query::TableTexts::new(fleet, fleet::Basis::Previous);
    let row = |row| {
        let cells = query::Field::columns().iter().map(|column| texts.get(*column, row).into_owned());
        cells.collect::<Vec<_>>().join("|")
    };
    (0..fleet.columns().len()).map(row).collect()
}

/// Spans of records, and the expected windows: source, offset of the first byte, offset after the last byte, indices of
/// the spans.
type WindowCase<'a> = (&'a [(u32, RecordSpan)], &'a [(u32, u64, u64, Range<usize>)]);

#[test]
fn a_window_holds_the_records_that_are_near_each_other() {
    let span = |offset, len| RecordSpan { offset, len };
    // The first is past four gigabytes, the second is longer than a window.
    let (far, long) = (5 << 30, 40 << 20);
    let cases: [WindowCase; 5] = [
        (&[], &[]),
        (&[(1, span(10, 5)), (1, span(20, 5))], &[(1, 10, 25, 0..2)]),
        (&[(1, span(10, 5)), (2, span(20, 5))], &[(1, 10, 15, 0..1), (2, 20, 25, 1..2)]),
        (
            &[(1, span(0, 5)), (1, span(MAX_GAP_BYTES + 6, 5))],
            &[(1, 0, 5, 0..1), (1, MAX_GAP_BYTES + 6, MAX_GAP_BYTES + 11, 1..2)],
        ),
        (
            &[(1, span(far, long)), (1, span(far + u64::from(long), 1))],
            &[(1, far, far + u64::from(long), 0..1), (1, far + u64::from(long), far + u64::from(long) + 1, 1..2)],
        ),
    ];
    for (spans, expected) in cases {
        let found: Vec<_> = plan_windows(spans).map(|w| (w.source, w.from, w.to, w.spans)).collect();
        assert_eq!(found, expected, "{spans:?}");
    }
}

#[test]
fn compact_json_keeps_the_blanks_within_texts() {
    let mut out = vec![];
    append_compact_json(b"{ \"a b\\\\\" :\t[ 1 , \"\\\" x\" ],\r\n\"c\":null}", &mut out);
    assert_eq!(out, b"{\"a b\\\\\":[1,\"\\\" x\"],\"c\":null}");
    assert_eq!(JsonWriter::new(JsonLayout::Array).finish(), b"[]\n");
}

#[test]
fn a_long_unchanged_range_is_not_copied() {
    let record = format!("{{\"imsi\":\"1\",\"x\":\"{}\"}}", "y".repeat(MIN_RUN_BYTES / 2));
    let (secret, n) = ("{\"token\":\"t\"}", record.len());
    let window = format!("[{record} ,\n{record},{secret},{record}{record}]");
    let ranges = [1..n + 1, n + 4..2 * n + 4, 2 * n + 5..2 * n + 18, 2 * n + 19..3 * n + 19, 3 * n + 19..4 * n + 19];
    let chunks = JsonWriter::new(JsonLayout::Array).write_window(window.as_bytes(), ranges.into_iter());
    let rest = format!(",\n\t{{\"token\":{}}},\n\t{record},\n\t{record}", ingest::SECRET_MASK);
    assert_eq!(
        chunks,
        [JsonChunk::Bytes(b"[\n\t".into()), JsonChunk::Window(1..2 * n + 4), JsonChunk::Bytes(rest.into())]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn written_records_are_read_back_unchanged(seed: u64, sims: bool, every in 1usize..5) {
        let shape = if sims { SampleShape::Sims } else { SampleShape::Subscribers };
        let sample = SampleFleet { seed, now: 1_760_000_000_000, shape };
        let text: Vec<u8> = sample.json_chunks(60).flatten().collect();
        let fleet = read_fleet(&text);
        let rows: Vec<usize> = (0..fleet.columns().len()).step_by(every).collect();
        let expected: Vec<String> = row_texts(&fleet).into_iter().step_by(every).collect();
        for layout in [JsonLayout::Array, JsonLayout::Lines] {
            let out = write_rows(&fleet, &text, &rows, layout);
            prop_assert_eq!(row_texts(&read_fleet(&out)), expected.clone());
            let lines = out.iter().filter(|byte| **byte == b'\n').count();
            prop_assert!(layout == JsonLayout::Array || lines == rows.len());
        }
    }
}
