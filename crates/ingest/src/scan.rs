//! The inside of one object: where its brackets balance.

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
        let mut i = 0;
        loop {
            if self.in_string {
                i = self.string(bytes, i)?;
            }
            let &byte = bytes.get(i)?;
            i += 1;
            match byte {
                b'"' => self.in_string = true,
                b'{' | b'[' => {
                    self.depth += 1;
                    self.deepest = self.deepest.max(self.depth);
                    self.kinds = self.kinds << 1 | u128::from(byte == b'[');
                }
                b'}' | b']' => {
                    // Past 128 the outer kinds are forgotten; such a record is refused for its depth anyway.
                    let other = self.deepest <= 128 && (self.kinds & 1 == 1) != (byte == b']');
                    self.depth -= 1;
                    self.kinds >>= 1;
                    if other || self.depth == 0 {
                        return Some((i, if other { End::Broken } else { End::Whole }));
                    }
                }
                _ => {}
            }
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
