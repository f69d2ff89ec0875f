//! SIMs that an action is for, and why it is not for some.

use crate::{ActionForm, ActionKind, SimAction};
use serde::{Deserialize, Serialize};

/// What has to be known of a SIM to act on it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct SimTarget {
    /// Its SIM ID; empty where the export has none.
    pub sim_id: String,
    /// Its IMSI.
    pub imsi: String,
    /// Its status, in lower case.
    pub status: String,
    /// The country that it was in last, by ISO code; empty where that is not known.
    pub country: String,
    /// The ID of its group; empty for none.
    pub group_id: String,
    /// Its speed class.
    pub speed_class: String,
    /// The fourteen digits of the device that it is or was in; empty where that is not known.
    pub device: String,
    /// The value of [`SimAction::only_tag`]; `None` where it has no such tag.
    pub tag: Option<String>,
    /// Whether its session is open.
    pub is_online: bool,
}

/// Why an action leaves a SIM out.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Exclusion {
    /// Another record of the same SIM is there already.
    Repeated,
    /// It has no SIM ID, and no IMSI where that would do.
    NoIdentifier,
    /// It is what the action would make it.
    AlreadySo,
    /// Nothing can be done with a SIM that is terminated.
    Terminated,
    /// It has no session that could be ended.
    NotOnline,
    /// It is not known which device it is in.
    NoDevice,
}

impl Exclusion {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Repeated, Self::NoIdentifier, Self::AlreadySo, Self::Terminated, Self::NotOnline, Self::NoDevice];

    /// The word for it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Repeated => "repeated",
            Self::NoIdentifier => "no-identifier",
            Self::AlreadySo => "already-so",
            Self::Terminated => "terminated",
            Self::NotOnline => "not-online",
            Self::NoDevice => "no-device",
        }
    }
}

impl SimTarget {
    /// Why an action in a form is not for it; `None` where it is.
    pub fn exclusion(&self, action: &SimAction, form: ActionForm) -> Option<Exclusion> {
        let has_identifier = !self.sim_id.is_empty() || (form.takes_imsis() && !self.imsi.is_empty());
        let is_so = match action.kind() {
            ActionKind::SetGroup => self.group_id == action.value(),
            ActionKind::UnsetGroup => self.group_id.is_empty(),
            ActionKind::SetSpeedClass => self.speed_class == action.value(),
            ActionKind::DeleteTag => self.tag.is_none(),
            ActionKind::PutTags => matches!(action.tags(), [(_, value)] if self.tag.as_ref() == Some(value)),
            kind => kind.status_after() == Some(self.status.as_str()),
        };
        [
            (!has_identifier, Exclusion::NoIdentifier),
            (self.status == "terminated", Exclusion::Terminated),
            (is_so, Exclusion::AlreadySo),
            (action.kind() == ActionKind::DropSession && !self.is_online, Exclusion::NotOnline),
            (action.kind() == ActionKind::LockImei && self.device.is_empty(), Exclusion::NoDevice),
        ]
        .into_iter()
        .find_map(|(holds, why)| holds.then_some(why))
    }

    /// What it is known by among others: its SIM ID, else its IMSI.
    pub fn identifier(&self) -> &str {
        if self.sim_id.is_empty() { &self.imsi } else { &self.sim_id }
    }

    /// The IMEI of its device, fifteen digits with the check digit (3GPP TS 23.003, 6.2.1 and Annex B).
    pub(crate) fn imei(&self) -> String {
        let digits = self.device.bytes().filter(u8::is_ascii_digit).map(|digit| u32::from(digit - b'0'));
        let doubled = |(at, digit): (usize, u32)| if at % 2 == 0 { digit } else { digit * 2 / 10 + digit * 2 % 10 };
        let sum: u32 = digits.enumerate().map(doubled).sum();
        format!("{}{}", self.device, (10 - sum % 10) % 10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sim_is_left_out_where_there_is_nothing_to_do() {
        use ActionKind::*;
        let sim = SimTarget {
            sim_id: "8942310022000000012".into(),
            imsi: "295050000000001".into(),
            status: "active".into(),
            group_id: "g".into(),
            speed_class: "s1.fast".into(),
            device: "35693803564380".into(),
            tag: Some("Tokyo".into()),
            is_online: true,
            ..SimTarget::default()
        };
        let offline = SimTarget { is_online: false, device: String::new(), tag: None, ..sim.clone() };
        let terminated = SimTarget { status: "terminated".into(), ..sim.clone() };
        let subscriber = SimTarget { sim_id: String::new(), ..sim.clone() };
        let unknown = SimTarget { imsi: String::new(), ..subscriber.clone() };
        for (target, kind, value, form, expected) in [
            (&sim, Suspend, "", ActionForm::Shell, None),
            (&sim, Activate, "", ActionForm::Shell, Some(Exclusion::AlreadySo)),
            (&terminated, Activate, "", ActionForm::Shell, Some(Exclusion::Terminated)),
            (&sim, SetGroup, "g", ActionForm::Shell, Some(Exclusion::AlreadySo)),
            (&sim, SetGroup, "h", ActionForm::Shell, None),
            (&sim, SetSpeedClass, "s1.fast", ActionForm::Shell, Some(Exclusion::AlreadySo)),
            (&sim, PutTags, "site=Tokyo", ActionForm::Shell, Some(Exclusion::AlreadySo)),
            (&sim, PutTags, "site=tokyo", ActionForm::Shell, None),
            (&sim, PutTags, "site=Tokyo\na=b", ActionForm::Shell, None),
            (&sim, DeleteTag, "site", ActionForm::Shell, None),
            (&offline, DeleteTag, "site", ActionForm::Shell, Some(Exclusion::AlreadySo)),
            (&sim, DropSession, "", ActionForm::Shell, None),
            (&offline, DropSession, "", ActionForm::Shell, Some(Exclusion::NotOnline)),
            (&sim, LockImei, "", ActionForm::Shell, None),
            (&offline, LockImei, "", ActionForm::Shell, Some(Exclusion::NoDevice)),
            (&subscriber, Suspend, "", ActionForm::Shell, None),
            (&subscriber, Suspend, "", ActionForm::ConsoleCsv, Some(Exclusion::NoIdentifier)),
            (&unknown, Suspend, "", ActionForm::Shell, Some(Exclusion::NoIdentifier)),
        ] {
            let action = SimAction::parse(kind, value).unwrap();
            assert_eq!(target.exclusion(&action, form), expected, "{kind:?} {value} {target:?}");
        }
    }

    #[test]
    fn an_imei_ends_with_its_check_digit() {
        for (device, imei) in [("35693803564380", "356938035643809"), ("49015420323751", "490154203237518")] {
            assert_eq!(SimTarget { device: device.into(), ..SimTarget::default() }.imei(), imei);
        }
    }
}
