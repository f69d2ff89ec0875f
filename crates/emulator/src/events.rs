//! Session events: a month of them for each SIM, which ends where the SIM's record says that its last session ended.

use fastrand::Rng;
use serde_json::{Value, json};

use crate::api_request::ApiRequest;
use crate::api_response::{ApiError, ApiResponse};
use crate::clock::{DAY_MS, MINUTE_MS};
use crate::lists;
use crate::population::string_or_empty;
use crate::seeded_rng::seeded_rng;
use crate::settings::EmulatorSettings;
use query::format_iso_8601;

/// Age of the oldest events in milliseconds.
const EVENT_HISTORY_MS: i64 = 32 * DAY_MS;

/// The kind of key that names the start of the next page of events.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum EventCursor {
    /// The time of the last event, as for a subscriber.
    Time,
    /// An opaque key, as for a SIM.
    Opaque,
}

/// Lists the events of some subscriptions: `GET …/events/sessions`.
pub(crate) fn list_events(
    call: &ApiRequest,
    settings: &EmulatorSettings,
    records: &[Value],
    cursor: EventCursor,
) -> Result<ApiResponse, ApiError> {
    let oldest = settings.now_ms - EVENT_HISTORY_MS;
    let from = call.integer_parameter("from")?.unwrap_or(oldest).max(oldest);
    let to = call.integer_parameter("to")?.unwrap_or(settings.now_ms);
    let before = match (call.query_parameter("last_evaluated_key"), cursor) {
        (None, _) => i64::MAX,
        (Some(key), EventCursor::Time) => key.parse().map_err(|_| lists::unknown_key_error())?,
        (Some(key), EventCursor::Opaque) => {
            lists::decode_opaque_key(&key, "event").ok_or_else(lists::unknown_key_error)?
        }
    };
    let mut events: Vec<(i64, Value)> =
        records.iter().flat_map(|record| subscription_events(record, settings)).collect();
    events.sort_by_key(|(time, _)| std::cmp::Reverse(*time));
    // Two subscriptions of a SIM may have events at the same time, but the time is the key of the next page.
    events.dedup_by_key(|(time, _)| *time);
    events.retain(|(time, _)| (from..=to).contains(time) && *time < before);

    let size = lists::page_size(call, settings, usize::try_from(before.min(i64::MAX - 1)).unwrap_or_default())?;
    let next = if events.len() > size { events.get(size - 1).map(|(time, _)| *time) } else { None };
    let next = next.map(|time| match cursor {
        EventCursor::Time => time.to_string(),
        EventCursor::Opaque => lists::encode_opaque_key(time, "event"),
    });
    let page = events.into_iter().take(size).map(|(_, event)| event).collect();
    Ok(lists::page_response(call, settings, page, next))
}

/// The fields that all events of a session have in common.
struct SessionTemplate {
    id: Value,
    imei: Value,
    ip: Value,
    cell: Value,
}

/// Returns the events of one subscription with their times.
fn subscription_events(record: &Value, settings: &EmulatorSettings) -> Vec<(i64, Value)> {
    let previous = &record["previousSession"];
    let (Some(created), Some(deleted)) = (previous["createdTime"].as_i64(), previous["deletedTime"].as_i64()) else {
        return vec![];
    };
    let mut rng = seeded_rng(settings.seed, &format!("events {}", string_or_empty(&record["imsi"])));
    let oldest = settings.now_ms - EVENT_HISTORY_MS;
    let mut events = vec![];

    let current = &record["sessionStatus"];
    if current["online"] == true {
        // The current session began when the previous one had ended, which can be seconds later by the record's own
        // clock.
        let started_at = current["lastUpdatedAt"].as_i64().unwrap_or(deleted).max(deleted + 1);
        push_event(&mut events, record, "Created", started_at, &SessionTemplate::from_status(current), &mut rng);
    }
    let mut session = SessionTemplate::from_status(previous);
    let (mut started_at, mut ended_at) = (created, deleted);
    while ended_at >= oldest {
        push_event(&mut events, record, "Deleted", ended_at, &session, &mut rng);
        let mut times: Vec<i64> =
            (0..rng.u8(..4)).map(|_| rng.i64(started_at..ended_at)).filter(|time| *time > started_at).collect();
        times.sort_unstable_by(|a, b| b.cmp(a));
        times.dedup();
        for time in times {
            session.cell = neighbour_cell(&session.cell, &mut rng);
            push_event(&mut events, record, "Modified", time, &session, &mut rng);
        }
        push_event(&mut events, record, "Created", started_at, &session, &mut rng);

        ended_at = started_at - rng.i64(MINUTE_MS / 6..DAY_MS);
        started_at = ended_at - rng.i64(10 * MINUTE_MS..4 * DAY_MS);
        session.id = format!("{:026X}", rng.u128(..) & ((1 << 104) - 1)).into();
        session.ip = format!("10.{}.{}.{}", rng.u8(128..), rng.u8(..), rng.u8(1..255)).into();
    }
    events.retain(|(time, _)| (oldest..=settings.now_ms).contains(time));
    events
}

impl SessionTemplate {
    fn from_status(status: &Value) -> Self {
        let [id, imei, ip, cell] = ["sessionId", "imei", "ueIpAddress", "cell"].map(|key| status[key].clone());
        Self { id, imei, ip, cell }
    }
}

fn push_event(
    events: &mut Vec<(i64, Value)>,
    record: &Value,
    kind: &str,
    time: i64,
    session: &SessionTemplate,
    rng: &mut Rng,
) {
    let mut event = json!({
        "apn": record["apn"], "createdTime": format_iso_8601(time), "dns0": "100.127.0.53", "dns1": "100.127.1.53", "event": kind,
        "imei": session.imei, "imsi": record["imsi"], "operatorId": record["operatorId"], "primaryImsi": record["imsi"],
        "sessionId": session.id, "simId": record["simId"], "subscription": record["subscription"], "time": time,
        "ueIpAddress": session.ip,
    });
    // The event at the end of a session does not always name the cell.
    if !(kind == "Deleted" && rng.u8(..10) == 0) {
        event["cell"] = session.cell.clone();
        // Events have this radio type in lower case.
        if event["cell"]["radioType"] == "LTE" {
            event["cell"]["radioType"] = "lte".into();
        }
    }
    events.push((time, event));
}

/// Returns another sector of the same base station, or the same sector of one nearby.
fn neighbour_cell(cell: &Value, rng: &mut Rng) -> Value {
    let mut cell = cell.clone();
    for key in ["eci", "ci", "sac"] {
        if let Some(id) = cell[key].as_u64() {
            let sector = key == "eci" && rng.bool();
            cell[key] = if sector { (id & !0xFF) | rng.u64(1..4) } else { id + (rng.u64(1..4) << 8) }.into();
        }
    }
    cell
}
