//! The order and the widths of the table's columns.

use query::ColumnKey;
use std::fmt;
use std::ops::RangeInclusive;

/// Widths that a column can be given, in pixels: wide enough to be got hold of again, and within a window.
pub const COLUMN_WIDTHS: RangeInclusive<u16> = 48..=640;

/// Returns the columns with another one, or without it where it is one of them; the last one stays.
///
/// A column comes where it stands in the table of fields: behind the last of those that stand before it there.
pub fn toggle_column(shown: &[ColumnKey], column: ColumnKey) -> Vec<ColumnKey> {
    let mut next: Vec<_> = shown.iter().copied().filter(|other| *other != column).collect();
    if next.len() == shown.len() {
        let before = shown.iter().rposition(|other| place_in_table(*other) <= place_in_table(column));
        next.insert(before.map_or(0, |at| at + 1), column);
    }
    if next.is_empty() { shown.to_vec() } else { next }
}

/// The place of a column among those of the table of fields; tags and columns of lists come after them.
fn place_in_table(column: ColumnKey) -> usize {
    column.field().column_index().unwrap_or(usize::MAX)
}

/// Returns the columns with one of them moved by places to the right, or to the left where `by` is negative.
pub fn move_column(shown: &[ColumnKey], column: ColumnKey, by: isize) -> Vec<ColumnKey> {
    let mut next = shown.to_vec();
    if let Some(from) = next.iter().position(|other| *other == column) {
        let to = from.saturating_add_signed(by).min(next.len() - 1);
        let moved = next.remove(from);
        next.insert(to, moved);
    }
    next
}

/// Returns the columns with one of them moved to the place of another.
pub fn move_column_to(shown: &[ColumnKey], column: ColumnKey, target: ColumnKey) -> Vec<ColumnKey> {
    let place =
        |sought: ColumnKey| shown.iter().position(|other| *other == sought).and_then(|at| isize::try_from(at).ok());
    match (place(column), place(target)) {
        (Some(from), Some(to)) => move_column(shown, column, to - from),
        _ => shown.to_vec(),
    }
}

/// Returns the name of a column as it is in a list of columns: what separates them is encoded, since lists name their columns
/// as they like.
pub fn encode_column(column: ColumnKey) -> String {
    column.name().replace('%', "%25").replace(',', "%2C").replace(':', "%3A")
}

/// Reads what [`encode_column`] has written; `None` where there is no such column.
pub fn decode_column(text: &str) -> Option<ColumnKey> {
    ColumnKey::from_name(&text.replace("%3A", ":").replace("%2C", ",").replace("%25", "%"))
}

/// The widths that columns were given, in pixels. Others are as wide as the style has them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ColumnWidths(Vec<(ColumnKey, u16)>);

impl ColumnWidths {
    /// Reads what [`fmt::Display`] has written. What is no width of a column is left out.
    pub fn parse(text: &str) -> Self {
        let width = |entry: &str| {
            let (key, width) = entry.split_once(':')?;
            Some((decode_column(key)?, width.parse().ok().filter(|width| COLUMN_WIDTHS.contains(width))?))
        };
        Self(text.split(',').filter_map(width).collect())
    }

    /// The width of a column, if it was given one.
    pub fn get(&self, column: ColumnKey) -> Option<u16> {
        self.0.iter().find(|(other, _)| *other == column).map(|(_, width)| *width)
    }

    /// Gives a column a width, or takes it away.
    pub fn set(&mut self, column: ColumnKey, width: Option<u16>) {
        self.0.retain(|(other, _)| *other != column);
        let width = width.map(|width| width.clamp(*COLUMN_WIDTHS.start(), *COLUMN_WIDTHS.end()));
        self.0.extend(width.map(|width| (column, width)));
    }
}

impl fmt::Display for ColumnWidths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().enumerate().try_for_each(|(at, (column, width))| {
            write!(f, "{}{}:{width}", if at == 0 { "" } else { "," }, encode_column(*column))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use query::Field;

    fn fields(keys: &str) -> Vec<ColumnKey> {
        keys.split(' ').map(|key| ColumnKey::from_name(key).unwrap()).collect()
    }

    #[test]
    fn a_column_comes_where_it_stands_in_the_table_of_fields() {
        for (shown, column, want) in [
            ("name iccid country", "status", "name iccid status country"),
            ("name iccid country", "iccid", "name country"),
            ("country iccid name", "status", "country iccid name status"),
            ("country iccid name radio", "status", "country iccid name status radio"),
            ("country", "name", "name country"),
            ("name", "name", "name"),
        ] {
            assert_eq!(toggle_column(&fields(shown), fields(column)[0]), fields(want), "{shown} {column}");
        }
    }

    #[test]
    fn a_column_moves_by_places_and_stays_among_the_others() {
        for (column, by, want) in [
            ("iccid", 1, "name status iccid"),
            ("iccid", -1, "iccid name status"),
            ("name", -1, "name iccid status"),
            ("name", 9, "iccid status name"),
            ("radio", 1, "name iccid status"),
        ] {
            assert_eq!(move_column(&fields("name iccid status"), fields(column)[0], by), fields(want), "{column} {by}");
        }
        for (column, target, want) in [
            ("name", "status", "iccid status name"),
            ("status", "name", "status name iccid"),
            ("name", "radio", "name iccid status"),
        ] {
            let moved = move_column_to(&fields("name iccid status"), fields(column)[0], fields(target)[0]);
            assert_eq!(moved, fields(want), "{column} {target}");
        }
    }

    #[test]
    fn widths_survive_a_round_trip() {
        for (text, want) in [
            ("name:240,iccid:180", "name:240,iccid:180"),
            ("", ""),
            ("list.a%2Cb%3A 100%25:90", "list.a%2Cb%3A 100%25:90"),
            ("colour:100,name:9999,iccid:x,imsi,status:90", "status:90"),
        ] {
            assert_eq!(ColumnWidths::parse(text).to_string(), want, "{text}");
        }
        let mut widths = ColumnWidths::parse("name:240");
        widths.set(Field::Name.into(), Some(9));
        widths.set(Field::Imsi.into(), Some(100));
        widths.set(Field::Imsi.into(), None);
        assert_eq!((widths.get(Field::Name.into()), widths.get(Field::Imsi.into())), (Some(48), None));
    }
}
