//! The detail of one SIM: what its own JSON says, and its two sessions side by side.

use crate::{CountryEvidence, SessionComparisonRow, SimDetail};
use fleet::{Basis, Columns, DeviceId, Fleet, TextField, TimeField, UNKNOWN_TIME};
use ingest::pretty_print_redacted;
use places::{VisitedPlmn, find_network};
use query::Field;
use serde_json::Value;

/// Identifiers by the name of their field.
const IDENTIFIER_FIELDS: [(&str, TextField); 7] = [
    ("imsi", TextField::Imsi),
    ("iccid", TextField::Iccid),
    ("simId", TextField::SimId),
    ("msisdn", TextField::Msisdn),
    ("serialNumber", TextField::Serial),
    ("currentImei", TextField::CurrentImei),
    ("previousImei", TextField::PreviousImei),
];

/// Times that a record has beside the fields of the query language, in milliseconds since the epoch.
const OTHER_TIME_KEYS: [&str; 3] = ["createdTime", "lastModifiedTime", "renewalFeeStatusSetTime"];

/// Everything about a row, from the fleet and from the bytes of its own record; and from those of its record in the
/// baseline, whose session of a basis is compared with the same of now.
pub(crate) fn build_sim_detail(fleet: &Fleet, row: usize, bytes: &[u8], before: Option<(&[u8], Basis)>) -> SimDetail {
    let columns = fleet.columns();
    let (json, masked) = pretty_print_redacted(bytes);
    let read = |bytes: &[u8]| serde_json::from_str::<Value>(&String::from_utf8_lossy(bytes)).unwrap_or_default();
    let record = read(bytes);
    let before = before.map(|(bytes, basis)| (read(bytes), basis));
    let baseline = before.as_ref().map(|(before, basis)| {
        let now = basis_session(&record, *basis);
        BaselineSessions { before: basis_session(before, *basis), now }
    });
    let identifiers = IDENTIFIER_FIELDS
        .iter()
        .flat_map(|(name, field)| columns.identifiers(row, *field).map(|id| ((*name).to_owned(), id.to_owned())));
    let facts = Field::facts()
        .map(|field| (field.record_key().to_owned(), field.row_text(fleet, row, Basis::default()).into_owned()));
    let facts = facts.chain(OTHER_TIME_KEYS.map(|name| (name.to_owned(), value_to_text(&record[name]))));
    let tags = record["tags"].as_object().into_iter().flatten();
    let seen = columns.last_seen().get(row).copied().filter(|t| *t != UNKNOWN_TIME);
    SimDetail {
        row: row as u32,
        identifiers: identifiers.collect(),
        session: columns.connectivity().get(row).copied().unwrap_or_default().query_word().into(),
        seen,
        attributes: facts.filter(|(_, fact)| !fact.is_empty()).collect(),
        tags: tags.map(|(key, value)| (key.clone(), value_to_text(value))).collect(),
        sessions: compare_sessions(&record["sessionStatus"], &record["previousSession"], baseline.as_ref()),
        json,
        masked,
        ..SimDetail::default()
    }
}

/// What says in which country the SIM of a row was last known to be, and when that was.
pub(crate) fn country_evidence(columns: &Columns, row: usize) -> Option<(CountryEvidence, Option<i64>)> {
    if Basis::Current.session_cells(columns, row).is_some() {
        let updated = columns.last_seen().get(row).copied().filter(|time| *time != UNKNOWN_TIME);
        return Some((CountryEvidence::CurrentSession, updated));
    }
    if Basis::Previous.session_cells(columns, row).is_some() {
        let time = |field| columns.time(row, field);
        return Some((CountryEvidence::PreviousSession, time(TimeField::Ended).or_else(|| time(TimeField::Began))));
    }
    let is_registered = Basis::Last.network_code(columns, row) != 0;
    is_registered.then(|| (CountryEvidence::Registration, columns.time(row, TimeField::Registered)))
}

/// How a line is read from a session.
type SessionPropertyReader = fn(&Value) -> String;

/// The lines in which the sessions are compared.
const SESSION_PROPERTIES: [(&str, SessionPropertyReader); 14] = [
    ("country", |s| session_plmn(s).map(|p| find_network(p).territory.query_key().to_owned()).unwrap_or_default()),
    ("operator", |s| session_plmn(s).and_then(|p| find_network(p).operator).unwrap_or_default().to_owned()),
    ("plmn", |s| session_plmn(s).map(|p| p.to_string()).unwrap_or_default()),
    ("radio", |s| value_to_text(&s["cell"]["radioType"])),
    ("area", |s| first_cell_value(s, &["tac", "lac"])),
    ("cell", |s| first_cell_value(s, &["eci", "ci", "sac"])),
    ("imei", |s| value_to_text(&s["imei"])),
    ("began", |s| value_to_text(&s["createdTime"])),
    ("ended", |s| value_to_text(&s["deletedTime"])),
    ("updated", |s| value_to_text(&s["lastUpdatedAt"])),
    ("ip", |s| value_to_text(&s["ueIpAddress"])),
    ("carried", |s| value_to_text(&s["subscription"])),
    ("session", |s| value_to_text(&s["sessionId"])),
    ("placement", |s| value_to_text(&s["placement"]["region"])),
];

/// The session of a basis in the baseline and now.
struct BaselineSessions<'a> {
    before: &'a Value,
    now: &'a Value,
}

/// The session of a record that a basis asks about.
fn basis_session(record: &Value, basis: Basis) -> &Value {
    let current = &record["sessionStatus"];
    let is_current = match basis {
        Basis::Previous => false,
        Basis::Current => true,
        Basis::Last => current["cell"].is_object(),
    };
    if is_current { current } else { &record["previousSession"] }
}

fn compare_sessions(
    current: &Value,
    previous: &Value,
    baseline: Option<&BaselineSessions<'_>>,
) -> Vec<SessionComparisonRow> {
    let lines = SESSION_PROPERTIES.iter().map(|(what, read)| {
        let (current, previous) = (read(current), read(previous));
        let (before, now) = baseline.map(|baseline| (read(baseline.before), read(baseline.now))).unwrap_or_default();
        // Two sessions always have ids, addresses and times of their own: only what says where and with what may differ.
        let place = matches!(*what, "country" | "operator" | "plmn" | "radio" | "area" | "cell" | "imei" | "carried");
        let is_other = |one: &str, other: &str| match *what {
            "radio" => !one.eq_ignore_ascii_case(other),
            "imei" => DeviceId::is_device_change(DeviceId::parse_imei(one), DeviceId::parse_imei(other)),
            _ => one != other,
        };
        // A network that was not told whole is no other one.
        let told = |text: &str| match *what {
            "plmn" => VisitedPlmn::parse(text).is_some_and(|plmn| plmn.mnc.is_some()),
            _ => !text.is_empty(),
        };
        let differ = |one: &str, other: &str| place && told(one) && told(other) && is_other(one, other);
        let (differs, baseline_differs) = (differ(&current, &previous), differ(&before, &now));
        SessionComparisonRow {
            property: (*what).into(),
            current,
            previous,
            baseline: before,
            differs,
            baseline_differs,
        }
    });
    lines.filter(|line| ![&line.current, &line.previous, &line.baseline].iter().all(|text| text.is_empty())).collect()
}

fn session_plmn(session: &Value) -> Option<VisitedPlmn> {
    let code =
        |key: &str| session["cell"][key].as_u64().and_then(|n| u16::try_from(n).ok()).filter(|code| *code < 1000);
    Some(VisitedPlmn { mcc: code("mcc")?, mnc: code("mnc") })
}

fn first_cell_value(session: &Value, keys: &[&str]) -> String {
    keys.iter().map(|key| value_to_text(&session["cell"][*key])).find(|text| !text.is_empty()).unwrap_or_default()
}

/// A value as text: a text without its quotes, nothing for null.
fn value_to_text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn further_identifiers_follow_the_first() {
        let mut fleet = Fleet::default();
        fleet.begin_source(fleet::SourceId(1), "");
        let further = vec![(TextField::Imsi, "44120".into()), (TextField::Iccid, "8981".into())];
        let record = fleet::Record {
            imsi: "29505".into(),
            iccid: "8942".into(),
            additional_identifiers: further,
            ..fleet::Record::default()
        };
        fleet.push(&record, fleet::RecordSpan::default()).unwrap();
        let opened = build_sim_detail(&fleet, 0, b"{}", None);
        let expected = [("imsi", "29505"), ("imsi", "44120"), ("iccid", "8942"), ("iccid", "8981")];
        assert_eq!(opened.identifiers, expected.map(|(name, id)| (name.to_owned(), id.to_owned())));
    }

    #[test]
    fn a_country_is_known_from_a_session_or_a_registration() {
        use CountryEvidence::*;
        let cell = || {
            let plmn = places::Plmn { mcc: 310, mnc: 410 }.into();
            Some(fleet::Cell { plmn, radio: "LTE".into(), area: None, id: None })
        };
        let registered = Some(places::Plmn { mcc: 440, mnc: 10 });
        let online = fleet::Connectivity::Online;
        let record = fleet::Record::default;
        for (record, want) in [
            (
                fleet::Record {
                    connectivity: online,
                    current_cell: cell(),
                    previous_cell: cell(),
                    updated: Some(5000),
                    ..record()
                },
                Some((CurrentSession, Some(5000))),
            ),
            (
                fleet::Record {
                    connectivity: online,
                    previous_cell: cell(),
                    updated: Some(5000),
                    previous_deleted: Some(4000),
                    ..record()
                },
                Some((PreviousSession, Some(4000))),
            ),
            (
                fleet::Record { previous_cell: cell(), previous_created: Some(3000), ..record() },
                Some((PreviousSession, Some(3000))),
            ),
            (
                fleet::Record { registered_network: registered, registered: Some(2000), ..record() },
                Some((Registration, Some(2000))),
            ),
            (fleet::Record { registered_network: registered, ..record() }, Some((Registration, None))),
            (record(), None),
        ] {
            let mut fleet = Fleet::default();
            fleet.begin_source(fleet::SourceId(1), "");
            fleet.push(&record, fleet::RecordSpan::default()).unwrap();
            assert_eq!(country_evidence(fleet.columns(), 0), want);
        }
    }

    #[test]
    fn sessions_are_compared_property_by_property() {
        let cell = |mcc: u16, mnc: Value, radio: &str, eci: u32| json!({"mcc": mcc, "mnc": mnc, "radioType": radio, "tac": 7, "eci": eci});
        let current = json!({"cell": cell(334, 20.into(), "LTE", 1), "imei": "356938030000054", "sessionId": "a", "lastUpdatedAt": 5});
        let previous = json!({"cell": cell(310, 410.into(), "lte", 1), "imei": "356938030000047", "sessionId": "b", "deletedTime": 4});
        let lines = compare_sessions(&current, &previous, None);
        let line = |what: &str| {
            let line = lines.iter().find(|l| l.property == what).unwrap();
            (line.current.as_str(), line.previous.as_str(), line.differs)
        };
        assert_eq!(line("country"), ("MX", "US", true));
        assert_eq!(line("plmn"), ("334-020", "310-410", true));
        assert_eq!(line("radio"), ("LTE", "lte", false));
        assert_eq!(line("cell"), ("1", "1", false));
        assert_eq!(line("imei"), ("356938030000054", "356938030000047", true));
        assert_eq!(line("session"), ("a", "b", false));
        assert_eq!(line("ended"), ("", "4", false));
        assert!(lines.iter().all(|l| l.property != "ip"));
        // A network that is not told is no other one.
        let lines = compare_sessions(&current, &json!({"cell": cell(334, Value::Null, "LTE", 1)}), None);
        let line =
            |what: &str| lines.iter().find(|l| l.property == what).map(|l| (l.previous.as_str(), l.differs)).unwrap();
        assert_eq!((line("country"), line("plmn")), (("MX", false), ("334-unknown", false)));
        for (now, before, differs) in [
            ("3569380300000104", "356938030000013", false),
            ("356938030000062", "000000000000000", false),
            ("356938030000062", "356938030000054", true),
        ] {
            let lines = compare_sessions(&json!({"imei": now}), &json!({"imei": before}), None);
            assert_eq!(lines[0].differs, differs, "{now} {before}");
        }
    }

    #[test]
    fn the_baseline_is_compared_by_the_session_of_the_basis() {
        let session = |mnc: u16| json!({"cell": {"mcc": 310, "mnc": mnc, "radioType": "lte"}});
        let record = |current: u16, previous: u16| json!({"sessionStatus": session(current), "previousSession": session(previous)});
        let (now, before) = (record(410, 260), record(260, 120));
        for (basis, baseline, differs) in
            [(Basis::Previous, "310-120", true), (Basis::Current, "310-260", true), (Basis::Last, "310-260", true)]
        {
            let sessions = BaselineSessions { before: basis_session(&before, basis), now: basis_session(&now, basis) };
            let lines = compare_sessions(&now["sessionStatus"], &now["previousSession"], Some(&sessions));
            let line = lines.iter().find(|line| line.property == "plmn").unwrap();
            assert_eq!((line.baseline.as_str(), line.baseline_differs), (baseline, differs), "{basis:?}");
            assert!(!lines.iter().find(|line| line.property == "radio").unwrap().baseline_differs);
        }
    }
}
