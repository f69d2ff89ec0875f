//! The columns of a file of towers: how they are named, in what order they are, and what stands between them.

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

/// How many columns are read: those that must be there, the range and the number of samples.
pub(super) const COLUMNS_READ: usize = 9;
/// Place of the range among the columns that are read.
pub(super) const RANGE_INDEX: usize = 7;
/// Place of the number of samples among them.
pub(super) const SAMPLES_INDEX: usize = 8;
/// A needed column may stand behind so many others.
const MAX_COLUMNS: usize = 64;
/// What may stand between two columns.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// The names of each column that is read, in small letters and digits alone: first OpenCelliD's, then those of Mozilla's
/// earlier files (`mnc`, `lac`, `cid`), of 3GPP's identities, and of other tools.
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
    /// All of them, in OpenCelliD's order.
    pub const ALL: [Self; 7] = [Self::Radio, Self::Mcc, Self::Net, Self::Area, Self::Cell, Self::Lon, Self::Lat];

    /// OpenCelliD's name for it.
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

/// Where the columns stand that are read.
#[derive(Clone, Copy, Debug)]
pub(super) struct TowerLayout {
    pub separator: u8,
    /// For each column of a line its place among those that are read, or [`TowerLayout::IGNORED`].
    pub read_indices: [u8; MAX_COLUMNS],
    /// A line has at least so many columns.
    pub min_columns: usize,
    /// No column that is read stands after so many.
    pub used_columns: usize,
}

impl TowerLayout {
    /// A column that is not read.
    pub const IGNORED: u8 = u8::MAX;

    /// The layout that the first line shows: the names of its columns, or else OpenCelliD's order without them.
    pub fn from_first_line(line: &[u8]) -> (Self, FirstLineKind) {
        if let Some(layout) = Self::from_header(line) {
            return (layout, FirstLineKind::Header);
        }
        let separator = SEPARATORS.into_iter().find(|separator| is_tower_row(line, *separator));
        (Self::opencellid_order(separator.unwrap_or(b',')), FirstLineKind::Row)
    }

    /// The layout that a line of names says; `None` where it is no such line.
    pub fn from_header(line: &[u8]) -> Option<Self> {
        SEPARATORS
            .into_iter()
            .find_map(|separator| Self::from_column_indices(separator, &find_columns(line, separator)))
    }

    /// OpenCelliD's order.
    fn opencellid_order(separator: u8) -> Self {
        let mut layout =
            Self { separator, read_indices: [Self::IGNORED; MAX_COLUMNS], min_columns: 8, used_columns: 10 };
        for (place, column) in [0, 1, 2, 3, 4, 6, 7, 8, 9].into_iter().enumerate() {
            layout.read_indices[column] = place as u8;
        }
        layout
    }

    fn from_column_indices(separator: u8, found: &[Option<usize>; COLUMNS_READ]) -> Option<Self> {
        let mut layout =
            Self { separator, read_indices: [Self::IGNORED; MAX_COLUMNS], min_columns: 0, used_columns: 0 };
        for (place, column) in found.iter().enumerate() {
            match column {
                Some(column) if *column < MAX_COLUMNS => {
                    layout.read_indices[*column] = place as u8;
                    layout.used_columns = layout.used_columns.max(column + 1);
                }
                _ if place < TowerColumn::ALL.len() => return None,
                _ => {}
            }
            if place < TowerColumn::ALL.len() {
                layout.min_columns = layout.used_columns;
            }
        }
        Some(layout)
    }
}

/// What the first line of a file is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum FirstLineKind {
    Header,
    Row,
}

/// Where each column that is read is in a line of names.
fn find_columns(line: &[u8], separator: u8) -> [Option<usize>; COLUMNS_READ] {
    let plain = |name: &[u8]| name.iter().filter(|b| b.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect();
    let columns: Vec<Vec<u8>> = split_fields(line, separator).map(plain).collect();
    // Of two names for one thing the first of the list counts.
    COLUMN_NAMES.map(|names| names.iter().find_map(|name| columns.iter().position(|column| column == name.as_bytes())))
}

/// Whether a line is a tower in OpenCelliD's order.
fn is_tower_row(line: &[u8], separator: u8) -> bool {
    let columns: Vec<&[u8]> = split_fields(line, separator).collect();
    let column = |at: usize| columns.get(at).copied().unwrap_or_default();
    let radio = str::from_utf8(column(0)).unwrap_or_default();
    let known = RadioFamily::from_radio_name(radio).is_some() || radio.eq_ignore_ascii_case("CDMA");
    known
        && parse_integer(column(1)).is_some()
        && parse_decimal(column(6)).is_some()
        && parse_decimal(column(7)).is_some()
}

/// The first line with anything in it.
fn find_first_line(head: &[u8]) -> &[u8] {
    let mut lines = strip_byte_order_marks(head).split(|b| matches!(b, b'\n' | b'\r'));
    lines.find(|line| !is_preamble(line)).filter(|line| line.len() <= MAX_LINE_BYTES).unwrap_or_default()
}

/// Whether a line in front of the first one is passed over: it is blank, or tells a spreadsheet the separator (`sep=;`).
pub(super) fn is_preamble(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    line.is_empty() || line.len() == 5 && line.starts_with(b"sep=")
}

/// Whether a text that begins like this is a file of towers, with a line of names or without.
#[must_use]
pub fn is_tower_file(head: &[u8]) -> bool {
    let line = find_first_line(head);
    TowerLayout::from_header(line).is_some() || SEPARATORS.into_iter().any(|separator| is_tower_row(line, separator))
}

/// The columns that a file of towers must have and that the first line of a text does not name; `None` of a text that is no
/// such file, whose first line names fewer than four of them or neither an area nor a cell. None are missing where
/// [`is_tower_file`] holds.
///
/// A table of something else may have these columns too: ask this last, to say what keeps a file from being read.
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
    let needed = |found: &[Option<usize>; COLUMNS_READ]| {
        TowerColumn::ALL.into_iter().filter(|c| found[*c as usize].is_some()).count()
    };
    let found = found.into_iter().max_by_key(needed)?;
    let is_there = |column: TowerColumn| found[column as usize].is_some();
    (needed(&found) >= MIN_COLUMNS_FOUND && (is_there(TowerColumn::Area) || is_there(TowerColumn::Cell)))
        .then(|| TowerColumn::ALL.into_iter().filter(|column| !is_there(*column)).collect())
}
