//! Rows by the value of a tag.

use crate::filter::texts;
use crate::tree::Value;
use fleet::{Bits, Columns, Field};

/// The rows whose tag of this key, as [`fleet::Tags::find`] knows it, is one of the values.
pub(crate) fn rows(columns: &Columns, key: &str, values: &[Value]) -> Bits {
    let holds = texts(values);
    let (lines, places) = (columns.lines(), columns.tags().find(key));
    // One plain value is searched for as it stands; that takes less time than to look at every value.
    if let (false, [Value::Text(text)], [code]) = (places.names, values, &places.codes[..])
        && let [only] = text.folded().parts()
        && !only.is_empty()
    {
        let mut rows = Bits::none(columns.len());
        lines.tagged_as(*code, only, true, |row| rows.set(row, true));
        return rows;
    }
    // Of several spellings in one record the one met later in the fleet counts.
    let mut of_row: Vec<&str> = match places.names {
        true => (0..columns.len()).map(|row| columns.text(row, Field::Name)).collect(),
        false => vec![""; columns.len()],
    };
    for code in places.codes {
        lines.tagged(code, |row, value| of_row[row] = value);
    }
    Bits::from_fn(columns.len(), |row| holds(of_row[row]))
}
