//! What is read of a record: which leaves, and in which of its objects they stand.
//!
//! Subscribers are flat; SIMs hold `profiles.*.subscribers.*`. Both are read by one shape, since they differ only in what
//! they leave out.

/// The objects of a record that hold something that is read.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[repr(u8)]
pub enum SchemaObject {
    /// All of it: a subscriber or a SIM.
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

/// How many objects there are.
pub const OBJECT_COUNT: usize = SchemaObject::Subscriber as usize + 1;

impl SchemaObject {
    /// All of them, each in front of those that stand in it.
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
            Tags,
            Profiles,
            Profile,
            Subscribers,
            Subscriber,
        ]
    };
}

/// What stands under a key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SchemaMember {
    /// A plain value.
    Scalar(FieldId),
    /// An object of which something is read.
    Object(SchemaObject),
    /// A tag.
    Tag,
    /// What is not read.
    Other,
}

/// The objects in each object, and the leaves.
macro_rules! record_schema {
    ($($object:ident { $($inner:ident = $inner_key:literal),*; $($field:ident = $key:literal),* })*) => {
        /// The leaves of a record.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u8)]
        #[allow(missing_docs, reason = "the names are those of the API's keys")]
        pub enum FieldId { $($($field,)*)* }

        impl SchemaObject {
            /// What stands under a key of this object.
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

            /// The leaves and the objects that stand in this one.
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
        Status = "sessionStatus", Previous = "previousSession", Registrations = "locationRegistrationStatus", Tags = "tags",
        Profiles = "profiles";
        Imsi = "imsi", Iccid = "iccid", SimId = "simId", Msisdn = "msisdn", Serial = "serialNumber", Status = "status",
        Plan = "subscription", Speed = "speedClass", Module = "moduleType", Group = "groupId",
        ModifiedTime = "lastModifiedTime", ModifiedAt = "lastModifiedAt", Renewal = "renewalFeeStatusSetTime",
        Event = "event", ActiveProfile = "activeProfileId"
    }
    Status { CurrentCell = "cell"; Online = "online", Updated = "lastUpdatedAt", CurrentImei = "imei" }
    Previous { PreviousCell = "cell"; Created = "createdTime", Deleted = "deletedTime", PreviousImei = "imei" }
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
    // These come once for each profile and each of its subscribers.
    Profile { Subscribers = "subscribers"; ProfileIccid = "iccid", Primary = "primaryImsi" }
    Subscriber { ; SubscriberMsisdn = "msisdn", SubscriberPlan = "subscription" }
}

/// How many leaves come once.
pub const SINGLE_FIELD_COUNT: usize = FieldId::ProfileIccid as usize;

impl FieldId {
    /// Whether there is one of it in a record, not one for each profile.
    pub fn is_single(self) -> bool {
        (self as usize) < SINGLE_FIELD_COUNT
    }
}
