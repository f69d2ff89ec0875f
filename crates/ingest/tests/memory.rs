//! A SIM takes at most 220 bytes of memory once it is loaded: its columns and its search text.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test may, and its figure is worth reading")]

use fleet::{Fleet, SourceId};
use ingest::IngestReader;
use peak_alloc::PeakAlloc;
use sample::{SampleFleet, SampleShape};

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

const SIM_COUNT: u32 = 20_000;
const MAX_BYTES_PER_SIM: usize = 220;

#[test]
fn a_sim_costs_at_most_220_bytes() {
    let sample = SampleFleet { seed: 1, now: 1_760_000_000_000, shape: SampleShape::Subscribers };
    let text: Vec<u8> = sample.json_chunks(SIM_COUNT).flatten().collect();
    let before = ALLOCATOR.current_usage();
    let mut fleet = Fleet::default();
    fleet.begin_source(SourceId(0), "");
    let mut reader = IngestReader::default();
    text.chunks(1 << 20).for_each(|piece| reader.push(piece, &mut fleet).unwrap());
    let report = reader.finish(&mut fleet).unwrap();
    fleet.resolve_duplicates();
    fleet.shrink_to_fit();
    let each = (ALLOCATOR.current_usage() - before) / SIM_COUNT as usize;
    println!("{each} bytes a SIM, of {} bytes of JSON", text.len() / SIM_COUNT as usize);
    assert_eq!(
        (report.records_read, report.skipped, report.records_with_rejected_fields),
        (u64::from(SIM_COUNT), 0, 0)
    );
    assert!(each <= MAX_BYTES_PER_SIM, "{each} bytes a SIM");
}
