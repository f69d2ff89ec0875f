//! Tests of the parser.

use super::*;
use crate::error::ExpectedValue;
use crate::test_strategies::any_query;
use proptest::prelude::*;

#[test]
fn what_is_read_is_printed_in_one_form() {
    for (text, printed) in [
        ("", ""),
        ("  \t ", ""),
        ("tokyo", "tokyo"),
        ("  a\u{3000}b ", "a b"),
        ("\"new york\"", "\"new york\""),
        ("\"tokyo\"", "tokyo"),
        ("-x -\"y\"", "-x -y"),
        (r#""say \"hi\" \\ \* \n""#, r#""say \"hi\" \\ \* \\n""#),
        ("\"OR\" \"-x\" -\"OR\"", "\"OR\" \"-x\" -\"OR\""),
        ("or Or", "or Or"),
        ("ORlando", "ORlando"),
        ("Country:us,jp", "country:US,JP"),
        ("country:\"US\"", "country:US"),
        ("operator:\"AT&T, Inc.\",Telcel", "operator:\"AT&T, Inc.\",Telcel"),
        ("name:tokyo*,*x", "name:tokyo*,*x"),
        ("name:\"\" name:-x name:OR", "name:\"\" name:-x name:OR"),
        ("plmn:310410,334-020", "plmn:310-410,334-020"),
        ("seen:>30d,never,2025-01-01..", "seen:>30d,never,2025-01-01.."),
        ("iccid:\"8942 3100 2200\"", "iccid:894231002200"),
        ("basis:last x basis:Current", "basis:current x"),
        ("basis:current basis:previous x", "x"),
        ("x basis:\"last\"", "basis:last x"),
        ("TAG.\"S/W Version\":1.0,none", "tag.\"S/W Version\":1.0,none"),
        ("tag.\"site\":東京", "tag.site:東京"),
        ("tag.場所:a", "tag.場所:a"),
        ("(a OR b)", "(a OR b)"),
        ("-( country:US x  OR (y) OR z ) w", "-(country:US x OR (y) OR z) w"),
        ("((a))", "((a))"),
        ("a*b*", "a*b*"),
        ("*", "*"),
        // Full-width signs, letters and digits mean what they look like; in quotes they stay.
        ("country：JP", "country:JP"),
        ("status:active　country:JP", "status:active country:JP"),
        ("ｃｏｕｎｔｒｙ：ｊｐ，ＵＳ", "country:JP,US"),
        ("－ｓｔａｔｕｓ：ａ", "-status:a"),
        ("−x –y ‐z", "-x -y -z"),
        ("（ａ　ＯＲ　ｂ）", "(a OR b)"),
        ("ｎａｍｅ：ｔｏｋｙｏ＊", "name:tokyo*"),
        ("seen:＞３０ｄ", "seen:>30d"),
        ("seen:≧2025-01-01,≤2024-01-01", "seen:>=2025-01-01,<=2024-01-01"),
        ("“new york” ＂a b＂ „c d“ name:“e f”", "\"new york\" \"a b\" \"c d\" name:\"e f\""),
        ("\"say “hi” ：\"", "\"say “hi” ：\""),
        ("\"a\\＊b\" \"a＊b\"", "\"a\\＊b\" a*b"),
        ("tag.”S/W Version”：１", "tag.\"S/W Version\":1"),
        ("\u{200B}country:\u{FEFF}US\u{2060} x\u{200B}", "country:US x"),
        ("\u{200B}", ""),
        ("tag.ホ\u{309A}ンフ\u{309A}:a", "tag.ポンプ:a"),
        ("iccid:８９４２", "iccid:8942"),
        ("near:\"３５．６８，１３９，１０ｋｍ\"", "near:35.68/139/10km"),
        ("O’Brien A–B", "O’Brien A–B"),
        // Groups of digits are one identifier.
        ("8942 3100 9900 0000 010", "8942310099000000010"),
        ("x 295 050 990 000 001 y", "x 295050990000001 y"),
        ("imsi:295 050 990 000 001", "imsi:295050990000001"),
        ("-8942 3100 9900 0000 010", "-8942310099000000010"),
        ("8942 3100", "8942 3100"),
        ("8942 3100 -9900 0000 010", "8942 3100 -9900 0000 010"),
        ("12345678 12345678", "12345678 12345678"),
        ("status:8942 3100 9900 0000 010", "status:8942 310099000000010"),
        ("8942 3100 9900 0000 010 8942 3100 9900 0000 028", "8942 3100 9900 0000 010 8942 3100 9900 0000 028"),
        ("iccid:8942310099000000010F", "iccid:8942310099000000010"),
    ] {
        assert_eq!(parse_query(text).expect(text).to_string(), printed, "{text}");
    }
}

#[test]
fn an_error_says_what_is_wrong_and_where() {
    use ParseErrorKind::*;
    for (text, at, len, kind, suggestion) in [
        ("x contry:US", 2, 6, UnknownKey, Some("country")),
        ("東 -simm:1", 3, 4, UnknownKey, Some("sim")),
        ("operatorId:OP1", 0, 10, UnknownKey, Some("account")),
        ("speedclass:s1.fast", 0, 10, UnknownKey, Some("speed")),
        ("subscription:plan-D", 0, 12, UnknownKey, Some("plan")),
        ("groupid:x", 0, 7, UnknownKey, Some("group")),
        ("moduleType:nano", 0, 10, UnknownKey, Some("module")),
        ("http:x", 0, 4, UnknownKey, None),
        ("tag.:x", 0, 4, UnknownKey, None),
        ("tag:x", 0, 3, UnknownKey, None),
        ("tag.site:", 8, 1, MissingValue, None),
        ("country:US,ofline", 11, 6, UnexpectedValue(ExpectedValue::Country), None),
        ("country:unknwon", 8, 7, UnexpectedValue(ExpectedValue::Country), Some("unknown")),
        ("session:\"onlin\"", 8, 7, UnexpectedValue(ExpectedValue::Session), Some("online")),
        ("basis:currant", 6, 7, UnexpectedValue(ExpectedValue::Basis), Some("current")),
        ("seen:30d", 5, 3, BareAge, Some(">30d")),
        ("seen:90d..30d", 5, 8, BackwardRange, Some("30d..90d")),
        ("seen:tomorrow", 5, 8, UnexpectedValue(ExpectedValue::Seen), None),
        ("seen:> 30d", 5, 1, UnexpectedValue(ExpectedValue::Seen), None),
        ("country:", 7, 1, MissingValue, None),
        ("country: US", 7, 1, MissingValue, None),
        ("country:US,", 10, 1, MissingValue, None),
        ("country:,US", 7, 1, MissingValue, None),
        ("group:\"\"", 6, 2, MissingValue, None),
        ("\"\"", 0, 2, MissingValue, None),
        ("a -", 2, 1, LoneMinus, None),
        ("- a", 0, 1, LoneMinus, None),
        ("(a -)", 3, 1, LoneMinus, None),
        ("--a", 1, 2, NeedsQuotes, Some("\"-a\"")),
        ("a \"b", 2, 2, OpenQuote, None),
        ("name:\"b\\\"", 5, 4, OpenQuote, None),
        ("a,b c", 0, 3, NeedsQuotes, Some("\"a,b\"")),
        ("-a(b", 1, 3, NeedsQuotes, Some("\"a(b\"")),
        ("\"a\"b", 0, 4, NeedsQuotes, Some("\"ab\"")),
        (":x", 0, 2, NeedsQuotes, Some("\":x\"")),
        ("name:a:b", 5, 3, NeedsQuotes, Some("\"a:b\"")),
        ("(a OR b", 0, 1, OpenParenthesis, None),
        ("(", 0, 1, OpenParenthesis, None),
        ("(a OR", 0, 1, OpenParenthesis, None),
        ("-(a OR(b)OR c)d", 8, 1, MissingBlank, None),
        ("(a)(b)", 2, 1, MissingBlank, None),
        ("a)", 1, 1, StrayParenthesis, None),
        ("()", 1, 1, MissingAlternative, None),
        ("(OR a)", 1, 2, MissingAlternative, None),
        ("(a OR )", 6, 1, MissingAlternative, None),
        ("a OR b", 2, 2, BareOr, None),
        ("-basis:last", 1, 10, MisplacedBasis, None),
        ("(basis:last)", 1, 10, MisplacedBasis, None),
        ("basis:last,current", 0, 10, MisplacedBasis, None),
    ] {
        let error = parse_query(text).expect_err(text);
        let expected = ParseError { at, len, kind, suggestion: suggestion.map(str::to_owned) };
        assert_eq!(error, expected, "{text}");
        if let Some(suggestion) = suggestion {
            let mended: String =
                text.chars().take(at).chain(suggestion.chars()).chain(text.chars().skip(at + len)).collect();
            assert!(parse_query(&mended).is_ok(), "{mended}");
        }
    }
    assert_eq!(parse_query(&"(".repeat(100_000)).map_err(|e| (e.at, e.kind)), Err((32, TooDeep)));
    assert_eq!(
        parse_query("x contry:US").map_err(|e| e.to_string()),
        Err("unknown filter at character 3; did you mean country".to_owned())
    );
}

proptest! {
    #[test]
    fn what_is_printed_reads_as_the_same_query(query in any_query()) {
        let printed = query.to_string();
        prop_assert_eq!(parse_query(&printed), Ok(query), "{}", printed);
    }

    #[test]
    fn any_text_is_read_or_refused(
        text in "([a-z*\\-:,()\"\\\\ 0-9é：，（）＂“”−＊　ＯＲａ\u{200B}]|OR|country:|seen:|\\.\\.|>|[0-9]{4} ){0,12}",
    ) {
        match parse_query(&text) {
            Ok(query) => prop_assert_eq!(parse_query(&query.to_string()), Ok(query)),
            Err(error) => prop_assert!(error.at + error.len <= text.chars().count(), "{} {:?}", text, error),
        }
    }
}
