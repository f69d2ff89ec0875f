//! What comes of any text: every layout of an export in any pieces, what is damaged, what is nearly JSON.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may")]

mod damage;
mod layouts;
mod near_json;

use fleet::{Fleet, SourceId, TextField};
use ingest::{Extractor, Reader, Refusal, Report, Stretch};

/// Reads a text in pieces of the given sizes, over and over; objects longer than `longest` are wrappers.
fn read(text: &[u8], sizes: &[usize], longest: usize) -> (Fleet, Result<Report, Refusal>) {
    let mut fleet = Fleet::default();
    fleet.begin_source(SourceId(0), "");
    let mut reader = Reader::new(longest);
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

/// Reads as [`read`] does, with another one extracting whatever stretches there are before what stands before them is known.
fn read_together(text: &[u8], sizes: &[usize], longest: usize) -> (Fleet, Result<Report, Refusal>) {
    let mut fleet = Fleet::default();
    fleet.begin_source(SourceId(0), "");
    let (mut reader, mut other) = (Reader::new(longest), Extractor::default());
    let (mut rest, mut sizes, mut at) = (text, sizes.iter().cycle(), 0);
    while !rest.is_empty() {
        let (piece, after) = rest.split_at((*sizes.next().unwrap()).clamp(1, rest.len()));
        match other.extract(piece, at) {
            Some(Stretch { from, to, columns }) => {
                reader.push(&piece[..from], &mut fleet).unwrap();
                let taken = reader.take(&columns, (to - from) as u64, &mut fleet).unwrap();
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
fn columns(fleet: &Fleet) -> String {
    serde_json::to_string(fleet.columns()).unwrap()
}

fn imsis(fleet: &Fleet) -> Vec<String> {
    (0..fleet.columns().len()).map(|row| fleet.columns().text(row, TextField::Imsi).to_owned()).collect()
}

/// The IMSIs, how many were skipped, and where the text was cut.
fn outcome(text: &[u8], sizes: &[usize], longest: usize) -> (Vec<String>, u64, Option<u64>) {
    let (fleet, report) = read(text, sizes, longest);
    let report = report.unwrap_or_else(|why| panic!("{}: {why}", String::from_utf8_lossy(text)));
    assert_eq!(report.read as usize, fleet.columns().len(), "{}", String::from_utf8_lossy(text));
    (imsis(&fleet), report.skipped, report.cut)
}
