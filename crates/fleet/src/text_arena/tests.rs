use super::*;
use crate::TextField;
use proptest::prelude::*;

#[test]
fn tags_are_found_by_their_code() {
    let name = ["", "", "", "", "", "", "", "Sim"];
    let mut arena = TextArena::default();
    let rows: [&[(u16, &str)]; 4] =
        [&[(1, "Tokyo"), (9, "x")], &[(9, "tokyo"), (64, "東京")], &[], &[(64, "東"), (1, "tok")]];
    for tags in rows {
        arena.push(&RecordTexts { fields: name, ..RecordTexts::default() }, tags.iter().copied()).unwrap();
    }
    let values = |code| {
        let mut all = vec![];
        arena.for_each_tag_value(code, |row, value| all.push((row, value.to_owned())));
        all
    };
    let rows_with = |code, value| {
        let mut all = vec![];
        arena.for_each_row_with_tag(code, value, |row| all.push(row));
        all
    };
    assert_eq!(values(1), [(0, "tokyo".into()), (3, "tok".into())]);
    assert_eq!(values(9), [(0, "x".into()), (1, "tokyo".into())]);
    assert_eq!(values(64), [(1, "東京".into()), (3, "東".into())]);
    assert_eq!(values(8), []);
    assert_eq!((rows_with(1, "tok"), rows_with(64, "東")), (vec![3], vec![3]));
    assert_eq!(arena.tags(1).collect::<Vec<_>>(), [(9, "tokyo"), (64, "東京")]);
    assert_eq!(arena.tags(2).count(), 0);
    let mut rows = vec![];
    arena.search_rows("東", |row| rows.push(row));
    assert_eq!(rows, [1, 3]);
}

fn build_arena(rows: &[([&str; 8], &[&str])]) -> TextArena {
    let mut arena = TextArena::default();
    for (fields, tags) in rows {
        arena
            .push(&RecordTexts { fields: *fields, ..RecordTexts::default() }, tags.iter().map(|tag| (1, *tag)))
            .unwrap();
    }
    arena
}

#[test]
fn fields_come_back_as_they_went_in() {
    let (iccid, imei) = ("8942310022000000001", "356938035643809");
    let a = ["295051", iccid, iccid, "882", iccid, imei, imei, "Tokyo-1"];
    let b = ["001010", "", "89049032", "", "x", "", imei, ""];
    let c = ["1", "2", "3", "4", "5", "6", "7", "ÉCOLE 東京"];
    let d = ["1", "", "", "", "", "35-693803-564380-9", "35 693803 564380 12", "ホ\u{309A}ンフ\u{309A}"];
    let e = ["1", "", "", "", "", "35-693803-564380-9", "35-693803-564380-9", "Ａ"];
    let arena = build_arena(&[(a, &["", "Berlin"]), (b, &["", "x"]), (c, &[]), (d, &[]), (e, &[])]);
    for (row, fields) in [a, b, c, d, e].iter().enumerate() {
        use TextField::*;
        for (i, field) in [Imsi, Iccid, SimId, Msisdn, Serial, PreviousImei, CurrentImei, Name].into_iter().enumerate()
        {
            assert_eq!(arena.get(row, field), fields[i], "row {row} {field:?}");
        }
    }
    assert_eq!(arena.get(5, TextField::Imsi), "");
    assert_eq!(
        ["29", "0010", "1", "8"].map(|digits| (0..3).filter(|row| arena.imsi_starts_with(*row, digits)).count()),
        [1, 1, 1, 0]
    );
}

#[test]
fn additional_identifiers_follow_the_tags() {
    let mut arena = TextArena::default();
    let fields = ["295051", "8942", "", "81", "", "", "", "Tokyo"];
    let additional = [(TextField::Imsi, "44120".into()), (TextField::Msisdn, "82".into())];
    arena.push(&RecordTexts { fields, additional_identifiers: &additional }, [(1, "x")].into_iter()).unwrap();
    arena.push(&RecordTexts { fields, ..RecordTexts::default() }, [(1, "y")].into_iter()).unwrap();
    assert_eq!(
        arena.additional_identifiers(0).collect::<Vec<_>>(),
        [(TextField::Imsi, "44120"), (TextField::Msisdn, "82")]
    );
    assert_eq!((arena.additional_identifiers(1).count(), arena.additional_identifiers(9).count()), (0, 0));
    assert_eq!(arena.rows_with_additional_identifiers().collect::<Vec<_>>(), [0]);
    assert_eq!((arena.get(0, TextField::Name), arena.tags(0).collect::<Vec<_>>()), ("Tokyo", vec![(1, "x")]));
    let mut rows = vec![];
    arena.search_rows("4412", |row| rows.push(row));
    assert_eq!(rows, [0]);
}

#[test]
fn a_search_ignores_case_and_stays_within_a_field() {
    let one = ["295051", "894", "894", "", "", "356", "356", "Tokyo"];
    let two = ["295052", "895", "", "", "", "", "", "tokyo two"];
    let three = ["", "", "", "", "", "35-693803-564380-9", "", "ホ\u{309A}ンフ\u{309A}場"];
    let arena = build_arena(&[(one, &["Ōsaka"]), (two, &["x"]), (three, &["ＫＯＢＥ"])]);
    for (needle, expected) in [
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
        let mut rows = vec![];
        arena.search_rows(needle, |row| rows.push(row));
        assert_eq!(rows, expected, "{needle:?}");
    }
}

proptest! {
    #[test]
    fn removing_rows_leaves_the_others(names: Vec<String>, a: usize, b: usize) {
        let mut arena = TextArena::default();
        for (i, name) in names.iter().enumerate() {
            let mut fields = ["7"; 8];
            fields[TextField::Name as usize] = name;
            let additional = [(TextField::Iccid, i.to_string().into()), (TextField::Imsi, "8".into())];
            let additional = if i % 3 == 0 { &additional[..] } else { &[] };
            arena.push(&RecordTexts { fields, additional_identifiers: additional }, [(3, name.as_str())].into_iter()).unwrap();
        }
        let all = |arena: &TextArena, row| {
            let additional: Vec<_> = arena.additional_identifiers(row).map(|(field, id)| (field as u8, id.to_owned())).collect();
            (arena.get(row, TextField::Name).to_owned(), additional)
        };
        let before: Vec<_> = (0..names.len()).map(|row| all(&arena, row)).collect();
        let (a, b) = (a % (names.len() + 1), b % (names.len() + 1));
        let range = a.min(b)..a.max(b);
        arena.remove_rows(range.clone());
        let mut kept: Vec<_> = before.iter().enumerate().filter(|(i, _)| !range.contains(i)).map(|(_, n)| n.clone()).collect();
        prop_assert_eq!((0..arena.len()).map(|row| all(&arena, row)).collect::<Vec<_>>(), kept.clone());
        let later = arena.clone();
        // Keys of tags have other codes in what is appended to.
        arena.append_texts(&later, &[0, 1, 2, 9]).unwrap();
        kept.extend(kept.clone());
        prop_assert_eq!((0..arena.len()).map(|row| all(&arena, row)).collect::<Vec<_>>(), kept);
    }
}
