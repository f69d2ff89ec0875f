//! Characters that XML cannot say, as a workbook writes them: `_x000D_` (ECMA-376, part 1, 22.9.2.19).

use std::borrow::Cow;

/// The text with its escaped characters; `_x005F_` is the `_` of a text that looks like one of these.
pub(super) fn unescape_text(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find("_x") else { return Cow::Borrowed(text) };
    let (mut out, mut rest) = (text[..first].to_owned(), &text[first..]);
    while !rest.is_empty() {
        let escaped = rest.get(..7).and_then(parse_escape);
        let (c, len) = escaped
            .map_or_else(|| (rest.chars().next(), rest.chars().next().map_or(1, char::len_utf8)), |c| (Some(c), 7));
        out.extend(c);
        rest = &rest[len..];
    }
    Cow::Owned(out)
}

fn parse_escape(text: &str) -> Option<char> {
    let digits = text.strip_prefix("_x")?.strip_suffix('_')?;
    let is_number = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    char::from_u32(u32::from_str_radix(digits, 16).ok().filter(|_| is_number)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_characters_are_read() {
        for (text, expected) in [
            ("a_x000D_\nb", "a\r\nb"),
            ("_x005F_x000D_", "_x000D_"),
            ("_x00_ _x000G_ _x+00D_ _x", "_x00_ _x000G_ _x+00D_ _x"),
            ("東_x6771_京", "東東京"),
            ("_xD83D_", "_xD83D_"),
            ("plain_text", "plain_text"),
        ] {
            assert_eq!(unescape_text(text), expected);
        }
    }
}
