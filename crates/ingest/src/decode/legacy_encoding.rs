//! Recognizes the encoding of texts that are neither UTF-8 nor UTF-16.

use super::{Encoding, valid_utf8_prefix};

/// Bytes of Windows-1252 that mean nothing there.
const UNASSIGNED_WINDOWS_1252: [u8; 5] = [0x81, 0x8D, 0x8F, 0x90, 0x9D];

impl Encoding {
    /// Guesses the encoding of some bytes of a text that are not UTF-8. `None` where they are UTF-8, damaged UTF-8, or
    /// nothing that is known.
    pub fn guess_legacy(bytes: &[u8]) -> Option<Self> {
        // Nearly all are. At the end of a chunk a character may be cut.
        let rest = bytes.get(valid_utf8_prefix(bytes).len()..).unwrap_or_default();
        if std::str::from_utf8(rest).map_or_else(|error| error.error_len().is_none(), |_| true) {
            return None;
        }
        let (mut valid, mut invalid) = (0, 0);
        for chunk in bytes.utf8_chunks() {
            // Two bytes that fit may be chance; three are hardly.
            valid += chunk.valid().chars().map(|char| char.len_utf8().min(3) - 1).sum::<usize>();
            invalid += usize::from(!chunk.invalid().is_empty());
        }
        if invalid == 0 || valid > invalid {
            return None;
        }
        if is_euc_jp(bytes) {
            Some(Self::EucJp)
        } else if is_shift_jis(bytes) {
            Some(Self::ShiftJis)
        } else {
            is_windows_1252(bytes).then_some(Self::Windows1252)
        }
    }

    /// The label of the browser's decoder (WHATWG Encoding), where one is needed.
    pub fn label(self) -> Option<&'static str> {
        match self {
            Self::Utf8 | Self::Utf16Le | Self::Utf16Be => None,
            Self::ShiftJis => Some("shift_jis"),
            Self::EucJp => Some("euc-jp"),
            Self::Windows1252 => Some("windows-1252"),
        }
    }
}

/// Whether some bytes are EUC-JP: pairs of bytes of the rows that JIS X 0208 has, two of them in a row somewhere.
fn is_euc_jp(bytes: &[u8]) -> bool {
    longest_run(bytes, |rest| match rest {
        [0x8E] | [0x8E, 0xA1..=0xDF, ..] => Some(2),
        [0x8F] | [0x8F, 0xA1..=0xFE] | [0x8F, 0xA1..=0xFE, 0xA1..=0xFE, ..] => Some(3),
        [0xA1..=0xA8 | 0xAD | 0xB0..=0xF4] | [0xA1..=0xA8 | 0xAD | 0xB0..=0xF4, 0xA1..=0xFE, ..] => Some(2),
        _ => None,
    })
    .is_some_and(|run| run > 1)
}

/// Whether some bytes are Shift_JIS: pairs of bytes and half-width katakana, two of them in a row somewhere; or one whose
/// first byte Western texts do not have.
fn is_shift_jis(bytes: &[u8]) -> bool {
    let mut is_foreign = false;
    let run = longest_run(bytes, |rest| match rest {
        [0x81..=0x9F | 0xE0..=0xFC] => Some(2),
        [first @ (0x81..=0x9F | 0xE0..=0xFC), 0x40..=0x7E | 0x80..=0xFC, ..] => {
            is_foreign |= matches!(first, 0x81..=0x84 | 0x86..=0x90 | 0x98 | 0x9A..=0x9F);
            Some(2)
        }
        [0xA1..=0xDF, ..] => Some(1),
        _ => None,
    });
    run.is_some_and(|run| run > 1 || is_foreign)
}

/// Returns the length of the longest run of characters that are not ASCII. `len` returns the number of bytes of the first
/// one. `None` where some bytes are not characters.
fn longest_run(bytes: &[u8], mut len: impl FnMut(&[u8]) -> Option<usize>) -> Option<usize> {
    let (mut at, mut run, mut longest) = (0, 0, 0);
    // The first bytes may be the end of a character.
    let start = bytes.iter().take(2).position(u8::is_ascii).unwrap_or(0);
    while let Some(rest) = bytes.get(start + at..).filter(|rest| !rest.is_empty()) {
        if rest[0].is_ascii() {
            run = 0;
            at += 1;
        } else {
            run += 1;
            at += len(rest)?;
        }
        longest = longest.max(run);
    }
    Some(longest)
}

/// Whether some bytes are Windows-1252: a letter with a diacritic is next to one without.
fn is_windows_1252(bytes: &[u8]) -> bool {
    let is_letter = |byte: u8| matches!(byte, 0xC0..=0xFE) && !matches!(byte, 0xD7 | 0xF7);
    let beside = |pair: &[u8]| match pair {
        [a, b] => (is_letter(*a) && b.is_ascii_alphabetic()) || (a.is_ascii_alphabetic() && is_letter(*b)),
        _ => false,
    };
    !bytes.iter().any(|byte| UNASSIGNED_WINDOWS_1252.contains(byte)) && bytes.windows(2).any(beside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encoding_of_a_text_is_guessed() {
        use Encoding::*;
        for (text, encoding) in [
            ("東京", ShiftJis),
            ("点検表", ShiftJis),
            ("ﾎﾟﾝﾌﾟ 7", ShiftJis),
            ("駅1", ShiftJis),
            ("東京 ポンプ場", EucJp),
            ("センサー", EucJp),
            ("ひろしま No.2", EucJp),
            ("München", Windows1252),
            ("Málaga, São Paulo", Windows1252),
            ("crème brûlée – Größe", Windows1252),
        ] {
            let coder = encoding_rs::Encoding::for_label(encoding.label().unwrap().as_bytes()).unwrap();
            let (bytes, _, lost) = coder.encode(text);
            assert!(!lost, "{text}");
            let record = [b"[{\"imsi\":\"1\",\"tags\":{\"name\":\"", &*bytes, b"\"}}]"].concat();
            assert_eq!(Encoding::guess_legacy(&record), Some(encoding), "{text}");
        }
    }

    #[test]
    fn utf_8_stays_utf_8_where_some_of_it_is_damaged() {
        for bytes in [
            "東京".as_bytes(),
            b"abc",
            b"a\xFFb",
            b"\xE6\x9D\"",
            b"\xE6\x9D\xB1\xE4\xBA\"",
            b"\xE6\x9D\xB1\xE4\xBA\xAC \xC0\x80",
            b"\x80\x81\xFF",
        ] {
            assert_eq!(Encoding::guess_legacy(bytes), None, "{bytes:?}");
        }
    }
}
