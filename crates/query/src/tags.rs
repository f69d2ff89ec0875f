//! Rows by the value of a tag.

use crate::text_matcher::text_matcher;
use crate::tree::QueryValue;
use fleet::{Columns, RowSet, TextField};

/// The rows whose tag of this key, as [`fleet::TagDictionary::find_key`] knows it, is one of the values.
pub(crate) fn rows_with_tag(columns: &Columns, key: &str, values: &[QueryValue]) -> RowSet {
    let holds = text_matcher(values);
    let (lines, places) = (columns.text_arena(), columns.tag_dictionary().find_key(key));
    // One plain value is searched for as it stands; that takes less time than to look at every value.
    if let (false, [QueryValue::Pattern(text)], [code]) = (places.includes_names, values, &places.codes[..])
        && let [only] = text.to_folded().parts()
        && !only.is_empty()
    {
        let mut rows = RowSet::with_no_rows(columns.len());
        lines.for_each_row_with_tag(*code, only, |row| rows.insert(row));
        return rows;
    }
    // Of several spellings in one record the one met later in the fleet counts.
    let mut of_row: Vec<&str> = match places.includes_names {
        true => (0..columns.len()).map(|row| columns.text(row, TextField::Name)).collect(),
        false => vec![""; columns.len()],
    };
    for code in places.codes {
        lines.for_each_tag_value(code, |row, value| of_row[row] = value);
    }
    RowSet::from_fn(columns.len(), |row| holds(of_row[row]))
}
