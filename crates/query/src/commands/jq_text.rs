//! Texts in jq.

use super::any_of;
use crate::pattern::Pattern;
use crate::tree::QueryValue;
use std::fmt::Write;

/// A text in quotes. An apostrophe is escaped as well, so that a program can stand between apostrophes in a shell.
pub(super) fn quote_text(text: &str) -> String {
    let mut quoted = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\'' | '\0'..='\x1F' | '\x7F' => {
                // Writing to a text cannot fail.
                let _ = write!(quoted, "\\u{:04x}", u32::from(c));
            }
            _ => quoted.push(c),
        }
    }
    quoted + "\""
}

/// The condition that the text at a path is one of the values, ignoring case; with `prefix`, that it begins with one.
pub(super) fn write_text_test(path: &str, values: &[QueryValue], prefix: bool) -> Option<String> {
    let conditions: Option<Vec<String>> = values
        .iter()
        .map(|value| match value {
            QueryValue::None => Some(r#". == "" or . == "none""#.to_owned()),
            QueryValue::Pattern(text) => write_pattern_test(&text.to_folded(), prefix),
            _ => None,
        })
        .collect();
    Some(format!(r#"({path} // "" | ascii_downcase | {})"#, any_of(conditions?)))
}

/// How the letters of a text beyond ASCII are compared.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum LetterCase {
    /// They have no case.
    Without,
    /// Each small letter has one capital: a regular expression knows it.
    Simple,
    /// Otherwise. Programs differ in what they take for the same.
    Special,
}

/// The condition that the text `.`, whose ASCII letters are small, matches a folded pattern; `None` where its letters cannot be
/// compared as the query language does.
pub(super) fn write_pattern_test(folded: &Pattern, prefix: bool) -> Option<String> {
    let parts: Vec<&str> = folded.parts().iter().map(String::as_str).collect();
    let case = parts.iter().flat_map(|part| part.chars()).map(letter_case).max().unwrap_or(LetterCase::Without);
    let is_caseless = case == LetterCase::Without;
    Some(match parts[..] {
        _ if case == LetterCase::Special => return None,
        [""] if prefix => "false".to_owned(),
        // An absent text has nothing that a star could match.
        [_, _, ..] if parts.concat().is_empty() => r#". != """#.to_owned(),
        [only] if is_caseless && prefix => format!("startswith({})", quote_text(only)),
        [only] if is_caseless => format!(". == {}", quote_text(only)),
        [start, ""] if is_caseless => format!("startswith({})", quote_text(start)),
        ["", end] if is_caseless => format!("endswith({})", quote_text(end)),
        ["", part, ""] if is_caseless => format!("contains({})", quote_text(part)),
        _ => {
            let between: Vec<String> = parts.iter().map(|part| escape_regex(part)).collect();
            let end = if prefix && parts.len() == 1 { "" } else { r"\z" };
            let regex = format!(r"\A{}{end}", between.join(".*"));
            // `p` lets a point stand for line breaks as well.
            format!(r#"test({}; "ip")"#, quote_text(&regex))
        }
    })
}

pub(super) fn letter_case(c: char) -> LetterCase {
    let is_accent = matches!(c, '\u{300}'..='\u{36F}' | '\u{3099}' | '\u{309A}');
    let has_case = !c.to_uppercase().eq([c]) || !c.to_lowercase().eq([c]);
    let back: String = c.to_uppercase().flat_map(char::to_lowercase).collect();
    match c {
        _ if c.is_ascii() => LetterCase::Without,
        // Sigma has two small letters.
        'σ' | 'ς' => LetterCase::Special,
        _ if is_accent || !back.chars().eq([c]) => LetterCase::Special,
        _ if has_case => LetterCase::Simple,
        _ => LetterCase::Without,
    }
}

fn escape_regex(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        if c.is_ascii_punctuation() {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
