//! The fields of a record: plain values, borrowed from its bytes. Each may be absent, null or of a wrong type.
//!
//! Of a repeated key the last one counts, as in JavaScript and jq.

use super::scalar::Scalar;
use super::schema::{FieldId, OBJECT_COUNT, SINGLE_FIELD_COUNT, SchemaMember, SchemaObject};
use crate::json::JsonType;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// Whether an object is present.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Presence {
    /// The key is absent.
    #[default]
    Absent,
    /// Its value is null.
    Null,
    /// It is an object.
    Present,
    /// It is of another type.
    WrongType(JsonType),
}

/// A profile: a value of `profiles`.
#[derive(Debug, Default, PartialEq)]
#[allow(missing_docs, reason = "the fields are the keys of the API")]
pub struct ProfileFields<'a> {
    pub id: Cow<'a, str>,
    pub presence: Presence,
    pub iccid: Scalar<'a>,
    pub primary_imsi: Scalar<'a>,
    pub subscribers: (Presence, Vec<SubscriberFields<'a>>),
    current_subscriber: usize,
}

/// A subscriber: a value of `profiles.*.subscribers`.
#[derive(Debug, Default, PartialEq)]
#[allow(missing_docs, reason = "the fields are the keys of the API")]
pub struct SubscriberFields<'a> {
    pub imsi: Cow<'a, str>,
    pub presence: Presence,
    pub msisdn: Scalar<'a>,
    pub plan: Scalar<'a>,
    pub status: Scalar<'a>,
    pub bundles: Scalar<'a>,
}

/// All fields of a subscriber or a SIM.
#[derive(Debug, PartialEq)]
pub struct SimFields<'a> {
    scalars: [Scalar<'a>; SINGLE_FIELD_COUNT],
    presences: [Presence; OBJECT_COUNT],
    /// Keys and values of the tags.
    pub tags: Vec<(Cow<'a, str>, Scalar<'a>)>,
    /// Its profiles.
    pub profiles: Vec<ProfileFields<'a>>,
    /// The profile that is being read.
    current_profile: usize,
}

impl Default for SimFields<'_> {
    fn default() -> Self {
        Self {
            scalars: [Scalar::Absent; SINGLE_FIELD_COUNT],
            presences: [Presence::Absent; OBJECT_COUNT],
            tags: vec![],
            profiles: vec![],
            current_profile: 0,
        }
    }
}

impl<'a> SimFields<'a> {
    /// Forgets all fields, and keeps the memory.
    pub fn clear(&mut self) {
        self.scalars = [Scalar::Absent; SINGLE_FIELD_COUNT];
        self.presences = [Presence::Absent; OBJECT_COUNT];
        self.tags.clear();
        self.profiles.clear();
    }

    /// Returns a value that a record has once.
    #[inline]
    pub fn scalar(&self, slot: FieldId) -> Scalar<'a> {
        self.scalars.get(slot as usize).copied().unwrap_or_default()
    }

    /// Returns whether an object that a record has once is present.
    pub fn presence(&self, object: SchemaObject) -> Presence {
        self.presences[object as usize]
    }

    /// Sets a value.
    #[inline]
    pub fn set_scalar(&mut self, slot: FieldId, leaf: Scalar<'a>) {
        match self.scalars.get_mut(slot as usize) {
            Some(place) => *place = leaf,
            None => self.set_profile_scalar(slot, leaf),
        }
    }

    fn set_profile_scalar(&mut self, slot: FieldId, leaf: Scalar<'a>) {
        let Some(profile) = self.profiles.get_mut(self.current_profile) else { return };
        match slot {
            FieldId::ProfileIccid => profile.iccid = leaf,
            FieldId::Primary => profile.primary_imsi = leaf,
            _ => {
                let Some(subscriber) = profile.subscribers.1.get_mut(profile.current_subscriber) else { return };
                match slot {
                    FieldId::SubscriberMsisdn => subscriber.msisdn = leaf,
                    FieldId::SubscriberStatus => subscriber.status = leaf,
                    FieldId::SubscriberBundles => subscriber.bundles = leaf,
                    _ => subscriber.plan = leaf,
                }
            }
        }
    }

    /// Sets a tag.
    #[inline]
    pub fn set_tag(&mut self, key: Cow<'a, str>, leaf: Scalar<'a>) {
        match self.tags.iter_mut().find(|(known, _)| *known == key) {
            Some(tag) => tag.1 = leaf,
            None => self.tags.push((key, leaf)),
        }
    }

    /// Enters a profile, or a subscriber of the current profile: the next values are of it.
    pub fn enter_entry(&mut self, object: SchemaObject, key: Cow<'a, str>) {
        if object == SchemaObject::Profile {
            self.current_profile = self.profiles.iter().position(|p| p.id == key).unwrap_or(self.profiles.len());
            let new = ProfileFields { id: key, ..ProfileFields::default() };
            match self.profiles.get_mut(self.current_profile) {
                Some(profile) => *profile = new,
                None => self.profiles.push(new),
            }
        } else if let Some(profile) = self.profiles.get_mut(self.current_profile) {
            let all = &mut profile.subscribers.1;
            profile.current_subscriber = all.iter().position(|s| s.imsi == key).unwrap_or(all.len());
            let new = SubscriberFields { imsi: key, ..SubscriberFields::default() };
            match all.get_mut(profile.current_subscriber) {
                Some(subscriber) => *subscriber = new,
                None => all.push(new),
            }
        }
    }

    /// Sets whether an object is present. Its values until now do not count.
    pub fn set_presence(&mut self, object: SchemaObject, part: Presence) {
        match object {
            // There would not be a record.
            SchemaObject::Record => {}
            SchemaObject::Profile | SchemaObject::Subscribers | SchemaObject::Subscriber => {
                let Some(profile) = self.profiles.get_mut(self.current_profile) else { return };
                match object {
                    SchemaObject::Profile => profile.presence = part,
                    SchemaObject::Subscribers => profile.subscribers = (part, vec![]),
                    _ => {
                        if let Some(subscriber) = profile.subscribers.1.get_mut(profile.current_subscriber) {
                            subscriber.presence = part;
                        }
                    }
                }
            }
            _ => {
                if self.presence(object) != Presence::Absent {
                    self.clear_object(object);
                }
                self.presences[object as usize] = part;
            }
        }
    }

    fn clear_object(&mut self, object: SchemaObject) {
        self.presences[object as usize] = Presence::Absent;
        match object {
            SchemaObject::Tags => self.tags.clear(),
            SchemaObject::Profiles => self.profiles.clear(),
            _ => {}
        }
        let (slots, objects) = object.children();
        for slot in slots {
            self.set_scalar(*slot, Scalar::Absent);
        }
        for object in objects {
            self.clear_object(*object);
        }
    }

    /// Parses a record with serde_json, which decides whether it is JSON.
    ///
    /// # Errors
    /// Where it is not JSON.
    pub fn parse_json(text: &'a str) -> serde_json::Result<Self> {
        let mut sim = Self::default();
        let mut json = serde_json::Deserializer::from_str(text);
        SchemaObjectSeed { sim: &mut sim, object: SchemaObject::Record }.deserialize(&mut json)?;
        json.end()?;
        Ok(sim)
    }
}

/// Parses an object into the fields of a SIM.
struct SchemaObjectSeed<'s, 'a> {
    sim: &'s mut SimFields<'a>,
    object: SchemaObject,
}

impl<'a> DeserializeSeed<'a> for SchemaObjectSeed<'_, 'a> {
    type Value = ();

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl SchemaObjectSeed<'_, '_> {
    fn set_wrong_type<E>(self, kind: JsonType) -> Result<(), E> {
        self.sim.set_presence(self.object, Presence::WrongType(kind));
        Ok(())
    }
}

impl<'a> Visitor<'a> for SchemaObjectSeed<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'a>>(self, mut map: M) -> Result<(), M::Error> {
        let Self { sim, object } = self;
        sim.set_presence(object, Presence::Present);
        while let Some(JsonKey(key)) = map.next_key_seed(JsonKeySeed)? {
            match object.member_for_key(&key) {
                SchemaMember::Scalar(slot) => sim.set_scalar(slot, next_scalar(&mut map)?),
                SchemaMember::Tag => {
                    let leaf = next_scalar(&mut map)?;
                    sim.set_tag(key, leaf);
                }
                SchemaMember::Object(object) => {
                    if matches!(object, SchemaObject::Profile | SchemaObject::Subscriber) {
                        sim.enter_entry(object, key);
                    }
                    map.next_value_seed(SchemaObjectSeed { sim, object })?;
                }
                SchemaMember::Other => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }

    fn visit_seq<S: SeqAccess<'a>>(self, mut seq: S) -> Result<(), S::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        self.set_wrong_type(JsonType::Array)
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.sim.set_presence(self.object, Presence::Null);
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        self.set_wrong_type(JsonType::Boolean)
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        self.set_wrong_type(JsonType::Number)
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        self.set_wrong_type(JsonType::Number)
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        self.set_wrong_type(JsonType::Number)
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        self.set_wrong_type(JsonType::Text)
    }
}

fn next_scalar<'a, M: MapAccess<'a>>(map: &mut M) -> Result<Scalar<'a>, M::Error> {
    Ok(map.next_value::<Option<&RawValue>>()?.map_or(Scalar::Absent, |raw| Scalar::from_json(raw.get())))
}

/// A key, which is borrowed unless it has escapes.
struct JsonKey<'a>(Cow<'a, str>);

struct JsonKeySeed;

impl<'a> DeserializeSeed<'a> for JsonKeySeed {
    type Value = JsonKey<'a>;

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<JsonKey<'a>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'a> Visitor<'a> for JsonKeySeed {
    type Value = JsonKey<'a>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, key: &'a str) -> Result<JsonKey<'a>, E> {
        Ok(JsonKey(Cow::Borrowed(key)))
    }

    fn visit_str<E>(self, key: &str) -> Result<JsonKey<'a>, E> {
        Ok(JsonKey(Cow::Owned(key.to_owned())))
    }
}
