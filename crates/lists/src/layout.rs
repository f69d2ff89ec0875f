//! How a table is laid out: its separator, its line of names, the column that identifies SIMs.

use crate::ListError;
use crate::key::{KeyColumn, find_key_columns};
use crate::rows::{Row, RowSplitter};

/// What may separate cells. Where several fit equally, the first is taken.
const SEPARATORS: [u8; 4] = [b'\t', b',', b';', b'|'];
/// Bytes of a table that its layout is recognized by.
pub(crate) const MAX_HEAD_BYTES: usize = 256 * 1024;
/// Maximum number of rows that are looked at.
const MAX_SAMPLE_ROWS: usize = 1000;
/// Maximum number of rows before the line of names: a title, a date.
const MAX_TITLE_ROWS: usize = 20;

/// How a table is laid out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct ListLayout {
    pub separator: u8,
    /// Rows before the first that is of a SIM.
    pub skipped_rows: usize,
    /// The name of each column; empty where the table has none.
    pub names: Vec<String>,
    /// The columns that may identify SIMs, the best first; never empty.
    pub keys: Vec<KeyColumn>,
}

impl ListLayout {
    /// Recognizes the layout of a table by its first bytes, which may end anywhere.
    ///
    /// # Errors
    /// Returns an error if there are no cells, or no column has identifiers.
    pub fn detect(head: &[u8], is_whole: bool) -> Result<Self, ListError> {
        let (declared, head) = split_separator_line(head);
        let candidates = match declared {
            Some(separator) => vec![separator],
            None => SEPARATORS.to_vec(),
        };
        let tables = candidates.into_iter().map(|separator| (separator, sample_rows(separator, head, is_whole)));
        let scored = tables.map(|(separator, rows)| (regularity(&rows), separator, rows));
        // Of equals the first.
        let best = scored.reduce(|best, other| if other.0 > best.0 { other } else { best });
        let Some((_, separator, rows)) = best.filter(|(_, _, rows)| !rows.is_empty()) else {
            return Err(ListError::Empty);
        };
        let width = common_width(&rows);
        let first = rows.iter().take(MAX_TITLE_ROWS).position(|row| row.len() == width).unwrap_or(0);
        let has_names =
            rows[first].iter().all(|cell| find_key_columns(&[String::new()], &[vec![cell.clone()]]).is_empty());
        let names = if has_names { rows[first].clone() } else { vec![String::new(); width] };
        let body = &rows[(first + usize::from(has_names)).min(rows.len())..];
        let keys = find_key_columns(&names, body);
        if keys.is_empty() {
            return Err(ListError::NoKey { columns: names });
        }
        let declaration = usize::from(declared.is_some());
        Ok(Self { separator, skipped_rows: declaration + first + usize::from(has_names), names, keys })
    }
}

/// Whether a text that begins like this is a table with a column that identifies SIMs.
///
/// ```
/// assert!(lists::is_list(b"site,iccid\nTokyo,8942310099000000010\n"));
/// assert!(!lists::is_list(b"site,floor\nTokyo,1\n"));
/// ```
pub fn is_list(head: &[u8]) -> bool {
    let is_whole = head.len() < MAX_HEAD_BYTES;
    let head = &head[..head.len().min(MAX_HEAD_BYTES)];
    let is_text =
        !head.contains(&0) && !head.trim_ascii_start().starts_with(b"{") && !head.trim_ascii_start().starts_with(b"[");
    is_text && ListLayout::detect(head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head), is_whole).is_ok()
}

/// The names of the columns of a table that begins like this; nothing where it is none of SIMs.
pub fn column_names(head: &[u8]) -> Vec<String> {
    let is_whole = head.len() < MAX_HEAD_BYTES;
    let head = &head[..head.len().min(MAX_HEAD_BYTES)];
    let layout = ListLayout::detect(head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head), is_whole);
    layout.map(|layout| layout.names).unwrap_or_default()
}

/// Splits off the line that tells spreadsheets the separator: `sep=;`.
fn split_separator_line(head: &[u8]) -> (Option<u8>, &[u8]) {
    match head {
        [b's', b'e', b'p', b'=', separator, b'\r', b'\n', rest @ ..] => (Some(*separator), rest),
        [b's', b'e', b'p', b'=', separator, b'\n' | b'\r', rest @ ..] => (Some(*separator), rest),
        _ => (None, head),
    }
}

fn sample_rows(separator: u8, head: &[u8], is_whole: bool) -> Vec<Vec<String>> {
    let (mut splitter, mut rows) = (RowSplitter::new(separator, None), vec![]);
    let mut keep = |row: Row| {
        if rows.len() < MAX_SAMPLE_ROWS {
            rows.push((0..row.len()).map(|column| row.cell(column).into_owned()).collect());
        }
    };
    splitter.push(head, &mut keep);
    // The last row may be cut.
    if is_whole && !head.is_empty() {
        splitter.push(b"", &mut keep);
    }
    rows
}

/// How well rows fit together as a table of several columns: the share of those that have the most common number of cells,
/// in percent, then that number.
fn regularity(rows: &[Vec<String>]) -> (usize, usize) {
    let width = common_width(rows);
    if width < 2 {
        return (0, width);
    }
    (rows.iter().filter(|row| row.len() == width).count() * 100 / rows.len(), width)
}

/// The number of cells that most rows have; of equals the one that comes first. A row with one cell is a title or a remark,
/// unless all have one.
fn common_width(rows: &[Vec<String>]) -> usize {
    let mut counts: Vec<(usize, usize)> = vec![];
    for width in rows.iter().map(Vec::len) {
        match counts.iter_mut().find(|(of, _)| *of == width) {
            Some((_, count)) => *count += 1,
            None => counts.push((width, 1)),
        }
    }
    if counts.len() > 1 {
        counts.retain(|(width, _)| *width > 1);
    }
    let best = counts.into_iter().reduce(|best, other| if other.1 > best.1 { other } else { best });
    best.map_or(0, |(width, _)| width)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::KeyField;

    #[test]
    fn a_layout_is_recognized() {
        use KeyField::*;
        for (text, separator, skipped, names, column, field) in [
            ("iccid,site\n8942310022000000001,Tokyo\n", b',', 1, "iccid|site", 0, Iccid),
            ("site;ICCID;note\n\"a;b\";8942310022000000001;x, y\n", b';', 1, "site|ICCID|note", 1, Iccid),
            ("sep=;\r\niccid;site\r\n8942310022000000001;T\r\n", b';', 2, "iccid|site", 0, Iccid),
            ("IMSI\tSite\n295050000000001\tA, B\n295050000000002\tC, D\n", b'\t', 1, "IMSI|Site", 0, Imsi),
            // No line of names.
            ("8942310022000000001,Tokyo\n8942310022000000019,Osaka\n", b',', 0, "|", 0, Iccid),
            // A title above.
            (
                "Assets of July\n\niccid,site\n8942310022000000001,Tokyo\n8942310022000000019,Osaka\n",
                b',',
                2,
                "iccid|site",
                0,
                Iccid,
            ),
            // One column.
            ("iccid\n8942310022000000001\n", b'\t', 1, "iccid", 0, Iccid),
            // The ICCID counts before the device.
            ("imei,iccid\n356938035643809,8942310022000000001\n", b',', 1, "imei|iccid", 1, Iccid),
        ] {
            let layout = ListLayout::detect(text.as_bytes(), true).unwrap();
            assert_eq!((layout.separator as char, layout.skipped_rows), (separator as char, skipped), "{text:?}");
            assert_eq!(
                (layout.names.join("|").as_str(), layout.keys[0]),
                (names, KeyColumn { column, field }),
                "{text:?}"
            );
        }
    }

    #[test]
    fn what_has_no_identifiers_is_refused() {
        let columns = ["site", "floor"].map(str::to_owned).to_vec();
        assert_eq!(ListLayout::detect(b"site,floor\nTokyo,1\n", true), Err(ListError::NoKey { columns }));
        assert_eq!(ListLayout::detect(b"", true), Err(ListError::Empty));
        assert_eq!(ListLayout::detect(b"\n\n", true), Err(ListError::Empty));
    }
}
