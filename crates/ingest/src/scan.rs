//! The inside of one object: where its brackets balance.

use crate::block::{BLOCK, Marks};

/// How an object ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    /// By its own bracket.
    Whole,
    /// By a bracket of the other kind.
    Broken,
}

/// The state between two pieces of an object.
#[derive(Clone, Debug, Default)]
pub struct Scan {
    depth: u32,
    deepest: u32,
    /// The kinds of the open brackets, the innermost in the lowest bit, `[` being 1; of the innermost 128.
    kinds: u128,
    in_string: bool,
    escaped: bool,
}

impl Scan {
    /// How deep the brackets were nested so far.
    pub fn deepest(&self) -> u32 {
        self.deepest
    }

    /// Reads on. When the object ends within the bytes: the index behind its end, and how it ended.
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
        let mut brackets = marks.brackets & !strings;
        while brackets != 0 {
            let at = brackets.trailing_zeros() as usize;
            brackets &= brackets - 1;
            if let Some(how) = self.bracket(block[at]) {
                return Some((at + 1, how));
            }
        }
        self.in_string = strings >> (BLOCK - 1) == 1;
        None
    }

    fn bytes(&mut self, bytes: &[u8]) -> Option<(usize, End)> {
        let mut i = 0;
        loop {
            if self.in_string {
                i = self.string(bytes, i)?;
            }
            let &byte = bytes.get(i)?;
            i += 1;
            match byte {
                b'"' => self.in_string = true,
                b'{' | b'[' | b'}' | b']' => {
                    if let Some(how) = self.bracket(byte) {
                        return Some((i, how));
                    }
                }
                _ => {}
            }
        }
    }

    /// One bracket outside of strings; says if it ends the object.
    fn bracket(&mut self, byte: u8) -> Option<End> {
        if matches!(byte, b'{' | b'[') {
            self.depth += 1;
            self.deepest = self.deepest.max(self.depth);
            self.kinds = self.kinds << 1 | u128::from(byte == b'[');
            return None;
        }
        // Past 128 the outer kinds are forgotten; such a record is refused for its depth anyway.
        let other = self.deepest <= 128 && (self.kinds & 1 == 1) != (byte == b']');
        self.depth -= 1;
        self.kinds >>= 1;
        match (other, self.depth) {
            (true, _) => Some(End::Broken),
            (false, 0) => Some(End::Whole),
            _ => None,
        }
    }

    /// The index behind the string's end.
    fn string(&mut self, bytes: &[u8], mut i: usize) -> Option<usize> {
        loop {
            if std::mem::take(&mut self.escaped) {
                if i >= bytes.len() {
                    self.escaped = true;
                    return None;
                }
                i += 1;
            }
            let found = i + memchr::memchr2(b'"', b'\\', bytes.get(i..)?)?;
            i = found + 1;
            if bytes[found] == b'"' {
                self.in_string = false;
                return Some(i);
            }
            self.escaped = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn blocks_are_as_bytes(text in r#"\{["\\{}\[\]ab ]{0,300}"#, cut in 0usize..300) {
            let text = text.as_bytes();
            let (first, second) = text.split_at(cut.min(text.len()));
            let (mut whole, mut cut, mut plain) = (Scan::default(), Scan::default(), Scan::default());
            let expected = plain.bytes(text);
            prop_assert_eq!(whole.run(text), expected);
            let found = cut.run(first).or_else(|| cut.run(second).map(|(end, how)| (first.len() + end, how)));
            prop_assert_eq!(found, expected);
            prop_assert_eq!(whole.deepest(), plain.deepest());
        }
    }
}
