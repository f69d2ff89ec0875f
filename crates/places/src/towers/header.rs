//! The columns of a file of towers: their names, their order, and the separator between them.

use std::fmt;

use super::fields::{parse_decimal, parse_integer, split_fields};
use super::{MAX_LINE_BYTES, strip_byte_order_marks};
use crate::RadioFamily;

/// A column that every file of towers must have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum TowerColumn {
    /// The radio access technology.
    Radio,
    /// The mobile country code.
    Mcc,
    /// The mobile network code.
    Net,
    /// The location or tracking area code.
    Area,
    /// The cell's identity.
    Cell,
    /// Degrees east.
    Lon,
    /// Degrees north.
    Lat,
}

/// Number of the columns that are read: the required ones, the range and the number of samples.
pub(super) const COLUMNS_READ: usize = 9;
/// Index of the range among the columns that are read.
pub(super) const RANGE_INDEX: usize = 7;
/// Index of the number of samples among the columns that are read.
pub(super) const SAMPLES_INDEX: usize = 8;
/// Maximum number of columns of a line in which the read columns are found.
const MAX_COLUMNS: usize = 64;
/// The bytes that may separate two columns.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// The names of each column that is read, in lower-case letters and digits alone: first OpenCelliD's, then those of
/// Mozilla's earlier files (`mnc`, `lac`, `cid`), of 3GPP's identities, and of other tools.
const COLUMN_NAMES: [&[&str]; COLUMNS_READ] = [
    &["radio", "radiotype", "rat", "act", "technology", "tech", "networktype", "type"],
    &["mcc", "mobilecountrycode"],
    &["net", "mnc", "network", "mobilenetworkcode"],
    &["area", "lac", "tac", "lactac", "taclac", "areacode", "locationareacode", "trackingareacode"],
    &["cell", "cid", "ci", "eci", "ecid", "nci", "cellid", "cellidentity", "longcid", "utrancid"],
    &["lon", "long", "lng", "longitude"],
    &["lat", "latitude"],
    &["range", "accuracy", "radius"],
    &["samples", "samplecount", "totalsamples", "measurements"],
];

impl TowerColumn {
    /// All columns, in OpenCelliD's order.
    pub const ALL: [Self; 7] = [Self::Radio, Self::Mcc, Self::Net, Self::Area, Self::Cell, Self::Lon, Self::Lat];

    /// Returns OpenCelliD's name for the column.
    #[must_use]
    pub fn opencellid_name(self) -> &'static str {
        COLUMN_NAMES[self as usize][0]
    }
}

impl fmt::Display for TowerColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.opencellid_name())
    }
}

/// The positions of the read columns in a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct TowerLayout {
    pub separator: u8,
    /// For each column of a line its index among the columns that are read, or [`TowerLayout::IGNORED`].
    pub read_indices: [u8; MAX_COLUMNS],
    /// Minimum number of columns of a line.
    pub min_columns: usize,
    /// Number of columns up to the last one that is read.
    pub used_columns: usize,
}

impl TowerLayout {
    /// The index of a column that is not read.
    pub const IGNORED: u8 = u8::MAX;

    /// Returns the layout of the first line: the one that its column names define, or OpenCelliD's order if it has no
    /// names.
    pub fn from_first_line(line: &[u8]) -> (Self, FirstLineKind) {
        if let Some(layout) = Self::from_header(line) {
            return (layout, FirstLineKind::Header);
        }
        let separator = SEPARATORS.into_iter().find(|separator| is_tower_row(line, *separator));
        (Self::opencellid_order(separator.unwrap_or(b',')), FirstLineKind::Row)
    }

    /// Returns the layout that a line of column names defines; `None` if the line is no such header.
    pub fn from_header(line: &[u8]) -> Option<Self> {
        SEPARATORS
            .into_iter()
            .find_map(|separator| Self::from_column_indices(separator, &find_columns(line, separator)))
    }

    /// Returns the layout with the columns in OpenCelliD's order.
    fn opencellid_order(separator: u8) -> Self {
        let mut layout =
            Self { separator, read_indices: [Self::IGNORED; MAX_COLUMNS], min_columns: 8, used_columns: 10 };
        for (index, column) in [0, 1, 2, 3, 4, 6, 7, 8, 9].into_iter().enumerate() {
            layout.read_indices[column] = index as u8;
        }
        layout
    }

    fn from_column_indices(separator: u8, found: &[Option<usize>; COLUMNS_READ]) -> Option<Self> {
        let mut layout =
            Self { separator, read_indices: [Self::IGNORED; MAX_COLUMNS], min_columns: 0, used_columns: 0 };
        for (index, column) in found.iter().enumerate() {
            match column {
                Some(column) if *column < MAX_COLUMNS => {
                    layout.read_indices[*column] = index as u8;
                    layout.used_columns = layout.used_columns.max(column + 1);
                }
                _ if index < TowerColumn::ALL.len() => return None,
                _ => {}
            }
            if index < TowerColumn::ALL.len() {
                layout.min_columns = layout.used_columns;
            }
        }
        Some(layout)
    }
}

/// The kind of the first line of a file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum FirstLineKind {
    Header,
    Row,
}

/// Returns the index in a header of each column that is read.
fn find_columns(line: &[u8], separator: u8) -> [Option<usize>; COLUMNS_READ] {
    let normalize =
        |name: &[u8]| name.iter().filter(|b| b.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect();
    let columns: Vec<Vec<u8>> = split_fields(line, separator).map(normalize).collect();
    // If a header has two names for one column, the one that comes first in the list counts.
    COLUMN_NAMES.map(|names| names.iter().find_map(|name| columns.iter().position(|column| column == name.as_bytes())))
}

/// Returns whether a line is a tower in OpenCelliD's order.
fn is_tower_row(line: &[u8], separator: u8) -> bool {
    let columns: Vec<&[u8]> = split_fields(line, separator).collect();
    let column = |index: usize| columns.get(index).copied().unwrap_or_default();
    let radio = str::from_utf8(column(0)).unwrap_or_default();
    let is_known_radio = RadioFamily::from_radio_name(radio).is_some() || radio.eq_ignore_ascii_case("CDMA");
    is_known_radio
        && parse_integer(column(1)).is_some()
        && parse_decimal(column(6)).is_some()
        && parse_decimal(column(7)).is_some()
}

/// Returns the first line that is not blank or a preamble.
fn find_first_line(head: &[u8]) -> &[u8] {
    strip_byte_order_marks(head)
        .split(|b| matches!(b, b'\n' | b'\r'))
        .find(|line| !is_preamble(line))
        .filter(|line| line.len() <= MAX_LINE_BYTES)
        .unwrap_or_default()
}

/// Returns whether a line before the first one is skipped: it is blank, or names the separator for spreadsheets
/// (`sep=;`).
pub(super) fn is_preamble(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    line.is_empty() || line.len() == 5 && line.starts_with(b"sep=")
}

/// Returns whether a text that begins like this is a file of towers, with or without a header.
#[must_use]
pub fn is_tower_file(head: &[u8]) -> bool {
    let line = find_first_line(head);
    TowerLayout::from_header(line).is_some() || SEPARATORS.into_iter().any(|separator| is_tower_row(line, separator))
}

/// Returns the required columns that the first line of a text does not name; `None` if the text is no file of towers,
/// as its first line names fewer than four of the columns, or neither an area nor a cell. No column is missing if
/// [`is_tower_file`] is true.
///
/// A table of something else may have these columns too, so this should be called last, to explain why a file cannot be
/// read.
///
/// ```
/// use places::towers::{TowerColumn, missing_columns};
///
/// assert_eq!(missing_columns(b"radio;mcc;mnc;lac;cid\r\nLTE;234;15;100;1001\r\n"), Some(vec![TowerColumn::Lon, TowerColumn::Lat]));
/// assert_eq!(missing_columns(b"iccid,name\n"), None);
/// ```
#[must_use]
pub fn missing_columns(head: &[u8]) -> Option<Vec<TowerColumn>> {
    const MIN_COLUMNS_FOUND: usize = 4;
    if is_tower_file(head) {
        return Some(vec![]);
    }
    let line = find_first_line(head);
    let found = SEPARATORS.map(|separator| find_columns(line, separator));
    let required_count = |found: &[Option<usize>; COLUMNS_READ]| {
        TowerColumn::ALL.into_iter().filter(|column| found[*column as usize].is_some()).count()
    };
    let found = found.into_iter().max_by_key(required_count)?;
    let is_found = |column: TowerColumn| found[column as usize].is_some();
    if required_count(&found) < MIN_COLUMNS_FOUND || !(is_found(TowerColumn::Area) || is_found(TowerColumn::Cell)) {
        return None;
    }
    Some(TowerColumn::ALL.into_iter().filter(|column| !is_found(*column)).collect())
}
