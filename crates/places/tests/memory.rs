//! What a file of towers costs in memory: what it says of the fleet's cells, however long it is.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test may, and its figure is worth reading")]

use peak_alloc::PeakAlloc;
use places::{AreaKey, CellKey, LookupKeys, Plmn, Positions, RadioFamily, TowerReader};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const WANTED_CELLS: u32 = 10_000;

/// So many lines, of which the first are wanted.
fn read_tower_file(lines: u32, wanted: &LookupKeys) -> (Positions, usize) {
    let text: Vec<String> = (1..=lines)
        .map(|cell| {
            format!("LTE,440,10,{},{cell},0,139.{cell:06},35.5,700,3,1,1459692342,1759276800,0\n", 1 + cell / 100)
        })
        .collect();
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    let (mut towers, mut positions) = (TowerReader::default(), Positions::default());
    text.chunks(500).for_each(|piece| towers.push(piece.concat().as_bytes(), wanted, &mut positions));
    let read = towers.finish(wanted, &mut positions);
    assert_eq!((read.rows, read.kept), (lines.into(), lines.min(WANTED_CELLS).into()));
    let peak = MEMORY.peak_usage() - before;
    (positions, peak)
}

#[test]
fn memory_grows_with_the_fleets_cells_and_not_with_the_file() {
    let mut wanted = LookupKeys::default();
    for cell in 1..=WANTED_CELLS {
        let area = AreaKey { family: RadioFamily::Lte, plmn: Plmn { mcc: 440, mnc: 10 }, area_code: 1 + cell / 100 };
        wanted.insert_cell(CellKey::new(area, cell));
    }
    let (short, peak_short) = read_tower_file(WANTED_CELLS, &wanted);
    drop(short);
    let (long, peak_long) = read_tower_file(20 * WANTED_CELLS, &wanted);
    println!(
        "{} bytes a cell; a file twenty times as long: {peak_long}, {peak_short} before",
        peak_short / WANTED_CELLS as usize
    );
    assert_eq!(long.len(), WANTED_CELLS as usize);
    assert!(peak_long < peak_short + 100_000, "{peak_long} {peak_short}");
    assert!(peak_short < 100 * WANTED_CELLS as usize, "{peak_short}");
}
