//! Converts the fields of a record into those of the fleet.

use super::field_reader::FieldReader;
use super::profiles::deduplicate_identifiers;
use super::scalar::{self, Scalar};
use super::schema::{FieldId, SchemaObject};
use super::sim_fields::Presence;
use crate::json::JsonType;
use fleet::{CellId, Connectivity, Record, TEXT_LIST_SEPARATOR, TextField, TimeField};
use places::{Plmn, VisitedPlmn};
use std::borrow::Cow;

/// The fields of one of the two cells: radio, MCC, MNC, TAC, LAC, ECI, CI, SAC.
type CellFieldIds = [FieldId; 8];

const CURRENT_CELL_FIELDS: CellFieldIds = {
    use FieldId::*;
    [CurrentRadio, CurrentMcc, CurrentMnc, CurrentTac, CurrentLac, CurrentEci, CurrentCi, CurrentSac]
};
const PREVIOUS_CELL_FIELDS: CellFieldIds = {
    use FieldId::*;
    [PreviousRadio, PreviousMcc, PreviousMnc, PreviousTac, PreviousLac, PreviousEci, PreviousCi, PreviousSac]
};

impl<'a> FieldReader<'_, 'a> {
    /// Returns the record; `tags` is an empty list with capacity.
    pub(super) fn read_record(&mut self, tags: Vec<fleet::Tag<'a>>) -> Record<'a> {
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
        let speed_class = self.read_text(("", "speedClass"), FieldId::Speed);
        // Of a subscriber it is the speed class once more.
        let sim_type = self.read_text(("", "type"), FieldId::SimType);
        let sim_type = if sim_type == speed_class || sim_type.contains('.') { "".into() } else { sim_type };
        let status = self.check_object(("", "sessionStatus"), sim.presence(SchemaObject::Status));
        let previous = self.check_object(("", "previousSession"), sim.presence(SchemaObject::Previous));
        let connectivity = self.read_connectivity();
        let registration = self.read_registration();
        Record {
            imsi,
            iccid,
            sim_id: self.read_identifier(("", "simId"), FieldId::SimId),
            msisdn,
            additional_identifiers: further,
            serial: self.read_identifier(("", "serialNumber"), FieldId::Serial),
            name,
            tags,
            connectivity,
            status: self.read_text(("", "status"), FieldId::Status),
            plan: own(self.read_text(("", "subscription"), FieldId::Plan), profile.plan),
            speed_class,
            module_type: self.read_text(("", "moduleType"), FieldId::Module),
            group_id: self.read_text(("", "groupId"), FieldId::Group),
            operator_id: self.read_text(("", "operatorId"), FieldId::Operator),
            sim_type,
            apn: self.read_text(("", "apn"), FieldId::Apn),
            bundles: own(self.parse_text_list(("", "bundles"), sim.scalar(FieldId::Bundles)), profile.bundles),
            added_statuses: join_distinct(profile.added_statuses),
            expiry_action: self.read_text(("", "expiryAction"), FieldId::ExpiryAction),
            is_protected: self.read_protection(),
            locked_imei: match self.check_object(("", "imeiLock"), sim.presence(SchemaObject::Lock)) {
                true => self.read_identifier(("imeiLock", "imei"), FieldId::LockedImei),
                false => "".into(),
            },
            current_plan: self.read_text(("sessionStatus", "subscription"), FieldId::CurrentPlan),
            previous_plan: self.read_text(("previousSession", "subscription"), FieldId::PreviousPlan),
            current_ip: self.read_ip(("sessionStatus", "ueIpAddress"), FieldId::CurrentIp),
            previous_ip: self.read_ip(("previousSession", "ueIpAddress"), FieldId::PreviousIp),
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
            registered_network: registration.map(|(_, plmn)| plmn),
            registered: registration.and_then(|(time, _)| time).filter(|time| TimeField::RANGE_MS.contains(time)),
            attached: self.read_kept_time(("", "lastLocationUpdateTime"), FieldId::Attached),
            expires: self.read_kept_time(("", "expiryTime"), FieldId::ExpiryTime),
            napter_used: self.read_kept_time(("", "lastPortMappingCreatedTime"), FieldId::Napter),
            arc_updated: self.read_time(("arcSessionStatus", "lastUpdatedAt"), FieldId::ArcUpdated),
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

    /// Returns whether the SIM is connected.
    fn read_connectivity(&mut self) -> Connectivity {
        let sim = self.sim;
        let online = self.parse_scalar(
            ("sessionStatus", "online"),
            sim.scalar(FieldId::Online),
            JsonType::Boolean,
            scalar::parse_boolean,
        );
        match (online, sim.presence(SchemaObject::Status), sim.presence(SchemaObject::Previous)) {
            (Some(true), ..) => Connectivity::Online,
            (Some(false), ..) => Connectivity::Offline,
            (None, Presence::Null, Presence::Present) => Connectivity::Offline,
            // A virtual SIM connects by WireGuard, which knows no end of a session.
            (None, Presence::Null, _)
                if self.check_object(("", "arcSessionStatus"), sim.presence(SchemaObject::Arc)) =>
            {
                Connectivity::Unknown
            }
            (None, Presence::Null, _) => Connectivity::Never,
            _ => Connectivity::Unknown,
        }
    }

    /// Returns whether the SIM is protected from being terminated.
    fn read_protection(&mut self) -> Option<bool> {
        let value = self.sim.scalar(FieldId::Termination);
        let can_be_terminated =
            self.parse_scalar(("", "terminationEnabled"), value, JsonType::Boolean, scalar::parse_boolean);
        can_be_terminated.map(|can_be_terminated| !can_be_terminated)
    }

    /// Returns the name, and the other tags.
    fn read_tags(&mut self, mut values: Vec<fleet::Tag<'a>>) -> (Cow<'a, str>, Vec<fleet::Tag<'a>>) {
        let sim = self.sim;
        let mut name = Cow::Borrowed("");
        if self.check_object(("", "tags"), sim.presence(SchemaObject::Tags)) {
            for (key, value) in &sim.tags {
                let text = match *value {
                    Scalar::PlainText(text) => Cow::Borrowed(text),
                    // The API has texts only. A number that a script wrote is shown as it is written.
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

    /// Returns the newest registration: when, and with which network.
    fn read_registration(&mut self) -> Option<(Option<i64>, Plmn)> {
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
        newest
    }
}

/// Joins texts, each of them once.
fn join_distinct(mut texts: Vec<Cow<'_, str>>) -> Cow<'_, str> {
    if texts.len() < 2 {
        return texts.pop().unwrap_or_default();
    }
    let distinct = texts.iter().enumerate().filter(|(at, text)| !texts[..*at].contains(text)).map(|(_, text)| &**text);
    distinct.collect::<Vec<_>>().join(TEXT_LIST_SEPARATOR).into()
}
