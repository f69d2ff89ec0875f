//! Keys and values of the query in the reader's words.

use super::country_name;
use crate::i18n::{Language, Messages};
use engine::TermSummary;
use fleet::TEXT_LIST_SEPARATOR;
use query::{Age, Field, Interval, TermCondition};

/// Returns a value of a key in the reader's words.
pub fn value_label(words: &Messages, key: &str, value: &str) -> String {
    match key {
        "country" | "operator" | "radio" if value == "none" => words.no_cell.to_owned(),
        "country" => country_name(words, value),
        "session" => words.value_name(value).unwrap_or(value).to_owned(),
        "seen" if value == "never" => words.never.to_owned(),
        "expires" if value != "none" => time_ahead_label(words, value),
        "duration" | "stale" if value != "none" => age_range_label(words, value),
        _ if value != "none" && is_time_key(key) => age_range_label(words, value),
        "lock" => {
            let names = value.split(TEXT_LIST_SEPARATOR).map(|word| words.value_name(word).unwrap_or(word));
            names.collect::<Vec<_>>().join(TEXT_LIST_SEPARATOR)
        }
        "change" => Some((words.asking.change)(value)).filter(|name| !name.is_empty()).unwrap_or(value).to_owned(),
        "shared" if value == "online" => words.details.online_elsewhere.to_owned(),
        "moved" | "shared" => words.key_name(value).unwrap_or(value).to_owned(),
        _ if value == "none" => words.none.to_owned(),
        "radio" => query::radio_label(value).to_owned(),
        // The word of the API is what the query and the console of Soracom have.
        "status" | "expiry" | "protected" => {
            let name = if key == "status" { (words.status_name)(value) } else { (words.expiry_name)(value) };
            name.map_or_else(|| value.to_owned(), |name| (words.with_original)(name, value))
        }
        _ => value.to_owned(),
    }
}

/// Returns what a value of a key, or without one a key itself, is called in any language of the page.
pub fn value_names(key: Option<&str>, value: &str) -> Vec<String> {
    let label = |language: Language| match key {
        Some(key) => value_label(language.messages(), key, value),
        None => language.messages().key_label(value),
    };
    let names = Language::ALL.map(label).into_iter();
    if key == Some("country") { names.chain(super::country_names(value)).collect() } else { names.collect() }
}

/// Returns an age in the reader's words: `24h` is `24 h`. What is not an age stays as it is.
pub fn age_label(words: &Messages, text: &str) -> String {
    match Age::from_text(text) {
        Some(age) => (words.age)(&age.count.to_string(), &age.unit.to_string()),
        None => text.to_owned(),
    }
}

/// Returns a comparison or a range of ages in the reader's words.
pub fn age_range_label(words: &Messages, text: &str) -> String {
    let age = |text: &str| age_label(words, text);
    match Interval::split(text) {
        Interval::GreaterThan(from) | Interval::AtLeast(from) => (words.older_than)(&age(from)),
        Interval::LessThan(to) | Interval::AtMost(to) => (words.younger_than)(&age(to)),
        Interval::Between(from, to) => format!("{} – {}", age(from), age(to)),
        Interval::RangeFrom(from) => format!("{} – ", age(from)),
        Interval::RangeTo(to) => format!(" – {}", age(to)),
        Interval::EqualTo(_) => text.to_owned(),
    }
}

/// Whether the values of a key are times.
fn is_time_key(key: &str) -> bool {
    Field::from_key(key).is_some_and(|field| field == Field::Seen || field.is_time())
}

/// Returns how long it is until a time, in the reader's words: `in < 30 d`.
fn time_ahead_label(words: &Messages, text: &str) -> String {
    let label = age_range_label(words, text);
    if label == text { label } else { (words.ahead)(&label) }
}

/// Returns a term as a chip shows it, without its minus: `Country: United States, Canada`.
pub fn term_label(words: &Messages, term: &TermSummary) -> String {
    match &term.condition {
        TermCondition::Filter { key, values } => {
            let values: Vec<_> = values.iter().map(|value| value_label(words, key, value)).collect();
            format!("{}: {}", words.key_label(key), values.join(", "))
        }
        TermCondition::Word(text) => (words.text_term)(text),
        TermCondition::Group(text) => text.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter(key: &str, values: &[&str]) -> TermCondition {
        let values = values.iter().map(|value| (*value).to_owned()).collect();
        TermCondition::Filter { key: key.to_owned(), values }
    }

    #[test]
    fn terms_read_as_words() {
        let words = Language::English.messages();
        for (condition, want) in [
            (filter("status", &["active", "ready"]), "Status: active, ready"),
            (filter("session", &["never"]), "Session: never connected"),
            (filter("seen", &[">90d"]), "Last seen: > 90 d"),
            (filter("seen", &["6h..24h"]), "Last seen: 6 h – 24 h"),
            (filter("ended", &[">90d"]), "Session ended: > 90 d"),
            (filter("expires", &["<30d"]), "Expires: in < 30 d"),
            (filter("expires", &["2025-01-01", "none"]), "Expires: 2025-01-01, none"),
            (filter("expiry", &["deleteSession", "none"]), "On expiry: deleteSession, none"),
            (filter("lock", &["mismatch"]), "IMEI lock: another device"),
            (filter("protected", &["no"]), "Termination protection: no"),
            (filter("seen", &["2025-01-01"]), "Last seen: 2025-01-01"),
            (filter("seen", &["2025-01-01..", "never"]), "Last seen: 2025-01-01 – , never seen"),
            (filter("radio", &["nb-iot"]), "Radio: NB-IoT"),
            (filter("operator", &["AT&T, Inc."]), "Operator: AT&T, Inc."),
            (filter("change", &["new", "country"]), "Change: new, country changed"),
            (filter("duration", &[">1d"]), "Session duration: > 1 d"),
            (filter("tag.S/W Version", &["1.0"]), "Tag S/W Version: 1.0"),
            (TermCondition::Word("8942".into()), "contains “8942”"),
            (TermCondition::Word("a \"b\"".into()), "contains “a \"b\"”"),
            (TermCondition::Group("(a OR b)".into()), "(a OR b)"),
        ] {
            let term = TermSummary {
                text: String::new(),
                negated: false,
                condition,
                without: String::new(),
                inverted: String::new(),
            };
            assert_eq!(term_label(words, &term), want);
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
