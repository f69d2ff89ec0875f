//! Tests of files of towers.

use super::*;
use crate::{AreaKey, CellKey, Plmn, RadioFamily};
use proptest::prelude::*;

fn area_key(family: RadioFamily, mcc: u16, mnc: u16, area: u32) -> AreaKey {
    AreaKey { family, plmn: Plmn { mcc, mnc }, area_code: area }
}

fn lookup_keys() -> LookupKeys {
    let mut keys = LookupKeys::default();
    keys.insert_cell(CellKey::new(area_key(RadioFamily::Lte, 310, 410, 7), 256));
    keys.insert_cell(CellKey::new(area_key(RadioFamily::Umts, 234, 10, 5), 4567));
    keys.insert_cell(CellKey::new(area_key(RadioFamily::Gsm, 334, 20, 9), 11));
    keys.insert_area(area_key(RadioFamily::Lte, 440, 10, 1));
    keys
}

fn read_towers(chunks: &[&[u8]]) -> (TowerFileReport, Positions) {
    let (mut reader, mut positions) = (TowerReader::default(), Positions::default());
    for chunk in chunks {
        reader.push(chunk, &lookup_keys(), &mut positions);
    }
    let report = reader.finish(&lookup_keys(), &mut positions);
    (report, positions)
}

const TOWER_FILE: &str = "radio,mcc,net,area,cell,unit,lon,lat,range,samples,changeable,created,updated,averageSignal\r\n\
    LTE,310,410,7,256,0,-96.8,32.78,1500,12,1,1459692342,1489692342,0\r\n\
    LTE,310,410,7,257,0,-96.9,32.68,1500,12,1,1459692342,1489692342,0\r\n\
    UMTS,234,10,5,8065495,0,-1.5,53.8,700,3,1,0,0,0\n\
    GSM,334,20,9,11,-1,-100.3,25.67,,1,1,0,0,0\n\
    LTE,440,10,1,5,,139.7,35.6,10,1,1,0,0,0\n\
    CDMA,310,4,1,5,,1,2,10,1,1,0,0,0\n\
    LTE,262,1,1,5,,13.4,52.5,10,1,1,0,0,0\n";

#[test]
fn the_fleets_cells_are_kept_and_others_pass_by() {
    let (read, positions) = read_towers(&[TOWER_FILE.as_bytes()]);
    assert_eq!((read.rows, read.kept, read.same_area, read.other_radio, read.rejected_count), (7, 3, 2, 1, 0));
    assert_eq!((read.bytes, positions.len()), (TOWER_FILE.len() as u64, 3));
    let cell =
        |key, id| positions.cell_position(&CellKey::new(key, id)).map(|found| (found.point.to_string(), found.range_m));
    assert_eq!(cell(area_key(RadioFamily::Lte, 310, 410, 7), 256), Some(("32.78/-96.8".into(), 1500)));
    assert_eq!(cell(area_key(RadioFamily::Umts, 234, 10, 5), 4567), Some(("53.8/-1.5".into(), 700)));
    assert_eq!(cell(area_key(RadioFamily::Gsm, 334, 20, 9), 11), Some(("25.67/-100.3".into(), 0)));
    let spread = positions.area_position(&area_key(RadioFamily::Lte, 310, 410, 7)).unwrap();
    assert_eq!(spread.cell_count, 2);
    assert!((7_000..7_600).contains(&spread.radius_m), "{spread:?}");
    assert_eq!(
        positions.area_position(&area_key(RadioFamily::Lte, 440, 10, 1)).map(|spread| spread.cell_count),
        Some(1)
    );
    assert_eq!(positions.area_position(&area_key(RadioFamily::Lte, 262, 1, 1)), None);
}

#[test]
fn bad_lines_are_reported_and_the_rest_is_read() {
    for (line, error) in [
        ("LTE,310,410,7", TowerLineError::MissingColumns),
        ("hello", TowerLineError::MissingColumns),
        ("LTE,x,410,7,256,0,-96.8,32.78,1", TowerLineError::InvalidCode),
        ("LTE,310,99999,7,256,0,-96.8,32.78,1", TowerLineError::InvalidCode),
        ("LTE,310,410,7,99999999999,0,-96.8,32.78,1", TowerLineError::InvalidCode),
        ("LTE,310,410,7,256,0,-196.8,32.78,1", TowerLineError::InvalidPoint),
        ("LTE,310,410,7,256,0,-96.8,92.78,1", TowerLineError::InvalidPoint),
        ("LTE,310,410,7,256,0,,,1", TowerLineError::InvalidPoint),
        ("LTE,310,410,7,256,0,0,0,1", TowerLineError::InvalidPoint),
        ("LTE,310,410,7,256,0,1.2.3,2,1", TowerLineError::InvalidPoint),
        ("LTE,310,410,7,256,0,1e999,2,1", TowerLineError::InvalidPoint),
        ("LTE,310,1410,7,256,0,-96.8,32.78,1", TowerLineError::InvalidCode),
        ("NR,310,410,7,68719476736,0,-96.8,32.78,1", TowerLineError::InvalidCode),
    ] {
        let good = "GSM,334,20,9,11,-1,-100.3,25.67,0,1,1,0,0,0\n";
        let (read, positions) = read_towers(&[good.as_bytes(), line.as_bytes(), b"\n", good.as_bytes()]);
        let byte = good.len() as u64;
        assert_eq!((read.rows, read.rejected_count), (2, 1), "{line}");
        assert_eq!(read.rejected_lines, [RejectedTowerLine { line: 2, byte_offset: byte, error }], "{line}");
        assert_eq!(positions.len(), 1);
    }
    let (read, _) = read_towers(&["x\n".repeat(1000).as_bytes()]);
    assert_eq!((read.rejected_count, read.rejected_lines.len()), (1000, MAX_REJECTED_LINES));
}

#[test]
fn a_line_without_an_end_takes_no_memory() {
    let (mut reader, mut positions) = (TowerReader::default(), Positions::default());
    for _ in 0..100 {
        reader.push(&[b'7'; 10_000], &lookup_keys(), &mut positions);
        assert!(reader.partial_line.len() <= MAX_LINE_BYTES);
    }
    reader.push(b"\nGSM,334,20,9,11,-1,-100.3,25.67,0\n", &lookup_keys(), &mut positions);
    let read = reader.finish(&lookup_keys(), &mut positions);
    assert_eq!((read.rows, read.rejected_count, read.bytes), (1, 1, 1_000_000 + 35));
}

#[test]
fn tower_files_are_told_from_others() {
    for (head, expected) in [
        (TOWER_FILE, true),
        ("LTE,310,410,7,256,0,-96.8,32.78,1500,12", true),
        ("\u{feff}radio,mcc,net,area,cell,unit,lon,lat,range", true),
        ("\"radio\",\"mcc\",\"net\",\"area\",\"cell\",\"lon\",\"lat\"", true),
        ("iccid,imsi,imei\n1,2,3", false),
        ("[{\"imsi\":\"1\"}]", false),
        ("radio,mcc,mnc,lac,cid,psc,lon,lat,range,samples", true),
        ("radio;mcc;net;area;cell;unit;lon;lat;range", true),
        ("Radio\tMCC\tMNC\tTAC\tECI\tLongitude\tLatitude", true),
        ("sep=;\r\nradio;mcc;net;area;cell;unit;lon;lat;range", true),
        ("\r\n\r\nradio,mcc,net,area,cell,unit,lon,lat", true),
        ("radio,mcc,net,area,cell,unit,lon,lat\rLTE,310,410,7,256,0,-96.8,32.78", true),
        ("LTE;234;15;100;1001;;-0,0021;51,47781;500", true),
        ("\"LTE\",\"234\",\"15\",\"100\",\"1001\",\"\",\"-0,0021\",\"51,47781\",\"500\"", true),
        ("CDMA,310,4,1,5,,1,2,10", true),
        ("radio,mcc,mnc,lac,cid,psc", false),
        ("iccid,imsi,mcc,mnc,lat,lon\n1,2,3,4,5,6", false),
        ("LTE,310", false),
        ("", false),
    ] {
        assert_eq!(is_tower_file(head.as_bytes()), expected, "{head}");
    }
}

#[test]
fn columns_in_another_order_are_read_by_their_names() {
    let (read, positions) = read_towers(&[b"lat,lon,radio,mcc,net,area,cell\n32.78,-96.8,LTE,310,410,7,256\n"]);
    assert_eq!((read.kept, positions.len()), (1, 1));
}

#[test]
fn written_positions_are_read_again() {
    let (_, before) = read_towers(&[TOWER_FILE.as_bytes()]);
    let text: String = before.to_csv_lines().collect();
    let (read, after) = read_towers(&[text.as_bytes()]);
    assert_eq!((read.rejected_count, after.len()), (0, before.len()));
    for key in lookup_keys().cells() {
        assert_eq!(after.cell_position(&key), before.cell_position(&key), "{key:?}");
    }
    // The other cells of the area are not in the file, but the area is in the same place.
    for key in lookup_keys().areas() {
        let area = |positions: &Positions| {
            positions.area_position(&key).map(|spread| (spread.centre, spread.radius_m, spread.cell_count))
        };
        assert_eq!(area(&after), area(&before), "{key:?}");
    }
}

const TOWER_CELL: (u16, u16, u32, u32) = (310, 410, 7, 256);

/// The same two towers in every layout.
#[test]
fn all_layouts_of_the_same_towers_are_read_alike() {
    let excel = "radio;mcc;net;area;cell;unit;lon;lat;range;samples;changeable;created;updated;averageSignal\r\n\
        LTE;310;410;7;256;;-96,8;32,78;1500;10;1;1690000000;1690000000;\r\n\
        LTE;310;410;7;257;;-96,9;32,68;1500;10;1;1690000000;1690000000;\r\n";
    let mozilla = "radio,mcc,mnc,lac,cid,psc,lon,lat,range,samples,changeable,created,updated,averageSignal\r\n\
        LTE,310,410,7,256,,-96.8,32.78,1500,10,1,1400000000,1400000000,\r\n\
        LTE,310,410,7,257,,-96.9,32.68,1500,10,1,1400000000,1400000000,\r\n";
    let quoted =
        |text: &str| text.lines().map(|line| format!("\"{}\"\r\n", line.replace(',', "\",\""))).collect::<String>();
    let plain = "radio,mcc,net,area,cell,lon,lat,range\nLTE,310,410,7,256,-96.8,32.78,1500\nLTE,310,410,7,257,-96.9,32.68,1500\n";
    for (layout, text) in [
        ("plain", plain.to_owned()),
        ("Mozilla's names of 2014", mozilla.to_owned()),
        ("semicolons and decimal commas", excel.to_owned()),
        ("the separator told to a spreadsheet", format!("sep=;\r\n{excel}")),
        ("without names, semicolons", excel.split_once('\n').unwrap().1.to_owned()),
        ("a mark, CR LF and quotes", format!("\u{feff}{}", quoted(mozilla))),
        ("two marks", format!("\u{feff}\u{feff}{plain}")),
        ("tabs", plain.replace(',', "\t")),
        ("tabs and decimal commas", excel.replace(';', "\t")),
        ("quotes around decimal commas between commas", quoted(plain).replace("96.", "96,").replace("32.", "32,")),
        ("carriage returns alone", plain.replace('\n', "\r")),
        ("capitals", plain.replace("radio,mcc,net,area,cell,lon,lat", "RADIO,MCC,NET,AREA,CELL,LON,LAT")),
        ("other names", plain.replace("net,area,cell,lon,lat,range", "MNC,TAC,ECI,Longitude,Latitude,Accuracy")),
        (
            "names in words",
            plain.replace("radio,mcc,net,area,cell,lon,lat", "Radio Type,MCC,mnc,lac/tac,Cell_ID,lng,lat"),
        ),
        ("blanks around", plain.replace(',', " , ")),
        ("blank lines", plain.replace('\n', "\n\n\r\n")),
        ("a blank line first", format!("\r\n{plain}")),
        ("rows of separators", plain.replace('\n', ",,,\n,,,,,,,,,,\n\n")),
        ("separators at the ends", plain.replace('\n', ",,,,,\n")),
        ("no end of the last line", plain.trim_end().to_owned()),
        (
            "numbers of a data frame",
            plain.replace(",310,410,7,256,", ",310.0,410.0,7.0,256.0,").replace(",257,", ",257.0,"),
        ),
        ("exponents", plain.replace("-96.8", "-9.68E+1").replace("32.78", "3278e-2").replace(",310,", ",3.1E+2,")),
        ("the names again", format!("{plain}{}", plain.lines().next().unwrap())),
        (
            "appended files",
            format!(
                "{}\u{feff}{}",
                &plain[..plain.find("LTE,310,410,7,257").unwrap()],
                "lat,lon,cell,area,net,mcc,radio\n32.68,-96.9,257,7,410,310,LTE\n"
            ),
        ),
        ("70 columns", plain.lines().map(|line| format!("{line}{}\n", ",".repeat(62))).collect::<String>()),
    ] {
        assert!(is_tower_file(text.as_bytes()), "{layout}");
        assert_eq!(missing_columns(text.as_bytes()), Some(vec![]), "{layout}");
        let (found, positions) = read_towers(&[text.as_bytes()]);
        assert_eq!(
            (found.rows, found.kept, found.same_area, found.rejected_count),
            (2, 1, 1, 0),
            "{layout}: {:?}",
            found.rejected_lines
        );
        assert_eq!(found.bytes, text.len() as u64, "{layout}");
        let (mcc, mnc, code, id) = TOWER_CELL;
        let key = area_key(RadioFamily::Lte, mcc, mnc, code);
        let point = positions.cell_position(&CellKey::new(key, id)).map(|found| found.point.to_string());
        assert_eq!(point.as_deref(), Some("32.78/-96.8"), "{layout}");
        assert_eq!(positions.area_position(&key).map(|spread| spread.cell_count), Some(2), "{layout}");
        // The result is the same if the bytes come one at a time.
        let bytes: Vec<&[u8]> = text.as_bytes().chunks(1).collect();
        let (one_by_one, others) = read_towers(&bytes);
        assert_eq!(one_by_one, found, "{layout}");
        assert_eq!(others.to_csv_lines().collect::<String>(), positions.to_csv_lines().collect::<String>(), "{layout}");
    }
}

#[test]
fn a_row_with_unknown_codes_places_nothing() {
    for (row, near) in [
        // These are 3G cells.
        ("UMTS,234,10,5,2147483647,324,7.6,52.7,1", 0),
        ("UMTS,234,10,5,65535,324,7.6,52.7,1", 0),
        ("UMTS,234,10,5,0,324,7.6,52.7,1", 0),
        ("UMTS,234,10,5,-1,324,7.6,52.7,1", 0),
        ("UMTS,234,10,5,4294967295,324,7.6,52.7,1", 0),
        ("UMTS,234,10,5,8126463,324,7.6,52.7,1", 0),
        // These are 2G cells.
        ("GSM,334,20,9,65535,,7.6,52.7,1", 0),
        ("GSM,334,20,65534,11,,7.6,52.7,1", 0),
        ("GSM,334,20,65535,11,,7.6,52.7,1", 0),
        ("GSM,334,20,0,11,,7.6,52.7,1", 0),
        ("GSM,334,20,-1,11,,7.6,52.7,1", 0),
        ("GSM,334,20,,11,,7.6,52.7,1", 0),
        ("GSM,334,2147483647,9,11,,7.6,52.7,1", 0),
        ("GSM,334,-1,9,11,,7.6,52.7,1", 0),
        ("GSM,334,65535,9,11,,7.6,52.7,1", 0),
        ("GSM,2147483647,20,9,11,,7.6,52.7,1", 0),
        ("GSM,0,20,9,11,,7.6,52.7,1", 0),
        // These are LTE cells, where 65,535 is a valid identity.
        ("LTE,310,410,7,2147483647,,7.6,52.7,1", 0),
        ("LTE,310,410,7,268435456,,7.6,52.7,1", 0),
        ("LTE,310,410,7,0,,7.6,52.7,1", 0),
        ("LTE,310,410,2147483647,256,,7.6,52.7,1", 0),
        ("LTE,310,410,65535,256,,7.6,52.7,1", 0),
        ("LTE,310,410,7,65535,,7.6,52.7,1", 1),
        ("LTE,310,410,7,268435455,,7.6,52.7,1", 1),
    ] {
        let (read, positions) = read_towers(&[row.as_bytes()]);
        assert_eq!((read.rows, read.kept, read.same_area, read.rejected_count), (1, 0, near, 0), "{row}");
        assert_eq!(positions.is_empty(), near == 0, "{row}");
    }
}

#[test]
fn a_cell_of_5g_is_not_rejected_and_not_taken_for_lte() {
    let nr = area_key(RadioFamily::Nr, 310, 410, 1_234_567);
    let mut keys = lookup_keys();
    keys.insert_cell(CellKey::new(nr, 1_000_000));
    let text = "NR,310,410,1234567,1000000,500,-96.8,32.78,100,3\n\
        NR,310,410,1234567,5000000256,500,-96.9,32.78,100,3\n\
        NR,310,410,1234567,68719476735,500,-96.9,32.78,100,3\n\
        NR,310,410,1234567,9223372036854775807,500,1,2,100,3\n\
        NR,310,410,7,256,500,-96.9,32.78,100,3\n\
        5G,310,410,7,2147483647,500,-96.9,32.78,100,3\n";
    let (mut reader, mut positions) = (TowerReader::default(), Positions::default());
    reader.push(text.as_bytes(), &keys, &mut positions);
    let read = reader.finish(&keys, &mut positions);
    assert_eq!((read.rows, read.kept, read.same_area, read.rejected_count), (6, 1, 2, 0), "{:?}", read.rejected_lines);
    assert_eq!(positions.area_position(&nr).map(|spread| spread.cell_count), Some(3));
    assert_eq!(positions.area_position(&area_key(RadioFamily::Lte, 310, 410, 7)), None);
}

/// Each file is one country, as they can be downloaded, one with a header and one without.
#[test]
fn files_one_after_another_add_up() {
    let mut positions = Positions::default();
    let mut read = |text: &str| {
        let mut reader = TowerReader::default();
        reader.push(text.as_bytes(), &lookup_keys(), &mut positions);
        reader.finish(&lookup_keys(), &mut positions)
    };
    let first = read("LTE,310,410,7,256,,-96.8,32.78,500,10,1,1690000000,1690000000,\n");
    let second = read("radio;mcc;mnc;lac;cid;lon;lat\nGSM;334;20;9;11;-100,3;25,67\nLTE;310;410;7;257;-96,9;32,68\n");
    let third = read("LTE,310,410,7,256,,-96.7,32.79,500,10,1,1790000000,1790000000,\n");
    assert_eq!([first.kept, second.kept, second.same_area, third.kept], [1, 1, 1, 1]);
    let point = |key, id| positions.cell_position(&CellKey::new(key, id)).map(|found| found.point.to_string());
    // If a cell is in two files, the later one counts.
    assert_eq!(point(area_key(RadioFamily::Lte, 310, 410, 7), 256).as_deref(), Some("32.79/-96.7"));
    assert_eq!(point(area_key(RadioFamily::Gsm, 334, 20, 9), 11).as_deref(), Some("25.67/-100.3"));
    assert_eq!(positions.len(), 2);
}

#[test]
fn missing_columns_are_named() {
    use TowerColumn::{Area, Cell, Lat, Lon, Mcc, Net, Radio};
    for (head, missing) in [
        ("radio,mcc,mnc,lac,cid,psc\nLTE,1,2,3,4,5", Some(vec![Lon, Lat])),
        ("radio;mcc;net;area;cell;lon", Some(vec![Lat])),
        ("mcc,mnc,lac,cellid,lat,lon", Some(vec![Radio])),
        ("\u{feff}\"lat\",\"lon\",\"tac\",\"eci\"\r\n", Some(vec![Radio, Mcc, Net])),
        ("radio,mcc,net,lon,lat,cell\n", Some(vec![Area])),
        ("radio\tmcc\tnet\tlon\tlat\ttac\n", Some(vec![Cell])),
        ("radio,mcc,net,area,cell,lon,lat\n", Some(vec![])),
        ("LTE,310,410,7,256,0,-96.8,32.78,1500,12", Some(vec![])),
        ("radio,mcc,mnc,lat,lon\n", None),
        ("iccid,mcc,mnc\n", None),
        ("iccid,cell,area\n", None),
        ("[{\"mcc\":310,\"mnc\":410}]", None),
        ("", None),
    ] {
        assert_eq!(missing_columns(head.as_bytes()), missing, "{head}");
    }
    assert_eq!(TowerColumn::ALL.map(TowerColumn::opencellid_name).join(","), "radio,mcc,net,area,cell,lon,lat");
}

proptest! {
    #[test]
    fn any_split_of_the_bytes_gives_the_same(cuts in proptest::collection::vec(0..TOWER_FILE.len(), 0..6)) {
        let (whole, positions) = read_towers(&[TOWER_FILE.as_bytes()]);
        let mut cuts = cuts;
        cuts.sort_unstable();
        let mut chunks = Vec::new();
        let mut start = 0;
        for cut in cuts {
            chunks.push(&TOWER_FILE.as_bytes()[start..cut]);
            start = cut;
        }
        chunks.push(&TOWER_FILE.as_bytes()[start..]);
        let (split, others) = read_towers(&chunks);
        prop_assert_eq!(split, whole);
        prop_assert_eq!(others.to_csv_lines().collect::<String>(), positions.to_csv_lines().collect::<String>());
    }

    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let (read, _) = read_towers(&[&bytes]);
        prop_assert_eq!(read.bytes, bytes.len() as u64);
        prop_assert_eq!(is_tower_file(&bytes), missing_columns(&bytes) == Some(vec![]));
    }
}
