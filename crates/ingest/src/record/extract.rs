//! The bytes of a record to a row of the columns.

use super::fast_path::parse_fast;
use super::predictor::LayoutPredictor;
use super::scalar::{self, Scalar};
use super::schema::{FieldId, SchemaObject};
use super::sim_fields::{Presence, ProfileFields, SimFields};
use crate::json::{JsonType, non_finite};
use crate::report::IssueKind;
use crate::split::find_keyed_record;
use fleet::{CapacityError, CellId, Connectivity, Fleet, Identifier, Record, RecordSpan, TextField};
use places::{Plmn, VisitedPlmn};
use std::borrow::Cow;

/// Why a record did not become a row.
#[derive(Debug, PartialEq)]
pub enum ExtractError {
    /// The record is at fault: what it is, and how many bytes into it.
    Record(usize, IssueKind),
    /// The fleet is.
    FleetFull,
}

/// What was met in a record that became a row.
#[derive(Debug, Default, PartialEq)]
pub struct RecordWarnings {
    /// Fields that were left out, and how many bytes into the record they stand.
    pub rejected_fields: Vec<(usize, IssueKind)>,
    /// Whether bytes were replaced that are no UTF-8.
    pub has_invalid_utf8: bool,
    /// Whether `NaN` or `Infinity` was read as null.
    pub has_non_finite: bool,
}

impl RecordWarnings {
    /// Whether there is nothing to be told.
    pub(crate) fn is_empty(&self) -> bool {
        self.rejected_fields.is_empty() && !self.has_invalid_utf8 && !self.has_non_finite
    }
}

/// One record, from its bytes to the fleet.
///
/// `bytes` is one JSON object, and `id` the identifier that it is keyed by, if it is: it names a SIM that does not name
/// itself. A field of a wrong type is left out and told in the findings; an object that is no SIM, or no JSON, is refused and
/// nothing is added.
pub fn extract_record(
    bytes: &[u8],
    id: &str,
    at: RecordSpan,
    habits: &mut LayoutPredictor,
    fleet: &mut Fleet,
) -> Result<RecordWarnings, ExtractError> {
    // Checked once as a whole: then no key and no value is checked again. The rare record that has other bytes in it is
    // shown with them replaced, and stays as it is in the source.
    let (text, replaced) = match simdutf8::basic::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), false),
        Err(_) => (String::from_utf8_lossy(bytes), true),
    };
    let mut once = |text: &str| {
        extract_record_text(text, id, habits, &mut ExtractScratch::default(), |record, _| fleet.push(record, at))
    };
    let found = match once(&text) {
        Err(ExtractError::Record(offset, what @ IssueKind::InvalidJson(_))) => {
            match non_finite::replace_non_finite(&text) {
                Some((text, moved)) => {
                    let original = |offset| moved.original_offset(offset);
                    let found = once(&text).map_err(|refused| match refused {
                        ExtractError::Record(offset, what) => ExtractError::Record(original(offset), what),
                        ExtractError::FleetFull => ExtractError::FleetFull,
                    })?;
                    let fields =
                        found.rejected_fields.into_iter().map(|(offset, what)| (original(offset), what)).collect();
                    RecordWarnings { rejected_fields: fields, has_non_finite: true, ..found }
                }
                None => return Err(ExtractError::Record(offset, what)),
            }
        }
        found => found?,
    };
    Ok(RecordWarnings { has_invalid_utf8: replaced, ..found })
}

/// Memory that is used again for the next record of a text.
#[derive(Default)]
pub struct ExtractScratch<'a> {
    /// What is read of a record.
    pub sim: SimFields<'a>,
    tags: Vec<fleet::Tag<'a>>,
}

/// One record, from its text to wherever it is pushed. See [`extract_record`].
pub fn extract_record_text<'a>(
    text: &'a str,
    id: &'a str,
    habits: &mut LayoutPredictor,
    scratch: &mut ExtractScratch<'a>,
    push: impl FnOnce(&Record<'a>, &RecordWarnings) -> Result<(), CapacityError>,
) -> Result<RecordWarnings, ExtractError> {
    scratch.sim.clear();
    if parse_fast(text, 0, habits, &mut scratch.sim) != Some(text.len()) {
        if let Some(at) = find_keyed_record(text.as_bytes()) {
            return Err(ExtractError::Record(at, IssueKind::MisplacedDelimiter));
        }
        scratch.sim = SimFields::parse_json(text).map_err(|error| {
            ExtractError::Record(error_offset(text.as_bytes(), &error), IssueKind::InvalidJson(error_reason(&error)))
        })?;
    }
    extract_parsed(text, id, scratch, push)
}

/// One record of a text that was walked, to wherever it is pushed.
pub fn extract_parsed<'a>(
    text: &'a str,
    id: &'a str,
    scratch: &mut ExtractScratch<'a>,
    push: impl FnOnce(&Record<'a>, &RecordWarnings) -> Result<(), CapacityError>,
) -> Result<RecordWarnings, ExtractError> {
    let ExtractScratch { sim, tags } = scratch;
    let mut read = FieldReader { sim, bytes: text.as_bytes(), warnings: RecordWarnings::default() };
    let mut record = read.read_record(std::mem::take(tags));
    let findings = read.warnings;
    name_record_by_key(&mut record, id, sim);
    let unnamed = record.imsi.is_empty() && record.iccid.is_empty() && record.sim_id.is_empty();
    let event = sim.scalar(FieldId::Event) != Scalar::Absent;
    let done = if unnamed {
        Err(ExtractError::Record(0, IssueKind::NotASim))
    } else if event && record.status.is_empty() && sim.presence(SchemaObject::Status) == Presence::Absent {
        Err(ExtractError::Record(0, IssueKind::SessionEvent))
    } else {
        push(&record, &findings).map_err(|CapacityError| ExtractError::FleetFull)
    };
    *tags = record.tags;
    tags.clear();
    done.map(|()| findings)
}

/// Names a record that does not name itself by the identifier that it is keyed by, where it says something of a SIM.
fn name_record_by_key<'a>(record: &mut Record<'a>, id: &'a str, sim: &SimFields) {
    let is_named = !(record.imsi.is_empty() && record.iccid.is_empty() && record.sim_id.is_empty());
    let has_sessions =
        [SchemaObject::Status, SchemaObject::Previous].iter().any(|object| sim.presence(*object) != Presence::Absent);
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
type RecordFieldPath = (&'static str, &'static str);

fn join_field_path((parent, key): RecordFieldPath) -> String {
    match (parent, key) {
        ("", name) | (name, "") => name.to_owned(),
        _ => format!("{parent}.{key}"),
    }
}

/// The leaves of one of the two cells, in the order in which they are named in a record.
type CellFieldIds = [FieldId; 8];

const CURRENT_CELL_FIELDS: CellFieldIds = {
    use FieldId::*;
    [CurrentRadio, CurrentMcc, CurrentMnc, CurrentTac, CurrentLac, CurrentEci, CurrentCi, CurrentSac]
};
const PREVIOUS_CELL_FIELDS: CellFieldIds = {
    use FieldId::*;
    [PreviousRadio, PreviousMcc, PreviousMnc, PreviousTac, PreviousLac, PreviousEci, PreviousCi, PreviousSac]
};

/// What a profile says of its SIM.
#[derive(Default)]
struct ProfileIdentity<'a> {
    imsi: Cow<'a, str>,
    iccid: Cow<'a, str>,
    msisdn: Cow<'a, str>,
    plan: Cow<'a, str>,
    /// The identifiers of its other subscriptions.
    other_identifiers: Vec<Identifier<'a>>,
}

impl<'a> ProfileIdentity<'a> {
    /// The identifiers that it would have in a record.
    fn identifiers(&self) -> [(TextField, &Cow<'a, str>); 3] {
        [(TextField::Imsi, &self.imsi), (TextField::Iccid, &self.iccid), (TextField::Msisdn, &self.msisdn)]
    }
}

/// Reads the values of one record and gathers what is wrong with them.
struct FieldReader<'s, 'a> {
    sim: &'s SimFields<'a>,
    bytes: &'a [u8],
    warnings: RecordWarnings,
}

impl<'a> FieldReader<'_, 'a> {
    /// What the record says; `tags` is an empty list with room.
    fn read_record(&mut self, tags: Vec<fleet::Tag<'a>>) -> Record<'a> {
        let sim = self.sim;
        let mut profile = self.read_active_profile();
        let mut further = std::mem::take(&mut profile.other_identifiers);
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
        let imsi = own_id(TextField::Imsi, self.read_identifier(("", "imsi"), FieldId::Imsi), profile.imsi);
        let iccid = own_id(TextField::Iccid, self.read_identifier(("", "iccid"), FieldId::Iccid), profile.iccid);
        let msisdn = own_id(TextField::Msisdn, self.read_identifier(("", "msisdn"), FieldId::Msisdn), profile.msisdn);
        if !further.is_empty() {
            let known = [(TextField::Imsi, &imsi), (TextField::Iccid, &iccid), (TextField::Msisdn, &msisdn)];
            deduplicate_identifiers(&mut further, &known);
        }
        let (name, tags) = self.read_tags(tags);
        let status = self.check_object(("", "sessionStatus"), sim.presence(SchemaObject::Status));
        let previous = self.check_object(("", "previousSession"), sim.presence(SchemaObject::Previous));
        let online = self.parse_scalar(
            ("sessionStatus", "online"),
            sim.scalar(FieldId::Online),
            JsonType::Boolean,
            scalar::parse_boolean,
        );
        let session = match (online, sim.presence(SchemaObject::Status), sim.presence(SchemaObject::Previous)) {
            (Some(true), ..) => Connectivity::Online,
            (Some(false), ..) => Connectivity::Offline,
            (None, Presence::Null, Presence::Present) => Connectivity::Offline,
            (None, Presence::Null, _) => Connectivity::Never,
            _ => Connectivity::Unknown,
        };
        Record {
            imsi,
            iccid,
            sim_id: self.read_identifier(("", "simId"), FieldId::SimId),
            msisdn,
            additional_identifiers: further,
            serial: self.read_identifier(("", "serialNumber"), FieldId::Serial),
            name,
            tags,
            connectivity: session,
            status: self.read_text(("", "status"), FieldId::Status),
            plan: own(self.read_text(("", "subscription"), FieldId::Plan), profile.plan),
            speed_class: self.read_text(("", "speedClass"), FieldId::Speed),
            module_type: self.read_text(("", "moduleType"), FieldId::Module),
            group_id: self.read_text(("", "groupId"), FieldId::Group),
            current_cell: if status {
                self.read_cell("sessionStatus.cell", SchemaObject::CurrentCell, CURRENT_CELL_FIELDS)
            } else {
                None
            },
            previous_cell: if previous {
                self.read_cell("previousSession.cell", SchemaObject::PreviousCell, PREVIOUS_CELL_FIELDS)
            } else {
                None
            },
            registered_network: self.read_registered_network(),
            current_imei: self.read_identifier(("sessionStatus", "imei"), FieldId::CurrentImei),
            previous_imei: self.read_identifier(("previousSession", "imei"), FieldId::PreviousImei),
            updated: self.read_time(("sessionStatus", "lastUpdatedAt"), FieldId::Updated),
            previous_created: self.read_time(("previousSession", "createdTime"), FieldId::Created),
            previous_deleted: self.read_time(("previousSession", "deletedTime"), FieldId::Deleted),
            renewal_fee_since: self.read_time(("", "renewalFeeStatusSetTime"), FieldId::Renewal),
            modified: self
                .read_time(("", "lastModifiedTime"), FieldId::ModifiedTime)
                .or_else(|| self.read_time(("", "lastModifiedAt"), FieldId::ModifiedAt)),
        }
    }

    /// What the active profile of a SIM says in the place of a subscriber's own fields, and the identifiers of the others.
    fn read_active_profile(&mut self) -> ProfileIdentity<'a> {
        let sim = self.sim;
        if !self.check_object(("", "profiles"), sim.presence(SchemaObject::Profiles)) {
            return ProfileIdentity::default();
        }
        let active = self.read_identifier(("", "activeProfileId"), FieldId::ActiveProfile);
        let chosen = sim.profiles.iter().position(|profile| profile.id == active).unwrap_or(0);
        let mut own = ProfileIdentity::default();
        for (at, profile) in sim.profiles.iter().enumerate() {
            if !self.check_object(("profiles", "*"), profile.presence) {
                continue;
            }
            let mut read = self.read_profile(profile);
            if at == chosen {
                read.other_identifiers.append(&mut own.other_identifiers);
                own = read;
            } else {
                own.other_identifiers.extend(read.identifiers().map(|(field, id)| (field, id.clone())));
                own.other_identifiers.append(&mut read.other_identifiers);
            }
        }
        own
    }

    fn read_profile(&mut self, profile: &ProfileFields<'a>) -> ProfileIdentity<'a> {
        let mut iccid = self.parse_identifier(("profiles.*", "iccid"), profile.iccid);
        // Without one of its own, a profile is named by its ICCID; an EID has 32 digits.
        if iccid.is_empty() && profile.id.len() <= 20 {
            iccid = profile.id.clone();
        }
        let imsi = self.parse_identifier(("profiles.*", "primaryImsi"), profile.primary_imsi);
        let mut own = ProfileIdentity { iccid, imsi, ..ProfileIdentity::default() };
        let (part, subscribers) = &profile.subscribers;
        if !self.check_object(("profiles.*", "subscribers"), *part) {
            return own;
        }
        let primary = subscribers.iter().position(|one| one.imsi == own.imsi).unwrap_or(0);
        for (at, one) in subscribers.iter().enumerate() {
            if at != primary {
                own.other_identifiers.push((TextField::Imsi, one.imsi.clone()));
            } else if own.imsi.is_empty() {
                own.imsi = one.imsi.clone();
            } else if own.imsi != one.imsi {
                own.other_identifiers.push((TextField::Imsi, one.imsi.clone()));
            }
            if !self.check_object(("profiles.*.subscribers", "*"), one.presence) {
                continue;
            }
            let msisdn = self.parse_identifier(("profiles.*.subscribers.*", "msisdn"), one.msisdn);
            if at == primary {
                own.msisdn = msisdn;
                let plan = ("profiles.*.subscribers.*", "subscription");
                own.plan = self.parse_scalar(plan, one.plan, JsonType::Text, scalar::parse_text).unwrap_or_default();
            } else {
                own.other_identifiers.push((TextField::Msisdn, msisdn));
            }
        }
        own
    }

    /// The name, and the other tags.
    fn read_tags(&mut self, mut values: Vec<fleet::Tag<'a>>) -> (Cow<'a, str>, Vec<fleet::Tag<'a>>) {
        let sim = self.sim;
        let mut name = Cow::Borrowed("");
        if self.check_object(("", "tags"), sim.presence(SchemaObject::Tags)) {
            for (key, value) in &sim.tags {
                let text = match *value {
                    Scalar::PlainText(text) => Cow::Borrowed(text),
                    // The API gives texts alone; a number that a script wrote is shown as it is written.
                    Scalar::RawJson(json) if value.kind() != JsonType::Text => Cow::Borrowed(json),
                    leaf => {
                        self.parse_scalar(("", "tags"), leaf, JsonType::Text, scalar::parse_text).unwrap_or_default()
                    }
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

    fn read_cell(&mut self, of: &'static str, object: SchemaObject, slots: CellFieldIds) -> Option<fleet::Cell<'a>> {
        const MAX_CELL_NUMBER: u32 = u32::MAX - 1;
        if !self.check_object((of, ""), self.sim.presence(object)) {
            return None;
        }
        let [radio, mcc, mnc, tac, lac, eci, ci, sac] = slots;
        let (mcc, mnc) = (self.read_number((of, "mcc"), mcc, 999)?, self.read_number((of, "mnc"), mnc, 999));
        let area = self
            .read_number((of, "tac"), tac, MAX_CELL_NUMBER)
            .or_else(|| self.read_number((of, "lac"), lac, MAX_CELL_NUMBER));
        let id = None
            .or_else(|| self.read_number((of, "eci"), eci, MAX_CELL_NUMBER).map(CellId::Eci))
            .or_else(|| self.read_number((of, "ci"), ci, MAX_CELL_NUMBER).map(CellId::Ci))
            .or_else(|| self.read_number((of, "sac"), sac, MAX_CELL_NUMBER).map(CellId::Sac));
        let plmn = VisitedPlmn { mcc: mcc as u16, mnc: mnc.map(|mnc| mnc as u16) };
        Some(fleet::Cell { plmn, radio: self.read_text((of, "radioType"), radio), area, id })
    }

    fn read_registered_network(&mut self) -> Option<Plmn> {
        use FieldId::*;
        let sim = self.sim;
        if !self.check_object(("", "locationRegistrationStatus"), sim.presence(SchemaObject::Registrations)) {
            return None;
        }
        let mut newest = None;
        for (of, object, plmn, vplmn, time) in [
            ("locationRegistrationStatus.cs", SchemaObject::Cs, CsPlmn, CsVplmn, CsTime),
            ("locationRegistrationStatus.ps", SchemaObject::Ps, PsPlmn, PsVplmn, PsTime),
            ("locationRegistrationStatus.eps", SchemaObject::Eps, EpsPlmn, EpsVplmn, EpsTime),
        ] {
            if !self.check_object((of, ""), sim.presence(object)) {
                continue;
            }
            let time = self.read_time((of, "lastModifiedTime"), time);
            let plmn =
                self.read_identifier((of, "plmn"), if sim.scalar(plmn) == Scalar::Absent { vplmn } else { plmn });
            if let Some(plmn) = Plmn::parse(&plmn) {
                newest = newest.max(Some((time, plmn)));
            }
        }
        newest.map(|(_, plmn)| plmn)
    }

    /// Whether an object is there.
    #[inline]
    fn check_object(&mut self, field: RecordFieldPath, part: Presence) -> bool {
        if let Presence::WrongType(found) = part {
            let what = IssueKind::WrongType { field: join_field_path(field), found, wanted: JsonType::Object };
            self.warnings.rejected_fields.push((0, what));
        }
        part == Presence::Present
    }

    #[inline]
    fn read_identifier(&mut self, field: RecordFieldPath, slot: FieldId) -> Cow<'a, str> {
        match self.sim.scalar(slot) {
            Scalar::Absent => Cow::Borrowed(""),
            Scalar::PlainText(text) => Cow::Borrowed(text),
            Scalar::RawJson(_) => self.read_raw_identifier(field, slot),
        }
    }

    #[inline(never)]
    fn read_raw_identifier(&mut self, field: RecordFieldPath, slot: FieldId) -> Cow<'a, str> {
        self.parse_identifier(field, self.sim.scalar(slot))
    }

    /// An identifier: a text, or a number that has all of its digits.
    fn parse_identifier(&mut self, field: RecordFieldPath, leaf: Scalar<'a>) -> Cow<'a, str> {
        if let Scalar::RawJson(written) = leaf
            && scalar::has_lost_digits(written)
        {
            let what = IssueKind::LostDigits { field: join_field_path(field), written: written.to_owned() };
            self.warnings.rejected_fields.push((self.scalar_offset(leaf), what));
            return Cow::Borrowed("");
        }
        self.parse_scalar(field, leaf, JsonType::Text, scalar::parse_digits).unwrap_or_default()
    }

    #[inline]
    fn read_text(&mut self, field: RecordFieldPath, slot: FieldId) -> Cow<'a, str> {
        match self.sim.scalar(slot) {
            Scalar::Absent => Cow::Borrowed(""),
            Scalar::PlainText(text) => Cow::Borrowed(text),
            Scalar::RawJson(_) => self.read_raw_text(field, slot),
        }
    }

    #[inline(never)]
    fn read_raw_text(&mut self, field: RecordFieldPath, slot: FieldId) -> Cow<'a, str> {
        self.parse_scalar(field, self.sim.scalar(slot), JsonType::Text, scalar::parse_text).unwrap_or_default()
    }

    fn read_time(&mut self, field: RecordFieldPath, slot: FieldId) -> Option<i64> {
        self.parse_scalar(field, self.sim.scalar(slot), JsonType::Number, scalar::parse_integer)
    }

    fn read_number(&mut self, field: RecordFieldPath, slot: FieldId, max: u32) -> Option<u32> {
        let leaf = self.sim.scalar(slot);
        let wide = self.parse_scalar(field, leaf, JsonType::Number, scalar::parse_integer)?;
        let number = u32::try_from(wide).ok().filter(|n| *n <= max);
        if number.is_none() {
            self.warnings
                .rejected_fields
                .push((self.scalar_offset(leaf), IssueKind::OutOfRange { field: join_field_path(field) }));
        }
        number
    }

    #[inline]
    fn parse_scalar<T>(
        &mut self,
        field: RecordFieldPath,
        leaf: Scalar<'a>,
        wanted: JsonType,
        read: impl Fn(Scalar<'a>) -> Option<T>,
    ) -> Option<T> {
        if leaf == Scalar::Absent {
            return None;
        }
        let value = read(leaf);
        if value.is_none() {
            self.report_mismatch(field, leaf, wanted);
        }
        value
    }

    #[cold]
    fn report_mismatch(&mut self, field: RecordFieldPath, leaf: Scalar, wanted: JsonType) {
        let what = match leaf.kind() {
            found if found == wanted => IssueKind::OutOfRange { field: join_field_path(field) },
            found => IssueKind::WrongType { field: join_field_path(field), found, wanted },
        };
        self.warnings.rejected_fields.push((self.scalar_offset(leaf), what));
    }

    /// How many bytes into the record a value stands.
    fn scalar_offset(&self, leaf: Scalar) -> usize {
        leaf.address().saturating_sub(self.bytes.as_ptr() as usize)
    }
}

/// Leaves each identifier in once, and none that is known.
fn deduplicate_identifiers<'a>(further: &mut Vec<Identifier<'a>>, known: &[(TextField, &Cow<'a, str>)]) {
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
fn error_offset(bytes: &[u8], error: &serde_json::Error) -> usize {
    let lines = bytes.split_inclusive(|b| *b == b'\n').take(error.line().saturating_sub(1));
    let before: usize = lines.map(<[u8]>::len).sum();
    (before + error.column().saturating_sub(1)).min(bytes.len())
}

/// serde_json's words, without the line and column, which count from the record's start.
fn error_reason(error: &serde_json::Error) -> String {
    let words = error.to_string();
    words.split(" at line ").next().unwrap_or_default().to_owned()
}
