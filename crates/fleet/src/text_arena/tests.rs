use super::*;
use crate::TextField;
use proptest::prelude::*;

#[test]
fn tags_are_found_by_their_code() {
    let name = ["", "", "", "", "", "", "", "Sim"];
    let mut lines = TextArena::default();
    let rows: [&[(u16, &str)]; 4] =
        [&[(1, "Tokyo"), (9, "x")], &[(9, "tokyo"), (64, "東京")], &[], &[(64, "東"), (1, "tok")]];
    for tags in rows {
        lines.push(&RecordTexts { fields: name, ..RecordTexts::default() }, tags.iter().copied()).unwrap();
    }
    let values = |code| {
        let mut all = vec![];
        lines.for_each_tag_value(code, |row, value| all.push((row, value.to_owned())));
        all
    };
    let rows_with = |code, value| {
        let mut all = vec![];
        lines.for_each_row_with_tag(code, value, |row| all.push(row));
        all
    };
    assert_eq!(values(1), [(0, "tokyo".into()), (3, "tok".into())]);
    assert_eq!(values(9), [(0, "x".into()), (1, "tokyo".into())]);
    assert_eq!(values(64), [(1, "東京".into()), (3, "東".into())]);
    assert_eq!(values(8), []);
    assert_eq!((rows_with(1, "tok"), rows_with(64, "東")), (vec![3], vec![3]));
    assert_eq!(lines.tags(1).collect::<Vec<_>>(), [(9, "tokyo"), (64, "東京")]);
    assert_eq!(lines.tags(2).count(), 0);
    let mut found = vec![];
    lines.search_rows("東", |row| found.push(row));
    assert_eq!(found, [1, 3]);
}

fn build_arena(rows: &[([&str; 8], &[&str])]) -> TextArena {
    let mut lines = TextArena::default();
    for (fields, tags) in rows {
        lines
            .push(&RecordTexts { fields: *fields, ..RecordTexts::default() }, tags.iter().map(|tag| (1, *tag)))
            .unwrap();
    }
    lines
}

#[test]
fn fields_come_back_as_they_went_in() {
    let (iccid, imei) = ("8942310022000000001", "356938035643809");
    let a = ["295051", iccid, iccid, "882", iccid, imei, imei, "Tokyo-1"];
    let b = ["001010", "", "89049032", "", "x", "", imei, ""];
    let c = ["1", "2", "3", "4", "5", "6", "7", "ÉCOLE 東京"];
    let d = ["1", "", "", "", "", "35-693803-564380-9", "35 693803 564380 12", "ホ\u{309A}ンフ\u{309A}"];
    let e = ["1", "", "", "", "", "35-693803-564380-9", "35-693803-564380-9", "Ａ"];
    let lines = build_arena(&[(a, &["", "Berlin"]), (b, &["", "x"]), (c, &[]), (d, &[]), (e, &[])]);
    for (row, fields) in [a, b, c, d, e].iter().enumerate() {
        use TextField::*;
        for (i, field) in [Imsi, Iccid, SimId, Msisdn, Serial, PreviousImei, CurrentImei, Name].into_iter().enumerate()
        {
            assert_eq!(lines.get(row, field), fields[i], "row {row} {field:?}");
        }
    }
    assert_eq!(lines.get(5, TextField::Imsi), "");
    assert_eq!(
        ["29", "0010", "1", "8"].map(|digits| (0..3).filter(|row| lines.imsi_starts_with(*row, digits)).count()),
        [1, 1, 1, 0]
    );
}

#[test]
fn additional_identifiers_follow_the_tags() {
    let mut lines = TextArena::default();
    let fields = ["295051", "8942", "", "81", "", "", "", "Tokyo"];
    let further = [(TextField::Imsi, "44120".into()), (TextField::Msisdn, "82".into())];
    lines.push(&RecordTexts { fields, additional_identifiers: &further }, [(1, "x")].into_iter()).unwrap();
    lines.push(&RecordTexts { fields, ..RecordTexts::default() }, [(1, "y")].into_iter()).unwrap();
    assert_eq!(
        lines.additional_identifiers(0).collect::<Vec<_>>(),
        [(TextField::Imsi, "44120"), (TextField::Msisdn, "82")]
    );
    assert_eq!((lines.additional_identifiers(1).count(), lines.additional_identifiers(9).count()), (0, 0));
    assert_eq!(lines.rows_with_additional_identifiers().collect::<Vec<_>>(), [0]);
    assert_eq!((lines.get(0, TextField::Name), lines.tags(0).collect::<Vec<_>>()), ("Tokyo", vec![(1, "x")]));
    let mut found = vec![];
    lines.search_rows("4412", |row| found.push(row));
    assert_eq!(found, [0]);
}

#[test]
fn a_search_ignores_case_and_stays_within_a_field() {
    let one = ["295051", "894", "894", "", "", "356", "356", "Tokyo"];
    let two = ["295052", "895", "", "", "", "", "", "tokyo two"];
    let three = ["", "", "", "", "", "35-693803-564380-9", "", "ホ\u{309A}ンフ\u{309A}場"];
    let lines = build_arena(&[(one, &["Ōsaka"]), (two, &["x"]), (three, &["ＫＯＢＥ"])]);
    for (needle, rows) in [
        ("2950", &[0, 1][..]),
        ("tokyo", &[0, 1]),
        ("ōsaka", &[0]),
        ("52", &[1]),
        ("894", &[0]),
        ("1894", &[]),
        ("\u{1}", &[]),
        ("okyo two", &[1]),
        ("x", &[1]),
        ("zzz", &[]),
        ("356938035643809", &[2]),
        ("3-564380", &[2]),
        ("ポンプ", &[2]),
        ("ホ", &[]),
        ("kobe", &[2]),
    ] {
        let mut found = vec![];
        lines.search_rows(needle, |row| found.push(row));
        assert_eq!(found, rows, "{needle:?}");
    }
}

proptest! {
    #[test]
    fn removing_rows_leaves_the_others(names: Vec<String>, a: usize, b: usize) {
        let mut lines = TextArena::default();
        for (i, name) in names.iter().enumerate() {
            let mut fields = ["7"; 8];
            fields[TextField::Name as usize] = name;
            let further = [(TextField::Iccid, i.to_string().into()), (TextField::Imsi, "8".into())];
            let further = if i % 3 == 0 { &further[..] } else { &[] };
            lines.push(&RecordTexts { fields, additional_identifiers: further }, [(3, name.as_str())].into_iter()).unwrap();
        }
        let all = |lines: &TextArena, row| {
            let further: Vec<_> = lines.additional_identifiers(row).map(|(field, id)| (field as u8, id.to_owned())).collect();
            (lines.get(row, TextField::Name).to_owned(), further)
        };
        let before: Vec<_> = (0..names.len()).map(|row| all(&lines, row)).collect();
        let (a, b) = (a % (names.len() + 1), b % (names.len() + 1));
        let range = a.min(b)..a.max(b);
        lines.remove_rows(range.clone());
        let mut kept: Vec<_> = before.iter().enumerate().filter(|(i, _)| !range.contains(i)).map(|(_, n)| n.clone()).collect();
        prop_assert_eq!((0..lines.len()).map(|row| all(&lines, row)).collect::<Vec<_>>(), kept.clone());
        let later = lines.clone();
        // Keys of tags have other codes in what is appended to.
        lines.append_texts(&later, &[0, 1, 2, 9]).unwrap();
        kept.extend(kept.clone());
        prop_assert_eq!((0..lines.len()).map(|row| all(&lines, row)).collect::<Vec<_>>(), kept);
    }
}
