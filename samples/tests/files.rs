//! Tests that the committed files are up to date, and that they are read as expected.

#![allow(clippy::unwrap_used, reason = "a test may")]

use flate2::read::GzDecoder;
use fleet::{Fleet, SourceId};
use ingest::{Encoding, IngestReader, Utf16Decoder, is_gzip};
use std::io::Read;

#[test]
fn committed_files_are_what_the_program_writes() {
    for file in samples::sample_files() {
        let on_disk = std::fs::read(samples::sample_folder().join(file.name)).unwrap_or_default();
        assert!(on_disk == file.bytes, "{}: run `cargo run -p samples`", file.name);
    }
}

#[test]
fn every_file_is_read_as_expected() {
    for file in samples::sample_files() {
        let mut text = file.bytes.clone();
        if is_gzip(&text) {
            text = vec![];
            GzDecoder::new(&*file.bytes).read_to_end(&mut text).unwrap();
        }
        if let Some(mut decoder) = Utf16Decoder::new(Encoding::sniff_unicode(&text)) {
            let utf16 = std::mem::take(&mut text);
            decoder.push(&utf16, &mut text);
        }
        for size in [text.len().max(1), 1, 7, 1000] {
            let mut fleet = Fleet::default();
            fleet.begin_source(SourceId(0), "");
            let mut reader = IngestReader::new(4096);
            text.chunks(size).for_each(|chunk| reader.push(chunk, &mut fleet).unwrap());
            let outcome = reader.finish(&mut fleet).map(|r| (r.records_read, r.skipped, r.truncated_at.is_some()));
            let outcome = outcome.unwrap_or((0, file.expected_skipped, false));
            assert_eq!(
                outcome,
                (file.expected_records, file.expected_skipped, file.truncated),
                "{} by {size}",
                file.name
            );
        }
    }
}
