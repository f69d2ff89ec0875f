//! The query in the address: `#v1?q=…`. Never data, never a key.

use std::fmt::Write;

/// The version of the form; another one is not read.
const PREFIX: &str = "v1?q=";

/// The fragment, without its `#`, that says this query; empty for the empty query.
///
/// ```
/// assert_eq!(simscope::fragment::write("country:US seen:>90d"), "v1?q=country:US%20seen:%3E90d");
/// ```
pub fn write(query: &str) -> String {
    if query.is_empty() {
        return String::new();
    }
    let mut fragment = PREFIX.to_owned();
    for byte in query.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b':' | b',' | b'*' | b'(' | b')' => {
                fragment.push(byte.into());
            }
            // Writing to a string cannot fail.
            _ => drop(write!(fragment, "%{byte:02X}")),
        }
    }
    fragment
}

/// The query that a fragment says, with or without `#`; `None` for a fragment that is not ours.
///
/// ```
/// assert_eq!(simscope::fragment::read("#v1?q=country:US%20seen:%3E90d").as_deref(), Some("country:US seen:>90d"));
/// ```
pub fn read(fragment: &str) -> Option<String> {
    let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
    if fragment.is_empty() {
        return Some(String::new());
    }
    let mut bytes = Vec::new();
    let mut rest = fragment.strip_prefix(PREFIX)?.split('&').next()?.as_bytes();
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

    #[test]
    fn what_is_written_reads_back() {
        for query in ["", "a", "country:US,CA -status:active", "name:\"工場 A&B\" 100%", "tag.\"S/W\":1+1", "a#b?c=d"]
        {
            assert_eq!(read(&write(query)).as_deref(), Some(query));
            assert!(write(query).is_ascii(), "{query}");
        }
    }

    #[test]
    fn what_is_not_ours_is_left() {
        for fragment in ["v2?q=a", "top", "v1", "v1?q=%", "v1?q=%4", "v1?q=%zz", "v1?q=%FF"] {
            assert_eq!(read(fragment), None, "{fragment}");
        }
        assert_eq!(read("#v1?q=a&later=b").as_deref(), Some("a"));
    }
}
