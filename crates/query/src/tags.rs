//! Rows by the value of a tag.

use crate::filter::texts;
use crate::tree::Value;
use fleet::{Bits, Columns, Field};

/// The rows whose tag of this key, in any capitals, is one of the values.
pub(crate) fn rows(columns: &Columns, key: &str, values: &[Value]) -> Bits {
    let holds = texts(values);
    if key.eq_ignore_ascii_case("name") {
        return Bits::from_fn(columns.len(), |row| holds(columns.text(row, Field::Name)));
    }
    let (lines, codes) = (columns.lines(), columns.tags().codes(key));
    // One plain value is searched for as it stands; that takes less time than to look at every value.
    if let ([Value::Text(text)], [code]) = (values, &codes[..])
        && let [only] = text.folded().parts()
        && !only.is_empty()
    {
        let mut rows = Bits::none(columns.len());
        lines.tagged_as(*code, only, true, |row| rows.set(row, true));
        return rows;
    }
    // Keys that differ in capitals only are one tag; of two in one record the one met later in the fleet counts.
    let mut of_row = vec![""; columns.len()];
    for code in codes {
        lines.tagged(code, |row, value| of_row[row] = value);
    }
    Bits::from_fn(columns.len(), |row| holds(of_row[row]))
}
