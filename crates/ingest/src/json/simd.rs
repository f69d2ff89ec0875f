//! Many bytes at a time: where quotes, backslashes and brackets are in a block of 64, where plain text ends in a lane of
//! 16.

use wide::u8x16;

/// Number of bytes of a block.
pub const BLOCK_LEN: usize = 64;
/// Number of bytes that are compared by one instruction.
pub const LANE_LEN: usize = 16;

/// Where the bytes of each kind are: bit `i` is byte `i`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ByteMasks {
    /// `"`
    pub quotes: u64,
    /// `\`
    pub backslashes: u64,
    /// `{` `}` `[` `]`
    pub brackets: u64,
    /// Line breaks, which no string may hold (RFC 8259, section 7).
    pub line_breaks: u64,
    /// What may be next to a string: see [`is_delimiter`].
    pub delimiters: u64,
}

impl ByteMasks {
    /// Marks the bytes of a block.
    #[inline]
    pub fn from_block(block: &[u8; BLOCK_LEN]) -> Self {
        let (lanes, _) = block.as_chunks::<LANE_LEN>();
        let mut marks = Self::default();
        for (i, lane) in lanes.iter().enumerate() {
            let [quotes, backslashes, brackets, breaks, edges] = classify_lane(lane);
            marks.quotes |= u64::from(quotes) << (LANE_LEN * i);
            marks.backslashes |= u64::from(backslashes) << (LANE_LEN * i);
            marks.brackets |= u64::from(brackets) << (LANE_LEN * i);
            marks.line_breaks |= u64::from(breaks) << (LANE_LEN * i);
            marks.delimiters |= u64::from(edges) << (LANE_LEN * i);
        }
        marks
    }

    /// Returns the bytes within strings: from each opening quote up to its closing one. `begins_within` says whether the
    /// block begins within a string. It must not have backslashes.
    #[inline]
    pub fn string_mask(&self, begins_within: bool) -> u64 {
        let mut within = self.quotes;
        for shift in [1, 2, 4, 8, 16, 32] {
            within ^= within << shift;
        }
        within ^ if begins_within { u64::MAX } else { 0 }
    }
}

/// Whether a byte may be next to a string: a blank, a bracket, a comma or a colon. Next to a quote that lost its partner,
/// or that should have been escaped, is something else.
#[inline]
pub fn is_delimiter(byte: u8) -> bool {
    matches!(byte, 0..=b' ' | b',' | b':' | b'{' | b'}' | b'[' | b']')
}

/// The bit that makes a curly bracket of a square one.
const CURLY_BRACKET_BIT: u8 = 0x20;

/// Returns the bytes that are not plain text within a string: quotes, backslashes and control characters. Bit `i` is byte
/// `i`.
#[inline]
pub fn special_byte_mask(lane: &[u8; LANE_LEN]) -> u32 {
    let bytes = u8x16::new(*lane);
    let is = |byte| bytes.simd_eq(u8x16::splat(byte));
    let control = bytes.min(u8x16::splat(0x1F)).simd_eq(bytes);
    (is(b'"') | is(b'\\') | control).to_bitmask()
}

/// Whether two texts of the same length are the same. They are compared by lanes, of which the last two overlap.
#[inline]
pub fn is_equal(one: &[u8], other: &[u8]) -> bool {
    if let (Some(last), Some(last_other)) = (one.last_chunk(), other.last_chunk()) {
        let equal = |a: &[u8; LANE_LEN], b: &[u8; LANE_LEN]| u8x16::new(*a).simd_eq(u8x16::new(*b));
        let lanes = one.as_chunks().0.iter().zip(other.as_chunks().0);
        return lanes.fold(equal(last, last_other), |same, (a, b)| same & equal(a, b)).all();
    }
    if let (Some(last), Some(last_other)) = (one.last_chunk(), other.last_chunk()) {
        let differs = |a: &[u8; 8], b: &[u8; 8]| u64::from_le_bytes(*a) ^ u64::from_le_bytes(*b);
        let first = one.first_chunk().zip(other.first_chunk()).map_or(0, |(a, b)| differs(a, b));
        return first | differs(last, last_other) == 0;
    }
    one == other
}

/// Returns the number of digits that a lane begins with.
#[inline]
pub fn count_leading_digits(lane: &[u8; LANE_LEN]) -> usize {
    let bytes = u8x16::new(*lane);
    let low = bytes.max(u8x16::splat(b'0')).simd_eq(bytes);
    let high = bytes.min(u8x16::splat(b'9')).simd_eq(bytes);
    (low & high).to_bitmask().trailing_ones() as usize
}

/// Returns how many bytes at the beginning may be between two records: blanks, line breaks, commas, and the separators of
/// JSON text sequences (RFC 7464).
#[inline]
pub fn count_leading_separators(bytes: &[u8]) -> usize {
    let (lanes, _) = bytes.as_chunks::<LANE_LEN>();
    let mut at = 0;
    for lane in lanes {
        // Mostly there is one, or few.
        if !is_record_separator(lane[0]) {
            return at;
        }
        let lane = u8x16::new(*lane);
        let is = |byte| lane.simd_eq(u8x16::splat(byte));
        let blank = (is(b' ') | is(b'\t')) | (is(b'\n') | is(b'\r')) | (is(b',') | is(0x1E));
        let count = blank.to_bitmask().trailing_ones() as usize;
        at += count;
        if count < LANE_LEN {
            return at;
        }
    }
    at + bytes[at..].iter().take_while(|byte| is_record_separator(**byte)).count()
}

#[inline]
fn is_record_separator(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b',' | 0x1E)
}

#[inline]
fn classify_lane(lane: &[u8; LANE_LEN]) -> [u16; 5] {
    let bytes = u8x16::new(*lane);
    let is = |bytes: u8x16, byte| bytes.simd_eq(u8x16::splat(byte));
    let curly = bytes | u8x16::splat(CURLY_BRACKET_BIT);
    let brackets = is(curly, b'{') | is(curly, b'}');
    let blank = bytes.min(u8x16::splat(b' ')).simd_eq(bytes);
    let edges = brackets | blank | is(bytes, b',') | is(bytes, b':');
    [is(bytes, b'"'), is(bytes, b'\\'), brackets, is(bytes, b'\n'), edges].map(|mask| mask.to_bitmask() as u16)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn bytes_between_quotes_are_in_strings() {
        for (text, begins, expected) in
            [(r#"a"bc"d"#, false, ".###.."), (r#"a"bc"d"#, true, "#...##"), ("abc", true, "###")]
        {
            let mut block = [b' '; BLOCK_LEN];
            block[..text.len()].copy_from_slice(text.as_bytes());
            let within = ByteMasks::from_block(&block).string_mask(begins);
            let shown: String = (0..text.len()).map(|i| if within >> i & 1 == 1 { '#' } else { '.' }).collect();
            // A closing quote counts as outside of its string, which does not matter, since it is not a bracket.
            assert_eq!(shown, expected, "{text}");
        }
    }

    fn classify_bytewise(lane: &[u8; LANE_LEN]) -> [u16; 5] {
        let all =
            |holds: fn(u8) -> bool| lane.iter().enumerate().fold(0, |bits, (i, b)| bits | u16::from(holds(*b)) << i);
        [
            all(|b| b == b'"'),
            all(|b| b == b'\\'),
            all(|b| matches!(b, b'{' | b'}' | b'[' | b']')),
            all(|b| b == b'\n'),
            all(is_delimiter),
        ]
    }

    #[test]
    fn one_changed_byte_makes_texts_unequal() {
        let text: Vec<u8> = (0..80).collect();
        for len in 0..80 {
            assert!(is_equal(&text[..len], &text[..len]));
            for at in 0..len {
                let mut other = text[..len].to_vec();
                other[at] ^= 0x40;
                assert!(!is_equal(&text[..len], &other), "{at} of {len}");
            }
        }
    }

    #[test]
    fn separators_end_at_the_first_other_byte() {
        for len in 0..40 {
            let text = format!("{}x", " \t\r\n,\u{1E}".chars().cycle().take(len).collect::<String>());
            assert_eq!(
                (count_leading_separators(text.as_bytes()), count_leading_separators(&text.as_bytes()[..len])),
                (len, len)
            );
        }
    }

    fn count_digits_bytewise(lane: &[u8; LANE_LEN]) -> usize {
        lane.iter().take_while(|byte| byte.is_ascii_digit()).count()
    }

    fn special_byte_mask_bytewise(lane: &[u8; LANE_LEN]) -> u32 {
        lane.iter().enumerate().fold(0, |bits, (i, b)| bits | u32::from(matches!(b, b'"' | b'\\' | 0..0x20)) << i)
    }

    proptest! {
        #[test]
        fn lanes_agree_with_single_bytes(lane: [u8; LANE_LEN], text in r#"["\\\\{}\[\]a]{16}"#, number in "[0-9]{0,16}[/:a]{0,16}") {
            prop_assert_eq!(classify_lane(&lane), classify_bytewise(&lane));
            prop_assert_eq!(special_byte_mask(&lane), special_byte_mask_bytewise(&lane));
            prop_assert_eq!(count_leading_digits(&lane), count_digits_bytewise(&lane));
            if let Ok(lane) = text.as_bytes().try_into() {
                prop_assert_eq!(classify_lane(lane), classify_bytewise(lane));
                prop_assert_eq!(special_byte_mask(lane), special_byte_mask_bytewise(lane));
            }
            if let Some(lane) = number.as_bytes().first_chunk() {
                prop_assert_eq!(count_leading_digits(lane), count_digits_bytewise(lane));
            }
        }
    }
}
