//! Reads the profiles of a SIM: the active one has what a subscriber's own fields have, and all have identifiers.

use super::field_reader::FieldReader;
use super::scalar;
use super::schema::{FieldId, SchemaObject};
use super::sim_fields::ProfileFields;
use crate::json::JsonType;
use fleet::{Identifier, TextField};
use std::borrow::Cow;

/// What a profile knows of its SIM.
#[derive(Default)]
pub(super) struct ProfileIdentity<'a> {
    pub imsi: Cow<'a, str>,
    pub iccid: Cow<'a, str>,
    pub msisdn: Cow<'a, str>,
    pub plan: Cow<'a, str>,
    pub bundles: Cow<'a, str>,
    /// The statuses of its other subscriptions.
    pub added_statuses: Vec<Cow<'a, str>>,
    /// The identifiers of its other subscriptions.
    pub other_identifiers: Vec<Identifier<'a>>,
}

impl<'a> ProfileIdentity<'a> {
    /// The identifiers of its primary subscription.
    fn identifiers(&self) -> [(TextField, &Cow<'a, str>); 3] {
        [(TextField::Imsi, &self.imsi), (TextField::Iccid, &self.iccid), (TextField::Msisdn, &self.msisdn)]
    }
}

impl<'a> FieldReader<'_, 'a> {
    /// Reads what the active profile of a SIM knows, and the identifiers of the others.
    pub(super) fn read_active_profile(&mut self) -> ProfileIdentity<'a> {
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
                read.added_statuses.append(&mut own.added_statuses);
                own = read;
            } else {
                own.other_identifiers.extend(read.identifiers().map(|(field, id)| (field, id.clone())));
                own.other_identifiers.append(&mut read.other_identifiers);
                own.added_statuses.append(&mut read.added_statuses);
            }
        }
        own
    }

    fn read_profile(&mut self, profile: &ProfileFields<'a>) -> ProfileIdentity<'a> {
        let mut iccid = self.parse_identifier(("profiles.*", "iccid"), profile.iccid);
        // A profile without an ICCID of its own is keyed by it. An EID has 32 digits.
        if iccid.is_empty() && profile.id.len() <= 20 {
            iccid = profile.id.clone();
        }
        let imsi = self.parse_identifier(("profiles.*", "primaryImsi"), profile.primary_imsi);
        let mut own = ProfileIdentity { iccid, imsi, ..ProfileIdentity::default() };
        let (presence, subscribers) = &profile.subscribers;
        if !self.check_object(("profiles.*", "subscribers"), *presence) {
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
                own.bundles = self.parse_text_list(("profiles.*.subscribers.*", "bundles"), one.bundles);
            } else {
                let status = ("profiles.*.subscribers.*", "status");
                let status = self.parse_scalar(status, one.status, JsonType::Text, scalar::parse_text);
                own.added_statuses.extend(status.filter(|status| !status.is_empty()));
                own.other_identifiers.push((TextField::Msisdn, msisdn));
            }
        }
        own
    }
}

/// Removes identifiers that are repeated or known.
pub(super) fn deduplicate_identifiers<'a>(further: &mut Vec<Identifier<'a>>, known: &[(TextField, &Cow<'a, str>)]) {
    let mut kept: Vec<Identifier> = Vec::with_capacity(further.len());
    for one in further.drain(..) {
        let is_known = known.iter().any(|(field, id)| (*field, *id) == (one.0, &one.1));
        if !one.1.is_empty() && !is_known && !kept.contains(&one) {
            kept.push(one);
        }
    }
    *further = kept;
}
