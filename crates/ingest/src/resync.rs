//! Where the next record begins in a text of which something was damaged.
//!
//! A record begins at `{`, does not stand behind the key of another object, and has one of a SIM's keys at its first level.
//! That tells it from the objects that stand in a record, wherever the damage may have left the reader: quotes within
//! strings are escaped, so that no string holds such a beginning.

use crate::json::Cursor;
use crate::stretch::valid;

/// Bytes of a text that decide whether a record begins at their first one.
pub const LOOKAHEAD: usize = 2048;
/// Bytes before a bracket that are looked at to tell what it stands behind.
pub const LOOKBEHIND: usize = 96;

/// Keys that a subscriber or a SIM has and that neither its sessions nor its cells have (Soracom API, `Subscriber`, `Sim`).
const SIM_KEYS: [&str; 16] = [
    "activeProfileId",
    "apn",
    "groupId",
    "iccid",
    "imsi",
    "lastModifiedTime",
    "moduleType",
    "msisdn",
    "operatorId",
    "previousSession",
    "profiles",
    "serialNumber",
    "sessionStatus",
    "simId",
    "speedClass",
    "terminationEnabled",
];

/// Those that no profile of a SIM and no subscriber of a profile has: both are objects under an identifier, as the SIMs of an
/// object that is keyed by identifiers are.
const OWN_KEYS: [&str; 7] =
    ["groupId", "lastModifiedTime", "moduleType", "operatorId", "previousSession", "profiles", "sessionStatus"];

/// Digits that the shortest identifier has which names a SIM: an IMSI of a test network.
const SHORTEST_ID: usize = 14;

/// What a search has found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Found {
    /// A record begins at this index.
    Record(usize),
    /// A line ends before this index, and what was to be passed over with it.
    Line(usize),
    /// Nothing before this index; what follows is decided by bytes that have not come yet.
    Nothing(usize),
}

/// What ends what is passed over, beside the begin of a record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Until {
    /// Nothing else: an array or an object around the records is open.
    Record,
    /// A line that begins with a bracket: a document begins with it, since none is open.
    Document,
    /// The end of the line.
    Line,
}

/// Searches for the next record from an index on. `last` says that no more bytes will come.
pub fn find(bytes: &[u8], from: usize, until: Until, last: bool) -> Found {
    let rest = bytes.get(from..).unwrap_or_default();
    for at in memchr::memchr2_iter(b'{', b'\n', rest).map(|at| from + at) {
        let window = bytes.get(at..bytes.len().min(at + LOOKAHEAD)).unwrap_or_default();
        if bytes[at] == b'\n' {
            match (until, window.get(1)) {
                (Until::Record, _) => {}
                (Until::Document, None) if !last => return Found::Nothing(at),
                (Until::Line, _) | (Until::Document, Some(b'{' | b'[')) => return Found::Line(at + 1),
                (Until::Document, _) => {}
            }
            continue;
        }
        let Some(keys) = telling_keys(&bytes[at.saturating_sub(LOOKBEHIND)..at]) else { continue };
        if window.len() < LOOKAHEAD && !last && !has_key(window, keys) {
            return Found::Nothing(at);
        }
        if has_key(window, keys) {
            return Found::Record(at);
        }
    }
    Found::Nothing(bytes.len())
}

/// Where the first record stands in an object under an identifier, as those of an object do that is keyed by identifiers. No
/// SIM holds one: where it seems to, a bracket was lost.
pub fn find_keyed(object: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b'{', object).find(|at| {
        let before = &object[at.saturating_sub(LOOKBEHIND)..*at];
        before.trim_ascii_end().ends_with(b":")
            && telling_keys(before).is_some_and(|keys| has_key(&object[*at..object.len().min(at + LOOKAHEAD)], keys))
    })
}

/// Whether an object, which may end anywhere, begins as the record of a SIM does.
pub fn begins_as_sim(object: &[u8]) -> bool {
    has_key(&object[..object.len().min(LOOKAHEAD)], &SIM_KEYS)
}

/// Whether a key may be an IMSI, an ICCID or a SIM ID: digits, or those of an ICCID that has letters.
pub fn is_identifier(key: &str) -> bool {
    let digits = || key.bytes().filter(u8::is_ascii_digit).count();
    (SHORTEST_ID..=32).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_hexdigit()) && digits() >= SHORTEST_ID
}

/// The keys that tell a record behind these bytes from other objects; `None` where none can begin.
fn telling_keys(before: &[u8]) -> Option<&'static [&'static str]> {
    let trimmed = before.trim_ascii_end();
    match trimmed.last() {
        Some(b':') if trimmed[..trimmed.len() - 1].trim_ascii_end().ends_with(b"\"") => {
            let key = trimmed[..trimmed.len() - 1].trim_ascii_end().strip_suffix(b"\"")?;
            let key = key.get(memchr::memrchr(b'"', key)? + 1..)?;
            std::str::from_utf8(key).is_ok_and(is_identifier).then_some(&OWN_KEYS)
        }
        // A record stands behind a comma or a bracket, and behind whatever a log puts in front of it, but not in a word or a
        // string.
        Some(b'"' | b'\\') => None,
        Some(byte) if byte.is_ascii_alphanumeric() && trimmed.len() == before.len() => None,
        _ => Some(&SIM_KEYS),
    }
}

fn has_key(object: &[u8], keys: &[&str]) -> bool {
    first_level_keys(valid(object)).any(|key| keys.contains(&key))
}

/// The keys at the first level of an object, as far as it is JSON.
fn first_level_keys(object: &str) -> impl Iterator<Item = &str> {
    let mut cursor = Cursor::new(object, 0);
    let mut open = cursor.takes(b'{');
    std::iter::from_fn(move || {
        if !open {
            return None;
        }
        cursor.space();
        let key = cursor.key()?;
        open = cursor.skip().is_some() && {
            cursor.space();
            cursor.takes(b',')
        };
        object.get(key)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_told_from_the_objects_in_it() {
        for (text, expected) in [
            (r#","x":1},{"imsi":"1"}"#, Some(8)),
            (r#""},{"apn":"a","imsi":"1"}"#, Some(3)),
            ("\"\n\t},\n\t{\n\t\t\"apn\": \"a\"", Some(7)),
            (r#"x}{"simId":"1"}"#, Some(2)),
            (r#""items":[{"other":{"imsi":"2"},"iccid":"1"}"#, Some(9)),
            ("\u{1E}{\"imsi\":\"1\"}", Some(1)),
            (r#"INFO got {"imsi":"1"}"#, Some(9)),
            (r#"data: {"imsi":"1"}"#, Some(6)),
            ("</html>\u{A0}{\"imsi\":\"1\"}", Some(9)),
            (r#"x{"imsi":"1"}"#, None),
            (r#""previousSession":{"imei":"1","cell":{"mcc":1}}"#, None),
            (
                r#""profiles":{"8942310022000000001":{"iccid":"1","subscribers":{"295050000000001":{"imsi":"1"}}}}"#,
                None,
            ),
            (r#","295050000000001":{"imsi":"1","sessionStatus":null}"#, Some(19)),
            (r#""name":"a,{","imsi":"1""#, None),
            (r#""name":"a,{\"imsi\":1}""#, None),
            (r#"[{"a":1},{"b":{}}]"#, None),
        ] {
            let expected = expected.map_or(Found::Nothing(text.len()), Found::Record);
            assert_eq!(find(text.as_bytes(), 0, Until::Record, true), expected, "{text}");
        }
    }

    #[test]
    fn a_line_begins_a_document_where_no_array_is_open() {
        use Until::*;
        for (text, until, expected) in [
            ("x\"\n{\"a\":1}", Document, Found::Line(3)),
            ("x\"\n[{\"a\":1}]", Document, Found::Line(3)),
            ("x\"\n{\"a\":1}", Record, Found::Nothing(10)),
            ("x\"\n  {\"a\":1}", Document, Found::Nothing(12)),
            ("x\"\n  {\"a\":1}", Line, Found::Line(3)),
            ("x {\"imsi\":1}\n", Line, Found::Record(2)),
            ("x\n", Line, Found::Line(2)),
        ] {
            assert_eq!(find(text.as_bytes(), 0, until, true), expected, "{text:?}");
        }
    }

    #[test]
    fn what_is_not_decided_waits_for_more() {
        let begin = r#"x},{"custom":"#;
        assert_eq!(find(begin.as_bytes(), 0, Until::Record, false), Found::Nothing(3));
        assert_eq!(find(begin.as_bytes(), 0, Until::Record, true), Found::Nothing(begin.len()));
        let whole = format!("{begin}\"{}\",\"imsi\":\"1\"", "y".repeat(900));
        assert_eq!(find(whole.as_bytes(), 0, Until::Record, false), Found::Record(3));
        let far = format!("{begin}\"{}\",\"imsi\":\"1\"", "y".repeat(3000));
        assert_eq!(find(far.as_bytes(), 0, Until::Record, false), Found::Nothing(far.len()));
    }
}
