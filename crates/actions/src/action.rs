//! Actions: what is to happen to SIMs.

use crate::ActionError;
use serde::{Deserialize, Serialize};

/// The speed classes that the API sets (`UpdateSpeedClassRequest` of Soracom's API description, 2026-06-04). Which of them a SIM
/// may have depends on its subscription.
pub const SPEED_CLASSES: [&str; 8] =
    ["s1.minimum", "s1.slow", "s1.standard", "s1.fast", "s1.4xfast", "s1.8xfast", "u1.standard", "u1.slow"];

/// What an action does, without what it sets.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum ActionKind {
    /// Take SIMs out of use; no session is accepted until they are activated again.
    Suspend,
    /// Refuse sessions for a while.
    Deactivate,
    /// Out of use until the next session.
    Standby,
    /// Into use.
    Activate,
    /// Into a group.
    SetGroup,
    /// Out of their group.
    UnsetGroup,
    /// Set tags.
    PutTags,
    /// Remove a tag.
    DeleteTag,
    /// Another speed class.
    SetSpeedClass,
    /// End the open session; the device connects anew.
    DropSession,
    /// Lock each SIM to the device that it is in.
    LockImei,
    /// Tell the operator when a SIM comes online.
    Notify,
}

impl ActionKind {
    /// All of them. To terminate is not among them: it cannot be undone.
    pub const ALL: [Self; 12] = [
        Self::Suspend,
        Self::Deactivate,
        Self::Standby,
        Self::Activate,
        Self::SetGroup,
        Self::UnsetGroup,
        Self::PutTags,
        Self::DeleteTag,
        Self::SetSpeedClass,
        Self::DropSession,
        Self::LockImei,
        Self::Notify,
    ];

    /// The word for it, in addresses and names of files.
    pub fn key(self) -> &'static str {
        match self {
            Self::Suspend => "suspend",
            Self::Deactivate => "deactivate",
            Self::Standby => "standby",
            Self::Activate => "activate",
            Self::SetGroup => "set-group",
            Self::UnsetGroup => "unset-group",
            Self::PutTags => "put-tags",
            Self::DeleteTag => "delete-tag",
            Self::SetSpeedClass => "speed-class",
            Self::DropSession => "drop-session",
            Self::LockImei => "lock-imei",
            Self::Notify => "notify",
        }
    }

    /// The action of a word.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// Whether it has to be told what to set.
    pub fn needs_value(self) -> bool {
        matches!(self, Self::SetGroup | Self::PutTags | Self::DeleteTag | Self::SetSpeedClass)
    }

    /// The status that SIMs have after it, where it sets one.
    pub fn status_after(self) -> Option<&'static str> {
        match self {
            Self::Suspend => Some("suspended"),
            Self::Deactivate => Some("inactive"),
            Self::Standby => Some("standby"),
            Self::Activate => Some("active"),
            _ => None,
        }
    }
}

/// An action with what it sets.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SimAction {
    kind: ActionKind,
    /// The group, the name of the tag, the speed class, or the address that is told; empty for the others.
    value: String,
    /// Names and values of the tags that are set.
    tags: Vec<(String, String)>,
}

impl SimAction {
    /// Makes an action of what was typed: the ID of a group, tags as lines of `name=value`, the name of a tag, a speed class, or
    /// the address that is told (none: the operator's own).
    ///
    /// # Errors
    /// Where a value is missing or is none of these.
    pub fn parse(kind: ActionKind, value: &str) -> Result<Self, ActionError> {
        let value = value.trim();
        if kind.needs_value() && value.is_empty() {
            return Err(ActionError::NoValue(kind));
        }
        if kind == ActionKind::SetSpeedClass && !SPEED_CLASSES.contains(&value) {
            return Err(ActionError::NoSuchSpeedClass);
        }
        if kind == ActionKind::SetGroup && value.contains(char::is_whitespace) {
            return Err(ActionError::NotAGroupId);
        }
        if kind == ActionKind::Notify && !value.is_empty() && !is_mail_address(value) {
            return Err(ActionError::NotAMailAddress);
        }
        let tags = if kind == ActionKind::PutTags { parse_tags(value)? } else { vec![] };
        let is_used = kind.needs_value() || kind == ActionKind::Notify;
        let value = if is_used && tags.is_empty() { value.to_owned() } else { String::new() };
        Ok(Self { kind, value, tags })
    }

    /// What it does.
    pub fn kind(&self) -> ActionKind {
        self.kind
    }

    /// The group, the name of the tag, the speed class, or the address that is told.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// Names and values of the tags that are set.
    pub fn tags(&self) -> &[(String, String)] {
        &self.tags
    }

    /// The tag that is set alone, or removed: where all SIMs have it, or none of them, nothing is to be done.
    pub fn only_tag(&self) -> Option<&str> {
        match (self.kind, &self.tags[..]) {
            (ActionKind::DeleteTag, _) => Some(&self.value),
            (ActionKind::PutTags, [(name, _)]) => Some(name),
            _ => None,
        }
    }
}

/// Whether a text can be a mail address: what is wrong with it beyond that, only the mail server knows.
fn is_mail_address(text: &str) -> bool {
    let sides = text.rsplit_once('@');
    !text.contains(char::is_whitespace) && sides.is_some_and(|(name, host)| !name.is_empty() && !host.is_empty())
}

/// Reads lines of `name=value`. A value may have `=` in it.
fn parse_tags(lines: &str) -> Result<Vec<(String, String)>, ActionError> {
    let mut tags: Vec<(String, String)> = Vec::new();
    for (at, line) in lines.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let (name, value) = line.split_once('=').ok_or(ActionError::NotATag(at + 1))?;
        let name = name.trim();
        if name.is_empty() {
            return Err(ActionError::NotATag(at + 1));
        }
        if tags.iter().any(|(other, _)| other == name) {
            return Err(ActionError::RepeatedTag(at + 1));
        }
        tags.push((name.to_owned(), value.trim().to_owned()));
    }
    Ok(tags)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_an_action_or_refused() {
        use ActionKind::*;
        let tags = |pairs: &[(&str, &str)]| pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        for (kind, typed, expected) in [
            (Suspend, "ignored", Ok(("", vec![]))),
            (SetGroup, " 1111-2222 ", Ok(("1111-2222", vec![]))),
            (SetGroup, "1111 2222", Err(ActionError::NotAGroupId)),
            (SetGroup, " ", Err(ActionError::NoValue(SetGroup))),
            (PutTags, "site = Tokyo plant\n\nnote=a=b\n", Ok(("", tags(&[("site", "Tokyo plant"), ("note", "a=b")])))),
            (PutTags, "site=a\n\nsite=b", Err(ActionError::RepeatedTag(3))),
            (PutTags, "empty=", Ok(("", tags(&[("empty", "")])))),
            (PutTags, "a=1\nsite", Err(ActionError::NotATag(2))),
            (PutTags, "=x", Err(ActionError::NotATag(1))),
            (PutTags, "", Err(ActionError::NoValue(PutTags))),
            (DeleteTag, "it's", Ok(("it's", vec![]))),
            (SetSpeedClass, "s1.fast", Ok(("s1.fast", vec![]))),
            (SetSpeedClass, "arc.standard", Err(ActionError::NoSuchSpeedClass)),
            (Notify, "", Ok(("", vec![]))),
            (Notify, "noc", Err(ActionError::NotAMailAddress)),
            (Notify, "@example.com", Err(ActionError::NotAMailAddress)),
            (Notify, "noc@example.com, ops@example.com", Err(ActionError::NotAMailAddress)),
            (Notify, "noc@example.com", Ok(("noc@example.com", vec![]))),
        ] {
            let parsed = SimAction::parse(kind, typed);
            let found = parsed.as_ref().map(|action| (action.value(), action.tags().to_vec())).map_err(|error| *error);
            assert_eq!(found, expected, "{kind:?} {typed:?}");
        }
    }

    #[test]
    fn each_word_is_that_of_one_action() {
        for kind in ActionKind::ALL {
            assert_eq!(ActionKind::from_key(kind.key()), Some(kind));
        }
        assert_eq!(ActionKind::from_key("terminate"), None);
    }
}
