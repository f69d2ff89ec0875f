//! The keys under which the positions of cells are kept.

use std::fmt;

use crate::Plmn;

/// A group of radio technologies that number their cells alike.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
#[repr(u8)]
pub enum RadioFamily {
    /// 2G: a location area code and a cell identity of 16 bits (3GPP TS 23.003, 4.3.1).
    Gsm,
    /// 3G: the same as 2G, but databases put the controller's number before the cell identity.
    Umts,
    /// LTE, LTE-M and NB-IoT: a tracking area code and a cell identity of 28 bits (3GPP TS 23.003, 19.6).
    Lte,
    /// 5G: a tracking area code of 24 bits and a cell identity of 36 (3GPP TS 23.003, 19.4.2.3 and 19.6A). Session
    /// records have 32 of them.
    Nr,
}

impl RadioFamily {
    /// Returns the family of a radio technology by the name that an API or a database of towers uses, in any case.
    #[must_use]
    pub fn from_radio_name(radio: &str) -> Option<Self> {
        let is_any_of = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(radio));
        match () {
            () if is_any_of(&["lte", "lte-m", "nb-iot", "nbiot", "4g"]) => Some(Self::Lte),
            () if is_any_of(&["gsm", "2g"]) => Some(Self::Gsm),
            () if is_any_of(&["umts", "3g", "wcdma"]) => Some(Self::Umts),
            () if is_any_of(&["nr", "5g"]) => Some(Self::Nr),
            () => None,
        }
    }

    /// Returns whether a location or tracking area code names an area.
    ///
    /// Codes of 16 bits are 1 to FFFD: 0000 and FFFE are reserved for devices without a valid one (3GPP TS 23.003, 4.1
    /// and 19.4.2.3), and modems send FFFF for an unknown one. Codes of 5G have 24 bits and reserve the same three
    /// values.
    #[must_use]
    pub fn is_valid_area_code(self, code: u32) -> bool {
        let largest = if self == Self::Nr { 0xFF_FFFD } else { 0xFFFD };
        (1..=largest).contains(&code)
    }

    /// Returns whether a cell identity names a cell.
    ///
    /// No cell has the identity 0. The CI of 2G and 3G has 16 bits, and modems send FFFF for an unknown one; databases
    /// put the controller's number before the CI, so only the low 16 bits are checked. An ECI has 28 bits and an NCI 36
    /// (3GPP TS 23.003, 4.3.1, 19.6 and 19.6A), and each may be as large as its bits allow; 2,147,483,647, which
    /// Android sends for an unknown cell, is too large for an ECI.
    #[must_use]
    pub fn is_valid_cell_id(self, id: u64) -> bool {
        const MAX_CI: u64 = 0xFFFF;
        const MAX_ECI: u64 = (1 << 28) - 1;
        const MAX_NCI: u64 = (1 << 36) - 1;
        match self {
            Self::Gsm => (1..MAX_CI).contains(&id),
            Self::Umts => id <= MAX_ECI && (1..MAX_CI).contains(&(id & MAX_CI)),
            Self::Lte => (1..=MAX_ECI).contains(&id),
            Self::Nr => (1..=MAX_NCI).contains(&id) && id != i32::MAX as u64,
        }
    }

    /// Returns the name in OpenCelliD's files.
    #[must_use]
    pub fn opencellid_name(self) -> &'static str {
        ["GSM", "UMTS", "LTE", "NR"][self as usize]
    }
}

impl fmt::Display for RadioFamily {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.opencellid_name())
    }
}

/// A tracking or location area of a network.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct AreaKey {
    /// The radio family that the area belongs to.
    pub family: RadioFamily,
    /// The network that the area belongs to.
    pub plmn: Plmn,
    /// Tracking area code, or location area code.
    pub area_code: u32,
}

/// A cell within an area.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct CellKey {
    /// The area of the cell.
    pub area: AreaKey,
    /// The cell's identity; for 3G only the 16 bits that a session record has.
    pub cell_id: u32,
}

impl CellKey {
    /// Creates the key of a cell from its identity in a session record or in a database.
    #[must_use]
    pub fn new(area: AreaKey, cell_id: u32) -> Self {
        // A database has RNC-ID × 65,536 + CI (3GPP TS 25.331, UTRAN cell identity); a session record has only the CI.
        Self { area, cell_id: if area.family == RadioFamily::Umts { cell_id & 0xFFFF } else { cell_id } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_radio_has_a_family() {
        for (radio, family) in [
            ("LTE", Some("LTE")),
            ("lte-m", Some("LTE")),
            ("NB-IoT", Some("LTE")),
            ("NBIOT", Some("LTE")),
            ("GSM", Some("GSM")),
            ("3G", Some("UMTS")),
            ("UMTS", Some("UMTS")),
            ("NR", Some("NR")),
            ("CDMA", None),
            ("", None),
        ] {
            assert_eq!(RadioFamily::from_radio_name(radio).map(RadioFamily::opencellid_name), family, "{radio}");
        }
    }

    #[test]
    fn unknown_codes_are_neither_areas_nor_cells() {
        use RadioFamily::{Gsm, Lte, Nr, Umts};
        for (family, code, is_valid) in [
            (Gsm, 0, false),
            (Gsm, 1, true),
            (Umts, 0xFFFD, true),
            (Umts, 0xFFFE, false),
            (Gsm, 0xFFFF, false),
            (Lte, 0xFFFD, true),
            (Lte, 0xFFFE, false),
            (Lte, 0xFFFF, false),
            (Lte, 0x1_0000, false),
            (Nr, 0xFFFF, true),
            (Nr, 0xFF_FFFD, true),
            (Nr, 0xFF_FFFE, false),
            (Lte, i32::MAX as u32, false),
            (Nr, u32::MAX, false),
        ] {
            assert_eq!(family.is_valid_area_code(code), is_valid, "{family} {code}");
        }
        for (family, id, is_valid) in [
            (Gsm, 0, false),
            (Gsm, 65_534, true),
            (Gsm, 65_535, false),
            (Gsm, 65_536, false),
            (Umts, 65_535, false),
            (Umts, 123 * 65_536 + 4567, true),
            (Umts, 123 * 65_536 + 65_535, false),
            (Umts, i32::MAX as u64, false),
            (Umts, u32::MAX.into(), false),
            (Lte, 0, false),
            (Lte, 65_535, true),
            (Lte, (1 << 28) - 1, true),
            (Lte, 1 << 28, false),
            (Lte, i32::MAX as u64, false),
            (Nr, (1 << 36) - 1, true),
            (Nr, 1 << 36, false),
            (Nr, i32::MAX as u64, false),
            (Nr, i64::MAX as u64, false),
        ] {
            assert_eq!(family.is_valid_cell_id(id), is_valid, "{family} {id}");
        }
    }

    #[test]
    fn cells_of_3g_are_known_by_the_16_bits_that_sessions_have() {
        let area = |family| AreaKey { family, plmn: Plmn { mcc: 234, mnc: 10 }, area_code: 7 };
        for (family, database, session, same) in [
            (RadioFamily::Umts, 123 * 65_536 + 4567, 4567, true),
            (RadioFamily::Umts, 4567, 4567, true),
            (RadioFamily::Lte, 123 * 65_536 + 4567, 4567, false),
            (RadioFamily::Gsm, 4567, 4567, true),
            (RadioFamily::Nr, 70_000, 70_000 & 0xFFFF, false),
        ] {
            let [a, b] = [database, session].map(|cell| CellKey::new(area(family), cell));
            assert_eq!(a == b, same, "{family} {database} {session}");
        }
    }
}
