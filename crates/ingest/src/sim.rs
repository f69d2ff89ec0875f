//! What was read of a record: its leaves, borrowed from its bytes. Each may be absent, null or of a wrong type.
//!
//! A key that stands twice counts as it stands last, as in JavaScript and jq.

use crate::Kind;
use crate::leaf::Leaf;
use crate::shape::{Member, OBJECTS, ONCE, Object, Slot};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// Whether an object is there.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Part {
    /// The key is not there.
    #[default]
    Absent,
    /// It says null.
    Null,
    /// It is there as it should be.
    Is,
    /// It is of another type.
    Wrong(Kind),
}

/// One of `profiles`.
#[derive(Debug, Default, PartialEq)]
#[allow(missing_docs, reason = "the fields are the keys of the API")]
pub struct Profile<'a> {
    pub id: Cow<'a, str>,
    pub part: Part,
    pub iccid: Leaf<'a>,
    pub primary: Leaf<'a>,
    pub subscribers: (Part, Vec<Subscriber<'a>>),
    at: usize,
}

/// One of `profiles.*.subscribers`.
#[derive(Debug, Default, PartialEq)]
#[allow(missing_docs, reason = "the fields are the keys of the API")]
pub struct Subscriber<'a> {
    pub imsi: Cow<'a, str>,
    pub part: Part,
    pub msisdn: Leaf<'a>,
    pub plan: Leaf<'a>,
}

/// What is read of a subscriber or a SIM.
#[derive(Debug, PartialEq)]
pub struct Sim<'a> {
    leaves: [Leaf<'a>; ONCE],
    parts: [Part; OBJECTS],
    /// Keys and values of the tags.
    pub tags: Vec<(Cow<'a, str>, Leaf<'a>)>,
    /// Its profiles.
    pub profiles: Vec<Profile<'a>>,
    /// The profile that is being read.
    at: usize,
}

impl Default for Sim<'_> {
    fn default() -> Self {
        Self { leaves: [Leaf::Absent; ONCE], parts: [Part::Absent; OBJECTS], tags: vec![], profiles: vec![], at: 0 }
    }
}

impl<'a> Sim<'a> {
    /// Nothing is known; its memory is kept.
    pub fn clear(&mut self) {
        self.leaves = [Leaf::Absent; ONCE];
        self.parts = [Part::Absent; OBJECTS];
        self.tags.clear();
        self.profiles.clear();
    }

    /// A leaf that comes once.
    #[inline]
    pub fn leaf(&self, slot: Slot) -> Leaf<'a> {
        self.leaves.get(slot as usize).copied().unwrap_or_default()
    }

    /// Whether an object that comes once is there.
    pub fn part(&self, object: Object) -> Part {
        self.parts[object as usize]
    }

    /// Puts a leaf in.
    #[inline]
    pub fn set(&mut self, slot: Slot, leaf: Leaf<'a>) {
        match self.leaves.get_mut(slot as usize) {
            Some(place) => *place = leaf,
            None => self.set_in_profile(slot, leaf),
        }
    }

    fn set_in_profile(&mut self, slot: Slot, leaf: Leaf<'a>) {
        let Some(profile) = self.profiles.get_mut(self.at) else { return };
        match slot {
            Slot::ProfileIccid => profile.iccid = leaf,
            Slot::Primary => profile.primary = leaf,
            _ => {
                let Some(subscriber) = profile.subscribers.1.get_mut(profile.at) else { return };
                match slot {
                    Slot::SubscriberMsisdn => subscriber.msisdn = leaf,
                    _ => subscriber.plan = leaf,
                }
            }
        }
    }

    /// A tag.
    #[inline]
    pub fn tag(&mut self, key: Cow<'a, str>, leaf: Leaf<'a>) {
        match self.tags.iter_mut().find(|(known, _)| *known == key) {
            Some(tag) => tag.1 = leaf,
            None => self.tags.push((key, leaf)),
        }
    }

    /// What follows stands in a profile, or in a subscriber of the profile.
    pub fn entry(&mut self, object: Object, key: Cow<'a, str>) {
        if object == Object::Profile {
            self.at = self.profiles.iter().position(|p| p.id == key).unwrap_or(self.profiles.len());
            let new = Profile { id: key, ..Profile::default() };
            match self.profiles.get_mut(self.at) {
                Some(profile) => *profile = new,
                None => self.profiles.push(new),
            }
        } else if let Some(profile) = self.profiles.get_mut(self.at) {
            let all = &mut profile.subscribers.1;
            profile.at = all.iter().position(|s| s.imsi == key).unwrap_or(all.len());
            let new = Subscriber { imsi: key, ..Subscriber::default() };
            match all.get_mut(profile.at) {
                Some(subscriber) => *subscriber = new,
                None => all.push(new),
            }
        }
    }

    /// An object begins, or something else stands in its place. What stood there before does not count.
    pub fn mark(&mut self, object: Object, part: Part) {
        match object {
            // There would be no record.
            Object::Record => {}
            Object::Profile | Object::Subscribers | Object::Subscriber => {
                let Some(profile) = self.profiles.get_mut(self.at) else { return };
                match object {
                    Object::Profile => profile.part = part,
                    Object::Subscribers => profile.subscribers = (part, vec![]),
                    _ => {
                        if let Some(subscriber) = profile.subscribers.1.get_mut(profile.at) {
                            subscriber.part = part;
                        }
                    }
                }
            }
            _ => {
                if self.part(object) != Part::Absent {
                    self.forget(object);
                }
                self.parts[object as usize] = part;
            }
        }
    }

    fn forget(&mut self, object: Object) {
        self.parts[object as usize] = Part::Absent;
        match object {
            Object::Tags => self.tags.clear(),
            Object::Profiles => self.profiles.clear(),
            _ => {}
        }
        let (slots, objects) = object.holds();
        slots.iter().for_each(|slot| self.set(*slot, Leaf::Absent));
        objects.iter().for_each(|object| self.forget(*object));
    }

    /// Reads a record with serde_json, whose verdict counts.
    ///
    /// # Errors
    /// Where it is no JSON.
    pub fn read(text: &'a str) -> serde_json::Result<Self> {
        let mut sim = Self::default();
        let mut json = serde_json::Deserializer::from_str(text);
        Inside { sim: &mut sim, object: Object::Record }.deserialize(&mut json)?;
        json.end()?;
        Ok(sim)
    }
}

/// Reads an object into a SIM.
struct Inside<'s, 'a> {
    sim: &'s mut Sim<'a>,
    object: Object,
}

impl<'a> DeserializeSeed<'a> for Inside<'_, 'a> {
    type Value = ();

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Inside<'_, '_> {
    fn wrong<E>(self, kind: Kind) -> Result<(), E> {
        self.sim.mark(self.object, Part::Wrong(kind));
        Ok(())
    }
}

impl<'a> Visitor<'a> for Inside<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'a>>(self, mut map: M) -> Result<(), M::Error> {
        let Self { sim, object } = self;
        sim.mark(object, Part::Is);
        while let Some(Key(key)) = map.next_key_seed(AKey)? {
            match object.member(&key) {
                Member::Leaf(slot) => sim.set(slot, leaf(&mut map)?),
                Member::Tag => {
                    let leaf = leaf(&mut map)?;
                    sim.tag(key, leaf);
                }
                Member::Object(object) => {
                    if matches!(object, Object::Profile | Object::Subscriber) {
                        sim.entry(object, key);
                    }
                    map.next_value_seed(Inside { sim, object })?;
                }
                Member::Other => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }

    fn visit_seq<S: SeqAccess<'a>>(self, mut seq: S) -> Result<(), S::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        self.wrong(Kind::Array)
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.sim.mark(self.object, Part::Null);
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        self.wrong(Kind::Boolean)
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        self.wrong(Kind::Number)
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        self.wrong(Kind::Number)
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        self.wrong(Kind::Number)
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        self.wrong(Kind::Text)
    }
}

fn leaf<'a, M: MapAccess<'a>>(map: &mut M) -> Result<Leaf<'a>, M::Error> {
    Ok(map.next_value::<Option<&RawValue>>()?.map_or(Leaf::Absent, |raw| Leaf::of(raw.get())))
}

/// A key: borrowed, unless it has escapes.
struct Key<'a>(Cow<'a, str>);

struct AKey;

impl<'a> DeserializeSeed<'a> for AKey {
    type Value = Key<'a>;

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<Key<'a>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'a> Visitor<'a> for AKey {
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
