//! Any text in any pieces, read by one or by several, gives the same fleet and the same report.
#![no_main]

use fleet::{Fleet, SourceId};
use ingest::{IngestError, IngestReader, IngestReport, RecordRun, RunExtractor};
use libfuzzer_sys::fuzz_target;

fn read_in_pieces(
    text: &[u8],
    mut cuts: impl Iterator<Item = usize>,
    longest: usize,
    together: bool,
) -> (String, Result<IngestReport, IngestError>) {
    let mut fleet = Fleet::default();
    fleet.begin_source(SourceId(0), "");
    let (mut reader, mut other) = (IngestReader::new(longest), RunExtractor::default());
    let (mut rest, mut at) = (text, 0);
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(cuts.next().unwrap_or(rest.len()).clamp(1, rest.len()));
        let run = if together { other.extract_run(piece, at) } else { None };
        match run {
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
    (serde_json::to_string(fleet.columns()).unwrap(), report)
}

fuzz_target!(|input: (&[u8], &[u8])| {
    let (cuts, text) = input;
    let cuts = || cuts.iter().map(|cut| usize::from(*cut)).cycle();
    let whole = read_in_pieces(text, std::iter::empty(), text.len(), false);
    for together in [false, true] {
        assert_eq!(read_in_pieces(text, cuts(), text.len(), together), whole, "{}", String::from_utf8_lossy(text));
        // What is longer than a record may be wraps records, and where that is seen depends on the cuts: no panic is enough.
        let _ = read_in_pieces(text, cuts(), 64, together);
    }
});
