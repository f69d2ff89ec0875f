//! Sorted tables as text: one row a line, columns separated by tabs, and the key in the first column.

/// Returns the columns after `key` in its row, by binary search. The rows must be sorted by the bytes of their keys.
pub(crate) fn find_row(table: &'static str, key: &[u8]) -> Option<&'static str> {
    let bytes = table.as_bytes();
    let (mut low, mut high) = (0, bytes.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = bytes.get(low..middle)?.iter().rposition(|&b| b == b'\n').map_or(low, |offset| low + offset + 1);
        let end = bytes.get(middle..high)?.iter().position(|&b| b == b'\n').map_or(high, |offset| middle + offset);
        // Tabs and line feeds are ASCII, so both ends of the row are on character boundaries.
        let (found, rest) = table.get(start..end)?.split_once('\t')?;
        match found.as_bytes().cmp(key) {
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start,
            std::cmp::Ordering::Equal => return Some(rest),
        }
    }
    None
}

/// Iterates over the rows of a table as pairs of the key and the columns after it, in order.
pub(crate) fn table_rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().filter_map(|line| line.split_once('\t'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_found_and_nothing_else() {
        const TABLE: &str = "A\tfirst\nBB\tsecond é\nC\tthird\tcolumn\nDDDD\tlast\n";
        for (key, rest) in table_rows(TABLE) {
            assert_eq!(find_row(TABLE, key.as_bytes()), Some(rest), "{key}");
        }
        for absent in ["", "0", "AA", "B", "BBB", "CC", "DDD", "E"] {
            assert_eq!(find_row(TABLE, absent.as_bytes()), None, "{absent}");
        }
        assert_eq!(find_row("", b"A"), None);
    }
}
