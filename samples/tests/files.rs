//! The committed files are what the program writes, and a reader makes of them what it should.

#![allow(clippy::unwrap_used, reason = "a test may")]

use flate2::read::GzDecoder;
use fleet::{Fleet, SourceId};
use ingest::{Encoding, Reader, Utf16, is_gzip};
use std::io::Read;

#[test]
fn files_are_as_written() {
    for file in samples::all() {
        let on_disk = std::fs::read(samples::folder().join(file.name)).unwrap_or_default();
        assert!(on_disk == file.bytes, "{}: run `cargo run -p samples`", file.name);
    }
}

#[test]
fn files_read_as_they_should() {
    for file in samples::all() {
        let mut text = file.bytes.clone();
        if is_gzip(&text) {
            text = vec![];
            GzDecoder::new(&*file.bytes).read_to_end(&mut text).unwrap();
        }
        if let Some(mut decoder) = Utf16::new(Encoding::sniff(&text)) {
            let wide = std::mem::take(&mut text);
            decoder.push(&wide, &mut text);
        }
        for size in [text.len().max(1), 1, 7, 1000] {
            let mut fleet = Fleet::default();
            fleet.begin(SourceId(0), "");
            let mut reader = Reader::new(4096);
            text.chunks(size).for_each(|piece| reader.push(piece, &mut fleet).unwrap());
            let outcome = reader.finish(&mut fleet).map(|r| (r.read, r.skipped, r.cut.is_some()));
            let outcome = outcome.unwrap_or((0, file.skipped, false));
            assert_eq!(outcome, (file.read, file.skipped, file.cut), "{} by {size}", file.name);
        }
    }
}
