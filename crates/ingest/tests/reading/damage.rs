//! Damage costs the record that it is in, in every layout.

use super::{columns_to_json, list_imsis, read_in_pieces, read_with_helper};
use proptest::prelude::*;
use serde_json::{Value, json};

/// A record as exports have them: texts with everything that JSON escapes, objects within objects, and its own identifier.
fn build_record(number: usize, sims: bool) -> Value {
    let (imsi, iccid) = (format!("{:015}", 295_050_990_000_000 + number), format!("894231009900000{number:04}"));
    let session = json!({"cell": {"eci": 256_440 + number, "mcc": 440, "mnc": 10, "radioType": "LTE", "tac": 1010}, "createdTime": 1_790_722_800_000_u64, "dnsServers": ["100.127.0.53", "100.127.1.53"], "imei": "356938030000013", "sessionId": "S1", "subscription": "plan01s"});
    let tags = json!({"name": format!("gw {number}, \"the {{first}}\" [東京]\\"), "path": "a\\b\n"});
    let mut record = json!({"apn": "soracom.io", "groupId": null, "moduleType": "nano", "operatorId": "OP1", "previousSession": session, "sessionStatus": {"online": false, "lastUpdatedAt": 1_790_726_400_000_u64}, "speedClass": "s1.slow", "status": "active", "tags": tags, "type": "s1.slow"});
    if sims {
        record["simId"] = json!(iccid);
        record["profiles"] = json!({iccid.clone(): {"iccid": iccid, "primaryImsi": imsi, "subscribers": {imsi.clone(): {"imsi": imsi, "msisdn": "1", "subscription": "plan01s"}}}});
    } else {
        record["iccid"] = json!(iccid);
        record["imsi"] = json!(imsi);
    }
    record
}

/// How the records are put together.
#[derive(Clone, Copy, Debug)]
enum DamageLayout {
    Compact,
    Spaced,
    Tabs,
    Lines,
    Documents,
    Sequence,
    Pages,
    Wrapped,
    Keyed,
}

const DAMAGE_LAYOUTS: [DamageLayout; 9] = {
    use DamageLayout::*;
    [Compact, Spaced, Tabs, Lines, Documents, Sequence, Pages, Wrapped, Keyed]
};

impl DamageLayout {
    /// Returns the text, and where each record is in it.
    fn write_records(self, records: &[Value]) -> (Vec<u8>, Vec<(usize, usize)>) {
        let pretty = |record: &Value, indent: &str, depth: usize| {
            let mut out = vec![];
            let formatter = serde_json::ser::PrettyFormatter::with_indent(indent.as_bytes());
            let mut writer = serde_json::Serializer::with_formatter(&mut out, formatter);
            serde::Serialize::serialize(record, &mut writer).unwrap();
            String::from_utf8(out).unwrap().replace('\n', &format!("\n{}", indent.repeat(depth)))
        };
        let (before, between, after) = match self {
            Self::Compact => ("[", ",", "]"),
            Self::Spaced => ("[\n  ", ",\n  ", "\n]\n"),
            Self::Tabs => ("[\n\t", ",\n\t", "\n]\n"),
            Self::Lines => ("", "\n", "\n"),
            Self::Documents => ("", "\n", "\n"),
            Self::Sequence => ("\u{1E}", "\n\u{1E}", "\n"),
            Self::Pages => ("[", "][", "]"),
            Self::Wrapped => ("{\"count\":7,\"items\":[", ",", "],\"next\":\"x\"}"),
            Self::Keyed => ("{", ",", "}"),
        };
        let (mut text, mut places) = (before.to_owned(), vec![]);
        for (i, record) in records.iter().enumerate() {
            if i > 0 {
                text += between;
            }
            let written = match self {
                Self::Spaced => pretty(record, "  ", 1),
                Self::Tabs => pretty(record, "\t", 1),
                Self::Documents => pretty(record, "  ", 0),
                Self::Keyed => format!("\"{:015}\":{record}", 295_050_990_000_000 + i),
                _ => record.to_string(),
            };
            places.push((text.len(), text.len() + written.len()));
            text += &written;
        }
        ((text + after).into_bytes(), places)
    }
}

/// What happens to a record.
#[derive(Clone, Debug)]
enum RecordDamage {
    Insert(u8),
    Change(u8),
    Delete,
    Cut(usize),
}

fn arbitrary_damage() -> impl Strategy<Value = RecordDamage> {
    let sign = prop::sample::select(br#""[]{}\,:x"#.iter().copied().chain([b'\n']).collect::<Vec<u8>>());
    prop_oneof![
        3 => sign.clone().prop_map(RecordDamage::Insert),
        2 => sign.prop_map(RecordDamage::Change),
        2 => Just(RecordDamage::Delete),
        2 => (2usize..600).prop_map(RecordDamage::Cut),
    ]
}

/// Damages a record at a share of its length, or at the next sign of JSON's grammar from there on.
fn damage_record(text: &[u8], (from, to): (usize, usize), share: f64, at_sign: bool, damage: &RecordDamage) -> Vec<u8> {
    let mut at = from + ((to - from - 1) as f64 * share) as usize;
    if at_sign && let Some(next) = text[at..to].iter().position(|byte| br#""[]{}\,:"#.contains(byte)) {
        at += next;
    }
    let (bytes, until): (&[u8], usize) = match damage {
        RecordDamage::Insert(byte) => (std::slice::from_ref(byte), at),
        RecordDamage::Change(byte) => (std::slice::from_ref(byte), at + 1),
        RecordDamage::Delete => (&[], at + 1),
        // Some of it is left: nobody can know of a record that is missing as a whole.
        RecordDamage::Cut(len) => (&[], (at + len).min(to - 1).max(at)),
    };
    [&text[..at], bytes, &text[until..]].concat()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(800))]

    #[test]
    fn damage_costs_its_record_and_at_most_a_neighbour(
        layout in prop::sample::select(DAMAGE_LAYOUTS.to_vec()),
        sims: bool,
        hit in 0usize..7,
        share in 0.0..1.0,
        at_sign: bool,
        damage in arbitrary_damage(),
        sizes in prop::collection::vec(prop_oneof![1usize..90, 300usize..4000], 1..9),
        longest in prop_oneof![Just(4000usize), Just(1 << 20)],
    ) {
        let records: Vec<Value> = (0..7).map(|i| build_record(i, sims)).collect();
        let (text, places) = layout.write_records(&records);
        let text = damage_record(&text, places[hit], share, at_sign, &damage);
        let (fleet, report) = read_in_pieces(&text, &sizes, longest);
        let shown = String::from_utf8_lossy(&text);
        let report = report.unwrap();
        let found = list_imsis(&fleet);
        let expected = |i: &usize| !found.contains(&format!("{:015}", 295_050_990_000_000 + i));
        let lost: Vec<usize> = (0..7).filter(expected).filter(|i| *i != hit).collect();
        prop_assert!(lost.len() <= 1 && lost.iter().all(|i| i.abs_diff(hit) == 1), "{lost:?} beside {hit}: {report:?}\n{shown}");
        // Whatever is missing is reported.
        let reported = report.skipped + report.non_json_lines + u64::from(report.truncated_at.is_some());
        prop_assert!(found.len() == 7 || reported > 0, "{report:?}\n{shown}");
        let (both, other) = read_with_helper(&text, &sizes, longest);
        prop_assert_eq!(other.unwrap(), report, "{}", shown);
        prop_assert_eq!(columns_to_json(&both), columns_to_json(&fleet), "{}", shown);
    }
}

#[test]
fn what_was_cut_or_damaged_is_reported_with_its_record_and_byte() {
    let whole = |n: usize| format!(r#"{{"imsi":"{n}","x":{{"y":{n}}}}}"#);
    let [one, two, three] = [1, 2, 3].map(whole);
    // A text, the IMSIs that are read, the number of skipped values, and the record and byte of the first issue.
    for (text, imsis, skipped, first_issue) in [
        (format!("{one}\n{{\"imsi\":\"2\",\"na\n{three}\n"), &["1", "3"][..], 1, (2, one.len() + 16)),
        (format!("{one}\n{{\"imsi\":\"2\",\"x\":{{\"y\":\n{three}\n"), &["1", "3"], 1, (2, 0)),
        (format!("[{one},{{\"imsi\":\"2\",\"x\":{{\"y\":2}},{three}]"), &["1", "3"], 1, (2, 0)),
        (format!("[{one},{{\"imsi\":\"2\",\"name\":\"5\"\"}},{three}]"), &["1", "3"], 1, (2, 0)),
        (format!("[\n{one},\n{{\"imsi\":\"2\",\"n[\n{two},\n{three}\n]\n"), &["1", "2", "3"], 1, (2, 0)),
        (format!("[{one},{{\"imsi\":\"2\",\"mnc\":[{two},{three}]"), &["1", "2", "3"], 1, (2, 0)),
        (format!("{{\"items\":[{one},{{\"imsi\":oops}},{three}]}}"), &["1", "3"], 1, (2, 0)),
        (format!("{{\"items\":[{one},{{\"imsi\":\"2\",]}},{three}],\"more\":[{two}]}}"), &["1", "3", "2"], 1, (2, 0)),
        (format!("[{one}}},{three}]"), &["1", "3"], 1, (2, one.len() + 1)),
        (format!("{one}{{\"imsi\":\"2\",]}}{three}"), &["1", "3"], 1, (2, 0)),
    ] {
        let (fleet, report) = read_in_pieces(text.as_bytes(), &[5], 1 << 20);
        let report = report.unwrap();
        assert_eq!(
            (list_imsis(&fleet), report.skipped, report.truncated_at),
            (imsis.iter().map(ToString::to_string).collect(), skipped, None),
            "{text} {report:?}"
        );
        assert_eq!(report.issues[0].record_number, first_issue.0, "{text} {report:?}");
        assert!(first_issue.1 == 0 || report.issues[0].offset == first_issue.1 as u64, "{text} {report:?}");
    }
}
