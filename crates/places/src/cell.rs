//! What a cell is known by wherever positions of cells are kept.

use std::fmt;

use crate::Plmn;

/// Radios that share one numbering of cells.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
#[repr(u8)]
pub enum Family {
    /// 2G: a location area and a cell identity of 16 bits (3GPP TS 23.003, 4.3.1).
    Gsm,
    /// 3G: the same; databases put the controller's number before it.
    Umts,
    /// LTE, LTE-M and NB-IoT: a tracking area and a cell identity of 28 bits (3GPP TS 23.003, 19.6).
    Lte,
    /// 5G: a cell identity of 36 bits, of which 32 are kept.
    Nr,
}

impl Family {
    /// The family of a radio as an API or a database of towers names it, in any case.
    #[must_use]
    pub fn of(radio: &str) -> Option<Self> {
        let is = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(radio));
        match () {
            () if is(&["lte", "lte-m", "nb-iot", "nbiot", "4g"]) => Some(Self::Lte),
            () if is(&["gsm", "2g"]) => Some(Self::Gsm),
            () if is(&["umts", "3g", "wcdma"]) => Some(Self::Umts),
            () if is(&["nr", "5g"]) => Some(Self::Nr),
            () => None,
        }
    }

    /// As OpenCelliD's files name it.
    #[must_use]
    pub fn name(self) -> &'static str {
        ["GSM", "UMTS", "LTE", "NR"][self as usize]
    }
}

impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A tracking or location area of a network.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct AreaKey {
    /// The radios that it is of.
    pub family: Family,
    /// The network.
    pub plmn: Plmn,
    /// Tracking area code, or location area code.
    pub area: u32,
}

/// A cell in its area.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct CellKey {
    /// Its area.
    pub area: AreaKey,
    /// Its identity; of 3G the 16 bits that a session has of it.
    pub cell: u32,
}

impl CellKey {
    /// The cell of this identity, as sessions or databases have it.
    #[must_use]
    pub fn new(area: AreaKey, cell: u32) -> Self {
        // A database has RNC-ID × 65,536 + CI (3GPP TS 25.331, UTRAN cell identity), a session CI alone.
        Self { area, cell: if area.family == Family::Umts { cell & 0xFFFF } else { cell } }
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
            assert_eq!(Family::of(radio).map(Family::name), family, "{radio}");
        }
    }

    #[test]
    fn cells_of_3g_are_known_by_the_16_bits_that_sessions_have() {
        let area = |family| AreaKey { family, plmn: Plmn { mcc: 234, mnc: 10 }, area: 7 };
        for (family, database, session, same) in [
            (Family::Umts, 123 * 65_536 + 4567, 4567, true),
            (Family::Umts, 4567, 4567, true),
            (Family::Lte, 123 * 65_536 + 4567, 4567, false),
            (Family::Gsm, 4567, 4567, true),
            (Family::Nr, 70_000, 70_000 & 0xFFFF, false),
        ] {
            let [a, b] = [database, session].map(|cell| CellKey::new(area(family), cell));
            assert_eq!(a == b, same, "{family} {database} {session}");
        }
    }
}
