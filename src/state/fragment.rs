//! What is looked at, in the address: `#v2?q=…&sort=…`. Never data, never a key.

use std::fmt::Write;

/// What a link says: the query, and how its answer is looked at. What is not said is as the page has it at first.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Shown {
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
    /// Whether last seen is shown by the calendar.
    pub calendar: bool,
    /// Whether the fleet is compared with a baseline.
    pub compare: bool,
    /// What the map shows beside countries: `cells` however far away, `ways` between them, both or nothing.
    pub map: Vec<String>,
}

/// The version of the form. Another one is upgraded or not read.
const PREFIX: &str = "v2?";

/// The fragment, without its `#`, that says this; empty where there is nothing to say.
///
/// ```
/// use simscope::fragment::{LastView, write};
///
/// let shown = LastView { query: "country:US seen:>90d".into(), sort: Some(("seen".into(), true)), ..LastView::default() };
/// assert_eq!(write(&shown), "v2?q=country:US%20seen:%3E90d&sort=-seen");
/// ```
pub fn write(shown: &Shown) -> String {
    let sort = shown.sort.as_ref().map(|(key, down)| format!("{}{key}", if *down { "-" } else { "" }));
    let pivot = shown.pivot.as_ref().map(|(across, along)| format!("{across},{along}"));
    let when = |is: bool, value: &str| if is { value.to_owned() } else { String::new() };
    let pairs = [
        ("q", shown.query.clone()),
        ("sort", sort.unwrap_or_default()),
        ("columns", shown.columns.join(",")),
        ("tab", shown.tab.clone()),
        ("pivot", pivot.unwrap_or_default()),
        ("time", when(shown.calendar, "calendar")),
        ("compare", when(shown.compare, "1")),
        ("map", shown.map.join(",")),
    ];
    let mut fragment = String::new();
    for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        fragment.push_str(if fragment.is_empty() { PREFIX } else { "&" });
        fragment.push_str(name);
        fragment.push('=');
        escape(value, &mut fragment);
    }
    escape_end(&mut fragment);
    fragment
}

/// What a fragment says, with or without `#`; `None` for a fragment that is not ours.
///
/// ```
/// assert_eq!(simscope::fragment::read("#v1?q=country:US%20seen:%3E90d").unwrap().query, "country:US seen:>90d");
/// ```
pub fn read(fragment: &str) -> Option<Shown> {
    let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
    if fragment.is_empty() {
        return Some(Shown::default());
    }
    let fragment = upgrade(fragment);
    let mut shown = Shown::default();
    for pair in fragment.strip_prefix(PREFIX)?.split('&') {
        let (name, value) = pair.split_once('=')?;
        let value = unescape(value)?;
        match name {
            "q" => shown.query = value,
            "sort" => {
                let down = value.strip_prefix('-');
                shown.sort = Some((down.unwrap_or(&value).to_owned(), down.is_some()));
            }
            "columns" => shown.columns = value.split(',').map(str::to_owned).collect(),
            "tab" => shown.tab = value,
            "pivot" => shown.pivot = value.rsplit_once(',').map(|(a, b)| (a.to_owned(), b.to_owned())),
            "time" => shown.calendar = value == "calendar",
            "compare" => shown.compare = value == "1",
            "map" => shown.map = value.split(',').map(str::to_owned).collect(),
            // A later version of this one may say more.
            _ => {}
        }
    }
    Some(shown)
}

/// A fragment of an earlier version as one of this version.
fn upgrade(fragment: &str) -> String {
    match fragment.strip_prefix("v1?") {
        // The first version had a query and nothing else.
        Some(rest) => format!("{PREFIX}{}", rest.split('&').next().unwrap_or_default()),
        None => fragment.to_owned(),
    }
}

/// Appends a text as a part of an address that survives chats, mail and Markdown: `*`, `_` and `~` make emphasis there, and
/// brackets end a link, so that they are encoded wherever they stand.
fn escape(text: &str, into: &mut String) {
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b':' | b',' => into.push(byte.into()),
            _ => push_encoded(byte, into),
        }
    }
}

/// Encodes the last character where it is a sign: whoever finds an address in a text takes it for the end of a sentence.
fn escape_end(fragment: &mut String) {
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

fn unescape(text: &str) -> Option<String> {
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
            let plain = Shown { query: query.into(), ..Shown::default() };
            let full = Shown {
                sort: Some(("seen".into(), true)),
                columns: vec!["imsi".into(), "change".into()],
                tab: "pivot".into(),
                pivot: Some(("tag.a,b".into(), "status".into())),
                calendar: true,
                compare: true,
                map: vec!["cells".into(), "ways".into()],
                ..plain.clone()
            };
            for shown in [plain, full] {
                assert_eq!(read(&write(&shown)).as_ref(), Some(&shown));
                assert!(write(&shown).is_ascii(), "{query}");
            }
        }
    }

    #[test]
    fn what_is_not_ours_is_left() {
        for fragment in ["v9?q=a", "top", "v1", "v2?q=%", "v1?q=%4", "v2?q=%zz", "v2?q=%FF", "v2?", "v2?q"] {
            assert_eq!(read(fragment), None, "{fragment}");
        }
        assert_eq!(read("v2?q=a&later=b").map(|shown| shown.query), Some("a".into()));
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
            assert_eq!(write(&Shown { query: query.into(), ..Shown::default() }), want);
        }
        let pivot = Some(("country".to_owned(), "tag.a*".to_owned()));
        let shown = Shown { tab: "pivot".into(), pivot, ..Shown::default() };
        assert_eq!(write(&shown), "v2?tab=pivot&pivot=country,tag.a%2A");
        assert_eq!(read(&write(&shown)), Some(shown));
    }

    #[test]
    fn what_was_written_before_signs_were_encoded_still_opens() {
        for (fragment, query) in [
            ("#v1?q=name:gw*", "name:gw*"),
            ("#v2?q=name:gw*&sort=-seen", "name:gw*"),
            ("#v2?q=(country:US%20OR%20_a~b)", "(country:US OR _a~b)"),
            ("#v2?q=seen:2025-01-01..", "seen:2025-01-01.."),
        ] {
            assert_eq!(read(fragment).map(|shown| shown.query).as_deref(), Some(query), "{fragment}");
        }
    }

    proptest! {
        #[test]
        fn any_text_reads_back_from_an_address_that_ends_in_a_letter_or_a_digit(
            query in any::<String>(), tab in "[a-z*_.]{0,6}",
        ) {
            let shown = Shown { query, tab, ..Shown::default() };
            let fragment = write(&shown);
            prop_assert_eq!(read(&fragment), Some(shown));
            prop_assert!(fragment.chars().last().is_none_or(|last| last.is_ascii_alphanumeric()), "{}", fragment);
            prop_assert!(!fragment.contains(['*', '_', '~', '(', ')', '\'', '"', '!', ';']), "{}", fragment);
        }
    }

    #[test]
    fn the_first_version_is_upgraded() {
        assert_eq!(read("#v1?q=a&later=b"), Some(Shown { query: "a".into(), ..Shown::default() }));
    }
}
