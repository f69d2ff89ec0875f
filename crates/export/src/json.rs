//! JSON: the records' own bytes, cut out of their sources.

use fleet::RecordSpan;
use ingest::redact_secrets;
use std::borrow::Cow;
use std::ops::Range;

/// A window of a source has so many bytes at most; but a record is never cut.
const MAX_WINDOW_BYTES: u64 = 16 << 20;
/// To read so many bytes takes about as long as to begin another slice (Chromium: 0.6 to 1.5 ms, measured November 2026).
const MAX_GAP_BYTES: u64 = 1 << 20;

/// Bytes of a source that are read at once, for the records that stand in them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SourceWindow {
    /// The source.
    pub source: u32,
    /// First byte.
    pub from: u64,
    /// The byte behind the last.
    pub to: u64,
    /// Which of the places lie in it.
    pub spans: Range<usize>,
}

/// The windows in which to read records, which stand in their order: first by source, then by offset.
pub fn plan_windows(places: &[(u32, RecordSpan)]) -> impl Iterator<Item = SourceWindow> + '_ {
    let mut next = 0;
    std::iter::from_fn(move || {
        let (source, first) = *places.get(next)?;
        let mut window = SourceWindow { source, from: first.offset, to: first.offset, spans: next..next };
        for (at, (of, place)) in places.iter().enumerate().skip(next) {
            let end = place.offset + u64::from(place.len);
            let near =
                *of == source && place.offset <= window.to + MAX_GAP_BYTES && end <= window.from + MAX_WINDOW_BYTES;
            if at > next && !near {
                break;
            }
            window.to = window.to.max(end);
            window.spans.end = at + 1;
        }
        next = window.spans.end;
        Some(window)
    })
}

/// How records are put together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum JsonLayout {
    /// One array of them, each as it is written.
    Array,
    /// A line for each: what blanks and line breaks there are between its tokens are left out (ndjson.org).
    Lines,
}

/// A part of the file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum JsonChunk {
    /// These bytes.
    Bytes(Vec<u8>),
    /// What stands in the window from one byte to another, as it is: whoever has it as a file need not copy it.
    Window(Range<usize>),
}

/// So many bytes of a window are worth a part of their own.
const MIN_RUN_BYTES: usize = 256 << 10;

/// Writes records one after another.
///
/// ```
/// use export::json::{JsonLayout, JsonChunk, JsonWriter};
///
/// let window = br#"[{"imsi": "1", "token": 5},{"imsi": "2"}]"#;
/// let mut writer = JsonWriter::new(JsonLayout::Lines);
/// let parts = writer.write_window(window, [1..26, 27..40].into_iter());
/// let text = "{\"imsi\":\"1\",\"token\":\"••••••••\"}\n{\"imsi\":\"2\"}\n";
/// assert_eq!(parts, [JsonChunk::Bytes(text.into())]);
/// assert_eq!(writer.finish(), b"");
/// ```
#[derive(Debug)]
pub struct JsonWriter {
    layout: JsonLayout,
    has_records: bool,
}

impl JsonWriter {
    /// A writer of nothing so far.
    pub fn new(layout: JsonLayout) -> Self {
        Self { layout, has_records: false }
    }

    /// The next records, from the window in which they stand, in their order. Secrets are masked: [`ingest::SECRET_KEYS`].
    pub fn write_window(&mut self, bytes: &[u8], records: impl Iterator<Item = Range<usize>>) -> Vec<JsonChunk> {
        let (mut parts, mut out, mut run) = (vec![], vec![], 0..0);
        for place in records {
            let Some(record) = bytes.get(place.clone()) else { continue };
            let record = redact_secrets(record);
            if self.layout == JsonLayout::Lines {
                append_compact_json(&record, &mut out);
                out.push(b'\n');
                continue;
            }
            let clean = matches!(record, Cow::Borrowed(_));
            if clean && !run.is_empty() && bytes.get(run.end..place.start).is_some_and(is_single_comma) {
                run.end = place.end;
                continue;
            }
            append_run(bytes, std::mem::take(&mut run), &mut out, &mut parts);
            let first = !std::mem::replace(&mut self.has_records, true);
            out.extend_from_slice(if first { b"[\n\t" } else { b",\n\t" });
            match record {
                Cow::Borrowed(_) => run = place,
                Cow::Owned(record) => out.extend_from_slice(&record),
            }
        }
        append_run(bytes, run, &mut out, &mut parts);
        if !out.is_empty() {
            parts.push(JsonChunk::Bytes(out));
        }
        parts
    }

    /// There are no more: how the file ends.
    pub fn finish(self) -> &'static [u8] {
        match (self.layout, self.has_records) {
            (JsonLayout::Array, true) => b"\n]\n",
            (JsonLayout::Array, false) => b"[]\n",
            (JsonLayout::Lines, _) => b"",
        }
    }
}

/// Records that stand one behind another, as they are.
fn append_run(bytes: &[u8], run: Range<usize>, out: &mut Vec<u8>, parts: &mut Vec<JsonChunk>) {
    if run.len() < MIN_RUN_BYTES {
        return out.extend_from_slice(bytes.get(run).unwrap_or_default());
    }
    if !out.is_empty() {
        parts.push(JsonChunk::Bytes(std::mem::take(out)));
    }
    parts.push(JsonChunk::Window(run));
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t')
}

/// Whether one comma is all that stands there.
fn is_single_comma(between: &[u8]) -> bool {
    between.trim_ascii() == b","
}

/// JSON without what stands between its tokens and means nothing.
fn append_compact_json(json: &[u8], out: &mut Vec<u8>) {
    let (mut from, mut at) = (0, 0);
    while let Some(byte) = json.get(at) {
        match byte {
            b'"' => at += string_len(&json[at..]),
            byte if is_blank(*byte) => {
                out.extend_from_slice(&json[from..at]);
                at += json[at..].iter().take_while(|byte| is_blank(**byte)).count();
                from = at;
            }
            _ => at += 1,
        }
    }
    out.extend_from_slice(&json[from..]);
}

/// How many bytes a text has that begins here, with its quotes.
fn string_len(json: &[u8]) -> usize {
    let mut at = 1;
    while let Some(found) = json.get(at..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
        at += found + 1;
        if json[at - 1] == b'"' {
            return at;
        }
        // What was escaped.
        at += 1;
    }
    json.len()
}

#[cfg(test)]
#[path = "json_tests.rs"]
mod tests;
