//! The inside of one object: where its brackets balance, or where it stops being JSON.
//!
//! Damage is to cost the record that it is in, so it has to be seen before the next one is swallowed. A few local rules of
//! JSON's grammar are enough for that, and cheap: a string holds no line break, what stands beside a string is a blank, a
//! comma, a colon or a bracket, and an object or an array begins behind a colon in an object, and behind a comma or the
//! bracket in an array. All else is for the reader of the record to judge.

use crate::block::{BLOCK, Marks, is_edge};
use crate::extract::DEPTH;

/// How an object ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    /// By its own bracket; the index is the one behind that.
    Whole,
    /// By a byte that cannot stand there; the index is that byte's.
    Broken,
    /// By a bracket that is nested deeper than any record; the index is that bracket's.
    TooDeep,
}

/// The state between two pieces of an object.
#[derive(Clone, Debug)]
pub struct Scan {
    depth: u32,
    /// The kinds of the open brackets, the innermost in the lowest bit, `[` being 1. There are at most [`DEPTH`].
    kinds: u128,
    in_string: bool,
    escaped: bool,
    /// The byte before the next one.
    previous: u8,
    /// The byte before the next one that is no blank.
    significant: u8,
}

impl Default for Scan {
    fn default() -> Self {
        Self { depth: 0, kinds: 0, in_string: false, escaped: false, previous: b' ', significant: b' ' }
    }
}

const _: () = assert!(DEPTH <= u128::BITS);

impl Scan {
    /// Reads on. When the object ends within the bytes: where, and how.
    pub fn run(&mut self, bytes: &[u8]) -> Option<(usize, End)> {
        let (blocks, rest) = bytes.as_chunks::<BLOCK>();
        for (i, block) in blocks.iter().enumerate() {
            if let Some((end, how)) = self.block(block) {
                return Some((i * BLOCK + end, how));
            }
        }
        let (end, how) = self.bytes(rest)?;
        Some((blocks.len() * BLOCK + end, how))
    }

    fn block(&mut self, block: &[u8; BLOCK]) -> Option<(usize, End)> {
        let marks = Marks::of(block);
        // Backslashes are rare in exports, and mean something in strings only: byte by byte, then.
        if marks.backslashes != 0 || self.escaped {
            return self.bytes(block);
        }
        let strings = marks.strings(self.in_string);
        let (opening, closing) = (marks.quotes & strings, marks.quotes & !strings);
        let behind_edge = marks.edges << 1 | u64::from(is_edge(self.previous));
        let behind_string = closing << 1 | u64::from(self.is_behind_string());
        let wrong = (opening & !behind_edge) | (behind_string & !marks.edges) | (marks.breaks & strings);
        // None is 64, behind the last.
        let wrong = wrong.trailing_zeros() as usize;
        let mut brackets = marks.brackets & !strings;
        while brackets != 0 {
            let at = brackets.trailing_zeros() as usize;
            if at >= wrong {
                break;
            }
            brackets &= brackets - 1;
            if let Some(end) = self.bracket(block, at) {
                return Some(end);
            }
        }
        if wrong < BLOCK {
            return Some((wrong, End::Broken));
        }
        self.in_string = strings >> (BLOCK - 1) == 1;
        self.pass(block);
        None
    }

    /// Byte by byte.
    fn bytes(&mut self, bytes: &[u8]) -> Option<(usize, End)> {
        let mut i = 0;
        loop {
            if self.in_string {
                match self.string(bytes, i) {
                    Ok(end) => i = end,
                    Err(end) => return end,
                }
            }
            let Some(&byte) = bytes.get(i) else { break };
            let previous = i.checked_sub(1).and_then(|i| bytes.get(i)).copied();
            let behind_string = previous.map_or(self.is_behind_string(), |byte| byte == b'"');
            match byte {
                _ if behind_string && !is_edge(byte) => return Some((i, End::Broken)),
                b'"' if !is_edge(previous.unwrap_or(self.previous)) => return Some((i, End::Broken)),
                b'"' => self.in_string = true,
                b'{' | b'[' | b'}' | b']' => {
                    if let Some(end) = self.bracket(bytes, i) {
                        return Some(end);
                    }
                }
                _ => {}
            }
            i += 1;
        }
        self.pass(bytes);
        None
    }

    /// Whether the byte before the next one closed a string.
    fn is_behind_string(&self) -> bool {
        self.previous == b'"' && !self.in_string
    }

    /// Remembers what stood last.
    fn pass(&mut self, bytes: &[u8]) {
        self.previous = bytes.last().copied().unwrap_or(self.previous);
        self.significant = self.significant_before(bytes, bytes.len());
    }

    /// The last byte before an index that is no blank.
    fn significant_before(&self, bytes: &[u8], at: usize) -> u8 {
        let before = bytes.get(..at).unwrap_or_default();
        before.iter().rev().copied().find(|byte| *byte > b' ').unwrap_or(self.significant)
    }

    /// One bracket outside of strings; says if it ends the object.
    fn bracket(&mut self, bytes: &[u8], at: usize) -> Option<(usize, End)> {
        let &byte = bytes.get(at)?;
        let in_array = self.kinds & 1 == 1;
        if matches!(byte, b'{' | b'[') {
            let before = self.significant_before(bytes, at);
            let may_begin = match (self.depth, in_array) {
                (0, _) => true,
                (_, true) => matches!(before, b'[' | b','),
                (_, false) => before == b':',
            };
            if !may_begin {
                return Some((at, End::Broken));
            }
            if self.depth == DEPTH {
                return Some((at, End::TooDeep));
            }
            self.depth += 1;
            self.kinds = self.kinds << 1 | u128::from(byte == b'[');
            return None;
        }
        if in_array != (byte == b']') {
            return Some((at, End::Broken));
        }
        self.depth = self.depth.saturating_sub(1);
        self.kinds >>= 1;
        (self.depth == 0).then_some((at + 1, End::Whole))
    }

    /// The index behind the string's end; how the object ends otherwise, if it does.
    fn string(&mut self, bytes: &[u8], mut i: usize) -> Result<usize, Option<(usize, End)>> {
        loop {
            let rest = bytes.get(i..).unwrap_or_default();
            let found = if self.escaped { 0 } else { memchr::memchr3(b'"', b'\\', b'\n', rest).unwrap_or(rest.len()) };
            let at = i + found;
            match bytes.get(at) {
                None => {
                    self.pass(bytes);
                    return Err(None);
                }
                Some(b'\n') => return Err(Some((at, End::Broken))),
                Some(_) if std::mem::take(&mut self.escaped) => {}
                Some(b'"') => {
                    self.in_string = false;
                    return Ok(at + 1);
                }
                Some(_) => self.escaped = true,
            }
            i = at + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_object_ends_where_it_stops_being_json() {
        use End::*;
        for (text, expected) in [
            (r#"{"a":{"b":[1,{},[]]}} "#, Some((21, Whole))),
            (r#"{"a":"}\"{" , "b" : [ { } ] }"#, Some((29, Whole))),
            (r#"{"a":1"#, None),
            (r#"{"a":{]"#, Some((6, Broken))),
            (r#"{"a":[}"#, Some((6, Broken))),
            (r#"{"a":{"b":1,{"#, Some((12, Broken))),
            (r#"{"a":1{"#, Some((6, Broken))),
            (r#"{"a":[1[1]]}"#, Some((7, Broken))),
            (r#"{"a" [1]}"#, Some((5, Broken))),
            (r#"{a":1}"#, Some((2, Broken))),
            (r#"{"a":"5" screen","b":1}"#, Some((15, Broken))),
            (r#"{"a":"5"x","b":1}"#, Some((8, Broken))),
            (r#"{"a":"b},{"a":1}"#, Some((11, Broken))),
            ("{\"a\":\"b\n\"}", Some((7, Broken))),
            ("{\"a\":\"b\\\n\"}", Some((8, Broken))),
        ] {
            assert_eq!(Scan::default().run(text.as_bytes()), expected, "{text}");
        }
        let deep = format!("{{\"a\":{}", "[".repeat(200));
        assert_eq!(Scan::default().run(deep.as_bytes()), Some((5 + DEPTH as usize - 1, TooDeep)));
    }

    proptest! {
        #[test]
        fn blocks_are_as_bytes(text in r#"\{["\\{}\[\]ab :,\n]{0,300}"#, cut in 0usize..300) {
            let text = text.as_bytes();
            let (first, second) = text.split_at(cut.min(text.len()));
            let (mut whole, mut cut, mut plain) = (Scan::default(), Scan::default(), Scan::default());
            let expected = plain.bytes(text);
            prop_assert_eq!(whole.run(text), expected);
            let found = cut.run(first).or_else(|| cut.run(second).map(|(end, how)| (first.len() + end, how)));
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn what_is_json_is_whole(value in object()) {
            let text = value.to_string();
            prop_assert_eq!(Scan::default().run(text.as_bytes()), Some((text.len(), End::Whole)), "{}", text);
            let text = serde_json::to_string_pretty(&value).unwrap();
            prop_assert_eq!(Scan::default().run(text.as_bytes()), Some((text.len(), End::Whole)), "{}", text);
        }
    }

    fn object() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            any::<i32>().prop_map(Into::into),
            r#"["\\{}\[\],: a\n]{0,9}"#.prop_map(serde_json::Value::String),
            Just(serde_json::Value::Null),
        ];
        let any = leaf.prop_recursive(5, 60, 6, |inner| {
            let key = r#"["\\{}, a]{0,5}"#;
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(serde_json::Value::Array),
                prop::collection::vec((key, inner), 0..6).prop_map(|all| all.into_iter().collect()),
            ]
        });
        prop::collection::vec(any, 1..5).prop_map(|all| {
            all.into_iter().enumerate().map(|(i, value)| (i.to_string(), value)).collect::<serde_json::Value>()
        })
    }
}
