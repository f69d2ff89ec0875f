//! Every query against a slow evaluator that knows neither the parser nor the columns: it works on the JSON itself.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may")]

use fleet::{Basis, Fleet, SourceId, fold_text};
use ingest::IngestReader;
use places::{Plmn, find_network};
use proptest::prelude::*;
use proptest::sample::select;
use query::{Clock, Filter, parse_query};
use serde_json::{Value, json};

const NOW: i64 = 1_750_000_000_000;
const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 1_440 * MINUTE_MS;
const CASES: u32 = 10_000;

/// A question, as a person would put it.
#[derive(Clone, Debug)]
enum OracleCondition {
    Word(&'static str),
    /// A key, and values as they are written.
    Filter(&'static str, Vec<&'static str>),
    AnyOf(Vec<Vec<(bool, OracleCondition)>>),
}

/// Keys and the values that are asked of each.
const VALUES_BY_KEY: [(&str, &[&str]); 45] = [
    ("country", &["US", "JP", "GU", "none", "international", "test", "private", "unknown", "mx"]),
    ("mcc", &["310", "440", "310..316", ">440", "<=334", "901.."]),
    ("plmn", &["310-410", "334020", "440-10"]),
    ("operator", &["\"NTT DOCOMO\"", "at&t*", "none", "*t*", "310-999", "docomo", "t"]),
    ("radio", &["lte", "LTE-M", "nb-iot", "none", "*", "2G", "4g"]),
    ("area", &["1", "2..3", ">1"]),
    ("cell", &["310-410-1-7", "310-410-2", "440-10--7", "440-10-1-9"]),
    ("session", &["online", "offline", "never", "unknown"]),
    ("seen", &[">1d", "<=30d", "1h..7d", "never", "2025-06-14", ">=2025-06-01", "..2025-06-15", "<2h"]),
    ("duration", &["<1m", ">1d", "1m..1h", ">=1m", "none", "<=1m"]),
    ("status", &["active", "READY", "none", "a*"]),
    ("plan", &["plan01s", "none", "plan*"]),
    ("speed", &["s1.fast", "s1.*", "none"]),
    ("module", &["nano", "none"]),
    ("group", &["g1", "none", "*1"]),
    ("account", &["OP0012345678", "op001*", "none"]),
    ("name", &["Tokyo-1", "tokyo*", "\"\"", "*-1", "KYO", "two"]),
    ("tag.site", &["Tokyo", "t*o", "none", "東京", "\"new york\"", "ポンプ", "ﾎﾟﾝﾌﾟ", "ホ*"]),
    ("tag.\"S/W Version\"", &["1.0", "1.*", "none"]),
    ("imsi", &["29505", "295050000000001", "*1", "441200000000099", "44120"]),
    ("iccid", &["8942", "\"8942 3100\"", "8981"]),
    ("imei", &["35693803", "*9", "356938035643809", "3569380356438012", "35-693803-564380", "000000000000000"]),
    ("sim", &["8942310022000000001", "8904"]),
    ("msisdn", &["81", "+81-20", "8190"]),
    ("serial", &["dn", "DN08*"]),
    ("device", &["35693803", "86107503", "none"]),
    ("moved", &["country", "operator", "cell", "imei", "model", "radio"]),
    ("stale", &[">1h", ">1d", "<7d"]),
    ("fee", &["running"]),
    ("source", &["fleet.json", "\"*.JSON\"", "x"]),
    ("began", &[">1d", "<=30d", "none", "2025-06-14"]),
    ("ended", &["<2h", "2025-06-15T15:06", "2025-06-14T13:06..2025-06-15T13:36", "none", ">=2025-06-15T15:07"]),
    ("attached", &["<1d", ">7d", "none"]),
    ("registered", &["<7d", ">7d", "none"]),
    ("expires", &["<30d", ">30d", "none", "2025-06-16"]),
    ("napter", &[">90d", "none", "never"]),
    ("carried", &["planX3", "PLAN*", "none", "other"]),
    ("ota", &["delivered", "ready", "none", "d*"]),
    ("bundle", &["X3-5-10MB", "y", "none"]),
    ("type", &["euicc", "UICC", "none"]),
    ("apn", &["soracom.io", "none"]),
    ("ip", &["10.1.2.0/24", "10.1.2.3", "10.0.0.0/8", "none"]),
    ("lock", &["set", "mismatch", "none"]),
    ("expiry", &["suspend", "none", "delete*"]),
    ("protected", &["yes", "no", "none"]),
];

const SEARCHED_WORDS: [&str; 11] =
    ["ンプ", "ＴＯＫ", "tokyo", "29505", "dn08", "東", "york", "1.0", "zzz", "00000099", "898100"];

fn any_condition() -> impl Strategy<Value = OracleCondition> {
    let filter = select(VALUES_BY_KEY.to_vec()).prop_flat_map(|(key, values)| {
        proptest::collection::vec(select(values), 1..3).prop_map(move |values| OracleCondition::Filter(key, values))
    });
    prop_oneof![1 => select(SEARCHED_WORDS.to_vec()).prop_map(OracleCondition::Word), 6 => filter].prop_recursive(
        2,
        6,
        3,
        |inner| {
            let terms = proptest::collection::vec((any::<bool>(), inner), 1..3);
            proptest::collection::vec(terms, 1..3).prop_map(OracleCondition::AnyOf)
        },
    )
}

fn write_terms(terms: &[(bool, OracleCondition)]) -> String {
    let one = |(negated, ask): &(bool, OracleCondition)| {
        let text = match ask {
            OracleCondition::Word(word) => (*word).to_owned(),
            OracleCondition::Filter(key, values) => format!("{key}:{}", values.join(",")),
            OracleCondition::AnyOf(all) => {
                format!("({})", all.iter().map(|terms| write_terms(terms)).collect::<Vec<_>>().join(" OR "))
            }
        };
        if *negated { format!("-{text}") } else { text }
    };
    terms.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn any_cell() -> impl Strategy<Value = Value> {
    let networks = [(310, 410), (310, 260), (310, 140), (310, 999), (440, 10), (334, 20), (901, 12), (1, 1), (999, 99)];
    let radios = ["LTE", "lte", "LTE-M", "NB-IoT", "GSM"];
    (select(networks.to_vec()), select(radios.to_vec()), 0..4_u32, 0..3_u8).prop_map(|((mcc, mnc), radio, area, id)| {
        let mut cell = json!({"mcc": mcc, "mnc": mnc, "radioType": radio});
        if area > 0 {
            cell[if radio == "GSM" { "lac" } else { "tac" }] = area.into();
        }
        match id {
            0 => {}
            1 => cell["eci"] = 7.into(),
            _ => cell["ci"] = 9.into(),
        }
        cell
    })
}

/// One of these texts; the empty one is null.
fn any_text_or_null(texts: &'static [&'static str]) -> impl Strategy<Value = Value> {
    select(texts).prop_map(|text| if text.is_empty() { Value::Null } else { text.into() })
}

fn any_session() -> impl Strategy<Value = Value> {
    let imei = || {
        any_text_or_null(&[
            "",
            "356938035643809",
            "861075031234567",
            "3569380356438012",
            "35-693803-564380-9",
            "000000000000000",
            "x",
        ])
    };
    let carrier = || any_text_or_null(&["", "planX3", "plan01s"]);
    let ip = || any_text_or_null(&["", "10.1.2.3", "10.1.3.3", "fd00::1"]);
    let age = || {
        select(vec![0, MINUTE_MS, 90 * MINUTE_MS, 26 * 60 * MINUTE_MS, DAY_MS, 8 * DAY_MS, 31 * DAY_MS, 400 * DAY_MS])
    };
    let lasted = select(vec![-5, 0, MINUTE_MS - 1, MINUTE_MS, MINUTE_MS + 1, 2 * 60 * MINUTE_MS, 30 * 60 * MINUTE_MS]);
    let current = prop_oneof![
        2 => Just(json!({"sessionStatus": null})),
        1 => Just(json!({})),
        6 => (any::<bool>(), proptest::option::of(any_cell()), imei(), age(), carrier(), ip()).prop_map(|(online, cell, imei, age, carrier, ip)| {
            json!({"sessionStatus": {
                "online": online, "cell": cell, "imei": imei, "lastUpdatedAt": NOW - age, "subscription": carrier, "ueIpAddress": ip,
            }})
        }),
    ];
    let previous = proptest::option::of((
        proptest::option::of(any_cell()),
        imei(),
        age(),
        lasted,
        any::<bool>(),
        (carrier(), ip()),
    ));
    (current, previous).prop_map(|(mut record, previous)| {
        if let Some((cell, imei, age, lasted, ended, (carrier, ip))) = previous {
            let end = NOW - age;
            record["previousSession"] = json!({
                "cell": cell, "imei": imei, "createdTime": end - lasted, "subscription": carrier, "ueIpAddress": ip,
            });
            if ended {
                record["previousSession"]["deletedTime"] = end.into();
            }
        }
        record
    })
}

fn any_record() -> impl Strategy<Value = Value> {
    let facts: Vec<BoxedStrategy<(&str, Value)>> = [
        ("imsi", &["295050000000001", "295050000000002", "44120"][..]),
        ("iccid", &["", "8942310022000000001"]),
        ("simId", &["", "8942310022000000001", "89049032000000000000000000000003"]),
        ("msisdn", &["", "812012345678"]),
        ("serialNumber", &["", "DN0812"]),
        ("status", &["", "active", "Active", "ready"]),
        ("subscription", &["", "plan01s", "plan-D"]),
        ("speedClass", &["", "s1.fast", "s1.slow"]),
        ("moduleType", &["", "nano"]),
        ("groupId", &["", "G1"]),
        ("operatorId", &["", "OP0012345678", "OP0087654321"]),
        ("type", &["", "uicc", "euicc", "s1.fast", "s1.slow"]),
        ("apn", &["", "soracom.io"]),
        ("expiryAction", &["", "suspend", "deleteSession"]),
    ]
    .into_iter()
    .map(|(key, values)| any_text_or_null(values).prop_map(move |value| (key, value)).boxed())
    .collect();
    let tags = (
        any_text_or_null(&["", "Tokyo-1", "tokyo two"]),
        any_text_or_null(&["", "Tokyo", "東京", "New York", "ホ\u{309A}ンフ\u{309A}"]),
        any_text_or_null(&["", "1.0", "1.1"]),
    );
    let registered = proptest::option::of(select(vec!["44010", "310410"]));
    let more = (registered, any_profiles(), any_extras());
    (any_session(), facts, tags, any::<bool>(), more).prop_map(
        |(mut record, facts, tags, fee, (registered, profiles, extras))| {
            for (key, value) in extras {
                record[key] = value;
            }
            if let Some(profiles) = profiles {
                record["profiles"] = profiles;
            }
            record["tags"] = json!({"name": tags.0, "site": tags.1, "S/W Version": tags.2});
            for (key, value) in facts {
                record[key] = value;
            }
            if fee {
                record["renewalFeeStatusSetTime"] = NOW.into();
            }
            if let Some(plmn) = registered {
                let (newer, older) = (NOW - 3 * DAY_MS, NOW - 9 * DAY_MS);
                record["locationRegistrationStatus"] = json!({
                    "ps": {"plmn": plmn, "lastModifiedTime": newer}, "eps": {"plmn": "33420", "lastModifiedTime": older}
                });
            }
            record
        },
    )
}

/// What hardly any record has.
fn any_extras() -> impl Strategy<Value = Vec<(&'static str, Value)>> {
    let time = |ages: &'static [i64]| {
        select(ages).prop_map(|days| if days == 0 { Value::Null } else { (NOW - days * DAY_MS + 7).into() })
    };
    let lock = any_text_or_null(&["", "356938035643809", "861075031234567"]).prop_map(|imei| match imei {
        Value::Null => Value::Null,
        imei => json!({"imei": imei}),
    });
    let bundles = select(vec![Value::Null, json!([]), json!(["X3-5-10MB"]), json!(["x", "y"])]);
    let protection = select(vec![Value::Null, true.into(), false.into()]);
    let arc = select(vec![Value::Null, json!({"lastUpdatedAt": NOW - DAY_MS})]);
    let times = (time(&[0, 0, 2, 100]), time(&[0, 0, -1, -90, 3]), time(&[0, 0, 120]));
    (times, lock, bundles, protection, arc).prop_map(|((attached, expires, napter), lock, bundles, protection, arc)| {
        vec![
            ("lastLocationUpdateTime", attached),
            ("expiryTime", expires),
            ("lastPortMappingCreatedTime", napter),
            ("imeiLock", lock),
            ("bundles", bundles),
            ("terminationEnabled", protection),
            ("arcSessionStatus", arc),
        ]
    })
}

/// Subscriptions besides the record's own fields, in one or two profiles.
fn any_profiles() -> impl Strategy<Value = Option<Value>> {
    let one = json!({"subscribers": {"441200000000099": {"msisdn": "819000000001", "status": "active", "bundles": ["y"]}, "295050000000001": {"status": "delivered"}}});
    let other = json!({"iccid": "8981000000000000001", "primaryImsi": "441200000000098", "subscribers": {"441200000000097": {"status": "ready"}}});
    select(vec![
        None,
        None,
        Some(json!({"8942310022000000001": one})),
        Some(json!({"8942310022000000001": one, "8981000000000000001": other})),
    ])
}

/// The slow evaluator.
struct SlowEvaluator<'a> {
    record: &'a Value,
    basis: Basis,
}

impl SlowEvaluator<'_> {
    fn has_all_terms(&self, terms: &[(bool, OracleCondition)]) -> bool {
        terms.iter().all(|(negated, ask)| self.has_condition(ask) != *negated)
    }

    fn has_condition(&self, ask: &OracleCondition) -> bool {
        match ask {
            OracleCondition::AnyOf(all) => all.iter().any(|terms| self.has_all_terms(terms)),
            OracleCondition::Word(word) => {
                self.searched_texts().iter().any(|text| fold_text(text).contains(&*fold_text(word)))
            }
            OracleCondition::Filter(key, values) => {
                values.iter().any(|value| self.has_value(key, value.trim_matches('"')))
            }
        }
    }

    fn text_at(&self, path: &str) -> &str {
        self.record.pointer(path).and_then(Value::as_str).unwrap_or("")
    }

    fn time_at(&self, path: &str) -> Option<i64> {
        self.record.pointer(path).and_then(Value::as_i64)
    }

    /// What a SIM is called by, of its own and in each of its profiles and their subscriptions.
    fn list_identifiers(&self, own: &str) -> Vec<&str> {
        let mut ids = vec![self.text_at(own)];
        for (id, profile) in self.record["profiles"].as_object().into_iter().flatten() {
            let subscribers = profile["subscribers"].as_object().into_iter().flatten();
            match own {
                "/iccid" => ids.push(profile["iccid"].as_str().unwrap_or(id)),
                "/imsi" => {
                    ids.extend(subscribers.map(|(imsi, _)| imsi.as_str()).chain(profile["primaryImsi"].as_str()));
                }
                _ => ids.extend(subscribers.filter_map(|(_, one)| one["msisdn"].as_str())),
            }
        }
        ids
    }

    fn searched_texts(&self) -> Vec<&str> {
        let ids =
            ["/imsi", "/iccid", "/simId", "/msisdn", "/serialNumber", "/sessionStatus/imei", "/previousSession/imei"];
        let tags = ["/tags/name", "/tags/site", "/tags/S~1W Version"];
        let of_all = ["/imsi", "/iccid", "/msisdn"].into_iter().flat_map(|own| self.list_identifiers(own));
        ids.into_iter().chain(tags).map(|path| self.text_at(path)).chain(of_all).collect()
    }

    fn connectivity(&self) -> &str {
        match (self.record.get("sessionStatus"), self.record.get("previousSession")) {
            (Some(Value::Null), Some(_)) => "offline",
            (Some(Value::Null), None) if self.record["arcSessionStatus"].is_object() => "unknown",
            (Some(Value::Null), None) => "never",
            (Some(status), _) if status["online"] == json!(true) => "online",
            (Some(_), _) => "offline",
            (None, _) => "unknown",
        }
    }

    fn is_online(&self) -> bool {
        self.connectivity() == "online"
    }

    fn current_cell(&self) -> Option<&Value> {
        self.record.pointer("/sessionStatus/cell").filter(|cell| cell.is_object() && self.is_online())
    }

    fn previous_cell(&self) -> Option<&Value> {
        self.record.pointer("/previousSession/cell").filter(|cell| cell.is_object())
    }

    fn basis_cell(&self) -> Option<&Value> {
        match self.basis {
            Basis::Previous => self.previous_cell(),
            Basis::Current => self.current_cell(),
            Basis::Last => self.current_cell().or(self.previous_cell()),
        }
    }

    fn basis_plmn(&self) -> Option<Plmn> {
        let registered =
            || Plmn::parse(self.text_at("/locationRegistrationStatus/ps/plmn")).filter(|_| self.basis == Basis::Last);
        self.basis_cell().map(cell_plmn).or_else(registered)
    }

    fn imeis(&self) -> [&str; 2] {
        ["/sessionStatus/imei", "/previousSession/imei"].map(|path| self.text_at(path))
    }

    fn device_type_code(&self) -> String {
        let [now, before] = self.imeis();
        let imei = match self.basis {
            Basis::Previous => before,
            Basis::Current if self.is_online() => now,
            Basis::Current => "",
            Basis::Last if self.is_online() && device_digits(now).is_some() => now,
            Basis::Last => before,
        };
        device_digits(imei).map_or(String::new(), |device| device[..8].to_owned())
    }

    fn has_moved(&self, what: &str) -> bool {
        let [now, before] = self.imeis();
        if what == "model" {
            let models = device_digits(now).zip(device_digits(before));
            return self.is_online() && models.is_some_and(|(now, before)| now[..8] != before[..8]);
        }
        if what == "imei" {
            return self.is_online()
                && device_digits(now).zip(device_digits(before)).is_some_and(|(now, before)| now != before);
        }
        let Some((now, before)) = self.current_cell().zip(self.previous_cell()) else { return false };
        match what {
            "country" => find_network(cell_plmn(now)).territory != find_network(cell_plmn(before)).territory,
            "operator" => operator_name(cell_plmn(now)) != operator_name(cell_plmn(before)),
            "radio" => cell_radio(now) != cell_radio(before),
            _ => {
                (cell_plmn(now), cell_area(now), cell_number(now))
                    != (cell_plmn(before), cell_area(before), cell_number(before))
            }
        }
    }

    fn last_seen(&self) -> Option<i64> {
        let paths = ["/sessionStatus/lastUpdatedAt", "/previousSession/deletedTime", "/previousSession/createdTime"];
        paths.into_iter().chain(["/arcSessionStatus/lastUpdatedAt"]).find_map(|path| self.time_at(path))
    }

    /// A text of the session of the basis, which is the previous one where the current one does not say.
    fn basis_text(&self, key: &str) -> &str {
        let current = if self.is_online() { self.text_at(&format!("/sessionStatus/{key}")) } else { "" };
        let previous = self.text_at(&format!("/previousSession/{key}"));
        match self.basis {
            Basis::Previous => previous,
            Basis::Current => current,
            Basis::Last if current.is_empty() || current.contains(':') => previous,
            Basis::Last => current,
        }
    }

    /// Whether a time is what is asked for; all are whole seconds to simscope. Of one that is to come, ages count ahead.
    fn is_time_at(&self, path: &str, value: &str, is_ahead: bool) -> bool {
        match self.time_at(path).map(|at| at.div_euclid(1000) * 1000) {
            None => matches!(value, "none" | "never"),
            Some(_) if matches!(value, "none" | "never") => false,
            Some(at) if is_ahead && !value.contains('-') => at >= NOW && is_in_range(value, at - NOW, age_millis),
            Some(at) => is_time_match(value, at),
        }
    }

    /// The statuses of the subscriptions that are not the first of their profile, whose IMSI it names.
    fn added_statuses(&self) -> Vec<&str> {
        let mut statuses = vec![];
        for (_, profile) in self.record["profiles"].as_object().into_iter().flatten() {
            let subscribers: Vec<_> = profile["subscribers"].as_object().into_iter().flatten().collect();
            let primary =
                subscribers.iter().position(|(imsi, _)| profile["primaryImsi"].as_str() == Some(imsi)).unwrap_or(0);
            let others = subscribers.iter().enumerate().filter(|(at, _)| *at != primary);
            statuses.extend(others.filter_map(|(_, (_, one))| one["status"].as_str()));
        }
        statuses
    }

    /// The bundles of the record, else of the first subscription of the first profile.
    fn bundles(&self) -> Vec<&str> {
        let texts = |list: &Value| list.as_array().map_or(0, Vec::len);
        let own = &self.record["bundles"];
        let first = self.record["profiles"].as_object().into_iter().flatten().next();
        let of_profile = first.and_then(|(_, profile)| profile["subscribers"].as_object()?.iter().next());
        let list = match of_profile {
            Some((_, subscriber)) if texts(own) == 0 => &subscriber["bundles"],
            _ => own,
        };
        list.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
    }

    fn has_lock(&self, value: &str) -> bool {
        let locked = self.text_at("/imeiLock/imei");
        let [now, before] = self.imeis();
        let session = if self.is_online() && !now.is_empty() { now } else { before };
        let differs = device_digits(locked).zip(device_digits(session)).is_some_and(|(locked, other)| locked != other);
        match value {
            "none" => locked.is_empty(),
            "set" => !locked.is_empty(),
            _ => differs,
        }
    }

    fn is_in_cell(&self, value: &str) -> bool {
        let mut parts = value.split('-');
        let plmn = format!("{}-{}", parts.next().unwrap(), parts.next().unwrap());
        let [of_area, of_id] = [parts.next(), parts.next()].map(|part| part.and_then(|part| part.parse().ok()));
        self.basis_cell().is_some_and(|cell| {
            Plmn::parse(&plmn) == Some(cell_plmn(cell))
                && of_area.is_none_or(|wanted| cell_area(cell) == Some(wanted))
                && of_id.is_none_or(|wanted| cell_number(cell) == Some(wanted))
        })
    }

    fn has_lasted(&self, value: &str) -> bool {
        let ends = self.time_at("/previousSession/createdTime").zip(self.time_at("/previousSession/deletedTime"));
        match ends.map(|(from, to)| to - from).filter(|length| *length >= 0) {
            Some(length) => value != "none" && is_in_range(value, length, age_millis),
            None => value == "none",
        }
    }

    fn has_value(&self, key: &str, value: &str) -> bool {
        let fact = |path: &str| is_text_match(value, self.text_at(path));
        let begins = |paths: &[&str]| {
            let digits: String = value.chars().filter(|c| !matches!(c, ' ' | '-' | '+')).collect();
            let digits = if digits.contains('*') { digits } else { digits + "*" };
            paths.iter().any(|path| match *path {
                "/imsi" | "/iccid" | "/msisdn" => {
                    self.list_identifiers(path).iter().any(|id| is_text_match(&digits, id))
                }
                path => is_text_match(&digits, self.text_at(path)),
            })
        };
        let number = |text: &str| text.parse().unwrap();
        match key {
            "country" => self
                .basis_plmn()
                .map_or(value == "none", |plmn| find_network(plmn).territory.query_key().eq_ignore_ascii_case(value)),
            "mcc" => self.basis_plmn().is_some_and(|plmn| is_in_range(value, plmn.mcc.into(), number)),
            "plmn" => self.basis_plmn() == Plmn::parse(value),
            "operator" => is_name_match(value, &self.basis_plmn().map(operator_name).unwrap_or_default()),
            "radio" => {
                let radio = match value {
                    "2G" => "gsm",
                    "4g" => "lte",
                    _ => value,
                };
                is_text_match(radio, &self.basis_cell().map(cell_radio).unwrap_or_default())
            }
            "area" => self.basis_cell().and_then(cell_area).is_some_and(|area| is_in_range(value, area, number)),
            "cell" => self.is_in_cell(value),
            "session" => self.connectivity() == value,
            "seen" => self.last_seen().map_or(value == "never", |at| value != "never" && is_time_match(value, at)),
            "stale" => self.is_online() && self.last_seen().is_some_and(|at| is_time_match(value, at)),
            "duration" => self.has_lasted(value),
            "status" => fact("/status"),
            "plan" => fact("/subscription"),
            "speed" => fact("/speedClass"),
            "module" => fact("/moduleType"),
            "group" => fact("/groupId"),
            "account" => fact("/operatorId"),
            "name" if value.is_empty() => self.text_at("/tags/name").is_empty(),
            "name" => is_name_match(value, self.text_at("/tags/name")),
            "tag.site" => fact("/tags/site"),
            "tag.\"S/W Version\"" => fact("/tags/S~1W Version"),
            "imsi" => begins(&["/imsi"]),
            "iccid" => begins(&["/iccid"]),
            "imei" => self.imeis().into_iter().any(|imei| match device_digits(value) {
                Some(device) => device_digits(imei) == Some(device),
                None => {
                    let digits = if value.contains('*') { value.to_owned() } else { format!("{value}*") };
                    is_text_match(&digits, &device_digits(imei).map_or(imei.to_owned(), |_| imei.replace('-', "")))
                }
            }),
            "sim" => begins(&["/simId"]),
            "msisdn" => begins(&["/msisdn"]),
            "serial" => begins(&["/serialNumber"]),
            "device" => is_text_match(value, &self.device_type_code()),
            "moved" => self.has_moved(value),
            "fee" => self.record.get("renewalFeeStatusSetTime").is_some(),
            "source" => is_text_match(value, "fleet.json"),
            "began" => self.is_time_at("/previousSession/createdTime", value, false),
            "ended" => self.is_time_at("/previousSession/deletedTime", value, false),
            "attached" => self.is_time_at("/lastLocationUpdateTime", value, false),
            "registered" => self.is_time_at("/locationRegistrationStatus/ps/lastModifiedTime", value, false),
            "expires" => self.is_time_at("/expiryTime", value, true),
            "napter" => self.is_time_at("/lastPortMappingCreatedTime", value, false),
            "carried" if value == "other" => {
                let (carrier, plan) = (self.basis_text("subscription"), self.text_at("/subscription"));
                !carrier.is_empty() && !plan.is_empty() && carrier.to_lowercase() != plan.to_lowercase()
            }
            "carried" => is_text_match(value, self.basis_text("subscription")),
            "ota" => any_text_match(value, &self.added_statuses()),
            "bundle" => any_text_match(value, &self.bundles()),
            "type" => is_text_match(value, Some(self.text_at("/type")).filter(|of| !of.contains('.')).unwrap_or("")),
            "apn" => fact("/apn"),
            "expiry" => fact("/expiryAction"),
            "protected" => is_text_match(
                value,
                match self.record["terminationEnabled"].as_bool() {
                    Some(can_be_terminated) => {
                        if can_be_terminated {
                            "no"
                        } else {
                            "yes"
                        }
                    }
                    None => "",
                },
            ),
            "ip" => {
                let prefix = match value {
                    "10.1.2.0/24" => "10.1.2.",
                    "10.0.0.0/8" => "10.",
                    whole => whole,
                };
                let address = Some(self.basis_text("ueIpAddress")).filter(|ip| !ip.contains(':')).unwrap_or("");
                if value == "none" { address.is_empty() } else { !address.is_empty() && address.starts_with(prefix) }
            }
            "lock" => self.has_lock(value),
            key => panic!("{key} is not checked"),
        }
    }
}

/// A text in a name selects it. This is simpler than the rule, since none of the names above is a part of another one.
fn is_name_match(value: &str, name: &str) -> bool {
    is_text_match(value, name)
        || !matches!(value, "none" | "") && !value.contains('*') && fold_text(name).contains(&*fold_text(value))
}

/// The digits that an IMEI and an IMEISV have in common; `None` where no device is told.
fn device_digits(imei: &str) -> Option<String> {
    let digits = imei.replace('-', "");
    let is_imei = digits.bytes().all(|b| b.is_ascii_digit()) && matches!(digits.len(), 14..=16);
    (is_imei && !digits.starts_with("00000000000000")).then(|| digits[..14].to_owned())
}

fn cell_plmn(cell: &Value) -> Plmn {
    let code = |key: &str| u16::try_from(cell[key].as_u64().unwrap()).unwrap();
    Plmn { mcc: code("mcc"), mnc: code("mnc") }
}

fn operator_name(plmn: Plmn) -> String {
    find_network(plmn).operator.map_or(plmn.to_string(), str::to_owned)
}

fn cell_radio(cell: &Value) -> String {
    cell["radioType"].as_str().unwrap().to_lowercase()
}

fn cell_area(cell: &Value) -> Option<i64> {
    cell["tac"].as_i64().or(cell["lac"].as_i64())
}

fn cell_number(cell: &Value) -> Option<i64> {
    cell["eci"].as_i64().or(cell["ci"].as_i64())
}

/// Whether a text is a value: whole, without regard to capitals, a star for any text; `none` where it is absent.
fn is_text_match(value: &str, text: &str) -> bool {
    fn is_glob_match(pattern: &[char], text: &[char]) -> bool {
        match (pattern, text) {
            ([], text) => text.is_empty(),
            (['*', rest @ ..], text) => (0..=text.len()).any(|skip| is_glob_match(rest, &text[skip..])),
            ([c, rest @ ..], [first, text @ ..]) => c == first && is_glob_match(rest, text),
            _ => false,
        }
    }
    if text.is_empty() {
        return value == "none";
    }
    let chars = |text: &str| fold_text(text).chars().collect::<Vec<_>>();
    is_glob_match(&chars(value), &chars(text))
}

/// Whether a number is what a comparison or a range asks for.
fn is_in_range(value: &str, at: i64, number: impl Fn(&str) -> i64) -> bool {
    type NumberPredicate = fn(i64, i64) -> bool;
    if let Some((from, to)) = value.split_once("..") {
        return (from.is_empty() || number(from) <= at) && (to.is_empty() || at <= number(to));
    }
    let signs: [(&str, NumberPredicate); 4] =
        [(">=", |at, to| at >= to), ("<=", |at, to| at <= to), (">", |at, to| at > to), ("<", |at, to| at < to)];
    match signs.into_iter().find_map(|(sign, holds)| Some((holds, value.strip_prefix(sign)?))) {
        Some((holds, to)) => holds(at, number(to)),
        None => at == number(value),
    }
}

/// Whether one of several texts is a value.
fn any_text_match(value: &str, texts: &[&str]) -> bool {
    if texts.is_empty() { value == "none" } else { texts.iter().any(|text| is_text_match(value, text)) }
}

fn age_millis(text: &str) -> i64 {
    let (count, unit) = text.split_at(text.len() - 1);
    let unit = [("m", MINUTE_MS), ("h", 60 * MINUTE_MS), ("d", DAY_MS)].iter().find(|one| one.0 == unit).unwrap().1;
    count.parse::<i64>().unwrap() * unit
}

/// Whether a time is of an age, or of a day of UTC.
fn is_time_match(value: &str, at: i64) -> bool {
    if !value.contains('-') {
        return is_in_range(value, NOW - at, age_millis);
    }
    if value.contains('T') {
        // Minutes are compared as texts, as far as the one that is asked for goes.
        let text = query::format_iso_8601(at);
        let minute = &text[..16];
        return match value.split_once("..") {
            Some((from, to)) => from <= minute && minute <= to,
            None => value.strip_prefix(">=").map_or(value == minute, |from| from <= minute),
        };
    }
    // All days that are asked for are of June 2025, whose first was day 20,240 of the epoch.
    let day = |text: &str| text.rsplit('-').next().unwrap().parse::<i64>().unwrap() + 20_239;
    is_in_range(value, at.div_euclid(DAY_MS), day)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES, ..ProptestConfig::default() })]

    #[test]
    fn selects_the_records_that_the_json_says(
        records in proptest::collection::vec(any_record(), 1..8),
        basis in select(Basis::ALL.to_vec()),
        terms in proptest::collection::vec((any::<bool>(), any_condition()), 1..4),
    ) {
        let mut fleet = Fleet::default();
        fleet.begin_source(SourceId(1), "fleet.json");
        let mut reader = IngestReader::default();
        reader.push(json!(records).to_string().as_bytes(), &mut fleet).unwrap();
        reader.finish(&mut fleet).unwrap();
        fleet.resolve_duplicates();
        let text = format!("basis:{} {}", basis.query_word(), write_terms(&terms));
        let query = parse_query(&text).expect(&text);
        let selected = Filter::new(&query, &fleet, &Clock::utc(NOW)).selected_rows();
        for (row, record) in records.iter().enumerate() {
            let expected = fleet.live_rows().contains(row) && SlowEvaluator { record, basis }.has_all_terms(&terms);
            prop_assert_eq!(selected.contains(row), expected, "{} of {}", text, record);
        }
    }
}
