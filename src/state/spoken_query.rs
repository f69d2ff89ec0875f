//! Queries in the page's own words: values as they are shown, in any of its languages.

use crate::format::{country_from_name, value_names};
use query::{ExpectedValue, ParseError, ParseErrorKind, Query};

/// Values that are put into the query's words in one text; nobody writes more.
const MAX_NAMES: usize = 32;
/// Words that a name of a value has at most: the South Georgia and the South Sandwich Islands.
const MAX_WORDS: usize = 9;

/// Parses a query whose values may also be written as the page shows them: `country:germany`, `session:オンライン`.
///
/// # Errors
/// The error of the text as it was written.
pub fn parse_spoken_query(text: &str) -> Result<Query, ParseError> {
    parse_with_names(text, |expected, name| {
        let country = || country_from_name(name).filter(|_| expected == ExpectedValue::Country);
        find_word(expected, name).or_else(country).map(str::to_owned)
    })
}

fn parse_with_names(text: &str, find: impl Fn(ExpectedValue, &str) -> Option<String>) -> Result<Query, ParseError> {
    let first_error = match query::parse_query(text) {
        Ok(query) => return Ok(query),
        Err(error) => error,
    };
    let mut text = text.to_owned();
    let mut error = first_error.clone();
    for _ in 0..MAX_NAMES {
        let Some(next) = replace_name(&text, &error, &find) else { break };
        text = next;
        match query::parse_query(&text) {
            Ok(query) => return Ok(query),
            Err(next) => error = next,
        }
    }
    Err(first_error)
}

/// The text with the value that could not be read in the query's words, if it is the name of one. A name of several words
/// may stand without quotation marks.
fn replace_name(
    text: &str,
    error: &ParseError,
    find: impl Fn(ExpectedValue, &str) -> Option<String>,
) -> Option<String> {
    let ParseErrorKind::UnexpectedValue(expected) = error.kind else { return None };
    let characters: Vec<char> = text.chars().collect();
    let ends = word_ends(&characters, error.at + error.len);
    let (end, value) = ends.into_iter().rev().find_map(|end| {
        let name: String = characters.get(error.at..end)?.iter().collect();
        Some((end, find(expected, name.trim_matches('"'))?))
    })?;
    let rest = |range: &[char]| range.iter().collect::<String>();
    Some(rest(characters.get(..error.at)?) + &value + &rest(characters.get(end..)?))
}

/// The ends of the words from a place on, up to the next term that has a key.
fn word_ends(characters: &[char], from: usize) -> Vec<usize> {
    let mut ends = vec![from];
    let mut at = from;
    while ends.len() < MAX_WORDS && characters.get(at).is_some_and(|c| c.is_whitespace()) {
        let word = characters.iter().skip(at + 1).take_while(|c| !c.is_whitespace());
        let (len, is_plain) =
            word.fold((0, true), |(len, plain), c| (len + 1, plain && !matches!(c, ':' | '(' | ')' | '"')));
        if len == 0 || !is_plain {
            break;
        }
        at += 1 + len;
        ends.push(at);
    }
    ends
}

/// The word of the query language for a value that the page calls so.
fn find_word(expected: ExpectedValue, name: &str) -> Option<&'static str> {
    let (key, words): (&str, &[&'static str]) = match expected {
        ExpectedValue::Country => ("country", &["international", "test", "private", "unknown", "none"]),
        ExpectedValue::Session => ("session", &["online", "offline", "never", "unknown"]),
        ExpectedValue::Lock => ("lock", &["set", "mismatch", "none"]),
        ExpectedValue::Protection => ("protected", &["yes", "no", "none"]),
        ExpectedValue::Moved => ("moved", &["country", "operator", "cell", "imei", "model", "radio"]),
        ExpectedValue::Change => (
            "change",
            &[
                "new", "gone", "country", "operator", "cell", "imei", "session", "silent", "back", "status", "group",
                "tags", "same",
            ],
        ),
        _ => return None,
    };
    let name = fleet::fold_text(name);
    let is_called = |word: &&&str| value_names(Some(key), word).iter().any(|one| fleet::fold_text(one) == name);
    words.iter().find(is_called).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(expected: ExpectedValue, name: &str) -> Option<String> {
        let countries = [("germany", "DE"), ("united states", "US"), ("new zealand", "NZ"), ("ドイツ", "DE")];
        let country =
            countries.into_iter().find(|(known, _)| *known == fleet::fold_text(name)).map(|(_, code)| code.into());
        country.filter(|_| expected == ExpectedValue::Country).or_else(|| find_word(expected, name).map(str::to_owned))
    }

    #[test]
    fn values_are_understood_as_the_page_shows_them() {
        for (text, want) in [
            ("country:germany", Some("country:DE")),
            ("country:ドイツ,JP", Some("country:DE,JP")),
            ("-country:\"New Zealand\" x", Some("-country:NZ x")),
            ("country:united states session:online", Some("country:US session:online")),
            ("country:US,germany,ドイツ", Some("country:US,DE,DE")),
            ("country:new zealand pump", Some("country:NZ pump")),
            ("session:オンライン", Some("session:online")),
            ("session:\"never connected\"", Some("session:never")),
            ("session:never connected", Some("session:never connected")),
            ("country:\"test networks\"", Some("country:test")),
            ("(country:germany OR session:オフライン)", Some("(country:DE OR session:offline)")),
            ("country:atlantis", None),
            ("session:germany", None),
            ("seen:germany", None),
            ("country:", None),
            ("", Some("")),
        ] {
            assert_eq!(parse_with_names(text, find).ok().map(|query| query.to_string()).as_deref(), want, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_told_of_the_text_as_it_was_written() {
        let error = parse_with_names("country:germany colour:red", find).unwrap_err();
        assert_eq!((error.at, error.len), (8, 7));
    }

    proptest::proptest! {
        #[test]
        fn what_is_read_without_names_is_read_the_same(text in "(country:|session:|[a-zA-Z:,\"() ]|ドイツ){0,16}") {
            let plain = query::parse_query(&text);
            if let Ok(query) = plain {
                proptest::prop_assert_eq!(parse_with_names(&text, find), Ok(query));
            } else if let Ok(query) = parse_with_names(&text, find) {
                proptest::prop_assert!(query::parse_query(&query.to_string()).is_ok());
            }
        }
    }
}
