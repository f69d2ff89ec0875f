//! What an action is for the API and for soracom-cli.

use crate::{ActionKind, SimAction, SimTarget};
use serde_json::{Value, json};

/// A call of the API.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct ApiCall {
    /// `POST`, `PUT` or `DELETE`.
    pub method: &'static str,
    /// The path after the SIM, as `suspend`; the name of a tag is not in it.
    pub path: &'static str,
    /// What is sent.
    pub body: Option<Value>,
}

impl SimAction {
    /// The call for a SIM; `None` where the action is none, as to be told of something.
    /// Source: Soracom's API description of 2026-06-04, `Sim`.
    pub(crate) fn api_call(&self, sim: &SimTarget) -> Option<ApiCall> {
        let post = |path, body| Some(ApiCall { method: "POST", path, body });
        match self.kind() {
            ActionKind::Suspend => post("suspend", None),
            ActionKind::Deactivate => post("deactivate", None),
            ActionKind::Standby => post("set_to_standby", None),
            ActionKind::Activate => post("activate", None),
            ActionKind::SetGroup => post("set_group", Some(json!({"groupId": self.value()}))),
            ActionKind::UnsetGroup => post("unset_group", None),
            ActionKind::SetSpeedClass => post("update_speed_class", Some(json!({"speedClass": self.value()}))),
            ActionKind::DropSession => post("delete_session", None),
            ActionKind::LockImei => post("set_imei_lock", Some(json!({"imei": sim.imei()}))),
            ActionKind::PutTags => Some(ApiCall { method: "PUT", path: "tags", body: Some(self.tags_body()) }),
            ActionKind::DeleteTag => Some(ApiCall { method: "DELETE", path: "tags", body: None }),
            ActionKind::Notify => None,
        }
    }

    /// The tags as the API takes them.
    pub(crate) fn tags_body(&self) -> Value {
        self.tags().iter().map(|(name, value)| json!({"tagName": name, "tagValue": value})).collect()
    }

    /// The command of soracom-cli after `sims`, or after `subscribers`; empty where there is none.
    /// Source: github.com/soracom/soracom-cli, v1.7.0.
    pub(crate) fn cli_command(&self) -> &'static str {
        match self.kind() {
            ActionKind::Suspend => "suspend",
            ActionKind::Deactivate => "deactivate",
            ActionKind::Standby => "set-to-standby",
            ActionKind::Activate => "activate",
            ActionKind::SetGroup => "set-group",
            ActionKind::UnsetGroup => "unset-group",
            ActionKind::PutTags => "put-tags",
            ActionKind::DeleteTag => "delete-tag",
            ActionKind::SetSpeedClass => "update-speed-class",
            ActionKind::DropSession => "delete-session",
            ActionKind::LockImei => "set-imei-lock",
            ActionKind::Notify => "",
        }
    }

    /// The option of the command that says what is set, and its value, the same for all SIMs: `=` between them, so that no
    /// value is taken for another option.
    pub(crate) fn cli_option(&self) -> Option<(&'static str, String)> {
        match self.kind() {
            ActionKind::SetGroup => Some(("--group-id", self.value().to_owned())),
            ActionKind::PutTags => Some(("--body", self.tags_body().to_string())),
            ActionKind::DeleteTag => Some(("--tag-name", self.value().to_owned())),
            ActionKind::SetSpeedClass => Some(("--speed-class", self.value().to_owned())),
            _ => None,
        }
    }
}
