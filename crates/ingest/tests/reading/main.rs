//! What comes of any text: every layout of an export in any chunks, what is damaged, what is nearly JSON.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may")]

mod damage;
mod layouts;
mod near_json;

use fleet::{Fleet, SourceId, TextField};
use ingest::{IngestError, IngestReader, IngestReport, RecordRun, RunExtractor};

/// Reads a text in chunks of the given sizes, over and over. Objects longer than `longest` are wrappers.
fn read_in_pieces(text: &[u8], sizes: &[usize], longest: usize) -> (Fleet, Result<IngestReport, IngestError>) {
    let mut fleet = Fleet::default();
    fleet.begin_source(SourceId(0), "");
    let mut reader = IngestReader::new(longest);
    let (mut rest, mut sizes) = (text, sizes.iter().cycle());
    while !rest.is_empty() {
        let (piece, after) = rest.split_at((*sizes.next().unwrap()).clamp(1, rest.len()));
        reader.push(piece, &mut fleet).unwrap();
        rest = after;
    }
    let report = reader.finish(&mut fleet);
    fleet.resolve_duplicates();
    (fleet, report)
}

/// Reads as [`read_in_pieces`] does, while another one extracts whatever runs there are, before it is known what is before them.
fn read_with_helper(text: &[u8], sizes: &[usize], longest: usize) -> (Fleet, Result<IngestReport, IngestError>) {
    let mut fleet = Fleet::default();
    fleet.begin_source(SourceId(0), "");
    let (mut reader, mut other) = (IngestReader::new(longest), RunExtractor::default());
    let (mut rest, mut sizes, mut at) = (text, sizes.iter().cycle(), 0);
    while !rest.is_empty() {
        let (piece, after) = rest.split_at((*sizes.next().unwrap()).clamp(1, rest.len()));
        match other.extract_run(piece, at) {
            Some(RecordRun { start: from, end: to, columns }) => {
                reader.push(&piece[..from], &mut fleet).unwrap();
                let taken = reader.append_run(&columns, (to - from) as u64, &mut fleet).unwrap();
                reader.push(&piece[if taken { to } else { from }..], &mut fleet).unwrap();
            }
            None => reader.push(piece, &mut fleet).unwrap(),
        }
        (rest, at) = (after, at + piece.len() as u64);
    }
    let report = reader.finish(&mut fleet);
    fleet.resolve_duplicates();
    (fleet, report)
}

/// All columns as one text.
fn columns_to_json(fleet: &Fleet) -> String {
    serde_json::to_string(fleet.columns()).unwrap()
}

fn list_imsis(fleet: &Fleet) -> Vec<String> {
    (0..fleet.columns().len()).map(|row| fleet.columns().text(row, TextField::Imsi).to_owned()).collect()
}

/// The IMSIs, how many values were skipped, and where the text was truncated.
fn read_outcome(text: &[u8], sizes: &[usize], longest: usize) -> (Vec<String>, u64, Option<u64>) {
    let (fleet, report) = read_in_pieces(text, sizes, longest);
    let report = report.unwrap_or_else(|why| panic!("{}: {why}", String::from_utf8_lossy(text)));
    assert_eq!(report.records_read as usize, fleet.columns().len(), "{}", String::from_utf8_lossy(text));
    (list_imsis(&fleet), report.skipped, report.truncated_at)
}
