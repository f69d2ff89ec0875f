//! What a SIM costs in memory: at most 200 bytes, columns and search text, once it is loaded.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test may, and its figure is worth reading")]

use fleet::{Fleet, SourceId};
use ingest::Reader;
use peak_alloc::PeakAlloc;
use sample::{SampleFleet, SampleShape};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const SIMS: u32 = 20_000;
const BUDGET: usize = 200;

#[test]
fn bytes_of_a_sim() {
    let sample = SampleFleet { seed: 1, now: 1_760_000_000_000, shape: SampleShape::Subscribers };
    let text: Vec<u8> = sample.json_chunks(SIMS).flatten().collect();
    let before = MEMORY.current_usage();
    let mut fleet = Fleet::default();
    fleet.begin_source(SourceId(0), "");
    let mut reader = Reader::default();
    text.chunks(1 << 20).for_each(|piece| reader.push(piece, &mut fleet).unwrap());
    let report = reader.finish(&mut fleet).unwrap();
    fleet.resolve_duplicates();
    fleet.shrink_to_fit();
    let each = (MEMORY.current_usage() - before) / SIMS as usize;
    println!("{each} bytes a SIM, of {} bytes of JSON", text.len() / SIMS as usize);
    assert_eq!((report.read, report.skipped, report.fields), (u64::from(SIMS), 0, 0));
    assert!(each <= BUDGET, "{each} bytes a SIM");
}
