//! Rows by the texts of their lines: words anywhere, identifiers by prefix, names whole.

use crate::pattern::{Pattern, fold_text, is_separator};
use crate::tree::QueryValue;
use fleet::{Columns, DeviceId, RowSet, TextArena, TextField, is_identifier_length, unpadded_iccid};
use places::sort_short;
use std::borrow::Cow;

/// The rows that have the word somewhere; of a word with stars, all of its parts. A whole identifier in groups of digits is
/// the identifier as well, and an ICCID may have a pad behind it.
pub(crate) fn rows_with_word(lines: &TextArena, text: &Pattern) -> RowSet {
    let mut rows = RowSet::with_all_rows(lines.len());
    for part in text.to_folded().parts().iter().filter(|part| !part.is_empty()) {
        rows.intersect_with(&rows_containing(lines, part));
    }
    if let Some(identifier) = text.as_literal().and_then(parse_grouped_identifier) {
        rows.union_with(&rows_containing(lines, &identifier));
    }
    rows
}

/// The identifier that a text is in groups of digits, or with a pad; `None` where it is none or is written as it is.
pub(crate) fn parse_grouped_identifier(text: &str) -> Option<String> {
    let folded = fold_text(text);
    let unpadded = unpadded_iccid(&folded);
    let digits: String = unpadded.chars().filter(|c| !is_separator(*c)).collect();
    let is_identifier = digits.len() < folded.len()
        && is_identifier_length(digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_identifier.then_some(digits)
}

fn rows_containing(lines: &TextArena, folded: &str) -> RowSet {
    let mut rows = RowSet::with_no_rows(lines.len());
    lines.search_rows(folded, |row| rows.insert(row));
    // Names and tags are stored in lower case, identifiers as they came: a serial number may have capitals.
    if folded.bytes().any(|b| b.is_ascii_lowercase()) {
        lines.search_rows(&folded.to_uppercase(), |row| rows.insert(row));
    }
    rows
}

/// So many values are searched for one by one; of more, each row is held against all of them at once.
const MAX_SEARCHED_VALUES: usize = 4;

/// Whether searching is worth its while: digits, which are stored as they came, and too many of them to be everywhere.
fn is_rare(folded: &str) -> bool {
    folded.len() > 2 && folded.bytes().all(|b| b.is_ascii_digit())
}

/// The rows one of whose fields begins with one of the values, or matches one that has a star.
pub(crate) fn rows_with_prefix(columns: &Columns, fields: &[TextField], values: &[QueryValue]) -> RowSet {
    let holds = |row: usize, holds: &dyn Fn(&str) -> bool| {
        fields.iter().any(|field| columns.identifiers(row, *field).any(|id| holds(&to_searched_text(*field, id))))
    };
    // Whoever writes a whole IMEI means the device, whatever follows its digits there and here.
    let device = |text: &Pattern| match fields {
        [TextField::PreviousImei, ..] => text.as_literal().and_then(DeviceId::parse_imei),
        _ => None,
    };
    let common = |text: Pattern| device(&text).map(|device| Pattern::from_literal(&device.digits())).unwrap_or(text);
    let texts: Vec<Pattern> = folded_patterns(values).map(common).collect();
    // A line begins with its IMSI: to look at each is faster than any search.
    if let ([TextField::Imsi], [text]) = (fields, &texts[..])
        && let [only] = text.parts()
        && only.bytes().all(|b| b.is_ascii_digit())
    {
        let mut rows = RowSet::from_fn(columns.len(), |row| columns.text_arena().imsi_starts_with(row, only));
        for row in columns.text_arena().rows_with_additional_identifiers() {
            if columns.identifiers(row, TextField::Imsi).any(|imsi| imsi.starts_with(only.as_str())) {
                rows.insert(row);
            }
        }
        return rows;
    }
    if texts.len() <= MAX_SEARCHED_VALUES && texts.iter().all(|text| is_rare(text.longest_part())) {
        let mut rows = RowSet::with_no_rows(columns.len());
        for text in texts {
            rows.union_with(&rows_found_and_checked(columns, text.longest_part(), |row| {
                holds(row, &|of| text.is_match(of, true))
            }));
        }
        return rows;
    }
    let (stars, mut prefixes): (Vec<Pattern>, Vec<Pattern>) =
        texts.into_iter().partition(|text| text.parts().len() > 1);
    // In order and without those that begin with another one, the last prefix at or before a text is its only candidate.
    sort_short(&mut prefixes, |a, b| a.longest_part().cmp(b.longest_part()));
    prefixes.dedup_by(|next, kept| next.longest_part().starts_with(kept.longest_part()));
    RowSet::from_fn(columns.len(), |row| {
        holds(row, &|text| {
            let after = prefixes.partition_point(|prefix| prefix.longest_part() <= text);
            let candidate = after.checked_sub(1).map(|at| &prefixes[at]);
            candidate.is_some_and(|prefix| prefix.is_match(text, true)) || stars.iter().any(|t| t.is_match(text, true))
        })
    })
}

/// An identifier as it is searched for: of an IMEI the digits.
fn to_searched_text(field: TextField, id: &str) -> Cow<'_, str> {
    let is_in_groups = matches!(field, TextField::PreviousImei | TextField::CurrentImei)
        && !id.bytes().all(|byte| byte.is_ascii_digit())
        && DeviceId::parse_imei(id).is_some();
    if is_in_groups { Cow::Owned(id.chars().filter(char::is_ascii_digit).collect()) } else { fold_text(id) }
}

/// The rows whose text is one of the values as a whole.
pub(crate) fn rows_with_whole_text(columns: &Columns, field: TextField, values: &[QueryValue]) -> RowSet {
    let texts: Vec<_> = folded_patterns(values).collect();
    RowSet::from_fn(columns.len(), |row| {
        let text = fold_text(columns.text(row, field));
        texts.iter().any(|pattern| pattern.is_match(&text, false))
    })
}

/// The rows whose name is one of the values; a value that is no name stands for the names that have it in them.
pub(crate) fn rows_with_name(columns: &Columns, values: &[QueryValue]) -> RowSet {
    let mut rows = RowSet::with_no_rows(columns.len());
    for name in folded_patterns(values) {
        let named = rows_with_pattern(columns, &name);
        let is_name = named.count() > 0;
        rows.union_with(&if is_name { named } else { rows_with_pattern(columns, &name.to_part()) });
    }
    rows
}

/// Whether a folded pattern is the whole name of a SIM.
pub(crate) fn has_name(columns: &Columns, name: &Pattern) -> bool {
    rows_with_pattern(columns, name).count() > 0
}

fn rows_with_pattern(columns: &Columns, name: &Pattern) -> RowSet {
    let holds = |row: usize| name.is_match(&fold_text(columns.text(row, TextField::Name)), false);
    if name.longest_part().is_empty() {
        return RowSet::from_fn(columns.len(), holds);
    }
    rows_found_and_checked(columns, name.longest_part(), holds)
}

/// Of the rows that have a text somewhere those for which it holds.
fn rows_found_and_checked(columns: &Columns, folded: &str, holds: impl Fn(usize) -> bool) -> RowSet {
    let mut rows = RowSet::with_no_rows(columns.len());
    columns.text_arena().search_rows(folded, |row| {
        if holds(row) {
            rows.insert(row);
        }
    });
    rows
}

fn folded_patterns(values: &[QueryValue]) -> impl Iterator<Item = Pattern> {
    values.iter().filter_map(|value| match value {
        QueryValue::Pattern(text) => Some(text.to_folded()),
        _ => None,
    })
}
