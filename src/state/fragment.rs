//! What is looked at, in the address: `#v2?q=…&sort=…`. Never data, never a key.

use std::fmt::Write;

/// What a link says: the query, and how its answer is looked at. What is not said is as the page has it at first.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct UrlState {
    /// The query's text.
    pub query: String,
    /// The column that orders the table, by its key, and whether the largest comes first.
    pub sort: Option<(String, bool)>,
    /// The table's columns by their keys; empty for those that are shown at first.
    pub columns: Vec<String>,
    /// The tab beside the map; empty for the first one.
    pub tab: String,
    /// The keys of the pivot's two sides.
    pub pivot: Option<(String, String)>,
    /// The key of what is added up in place of counting SIMs; empty where SIMs are counted.
    pub measure: String,
    /// Whether last seen is shown by the calendar.
    pub by_calendar: bool,
    /// Whether the fleet is compared with a baseline.
    pub compares_baseline: bool,
    /// What the map shows beside countries: `cells` however far away, `ways` between them, both or nothing.
    pub map_layers: Vec<String>,
}

/// The version of the form. Another one is upgraded or not read.
const VERSION_PREFIX: &str = "v2?";

/// The fragment, without its `#`, that says this; empty where there is nothing to say.
///
/// ```
/// use simscope::fragment::{UrlState, write_fragment};
///
/// let shown = UrlState { query: "country:US seen:>90d".into(), sort: Some(("seen".into(), true)), ..UrlState::default() };
/// assert_eq!(write_fragment(&shown), "v2?q=country:US%20seen:%3E90d&sort=-seen");
/// ```
pub fn write_fragment(shown: &UrlState) -> String {
    let sort = shown.sort.as_ref().map(|(key, down)| format!("{}{key}", if *down { "-" } else { "" }));
    let pivot = shown.pivot.as_ref().map(|(across, along)| format!("{across},{along}"));
    let when = |is: bool, value: &str| if is { value.to_owned() } else { String::new() };
    let pairs = [
        ("q", shown.query.clone()),
        ("sort", sort.unwrap_or_default()),
        ("columns", shown.columns.join(",")),
        ("tab", shown.tab.clone()),
        ("pivot", pivot.unwrap_or_default()),
        ("measure", shown.measure.clone()),
        ("time", when(shown.by_calendar, "calendar")),
        ("compare", when(shown.compares_baseline, "1")),
        ("map", shown.map_layers.join(",")),
    ];
    let mut fragment = String::new();
    for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        fragment.push_str(if fragment.is_empty() { VERSION_PREFIX } else { "&" });
        fragment.push_str(name);
        fragment.push('=');
        push_escaped(value, &mut fragment);
    }
    escape_last_sign(&mut fragment);
    fragment
}

/// What a fragment says, with or without `#`; `None` for a fragment that is not ours.
///
/// ```
/// assert_eq!(simscope::fragment::parse_fragment("#v1?q=country:US%20seen:%3E90d").unwrap().query, "country:US seen:>90d");
/// ```
pub fn parse_fragment(fragment: &str) -> Option<UrlState> {
    let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
    if fragment.is_empty() {
        return Some(UrlState::default());
    }
    let fragment = upgrade_version(fragment);
    let mut shown = UrlState::default();
    for pair in fragment.strip_prefix(VERSION_PREFIX)?.split('&') {
        let (name, value) = pair.split_once('=')?;
        let value = decode_value(value)?;
        match name {
            "q" => shown.query = value,
            "sort" => {
                let down = value.strip_prefix('-');
                shown.sort = Some((down.unwrap_or(&value).to_owned(), down.is_some()));
            }
            "columns" => shown.columns = value.split(',').map(str::to_owned).collect(),
            "tab" => shown.tab = value,
            "pivot" => shown.pivot = value.rsplit_once(',').map(|(a, b)| (a.to_owned(), b.to_owned())),
            "measure" => shown.measure = value,
            "time" => shown.by_calendar = value == "calendar",
            "compare" => shown.compares_baseline = value == "1",
            "map" => shown.map_layers = value.split(',').map(str::to_owned).collect(),
            // A later version of this one may say more.
            _ => {}
        }
    }
    Some(shown)
}

/// A fragment of an earlier version as one of this version.
fn upgrade_version(fragment: &str) -> String {
    match fragment.strip_prefix("v1?") {
        // The first version had a query and nothing else.
        Some(rest) => format!("{VERSION_PREFIX}{}", rest.split('&').next().unwrap_or_default()),
        None => fragment.to_owned(),
    }
}

/// Appends a text as a part of an address that survives chats, mail and Markdown: `*`, `_` and `~` make emphasis there, and
/// brackets end a link, so that they are encoded wherever they stand.
fn push_escaped(text: &str, into: &mut String) {
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b':' | b',' => into.push(byte.into()),
            _ => push_encoded(byte, into),
        }
    }
}

/// Encodes the last character where it is a sign: whoever finds an address in a text takes it for the end of a sentence.
fn escape_last_sign(fragment: &mut String) {
    if let Some(sign) = fragment.pop() {
        match u8::try_from(sign) {
            Ok(byte) if !byte.is_ascii_alphanumeric() => push_encoded(byte, fragment),
            _ => fragment.push(sign),
        }
    }
}

fn push_encoded(byte: u8, into: &mut String) {
    // Writing to a string cannot fail.
    let _ = write!(into, "%{byte:02X}");
}

fn decode_value(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        match (first, tail) {
            (b'%', [high, low, tail @ ..]) => {
                let digits = [char::from(*high).to_digit(16)?, char::from(*low).to_digit(16)?];
                bytes.push(u8::try_from(digits[0] * 16 + digits[1]).ok()?);
                rest = tail;
            }
            (b'%', _) => return None,
            (b'+', _) => bytes.push(b' '),
            _ => bytes.push(*first),
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_written_reads_back() {
        for query in ["", "a", "country:US,CA -status:active", "name:\"工場 A&B\" 100%", "tag.\"S/W\":1+1", "a#b?c=d"]
        {
            let plain = UrlState { query: query.into(), ..UrlState::default() };
            let full = UrlState {
                sort: Some(("seen".into(), true)),
                columns: vec!["imsi".into(), "change".into()],
                tab: "pivot".into(),
                pivot: Some(("tag.a,b".into(), "status".into())),
                measure: "list.Monthly fee".into(),
                by_calendar: true,
                compares_baseline: true,
                map_layers: vec!["cells".into(), "ways".into()],
                ..plain.clone()
            };
            for shown in [plain, full] {
                assert_eq!(parse_fragment(&write_fragment(&shown)).as_ref(), Some(&shown));
                assert!(write_fragment(&shown).is_ascii(), "{query}");
            }
        }
    }

    #[test]
    fn what_is_not_ours_is_left() {
        for fragment in ["v9?q=a", "top", "v1", "v2?q=%", "v1?q=%4", "v2?q=%zz", "v2?q=%FF", "v2?", "v2?q"] {
            assert_eq!(parse_fragment(fragment), None, "{fragment}");
        }
        assert_eq!(parse_fragment("v2?q=a&later=b").map(|shown| shown.query), Some("a".into()));
    }

    #[test]
    fn what_chats_and_mail_drop_or_turn_into_emphasis_is_encoded() {
        for (query, want) in [
            ("name:gw*", "v2?q=name:gw%2A"),
            ("name:*gw* x", "v2?q=name:%2Agw%2A%20x"),
            ("seen:2025-01-01..", "v2?q=seen:2025-01-01.%2E"),
            ("(a OR b)", "v2?q=%28a%20OR%20b%29"),
            ("country:", "v2?q=country%3A"),
            ("country:US,", "v2?q=country:US%2C"),
            ("a-", "v2?q=a%2D"),
            ("_a_ ~b~", "v2?q=%5Fa%5F%20%7Eb%7E"),
            ("what?", "v2?q=what%3F"),
            ("\"a;!'\"", "v2?q=%22a%3B%21%27%22"),
        ] {
            assert_eq!(write_fragment(&UrlState { query: query.into(), ..UrlState::default() }), want);
        }
        let pivot = Some(("country".to_owned(), "tag.a*".to_owned()));
        let shown = UrlState { tab: "pivot".into(), pivot, ..UrlState::default() };
        assert_eq!(write_fragment(&shown), "v2?tab=pivot&pivot=country,tag.a%2A");
        assert_eq!(parse_fragment(&write_fragment(&shown)), Some(shown));
    }

    #[test]
    fn what_was_written_before_signs_were_encoded_still_opens() {
        for (fragment, query) in [
            ("#v1?q=name:gw*", "name:gw*"),
            ("#v2?q=name:gw*&sort=-seen", "name:gw*"),
            ("#v2?q=(country:US%20OR%20_a~b)", "(country:US OR _a~b)"),
            ("#v2?q=seen:2025-01-01..", "seen:2025-01-01.."),
        ] {
            assert_eq!(parse_fragment(fragment).map(|shown| shown.query).as_deref(), Some(query), "{fragment}");
        }
    }

    proptest! {
        #[test]
        fn any_text_reads_back_from_an_address_that_ends_in_a_letter_or_a_digit(
            query in any::<String>(), tab in "[a-z*_.]{0,6}",
        ) {
            let shown = UrlState { query, tab, ..UrlState::default() };
            let fragment = write_fragment(&shown);
            prop_assert_eq!(parse_fragment(&fragment), Some(shown));
            prop_assert!(fragment.chars().last().is_none_or(|last| last.is_ascii_alphanumeric()), "{}", fragment);
            prop_assert!(!fragment.contains(['*', '_', '~', '(', ')', '\'', '"', '!', ';']), "{}", fragment);
        }
    }

    #[test]
    fn the_first_version_is_upgraded() {
        assert_eq!(parse_fragment("#v1?q=a&later=b"), Some(UrlState { query: "a".into(), ..UrlState::default() }));
    }
}
