//! Texts in the XML of a workbook.

/// Maximum number of UTF-16 units of a cell's text (Excel's own limit,
/// <https://support.microsoft.com/office/1672b34d-7043-467e-8e27-269d656771c3>, 2026-11).
const MAX_CELL_UNITS: usize = 32_767;

/// Appends a text as an element `t`, and returns whether it was cut to what a cell may hold.
///
/// XML has no place for most control characters, and readers change others; a workbook writes them as `_x000D_`, and so a text that
/// looks like one of these as well (ECMA-376, part 1, 22.9.2.19).
pub(super) fn append_text(text: &str, xml: &mut String) -> bool {
    let (text, is_cut) = fitting_text(text);
    // A reader may drop blanks at either end, and line breaks, unless it is told.
    let is_plain = text.bytes().all(|byte| byte > b' ' && !matches!(byte, b'<' | b'>' | b'&' | b'_') && byte < 0x7F);
    if is_plain {
        *xml += "<t>";
        *xml += text;
    } else {
        *xml += r#"<t xml:space="preserve">"#;
        append_escaped(text, xml);
    }
    *xml += "</t>";
    is_cut
}

/// Appends a text with its special characters escaped.
pub(super) fn append_escaped(text: &str, xml: &mut String) {
    for (at, c) in text.char_indices() {
        match c {
            '<' => *xml += "&lt;",
            '>' => *xml += "&gt;",
            '&' => *xml += "&amp;",
            '"' => *xml += "&quot;",
            '_' if is_escape(&text.as_bytes()[at..]) => *xml += "_x005F_",
            '\n' | '\t' => xml.push(c),
            '\0'..='\x1F' | '\u{FFFE}' | '\u{FFFF}' => *xml += &format!("_x{:04X}_", u32::from(c)),
            _ => xml.push(c),
        }
    }
}

/// Whether a reader would take these bytes for a character: `_x`, four hexadecimal digits, `_`.
fn is_escape(bytes: &[u8]) -> bool {
    matches!(bytes, [b'_', b'x' | b'X', digits @ .., ] if digits.len() > 4 && digits[4] == b'_' && digits[..4].iter().all(u8::is_ascii_hexdigit))
}

/// The part of a text that fits into a cell, and whether anything is missing.
fn fitting_text(text: &str) -> (&str, bool) {
    if text.len() <= MAX_CELL_UNITS {
        return (text, false);
    }
    let mut units = 0;
    let end = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > MAX_CELL_UNITS
    });
    end.map_or((text, false), |(at, _)| (&text[..at], true))
}

/// About how wide a text is, in digits: what is not Latin is twice as wide.
pub(super) fn display_width(text: &str) -> usize {
    text.lines().next().unwrap_or_default().chars().map(|c| if c < '\u{1100}' { 1 } else { 2 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_say_is_escaped() {
        for (text, expected) in [
            ("8942310022000000012", "<t>8942310022000000012</t>"),
            (" a b ", r#"<t xml:space="preserve"> a b </t>"#),
            ("<&>\"", r#"<t xml:space="preserve">&lt;&amp;&gt;&quot;</t>"#),
            ("a\r\nb\0", "<t xml:space=\"preserve\">a_x000D_\nb_x0000_</t>"),
            ("_x000D_ _x00_ _y_", r#"<t xml:space="preserve">_x005F_x000D_ _x00_ _y_</t>"#),
            ("東京😀", "<t xml:space=\"preserve\">東京😀</t>"),
        ] {
            let mut xml = String::new();
            assert!(!append_text(text, &mut xml));
            assert_eq!(xml, expected);
        }
    }

    #[test]
    fn a_text_is_cut_where_a_cell_ends() {
        for (text, expected) in [
            ("x".repeat(32_767), (32_767, false)),
            ("x".repeat(32_768), (32_767, true)),
            ("東".repeat(32_767), (32_767 * 3, false)),
            ("😀".repeat(16_384), (16_383 * 4, true)),
        ] {
            let (fitting, is_cut) = fitting_text(&text);
            assert_eq!((fitting.len(), is_cut), expected);
        }
    }
}
