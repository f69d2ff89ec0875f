//! Keys and values of the query in the reader's words.

use crate::format;
use crate::i18n::Messages;
use engine::TermSummary;

/// A value of a facet.
pub fn value_label(words: &Messages, key: &str, value: &str) -> String {
    match key {
        "country" | "operator" | "radio" if value == "none" => words.no_cell.to_owned(),
        "country" => format::country_name(words, value),
        "session" => words.value_name(value).unwrap_or(value).to_owned(),
        "seen" if value == "never" => words.never.to_owned(),
        "seen" | "duration" | "stale" if value != "none" => age_range_label(words, value),
        "change" => Some((words.asking.change)(value)).filter(|name| !name.is_empty()).unwrap_or(value).to_owned(),
        "moved" | "shared" => words.key_name(value).unwrap_or(value).to_owned(),
        _ if value == "none" => words.none.to_owned(),
        "radio" => query::radio_label(value).to_owned(),
        _ => value.to_owned(),
    }
}

/// An age: `24h` is `24 h`. What is no age stays as it is.
pub fn age_label(words: &Messages, text: &str) -> String {
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    match text.strip_prefix(digits) {
        Some(unit) if !digits.is_empty() && matches!(unit, "m" | "h" | "d" | "w" | "y") => (words.age)(digits, unit),
        _ => text.to_owned(),
    }
}

/// A comparison or a range of ages.
pub fn age_range_label(words: &Messages, text: &str) -> String {
    let (over, under) = (text.strip_prefix('>'), text.strip_prefix('<'));
    let bare = |rest: &str| age_label(words, rest.trim_start_matches('='));
    match (over, under, text.split_once("..")) {
        (Some(rest), ..) => (words.older_than)(&bare(rest)),
        (_, Some(rest), _) => (words.younger_than)(&bare(rest)),
        (.., Some((from, to))) => format!("{} – {}", bare(from), bare(to)),
        _ => text.to_owned(),
    }
}

/// A term as a chip shows it, without its minus: `Country: United States, Canada`.
pub fn term_label(words: &Messages, term: &TermSummary) -> String {
    let text = term.text.strip_prefix('-').filter(|_| term.negated).unwrap_or(&term.text);
    // The key of a tag may stand in quotes.
    let printed = query::tokenize_query(text).first().map_or("", |(_, part)| part);
    let filter = term.key.as_deref().and_then(|key| Some((key, text.strip_prefix(printed)?.strip_prefix(':')?)));
    match filter {
        // Quoted values hold commas of their own: they are shown as they are written.
        Some((key, values)) if values.contains('"') => {
            format!("{}: {}", words.key_label(key), values.replace('"', ""))
        }
        Some((key, values)) => {
            let values: Vec<_> = values.split(',').map(|one| value_label(words, key, one)).collect();
            format!("{}: {}", words.key_label(key), values.join(", "))
        }
        None if text.starts_with('(') => text.to_owned(),
        None => (words.text_term)(text.trim_matches('"')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;

    fn term_with(key: Option<&str>, text: &str, negated: bool) -> TermSummary {
        TermSummary {
            text: text.into(),
            negated,
            key: key.map(str::to_owned),
            without: String::new(),
            inverted: String::new(),
        }
    }

    #[test]
    fn terms_read_as_words() {
        let words = Language::English.messages();
        for (key, text, negated, want) in [
            (Some("status"), "status:active,ready", false, "Status: active, ready"),
            (Some("session"), "-session:never", true, "Session: never connected"),
            (Some("seen"), "seen:>90d", false, "Last seen: > 90 d"),
            (Some("seen"), "seen:6h..24h", false, "Last seen: 6 h – 24 h"),
            (Some("seen"), "seen:2025-01-01", false, "Last seen: 2025-01-01"),
            (Some("radio"), "radio:nb-iot", false, "Radio: NB-IoT"),
            (Some("operator"), "operator:\"AT&T, Inc.\"", false, "Operator: AT&T, Inc."),
            (Some("change"), "change:new,country", false, "Change: new, other country"),
            (Some("duration"), "duration:>1d", false, "Session lasted: > 1 d"),
            (Some("tag.S/W Version"), "-tag.\"S/W Version\":1.0", true, "Tag S/W Version: 1.0"),
            (None, "8942", false, "contains “8942”"),
            (None, "(a OR b)", false, "(a OR b)"),
        ] {
            assert_eq!(term_label(words, &term_with(key, text, negated)), want);
        }
    }

    #[test]
    fn ages_have_units() {
        let words = Language::Japanese.messages();
        for (text, want) in [("24h", "24時間"), ("1y", "1年"), ("2025-03", "2025-03"), ("h", "h"), ("", "")] {
            assert_eq!(age_label(words, text), want);
        }
    }
}
