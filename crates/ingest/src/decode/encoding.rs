//! How a text is encoded, and a decoder of UTF-16 in chunks of any size.

use serde::{Deserialize, Serialize};

/// How a text is encoded.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    #[default]
    Utf8,
    /// UTF-16, little end first, as Windows PowerShell 5 writes it.
    Utf16Le,
    /// UTF-16, big end first.
    Utf16Be,
    /// Shift_JIS as Windows writes it in Japan (code page 932).
    ShiftJis,
    /// EUC-JP.
    EucJp,
    /// Windows-1252, as Windows writes Western languages.
    Windows1252,
}

/// Number of bytes that are enough to recognize an encoding.
pub const MAX_SNIFFED_BYTES: usize = 64;

impl Encoding {
    /// Recognizes the encoding by the first bytes: by a byte order mark, else by where ASCII has zero bytes.
    pub fn sniff_unicode(head: &[u8]) -> Self {
        match head {
            [0xFF, 0xFE, ..] => return Self::Utf16Le,
            [0xFE, 0xFF, ..] => return Self::Utf16Be,
            _ => {}
        }
        // JSON begins with ASCII: in UTF-16 every other byte of it is zero, in UTF-8 none is.
        let zeros = |odd: usize| head.iter().take(MAX_SNIFFED_BYTES).skip(odd).step_by(2).filter(|b| **b == 0).count();
        let pairs = head.len().min(MAX_SNIFFED_BYTES) / 2;
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

/// Decodes UTF-16 to UTF-8, a chunk at a time. A surrogate without its other half becomes U+FFFD; the byte order mark at
/// the start is removed.
#[derive(Clone, Debug)]
pub struct Utf16Decoder {
    is_big_endian: bool,
    pending_byte: Option<u8>,
    high_surrogate: Option<u16>,
    has_started: bool,
}

impl Utf16Decoder {
    /// A decoder; `None` for an encoding that is not UTF-16.
    pub fn new(encoding: Encoding) -> Option<Self> {
        let big = match encoding {
            Encoding::Utf8 | Encoding::ShiftJis | Encoding::EucJp | Encoding::Windows1252 => return None,
            Encoding::Utf16Le => false,
            Encoding::Utf16Be => true,
        };
        Some(Self { is_big_endian: big, pending_byte: None, high_surrogate: None, has_started: false })
    }

    /// Appends the decoded bytes to `text`.
    pub fn push(&mut self, bytes: &[u8], text: &mut Vec<u8>) {
        let byte = self.pending_byte.take();
        let mut all = byte.into_iter().chain(bytes.iter().copied());
        while let Some(first) = all.next() {
            let Some(second) = all.next() else {
                self.pending_byte = Some(first);
                break;
            };
            let pair = [first, second];
            self.decode_unit(
                if self.is_big_endian { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) },
                text,
            );
        }
    }

    /// Ends the text: half a character that is left over becomes U+FFFD.
    pub fn finish(&mut self, text: &mut Vec<u8>) {
        if self.high_surrogate.take().is_some() || self.pending_byte.take().is_some() {
            append_char(char::REPLACEMENT_CHARACTER, text);
        }
    }

    fn decode_unit(&mut self, unit: u16, text: &mut Vec<u8>) {
        if unit < 0x80 && self.high_surrogate.is_none() {
            self.has_started = true;
            return text.push(unit as u8);
        }
        if !std::mem::replace(&mut self.has_started, true) && unit == 0xFEFF {
            return;
        }
        let units = self.high_surrogate.take().into_iter().chain([unit]);
        let mut decoded = char::decode_utf16(units).peekable();
        while let Some(next) = decoded.next() {
            match next {
                Ok(char) => append_char(char, text),
                // The low half may be in the next chunk.
                Err(half) if half.unpaired_surrogate() < 0xDC00 && decoded.peek().is_none() => {
                    self.high_surrogate = Some(half.unpaired_surrogate());
                }
                Err(_) => append_char(char::REPLACEMENT_CHARACTER, text),
            }
        }
    }
}

fn append_char(char: char, text: &mut Vec<u8>) {
    text.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn encode_utf16_bytes(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
    }

    #[test]
    fn the_first_bytes_tell_the_encoding() {
        use Encoding::*;
        for (head, encoding) in [
            (b"[{}]".to_vec(), Utf8),
            (b"\xEF\xBB\xBF[".to_vec(), Utf8),
            (vec![], Utf8),
            (b"[".to_vec(), Utf8),
            (encode_utf16_bytes("\u{FEFF}[", false), Utf16Le),
            (encode_utf16_bytes("\u{FEFF}[", true), Utf16Be),
            (encode_utf16_bytes("[\r\n\t{", false), Utf16Le),
            (encode_utf16_bytes("[\r\n\t{", true), Utf16Be),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), Utf8),
        ] {
            assert_eq!(Encoding::sniff_unicode(&head), encoding, "{head:?}");
        }
        assert!(is_gzip(&[0x1F, 0x8B, 8, 0]) && !is_gzip(b"["));
    }

    proptest! {
        #[test]
        fn any_chunks_decode_as_the_standard_library_does(units: Vec<u16>, big: bool, cuts: Vec<usize>) {
            let bytes: Vec<u8> = units.iter().flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect();
            let mut cuts: Vec<_> = cuts.iter().map(|c| c % (bytes.len() + 1)).chain([0, bytes.len()]).collect();
            cuts.sort();
            let mut decoder = Utf16Decoder::new(if big { Encoding::Utf16Be } else { Encoding::Utf16Le }).unwrap();
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
