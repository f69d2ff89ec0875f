//! The session events of a SIM in the past weeks.

use serde::{Deserialize, Serialize};

/// Age of the oldest events in milliseconds: 32 days (Soracom's OpenAPI text, `listSessionEvents`).
pub const EVENT_HISTORY_MS: i64 = 32 * 24 * 3_600_000;

/// One event of a SIM's sessions. Every field may be absent.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ApiSessionEvent {
    /// The kind of event: `Created`, `Modified` or `Deleted`.
    pub event: Option<String>,
    /// The time in milliseconds since the epoch. (`createdTime` is a text in real responses and is not read.)
    pub time: Option<f64>,
    /// IMEI of the device.
    pub imei: Option<String>,
    /// IMSI of the subscription.
    pub imsi: Option<String>,
    /// The cell that the device was connected to.
    pub cell: Option<SessionEventCell>,
    /// IP address of the device.
    #[serde(rename = "ueIpAddress")]
    pub ip_address: Option<String>,
}

/// A cell of an event, with the same fields as in a record.
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
