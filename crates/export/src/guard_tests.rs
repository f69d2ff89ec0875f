//! Tests of the guard against spreadsheets.

use super::*;
use proptest::prelude::*;

fn write_cell(cell: &str) -> String {
    let mut csv = Vec::new();
    append_guarded(cell, &mut csv);
    String::from_utf8(csv).unwrap()
}

/// Returns the cell that a CSV reader reads after a header.
fn read_cell(csv: &str) -> String {
    let csv = format!("header\n{csv}");
    ::csv::Reader::from_reader(csv.as_bytes())
        .records()
        .next()
        .map(|line| line.unwrap()[0].to_owned())
        .unwrap_or_default()
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn each_cell_has_the_guard_that_it_needs() {
    use CellGuard::{Apostrophe, Formula, None};
    for (cell, guard) in [
        // These are identifiers.
        ("8942310099000000010", Formula),
        ("89423100990000000109", Formula),
        ("295050990000001", Formula),
        ("356938030000013", Formula),
        ("423610990001", Formula),
        ("14155550100", Formula),
        ("89033023422222222222222222222222", Formula),
        ("000000001", Formula),
        ("8942310099000000010F", None),
        // These integers stay unchanged.
        ("0", None),
        ("7", None),
        ("123456789", None),
        // These are other numbers.
        ("1234567890", Formula),
        ("007", Formula),
        ("00", Formula),
        (" 12", Formula),
        ("12\u{a0}", Formula),
        ("1.0", Formula),
        ("1,234", Formula),
        ("1'000", Formula),
        ("1 000 000", Formula),
        ("1E5", Formula),
        ("12e4567", Formula),
        ("3e+5", Formula),
        (".5", Formula),
        ("(5)", Formula),
        ("5%", Formula),
        ("5-", Formula),
        ("1 1/2", Formula),
        ("１２３", Formula),
        ("٣", Formula),
        ("१२", Formula),
        ("½", Formula),
        // These are amounts.
        ("$5", Formula),
        ("￥５", Formula),
        ("5 €", Formula),
        ("100円", Formula),
        ("CHF 5", Formula),
        ("R$ 5", Formula),
        // These are dates and times.
        ("1-2", Formula),
        ("2/3", Formula),
        ("1.2.3", Formula),
        ("１-２", Formula),
        ("440-10-12", Formula),
        ("2026-10-01", Formula),
        ("2026-10-01 09:00", Formula),
        ("2026-10-01T09:00:00", Formula),
        ("2026-10-01T09:00:00.000Z", None),
        ("12:30", Formula),
        ("5 p.m.", Formula),
        ("MARCH1", Formula),
        ("SEPT2", Formula),
        ("Mar-5", Formula),
        ("5. Mai", Formula),
        ("März 2020", Formula),
        ("1 août", Formula),
        ("out 5", Formula),
        ("Monday, January 5, 2020", Formula),
        ("3月5日", Formula),
        ("３時３０分", Formula),
        ("令和3年5月1日", Formula),
        ("H31.4.1", Formula),
        // These are truth values and errors.
        ("TRUE", Formula),
        ("false ", Formula),
        ("ＴＲＵＥ", Formula),
        ("Wahr", Formula),
        ("verdadeiro", Formula),
        ("truely", None),
        ("#N/A", Formula),
        ("#DIV/0!", Formula),
        ("#5", None),
        // These are formulas.
        ("=1+1", Apostrophe),
        ("＝1+1", Apostrophe),
        ("+81312345678", Apostrophe),
        ("＋1", Apostrophe),
        ("-5", Apostrophe),
        ("－5", Apostrophe),
        ("ー5", Apostrophe),
        ("−5", Apostrophe),
        ("@SUM(1)", Apostrophe),
        ("＠SUM(1)", Apostrophe),
        ("﹦1", Apostrophe),
        ("-", Apostrophe),
        ("  =1+1", Apostrophe),
        ("\u{3000}＝1", Apostrophe),
        ("\u{200b}=1+1", Apostrophe),
        ("\u{feff}\u{2060}@x", Apostrophe),
        ("\u{202e}=1", Apostrophe),
        ("\u{1}=1", Apostrophe),
        ("\t=1+1", Apostrophe),
        ("\n=1+1", Apostrophe),
        ("\rx", Apostrophe),
        ("\tx", Apostrophe),
        // These are other texts.
        ("", None),
        ("gate", None),
        ("gate-0042", None),
        ("Tokyo 3", None),
        ("東京 3", None),
        ("3号機", None),
        ("3G", None),
        ("1st floor", None),
        ("123 Main St", None),
        ("May", None),
        ("Mario 3", None),
        ("440-10-1010-256440", None),
        ("123e4567-e89b-12d3-a456-426614174000", None),
        ("plan01s", None),
        ("x=1", None),
        ("'12", Formula),
        ("1_000", None),
    ] {
        assert_eq!(CellGuard::for_cell(cell), guard, "{cell:?}");
    }
    assert_eq!(CellGuard::for_cell(&"1".repeat(255)), Formula);
    assert_eq!(CellGuard::for_cell(&"1".repeat(256)), Apostrophe, "longer than a formula's text may be");
}

#[test]
fn cells_are_written_with_their_guard_and_quotes() {
    for (cell, expected) in [
        ("gate", "gate"),
        ("8942310099000000010", "\"=\"\"8942310099000000010\"\"\""),
        ("1,234", "\"=\"\"1,234\"\"\""),
        ("=1+1", "'=1+1"),
        (" =1+1", "\"' =1+1\""),
        ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""),
        ("a\"b", "\"a\"\"b\""),
        ("a, b", "\"a, b\""),
        (" a", "\" a\""),
        ("a ", "\"a \""),
        ("a;b", "\"a;b\""),
        ("a\tb", "\"a\tb\""),
        // No formula begins after another separator.
        ("x;=1+1", "\"x;'=1+1\""),
        ("x;=1+1;y", "\"x;'=1+1;y\""),
        ("x\t＝1+1", "\"x\t'＝1+1\""),
        ("x\n@a\r-b", "\"x\n'@a\r'-b\""),
        ("x; \u{200b}+1", "\"x;' \u{200b}+1\""),
        ("=1;=2", "\"'=1;'=2\""),
        ("x;;=1", "\"x;;'=1\""),
        ("x=1;y=2", "\"x=1;y=2\""),
    ] {
        assert_eq!(write_cell(cell), expected, "{cell:?}");
    }
}

#[test]
fn words_of_dates_are_sorted_short_and_in_lower_case() {
    assert!(MONTHS_AND_DAYS.is_sorted(), "they are found by binary search");
    let words = MONTHS_AND_DAYS.iter().chain(BEFORE_DIGITS).chain(AFTER_DIGITS);
    assert!(words.clone().all(|word| word.len() <= MAX_DATE_WORD_BYTES && *word == word.to_lowercase()));
}

/// Generates texts of the characters and words in numbers, dates, formulas and names.
fn any_cell_text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        "[0-9]{1,20}",
        "[-=+@/.:, ;\t\n'\"]",
        "[a-z]{1,4}",
        "[＝＋－＠０-９東月\u{200b}\u{feff}\u{3000}]",
        proptest::sample::select(vec!["Mar", "E", "true", "=1"]).prop_map(str::to_owned),
    ];
    proptest::collection::vec(part, 0..6).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn a_cell_without_its_guard_is_the_text(text in any_cell_text()) {
        let cell = read_cell(&write_cell(&text));
        let unguarded = match CellGuard::for_cell(&text) {
            CellGuard::None => Some(&*cell),
            CellGuard::Apostrophe => cell.strip_prefix('\''),
            CellGuard::Formula => cell.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')),
        };
        let unguarded = unguarded.unwrap();
        // An apostrophe after a separator is the guard of a possible formula.
        let apostrophes = |text: &str| text.matches('\'').count();
        prop_assert!(unguarded == text || apostrophes(unguarded) > apostrophes(&text));
        let without = |text: &str| text.replace('\'', "");
        prop_assert_eq!(without(unguarded), without(&text));
    }

    #[test]
    fn no_separator_begins_a_formula(text in any_cell_text()) {
        let cell = read_cell(&write_cell(&text));
        for part in cell.split([';', '\t', '\n', '\r']) {
            let part = part.trim_matches(|c: char| c.is_whitespace() || c == '\u{200b}' || c == '\u{feff}');
            let guarded = CellGuard::for_cell(&text) == CellGuard::Formula;
            prop_assert!(guarded || !part.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']), "{:?}", cell);
        }
    }

    #[test]
    fn long_digit_strings_are_never_numbers(digits in "[0-9]{10,40}") {
        prop_assert_eq!(CellGuard::for_cell(&digits), CellGuard::Formula);
    }

    #[test]
    fn names_with_a_number_are_left_alone(name in "(device|sensor|gate|unit|東京|pump)[-_ #]?[0-9]{1,6}") {
        prop_assert_eq!(write_cell(&name), name);
    }
}
