//! Finds the end of an object: where its brackets balance, or where it stops being JSON.
//!
//! Damage should cost the record that it is in alone, so it has to be noticed before the next record is read as part of it.
//! A few local rules of JSON's grammar are enough for that, and cheap: a string has no line break; next to a string is a
//! blank, a comma, a colon or a bracket; an object or an array comes after a colon in an object, and after a comma or the
//! bracket in an array. Everything else is left to the reader of the record.

use crate::json::simd::{BLOCK_LEN, ByteMasks, is_delimiter};
use crate::json::{StringStop, find_string_stop};

/// Maximum nesting depth of a record. serde_json has the same; real records are four deep.
pub const MAX_NESTING_DEPTH: u32 = 128;

/// How an object ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ObjectEnd {
    /// By its own bracket. The index is the one after that.
    Complete,
    /// By a byte that cannot be there. The index is that byte's.
    Malformed,
    /// By a bracket that is nested deeper than any record. The index is that bracket's.
    TooDeep,
}

/// The state between two chunks of an object.
#[derive(Clone, Debug)]
pub struct ObjectScanner {
    depth: u32,
    /// The kinds of the open brackets, the innermost in the lowest bit, `[` being 1. There are at most [`MAX_NESTING_DEPTH`].
    bracket_stack: u128,
    in_string: bool,
    is_escaped: bool,
    /// The byte before the next one.
    previous_byte: u8,
    /// The last byte before the next one that is not a blank.
    previous_non_blank: u8,
}

impl Default for ObjectScanner {
    fn default() -> Self {
        Self {
            depth: 0,
            bracket_stack: 0,
            in_string: false,
            is_escaped: false,
            previous_byte: b' ',
            previous_non_blank: b' ',
        }
    }
}

const _: () = assert!(MAX_NESTING_DEPTH <= u128::BITS);

impl ObjectScanner {
    /// Reads a chunk. Returns where and how the object ends, if it ends within the chunk.
    pub fn scan_chunk(&mut self, bytes: &[u8]) -> Option<(usize, ObjectEnd)> {
        let (blocks, rest) = bytes.as_chunks::<BLOCK_LEN>();
        for (i, block) in blocks.iter().enumerate() {
            if let Some((end, how)) = self.scan_block(block) {
                return Some((i * BLOCK_LEN + end, how));
            }
        }
        let (end, how) = self.scan_bytewise(rest)?;
        Some((blocks.len() * BLOCK_LEN + end, how))
    }

    fn scan_block(&mut self, block: &[u8; BLOCK_LEN]) -> Option<(usize, ObjectEnd)> {
        let marks = ByteMasks::from_block(block);
        // Backslashes are rare in exports, so that these blocks are read byte by byte.
        if marks.backslashes != 0 || self.is_escaped {
            return self.scan_bytewise(block);
        }
        let strings = marks.string_mask(self.in_string);
        let (opening, closing) = (marks.quotes & strings, marks.quotes & !strings);
        let after_delimiter = marks.delimiters << 1 | u64::from(is_delimiter(self.previous_byte));
        let after_string = closing << 1 | u64::from(self.is_after_string());
        let wrong = (opening & !after_delimiter) | (after_string & !marks.delimiters) | (marks.line_breaks & strings);
        // 64 if there is none.
        let wrong = wrong.trailing_zeros() as usize;
        let mut brackets = marks.brackets & !strings;
        while brackets != 0 {
            let at = brackets.trailing_zeros() as usize;
            if at >= wrong {
                break;
            }
            brackets &= brackets - 1;
            if let Some(end) = self.handle_bracket(block, at) {
                return Some(end);
            }
        }
        if wrong < BLOCK_LEN {
            return Some((wrong, ObjectEnd::Malformed));
        }
        self.in_string = strings >> (BLOCK_LEN - 1) == 1;
        self.remember_last(block);
        None
    }

    /// Reads bytes one by one.
    fn scan_bytewise(&mut self, bytes: &[u8]) -> Option<(usize, ObjectEnd)> {
        let mut i = 0;
        loop {
            if self.in_string {
                match find_string_stop(bytes, i, &mut self.is_escaped) {
                    Some((at, StringStop::ClosingQuote)) => {
                        self.in_string = false;
                        i = at + 1;
                    }
                    Some((at, StringStop::LineBreak)) => return Some((at, ObjectEnd::Malformed)),
                    None => break,
                }
            }
            let Some(&byte) = bytes.get(i) else { break };
            let previous = i.checked_sub(1).and_then(|i| bytes.get(i)).copied();
            let after_string = previous.map_or(self.is_after_string(), |byte| byte == b'"');
            match byte {
                _ if after_string && !is_delimiter(byte) => return Some((i, ObjectEnd::Malformed)),
                b'"' if !is_delimiter(previous.unwrap_or(self.previous_byte)) => {
                    return Some((i, ObjectEnd::Malformed));
                }
                b'"' => self.in_string = true,
                b'{' | b'[' | b'}' | b']' => {
                    if let Some(end) = self.handle_bracket(bytes, i) {
                        return Some(end);
                    }
                }
                _ => {}
            }
            i += 1;
        }
        self.remember_last(bytes);
        None
    }

    /// Whether the byte before the next one closed a string.
    fn is_after_string(&self) -> bool {
        self.previous_byte == b'"' && !self.in_string
    }

    /// Remembers the last bytes of a chunk.
    fn remember_last(&mut self, bytes: &[u8]) {
        self.previous_byte = bytes.last().copied().unwrap_or(self.previous_byte);
        self.previous_non_blank = self.last_non_blank_before(bytes, bytes.len());
    }

    /// Returns the last byte before an index that is not a blank.
    fn last_non_blank_before(&self, bytes: &[u8], at: usize) -> u8 {
        let before = bytes.get(..at).unwrap_or_default();
        before.iter().rev().copied().find(|byte| *byte > b' ').unwrap_or(self.previous_non_blank)
    }

    /// Handles a bracket outside of strings. Returns where and how the object ends, if the bracket ends it.
    fn handle_bracket(&mut self, bytes: &[u8], at: usize) -> Option<(usize, ObjectEnd)> {
        let &byte = bytes.get(at)?;
        let in_array = self.bracket_stack & 1 == 1;
        if matches!(byte, b'{' | b'[') {
            let before = self.last_non_blank_before(bytes, at);
            let may_begin = match (self.depth, in_array) {
                (0, _) => true,
                (_, true) => matches!(before, b'[' | b','),
                (_, false) => before == b':',
            };
            if !may_begin {
                return Some((at, ObjectEnd::Malformed));
            }
            if self.depth == MAX_NESTING_DEPTH {
                return Some((at, ObjectEnd::TooDeep));
            }
            self.depth += 1;
            self.bracket_stack = self.bracket_stack << 1 | u128::from(byte == b'[');
            return None;
        }
        if in_array != (byte == b']') {
            return Some((at, ObjectEnd::Malformed));
        }
        self.depth = self.depth.saturating_sub(1);
        self.bracket_stack >>= 1;
        (self.depth == 0).then_some((at + 1, ObjectEnd::Complete))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_object_ends_where_it_stops_being_json() {
        use ObjectEnd::*;
        for (text, expected) in [
            (r#"{"a":{"b":[1,{},[]]}} "#, Some((21, Complete))),
            (r#"{"a":"}\"{" , "b" : [ { } ] }"#, Some((29, Complete))),
            (r#"{"a":1"#, None),
            (r#"{"a":{]"#, Some((6, Malformed))),
            (r#"{"a":[}"#, Some((6, Malformed))),
            (r#"{"a":{"b":1,{"#, Some((12, Malformed))),
            (r#"{"a":1{"#, Some((6, Malformed))),
            (r#"{"a":[1[1]]}"#, Some((7, Malformed))),
            (r#"{"a" [1]}"#, Some((5, Malformed))),
            (r#"{a":1}"#, Some((2, Malformed))),
            (r#"{"a":"5" screen","b":1}"#, Some((15, Malformed))),
            (r#"{"a":"5"x","b":1}"#, Some((8, Malformed))),
            (r#"{"a":"b},{"a":1}"#, Some((11, Malformed))),
            ("{\"a\":\"b\n\"}", Some((7, Malformed))),
            ("{\"a\":\"b\\\n\"}", Some((8, Malformed))),
        ] {
            assert_eq!(ObjectScanner::default().scan_chunk(text.as_bytes()), expected, "{text}");
        }
        let deep = format!("{{\"a\":{}", "[".repeat(200));
        assert_eq!(
            ObjectScanner::default().scan_chunk(deep.as_bytes()),
            Some((5 + MAX_NESTING_DEPTH as usize - 1, TooDeep))
        );
    }

    proptest! {
        #[test]
        fn blocks_agree_with_single_bytes(text in r#"\{["\\{}\[\]ab :,\n]{0,300}"#, cut in 0usize..300) {
            let text = text.as_bytes();
            let (first, second) = text.split_at(cut.min(text.len()));
            let (mut whole, mut cut, mut plain) = (ObjectScanner::default(), ObjectScanner::default(), ObjectScanner::default());
            let expected = plain.scan_bytewise(text);
            prop_assert_eq!(whole.scan_chunk(text), expected);
            let found = cut.scan_chunk(first).or_else(|| cut.scan_chunk(second).map(|(end, how)| (first.len() + end, how)));
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn valid_json_is_a_complete_object(value in arbitrary_object()) {
            let text = value.to_string();
            prop_assert_eq!(ObjectScanner::default().scan_chunk(text.as_bytes()), Some((text.len(), ObjectEnd::Complete)), "{}", text);
            let text = serde_json::to_string_pretty(&value).unwrap();
            prop_assert_eq!(ObjectScanner::default().scan_chunk(text.as_bytes()), Some((text.len(), ObjectEnd::Complete)), "{}", text);
        }
    }

    fn arbitrary_object() -> impl Strategy<Value = serde_json::Value> {
        let scalar = prop_oneof![
            any::<i32>().prop_map(Into::into),
            r#"["\\{}\[\],: a\n]{0,9}"#.prop_map(serde_json::Value::String),
            Just(serde_json::Value::Null),
        ];
        let any = scalar.prop_recursive(5, 60, 6, |inner| {
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
