//! A record of an export, in the terms of the fleet.

use crate::raw::FixedWidthNumber;
use crate::{CompactDuration, DeviceId, TextField, TimeField};
use places::{Plmn, VisitedPlmn};
use std::borrow::Cow;
use std::net::Ipv4Addr;

/// Whether a SIM is connected, as far as the export says.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
#[repr(u8)]
pub enum Connectivity {
    /// The export has nothing about sessions.
    #[default]
    Unknown = 0,
    /// A session is on record as open. It may be stale by hours: it is no proof of life.
    Online = 1,
    /// There was a session, and it ended.
    Offline = 2,
    /// There never was one: `sessionStatus` is null and there is no previous session.
    Never = 3,
}

impl FixedWidthNumber for Connectivity {
    const SIZE: usize = 1;

    fn write_le(self, to: &mut Vec<u8>) {
        to.push(self as u8);
    }

    fn read_le(bytes: &[u8]) -> Self {
        match bytes.first() {
            Some(1) => Self::Online,
            Some(2) => Self::Offline,
            Some(3) => Self::Never,
            _ => Self::Unknown,
        }
    }
}

impl Connectivity {
    /// All of them, in the order in which people ask for them.
    pub const ALL: [Self; 4] = [Self::Online, Self::Offline, Self::Never, Self::Unknown];

    /// Whether a session is on record as open: [`Connectivity::Online`].
    pub fn is_online(self) -> bool {
        self == Self::Online
    }

    /// The word of the query language for it.
    pub fn query_word(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Offline => "offline",
            Self::Never => "never",
            Self::Unknown => "unknown",
        }
    }
}

/// Which number identifies a cell within its area.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum CellId {
    /// E-UTRAN cell identifier, 28 bits (3GPP TS 23.003, 19.6).
    Eci(u32),
    /// Cell identity of 2G and 3G, 16 bits (3GPP TS 23.003, 4.3).
    Ci(u32),
    /// Service area code of 3G, 16 bits (3GPP TS 23.003, 12.5).
    Sac(u32),
}

impl CellId {
    /// Returns the number without its kind.
    pub fn number(self) -> u32 {
        match self {
            Self::Eci(n) | Self::Ci(n) | Self::Sac(n) => n,
        }
    }
}

/// The cell that a session used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cell<'a> {
    /// The visited network; never the home network of the IMSI.
    pub plmn: VisitedPlmn,
    /// Radio access technology, as it is written; empty where absent.
    pub radio: Cow<'a, str>,
    /// Tracking area code (LTE, NB-IoT) or location area code (2G, 3G).
    pub area: Option<u32>,
    /// The cell within the area.
    pub id: Option<CellId>,
}

/// A field whose texts repeat from record to record: it is a [`crate::DictColumn`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DictField {
    /// SIM status.
    Status,
    /// Subscription.
    Plan,
    /// Speed class.
    SpeedClass,
    /// Module type.
    ModuleType,
    /// Group id.
    GroupId,
    /// The Soracom account, which the API calls an operator.
    OperatorId,
    /// Whether the SIM is a card, an embedded one or a virtual one.
    SimType,
    /// Access point name.
    Apn,
    /// Bundles of the subscription: see [`TEXT_LIST_SEPARATOR`].
    Bundles,
    /// Statuses of the added subscriptions: see [`TEXT_LIST_SEPARATOR`].
    AddedStatuses,
    /// What will be done when the SIM expires.
    ExpiryAction,
    /// Protection from being terminated: `yes` or `no`.
    Protection,
    /// The lock to a device: `set`, and `mismatch` as well where the last session was in another device.
    Lock,
}

/// Stands between the texts of a [`DictField`] of which a record may have several.
pub const TEXT_LIST_SEPARATOR: &str = ", ";

impl DictField {
    /// All of them, in the order in which they are declared.
    pub const ALL: [Self; 13] = [
        Self::Status,
        Self::Plan,
        Self::SpeedClass,
        Self::ModuleType,
        Self::GroupId,
        Self::OperatorId,
        Self::SimType,
        Self::Apn,
        Self::Bundles,
        Self::AddedStatuses,
        Self::ExpiryAction,
        Self::Protection,
        Self::Lock,
    ];
}

/// The key and the value of a tag.
pub type Tag<'a> = (Cow<'a, str>, Cow<'a, str>);

/// An identifier of a SIM, and which one it is.
pub type Identifier<'a> = (TextField, Cow<'a, str>);

/// One record. Texts are empty where the record has none; times are milliseconds since the epoch, UTC.
#[derive(Clone, Default, Debug)]
pub struct Record<'a> {
    /// Up to 15 digits; of a SIM with several subscriptions its primary one.
    pub imsi: Cow<'a, str>,
    /// 18 to 20 digits.
    pub iccid: Cow<'a, str>,
    /// The ICCID, or the EID of an eUICC.
    pub sim_id: Cow<'a, str>,
    /// The number to dial.
    pub msisdn: Cow<'a, str>,
    /// As printed on the card.
    pub serial: Cow<'a, str>,
    /// The identifiers of the SIM's other subscriptions and profiles. Hardly any SIM has some.
    pub additional_identifiers: Vec<Identifier<'a>>,
    /// The tag `name`.
    pub name: Cow<'a, str>,
    /// All other tags.
    pub tags: Vec<Tag<'a>>,
    /// Whether it is connected.
    pub connectivity: Connectivity,
    /// `active`, `ready`, … or whatever else is written.
    pub status: Cow<'a, str>,
    /// The subscription: `plan01s`, …
    pub plan: Cow<'a, str>,
    /// Speed class: `s1.fast`, …
    pub speed_class: Cow<'a, str>,
    /// Module type: `nano`, `embedded`, …
    pub module_type: Cow<'a, str>,
    /// Group id.
    pub group_id: Cow<'a, str>,
    /// The Soracom account that the SIM belongs to: `OP0012345678`, …
    pub operator_id: Cow<'a, str>,
    /// `uicc`, `euicc` or `virtual`.
    pub sim_type: Cow<'a, str>,
    /// Access point name.
    pub apn: Cow<'a, str>,
    /// The bundles of the subscription, joined by [`TEXT_LIST_SEPARATOR`].
    pub bundles: Cow<'a, str>,
    /// The statuses of the subscriptions that were added to the SIM, each once, joined by [`TEXT_LIST_SEPARATOR`].
    pub added_statuses: Cow<'a, str>,
    /// `suspend`, `terminate`, …
    pub expiry_action: Cow<'a, str>,
    /// Whether the SIM is protected from being terminated.
    pub is_protected: Option<bool>,
    /// The device that the SIM is locked to; empty where it is not locked.
    pub locked_imei: Cow<'a, str>,
    /// The subscription that carries the current session.
    pub current_plan: Cow<'a, str>,
    /// The subscription that carried the previous session.
    pub previous_plan: Cow<'a, str>,
    /// The address of the device in the current session.
    pub current_ip: Option<Ipv4Addr>,
    /// The address of the device in the previous session.
    pub previous_ip: Option<Ipv4Addr>,
    /// The cell of the current session; only an online SIM has one.
    pub current_cell: Option<Cell<'a>>,
    /// The cell of the previous session.
    pub previous_cell: Option<Cell<'a>>,
    /// The network that it registered with last.
    pub registered_network: Option<Plmn>,
    /// The device of the current session.
    pub current_imei: Cow<'a, str>,
    /// The device of the previous session.
    pub previous_imei: Cow<'a, str>,
    /// `sessionStatus.lastUpdatedAt`: moves when a session is created, modified or deleted, not with traffic.
    pub updated: Option<i64>,
    /// Start of the previous session.
    pub previous_created: Option<i64>,
    /// End of the previous session.
    pub previous_deleted: Option<i64>,
    /// When the device last registered with a network.
    pub attached: Option<i64>,
    /// When it registered with [`Self::registered_network`].
    pub registered: Option<i64>,
    /// When [`Self::expiry_action`] will be taken.
    pub expires: Option<i64>,
    /// When Napter was used last.
    pub napter_used: Option<i64>,
    /// When the session of a virtual SIM, which connects by WireGuard, was last updated.
    pub arc_updated: Option<i64>,
    /// Since when a fee for keeping the SIM is charged: `renewalFeeStatusSetTime`, of SIMs that are ready, standby or
    /// suspended.
    pub renewal_fee_since: Option<i64>,
    /// `lastModifiedTime` of the SIM, else `lastModifiedAt`.
    pub modified: Option<i64>,
}

impl Record<'_> {
    /// One of the texts that repeat from record to record.
    pub fn dict_text(&self, field: DictField) -> &str {
        match field {
            DictField::Status => &self.status,
            DictField::Plan => &self.plan,
            DictField::SpeedClass => &self.speed_class,
            DictField::ModuleType => &self.module_type,
            DictField::GroupId => &self.group_id,
            DictField::OperatorId => &self.operator_id,
            DictField::SimType => &self.sim_type,
            DictField::Apn => &self.apn,
            DictField::Bundles => &self.bundles,
            DictField::AddedStatuses => &self.added_statuses,
            DictField::ExpiryAction => &self.expiry_action,
            DictField::Protection => match self.is_protected {
                Some(is_protected) => {
                    if is_protected {
                        "yes"
                    } else {
                        "no"
                    }
                }
                None => "",
            },
            DictField::Lock => self.lock_words(),
        }
    }

    /// One of the times that are kept to the second.
    pub fn time(&self, field: TimeField) -> Option<i64> {
        match field {
            TimeField::Attached => self.attached,
            TimeField::Registered => self.registered,
            TimeField::Began => self.previous_created,
            TimeField::Ended => self.previous_deleted,
            TimeField::Expires => self.expires,
            TimeField::Napter => self.napter_used,
        }
    }

    /// When the SIM was last seen: `lastUpdatedAt`, else the end, else the start of the previous session, else when the session
    /// of a virtual SIM was updated.
    pub fn last_seen(&self) -> Option<i64> {
        self.updated.or(self.previous_deleted).or(self.previous_created).or(self.arc_updated)
    }

    fn lock_words(&self) -> &'static str {
        let is_current = self.connectivity.is_online() && !self.current_imei.is_empty();
        let session = if is_current { &self.current_imei } else { &self.previous_imei };
        let [locked, session] = [&self.locked_imei, session].map(|imei| DeviceId::parse_imei(imei));
        match self.locked_imei.is_empty() {
            true => "",
            false if DeviceId::is_device_change(locked, session) => "set, mismatch",
            false => "set",
        }
    }

    /// Returns how long the previous session lasted, where its start and its end are known.
    pub fn previous_duration(&self) -> Option<CompactDuration> {
        let ms = self.previous_deleted?.checked_sub(self.previous_created?)?;
        (ms >= 0).then(|| CompactDuration::from_millis(ms))
    }
}
