//! How a text is written in bytes, and UTF-16 to UTF-8 in pieces of any size.

use crate::Encoding;

/// How many bytes of a source are enough to tell its encoding.
pub const HEAD: usize = 64;

impl Encoding {
    /// Tells the encoding by the first bytes: by a byte order mark, else by where the zero bytes of ASCII stand.
    pub fn sniff(head: &[u8]) -> Self {
        match head {
            [0xFF, 0xFE, ..] => return Self::Utf16Le,
            [0xFE, 0xFF, ..] => return Self::Utf16Be,
            _ => {}
        }
        // JSON begins with ASCII: of two bytes of UTF-16 one is zero, and UTF-8 has none.
        let zeros = |odd: usize| head.iter().take(HEAD).skip(odd).step_by(2).filter(|b| **b == 0).count();
        let pairs = head.len().min(HEAD) / 2;
        match (zeros(0), zeros(1)) {
            (even, odd) if pairs > 0 && odd > pairs / 2 && even == 0 => Self::Utf16Le,
            (even, odd) if pairs > 0 && even > pairs / 2 && odd == 0 => Self::Utf16Be,
            _ => Self::Utf8,
        }
    }
}

/// Whether a source is a gzip file (RFC 1952, 2.3.1).
pub fn is_gzip(head: &[u8]) -> bool {
    head.starts_with(&[0x1F, 0x8B, 0x08])
}

/// UTF-16 to UTF-8, a piece at a time. A surrogate without its other half becomes U+FFFD; the mark at the start goes.
#[derive(Clone, Debug)]
pub struct Utf16 {
    big: bool,
    byte: Option<u8>,
    high: Option<u16>,
    started: bool,
}

impl Utf16 {
    /// `None` for an encoding that needs no decoding.
    pub fn new(encoding: Encoding) -> Option<Self> {
        let big = match encoding {
            Encoding::Utf8 | Encoding::ShiftJis | Encoding::EucJp | Encoding::Windows1252 => return None,
            Encoding::Utf16Le => false,
            Encoding::Utf16Be => true,
        };
        Some(Self { big, byte: None, high: None, started: false })
    }

    /// Appends what the bytes say to `text`.
    pub fn push(&mut self, bytes: &[u8], text: &mut Vec<u8>) {
        let byte = self.byte.take();
        let mut all = byte.into_iter().chain(bytes.iter().copied());
        while let Some(first) = all.next() {
            let Some(second) = all.next() else {
                self.byte = Some(first);
                break;
            };
            let pair = [first, second];
            self.unit(if self.big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }, text);
        }
    }

    /// The end: half a character that is left over becomes U+FFFD.
    pub fn finish(&mut self, text: &mut Vec<u8>) {
        if self.high.take().is_some() || self.byte.take().is_some() {
            put(char::REPLACEMENT_CHARACTER, text);
        }
    }

    fn unit(&mut self, unit: u16, text: &mut Vec<u8>) {
        if unit < 0x80 && self.high.is_none() {
            self.started = true;
            return text.push(unit as u8);
        }
        if !std::mem::replace(&mut self.started, true) && unit == 0xFEFF {
            return;
        }
        let units = self.high.take().into_iter().chain([unit]);
        let mut decoded = char::decode_utf16(units).peekable();
        while let Some(next) = decoded.next() {
            match next {
                Ok(char) => put(char, text),
                // A high half at the end may find its low half in the next piece.
                Err(half) if half.unpaired_surrogate() < 0xDC00 && decoded.peek().is_none() => {
                    self.high = Some(half.unpaired_surrogate());
                }
                Err(_) => put(char::REPLACEMENT_CHARACTER, text),
            }
        }
    }
}

fn put(char: char, text: &mut Vec<u8>) {
    text.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bytes(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
    }

    #[test]
    fn sniffs() {
        use Encoding::*;
        for (head, encoding) in [
            (b"[{}]".to_vec(), Utf8),
            (b"\xEF\xBB\xBF[".to_vec(), Utf8),
            (vec![], Utf8),
            (b"[".to_vec(), Utf8),
            (bytes("\u{FEFF}[", false), Utf16Le),
            (bytes("\u{FEFF}[", true), Utf16Be),
            (bytes("[\r\n\t{", false), Utf16Le),
            (bytes("[\r\n\t{", true), Utf16Be),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), Utf8),
        ] {
            assert_eq!(Encoding::sniff(&head), encoding, "{head:?}");
        }
        assert!(is_gzip(&[0x1F, 0x8B, 8, 0]) && !is_gzip(b"["));
    }

    proptest! {
        #[test]
        fn any_units_in_any_pieces(units: Vec<u16>, big: bool, cuts: Vec<usize>) {
            let bytes: Vec<u8> = units.iter().flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect();
            let mut cuts: Vec<_> = cuts.iter().map(|c| c % (bytes.len() + 1)).chain([0, bytes.len()]).collect();
            cuts.sort();
            let mut decoder = Utf16::new(if big { Encoding::Utf16Be } else { Encoding::Utf16Le }).unwrap();
            let mut text = vec![];
            for cut in cuts.windows(2) {
                decoder.push(&bytes[cut[0]..cut[1]], &mut text);
            }
            decoder.finish(&mut text);
            let expected = String::from_utf16_lossy(&units);
            prop_assert_eq!(String::from_utf8(text).unwrap(), expected.strip_prefix('\u{FEFF}').unwrap_or(&expected));
        }
    }
}
