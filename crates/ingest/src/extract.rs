//! The bytes of a record to a row of the columns.

use crate::habits::Habits;
use crate::leaf::Raw;
use crate::shape::{self, Entries, Leaf, Part};
use crate::walk::walk;
use crate::{Kind, What, leaf};
use fleet::{CellId, Fleet, Full, Place, Record, Session};
use places::Plmn;
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
}

/// One record, from its bytes to the fleet.
///
/// `bytes` is one JSON object. A field of a wrong type is left out and told in the findings; an object that is no SIM, or
/// no JSON, is refused and nothing is added.
pub fn extract(bytes: &[u8], at: Place, habits: &mut Habits, fleet: &mut Fleet) -> Result<Findings, Refused> {
    // Checked once as a whole: then no key and no value is checked again. The rare record that has other bytes in it is
    // shown with them replaced, and stays as it is in the source.
    let text = match simdutf8::basic::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(bytes),
    };
    match walk(&text, habits).map_or_else(|| serde_json::from_str::<Part<shape::Sim>>(&text), Ok) {
        Ok(sim) => {
            let findings = push(&sim, text.as_bytes(), at, fleet)?;
            Ok(Findings { replaced: matches!(text, Cow::Owned(_)), ..findings })
        }
        Err(error) => Err(Refused::Record(position(text.as_bytes(), &error), What::Damaged(reason(&error)))),
    }
}

/// Whether an object that is not whole has begun as a SIM does.
pub fn begins_as_sim(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    ["imsi", "iccid", "simId", "sessionStatus", "previousSession", "profiles", "operatorId", "speedClass"]
        .iter()
        .any(|key| top_level_key(&text, key))
}

/// Whether `"key"` stands at the first level of an object whose end may be missing.
fn top_level_key(text: &str, key: &str) -> bool {
    let (mut depth, mut in_string, mut escaped, mut start) = (0, false, false, 0);
    for (i, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' if in_string => {
                in_string = false;
                let colon = text[i + 1..].trim_start().starts_with(':');
                if depth == 1 && colon && text.get(start..i) == Some(key) {
                    return true;
                }
            }
            b'"' => (in_string, start) = (true, i + 1),
            b'{' | b'[' if !in_string => depth += 1,
            b'}' | b']' if !in_string => depth -= 1,
            _ => {}
        }
    }
    false
}

fn push(sim: &Part<shape::Sim>, bytes: &[u8], at: Place, fleet: &mut Fleet) -> Result<Findings, Refused> {
    let Some(sim) = sim.get() else {
        return Err(Refused::Record(0, What::NotASim));
    };
    let mut read = Reading { bytes, findings: Findings::default() };
    let record = read.sim(sim);
    if record.imsi.is_empty() && record.iccid.is_empty() && record.sim_id.is_empty() {
        return Err(Refused::Record(0, What::NotASim));
    }
    if sim.event.is_some() && record.status.is_empty() && matches!(sim.session, Part::Absent) {
        return Err(Refused::Record(0, What::SessionEvent));
    }
    fleet.push(&record, at).map_err(|Full| Refused::Full)?;
    Ok(read.findings)
}

/// A field's name: that of the object around it, and its key. They are joined only when there is something to tell.
type Name = (&'static str, &'static str);

fn joined((parent, key): Name) -> String {
    match (parent, key) {
        ("", name) | (name, "") => name.to_owned(),
        _ => format!("{parent}.{key}"),
    }
}

/// Reads the values of one record and gathers what is wrong with them.
struct Reading<'a> {
    bytes: &'a [u8],
    findings: Findings,
}

impl<'a> Reading<'a> {
    fn sim(&mut self, sim: &'a shape::Sim<'a>) -> Record<'a> {
        let profile = self.profile(sim);
        let own = |own: Cow<'a, str>, profile: Cow<'a, str>| if own.is_empty() { profile } else { own };
        let (name, tags) = self.tags(sim);
        let status = self.part(("", "sessionStatus"), &sim.session);
        let previous = self.part(("", "previousSession"), &sim.previous);
        let online =
            status.and_then(|s| self.read(("sessionStatus", "online"), s.online, Kind::Boolean, leaf::boolean));
        let session = match (online, &sim.session, &sim.previous) {
            (Some(true), ..) => Session::Online,
            (Some(false), ..) => Session::Offline,
            (None, Part::Null, Part::Is(_)) => Session::Offline,
            (None, Part::Null, _) => Session::Never,
            _ => Session::Unknown,
        };
        Record {
            imsi: own(self.id(("", "imsi"), sim.imsi), profile.imsi),
            iccid: own(self.id(("", "iccid"), sim.iccid), profile.iccid),
            sim_id: self.id(("", "simId"), sim.sim_id),
            msisdn: own(self.id(("", "msisdn"), sim.msisdn), profile.msisdn),
            serial: self.id(("", "serialNumber"), sim.serial),
            name,
            tags,
            session,
            status: self.text(("", "status"), sim.status),
            plan: own(self.text(("", "subscription"), sim.plan), profile.plan),
            speed: self.text(("", "speedClass"), sim.speed),
            module: self.text(("", "moduleType"), sim.module),
            group: self.text(("", "groupId"), sim.group),
            current: status.and_then(|s| self.cell("sessionStatus.cell", &s.cell)),
            previous: previous.and_then(|p| self.cell("previousSession.cell", &p.cell)),
            registered: self.registered(&sim.registration),
            current_imei: status.map_or(Cow::Borrowed(""), |s| self.id(("sessionStatus", "imei"), s.imei)),
            previous_imei: previous.map_or(Cow::Borrowed(""), |p| self.id(("previousSession", "imei"), p.imei)),
            updated: status.and_then(|s| self.time(("sessionStatus", "lastUpdatedAt"), s.updated)),
            previous_created: previous.and_then(|p| self.time(("previousSession", "createdTime"), p.created)),
            previous_deleted: previous.and_then(|p| self.time(("previousSession", "deletedTime"), p.deleted)),
            renewal: self.time(("", "renewalFeeStatusSetTime"), sim.renewal),
            modified: self
                .time(("", "lastModifiedTime"), sim.modified_time)
                .or_else(|| self.time(("", "lastModifiedAt"), sim.modified_at)),
        }
    }

    /// What the active profile of a SIM says in the place of a subscriber's own fields.
    fn profile(&mut self, sim: &'a shape::Sim<'a>) -> Record<'a> {
        let Some(Entries(profiles)) = self.part(("", "profiles"), &sim.profiles) else {
            return Record::default();
        };
        let active = self.id(("", "activeProfileId"), sim.active_profile);
        let chosen = profiles.iter().find(|(id, _)| *id == active).or(profiles.first());
        let Some((id, profile)) = chosen.and_then(|(id, p)| Some((id, self.part(("profiles", "*"), p)?))) else {
            return Record::default();
        };
        let iccid = match self.id(("profiles.*", "iccid"), profile.iccid) {
            // Without one of its own, a profile is named by its ICCID; an EID has 32 digits.
            none if none.is_empty() && id.len() <= 20 => Cow::Borrowed(&**id),
            iccid => iccid,
        };
        let mut record =
            Record { iccid, imsi: self.id(("profiles.*", "primaryImsi"), profile.primary), ..Record::default() };
        if let Some(Entries(subscribers)) = self.part(("profiles.*", "subscribers"), &profile.subscribers) {
            let primary = subscribers.iter().find(|(imsi, _)| *imsi == record.imsi).or(subscribers.first());
            if let Some((imsi, one)) = primary {
                if record.imsi.is_empty() {
                    record.imsi = Cow::Borrowed(imsi);
                }
                if let Some(one) = self.part(("profiles.*.subscribers", "*"), one) {
                    record.msisdn = self.id(("profiles.*.subscribers.*", "msisdn"), one.msisdn);
                    record.plan = self.text(("profiles.*.subscribers.*", "subscription"), one.plan);
                }
            }
        }
        record
    }

    /// The name, and the other tags.
    fn tags(&mut self, sim: &'a shape::Sim<'a>) -> (Cow<'a, str>, Vec<fleet::Tag<'a>>) {
        let (mut name, mut values) = (Cow::Borrowed(""), vec![]);
        if let Some(Entries(tags)) = self.part(("", "tags"), &sim.tags) {
            for (key, value) in tags {
                let text = match *value {
                    // The API gives texts alone; a number that a script wrote is shown as it is written.
                    Some(raw) if leaf::kind(raw) != Kind::Text => Cow::Borrowed(raw.get()),
                    raw => self.text(("", "tags"), raw),
                };
                if key == "name" {
                    name = text;
                } else if !text.is_empty() {
                    values.push((Cow::Borrowed(&**key), text));
                }
            }
        }
        (name, values)
    }

    fn cell(&mut self, of: &'static str, cell: &'a Part<shape::Cell<'a>>) -> Option<fleet::Cell<'a>> {
        const ANY: u32 = u32::MAX - 1;
        let cell = self.part((of, ""), cell)?;
        let (mcc, mnc) = (self.number((of, "mcc"), cell.mcc, 999)?, self.number((of, "mnc"), cell.mnc, 999));
        let area = self.number((of, "tac"), cell.tac, ANY).or_else(|| self.number((of, "lac"), cell.lac, ANY));
        let id = None
            .or_else(|| self.number((of, "eci"), cell.eci, ANY).map(CellId::Eci))
            .or_else(|| self.number((of, "ci"), cell.ci, ANY).map(CellId::Ci))
            .or_else(|| self.number((of, "sac"), cell.sac, ANY).map(CellId::Sac));
        // Without an MNC the network is one that no table has: its country is that of the MCC.
        let plmn = Plmn { mcc: mcc as u16, mnc: mnc.map_or(u16::MAX, |mnc| mnc as u16) };
        Some(fleet::Cell { plmn, radio: self.text((of, "radioType"), cell.radio), area, id })
    }

    fn registered(&mut self, all: &'a Part<shape::Registrations<'a>>) -> Option<Plmn> {
        let all = self.part(("", "locationRegistrationStatus"), all)?;
        let mut newest = None;
        for (of, one) in [
            ("locationRegistrationStatus.cs", &all.cs),
            ("locationRegistrationStatus.ps", &all.ps),
            ("locationRegistrationStatus.eps", &all.eps),
        ] {
            let Some(one) = self.part((of, ""), one) else { continue };
            let time = self.time((of, "lastModifiedTime"), one.time);
            let plmn = self.id((of, "plmn"), one.plmn.or(one.vplmn));
            if let Some(plmn) = Plmn::parse(&plmn) {
                newest = newest.max(Some((time, plmn)));
            }
        }
        newest.map(|(_, plmn)| plmn)
    }

    fn part<T>(&mut self, field: Name, part: &'a Part<T>) -> Option<&'a T> {
        if let Part::Wrong(found) = part {
            let what = What::WrongType { field: joined(field), found: *found, wanted: Kind::Object };
            self.findings.fields.push((0, what));
        }
        part.get()
    }

    fn id(&mut self, field: Name, raw: Leaf<'a>) -> Cow<'a, str> {
        self.read(field, raw, Kind::Text, leaf::digits).unwrap_or_default()
    }

    fn text(&mut self, field: Name, raw: Leaf<'a>) -> Cow<'a, str> {
        self.read(field, raw, Kind::Text, leaf::text).unwrap_or_default()
    }

    fn time(&mut self, field: Name, raw: Leaf<'a>) -> Option<i64> {
        self.read(field, raw, Kind::Number, leaf::integer)
    }

    fn number(&mut self, field: Name, raw: Leaf<'a>, max: u32) -> Option<u32> {
        let wide = self.read(field, raw, Kind::Number, leaf::integer)?;
        let number = u32::try_from(wide).ok().filter(|n| *n <= max);
        if let (None, Some(raw)) = (number, raw) {
            self.findings.fields.push((self.offset(raw), What::OutOfRange { field: joined(field) }));
        }
        number
    }

    fn read<T>(&mut self, field: Name, raw: Leaf<'a>, wanted: Kind, read: fn(Raw<'a>) -> Option<T>) -> Option<T> {
        let raw = raw?;
        let value = read(raw);
        if value.is_none() {
            let what = match leaf::kind(raw) {
                found if found == wanted => What::OutOfRange { field: joined(field) },
                found => What::WrongType { field: joined(field), found, wanted },
            };
            self.findings.fields.push((self.offset(raw), what));
        }
        value
    }

    /// How many bytes into the record a value stands.
    fn offset(&self, raw: Raw) -> usize {
        (raw.get().as_ptr() as usize).saturating_sub(self.bytes.as_ptr() as usize)
    }
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
