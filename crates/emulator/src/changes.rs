//! What callers have changed of SIMs: their status, group, speed class, tags and lock, applied to every record that is sent
//! afterwards.

use std::collections::{BTreeMap, HashMap};

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::api_request::ApiRequest;
use crate::api_response::{ApiError, ApiResponse};
use crate::population::string_or_empty;

/// A call that changes a SIM.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum SimCall<'a> {
    /// `POST /sims/{id}/{verb}`, by the last part of the path.
    Post(&'a str),
    /// `PUT /sims/{id}/tags`.
    PutTags,
    /// `DELETE /sims/{id}/tags/{tag_name}`; the name is percent-encoded.
    DeleteTag(&'a str),
}

/// The verbs of [`SimCall::Post`].
pub(crate) const SIM_VERBS: [&str; 9] = [
    "activate",
    "deactivate",
    "delete_session",
    "set_group",
    "set_imei_lock",
    "set_to_standby",
    "suspend",
    "unset_group",
    "update_speed_class",
];

/// The changes of each SIM, by its SIM ID.
#[derive(Debug, Default)]
pub(crate) struct SimChanges(HashMap<String, SimChange>);

/// What is otherwise than in the sample.
#[derive(Debug, Default)]
struct SimChange {
    /// Members of the record.
    members: BTreeMap<&'static str, Value>,
    /// Tags, `None` for those that were removed.
    tags: BTreeMap<String, Option<String>>,
}

impl SimChanges {
    /// Applies the changes of a record's SIM to it.
    pub fn apply(&self, record: &mut Value) {
        let Some(change) = self.0.get(record["simId"].as_str().unwrap_or_default()) else { return };
        for (name, value) in &change.members {
            record[*name] = value.clone();
        }
        for (name, value) in &change.tags {
            let Value::Object(tags) = &mut record["tags"] else { continue };
            match value {
                Some(value) => drop(tags.insert(name.clone(), json!(value))),
                None => drop(tags.remove(name)),
            }
        }
    }

    /// Performs a call on a SIM, whose record is as it is now, and returns the record as it is afterwards.
    pub fn perform(&mut self, call: SimCall, request: &ApiRequest, mut record: Value) -> Result<ApiResponse, ApiError> {
        let change = self.0.entry(string_or_empty(&record["simId"])).or_default();
        let mut set = |name, value: Value| drop(change.members.insert(name, value));
        let member = |name: &str| request.parse_json_body::<Value>().map(|body| body[name].clone());
        match call {
            SimCall::Post("activate") => set("status", json!("active")),
            SimCall::Post("deactivate") => set("status", json!("inactive")),
            SimCall::Post("suspend") => set("status", json!("suspended")),
            SimCall::Post("set_to_standby") => {
                // users.soracom.io/ja-jp/docs/air/statuses/
                if record["subscription"] == "plan-D" {
                    return Err(ApiError::bad_request("The specified SIM does not support \"standby.\""));
                }
                set("status", json!("standby"));
            }
            SimCall::Post("set_group") => set("groupId", member("groupId")?),
            SimCall::Post("unset_group") => set("groupId", Value::Null),
            SimCall::Post("update_speed_class") => set("speedClass", member("speedClass")?),
            SimCall::Post("set_imei_lock") => set("imeiLock", json!({"imei": member("imei")?})),
            SimCall::Post("delete_session") => {
                if record["sessionStatus"]["online"] != true {
                    let message = "The specified subscriber is offline";
                    return Err(ApiError::new(StatusCode::BAD_REQUEST, "SEM0016", message));
                }
            }
            SimCall::Post(_) => return Err(ApiError::not_found("There is no such API.")),
            SimCall::PutTags => {
                #[derive(serde::Deserialize)]
                #[serde(rename_all = "camelCase")]
                struct Tag {
                    tag_name: String,
                    tag_value: String,
                }
                for tag in request.parse_json_body::<Vec<Tag>>()? {
                    change.tags.insert(tag.tag_name, Some(tag.tag_value));
                }
            }
            SimCall::DeleteTag(name) => {
                let name = decode_path(name);
                if record["tags"].get(&name).is_none() {
                    return Err(ApiError::not_found("The specified tag does not exist."));
                }
                change.tags.insert(name, None);
                return Ok(ApiResponse::without_body(StatusCode::NO_CONTENT));
            }
        }
        self.apply(&mut record);
        Ok(ApiResponse::from_json(&record))
    }
}

/// Decodes a part of a path, in which `+` is a plus.
fn decode_path(part: &str) -> String {
    let escaped = part.replace('+', "%2B");
    form_urlencoded::parse(escaped.as_bytes()).next().map(|(name, _)| name.into_owned()).unwrap_or_default()
}
