//! Which column of a table identifies SIMs.

use fleet::{DeviceId, ListedIdentifier, is_identifier_length, parse_listed_identifier, unpadded_iccid};
use serde::{Deserialize, Serialize};

/// What a column that identifies SIMs has: the first that is found counts, since an ICCID says more than a device.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum KeyField {
    /// Integrated circuit card identifiers.
    Iccid,
    /// Soracom's own identifiers of SIMs.
    SimId,
    /// International mobile subscriber identities.
    Imsi,
    /// Devices.
    Imei,
    /// Numbers to dial.
    Msisdn,
    /// Serial numbers as printed on cards.
    Serial,
}

/// The names that people give such columns, in lower-case letters and digits alone.
const COLUMN_NAMES: [(&str, KeyField); 22] = [
    ("iccid", KeyField::Iccid),
    ("icc", KeyField::Iccid),
    ("simid", KeyField::SimId),
    ("sim", KeyField::SimId),
    ("simcard", KeyField::SimId),
    ("simカード", KeyField::SimId),
    ("imsi", KeyField::Imsi),
    ("subscriber", KeyField::Imsi),
    ("subscriberid", KeyField::Imsi),
    ("imei", KeyField::Imei),
    ("imeisv", KeyField::Imei),
    ("deviceimei", KeyField::Imei),
    ("端末imei", KeyField::Imei),
    ("msisdn", KeyField::Msisdn),
    ("phone", KeyField::Msisdn),
    ("phonenumber", KeyField::Msisdn),
    ("電話番号", KeyField::Msisdn),
    ("serial", KeyField::Serial),
    ("serialnumber", KeyField::Serial),
    ("sn", KeyField::Serial),
    ("製造番号", KeyField::Serial),
    ("シリアル番号", KeyField::Serial),
];

impl KeyField {
    /// All of them, the best first.
    pub const ALL: [Self; 6] = [Self::Iccid, Self::SimId, Self::Imsi, Self::Imei, Self::Msisdn, Self::Serial];

    /// The word for it, as the query language has it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Iccid => "iccid",
            Self::SimId => "sim",
            Self::Imsi => "imsi",
            Self::Imei => "imei",
            Self::Msisdn => "msisdn",
            Self::Serial => "serial",
        }
    }

    fn from_column_name(name: &str) -> Option<Self> {
        let name: String = fleet::fold_text(name).chars().filter(|c| c.is_alphanumeric()).collect();
        COLUMN_NAMES.iter().find(|(known, _)| *known == name).map(|(_, field)| *field)
    }
}

/// A column that identifies SIMs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct KeyColumn {
    /// The index of the column in the table.
    pub column: usize,
    /// What it has.
    pub field: KeyField,
}

/// Minimum share of the cells that must be identifiers, in percent: lists have remarks and gaps.
const MIN_IDENTIFIER_PERCENT: usize = 60;
/// Maximum number of cells of a column that are looked at.
const MAX_SAMPLE_CELLS: usize = 500;

/// Finds the columns that may identify SIMs, the best first.
pub(crate) fn find_key_columns(names: &[String], rows: &[Vec<String>]) -> Vec<KeyColumn> {
    let field = |(column, name): (usize, &String)| {
        let cells =
            rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
        let cells: Vec<&str> = cells.take(MAX_SAMPLE_CELLS).collect();
        let field = detect_field(name, &cells)?;
        Some(KeyColumn { column, field })
    };
    let found: Vec<KeyColumn> = names.iter().enumerate().filter_map(field).collect();
    let of_field = |field| found.iter().copied().filter(move |key| key.field == field);
    KeyField::ALL.into_iter().flat_map(of_field).collect()
}

/// Returns what the identifiers of a column are, by its name where that fits them, else by their digits; `None` where they
/// are no identifiers.
fn detect_field(name: &str, cells: &[&str]) -> Option<KeyField> {
    let identifiers: Vec<String> = cells.iter().filter_map(|cell| identifier_of(cell)).collect();
    if identifiers.is_empty() || identifiers.len() * 100 < cells.len() * MIN_IDENTIFIER_PERCENT {
        return None;
    }
    let most = |holds: fn(&str) -> bool| {
        identifiers.iter().filter(|id| holds(id)).count() * 100 >= identifiers.len() * MIN_IDENTIFIER_PERCENT
    };
    let named = KeyField::from_column_name(name);
    let fits_name = named.is_some_and(|field| match field {
        KeyField::Iccid => most(is_iccid),
        KeyField::SimId => most(is_iccid) || most(|id| id.len() >= 8),
        KeyField::Imsi => most(|id| id.len() == 15 || id.len() == 14),
        KeyField::Imei => most(|id| matches!(id.len(), 14..=16)),
        KeyField::Msisdn => most(|id| matches!(id.len(), 7..=15)),
        KeyField::Serial => true,
    });
    if fits_name {
        return named;
    }
    if most(is_iccid) {
        return Some(KeyField::Iccid);
    }
    if most(|id| id.len() == 15 && !has_check_digit(id)) {
        return Some(KeyField::Imsi);
    }
    most(|id| matches!(id.len(), 15 | 16) && is_identifier_length(id.len()) && DeviceId::parse_imei(id).is_some())
        .then_some(KeyField::Imei)
}

/// The identifier in a cell. A number that a spreadsheet has shortened was one.
fn identifier_of(cell: &str) -> Option<String> {
    match parse_listed_identifier(cell) {
        ListedIdentifier::One(id) => Some(id.into_owned()),
        ListedIdentifier::Shortened(number) => Some(number),
        ListedIdentifier::None => None,
    }
}

fn is_iccid(id: &str) -> bool {
    let is_shortened = id.starts_with("8.9") && id.contains(['E', 'e']);
    is_shortened || id.starts_with("89") && matches!(unpadded_iccid(id).len(), 18..=20)
}

/// Whether the last of fifteen digits is the check digit of the others (ISO/IEC 7812-1, Luhn), as in an IMEI; of numbers that
/// are no IMEIs one in ten has one.
fn has_check_digit(id: &str) -> bool {
    let sum: u32 = id
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, byte)| {
            let digit = u32::from(byte.wrapping_sub(b'0'));
            let doubled = if at % 2 == 1 { digit * 2 } else { digit };
            if doubled > 9 { doubled - 9 } else { doubled }
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_known_by_its_name_and_its_values() {
        use KeyField::*;
        for (name, cells, field) in [
            ("ICCID", &["8942310022000000001", "8942310022000000019"][..], Some(Iccid)),
            ("card", &["8942 3100 2200 0000 001", "8942310022000000019F"], Some(Iccid)),
            ("SIM ID", &["8942310022000000001"], Some(SimId)),
            ("IMSI", &["295050000000001"], Some(Imsi)),
            ("x", &["295050000000001", "295050000000002", "295050000000003"], Some(Imsi)),
            ("x", &["356938035643809", "490154203237518", "352099001761481"], Some(Imei)),
            ("Device IMEI", &["356938035643809"], Some(Imei)),
            ("電話番号", &["090-1234-5678"], Some(Msisdn)),
            ("Serial Number", &["DN-0812"], Some(Serial)),
            ("iccid", &["8.94231E+18", "8.94231E+18"], Some(Iccid)),
            // A name alone does not make identifiers.
            ("imei", &["yes", "no"], None),
            ("site", &["Tokyo 1", "Osaka 2"], None),
            ("floor", &["1", "2"], None),
            ("price", &["1234", "99"], None),
            // Remarks and gaps are no reason.
            ("iccid", &["8942310022000000001", "8942310022000000019", "lost, see mail"], Some(Iccid)),
        ] {
            assert_eq!(detect_field(name, cells), field, "{name} {cells:?}");
        }
    }
}
