//! Terms in SQL, for the table of all columns that a Parquet file has.

use super::jq_text::{LetterCase, letter_case};
use super::{TermWriter, group};
use crate::interval::Interval;
use crate::key::QueryKey;
use crate::pattern::Pattern;
use crate::schema::FieldKind;
use crate::sessions::CellName;
use crate::time::{Age, Clock, format_iso_8601};
use crate::tree::QueryValue;
use fleet::{Basis, DictField, TextField};

/// Writes terms in SQL. No condition is ever null, so that each can be negated.
pub(super) struct SqlWriter<'a> {
    pub basis: Basis,
    pub clock: &'a Clock<'a>,
}

impl TermWriter for SqlWriter<'_> {
    /// Serial numbers are no column, and words are looked for in them as well.
    fn write_word(&self, _: &Pattern) -> Option<String> {
        None
    }

    fn write_filter(&self, key: &QueryKey, values: &[QueryValue]) -> Option<String> {
        let column = quote_name(key.name());
        match key.kind() {
            FieldKind::Dictionary(
                DictField::Status | DictField::Plan | DictField::Apn | DictField::GroupId | DictField::OperatorId,
            )
            | FieldKind::WholeText(TextField::Name)
            | FieldKind::Radio
            | FieldKind::Operator
            | FieldKind::Carried
            | FieldKind::Tag => write_text_test(&column, values, false),
            FieldKind::DigitPrefix([_]) => write_text_test(&column, values, true),
            FieldKind::Device => write_text_test("imei", values, true),
            FieldKind::Session | FieldKind::Country => {
                let words: Vec<QueryValue> = values
                    .iter()
                    .map(|value| match value {
                        QueryValue::None => QueryValue::None,
                        word => QueryValue::Pattern(Pattern::from_literal(&word.to_plain_text())),
                    })
                    .collect();
                write_text_test(&column, &words, false)
            }
            FieldKind::Plmn if self.basis != Basis::Last => {
                let plmn = |value: &QueryValue| match value {
                    QueryValue::Plmn(plmn) => Some(write_cell_test(&plmn.to_string())),
                    _ => None,
                };
                Some(group(values.iter().filter_map(plmn)))
            }
            FieldKind::Cell => {
                let name = |value: &QueryValue| match value {
                    QueryValue::Cell(name) => Some(write_cell_name(*name)),
                    _ => None,
                };
                Some(group(values.iter().filter_map(name)))
            }
            FieldKind::Seen | FieldKind::Time(_) => {
                let is_ahead = matches!(key.kind(), FieldKind::Time(field) if field.is_ahead());
                self.write_time_test(&column, values, is_ahead)
            }
            FieldKind::Stale => {
                let seen = self.write_time_test("seen", values, false)?;
                Some(format!("(coalesce(session, '') = 'online' and {seen})"))
            }
            FieldKind::Duration => write_duration_test(values),
            _ => None,
        }
    }

    fn negate(&self, condition: &str) -> String {
        format!("not ({condition})")
    }
}

impl SqlWriter<'_> {
    /// Ages count from now, as the table does not change.
    fn write_time_test(&self, column: &str, values: &[QueryValue], is_ahead: bool) -> Option<String> {
        let now = self.clock.now;
        let condition = |value: &QueryValue| {
            let (first, last) = match value {
                QueryValue::None | QueryValue::Never => return Some(format!("{column} is null")),
                QueryValue::Age(Interval::EqualTo(_)) => return None,
                QueryValue::Age(interval) => {
                    let (least, most) = interval.to_bounds(Age::to_millis, Age::to_millis);
                    match is_ahead {
                        true => (now.saturating_add(least.max(0)), now.saturating_add(most)),
                        false => (now.saturating_sub(most), now.saturating_sub(least)),
                    }
                }
                QueryValue::Moments(interval) => interval
                    .to_bounds(|moment| moment.first_millis(self.clock), |moment| moment.last_millis(self.clock)),
                _ => return None,
            };
            Some(write_moment_bounds(column, first, last))
        };
        let conditions: Option<Vec<String>> = values.iter().map(condition).collect();
        Some(group(conditions?))
    }
}

/// The condition that a moment is within bounds. Those that are not written with four digits of a year are none.
fn write_moment_bounds(column: &str, first: i64, last: i64) -> String {
    const YEARS_MS: std::ops::Range<i64> = 0..253_402_300_800_000;
    let moment = |ms: i64| YEARS_MS.contains(&ms).then(|| format!("'{}'", format_iso_8601(ms)));
    let from = moment(first).map(|first| format!("{column} >= {first}"));
    let to = moment(last).map(|last| format!("{column} <= {last}"));
    let known = [Some(format!("{column} is not null")), from, to];
    format!("({})", known.into_iter().flatten().collect::<Vec<_>>().join(" and "))
}

/// The condition that the text of a column is one of the values, ignoring case; with `prefix`, that it begins with one.
fn write_text_test(column: &str, values: &[QueryValue], prefix: bool) -> Option<String> {
    let text = format!("lower(coalesce({column}, ''))");
    let mut equal = Vec::new();
    let mut like = Vec::new();
    for value in values {
        let pattern = match value {
            QueryValue::None => {
                equal.extend(["''".to_owned(), "'none'".to_owned()]);
                continue;
            }
            QueryValue::Pattern(text) => text.to_folded(),
            _ => return None,
        };
        let parts = pattern.parts();
        if parts.iter().flat_map(|part| part.chars()).any(|c| letter_case(c) == LetterCase::Special) {
            return None;
        }
        match parts {
            [only] if !prefix => equal.push(quote_text(only)),
            [only] if only.is_empty() => {}
            [only] => like.push(write_like(&text, &[only.clone(), String::new()])),
            // An absent text has nothing that a star could match.
            parts if parts.concat().is_empty() => like.push(format!("{text} <> ''")),
            parts => like.push(write_like(&text, parts)),
        }
    }
    let equal = match &equal[..] {
        [] => None,
        [only] => Some(format!("{text} = {only}")),
        many => Some(format!("{text} in ({})", many.join(", "))),
    };
    let all: Vec<String> = equal.into_iter().chain(like).collect();
    Some(if all.is_empty() { "1 = 0".to_owned() } else { group(all) })
}

fn write_like(text: &str, parts: &[String]) -> String {
    let escape = |part: &String| part.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_");
    let pattern = parts.iter().map(escape).collect::<Vec<_>>().join("%");
    format!(r"{text} like {} escape '\'", quote_text(&pattern))
}

/// The condition that a cell is of this network or area, or is it.
fn write_cell_test(start: &str) -> String {
    format!("(coalesce(cell, '') = '{start}' or coalesce(cell, '') like '{start}-%')")
}

fn write_cell_name(name: CellName) -> String {
    match (name.area, name.id) {
        (None, Some(id)) => format!("coalesce(cell, '') like '{}-%-{id}'", name.plmn),
        (Some(_), Some(_)) => format!("coalesce(cell, '') = '{name}'"),
        _ => write_cell_test(name.to_string().trim_end_matches('-')),
    }
}

/// The length of the previous session, in whole seconds.
fn write_duration_test(values: &[QueryValue]) -> Option<String> {
    let condition = |value: &QueryValue| {
        let seconds = |age: Age| age.to_millis() / 1000;
        let bounds = match value {
            QueryValue::None => return Some("duration is null".to_owned()),
            QueryValue::Age(interval) => match *interval {
                // A fraction of a second is not in the table: what lasted longer than an hour may be an hour there.
                Interval::EqualTo(_) | Interval::GreaterThan(_) | Interval::AtMost(_) => return None,
                Interval::Between(..) | Interval::RangeTo(_) => return None,
                Interval::AtLeast(age) | Interval::RangeFrom(age) => format!(">= {}", seconds(age)),
                Interval::LessThan(age) => format!("< {}", seconds(age)),
            },
            _ => return None,
        };
        Some(format!("coalesce(duration {bounds}, 1 = 0)"))
    };
    let conditions: Option<Vec<String>> = values.iter().map(condition).collect();
    Some(group(conditions?))
}

/// A name in quotes.
fn quote_name(name: &str) -> String {
    // `group` is a word of the language, and names of tags are any text.
    if name != "group" && name.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return name.to_owned();
    }
    format!("\"{}\"", name.replace('"', "\"\""))
}

pub(super) fn quote_text(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
