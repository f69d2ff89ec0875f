//! The memory that reading a file of towers takes: it depends on the fleet's cells, not on the length of the file.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test may, and its figure is worth reading")]

use peak_alloc::PeakAlloc;
use places::{AreaKey, CellKey, LookupKeys, Plmn, Positions, RadioFamily, TowerReader};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const FLEET_CELLS: u32 = 10_000;

/// Reads a generated file of `lines` lines, of which the first are looked up, and returns the positions and the peak of
/// memory in bytes.
fn read_tower_file(lines: u32, keys: &LookupKeys) -> (Positions, usize) {
    let text: Vec<String> = (1..=lines)
        .map(|cell| {
            format!("LTE,440,10,{},{cell},0,139.{cell:06},35.5,700,3,1,1459692342,1759276800,0\n", 1 + cell / 100)
        })
        .collect();
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    let (mut reader, mut positions) = (TowerReader::default(), Positions::default());
    text.chunks(500).for_each(|chunk| reader.push(chunk.concat().as_bytes(), keys, &mut positions));
    let report = reader.finish(keys, &mut positions);
    assert_eq!((report.rows, report.kept), (lines.into(), lines.min(FLEET_CELLS).into()));
    let peak = MEMORY.peak_usage() - before;
    (positions, peak)
}

#[test]
fn memory_grows_with_the_fleets_cells_and_not_with_the_file() {
    let mut keys = LookupKeys::default();
    for cell in 1..=FLEET_CELLS {
        let area = AreaKey { family: RadioFamily::Lte, plmn: Plmn { mcc: 440, mnc: 10 }, area_code: 1 + cell / 100 };
        keys.insert_cell(CellKey::new(area, cell));
    }
    let (short, peak_short) = read_tower_file(FLEET_CELLS, &keys);
    drop(short);
    let (long, peak_long) = read_tower_file(20 * FLEET_CELLS, &keys);
    println!(
        "{} bytes a cell; a file twenty times as long: {peak_long}, {peak_short} before",
        peak_short / FLEET_CELLS as usize
    );
    assert_eq!(long.len(), FLEET_CELLS as usize);
    assert!(peak_long < peak_short + 100_000, "{peak_long} {peak_short}");
    assert!(peak_short < 100 * FLEET_CELLS as usize, "{peak_short}");
}
