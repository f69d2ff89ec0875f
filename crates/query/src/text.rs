//! A text of a query, in which `*` stands for any text.

use std::borrow::Cow;
use std::fmt;

/// What stands between the stars, in order: `tokyo*` is `tokyo` and nothing; a text without a star is one part.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Text {
    parts: Vec<String>,
}

impl Text {
    /// A text to be found as it is: a `*` in it is a `*`.
    pub fn literal(text: &str) -> Self {
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

    /// As one reads it, without quotes and escapes.
    pub fn plain(&self) -> String {
        self.parts.join("*")
    }

    /// Leaves out the characters that separate groups of digits.
    pub fn without_separators(mut self) -> Self {
        for part in &mut self.parts {
            part.retain(|c| !c.is_whitespace() && c != '-' && c != '+');
        }
        self
    }

    /// In lower case, as texts are compared.
    pub fn folded(&self) -> Self {
        Self { parts: self.parts.iter().map(|part| part.to_lowercase()).collect() }
    }

    /// The longest part: whatever matches has it somewhere.
    pub fn longest(&self) -> &str {
        self.parts.iter().max_by_key(|part| part.len()).map_or("", |part| part)
    }

    /// Whether a folded text matches this folded one: whole, or its beginning where `prefix` says so and there is no star.
    ///
    /// An absent text, which is the empty one, has nothing that a star could stand for.
    pub fn matches(&self, text: &str, prefix: bool) -> bool {
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
        self.is_empty() || self.parts.iter().flat_map(|part| part.chars()).any(|c| !is_bare(c) || c == '*')
    }

    /// Prints it with quotes where it needs them, or where `quoted` says so.
    pub fn print(&self, f: &mut impl fmt::Write, quoted: bool) -> fmt::Result {
        if !quoted && !self.needs_quotes() {
            return f.write_str(&self.plain());
        }
        f.write_char('"')?;
        for (i, part) in self.parts.iter().enumerate() {
            if i > 0 {
                f.write_char('*')?;
            }
            for c in part.chars() {
                if matches!(c, '"' | '\\' | '*') {
                    f.write_char('\\')?;
                }
                f.write_char(c)?;
            }
        }
        f.write_char('"')
    }

    /// Prints it as a term of its own, where a minus and `OR` would mean something else.
    pub fn print_word(&self, f: &mut impl fmt::Write) -> fmt::Result {
        let plain = self.plain();
        self.print(f, plain.starts_with('-') || plain == "OR")
    }
}

/// Whether a character stands for itself without quotes.
pub(crate) fn is_bare(c: char) -> bool {
    !c.is_whitespace() && !matches!(c, '"' | ',' | ':' | '(' | ')')
}

/// A text in lower case, as texts are compared; most are already.
pub(crate) fn fold(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.to_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(parts: &[&str]) -> Text {
        Text { parts: parts.iter().map(|p| (*p).to_owned()).collect() }
    }

    #[test]
    fn matches_whole_or_by_prefix() {
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
            assert_eq!(text(parts).matches(of, false), whole, "{parts:?} {of:?}");
            assert_eq!(text(parts).matches(of, true), prefix, "{parts:?} {of:?}");
        }
    }

    #[test]
    fn prints_quotes_only_where_needed() {
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
            text(parts).print(&mut out, false).unwrap();
            assert_eq!(out, printed);
        }
    }
}
