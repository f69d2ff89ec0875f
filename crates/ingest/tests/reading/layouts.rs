//! Every layout of an export, in any chunks, gives the same fleet. What cannot be read is reported and costs nothing else.

use super::{columns_to_json, list_imsis, read_in_pieces, read_outcome, read_with_helper};
use fleet::TextField;
use ingest::{Encoding, IngestError, IssueKind, JsonDialect, JsonType, RunExtractor, Utf16Decoder};
use proptest::prelude::*;
use sample::{SampleFleet, SampleShape};

const LAYOUT_CASES: &[(&str, &[&str], u64)] = &[
    (r#"[{"imsi":"1"},{"imsi":"2"}]"#, &["1", "2"], 0),
    (r#"{"imsi":"1"}"#, &["1"], 0),
    ("{\"imsi\":\"1\"}\n{\"imsi\":\"2\"}\r\n{\"imsi\":\"3\"}", &["1", "2", "3"], 0),
    (r#"[{"imsi":"1"}][{"imsi":"2"}]  {"imsi":"3"}"#, &["1", "2", "3"], 0),
    (r#"[[{"imsi":"1"}],[{"imsi":"2"},{"imsi":"3"}],[]]"#, &["1", "2", "3"], 0),
    (r#"{"imsi":"1"},{"imsi":"2"}"#, &["1", "2"], 0),
    ("[\n\t{\n\t\t\"imsi\": \"1\"\n\t},\n\t{\n\t\t\"imsi\": \"2\"\n\t}\n]\n", &["1", "2"], 0),
    ("\u{FEFF}[{\"imsi\":\"1\"}]", &["1"], 0),
    ("\u{FEFF}[{\"imsi\":\"1\"}]\n\u{FEFF}[{\"imsi\":\"2\"}]", &["1", "2"], 0),
    ("\u{FEFF}\u{FEFF}[{\"imsi\":\"1\"}]", &["1"], 0),
    ("\u{FEFF}{\"imsi\":\"1\"}\n\u{FEFF}\n\u{FEFF} \u{FEFF}{\"imsi\":\"2\"}\u{FEFF}", &["1", "2"], 0),
    // RFC 7464.
    ("\u{1E}{\"imsi\":\"1\"}\n\u{1E}{\"imsi\":\"2\"}\n", &["1", "2"], 0),
    // Wrapped: every key that holds records.
    (r#"{"count":2,"items":[{"imsi":"1"},{"imsi":"2"}],"next":null}"#, &["1", "2"], 0),
    (r#"{"a":[{"imsi":"9"}],"b":[{"imsi":"1"},{"imsi":"2"}],"c":[{"imsi":"8"}]}"#, &["9", "1", "2", "8"], 0),
    (r#"{"data":{"errors":["x","y",{"z":1}],"subscribers":[{"imsi":"1"},{"imsi":"2"}]}}"#, &["1", "2"], 0),
    (r#"[{"items":[{"imsi":"1"}]},{"items":[{"imsi":"2"}]}]"#, &["1", "2"], 0),
    (r#"{"295050000000001":{"imsi":"1"},"295050000000002":{"imsi":"2"}}"#, &["1", "2"], 0),
    (
        r#"{"295050000000001":{"status":"active"},"295050000000002":{"sessionStatus":null}}"#,
        &["295050000000001", "295050000000002"],
        0,
    ),
    (r#"{"jp":{"sims":[{"imsi":"1"}]},"g":{"sims":[{"imsi":"2"}],"next":{"x":1}},"at":"now"}"#, &["1", "2"], 0),
    (r#"{"items":[{"imsi":"1"},null,{"groupId":"g"},"x"],"x":{"y":["z"]}}"#, &["1"], 3),
    // What the command line tool writes around it.
    ("New version: 1.2.3\n[{\"imsi\":\"1\"}]\ndone.\n", &["1"], 0),
    ("[INFO] 12 pages, {\"x\":1}\n[{\"imsi\":\"1\"}]\n[2025-01-01 00:00] done", &["1"], 0),
    ("\"quoted\" words\n[{\"imsi\":\"1\"}]", &["1"], 0),
    // Values that are not records.
    (r#"[null, 42, "x", true, {"imsi":"1"}, {"groupId":"g"}, -1.5e3]"#, &["1"], 6),
    (r#"[{"imsi":"1"},{"event":"Created","imsi":"1","simId":"2","time":3},{"imsi":"2"}]"#, &["1", "2"], 1),
    (r#"[{"imsi":"1"},{"imsi":"2",oops},{"imsi":"3"}]"#, &["1", "3"], 1),
    (r#"[{"imsi":"1"},{"imsi":"2","x":[1,2},{"imsi":"3"}]"#, &["1", "3"], 1),
    (r#"[{"imsi":"1"},nonsense,{"imsi":"3"}]"#, &["1", "3"], 1),
    // Keys.
    (r#"[{"imsi":"0","x":{"imsi":"7"},"imsi":"1"}]"#, &["1"], 0),
    (r#"[{"\u0069msi":"1","tags":{"a\"}":"]"}}]"#, &["1"], 0),
    // Identifiers.
    (r#"[{"imsi":1,"iccid":8942310022000000001234567890}]"#, &["1"], 0),
];

#[test]
fn every_layout_gives_its_records() {
    for (text, expected, skipped) in LAYOUT_CASES {
        let (found, skips, cut) = read_outcome(text.as_bytes(), &[text.len()], 1 << 20);
        assert_eq!((found.as_slice(), skips, cut), (expected.to_owned_strings().as_slice(), *skipped, None), "{text}");
    }
}

#[test]
fn most_of_an_export_is_read_without_what_is_before_it() {
    for shape in [SampleShape::Subscribers, SampleShape::Sims] {
        let sample = SampleFleet { seed: 5, now: 1_760_000_000_000, shape };
        let text: Vec<u8> = sample.json_chunks(300).flatten().collect();
        let mut other = RunExtractor::default();
        let pieces = text.chunks(100_000).skip(1);
        let read: usize = pieces.clone().map(|piece| other.extract_run(piece, 0).map_or(0, |s| s.end - s.start)).sum();
        let (all, ends) = (pieces.clone().map(<[u8]>::len).sum::<usize>(), 2 * 4_000 * pieces.len());
        assert!(read + ends > all, "{read} of {all}");
    }
}

trait ToOwnedStrings {
    fn to_owned_strings(&self) -> Vec<String>;
}

impl ToOwnedStrings for &[&str] {
    fn to_owned_strings(&self) -> Vec<String> {
        self.iter().map(ToString::to_string).collect()
    }
}

#[test]
fn subscribers_and_sims_fill_the_same_columns() {
    use TextField::*;
    let subscriber = r#"{"imsi":"295050000000001","iccid":"8942310022000000001","simId":"8942310022000000001",
        "tags":{"name":"Tokyo","place":"東京"},"status":"active","subscription":"plan01s","speedClass":"s1.slow","groupId":null,
        "sessionStatus":{"online":false,"lastUpdatedAt":1700000000000,"imei":null},
        "previousSession":{"imei":"356938035643809","createdTime":1,"deletedTime":2,
            "cell":{"radioType":"LTE","mcc":334,"mnc":20,"tac":21271,"eci":200102947}},
        "locationRegistrationStatus":{"ps":{"plmn":"310410","lastModifiedTime":5},"eps":{"vplmn":"334020","lastModifiedTime":6}}}"#;
    let sim = r#"{"simId":"8942310022000000002","activeProfileId":"8942310022000000002","status":"ready","sessionStatus":null,
        "profiles":{"x":{"primaryImsi":"9"},"8942310022000000002":{"primaryImsi":"295050000000002","arcClientPeerPrivateKey":"no",
            "subscribers":{"441200000000001":{"subscription":"planX2"},"295050000000002":{"msisdn":"8810","subscription":"plan01s"}}}}}"#;
    let (fleet, report) = read_in_pieces(format!("[{subscriber},{sim}]").as_bytes(), &[7], 1 << 20);
    let (report, columns) = (report.unwrap(), fleet.columns());
    assert_eq!((report.records_read, report.records_with_rejected_fields, report.issues.as_slice()), (2, 0, &[][..]));
    for (row, field, expected) in [
        (0, Imsi, "295050000000001"),
        (0, Iccid, "8942310022000000001"),
        (0, Name, "Tokyo"),
        (0, PreviousImei, "356938035643809"),
        (1, Imsi, "295050000000002"),
        (1, Iccid, "8942310022000000002"),
        (1, SimId, "8942310022000000002"),
        (1, Msisdn, "8810"),
    ] {
        assert_eq!(columns.text(row, field), expected, "{row} {field:?}");
    }
    assert_eq!(
        (columns.dict_column(fleet::DictField::Plan).text(0), columns.dict_column(fleet::DictField::Plan).text(1)),
        ("plan01s", "plan01s")
    );
    assert_eq!((columns.connectivity()[0].query_word(), columns.connectivity()[1].query_word()), ("offline", "never"));
    assert_eq!((columns.last_seen()[0], columns.last_seen()[1]), (1_700_000_000_000, fleet::UNKNOWN_TIME));
    let plmn = |code: u16| columns.network_dictionary().get(code).map(|p| (p.mcc, p.mnc));
    assert_eq!(plmn(columns.previous_cells().network_codes()[0]), Some((334, Some(20))));
    assert_eq!(plmn(columns.registered_networks()[0]), Some((334, Some(20))));
    assert_eq!(columns.previous_cells().radio().text(0), "lte");
    assert_eq!(columns.previous_cells().cell_id(0), Some(fleet::CellId::Eci(200102947)));
    let mut found = vec![];
    columns.text_arena().search_rows("東京", |row| found.push(row));
    assert_eq!(found, [0]);
    assert!(
        {
            let mut any = false;
            columns.text_arena().search_rows("no", |_| any = true);
            !any
        },
        "a private key is in no column"
    );
}

#[test]
fn connectivity_follows_from_both_sessions() {
    for (record, session) in [
        (r#""sessionStatus":{"online":true}"#, "online"),
        (r#""sessionStatus":{"online":false}"#, "offline"),
        (r#""sessionStatus":null"#, "never"),
        (r#""sessionStatus":null,"previousSession":null"#, "never"),
        (r#""sessionStatus":null,"previousSession":{}"#, "offline"),
        (r#""x":1"#, "unknown"),
        (r#""sessionStatus":{}"#, "unknown"),
        (r#""sessionStatus":"?""#, "unknown"),
    ] {
        let (fleet, _) = read_in_pieces(format!("{{\"imsi\":\"1\",{record}}}").as_bytes(), &[99], 1 << 20);
        assert_eq!(fleet.columns().connectivity()[0].query_word(), session, "{record}");
    }
}

#[test]
fn a_cell_without_an_mnc_is_of_its_mcc_alone() {
    for (cell, expected) in [
        (r#"{"mcc":310,"mnc":null,"tac":7}"#, Some((310, None))),
        (r#"{"mcc":461,"tac":7}"#, Some((461, None))),
        (r#"{"mcc":310,"mnc":65535}"#, Some((310, None))),
        (r#"{"mcc":310,"mnc":-1}"#, Some((310, None))),
        (r#"{"mcc":440,"mnc":0}"#, Some((440, Some(0)))),
        (r#"{"mcc":440,"mnc":10}"#, Some((440, Some(10)))),
        (r#"{"mcc":null,"mnc":10}"#, None),
    ] {
        let (fleet, _) = read_in_pieces(
            format!(r#"[{{"imsi":"1","previousSession":{{"cell":{cell}}}}}]"#).as_bytes(),
            &[5],
            1 << 20,
        );
        let network = fleet.columns().network_dictionary().get(fleet.columns().previous_cells().network_codes()[0]);
        assert_eq!(network.map(|network| (network.mcc, network.mnc)), expected, "{cell}");
    }
}

#[test]
fn wrong_types_cost_the_field_alone() {
    let cases: [(&str, IssueKind); 6] = [
        (
            r#""status":7"#,
            IssueKind::WrongType { field: "status".into(), found: JsonType::Number, wanted: JsonType::Text },
        ),
        (
            r#""simId":{}"#,
            IssueKind::WrongType { field: "simId".into(), found: JsonType::Object, wanted: JsonType::Text },
        ),
        (
            r#""tags":[]"#,
            IssueKind::WrongType { field: "tags".into(), found: JsonType::Array, wanted: JsonType::Object },
        ),
        (
            r#""previousSession":{"cell":"x"}"#,
            IssueKind::WrongType {
                field: "previousSession.cell".into(),
                found: JsonType::Text,
                wanted: JsonType::Object,
            },
        ),
        (
            r#""previousSession":{"cell":{"mcc":1000,"mnc":1}}"#,
            IssueKind::OutOfRange { field: "previousSession.cell.mcc".into() },
        ),
        (
            r#""sessionStatus":{"lastUpdatedAt":"yesterday"}"#,
            IssueKind::WrongType {
                field: "sessionStatus.lastUpdatedAt".into(),
                found: JsonType::Text,
                wanted: JsonType::Number,
            },
        ),
    ];
    for (field, what) in cases {
        let text = format!(r#"[{{"imsi":"1"}}, {{"imsi":"2",{field}}}, {{"imsi":"3"}}]"#);
        let (fleet, report) = read_in_pieces(text.as_bytes(), &[5], 1 << 20);
        let report = report.unwrap();
        assert_eq!(
            (list_imsis(&fleet).len(), report.records_with_rejected_fields, report.skipped),
            (3, 1, 0),
            "{field}"
        );
        assert_eq!((report.issues[0].record_number, &report.issues[0].kind), (2, &what), "{field}");
    }
    let text = br#"[{"imsi":"1"}, {"imsi":"2","status":7}]"#;
    let (_, report) = read_in_pieces(text, &[5], 1 << 20);
    assert_eq!(text[report.unwrap().issues[0].offset as usize], b'7', "the issue is at the value itself");
}

#[test]
fn invalid_utf_8_is_replaced() {
    let (fleet, report) = read_in_pieces(
        b"[{\"imsi\":\"1\",\"tags\":{\"name\":\"a\xFFb\"}},{\"imsi\":\"2\",\"tags\":{\"name\":\"\\ud83d!\"}}]",
        &[3],
        1 << 20,
    );
    let names: Vec<_> = (0..2).map(|row| fleet.columns().text(row, TextField::Name)).collect();
    assert_eq!((names.as_slice(), report.unwrap().records_with_invalid_utf8), (&["a\u{FFFD}b", "\u{FFFD}!"][..], 1));
}

#[test]
fn nested_past_128_is_skipped() {
    for (deep, read_) in [(100, 2), (127, 2), (200, 1), (100_000, 1)] {
        let text = format!("[{{\"imsi\":\"1\",\"x\":{}1{}}},{{\"imsi\":\"2\"}}]", "[".repeat(deep), "]".repeat(deep));
        let (found, skipped, _) = read_outcome(text.as_bytes(), &[1000], 1 << 20);
        assert_eq!((found.len(), skipped), (read_, 2 - read_ as u64), "{deep}");
    }
}

#[test]
fn a_cut_text_keeps_its_whole_records() {
    for text in [
        r#"[{"imsi":"1","x":{"y":1}},{"imsi":"2","x":{"y":1}},{"imsi":"3","x":{"y":1}}]"#,
        r#"{"n":3,"items":[{"imsi":"1","x":{"y":1}},{"imsi":"2","x":{"y":1}},{"imsi":"3","x":{"y":1}}]}"#,
    ] {
        let first_end = text.find("}}").unwrap() + 2;
        for end in first_end..text.len() {
            let whole = text[..end].matches("}}").count();
            for longest in [40, 1 << 20] {
                let (found, skipped, cut) = read_outcome(&text.as_bytes()[..end], &[13], longest);
                assert_eq!((found.len(), skipped, cut), (whole, 0, Some(end as u64)), "{}", &text[..end]);
            }
        }
    }
}

#[test]
fn what_is_no_export_is_named() {
    use IngestError::*;
    let csv = |columns: &[&str]| Csv { columns: columns.iter().map(|c| (*c).to_owned()).collect() };
    let cases: [(&[u8], IngestError); 23] = [
        (b"", Empty),
        (b" \n ", Empty),
        (b"\xEF\xBB\xBF", Empty),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Image),
        (b"%PDF-1.7", Format("PDF".into())),
        (b"PK\x03\x04\x14\0", DamagedZip),
        (b"a,b,c\n1,2,3\n", csv(&["a", "b", "c"])),
        (b"imsi\tname\n1\t\"a\tb\"\n", csv(&["imsi", "name"])),
        (b"Dear all, here it is.\nRegards, A.\n", Text("Dear all, here it is.\nRegards, A.\n".into())),
        ("[{“imsi”: “1”}]".as_bytes(), NotJson { dialect: JsonDialect::CurlyQuotes, at: 2 }),
        (b"\n[{'imsi': '1', 'groupId': None}]", NotJson { dialect: JsonDialect::Python, at: 3 }),
        (b"PK\x03\x04\x14\0\x01\0\x08\0", Encrypted),
        (b"PK\x03\x04\x14\0\0\0\x0E\0", UnsupportedCompression("LZMA".into())),
        (b"\xEF\xBB\xBFsim id;name\n1;2\n", csv(&["sim id", "name"])),
        (b"<!DOCTYPE html><html>", Html),
        (
            br#"{"code":"AUM0002","message":"Invalid."}"#,
            ApiError { code: "AUM0002".into(), message: "Invalid.".into() },
        ),
        (
            br#"Error: {"code":"COM0006","message":"Token is invalid."}"#,
            ApiError { code: "COM0006".into(), message: "Token is invalid.".into() },
        ),
        (b"[]", EmptyList),
        (b"{\"items\":[]}", EmptyList),
        (br#"[{"groupId":"1"},{"groupId":"2"}]"#, NoSims(2)),
        (br#"[{"imsi":"29505000"#, Truncated(18)),
        (b"hello there", Text("hello there".into())),
        (b"\x01\0\x02", Binary),
    ];
    for (bytes, why) in cases {
        let (fleet, report) = read_in_pieces(bytes, &[4], 1 << 20);
        assert_eq!((report, fleet.columns().len()), (Err(why), 0), "{}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn utf_16_is_read_as_utf_8() {
    let text = "\u{FEFF}[{\"imsi\":\"1\",\"tags\":{\"name\":\"東京😀\"}}]\r\n";
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut decoder = Utf16Decoder::new(Encoding::sniff_unicode(&bytes)).unwrap();
    let mut narrow = vec![];
    bytes.chunks(3).for_each(|piece| decoder.push(piece, &mut narrow));
    let (fleet, _) = read_in_pieces(&narrow, &[2], 1 << 20);
    assert_eq!(fleet.columns().text(0, TextField::Name), "東京😀");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_chunks_give_the_same_fleet(layout in 0..LAYOUT_CASES.len(), sizes in prop::collection::vec(1usize..40, 1..9), longest in 12usize..200) {
        let (text, expected, skipped) = LAYOUT_CASES[layout];
        // A limit below the length of a record would make it a wrapper: records here have at most 60 bytes.
        let longest = longest.max(64);
        prop_assert_eq!(read_outcome(text.as_bytes(), &sizes, longest), (expected.to_owned_strings(), skipped, None), "{}", text);
    }

    #[test]
    fn two_readers_give_the_fleet_of_one(layout in 0..LAYOUT_CASES.len(), sizes in prop::collection::vec(1usize..90, 1..9), longest in 64usize..200) {
        let text = LAYOUT_CASES[layout].0.as_bytes();
        let ((one, report), (both, other)) = (read_in_pieces(text, &sizes, longest), read_with_helper(text, &sizes, longest));
        prop_assert_eq!(other, report);
        prop_assert_eq!(columns_to_json(&both), columns_to_json(&one));
    }

    #[test]
    fn two_readers_give_the_sample_fleet_of_one(sizes in prop::collection::vec(1usize..30_000, 1..9), seed: u64) {
        let sample = SampleFleet { seed, now: 1_760_000_000_000, shape: SampleShape::Subscribers };
        let text: Vec<u8> = sample.json_chunks(60).flatten().collect();
        let ((one, report), (both, other)) = (read_in_pieces(&text, &sizes, 1 << 20), read_with_helper(&text, &sizes, 1 << 20));
        prop_assert_eq!(other, report);
        prop_assert_eq!(columns_to_json(&both), columns_to_json(&one));
    }

    #[test]
    fn no_bytes_panic_and_no_row_is_lost(bytes: Vec<u8>, sizes in prop::collection::vec(1usize..40, 1..9), longest in 1usize..100) {
        let (fleet, report) = read_in_pieces(&bytes, &sizes, longest);
        prop_assert_eq!(report.map_or(0, |r| r.records_read as usize), fleet.columns().len());
    }

    #[test]
    fn damage_costs_no_panic(at in 0usize..400, byte: u8, cut in 0usize..400, sizes in prop::collection::vec(1usize..90, 1..4)) {
        let mut bytes = LAYOUT_CASES.iter().map(|l| l.0).collect::<String>().into_bytes();
        bytes[at] = byte;
        bytes.truncate(cut + 400);
        let (fleet, report) = read_in_pieces(&bytes, &sizes, 64);
        prop_assert_eq!(report.as_ref().map_or(0, |r| r.records_read as usize), fleet.columns().len());
        let (both, other) = read_with_helper(&bytes, &sizes, 64);
        prop_assert_eq!(other, report);
        prop_assert_eq!(columns_to_json(&both), columns_to_json(&fleet));
    }
}
