//! What a file of towers costs in memory: what it says of the fleet's cells, however long it is.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test may, and its figure is worth reading")]

use peak_alloc::PeakAlloc;
use places::{AreaKey, CellKey, Family, Plmn, Positions, Towers, Wanted};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const WANTED: u32 = 10_000;

/// So many lines, of which the first are wanted.
fn read(lines: u32, wanted: &Wanted) -> (Positions, usize) {
    let text: Vec<String> = (1..=lines)
        .map(|cell| {
            format!("LTE,440,10,{},{cell},0,139.{cell:06},35.5,700,3,1,1459692342,1759276800,0\n", 1 + cell / 100)
        })
        .collect();
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    let (mut towers, mut positions) = (Towers::default(), Positions::default());
    text.chunks(500).for_each(|piece| towers.push(piece.concat().as_bytes(), wanted, &mut positions));
    let read = towers.finish(wanted, &mut positions);
    assert_eq!((read.rows, read.kept), (lines.into(), lines.min(WANTED).into()));
    let peak = MEMORY.peak_usage() - before;
    (positions, peak)
}

#[test]
fn memory_grows_with_the_fleets_cells_and_not_with_the_file() {
    let mut wanted = Wanted::default();
    for cell in 1..=WANTED {
        let area = AreaKey { family: Family::Lte, plmn: Plmn { mcc: 440, mnc: 10 }, area: 1 + cell / 100 };
        wanted.cell(CellKey::new(area, cell));
    }
    let (short, peak_short) = read(WANTED, &wanted);
    drop(short);
    let (long, peak_long) = read(20 * WANTED, &wanted);
    println!(
        "{} bytes a cell; a file twenty times as long: {peak_long}, {peak_short} before",
        peak_short / WANTED as usize
    );
    assert_eq!(long.len(), WANTED as usize);
    assert!(peak_long < peak_short + 100_000, "{peak_long} {peak_short}");
    assert!(peak_short < 100 * WANTED as usize, "{peak_short}");
}
