//! The sessions of one SIM in the past weeks, as events.

use serde::{Deserialize, Serialize};

/// How far back events go, in milliseconds: 32 days (Soracom's OpenAPI text, `listSessionEvents`).
pub const EVENT_HISTORY_MS: i64 = 32 * 24 * 3_600_000;

/// One event of a SIM's sessions. Everything may be absent.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ApiSessionEvent {
    /// `Created`, `Modified` or `Deleted`.
    pub event: Option<String>,
    /// When, milliseconds since the epoch. (`createdTime` is a text in real answers, and is not read.)
    pub time: Option<f64>,
    /// The device.
    pub imei: Option<String>,
    /// The subscription.
    pub imsi: Option<String>,
    /// The cell.
    pub cell: Option<SessionEventCell>,
    /// The device's address.
    #[serde(rename = "ueIpAddress")]
    pub ip_address: Option<String>,
}

/// A cell, as in a record.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs, reason = "the fields are the keys of the API")]
pub struct SessionEventCell {
    #[serde(rename = "radioType")]
    pub radio: Option<String>,
    pub mcc: Option<u16>,
    pub mnc: Option<u16>,
    pub tac: Option<u32>,
    pub lac: Option<u32>,
    pub eci: Option<u32>,
    pub ci: Option<u32>,
    pub sac: Option<u32>,
}
