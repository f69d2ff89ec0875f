//! JSON: the records' own bytes, cut out of their sources.

use fleet::Place;
use ingest::redacted;
use std::ops::Range;

/// A window of a source has so many bytes at most; but a record is never cut.
const WINDOW: u64 = 16 << 20;
/// To read so many bytes takes about as long as to begin another slice (Chromium: 0.6 to 1.5 ms, measured November 2026).
const GAP: u64 = 1 << 20;

/// Bytes of a source that are read at once, for the records that stand in them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Window {
    /// The source.
    pub source: u32,
    /// First byte.
    pub from: u64,
    /// The byte behind the last.
    pub to: u64,
    /// Which of the places lie in it.
    pub places: Range<usize>,
}

/// The windows in which to read records, which stand in their order: first by source, then by offset.
pub fn windows(places: &[(u32, Place)]) -> impl Iterator<Item = Window> + '_ {
    let mut next = 0;
    std::iter::from_fn(move || {
        let (source, first) = *places.get(next)?;
        let mut window = Window { source, from: first.offset, to: first.offset, places: next..next };
        for (at, (of, place)) in places.iter().enumerate().skip(next) {
            let end = place.offset + u64::from(place.len);
            let near = *of == source && place.offset <= window.to + GAP && end <= window.from + WINDOW;
            if at > next && !near {
                break;
            }
            window.to = window.to.max(end);
            window.places.end = at + 1;
        }
        next = window.places.end;
        Some(window)
    })
}

/// How records are put together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Layout {
    /// One array of them, each as it is written.
    Array,
    /// A line for each: what blanks and line breaks there are between its tokens are left out (ndjson.org).
    Lines,
}

/// Writes records one after another.
///
/// ```
/// use export::json::{Layout, Writer};
///
/// let mut out = vec![];
/// let mut writer = Writer::new(Layout::Lines);
/// writer.record(br#"{"imsi": "1", "token": 5}"#, &mut out);
/// writer.end(&mut out);
/// assert_eq!(String::from_utf8_lossy(&out), "{\"imsi\":\"1\",\"token\":\"••••••••\"}\n");
/// ```
#[derive(Debug)]
pub struct Writer {
    layout: Layout,
    begun: bool,
}

impl Writer {
    /// A writer of nothing so far.
    pub fn new(layout: Layout) -> Self {
        Self { layout, begun: false }
    }

    /// One more record, from its own bytes. Secrets are masked: [`ingest::SECRETS`].
    pub fn record(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        let record = redacted(bytes);
        let first = !std::mem::replace(&mut self.begun, true);
        match self.layout {
            Layout::Array => {
                out.extend_from_slice(if first { b"[\n\t" } else { b",\n\t" });
                out.extend_from_slice(&record);
            }
            Layout::Lines => {
                compact(&record, out);
                out.push(b'\n');
            }
        }
    }

    /// There are no more.
    pub fn end(self, out: &mut Vec<u8>) {
        match (self.layout, self.begun) {
            (Layout::Array, true) => out.extend_from_slice(b"\n]\n"),
            (Layout::Array, false) => out.extend_from_slice(b"[]\n"),
            (Layout::Lines, _) => {}
        }
    }
}

/// JSON without what stands between its tokens and means nothing.
fn compact(mut json: &[u8], out: &mut Vec<u8>) {
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\n' | b'\r' | b'\t');
    while let Some(first) = json.first() {
        let len = match first {
            b'"' => text(json),
            blank if is_blank(blank) => {
                json = &json[1..];
                continue;
            }
            _ => json.iter().position(|byte| *byte == b'"' || is_blank(byte)).unwrap_or(json.len()),
        };
        let (token, rest) = json.split_at(len);
        out.extend_from_slice(token);
        json = rest;
    }
}

/// How many bytes a text has that begins here, with its quotes.
fn text(json: &[u8]) -> usize {
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
