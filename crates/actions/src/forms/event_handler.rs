//! Event handlers that tell when a SIM comes online: `POST /event_handlers`, one handler a file. A handler has one target: a SIM,
//! or the group that all of them are in. Source: Soracom's API description of 2026-06-04, `CreateEventHandlerRequest`; the rule
//! `SubscriberSessionStatusRule` has to be applied for at Soracom.

use super::FormWriter;
use crate::SimTarget;
use crate::file::FileContext;
use serde_json::{Value, json};

/// The form.
pub(super) struct EventHandler;

impl FormWriter for EventHandler {
    fn begin(&self, _: &FileContext, _: &mut Vec<u8>) {}

    fn add(&self, file: &FileContext, sim: &SimTarget, is_first: bool, out: &mut Vec<u8>) {
        // A handler of a group has all of its SIMs in it.
        if !is_first {
            return;
        }
        let (target, name) = match (file.shared_group, sim.sim_id.as_str()) {
            (Some(group), _) => (("targetGroupId", group), format!("group {group}")),
            (None, "") => (("targetImsi", sim.imsi.as_str()), format!("IMSI {}", sim.imsi)),
            (None, id) => (("targetSimId", id), format!("SIM {id}")),
        };
        let description = format!("{} ({})", file.origin.query, file.origin.written);
        let mut handler = json!({
            "name": format!("simscope: {name} comes online"),
            "description": description,
            "status": "active",
            "ruleConfig": {
                "type": "SubscriberSessionStatusRule",
                "properties": {"sessionStatus": "Created", "inactiveTimeoutDateConst": "IMMEDIATELY"},
            },
            "actionConfigList": [notification(file.action.value())],
        });
        handler[target.0] = json!(target.1);
        // A value of JSON can always be written.
        out.extend(serde_json::to_vec_pretty(&handler).unwrap_or_default());
        out.push(b'\n');
    }

    fn end(&self, _: &FileContext, _: &mut Vec<u8>) {}
}

/// A mail to an address; to the operator's own where none is given.
fn notification(address: &str) -> Value {
    let kind = if address.is_empty() { "SendMailToOperatorAction" } else { "SendMailAction" };
    let mut properties = json!({
        "executionDateTimeConst": "IMMEDIATELY",
        "title": "SIM online: ${simId}",
        "message": "SIM ${simId} (IMSI ${imsi}) came online.",
    });
    if !address.is_empty() {
        properties["to"] = json!(address);
    }
    json!({"type": kind, "properties": properties})
}
