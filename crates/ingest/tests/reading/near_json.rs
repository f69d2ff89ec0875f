//! What is nearly JSON: null for what is not a number, identifiers that a program kept as floats.

use super::{list_imsis, read_in_pieces};
use fleet::{Fleet, TextField};
use ingest::{Encoding, IngestReader, IngestReport, IssueKind};

fn read_near_json(text: &str) -> (Fleet, IngestReport) {
    let (fleet, report) = read_in_pieces(text.as_bytes(), &[7], 1 << 20);
    (fleet, report.unwrap_or_else(|why| panic!("{text}: {why}")))
}

#[test]
fn nan_and_infinity_are_read_as_null_and_reported() {
    for (text, nulls) in [
        (r#"[{"imsi":"1","groupId":NaN},{"imsi":"2","groupId":null}]"#, 1),
        (r#"[{"groupId": NaN, "imsi":"1","previousSession":{"cell":NaN}},{"imsi":"2","x":[-Infinity,Infinity]}]"#, 2),
        (r#"{"count":NaN,"items":[{"imsi":"1","tags":{"name":"NaN"}},{"imsi":"2"}],"limit":-Infinity}"#, 0),
    ] {
        let (fleet, report) = read_near_json(text);
        assert_eq!(
            (list_imsis(&fleet), report.skipped, report.records_with_non_finite),
            (vec!["1".into(), "2".into()], 0, nulls),
            "{text}"
        );
    }
    let (_, report) = read_near_json(r#"[{"imsi":"1","groupId":NaN,"status":7}]"#);
    assert_eq!(
        (report.records_with_non_finite, report.records_with_rejected_fields, report.issues[0].offset),
        (1, 1, 36),
        "offsets are those of the text itself"
    );
}

#[test]
fn identifiers_that_were_floats_keep_their_digits_or_are_reported() {
    for (text, field, expected, lost) in [
        (r#"{"imsi":295050990000001.0}"#, TextField::Imsi, "295050990000001", false),
        (r#"{"imsi":2.95050990000001e+14}"#, TextField::Imsi, "295050990000001", false),
        (r#"{"imsi":"1","msisdn":423610990001.0}"#, TextField::Msisdn, "423610990001", false),
        (r#"{"imsi":"1","iccid":8.942310099e+18}"#, TextField::Iccid, "", true),
        (r#"{"imsi":"1","iccid":8942310099000000000}"#, TextField::Iccid, "", true),
        (r#"{"imsi":"1","iccid":8942310099000000010}"#, TextField::Iccid, "8942310099000000010", false),
        (
            r#"{"imsi":"1","previousSession":{"imei":356938030000013.0}}"#,
            TextField::PreviousImei,
            "356938030000013",
            false,
        ),
        (
            r#"{"profiles":{"8942310099000000010":{"primaryImsi":295050990000001.0}}}"#,
            TextField::Imsi,
            "295050990000001",
            false,
        ),
    ] {
        let (fleet, report) = read_near_json(text);
        assert_eq!(fleet.columns().text(0, field), expected, "{text}");
        let is_reported = report.issues.iter().any(|issue| matches!(issue.kind, IssueKind::LostDigits { .. }));
        assert_eq!((is_reported, report.skipped), (lost, 0), "{text} {report:?}");
    }
}

#[test]
fn another_encoding_is_noticed_where_the_text_is_not_utf_8() {
    for (label, name, encoding) in [
        ("shift_jis", "点検表", Some(Encoding::ShiftJis)),
        ("euc-jp", "点検表", Some(Encoding::EucJp)),
        ("windows-1252", "Zürich", Some(Encoding::Windows1252)),
        ("utf-8", "点検表", None),
    ] {
        let text =
            format!("[{{\"imsi\":\"1\",\"tags\":{{\"name\":\"{name}\"}},\"status\":\"active\"}},{{\"imsi\":\"2\"}}]");
        let (bytes, _, _) = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap().encode(&text);
        let (mut fleet, mut reader) = (Fleet::default(), IngestReader::default());
        fleet.begin_source(fleet::SourceId(0), "");
        reader.push(&bytes, &mut fleet).unwrap();
        assert_eq!(reader.suspected_encoding(), encoding, "{label}");
    }
}
