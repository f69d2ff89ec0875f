//! Session events: a month of them for a SIM, such that they end where its record says that its sessions did.

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

/// How far back they go.
const EVENT_HISTORY_MS: i64 = 32 * DAY_MS;

/// How a list of events names where the next page begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum EventCursor {
    /// The time of the last event, as for a subscriber.
    Time,
    /// Something that says nothing, as for a SIM.
    Opaque,
}

/// The events of some subscriptions: `GET …/events/sessions`.
pub(crate) fn list_events(
    call: &ApiRequest,
    settings: &EmulatorSettings,
    records: &[Value],
    key: EventCursor,
) -> Result<ApiResponse, ApiError> {
    let oldest = settings.now_ms - EVENT_HISTORY_MS;
    let from = call.integer_parameter("from")?.unwrap_or(oldest).max(oldest);
    let to = call.integer_parameter("to")?.unwrap_or(settings.now_ms);
    let before = match (call.query_parameter("last_evaluated_key"), key) {
        (None, _) => i64::MAX,
        (Some(key), EventCursor::Time) => key.parse().map_err(|_| lists::unknown_key_error())?,
        (Some(key), EventCursor::Opaque) => {
            lists::decode_opaque_key(&key, "event").ok_or_else(lists::unknown_key_error)?
        }
    };
    let mut events: Vec<(i64, Value)> =
        records.iter().flat_map(|record| subscription_events(record, settings)).collect();
    events.sort_by_key(|(time, _)| std::cmp::Reverse(*time));
    // Two subscriptions of a SIM may have events at the same time, and the time is the key.
    events.dedup_by_key(|(time, _)| *time);
    events.retain(|(time, _)| (from..=to).contains(time) && *time < before);

    let size = lists::page_size(call, settings, usize::try_from(before.min(i64::MAX - 1)).unwrap_or_default())?;
    let next = if events.len() > size { events.get(size - 1).map(|(time, _)| *time) } else { None };
    let next = next
        .map(|time| if key == EventCursor::Time { time.to_string() } else { lists::encode_opaque_key(time, "event") });
    let page = events.into_iter().take(size).map(|(_, event)| event).collect();
    Ok(lists::page_response(call, settings, page, next))
}

/// What all events of a session have in common.
struct SessionTemplate {
    id: Value,
    imei: Value,
    ip: Value,
    cell: Value,
}

/// The events of one subscription with their times.
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
        // It began when the one before it had ended: that can be seconds later by the record's own clock.
        let began = current["lastUpdatedAt"].as_i64().unwrap_or(deleted).max(deleted + 1);
        push_event(&mut events, record, "Created", began, &SessionTemplate::from_status(current), &mut rng);
    }
    let mut session = SessionTemplate::from_status(previous);
    let (mut began, mut ended) = (created, deleted);
    while ended >= oldest {
        push_event(&mut events, record, "Deleted", ended, &session, &mut rng);
        let mut times: Vec<i64> =
            (0..rng.u8(..4)).map(|_| rng.i64(began..ended)).filter(|time| *time > began).collect();
        times.sort_unstable_by(|a, b| b.cmp(a));
        times.dedup();
        for time in times {
            session.cell = neighbour_cell(&session.cell, &mut rng);
            push_event(&mut events, record, "Modified", time, &session, &mut rng);
        }
        push_event(&mut events, record, "Created", began, &session, &mut rng);

        ended = began - rng.i64(MINUTE_MS / 6..DAY_MS);
        began = ended - rng.i64(10 * MINUTE_MS..4 * DAY_MS);
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
    // The end of a session does not always say where it was.
    if !(kind == "Deleted" && rng.u8(..10) == 0) {
        event["cell"] = session.cell.clone();
        // Events have this one in small letters.
        if event["cell"]["radioType"] == "LTE" {
            event["cell"]["radioType"] = "lte".into();
        }
    }
    events.push((time, event));
}

/// Another sector of the same base station, or the same sector of one nearby.
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
