//! Writes JSON: the records' own bytes, copied from their sources.

use fleet::RecordSpan;
use ingest::redact_secrets;
use std::borrow::Cow;
use std::ops::Range;

/// Maximum size of a window in bytes; a window with a single record may be larger.
const MAX_WINDOW_BYTES: u64 = 16 << 20;
/// Maximum number of unused bytes between two records of a window: reading so many takes about as long as starting
/// another slice (Chromium: 0.6 to 1.5 ms, measured November 2026).
const MAX_GAP_BYTES: u64 = 1 << 20;

/// A range of a source that is read at once, with the records in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SourceWindow {
    /// Index of the source.
    pub source: u32,
    /// Offset of the first byte.
    pub from: u64,
    /// Offset after the last byte.
    pub to: u64,
    /// Indices of the record spans in the window.
    pub spans: Range<usize>,
}

/// Plans the windows in which to read records, which must be sorted by source and then by offset.
pub fn plan_windows(spans: &[(u32, RecordSpan)]) -> impl Iterator<Item = SourceWindow> + '_ {
    let mut next = 0;
    std::iter::from_fn(move || {
        let (source, first) = *spans.get(next)?;
        let mut window = SourceWindow { source, from: first.offset, to: first.offset, spans: next..next };
        for (index, (span_source, span)) in spans.iter().enumerate().skip(next) {
            let end = span.offset + u64::from(span.len);
            let near = *span_source == source
                && span.offset <= window.to + MAX_GAP_BYTES
                && end <= window.from + MAX_WINDOW_BYTES;
            if index > next && !near {
                break;
            }
            window.to = window.to.max(end);
            window.spans.end = index + 1;
        }
        next = window.spans.end;
        Some(window)
    })
}

/// The layout of the file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum JsonLayout {
    /// One array of the records, each as it is in its source.
    Array,
    /// A line for each record, without the blanks and line breaks between its tokens (ndjson.org).
    Lines,
}

/// A part of the file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum JsonChunk {
    /// Bytes that were assembled.
    Bytes(Vec<u8>),
    /// An unchanged range of the window, which need not be copied if the window is part of a file.
    Window(Range<usize>),
}

/// Minimum size in bytes of an unchanged range that becomes a chunk of its own.
const MIN_RUN_BYTES: usize = 256 << 10;

/// Writes records to a file of JSON.
///
/// ```
/// use export::json::{JsonLayout, JsonChunk, JsonWriter};
///
/// let window = br#"[{"imsi": "1", "token": 5},{"imsi": "2"}]"#;
/// let mut writer = JsonWriter::new(JsonLayout::Lines);
/// let chunks = writer.write_window(window, [1..26, 27..40].into_iter());
/// let text = "{\"imsi\":\"1\",\"token\":\"••••••••\"}\n{\"imsi\":\"2\"}\n";
/// assert_eq!(chunks, [JsonChunk::Bytes(text.into())]);
/// assert_eq!(writer.finish(), b"");
/// ```
#[derive(Debug)]
pub struct JsonWriter {
    layout: JsonLayout,
    has_records: bool,
}

impl JsonWriter {
    /// Creates a writer at the start of a file.
    pub fn new(layout: JsonLayout) -> Self {
        Self { layout, has_records: false }
    }

    /// Writes the next records from the window that contains them, in their order. Secrets are masked:
    /// [`ingest::SECRET_KEYS`].
    pub fn write_window(&mut self, bytes: &[u8], records: impl Iterator<Item = Range<usize>>) -> Vec<JsonChunk> {
        let (mut chunks, mut out, mut run) = (vec![], vec![], 0..0);
        for range in records {
            let Some(record) = bytes.get(range.clone()) else { continue };
            let record = redact_secrets(record);
            if self.layout == JsonLayout::Lines {
                append_compact_json(&record, &mut out);
                out.push(b'\n');
                continue;
            }
            let is_unchanged = matches!(record, Cow::Borrowed(_));
            if is_unchanged && !run.is_empty() && bytes.get(run.end..range.start).is_some_and(is_single_comma) {
                run.end = range.end;
                continue;
            }
            append_run(bytes, std::mem::take(&mut run), &mut out, &mut chunks);
            let is_first = !std::mem::replace(&mut self.has_records, true);
            out.extend_from_slice(if is_first { b"[\n\t" } else { b",\n\t" });
            match record {
                Cow::Borrowed(_) => run = range,
                Cow::Owned(record) => out.extend_from_slice(&record),
            }
        }
        append_run(bytes, run, &mut out, &mut chunks);
        if !out.is_empty() {
            chunks.push(JsonChunk::Bytes(out));
        }
        chunks
    }

    /// Returns the end of the file, after the last record.
    pub fn finish(self) -> &'static [u8] {
        match (self.layout, self.has_records) {
            (JsonLayout::Array, true) => b"\n]\n",
            (JsonLayout::Array, false) => b"[]\n",
            (JsonLayout::Lines, _) => b"",
        }
    }
}

/// Appends adjacent records unchanged, as a chunk of their own if they are long enough.
fn append_run(bytes: &[u8], run: Range<usize>, out: &mut Vec<u8>, chunks: &mut Vec<JsonChunk>) {
    if run.len() < MIN_RUN_BYTES {
        return out.extend_from_slice(bytes.get(run).unwrap_or_default());
    }
    if !out.is_empty() {
        chunks.push(JsonChunk::Bytes(std::mem::take(out)));
    }
    chunks.push(JsonChunk::Window(run));
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t')
}

/// Returns whether two records are separated by one comma and blanks.
fn is_single_comma(between: &[u8]) -> bool {
    between.trim_ascii() == b","
}

/// Appends JSON without the blanks between its tokens.
fn append_compact_json(json: &[u8], out: &mut Vec<u8>) {
    let (mut copied, mut position) = (0, 0);
    while let Some(byte) = json.get(position) {
        match byte {
            b'"' => position += string_len(&json[position..]),
            byte if is_blank(*byte) => {
                out.extend_from_slice(&json[copied..position]);
                position += json[position..].iter().take_while(|byte| is_blank(**byte)).count();
                copied = position;
            }
            _ => position += 1,
        }
    }
    out.extend_from_slice(&json[copied..]);
}

/// Returns the length in bytes of the string at the start of `json`, with its quotes.
fn string_len(json: &[u8]) -> usize {
    let mut position = 1;
    while let Some(found) = json.get(position..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
        position += found + 1;
        if json[position - 1] == b'"' {
            return position;
        }
        // The escaped character is skipped.
        position += 1;
    }
    json.len()
}

#[cfg(test)]
#[path = "json_tests.rs"]
mod tests;
