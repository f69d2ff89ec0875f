//! Numbers as spreadsheets write them.

/// Which sign separates the fraction of a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum DecimalSign {
    Point,
    Comma,
}

impl DecimalSign {
    /// Returns the sign of a table: where commas do not separate cells, they may separate fractions.
    pub fn of_separator(separator: u8) -> Self {
        if separator == b';' { Self::Comma } else { Self::Point }
    }
}

/// Maximum number of digits of a number. What has more is an identifier.
const MAX_DIGITS: usize = 15;

/// Parses a number with or without a sign, a fraction, an exponent, groups of three digits and the sign of a currency.
/// `None` for anything else, and for what a number is not: digits with a zero before them are a code.
pub(crate) fn parse_number(text: &str, decimal: DecimalSign) -> Option<f64> {
    if let Some(number) = parse_plain_number(text.as_bytes()) {
        return Some(number);
    }
    // Most texts are neither: words, dates.
    let is_date = text.len() > 4
        && text.as_bytes()[1..]
            .windows(2)
            .any(|pair| pair[0].is_ascii_digit() && matches!(pair[1], b'-' | b'/' | b':'));
    if is_date || text.starts_with(|c: char| c.is_alphabetic()) {
        return None;
    }
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '¥' | '￥' | '$' | '€' | '£'));
    let (negative, text) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = split_fraction(mantissa, decimal);
    let whole = join_groups(whole)?;
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_code = whole.len() > 1 && whole.starts_with('0');
    let has_digits = !whole.is_empty() || !fraction.is_empty();
    if is_code || !has_digits || !is_digits(fraction) || whole.len() + fraction.len() > MAX_DIGITS {
        return None;
    }
    let plain = format!("{}{whole}.{fraction}0e{exponent}", if negative { "-" } else { "" });
    plain.parse().ok().filter(|number: &f64| number.is_finite())
}

/// Parses digits with at most one point and no more than two digits after it, as programs write numbers; `None` for anything
/// else.
fn parse_plain_number(text: &[u8]) -> Option<f64> {
    let (whole, fraction) = match text {
        [whole @ .., b'.', tenths] => (whole, std::slice::from_ref(tenths)),
        [whole @ .., b'.', _, _] => (whole, &text[whole.len() + 1..]),
        whole => (whole, &[][..]),
    };
    let is_code = whole.len() > 1 && whole[0] == b'0';
    let is_number = whole.iter().chain(fraction).all(u8::is_ascii_digit);
    if whole.is_empty() || whole.len() + fraction.len() > MAX_DIGITS || is_code || !is_number {
        return None;
    }
    let digits = whole.iter().chain(fraction).fold(0_u64, |number, digit| number * 10 + u64::from(digit - b'0'));
    // Both are exact, so that their quotient is the nearest number.
    #[expect(clippy::cast_precision_loss, reason = "fifteen digits are below 2^53")]
    Some(digits as f64 / [1.0, 10.0, 100.0][fraction.len()])
}

/// Splits a number at the sign before its fraction. Of two kinds of signs it is the last; several of one kind separate groups.
fn split_fraction(text: &str, decimal: DecimalSign) -> (&str, &str) {
    let (point, comma) = (text.rfind('.'), text.rfind(','));
    let count = |sign: char| text.matches(sign).count();
    let at = match (point, comma) {
        (Some(point), Some(comma)) => Some(point.max(comma)),
        (Some(at), None) if count('.') == 1 && !(decimal == DecimalSign::Comma && is_group(&text[at + 1..])) => {
            Some(at)
        }
        (None, Some(at)) if count(',') == 1 && (decimal == DecimalSign::Comma || !is_group(&text[at + 1..])) => {
            Some(at)
        }
        _ => None,
    };
    at.map_or((text, ""), |at| (&text[..at], &text[at + 1..]))
}

fn is_group(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns the digits of a whole number, without what separates its groups of three; `None` where it is no number.
fn join_groups(text: &str) -> Option<String> {
    let groups: Vec<&str> = text.split(['.', ',', ' ', '\u{A0}', '\u{202F}', '\'']).collect();
    let (first, others) = groups.split_first()?;
    let is_first = others.is_empty() || (1..=3).contains(&first.len());
    let is_number =
        first.bytes().all(|byte| byte.is_ascii_digit()) && is_first && others.iter().all(|group| is_group(group));
    is_number.then(|| groups.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_spreadsheets_write_them() {
        use DecimalSign::{Comma, Point};
        for (text, decimal, number) in [
            ("12", Point, Some(12.0)),
            ("-1.5", Point, Some(-1.5)),
            ("+3", Point, Some(3.0)),
            ("0.25", Point, Some(0.25)),
            ("4.5", Comma, Some(4.5)),
            ("123456789012.07", Point, Some(123_456_789_012.07)),
            ("00.5", Point, None),
            ("12:30", Point, None),
            ("1e-3", Point, Some(0.001)),
            (".5", Point, Some(0.5)),
            ("1,234", Point, Some(1234.0)),
            ("1,234.50", Point, Some(1234.5)),
            ("1.234,50", Comma, Some(1234.5)),
            ("1.234", Comma, Some(1234.0)),
            ("1,5", Comma, Some(1.5)),
            ("1,5", Point, Some(1.5)),
            ("1 234 567", Point, Some(1_234_567.0)),
            ("¥1,200", Point, Some(1200.0)),
            ("12 €", Comma, Some(12.0)),
            ("1.5E3", Point, Some(1500.0)),
            ("0", Point, Some(0.0)),
            ("007", Point, None),
            ("2026-11-02", Point, None),
            ("12a", Point, None),
            ("8942310099000000010", Point, None),
            ("1,23,4", Point, None),
            ("NaN", Point, None),
            ("inf", Point, None),
            ("1e999", Point, None),
            ("-", Point, None),
            ("", Point, None),
        ] {
            assert_eq!(parse_number(text, decimal), number, "{text}");
        }
    }
}
