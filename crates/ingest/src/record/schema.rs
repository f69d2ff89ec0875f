//! The schema of a record: which plain values are read, and which of its objects have them.
//!
//! Subscribers are flat; SIMs have `profiles.*.subscribers.*`. Both have one schema, since they differ only in what they
//! leave out.

/// The objects of a record that have something that is read.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[repr(u8)]
pub enum SchemaObject {
    /// The whole record: a subscriber or a SIM.
    Record,
    /// `sessionStatus`
    Status,
    /// `sessionStatus.cell`
    CurrentCell,
    /// `previousSession`
    Previous,
    /// `previousSession.cell`
    PreviousCell,
    /// `locationRegistrationStatus`
    Registrations,
    /// Its registration in the circuit switched network.
    Cs,
    /// In the packet switched network.
    Ps,
    /// In the evolved packet network.
    Eps,
    /// `imeiLock`
    Lock,
    /// `arcSessionStatus`
    Arc,
    /// `tags`, whose keys are data.
    Tags,
    /// `profiles`, whose keys are ICCIDs.
    Profiles,
    /// One of them.
    Profile,
    /// `profiles.*.subscribers`, whose keys are IMSIs.
    Subscribers,
    /// One of them.
    Subscriber,
}

/// Number of objects.
pub const OBJECT_COUNT: usize = SchemaObject::Subscriber as usize + 1;

impl SchemaObject {
    /// All of them, each before those within it.
    pub const ALL: [Self; OBJECT_COUNT] = {
        use SchemaObject::*;
        [
            Record,
            Status,
            CurrentCell,
            Previous,
            PreviousCell,
            Registrations,
            Cs,
            Ps,
            Eps,
            Lock,
            Arc,
            Tags,
            Profiles,
            Profile,
            Subscribers,
            Subscriber,
        ]
    };

    /// Its bit in a set of objects.
    #[inline]
    pub const fn bit(self) -> u16 {
        1 << self as u16
    }

    /// Its bit where it comes once in a record; 0 for those that come once for each profile.
    #[inline]
    pub const fn single_bit(self) -> u16 {
        self.bit() & SINGLE_OBJECT_MASK
    }
}

/// The objects that come once in a record.
pub const SINGLE_OBJECT_MASK: u16 = SchemaObject::Profile.bit() - 1;

/// The value of a key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SchemaMember {
    /// A plain value.
    Scalar(FieldId),
    /// An object that has something that is read.
    Object(SchemaObject),
    /// A tag.
    Tag,
    /// A value that is not read.
    Other,
}

/// The objects within each object, and its plain values.
macro_rules! record_schema {
    ($($object:ident { $($inner:ident = $inner_key:literal),*; $($field:ident = $key:literal),* })*) => {
        /// The plain values of a record.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u8)]
        #[allow(missing_docs, reason = "the names are those of the API's keys")]
        pub enum FieldId { $($($field,)*)* }

        impl SchemaObject {
            /// Returns what the value of a key of this object is.
            pub fn member_for_key(self, key: &str) -> SchemaMember {
                match (self, key) {
                    $($((Self::$object, $inner_key) => SchemaMember::Object(Self::$inner),)*
                      $((Self::$object, $key) => SchemaMember::Scalar(FieldId::$field),)*)*
                    (Self::Tags, _) => SchemaMember::Tag,
                    (Self::Profiles, _) => SchemaMember::Object(Self::Profile),
                    (Self::Subscribers, _) => SchemaMember::Object(Self::Subscriber),
                    _ => SchemaMember::Other,
                }
            }

            /// The keys under which something is read.
            #[cfg(test)]
            pub fn keys(self) -> &'static [&'static str] {
                match self {
                    $(Self::$object => &[$($inner_key,)* $($key),*],)*
                    _ => &[],
                }
            }

            /// Returns the plain values and the objects within this one.
            pub fn children(self) -> (&'static [FieldId], &'static [Self]) {
                match self {
                    $(Self::$object => (&[$(FieldId::$field),*], &[$(Self::$inner),*]),)*
                    _ => (&[], &[]),
                }
            }
        }
    };
}

record_schema! {
    Record {
        Status = "sessionStatus", Previous = "previousSession", Registrations = "locationRegistrationStatus",
        Lock = "imeiLock", Arc = "arcSessionStatus", Tags = "tags", Profiles = "profiles";
        Imsi = "imsi", Iccid = "iccid", SimId = "simId", Msisdn = "msisdn", Serial = "serialNumber", Status = "status",
        Plan = "subscription", Speed = "speedClass", Module = "moduleType", Group = "groupId", Operator = "operatorId",
        ModifiedTime = "lastModifiedTime", ModifiedAt = "lastModifiedAt", Renewal = "renewalFeeStatusSetTime",
        SimType = "type", Apn = "apn", Bundles = "bundles", ExpiryTime = "expiryTime", ExpiryAction = "expiryAction",
        Attached = "lastLocationUpdateTime", Napter = "lastPortMappingCreatedTime", Termination = "terminationEnabled",
        Event = "event", ActiveProfile = "activeProfileId"
    }
    Status {
        CurrentCell = "cell"; Online = "online", Updated = "lastUpdatedAt", CurrentImei = "imei",
        CurrentPlan = "subscription", CurrentIp = "ueIpAddress"
    }
    Previous {
        PreviousCell = "cell"; Created = "createdTime", Deleted = "deletedTime", PreviousImei = "imei",
        PreviousPlan = "subscription", PreviousIp = "ueIpAddress"
    }
    Lock { ; LockedImei = "imei" }
    Arc { ; ArcUpdated = "lastUpdatedAt" }
    // LTE has `tac` and `eci`, 2G and 3G have `lac` and either `ci` or `sac`.
    CurrentCell {
        ; CurrentRadio = "radioType", CurrentMcc = "mcc", CurrentMnc = "mnc", CurrentTac = "tac", CurrentLac = "lac",
        CurrentEci = "eci", CurrentCi = "ci", CurrentSac = "sac"
    }
    PreviousCell {
        ; PreviousRadio = "radioType", PreviousMcc = "mcc", PreviousMnc = "mnc", PreviousTac = "tac", PreviousLac = "lac",
        PreviousEci = "eci", PreviousCi = "ci", PreviousSac = "sac"
    }
    Registrations { Cs = "cs", Ps = "ps", Eps = "eps"; }
    // Soracom's page calls the network `vplmn`; real records call it `plmn`.
    Cs { ; CsPlmn = "plmn", CsVplmn = "vplmn", CsTime = "lastModifiedTime" }
    Ps { ; PsPlmn = "plmn", PsVplmn = "vplmn", PsTime = "lastModifiedTime" }
    Eps { ; EpsPlmn = "plmn", EpsVplmn = "vplmn", EpsTime = "lastModifiedTime" }
    // A record has these once for each profile or each of its subscribers.
    Profile { Subscribers = "subscribers"; ProfileIccid = "iccid", Primary = "primaryImsi" }
    Subscriber {
        ; SubscriberMsisdn = "msisdn", SubscriberPlan = "subscription", SubscriberStatus = "status",
        SubscriberBundles = "bundles"
    }
}

/// Number of plain values that a record has once.
pub const SINGLE_FIELD_COUNT: usize = FieldId::ProfileIccid as usize;

impl FieldId {
    /// Whether a record has it once, and not once for each profile.
    pub fn is_single(self) -> bool {
        (self as usize) < SINGLE_FIELD_COUNT
    }

    /// The bit of a scalar that comes once in a set of them.
    #[inline]
    pub const fn bit(self) -> u64 {
        1 << self as u64
    }
}
