use super::*;
use proptest::prelude::*;

fn area(family: Family, mcc: u16, mnc: u16, area: u32) -> AreaKey {
    AreaKey { family, plmn: Plmn { mcc, mnc }, area }
}

fn wanted() -> Wanted {
    let mut wanted = Wanted::default();
    wanted.cell(CellKey::new(area(Family::Lte, 310, 410, 7), 256));
    wanted.cell(CellKey::new(area(Family::Umts, 234, 10, 5), 4567));
    wanted.cell(CellKey::new(area(Family::Gsm, 334, 20, 9), 11));
    wanted.area(area(Family::Lte, 440, 10, 1));
    wanted
}

fn read(pieces: &[&[u8]]) -> (Read, Positions) {
    let (mut towers, mut positions) = (Towers::default(), Positions::default());
    pieces.iter().for_each(|piece| towers.push(piece, &wanted(), &mut positions));
    let read = towers.finish(&wanted(), &mut positions);
    (read, positions)
}

const FILE: &str = "radio,mcc,net,area,cell,unit,lon,lat,range,samples,changeable,created,updated,averageSignal\r\n\
    LTE,310,410,7,256,0,-96.8,32.78,1500,12,1,1459692342,1489692342,0\r\n\
    LTE,310,410,7,257,0,-96.9,32.68,1500,12,1,1459692342,1489692342,0\r\n\
    UMTS,234,10,5,8065495,0,-1.5,53.8,700,3,1,0,0,0\n\
    GSM,334,20,9,11,-1,-100.3,25.67,,1,1,0,0,0\n\
    LTE,440,10,1,5,,139.7,35.6,10,1,1,0,0,0\n\
    CDMA,310,4,1,5,,1,2,10,1,1,0,0,0\n\
    LTE,262,1,1,5,,13.4,52.5,10,1,1,0,0,0\n";

#[test]
fn the_fleets_cells_are_kept_and_others_pass_by() {
    let (read, positions) = read(&[FILE.as_bytes()]);
    assert_eq!((read.rows, read.kept, read.near, read.other, read.bad), (7, 3, 2, 1, 0));
    assert_eq!((read.bytes, positions.len()), (FILE.len() as u64, 3));
    let cell = |key, id| positions.cell(&CellKey::new(key, id)).map(|found| (found.at.to_string(), found.range));
    assert_eq!(cell(area(Family::Lte, 310, 410, 7), 256), Some(("32.78/-96.8".into(), 1500)));
    assert_eq!(cell(area(Family::Umts, 234, 10, 5), 4567), Some(("53.8/-1.5".into(), 700)));
    assert_eq!(cell(area(Family::Gsm, 334, 20, 9), 11), Some(("25.67/-100.3".into(), 0)));
    let spread = positions.area(&area(Family::Lte, 310, 410, 7)).unwrap();
    assert_eq!(spread.cells, 2);
    assert!((7_000..7_600).contains(&spread.radius), "{spread:?}");
    assert_eq!(positions.area(&area(Family::Lte, 440, 10, 1)).map(|spread| spread.cells), Some(1));
    assert_eq!(positions.area(&area(Family::Lte, 262, 1, 1)), None);
}

#[test]
fn bad_lines_are_told_and_the_rest_is_read() {
    for (line, why) in [
        ("LTE,310,410,7", Wrong::Columns),
        ("hello", Wrong::Columns),
        ("LTE,x,410,7,256,0,-96.8,32.78,1", Wrong::Code),
        ("LTE,310,99999,7,256,0,-96.8,32.78,1", Wrong::Code),
        ("LTE,310,410,7,99999999999,0,-96.8,32.78,1", Wrong::Code),
        ("LTE,310,410,7,256,0,-196.8,32.78,1", Wrong::Point),
        ("LTE,310,410,7,256,0,-96.8,92.78,1", Wrong::Point),
        ("LTE,310,410,7,256,0,,,1", Wrong::Point),
        ("LTE,310,410,7,256,0,1e1,2,1", Wrong::Point),
    ] {
        let good = "GSM,334,20,9,11,-1,-100.3,25.67,0,1,1,0,0,0\n";
        let (read, positions) = read(&[good.as_bytes(), line.as_bytes(), b"\n", good.as_bytes()]);
        let byte = good.len() as u64;
        assert_eq!((read.rows, read.bad), (2, 1), "{line}");
        assert_eq!(read.faults, [Fault { line: 2, byte, why }], "{line}");
        assert_eq!(positions.len(), 1);
    }
    let (read, _) = read(&["x\n".repeat(1000).as_bytes()]);
    assert_eq!((read.bad, read.faults.len()), (1000, TOLD));
}

#[test]
fn a_line_without_an_end_takes_no_memory() {
    let (mut towers, mut positions) = (Towers::default(), Positions::default());
    for _ in 0..100 {
        towers.push(&[b'7'; 10_000], &wanted(), &mut positions);
        assert!(towers.rest.len() <= LONGEST);
    }
    towers.push(b"\nGSM,334,20,9,11,-1,-100.3,25.67,0\n", &wanted(), &mut positions);
    let read = towers.finish(&wanted(), &mut positions);
    assert_eq!((read.rows, read.bad, read.bytes), (1, 1, 1_000_000 + 35));
}

#[test]
fn files_of_towers_are_told_from_others() {
    for (head, is) in [
        (FILE, true),
        ("LTE,310,410,7,256,0,-96.8,32.78,1500,12", true),
        ("\u{feff}radio,mcc,net,area,cell,unit,lon,lat,range", true),
        ("\"radio\",\"mcc\",\"net\",\"area\",\"cell\",\"lon\",\"lat\"", true),
        ("iccid,imsi,imei\n1,2,3", false),
        ("[{\"imsi\":\"1\"}]", false),
        ("LTE,310", false),
        ("", false),
    ] {
        assert_eq!(is_towers(head.as_bytes()), is, "{head}");
    }
}

#[test]
fn columns_in_another_order_are_read_by_their_names() {
    let (read, positions) = read(&[b"lat,lon,radio,mcc,net,area,cell\n32.78,-96.8,LTE,310,410,7,256\n"]);
    assert_eq!((read.kept, positions.len()), (1, 1));
}

#[test]
fn what_is_written_is_read_again() {
    let (_, before) = read(&[FILE.as_bytes()]);
    let text: String = before.lines().collect();
    let (read, after) = read(&[text.as_bytes()]);
    assert_eq!((read.bad, after.len()), (0, before.len()));
    for key in wanted().cells() {
        assert_eq!(after.cell(&key), before.cell(&key), "{key:?}");
    }
    // The cells of the area that were not wanted are not in the file, and the area is where it was.
    for key in wanted().areas() {
        let of = |positions: &Positions| positions.area(&key).map(|spread| (spread.at, spread.radius, spread.cells));
        assert_eq!(of(&after), of(&before), "{key:?}");
    }
}

proptest! {
    #[test]
    fn any_split_of_the_bytes_gives_the_same(cuts in proptest::collection::vec(0..FILE.len(), 0..6)) {
        let (whole, positions) = read(&[FILE.as_bytes()]);
        let mut cuts = cuts;
        cuts.sort_unstable();
        let mut pieces = Vec::new();
        let mut from = 0;
        for cut in cuts {
            pieces.push(&FILE.as_bytes()[from..cut]);
            from = cut;
        }
        pieces.push(&FILE.as_bytes()[from..]);
        let (split, others) = read(&pieces);
        prop_assert_eq!(split, whole);
        prop_assert_eq!(others.lines().collect::<String>(), positions.lines().collect::<String>());
    }

    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let (read, _) = read(&[&bytes]);
        prop_assert_eq!(read.bytes, bytes.len() as u64);
        let _ = is_towers(&bytes);
    }
}
