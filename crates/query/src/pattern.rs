//! Texts of a query, in which `*` matches any text.

pub(crate) use fleet::fold_text;
use fleet::{is_invisible, to_ascii_lookalike, to_half_width, unpadded_iccid};
use std::fmt;

/// The texts between the stars, in order: `tokyo*` is `tokyo` and the empty text; a text without a star is one part.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Pattern {
    parts: Vec<String>,
}

impl Pattern {
    /// Makes a pattern that matches this text: a `*` in it is a `*`.
    pub fn from_literal(text: &str) -> Self {
        Self { parts: vec![text.to_owned()] }
    }

    pub fn push(&mut self, c: char) {
        if let Some(last) = self.parts.last_mut() {
            last.push(c);
        }
    }

    pub fn push_star(&mut self) {
        self.parts.push(String::new());
    }

    pub fn parts(&self) -> &[String] {
        &self.parts
    }

    pub fn is_empty(&self) -> bool {
        self.parts.len() == 1 && self.parts[0].is_empty()
    }

    /// Returns it as a reader sees it, without quotation marks and escapes.
    pub fn to_plain_text(&self) -> String {
        self.parts.join("*")
    }

    /// Returns the text if it has no star.
    pub fn as_literal(&self) -> Option<&str> {
        match &self.parts[..] {
            [only] => Some(only),
            _ => None,
        }
    }

    /// Removes the characters that separate groups of digits, and writes the others in ASCII.
    pub fn without_separators(mut self) -> Self {
        for part in &mut self.parts {
            *part = part.chars().map(to_ascii_lookalike).filter(|c| !is_separator(*c) && !is_invisible(*c)).collect();
        }
        self
    }

    /// Removes the pad of an ICCID.
    pub fn without_pad(self) -> Self {
        match self.as_literal() {
            Some(text) => Self::from_literal(unpadded_iccid(text)),
            None => self,
        }
    }

    /// Returns it as a reader sees it, with characters of ASCII in place of those that look like them.
    pub fn to_narrowed_text(&self) -> String {
        self.to_plain_text().chars().filter(|c| !is_invisible(*c)).map(to_ascii_lookalike).collect()
    }

    /// Returns the pattern of all texts that have this one somewhere; of one with a star, or of an empty one, itself.
    pub fn to_part(&self) -> Self {
        match self.as_literal().filter(|text| !text.is_empty()) {
            Some(text) => Self { parts: vec![String::new(), text.to_owned(), String::new()] },
            None => self.clone(),
        }
    }

    /// Folds its texts for a comparison.
    pub fn to_folded(&self) -> Self {
        Self { parts: self.parts.iter().map(|part| fold_text(part).into_owned()).collect() }
    }

    /// Returns its longest part: any text that matches has it somewhere.
    pub fn longest_part(&self) -> &str {
        self.parts.iter().max_by_key(|part| part.len()).map_or("", |part| part)
    }

    /// Whether a folded text matches this folded pattern: whole, or by its beginning if `prefix` is set and there is no star.
    ///
    /// An absent text, which is the empty one, has nothing that a star could match.
    pub fn is_match(&self, text: &str, prefix: bool) -> bool {
        let [first, middle @ .., last] = &self.parts[..] else {
            return match &self.parts[..] {
                [only] if prefix => !text.is_empty() && text.starts_with(only.as_str()),
                [only] => text == only,
                _ => false,
            };
        };
        let Some(mut rest) = text.strip_prefix(first.as_str()).filter(|_| !text.is_empty()) else {
            return false;
        };
        for part in middle {
            match rest.find(part.as_str()) {
                Some(at) => rest = &rest[at + part.len()..],
                None => return false,
            }
        }
        rest.ends_with(last.as_str())
    }

    fn needs_quotes(&self) -> bool {
        self.is_empty() || self.parts.iter().flat_map(|part| part.chars()).any(|c| !is_bare_char(c) || c == '*')
    }

    /// Prints it with quotation marks if it needs them, or if `quoted` is set.
    pub fn write_text(&self, f: &mut impl fmt::Write, quoted: bool) -> fmt::Result {
        if !quoted && !self.needs_quotes() {
            return f.write_str(&self.to_plain_text());
        }
        f.write_char('"')?;
        for (i, part) in self.parts.iter().enumerate() {
            if i > 0 {
                f.write_char('*')?;
            }
            for c in part.chars() {
                if c == '\\' || matches!(to_half_width(c), '"' | '*') {
                    f.write_char('\\')?;
                }
                f.write_char(c)?;
            }
        }
        f.write_char('"')
    }

    /// Prints it in quotation marks.
    pub fn to_quoted_text(&self) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = self.write_text(&mut text, true);
        text
    }

    /// Prints it as a term of its own: in quotation marks if it would be read as a negation or as `OR`.
    pub fn write_as_word(&self, f: &mut impl fmt::Write) -> fmt::Result {
        let plain = self.to_plain_text();
        self.write_text(f, plain.starts_with(is_minus) || plain == "OR")
    }
}

/// Whether a character may be in a text without quotation marks, where it means what it looks like.
pub(crate) fn is_word_char(c: char) -> bool {
    let c = to_half_width(c);
    !c.is_whitespace() && !matches!(c, '"' | ',' | ':' | '(' | ')')
}

/// Whether a character means itself without quotation marks.
pub(crate) fn is_bare_char(c: char) -> bool {
    is_word_char(c) && to_half_width(c) == c && !is_invisible(c) && !is_quote(c)
}

/// Whether a character opens a text in quotes, as word processors and telephones write them as well.
pub(crate) fn is_quote(c: char) -> bool {
    to_ascii_lookalike(c) == '"'
}

/// Whether a character in front of a term negates it.
pub(crate) fn is_minus(c: char) -> bool {
    to_ascii_lookalike(c) == '-'
}

/// Whether a character separates groups of digits.
pub(crate) fn is_separator(c: char) -> bool {
    let c = to_ascii_lookalike(c);
    c.is_whitespace() || matches!(c, '-' | '+')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build_pattern(parts: &[&str]) -> Pattern {
        Pattern { parts: parts.iter().map(|p| (*p).to_owned()).collect() }
    }

    #[test]
    fn a_pattern_matches_whole_or_by_prefix() {
        for (parts, of, whole, prefix) in [
            (&["ab"][..], "ab", true, true),
            (&["ab"], "abc", false, true),
            (&["ab"], "xab", false, false),
            (&["ab"], "", false, false),
            (&[""], "", true, false),
            (&["ab", ""], "abc", true, true),
            (&["ab", ""], "ab", true, true),
            (&["", "ab"], "xab", true, true),
            (&["", "ab"], "abx", false, false),
            (&["a", "a"], "a", false, false),
            (&["a", "a"], "aa", true, true),
            (&["a", "b", "c"], "a-b-c", true, true),
            (&["a", "b", "b", "c"], "abc", false, false),
            (&["", ""], "x", true, true),
            (&["", ""], "", false, false),
            (&["東", "都"], "東京都", true, true),
        ] {
            assert_eq!(build_pattern(parts).is_match(of, false), whole, "{parts:?} {of:?}");
            assert_eq!(build_pattern(parts).is_match(of, true), prefix, "{parts:?} {of:?}");
        }
    }

    #[test]
    fn quotes_are_printed_only_where_needed() {
        for (parts, printed) in [
            (&["tokyo"][..], "tokyo"),
            (&["tokyo", ""], "tokyo*"),
            (&["a b", ""], r#""a b*""#),
            (&["a*b"], r#""a\*b""#),
            (&[r#"say "hi""#], r#""say \"hi\"""#),
            (&[r"a\b"], r"a\b"),
            (&[r"a\ b"], r#""a\\ b""#),
            (&["東京　駅"], "\"東京　駅\""),
            (&[""], "\"\""),
        ] {
            let mut out = String::new();
            build_pattern(parts).write_text(&mut out, false).unwrap();
            assert_eq!(out, printed);
        }
    }
}
