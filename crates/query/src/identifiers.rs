//! Rows by the texts of their lines: words anywhere, identifiers by prefix, names whole.

use crate::text::{Text, fold};
use crate::tree::Value;
use fleet::{Bits, Columns, Field, Lines};

/// The rows that have the word somewhere; of a word with stars, all of its parts.
pub(crate) fn word(lines: &Lines, text: &Text) -> Bits {
    let mut rows = Bits::all(lines.len());
    for part in text.folded().parts().iter().filter(|part| !part.is_empty()) {
        rows.and(&containing(lines, part));
    }
    rows
}

fn containing(lines: &Lines, folded: &str) -> Bits {
    let mut rows = Bits::none(lines.len());
    lines.search(folded, |row| rows.set(row, true));
    // Names and tags are stored in lower case, identifiers as they came: a serial number may have capitals.
    if folded.bytes().any(|b| b.is_ascii_lowercase()) {
        lines.search(&folded.to_uppercase(), |row| rows.set(row, true));
    }
    rows
}

/// So many values are searched for one by one; of more, each row is held against all of them at once.
const FEW: usize = 4;

/// Whether searching is worth its while: digits, which are stored as they came, and too many of them to be everywhere.
fn is_rare(folded: &str) -> bool {
    folded.len() > 2 && folded.bytes().all(|b| b.is_ascii_digit())
}

/// The rows one of whose fields begins with one of the values, or matches one that has a star.
pub(crate) fn prefix(columns: &Columns, fields: &[Field], values: &[Value]) -> Bits {
    let holds = |row: usize, holds: &dyn Fn(&str) -> bool| {
        fields.iter().any(|field| columns.identifiers(row, *field).any(|id| holds(&fold(id))))
    };
    let texts: Vec<Text> = folded(values).collect();
    // A line begins with its IMSI: to look at each is faster than any search.
    if let ([Field::Imsi], [text]) = (fields, &texts[..])
        && let [only] = text.parts()
        && only.bytes().all(|b| b.is_ascii_digit())
    {
        let mut rows = Bits::from_fn(columns.len(), |row| columns.lines().imsi_begins(row, only));
        for row in columns.lines().rows_with_further() {
            if columns.identifiers(row, Field::Imsi).any(|imsi| imsi.starts_with(only.as_str())) {
                rows.set(row, true);
            }
        }
        return rows;
    }
    if texts.len() <= FEW && texts.iter().all(|text| is_rare(text.longest())) {
        let mut rows = Bits::none(columns.len());
        for text in texts {
            rows.or(&among(columns, text.longest(), |row| holds(row, &|of| text.matches(of, true))));
        }
        return rows;
    }
    let (stars, mut prefixes): (Vec<Text>, Vec<Text>) = texts.into_iter().partition(|text| text.parts().len() > 1);
    // In order and without those that begin with another one, the last prefix at or before a text is its only candidate.
    prefixes.sort_by(|a, b| a.longest().cmp(b.longest()));
    prefixes.dedup_by(|next, kept| next.longest().starts_with(kept.longest()));
    Bits::from_fn(columns.len(), |row| {
        holds(row, &|text| {
            let after = prefixes.partition_point(|prefix| prefix.longest() <= text);
            let candidate = after.checked_sub(1).map(|at| &prefixes[at]);
            candidate.is_some_and(|prefix| prefix.matches(text, true)) || stars.iter().any(|t| t.matches(text, true))
        })
    })
}

/// The rows whose field is one of the values. `searchable`: the field is stored in lower case.
pub(crate) fn whole(columns: &Columns, field: Field, values: &[Value], searchable: bool) -> Bits {
    let mut rows = Bits::none(columns.len());
    for text in folded(values) {
        let holds = |row: usize| text.matches(&fold(columns.text(row, field)), false);
        rows.or(&if searchable && !text.longest().is_empty() {
            among(columns, text.longest(), holds)
        } else {
            Bits::from_fn(columns.len(), holds)
        });
    }
    rows
}

/// Of the rows that have a text somewhere those for which it holds.
fn among(columns: &Columns, folded: &str, holds: impl Fn(usize) -> bool) -> Bits {
    let mut rows = Bits::none(columns.len());
    columns.lines().search(folded, |row| {
        if holds(row) {
            rows.set(row, true);
        }
    });
    rows
}

fn folded(values: &[Value]) -> impl Iterator<Item = Text> {
    values.iter().filter_map(|value| match value {
        Value::Text(text) => Some(text.folded()),
        _ => None,
    })
}
