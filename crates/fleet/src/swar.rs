//! Looks for capitals and control characters in a text, eight bytes at a time.

/// The highest bit of each byte.
const HIGH_BITS: u64 = 0x8080_8080_8080_8080;
/// The lowest bit of each byte.
const LOW_BITS: u64 = 0x0101_0101_0101_0101;

/// Whether a text is ASCII and has no capitals.
pub fn is_lowercase_ascii(text: &str) -> bool {
    !has_high_bit(text.as_bytes(), |eight| mark_ascii_capitals(eight) | eight & HIGH_BITS)
}

/// Whether a text has control characters.
pub fn has_control_chars(text: &str) -> bool {
    has_high_bit(text.as_bytes(), |eight| eight.wrapping_sub(LOW_BITS * 0x20) & !eight)
}

/// Returns the high bit of each byte that is a capital of ASCII.
#[inline]
fn mark_ascii_capitals(eight: u64) -> u64 {
    let ascii = eight & !HIGH_BITS;
    let from_a = ascii + LOW_BITS * (0x80 - u64::from(b'A'));
    let past_z = ascii + LOW_BITS * (0x80 - u64::from(b'Z') - 1);
    from_a & !past_z & !eight
}

/// Whether `look` returns a high bit for any eight bytes. Some of the last bytes are looked at twice.
#[inline]
fn has_high_bit(bytes: &[u8], look: impl Fn(u64) -> u64) -> bool {
    let Some(last) = bytes.last_chunk() else {
        let few = bytes.iter().fold(LOW_BITS * u64::from(b'0'), |few, byte| few << 8 | u64::from(*byte));
        return look(few) & HIGH_BITS != 0;
    };
    let eights = bytes.as_chunks().0.iter().map(|eight| look(u64::from_le_bytes(*eight)));
    eights.fold(look(u64::from_le_bytes(*last)), |found, eight| found | eight) & HIGH_BITS != 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn as_by_each_character(text in r"[a-zA-Z@\[`{0-9\x00\x1f \x7f東アÉéſ😀Ａ-]{0,40}") {
            prop_assert_eq!(is_lowercase_ascii(&text), text.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()), "{:?}", text);
            prop_assert_eq!(has_control_chars(&text), text.bytes().any(|byte| byte < 0x20), "{:?}", text);
        }
    }
}
