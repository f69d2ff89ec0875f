//! What a cell is known by wherever positions of cells are kept.

use std::fmt;

use crate::Plmn;

/// Radios that share one numbering of cells.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
#[repr(u8)]
pub enum RadioFamily {
    /// 2G: a location area and a cell identity of 16 bits (3GPP TS 23.003, 4.3.1).
    Gsm,
    /// 3G: the same; databases put the controller's number before it.
    Umts,
    /// LTE, LTE-M and NB-IoT: a tracking area and a cell identity of 28 bits (3GPP TS 23.003, 19.6).
    Lte,
    /// 5G: a tracking area of 24 bits and a cell identity of 36 (3GPP TS 23.003, 19.4.2.3 and 19.6A). Sessions have 32 of them.
    Nr,
}

impl RadioFamily {
    /// The family of a radio as an API or a database of towers names it, in any case.
    #[must_use]
    pub fn from_radio_name(radio: &str) -> Option<Self> {
        let is = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(radio));
        match () {
            () if is(&["lte", "lte-m", "nb-iot", "nbiot", "4g"]) => Some(Self::Lte),
            () if is(&["gsm", "2g"]) => Some(Self::Gsm),
            () if is(&["umts", "3g", "wcdma"]) => Some(Self::Umts),
            () if is(&["nr", "5g"]) => Some(Self::Nr),
            () => None,
        }
    }

    /// Whether a location or tracking area code says which area it is.
    ///
    /// Codes of 16 bits are 1 to FFFD: 0000 and FFFE are reserved for a device without a valid one (3GPP TS 23.003, 4.1 and
    /// 19.4.2.3), and FFFF is what a modem says that does not know it. Codes of 5G have 24 bits and the same three reserved.
    #[must_use]
    pub fn is_valid_area_code(self, code: u32) -> bool {
        let largest = if self == Self::Nr { 0xFF_FFFD } else { 0xFFFD };
        (1..=largest).contains(&code)
    }

    /// Whether a cell identity says which cell it is.
    ///
    /// No cell has 0. The CI of 2G and 3G has 16 bits, and FFFF is what a modem says that does not know it; databases put the
    /// controller's number before it, so that the low 16 bits decide. An ECI has 28 bits and an NCI 36 (3GPP TS 23.003, 4.3.1,
    /// 19.6 and 19.6A), each up to the largest; the 2,147,483,647 that Android says for "not known" is beyond an ECI.
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

    /// As OpenCelliD's files name it.
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
    /// The radios that it is of.
    pub family: RadioFamily,
    /// The network.
    pub plmn: Plmn,
    /// Tracking area code, or location area code.
    pub area_code: u32,
}

/// A cell in its area.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct CellKey {
    /// Its area.
    pub area: AreaKey,
    /// Its identity; of 3G the 16 bits that a session has of it.
    pub cell_id: u32,
}

impl CellKey {
    /// The cell of this identity, as sessions or databases have it.
    #[must_use]
    pub fn new(area: AreaKey, cell: u32) -> Self {
        // A database has RNC-ID × 65,536 + CI (3GPP TS 25.331, UTRAN cell identity), a session CI alone.
        Self { area, cell_id: if area.family == RadioFamily::Umts { cell & 0xFFFF } else { cell } }
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
        for (family, code, is) in [
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
            assert_eq!(family.is_valid_area_code(code), is, "{family} {code}");
        }
        for (family, id, is) in [
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
            assert_eq!(family.is_valid_cell_id(id), is, "{family} {id}");
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
