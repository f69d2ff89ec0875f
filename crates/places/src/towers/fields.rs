//! Splits a line of a file of towers into fields, and parses the numbers in them.

/// Iterates over the fields of a line, without the blanks and quotes around them. A quoted field may contain
/// separators.
pub(super) fn split_fields(line: &[u8], separator: u8) -> DelimitedFields<'_> {
    DelimitedFields { rest: Some(line), separator }
}

/// The iterator of [`split_fields`].
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
    /// Continues after the next separator and returns the number of bytes before it.
    #[inline]
    fn advance_past_separator(&mut self, text: &'a [u8]) -> usize {
        let end = text.iter().position(|b| *b == self.separator);
        self.rest = end.map(|end| &text[end + 1..]);
        end.unwrap_or(text.len())
    }
}

/// Parses a whole number. A fraction (`234.0`) is cut off, and an exponent (`8.94E+5`) is applied.
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
    // Above this, an `f64` cannot represent every whole number.
    const MAX_EXACT_INTEGER: f64 = 9_007_199_254_740_992.0;
    let number = parse_decimal(field)?;
    if number.abs() <= MAX_EXACT_INTEGER { Some(number as i64) } else { None }
}

/// Parses a decimal number with a point or a comma before its fraction, and with or without an exponent.
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
