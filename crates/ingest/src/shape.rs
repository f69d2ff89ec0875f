//! The shapes of a record's JSON, borrowed from its bytes: every value may be absent, null or of a wrong type.
//!
//! Subscribers are flat; SIMs hold `profiles.*.subscribers.*`. Both are read by one shape, since they differ only in what
//! they leave out. A key that stands twice counts as it stands last, as in JavaScript and jq.

use crate::Kind;
use crate::habits::Place;
use crate::leaf::Raw;
use crate::walk::{Members, Walk, Walker};
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

/// A plain value, not looked at yet; `None` if absent or null.
pub type Leaf<'a> = Option<Raw<'a>>;

/// A value that should be an object.
#[derive(Debug, Default, PartialEq)]
pub enum Part<T> {
    /// The key is not there.
    #[default]
    Absent,
    /// It says null.
    Null,
    /// It is there as it should be.
    Is(T),
    /// It is of another type.
    Wrong(Kind),
}

impl<T> Part<T> {
    /// The object, if there is one.
    pub fn get(&self) -> Option<&T> {
        match self {
            Self::Is(object) => Some(object),
            _ => None,
        }
    }
}

/// An object that is read from the keys and values of a map.
pub trait Object<'a>: Default {
    /// Takes the value of one key in.
    fn take<M: MapAccess<'a>>(&mut self, key: Cow<'a, str>, map: &mut M) -> Result<(), M::Error>;
}

struct PartVisitor<T>(PhantomData<T>);

impl<'a, T: Object<'a>> Visitor<'a> for PartVisitor<T> {
    type Value = Part<T>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'a>>(self, mut map: M) -> Result<Part<T>, M::Error> {
        let mut object = T::default();
        while let Some(Key(key)) = map.next_key()? {
            object.take(key, &mut map)?;
        }
        Ok(Part::Is(object))
    }

    fn visit_seq<S: SeqAccess<'a>>(self, mut seq: S) -> Result<Part<T>, S::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Part::Wrong(Kind::Array))
    }

    fn visit_unit<E>(self) -> Result<Part<T>, E> {
        Ok(Part::Null)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Part<T>, E> {
        Ok(Part::Wrong(Kind::Boolean))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Part<T>, E> {
        Ok(Part::Wrong(Kind::Number))
    }

    fn visit_u64<E>(self, _: u64) -> Result<Part<T>, E> {
        Ok(Part::Wrong(Kind::Number))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Part<T>, E> {
        Ok(Part::Wrong(Kind::Number))
    }

    fn visit_str<E>(self, _: &str) -> Result<Part<T>, E> {
        Ok(Part::Wrong(Kind::Text))
    }
}

impl<'a, T: Object<'a>> Deserialize<'a> for Part<T> {
    fn deserialize<D: Deserializer<'a>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PartVisitor(PhantomData))
    }
}

impl<'a> Walk<'a> for Leaf<'a> {
    // Once, not once for each field: what is small is fast sooner.
    #[inline(never)]
    fn walk(walker: &mut Walker<'a, '_>, _: Place) -> Option<Self> {
        Some(if walker.null()? { None } else { Some(Raw(walker.written()?)) })
    }
}

impl<'a, T: Members<'a> + Default> Walk<'a> for Part<T> {
    #[inline(never)]
    fn walk(walker: &mut Walker<'a, '_>, inside: Place) -> Option<Self> {
        if walker.null()? {
            return Some(Self::Null);
        }
        let mut object = T::default();
        walker.members(&mut object, inside)?;
        Some(Self::Is(object))
    }
}

/// A key: borrowed, unless it has escapes.
pub struct Key<'a>(pub Cow<'a, str>);

impl<'a> Deserialize<'a> for Key<'a> {
    fn deserialize<D: Deserializer<'a>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeyVisitor;
        impl<'a> Visitor<'a> for KeyVisitor {
            type Value = Key<'a>;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a key")
            }
            fn visit_borrowed_str<E>(self, key: &'a str) -> Result<Key<'a>, E> {
                Ok(Key(Cow::Borrowed(key)))
            }
            fn visit_str<E>(self, key: &str) -> Result<Key<'a>, E> {
                Ok(Key(Cow::Owned(key.to_owned())))
            }
        }
        deserializer.deserialize_str(KeyVisitor)
    }
}

/// The number of a key that is not asked for.
const UNKNOWN: u8 = 254;

/// Structs of some keys of an object; all other keys are passed over.
macro_rules! objects {
    ($($(#[$doc:meta])* $name:ident { $($field:ident: $type:ty = $key:literal),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Default, Debug, PartialEq)]
        #[allow(missing_docs, reason = "the fields are the keys of the API")]
        pub struct $name<'a> { $(pub $field: $type),* }

        impl<'a> Object<'a> for $name<'a> {
            fn take<M: MapAccess<'a>>(&mut self, key: Cow<'a, str>, map: &mut M) -> Result<(), M::Error> {
                match &*key {
                    $($key => self.$field = map.next_value()?,)*
                    _ => { map.next_value::<IgnoredAny>()?; }
                }
                Ok(())
            }
        }

        impl<'a> Members<'a> for $name<'a> {
            fn field(key: &str) -> u8 {
                [$($key),*].iter().position(|known| *known == key).map_or(UNKNOWN, |at| at as u8)
            }

            #[inline]
            fn member(&mut self, field: u8, _: &'a str, walker: &mut Walker<'a, '_>, inside: Place) -> Option<()> {
                #[allow(non_camel_case_types, reason = "named as the fields are")]
                enum Field { $($field,)* }
                match field {
                    $(field if field == Field::$field as u8 => self.$field = Walk::walk(walker, inside)?,)*
                    _ => walker.skip()?,
                }
                Some(())
            }
        }
    )*};
}

objects! {
    /// A subscriber or a SIM.
    Sim {
        imsi: Leaf<'a> = "imsi",
        iccid: Leaf<'a> = "iccid",
        sim_id: Leaf<'a> = "simId",
        msisdn: Leaf<'a> = "msisdn",
        serial: Leaf<'a> = "serialNumber",
        status: Leaf<'a> = "status",
        plan: Leaf<'a> = "subscription",
        speed: Leaf<'a> = "speedClass",
        module: Leaf<'a> = "moduleType",
        group: Leaf<'a> = "groupId",
        modified_time: Leaf<'a> = "lastModifiedTime",
        modified_at: Leaf<'a> = "lastModifiedAt",
        renewal: Leaf<'a> = "renewalFeeStatusSetTime",
        event: Leaf<'a> = "event",
        active_profile: Leaf<'a> = "activeProfileId",
        tags: Part<Entries<'a, Leaf<'a>>> = "tags",
        session: Part<Status<'a>> = "sessionStatus",
        previous: Part<Previous<'a>> = "previousSession",
        registration: Part<Registrations<'a>> = "locationRegistrationStatus",
        profiles: Part<Entries<'a, Part<Profile<'a>>>> = "profiles",
    }
    /// `sessionStatus`.
    Status {
        online: Leaf<'a> = "online",
        updated: Leaf<'a> = "lastUpdatedAt",
        imei: Leaf<'a> = "imei",
        cell: Part<Cell<'a>> = "cell",
    }
    /// `previousSession`.
    Previous {
        created: Leaf<'a> = "createdTime",
        deleted: Leaf<'a> = "deletedTime",
        imei: Leaf<'a> = "imei",
        cell: Part<Cell<'a>> = "cell",
    }
    /// `cell`: LTE has `tac` and `eci`, 2G and 3G have `lac` and either `ci` or `sac`.
    Cell {
        radio: Leaf<'a> = "radioType",
        mcc: Leaf<'a> = "mcc",
        mnc: Leaf<'a> = "mnc",
        tac: Leaf<'a> = "tac",
        lac: Leaf<'a> = "lac",
        eci: Leaf<'a> = "eci",
        ci: Leaf<'a> = "ci",
        sac: Leaf<'a> = "sac",
    }
    /// `locationRegistrationStatus`: of the circuit switched, packet switched and evolved packet network.
    Registrations {
        cs: Part<Registration<'a>> = "cs",
        ps: Part<Registration<'a>> = "ps",
        eps: Part<Registration<'a>> = "eps",
    }
    /// One registration. Soracom's page calls the network `vplmn`; real records call it `plmn`.
    Registration {
        plmn: Leaf<'a> = "plmn",
        vplmn: Leaf<'a> = "vplmn",
        time: Leaf<'a> = "lastModifiedTime",
    }
    /// One of `profiles`.
    Profile {
        iccid: Leaf<'a> = "iccid",
        primary: Leaf<'a> = "primaryImsi",
        subscribers: Part<Entries<'a, Part<Subscription<'a>>>> = "subscribers",
    }
    /// One of `profiles.*.subscribers`.
    Subscription {
        imsi: Leaf<'a> = "imsi",
        msisdn: Leaf<'a> = "msisdn",
        plan: Leaf<'a> = "subscription",
    }
}

/// An object whose keys are data.
#[derive(Debug, PartialEq)]
pub struct Entries<'a, T>(pub Vec<(Cow<'a, str>, T)>);

impl<T> Default for Entries<'_, T> {
    fn default() -> Self {
        Self(vec![])
    }
}

impl<'a, T: Deserialize<'a>> Object<'a> for Entries<'a, T> {
    fn take<M: MapAccess<'a>>(&mut self, key: Cow<'a, str>, map: &mut M) -> Result<(), M::Error> {
        self.put(key, map.next_value()?);
        Ok(())
    }
}

impl<'a, T: Walk<'a>> Members<'a> for Entries<'a, T> {
    fn field(_: &str) -> u8 {
        0
    }

    fn member(&mut self, _: u8, key: &'a str, walker: &mut Walker<'a, '_>, inside: Place) -> Option<()> {
        self.put(Cow::Borrowed(key), T::walk(walker, inside)?);
        Some(())
    }
}

impl<'a, T> Entries<'a, T> {
    fn put(&mut self, key: Cow<'a, str>, value: T) {
        match self.0.iter_mut().find(|(k, _)| *k == key) {
            Some(entry) => entry.1 = value,
            None => self.0.push((key, value)),
        }
    }
}
