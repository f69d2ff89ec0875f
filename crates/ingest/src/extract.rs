//! The bytes of a record to a row of the columns.

use crate::habits::Habits;
use crate::leaf::Leaf;
use crate::shape::{Object, Slot};
use crate::sim::{Part, Profile, Sim};
use crate::walk::walk;
use crate::{Kind, What, leaf, null, resync};
use fleet::{CapacityError, CellId, Connectivity, Fleet, Identifier, Record, RecordSpan, TextField};
use places::{Plmn, VisitedPlmn};
use std::borrow::Cow;

/// How deep a record may be nested. serde_json stops there too; real records are four deep.
pub const DEPTH: u32 = 128;

/// Why a record did not become a row.
#[derive(Debug, PartialEq)]
pub enum Refused {
    /// The record is at fault: what it is, and how many bytes into it.
    Record(usize, What),
    /// The fleet is.
    Full,
}

/// What was met in a record that became a row.
#[derive(Debug, Default, PartialEq)]
pub struct Findings {
    /// Fields that were left out, and how many bytes into the record they stand.
    pub fields: Vec<(usize, What)>,
    /// Whether bytes were replaced that are no UTF-8.
    pub replaced: bool,
    /// Whether `NaN` or `Infinity` was read as null.
    pub nulls: bool,
}

impl Findings {
    /// Whether there is nothing to be told.
    pub(crate) fn is_empty(&self) -> bool {
        self.fields.is_empty() && !self.replaced && !self.nulls
    }
}

/// One record, from its bytes to the fleet.
///
/// `bytes` is one JSON object, and `id` the identifier that it is keyed by, if it is: it names a SIM that does not name
/// itself. A field of a wrong type is left out and told in the findings; an object that is no SIM, or no JSON, is refused and
/// nothing is added.
pub fn extract(
    bytes: &[u8],
    id: &str,
    at: RecordSpan,
    habits: &mut Habits,
    fleet: &mut Fleet,
) -> Result<Findings, Refused> {
    // Checked once as a whole: then no key and no value is checked again. The rare record that has other bytes in it is
    // shown with them replaced, and stays as it is in the source.
    let (text, replaced) = match simdutf8::basic::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), false),
        Err(_) => (String::from_utf8_lossy(bytes), true),
    };
    let mut once =
        |text: &str| extract_text(text, id, habits, &mut Scratch::default(), |record, _| fleet.push(record, at));
    let found = match once(&text) {
        Err(Refused::Record(offset, what @ What::Damaged(_))) => match null::in_place_of_nan(&text) {
            Some((text, moved)) => {
                let original = |offset| moved.original(offset);
                let found = once(&text).map_err(|refused| match refused {
                    Refused::Record(offset, what) => Refused::Record(original(offset), what),
                    Refused::Full => Refused::Full,
                })?;
                let fields = found.fields.into_iter().map(|(offset, what)| (original(offset), what)).collect();
                Findings { fields, nulls: true, ..found }
            }
            None => return Err(Refused::Record(offset, what)),
        },
        found => found?,
    };
    Ok(Findings { replaced, ..found })
}

/// Memory that is used again for the next record of a text.
#[derive(Default)]
pub struct Scratch<'a> {
    /// What is read of a record.
    pub sim: Sim<'a>,
    tags: Vec<fleet::Tag<'a>>,
}

/// One record, from its text to wherever it is pushed. See [`extract`].
pub fn extract_text<'a>(
    text: &'a str,
    id: &'a str,
    habits: &mut Habits,
    scratch: &mut Scratch<'a>,
    push: impl FnOnce(&Record<'a>, &Findings) -> Result<(), CapacityError>,
) -> Result<Findings, Refused> {
    scratch.sim.clear();
    if walk(text, 0, habits, &mut scratch.sim) != Some(text.len()) {
        if let Some(at) = resync::find_keyed(text.as_bytes()) {
            return Err(Refused::Record(at, What::OutOfPlace));
        }
        scratch.sim = Sim::read(text)
            .map_err(|error| Refused::Record(position(text.as_bytes(), &error), What::Damaged(reason(&error))))?;
    }
    extract_walked(text, id, scratch, push)
}

/// One record of a text that was walked, to wherever it is pushed.
pub fn extract_walked<'a>(
    text: &'a str,
    id: &'a str,
    scratch: &mut Scratch<'a>,
    push: impl FnOnce(&Record<'a>, &Findings) -> Result<(), CapacityError>,
) -> Result<Findings, Refused> {
    let Scratch { sim, tags } = scratch;
    let mut read = Reading { sim, bytes: text.as_bytes(), findings: Findings::default() };
    let mut record = read.record(std::mem::take(tags));
    let findings = read.findings;
    name_by_key(&mut record, id, sim);
    let unnamed = record.imsi.is_empty() && record.iccid.is_empty() && record.sim_id.is_empty();
    let event = sim.leaf(Slot::Event) != Leaf::Absent;
    let done = if unnamed {
        Err(Refused::Record(0, What::NotASim))
    } else if event && record.status.is_empty() && sim.part(Object::Status) == Part::Absent {
        Err(Refused::Record(0, What::SessionEvent))
    } else {
        push(&record, &findings).map_err(|CapacityError| Refused::Full)
    };
    *tags = record.tags;
    tags.clear();
    done.map(|()| findings)
}

/// Names a record that does not name itself by the identifier that it is keyed by, where it says something of a SIM.
fn name_by_key<'a>(record: &mut Record<'a>, id: &'a str, sim: &Sim) {
    let is_named = !(record.imsi.is_empty() && record.iccid.is_empty() && record.sim_id.is_empty());
    let has_sessions = [Object::Status, Object::Previous].iter().any(|object| sim.part(*object) != Part::Absent);
    if id.is_empty() || is_named || (!has_sessions && record.status.is_empty()) {
        return;
    }
    match id.len() {
        // An IMSI has up to 15 digits (ITU-T E.212), an ICCID 18 and more (ITU-T E.118).
        ..=15 => record.imsi = Cow::Borrowed(id),
        _ => record.sim_id = Cow::Borrowed(id),
    }
}

/// A field's name: that of the object around it, and its key. They are joined only when there is something to tell.
type Name = (&'static str, &'static str);

fn joined((parent, key): Name) -> String {
    match (parent, key) {
        ("", name) | (name, "") => name.to_owned(),
        _ => format!("{parent}.{key}"),
    }
}

/// The leaves of one of the two cells, in the order in which they are named in a record.
type CellSlots = [Slot; 8];

const CURRENT: CellSlots = {
    use Slot::*;
    [CurrentRadio, CurrentMcc, CurrentMnc, CurrentTac, CurrentLac, CurrentEci, CurrentCi, CurrentSac]
};
const PREVIOUS: CellSlots = {
    use Slot::*;
    [PreviousRadio, PreviousMcc, PreviousMnc, PreviousTac, PreviousLac, PreviousEci, PreviousCi, PreviousSac]
};

/// What a profile says of its SIM.
#[derive(Default)]
struct Own<'a> {
    imsi: Cow<'a, str>,
    iccid: Cow<'a, str>,
    msisdn: Cow<'a, str>,
    plan: Cow<'a, str>,
    /// The identifiers of its other subscriptions.
    further: Vec<Identifier<'a>>,
}

impl<'a> Own<'a> {
    /// The identifiers that it would have in a record.
    fn identifiers(&self) -> [(TextField, &Cow<'a, str>); 3] {
        [(TextField::Imsi, &self.imsi), (TextField::Iccid, &self.iccid), (TextField::Msisdn, &self.msisdn)]
    }
}

/// Reads the values of one record and gathers what is wrong with them.
struct Reading<'s, 'a> {
    sim: &'s Sim<'a>,
    bytes: &'a [u8],
    findings: Findings,
}

impl<'a> Reading<'_, 'a> {
    /// What the record says; `tags` is an empty list with room.
    fn record(&mut self, tags: Vec<fleet::Tag<'a>>) -> Record<'a> {
        let sim = self.sim;
        let mut profile = self.profile();
        let mut further = std::mem::take(&mut profile.further);
        let own = |own: Cow<'a, str>, profile: Cow<'a, str>| if own.is_empty() { profile } else { own };
        let mut own_id = |field: TextField, own: Cow<'a, str>, profile: Cow<'a, str>| match own.is_empty() {
            true => profile,
            false => {
                if !profile.is_empty() && profile != own {
                    further.push((field, profile));
                }
                own
            }
        };
        let imsi = own_id(TextField::Imsi, self.id(("", "imsi"), Slot::Imsi), profile.imsi);
        let iccid = own_id(TextField::Iccid, self.id(("", "iccid"), Slot::Iccid), profile.iccid);
        let msisdn = own_id(TextField::Msisdn, self.id(("", "msisdn"), Slot::Msisdn), profile.msisdn);
        if !further.is_empty() {
            let known = [(TextField::Imsi, &imsi), (TextField::Iccid, &iccid), (TextField::Msisdn, &msisdn)];
            once(&mut further, &known);
        }
        let (name, tags) = self.tags(tags);
        let status = self.is(("", "sessionStatus"), sim.part(Object::Status));
        let previous = self.is(("", "previousSession"), sim.part(Object::Previous));
        let online = self.read(("sessionStatus", "online"), sim.leaf(Slot::Online), Kind::Boolean, leaf::boolean);
        let session = match (online, sim.part(Object::Status), sim.part(Object::Previous)) {
            (Some(true), ..) => Connectivity::Online,
            (Some(false), ..) => Connectivity::Offline,
            (None, Part::Null, Part::Is) => Connectivity::Offline,
            (None, Part::Null, _) => Connectivity::Never,
            _ => Connectivity::Unknown,
        };
        Record {
            imsi,
            iccid,
            sim_id: self.id(("", "simId"), Slot::SimId),
            msisdn,
            additional_identifiers: further,
            serial: self.id(("", "serialNumber"), Slot::Serial),
            name,
            tags,
            connectivity: session,
            status: self.text(("", "status"), Slot::Status),
            plan: own(self.text(("", "subscription"), Slot::Plan), profile.plan),
            speed_class: self.text(("", "speedClass"), Slot::Speed),
            module_type: self.text(("", "moduleType"), Slot::Module),
            group_id: self.text(("", "groupId"), Slot::Group),
            current_cell: if status { self.cell("sessionStatus.cell", Object::CurrentCell, CURRENT) } else { None },
            previous_cell: if previous {
                self.cell("previousSession.cell", Object::PreviousCell, PREVIOUS)
            } else {
                None
            },
            registered_network: self.registered(),
            current_imei: self.id(("sessionStatus", "imei"), Slot::CurrentImei),
            previous_imei: self.id(("previousSession", "imei"), Slot::PreviousImei),
            updated: self.time(("sessionStatus", "lastUpdatedAt"), Slot::Updated),
            previous_created: self.time(("previousSession", "createdTime"), Slot::Created),
            previous_deleted: self.time(("previousSession", "deletedTime"), Slot::Deleted),
            renewal_fee_since: self.time(("", "renewalFeeStatusSetTime"), Slot::Renewal),
            modified: self
                .time(("", "lastModifiedTime"), Slot::ModifiedTime)
                .or_else(|| self.time(("", "lastModifiedAt"), Slot::ModifiedAt)),
        }
    }

    /// What the active profile of a SIM says in the place of a subscriber's own fields, and the identifiers of the others.
    fn profile(&mut self) -> Own<'a> {
        let sim = self.sim;
        if !self.is(("", "profiles"), sim.part(Object::Profiles)) {
            return Own::default();
        }
        let active = self.id(("", "activeProfileId"), Slot::ActiveProfile);
        let chosen = sim.profiles.iter().position(|profile| profile.id == active).unwrap_or(0);
        let mut own = Own::default();
        for (at, profile) in sim.profiles.iter().enumerate() {
            if !self.is(("profiles", "*"), profile.part) {
                continue;
            }
            let mut read = self.own(profile);
            if at == chosen {
                read.further.append(&mut own.further);
                own = read;
            } else {
                own.further.extend(read.identifiers().map(|(field, id)| (field, id.clone())));
                own.further.append(&mut read.further);
            }
        }
        own
    }

    fn own(&mut self, profile: &Profile<'a>) -> Own<'a> {
        let mut iccid = self.read_id(("profiles.*", "iccid"), profile.iccid);
        // Without one of its own, a profile is named by its ICCID; an EID has 32 digits.
        if iccid.is_empty() && profile.id.len() <= 20 {
            iccid = profile.id.clone();
        }
        let imsi = self.read_id(("profiles.*", "primaryImsi"), profile.primary);
        let mut own = Own { iccid, imsi, ..Own::default() };
        let (part, subscribers) = &profile.subscribers;
        if !self.is(("profiles.*", "subscribers"), *part) {
            return own;
        }
        let primary = subscribers.iter().position(|one| one.imsi == own.imsi).unwrap_or(0);
        for (at, one) in subscribers.iter().enumerate() {
            if at != primary {
                own.further.push((TextField::Imsi, one.imsi.clone()));
            } else if own.imsi.is_empty() {
                own.imsi = one.imsi.clone();
            } else if own.imsi != one.imsi {
                own.further.push((TextField::Imsi, one.imsi.clone()));
            }
            if !self.is(("profiles.*.subscribers", "*"), one.part) {
                continue;
            }
            let msisdn = self.read_id(("profiles.*.subscribers.*", "msisdn"), one.msisdn);
            if at == primary {
                own.msisdn = msisdn;
                let plan = ("profiles.*.subscribers.*", "subscription");
                own.plan = self.read(plan, one.plan, Kind::Text, leaf::text).unwrap_or_default();
            } else {
                own.further.push((TextField::Msisdn, msisdn));
            }
        }
        own
    }

    /// The name, and the other tags.
    fn tags(&mut self, mut values: Vec<fleet::Tag<'a>>) -> (Cow<'a, str>, Vec<fleet::Tag<'a>>) {
        let sim = self.sim;
        let mut name = Cow::Borrowed("");
        if self.is(("", "tags"), sim.part(Object::Tags)) {
            for (key, value) in &sim.tags {
                let text = match *value {
                    Leaf::Plain(text) => Cow::Borrowed(text),
                    // The API gives texts alone; a number that a script wrote is shown as it is written.
                    Leaf::Raw(json) if value.kind() != Kind::Text => Cow::Borrowed(json),
                    leaf => self.read(("", "tags"), leaf, Kind::Text, leaf::text).unwrap_or_default(),
                };
                if key == "name" {
                    name = text;
                } else if !text.is_empty() {
                    values.push((key.clone(), text));
                }
            }
        }
        (name, values)
    }

    fn cell(&mut self, of: &'static str, object: Object, slots: CellSlots) -> Option<fleet::Cell<'a>> {
        const ANY: u32 = u32::MAX - 1;
        if !self.is((of, ""), self.sim.part(object)) {
            return None;
        }
        let [radio, mcc, mnc, tac, lac, eci, ci, sac] = slots;
        let (mcc, mnc) = (self.number((of, "mcc"), mcc, 999)?, self.number((of, "mnc"), mnc, 999));
        let area = self.number((of, "tac"), tac, ANY).or_else(|| self.number((of, "lac"), lac, ANY));
        let id = None
            .or_else(|| self.number((of, "eci"), eci, ANY).map(CellId::Eci))
            .or_else(|| self.number((of, "ci"), ci, ANY).map(CellId::Ci))
            .or_else(|| self.number((of, "sac"), sac, ANY).map(CellId::Sac));
        let plmn = VisitedPlmn { mcc: mcc as u16, mnc: mnc.map(|mnc| mnc as u16) };
        Some(fleet::Cell { plmn, radio: self.text((of, "radioType"), radio), area, id })
    }

    fn registered(&mut self) -> Option<Plmn> {
        use Slot::*;
        let sim = self.sim;
        if !self.is(("", "locationRegistrationStatus"), sim.part(Object::Registrations)) {
            return None;
        }
        let mut newest = None;
        for (of, object, plmn, vplmn, time) in [
            ("locationRegistrationStatus.cs", Object::Cs, CsPlmn, CsVplmn, CsTime),
            ("locationRegistrationStatus.ps", Object::Ps, PsPlmn, PsVplmn, PsTime),
            ("locationRegistrationStatus.eps", Object::Eps, EpsPlmn, EpsVplmn, EpsTime),
        ] {
            if !self.is((of, ""), sim.part(object)) {
                continue;
            }
            let time = self.time((of, "lastModifiedTime"), time);
            let plmn = self.id((of, "plmn"), if sim.leaf(plmn) == Leaf::Absent { vplmn } else { plmn });
            if let Some(plmn) = Plmn::parse(&plmn) {
                newest = newest.max(Some((time, plmn)));
            }
        }
        newest.map(|(_, plmn)| plmn)
    }

    /// Whether an object is there.
    #[inline]
    fn is(&mut self, field: Name, part: Part) -> bool {
        if let Part::Wrong(found) = part {
            let what = What::WrongType { field: joined(field), found, wanted: Kind::Object };
            self.findings.fields.push((0, what));
        }
        part == Part::Is
    }

    #[inline]
    fn id(&mut self, field: Name, slot: Slot) -> Cow<'a, str> {
        match self.sim.leaf(slot) {
            Leaf::Absent => Cow::Borrowed(""),
            Leaf::Plain(text) => Cow::Borrowed(text),
            Leaf::Raw(_) => self.odd_id(field, slot),
        }
    }

    #[inline(never)]
    fn odd_id(&mut self, field: Name, slot: Slot) -> Cow<'a, str> {
        self.read_id(field, self.sim.leaf(slot))
    }

    /// An identifier: a text, or a number that has all of its digits.
    fn read_id(&mut self, field: Name, leaf: Leaf<'a>) -> Cow<'a, str> {
        if let Leaf::Raw(written) = leaf
            && leaf::has_lost_digits(written)
        {
            let what = What::LostDigits { field: joined(field), written: written.to_owned() };
            self.findings.fields.push((self.offset(leaf), what));
            return Cow::Borrowed("");
        }
        self.read(field, leaf, Kind::Text, leaf::digits).unwrap_or_default()
    }

    #[inline]
    fn text(&mut self, field: Name, slot: Slot) -> Cow<'a, str> {
        match self.sim.leaf(slot) {
            Leaf::Absent => Cow::Borrowed(""),
            Leaf::Plain(text) => Cow::Borrowed(text),
            Leaf::Raw(_) => self.odd_text(field, slot),
        }
    }

    #[inline(never)]
    fn odd_text(&mut self, field: Name, slot: Slot) -> Cow<'a, str> {
        self.read(field, self.sim.leaf(slot), Kind::Text, leaf::text).unwrap_or_default()
    }

    fn time(&mut self, field: Name, slot: Slot) -> Option<i64> {
        self.read(field, self.sim.leaf(slot), Kind::Number, leaf::integer)
    }

    fn number(&mut self, field: Name, slot: Slot, max: u32) -> Option<u32> {
        let leaf = self.sim.leaf(slot);
        let wide = self.read(field, leaf, Kind::Number, leaf::integer)?;
        let number = u32::try_from(wide).ok().filter(|n| *n <= max);
        if number.is_none() {
            self.findings.fields.push((self.offset(leaf), What::OutOfRange { field: joined(field) }));
        }
        number
    }

    #[inline]
    fn read<T>(
        &mut self,
        field: Name,
        leaf: Leaf<'a>,
        wanted: Kind,
        read: impl Fn(Leaf<'a>) -> Option<T>,
    ) -> Option<T> {
        if leaf == Leaf::Absent {
            return None;
        }
        let value = read(leaf);
        if value.is_none() {
            self.finds(field, leaf, wanted);
        }
        value
    }

    #[cold]
    fn finds(&mut self, field: Name, leaf: Leaf, wanted: Kind) {
        let what = match leaf.kind() {
            found if found == wanted => What::OutOfRange { field: joined(field) },
            found => What::WrongType { field: joined(field), found, wanted },
        };
        self.findings.fields.push((self.offset(leaf), what));
    }

    /// How many bytes into the record a value stands.
    fn offset(&self, leaf: Leaf) -> usize {
        leaf.address().saturating_sub(self.bytes.as_ptr() as usize)
    }
}

/// Leaves each identifier in once, and none that is known.
fn once<'a>(further: &mut Vec<Identifier<'a>>, known: &[(TextField, &Cow<'a, str>)]) {
    let mut kept: Vec<Identifier> = Vec::with_capacity(further.len());
    for one in further.drain(..) {
        let is_known = known.iter().any(|(field, id)| (*field, *id) == (one.0, &one.1));
        if !one.1.is_empty() && !is_known && !kept.contains(&one) {
            kept.push(one);
        }
    }
    *further = kept;
}

/// The byte at which serde_json gave up, from its line and column.
fn position(bytes: &[u8], error: &serde_json::Error) -> usize {
    let lines = bytes.split_inclusive(|b| *b == b'\n').take(error.line().saturating_sub(1));
    let before: usize = lines.map(<[u8]>::len).sum();
    (before + error.column().saturating_sub(1)).min(bytes.len())
}

/// serde_json's words, without the line and column, which count from the record's start.
fn reason(error: &serde_json::Error) -> String {
    let words = error.to_string();
    words.split(" at line ").next().unwrap_or_default().to_owned()
}
