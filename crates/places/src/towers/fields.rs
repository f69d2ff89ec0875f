//! A line of a file of towers: its fields, and the numbers in them.

/// The fields of a line, without the blanks and quotes around them. A quoted field may have separators in it.
pub(super) fn split_fields(line: &[u8], separator: u8) -> DelimitedFields<'_> {
    DelimitedFields { rest: Some(line), separator }
}

/// See [`split_fields`].
pub(super) struct DelimitedFields<'a> {
    rest: Option<&'a [u8]>,
    separator: u8,
}

impl<'a> Iterator for DelimitedFields<'a> {
    type Item = &'a [u8];

    #[inline]
    fn next(&mut self) -> Option<&'a [u8]> {
        let mut rest = self.rest?;
        while let [b' ', after @ ..] = rest {
            rest = after;
        }
        if let [b'"', quoted @ ..] = rest
            && let Some(end) = quoted.iter().position(|b| *b == b'"')
        {
            self.advance_past_separator(&quoted[end + 1..]);
            return Some(quoted[..end].trim_ascii());
        }
        let length = self.advance_past_separator(rest);
        Some(rest[..length].trim_ascii_end())
    }
}

impl<'a> DelimitedFields<'a> {
    /// Goes on after the next separator: how far that was away.
    #[inline]
    fn advance_past_separator(&mut self, text: &'a [u8]) -> usize {
        let end = text.iter().position(|b| *b == self.separator);
        self.rest = end.map(|end| &text[end + 1..]);
        end.unwrap_or(text.len())
    }
}

/// A whole number. Of one with a fraction (`234.0`) what stands before it; one with an exponent (`8.94E+5`) as it means.
#[inline]
pub(super) fn parse_integer(field: &[u8]) -> Option<i64> {
    const MAX_DIGITS: usize = 19;
    let mut number = 0_u64;
    for digit in field {
        if !digit.is_ascii_digit() || field.len() > MAX_DIGITS {
            return parse_irregular_integer(field);
        }
        number = number * 10 + u64::from(digit - b'0');
    }
    if field.is_empty() { None } else { i64::try_from(number).ok() }
}

#[cold]
fn parse_irregular_integer(field: &[u8]) -> Option<i64> {
    // Above, not every whole number has a value of its own.
    const MAX_EXACT_INTEGER: f64 = 9_007_199_254_740_992.0;
    let number = parse_decimal(field)?;
    (number.abs() <= MAX_EXACT_INTEGER).then_some(number as i64)
}

/// A number in digits, with a point or a comma before its fraction, and with an exponent or without.
pub(super) fn parse_decimal(field: &[u8]) -> Option<f64> {
    const MAX_FIELD_BYTES: usize = 32;
    let mut plain = [0; MAX_FIELD_BYTES];
    let plain = plain.get_mut(..field.len())?;
    for (plain, byte) in plain.iter_mut().zip(field) {
        *plain = match byte {
            b',' => b'.',
            b'0'..=b'9' | b'.' | b'-' | b'+' | b'e' | b'E' => *byte,
            _ => return None,
        };
    }
    str::from_utf8(plain).ok()?.parse().ok()
}
