//! The texts that every SIM has one of.

use serde::{Deserialize, Serialize};

/// A text that every SIM has one of, or none.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum TextField {
    /// International mobile subscriber identity: up to 15 digits (ITU-T E.212).
    Imsi,
    /// Integrated circuit card identifier: 18 to 20 digits (ITU-T E.118).
    Iccid,
    /// Soracom's name for the SIM: the ICCID, or the EID (32 digits) of an eUICC.
    SimId,
    /// The number to dial.
    Msisdn,
    /// Printed on the card.
    Serial,
    /// The device of the previous session: 15 or 16 digits (3GPP TS 23.003, 6.2).
    PreviousImei,
    /// The device of the current session.
    CurrentImei,
    /// The tag `name`, as it came.
    Name,
}

impl TextField {
    /// All of them, in their order.
    pub const ALL: [Self; 8] = [
        Self::Imsi,
        Self::Iccid,
        Self::SimId,
        Self::Msisdn,
        Self::Serial,
        Self::PreviousImei,
        Self::CurrentImei,
        Self::Name,
    ];
}
