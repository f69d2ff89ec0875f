//! The search for the next record in a damaged text.
//!
//! A record begins with `{`, is not the value of a key, and has one of a SIM's keys at its first level. That distinguishes
//! it from the objects within a record, wherever the damage may have left the reader: quotes within strings are escaped, so
//! that no string has such a beginning.

use crate::decode::valid_utf8_prefix;
use crate::identifier::is_identifier;
use crate::json::JsonCursor;

/// Maximum number of bytes that decide whether a record begins at the first of them.
pub const MAX_LOOKAHEAD: usize = 2048;
/// Maximum number of bytes before a bracket that decide what it comes after.
pub const MAX_LOOKBEHIND: usize = 96;

/// Keys of a subscriber or a SIM that neither its sessions nor its cells have (Soracom API, `Subscriber`, `Sim`).
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

/// Those of them that neither the profiles of a SIM nor their subscribers have. Both are objects that are keyed by
/// identifiers, as SIMs may be.
const SIM_ONLY_KEYS: [&str; 7] =
    ["groupId", "lastModifiedTime", "moduleType", "operatorId", "previousSession", "profiles", "sessionStatus"];

/// What a search finds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ResyncPoint {
    /// A record begins at this index.
    Record(usize),
    /// A line ends before this index, and what was to be skipped ends with it.
    Line(usize),
    /// No record begins before this index. Bytes that have not come yet decide about the rest.
    NothingBefore(usize),
}

/// What ends the search besides the beginning of a record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ResyncTarget {
    /// Nothing else, since an array or an object around the records is open.
    Record,
    /// A line that begins with a bracket: a document begins with it, since nothing is open.
    Document,
    /// The end of the line.
    Line,
}

/// Whether more bytes of a text may come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum InputState {
    /// More may come, and decide what is undecided.
    Open,
    /// These are the last bytes.
    Complete,
}

/// Searches for the next record from an index on.
pub fn find_resync_point(bytes: &[u8], from: usize, until: ResyncTarget, input: InputState) -> ResyncPoint {
    let rest = bytes.get(from..).unwrap_or_default();
    for at in memchr::memchr2_iter(b'{', b'\n', rest).map(|at| from + at) {
        let window = bytes.get(at..bytes.len().min(at + MAX_LOOKAHEAD)).unwrap_or_default();
        if bytes[at] == b'\n' {
            match (until, window.get(1)) {
                (ResyncTarget::Record, _) => {}
                (ResyncTarget::Document, None) if input == InputState::Open => return ResyncPoint::NothingBefore(at),
                (ResyncTarget::Line, _) | (ResyncTarget::Document, Some(b'{' | b'[')) => {
                    return ResyncPoint::Line(at + 1);
                }
                (ResyncTarget::Document, _) => {}
            }
            continue;
        }
        let Some(keys) = distinguishing_keys(&bytes[at.saturating_sub(MAX_LOOKBEHIND)..at]) else { continue };
        if window.len() < MAX_LOOKAHEAD && input == InputState::Open && !has_any_key(window, keys) {
            return ResyncPoint::NothingBefore(at);
        }
        if has_any_key(window, keys) {
            return ResyncPoint::Record(at);
        }
    }
    ResyncPoint::NothingBefore(bytes.len())
}

/// Finds the first record that is keyed by an identifier within an object. No SIM has one: where it seems to, a bracket was
/// lost.
pub fn find_keyed_record(object: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b'{', object).find(|at| {
        let before = &object[at.saturating_sub(MAX_LOOKBEHIND)..*at];
        before.trim_ascii_end().ends_with(b":")
            && distinguishing_keys(before)
                .is_some_and(|keys| has_any_key(&object[*at..object.len().min(at + MAX_LOOKAHEAD)], keys))
    })
}

/// Whether an object, which may end anywhere, begins as the record of a SIM does.
pub fn is_sim_prefix(object: &[u8]) -> bool {
    has_any_key(&object[..object.len().min(MAX_LOOKAHEAD)], &SIM_KEYS)
}

/// Returns the keys that distinguish a record after these bytes from other objects; `None` where no record can begin.
fn distinguishing_keys(before: &[u8]) -> Option<&'static [&'static str]> {
    let trimmed = before.trim_ascii_end();
    match trimmed.last() {
        Some(b':') if trimmed[..trimmed.len() - 1].trim_ascii_end().ends_with(b"\"") => {
            let key = trimmed[..trimmed.len() - 1].trim_ascii_end().strip_suffix(b"\"")?;
            let key = key.get(memchr::memrchr(b'"', key)? + 1..)?;
            std::str::from_utf8(key).is_ok_and(is_identifier).then_some(&SIM_ONLY_KEYS)
        }
        // A record comes after a comma or a bracket, or after whatever a log writes before it, but not within a word or a
        // string.
        Some(b'"' | b'\\') => None,
        Some(byte) if byte.is_ascii_alphanumeric() && trimmed.len() == before.len() => None,
        _ => Some(&SIM_KEYS),
    }
}

fn has_any_key(object: &[u8], keys: &[&str]) -> bool {
    top_level_keys(valid_utf8_prefix(object)).any(|key| keys.contains(&key))
}

/// Returns the keys at the first level of an object, as far as it is JSON.
fn top_level_keys(object: &str) -> impl Iterator<Item = &str> {
    let mut cursor = JsonCursor::new(object, 0);
    let mut open = cursor.consume_byte(b'{');
    std::iter::from_fn(move || {
        if !open {
            return None;
        }
        cursor.skip_whitespace();
        let key = cursor.read_key()?;
        open = cursor.skip_json_value().is_some() && {
            cursor.skip_whitespace();
            cursor.consume_byte(b',')
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
            let expected = expected.map_or(ResyncPoint::NothingBefore(text.len()), ResyncPoint::Record);
            assert_eq!(
                find_resync_point(text.as_bytes(), 0, ResyncTarget::Record, InputState::Complete),
                expected,
                "{text}"
            );
        }
    }

    #[test]
    fn a_line_begins_a_document_where_no_array_is_open() {
        use ResyncTarget::*;
        for (text, until, expected) in [
            ("x\"\n{\"a\":1}", Document, ResyncPoint::Line(3)),
            ("x\"\n[{\"a\":1}]", Document, ResyncPoint::Line(3)),
            ("x\"\n{\"a\":1}", Record, ResyncPoint::NothingBefore(10)),
            ("x\"\n  {\"a\":1}", Document, ResyncPoint::NothingBefore(12)),
            ("x\"\n  {\"a\":1}", Line, ResyncPoint::Line(3)),
            ("x {\"imsi\":1}\n", Line, ResyncPoint::Record(2)),
            ("x\n", Line, ResyncPoint::Line(2)),
        ] {
            assert_eq!(find_resync_point(text.as_bytes(), 0, until, InputState::Complete), expected, "{text:?}");
        }
    }

    #[test]
    fn what_is_not_decided_waits_for_more() {
        let begin = r#"x},{"custom":"#;
        assert_eq!(
            find_resync_point(begin.as_bytes(), 0, ResyncTarget::Record, InputState::Open),
            ResyncPoint::NothingBefore(3)
        );
        assert_eq!(
            find_resync_point(begin.as_bytes(), 0, ResyncTarget::Record, InputState::Complete),
            ResyncPoint::NothingBefore(begin.len())
        );
        let whole = format!("{begin}\"{}\",\"imsi\":\"1\"", "y".repeat(900));
        assert_eq!(
            find_resync_point(whole.as_bytes(), 0, ResyncTarget::Record, InputState::Open),
            ResyncPoint::Record(3)
        );
        let far = format!("{begin}\"{}\",\"imsi\":\"1\"", "y".repeat(3000));
        assert_eq!(
            find_resync_point(far.as_bytes(), 0, ResyncTarget::Record, InputState::Open),
            ResyncPoint::NothingBefore(far.len())
        );
    }
}
