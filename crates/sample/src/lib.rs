//! A seeded sample fleet as JSON, such as an operator of trackers, meters and vending machines all over the world might
//! export.
//!
//! The sample is read from its bytes like any other export, so that features that work with it also work with real
//! exports. Record `i` of a seed is the same in a fleet of any size.
//!
//! ```
//! use sample::{SampleFleet, SampleShape};
//!
//! let sample = SampleFleet { seed: 1, now: 1_700_000_000_000, shape: SampleShape::Subscribers };
//! let json: Vec<u8> = sample.json_chunks(3).flatten().collect();
//! assert!(json.starts_with(b"[\n\t{\n\t\t\"apn\": \"soracom.io\""));
//! ```

mod cities;
mod towers;

pub use towers::tower_csv_chunks;

use cities::{SampleCity, SampleRadio};
use fastrand::Rng;
use serde::Serialize;
use serde_json::{Value, json};

/// The list of the API whose layout the sample has.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum SampleShape {
    /// `GET /subscribers`: flat records, one for each subscription.
    #[default]
    Subscribers,
    /// `GET /sims`: identifiers under `profiles`.
    Sims,
}

/// A sample fleet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SampleFleet {
    /// The seed of the random numbers; each seed is another fleet.
    pub seed: u64,
    /// The time of the export in milliseconds since the epoch, from which ages are counted.
    pub now: i64,
    /// The list whose layout the sample has.
    pub shape: SampleShape,
}

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;
/// The country of the network that had an outage: Italy.
const OUTAGE_MCC: u32 = 222;
/// Number of records in a chunk.
const RECORDS_PER_CHUNK: u32 = 500;

/// The kinds of devices of the fleet, in English and Japanese.
const DEVICE_NAMES: [(&str, &str); 5] = [
    ("tracker", "トラッカー"),
    ("meter", "スマートメーター"),
    ("vending", "自動販売機"),
    ("gateway", "ゲートウェイ"),
    ("camera", "カメラ"),
];

const GROUP_IDS: [&str; 6] = [
    "1f0ab3c2-6d7e-4f80-9a1b-2c3d4e5f6071",
    "2a9d4e10-0b1c-4d2e-8f3a-4b5c6d7e8f90",
    "5c3e8f72-a4b5-46c7-98d9-eafb0c1d2e3f",
    "7be1c094-d2e3-44f5-a607-18293a4b5c6d",
    "9d80f6a1-3b4c-4d5e-af60-718293a4b5c6",
    "c47d2b58-e9fa-4b0c-8d1e-2f30415263a4",
];

impl SampleFleet {
    /// Returns the JSON of `sims` records in chunks, as soracom-cli writes it: one array, indented by tabs, keys in
    /// alphabetical order.
    pub fn json_chunks(self, sims: u32) -> impl Iterator<Item = Vec<u8>> {
        let starts = (0..sims).step_by(RECORDS_PER_CHUNK as usize);
        let body = starts.map(move |start| {
            let mut chunk = vec![];
            for i in start..sims.min(start + RECORDS_PER_CHUNK) {
                chunk.extend_from_slice(if i == 0 { b"[\n\t" } else { b",\n\t" });
                write_record(&self.record_at(i), &mut chunk);
            }
            chunk
        });
        body.chain(std::iter::once(if sims == 0 { b"[]\n".to_vec() } else { b"\n]\n".to_vec() }))
    }

    /// Returns the record with an index.
    pub fn record_at(self, i: u32) -> Value {
        match self.shape {
            SampleShape::Subscribers => self.build_record(i),
            SampleShape::Sims => self.into_sim_record(i, self.build_record(i)),
        }
    }

    fn build_record(self, i: u32) -> Value {
        let mut record = self.build_subscriber(i);
        self.add_facts(i, &mut record);
        record
    }

    /// Adds what few records have. The random numbers are their own: all else of a record stays what it is.
    fn add_facts(self, i: u32, record: &mut Value) {
        let mut rng = SampleFleet { seed: self.seed ^ 0x5F3759DF, ..self }.record_rng(i);
        if rng.u8(..100) < 4 {
            record["expiryTime"] = (self.now + rng.i64(DAY_MS..400 * DAY_MS)).into();
            record["expiryAction"] =
                pick_weighted(&mut rng, &[("suspend", 5), ("deactivate", 2), ("terminate", 1), ("doNothing", 1)])
                    .into();
        }
        let imei = record["previousSession"]["imei"].as_str().map(str::to_owned);
        if let Some(imei) = imei.filter(|_| rng.u8(..100) < 6) {
            let is_other = rng.u8(..100) < 8;
            let device = rng.usize(..DEVICE_NAMES.len());
            record["imeiLock"] = json!({"imei": if is_other { random_imei(&mut rng, device) } else { imei }});
        }
        if rng.u8(..100) < 3 {
            record["lastPortMappingCreatedTime"] = (self.now - rng.i64(DAY_MS..600 * DAY_MS)).into();
        }
        if rng.u8(..100) < 8 {
            record["terminationEnabled"] = true.into();
        }
        if rng.u8(..100) < 5 {
            record["bundles"] = json!([pick_weighted(&mut rng, &[("X3-5-10MB", 3), ("D-300MB", 1)])]);
        }
        // Two and a half days ago, at no border of a bar, a network lost the sessions of many of its SIMs.
        let is_lost = record["status"] == "active" && record["sessionStatus"]["online"] == false;
        if is_lost && record["previousSession"]["cell"]["mcc"] == OUTAGE_MCC && rng.u8(..100) < 40 {
            let ended = self.now - 5 * DAY_MS / 2 + rng.i64(0..6 * MINUTE_MS);
            record["previousSession"]["deletedTime"] = ended.into();
            record["previousSession"]["createdTime"] = (ended - rng.i64(MINUTE_MS..DAY_MS)).into();
            record["sessionStatus"]["lastUpdatedAt"] = (ended + 300).into();
        }
        if record["previousSession"].is_object() && rng.u8(..100) < 3 {
            record["previousSession"]["subscription"] = "planX3".into();
        }
    }

    #[allow(clippy::too_many_lines, reason = "one record, field by field")]
    fn build_subscriber(self, i: u32) -> Value {
        // One record in 97 is the second subscription of the SIM of the record before it.
        let is_secondary = i % 97 == 41;
        let mut own = self.record_rng(i);
        let mut rng = if is_secondary { self.record_rng(i - 1) } else { own.clone() };
        let sim_index = u64::from(i) - u64::from(is_secondary);
        let city = cities::random_city(&mut rng);
        let iccid = append_check_digit(&format!("894231002{:09}", 200_000_000 + sim_index));
        let has_eid = rng.u8(..100) < 14;
        let sim_id = if has_eid { format!("8904903200000000000000{sim_index:010}") } else { iccid.clone() };
        let device = rng.usize(..DEVICE_NAMES.len());
        let created = self.now - rng.i64(40 * DAY_MS..1500 * DAY_MS);
        let imei = random_imei(&mut rng, device);
        if is_secondary {
            rng = own.clone();
        }

        let status = pick_weighted(
            &mut rng,
            &[("active", 900), ("ready", 35), ("inactive", 25), ("standby", 20), ("suspended", 14), ("terminated", 6)],
        );
        let never_connected = rng.u8(..100) < if status == "ready" { 85 } else { 2 };
        let online = !never_connected && status == "active" && rng.u8(..100) < 42;
        let imsi = match (is_secondary, city.country) {
            (true, _) => format!("44120{:010}", 3_000_000_000 + sim_index),
            (_, "JP") if rng.bool() => format!("44010{:010}", 1_000_000_000 + sim_index),
            _ => format!("29505{:010}", 910_000_000 + sim_index),
        };
        let plan = match &imsi[..5] {
            "44120" => "planX2",
            "44010" => "plan-D",
            _ => pick_weighted(&mut rng, &[("plan01s", 8), ("plan01s-low_data_volume", 1), ("plan-US", 1)]),
        };

        // SIMs are silent for hours to years: most of those that are offline have been so for some weeks.
        let silent_ms = (rng.f64().powi(3) * 1074.0 * DAY_MS as f64) as i64 + rng.i64(MINUTE_MS..DAY_MS);
        let silent_ms = silent_ms.min(self.now - created - DAY_MS).max(MINUTE_MS);
        let ended_at =
            if online { self.now - rng.i64(2 * MINUTE_MS..30 * DAY_MS).min(silent_ms) } else { self.now - silent_ms };
        let duration_ms = rng.i64(MINUTE_MS..9 * DAY_MS);
        let previous_imei = if rng.u8(..100) < 3 { random_imei(&mut own, device) } else { imei.clone() };
        let previous_city = if rng.u8(..100) < 4 { cities::random_city(&mut rng) } else { city };
        let previous_cell = random_cell(&mut rng, previous_city);

        let session_status = match (never_connected, online) {
            (true, _) => Value::Null,
            (_, true) => {
                let cell = if rng.u8(..100) < 70 { previous_cell.clone() } else { random_cell(&mut rng, city) };
                json!({
                    "cell": cell, "dnsServers": ["100.127.0.53", "100.127.1.53"], "imei": imei,
                    "lastUpdatedAt": ended_at + rng.i64(0..5000), "online": true,
                    "placement": {"infrastructureProvider": "aws", "region": city.placement_region},
                    "sessionId": random_session_id(&mut rng), "subscription": plan, "ueIpAddress": random_ip(&mut rng),
                })
            }
            _ => json!({
                "dnsServers": null, "imei": null, "lastUpdatedAt": ended_at + rng.i64(0..900), "online": false,
                "ueIpAddress": null,
            }),
        };
        let is_japanese = city.country == "JP" || rng.u8(..100) < 6;
        let (site, device_name) = if is_japanese {
            (city.japanese_name, DEVICE_NAMES[device].1)
        } else {
            (city.name, DEVICE_NAMES[device].0)
        };
        let mut tags = json!({});
        if rng.u8(..100) < 94 {
            tags["name"] = format!("{device_name}-{sim_index:05}").into();
            tags["site"] = site.into();
            if rng.u8(..100) < 40 {
                tags["S/W Version"] = format!("{}.{}.{}", rng.u8(1..4), rng.u8(..10), rng.u8(..20)).into();
            }
        }
        let group = if rng.u8(..100) < 24 { Value::Null } else { GROUP_IDS[rng.usize(..GROUP_IDS.len())].into() };
        let speed = pick_weighted(&mut rng, &[("s1.slow", 60), ("s1.4xfast", 25), ("s1.fast", 10), ("s1.minimum", 5)]);
        let module =
            if has_eid { "embedded" } else { pick_weighted(&mut rng, &[("trio", 7), ("nano", 2), ("micro", 1)]) };

        let mut record = json!({
            "apn": "soracom.io", "createdAt": created, "createdTime": created, "expiredAt": null, "expiryAction": null,
            "expiryTime": null, "groupId": group, "iccid": iccid, "imeiLock": null, "imsi": imsi, "ipAddress": null,
            "lastModifiedAt": ended_at, "lastModifiedTime": ended_at, "lastPortMappingCreatedTime": null,
            "moduleType": if is_secondary { Value::Null } else { module.into() },
            "msisdn": format!("42361{sim_index:07}"), "operatorId": "OP0012345678", "packetCaptureSessions": null, "plan": 1,
            "registeredTime": null, "serialNumber": iccid, "sessionStatus": session_status, "simId": sim_id,
            "speedClass": speed, "status": status, "subscription": plan, "tags": tags, "terminationEnabled": false,
            "type": speed,
        });
        if has_eid {
            record["eiccid"] = sim_id.into();
        }
        if !never_connected {
            record["previousSession"] = json!({
                "cell": previous_cell, "createdTime": ended_at - duration_ms, "deletedTime": ended_at,
                "dnsServers": ["100.127.0.53", "100.127.1.53"], "imei": previous_imei, "sessionId": random_session_id(&mut rng),
                "subscription": plan, "ueIpAddress": random_ip(&mut rng),
            });
            if rng.u8(..100) < 83 {
                let plmn =
                    format!("{:03}{:0width$}", previous_city.mcc, previous_city.mnc, width = previous_city.mnc_width);
                let registration = json!({"lastModifiedTime": ended_at - duration_ms, "plmn": plmn});
                record["locationRegistrationStatus"] = json!({"eps": registration, "ps": registration});
            }
        }
        if matches!(status, "ready" | "suspended") {
            record["renewalFeeStatusSetTime"] = (self.now - rng.i64(DAY_MS..300 * DAY_MS)).into();
        }
        record
    }

    /// Converts a record of the list of subscribers to one of the list of SIMs.
    fn into_sim_record(self, i: u32, mut record: Value) -> Value {
        let mut rng = SampleFleet { seed: self.seed ^ 0x9E3779B9, ..self }.record_rng(i);
        let Some(fields) = record.as_object_mut() else { return record };
        let mut take = |key: &str| fields.remove(key).unwrap_or_default();
        let (imsi, iccid, msisdn, plan) = (take("imsi"), take("iccid"), take("msisdn"), take("subscription"));
        let bundles = take("bundles");
        let is_embedded = !take("eiccid").is_null();
        for key in ["apn", "createdAt", "expiredAt", "ipAddress", "lastModifiedAt", "plan", "registeredTime", "type"] {
            take(key);
        }
        let status = fields.get("status").cloned().unwrap_or_default();
        let mut subscriber = json!({"imsi": imsi, "msisdn": msisdn, "status": status, "subscription": plan});
        if !bundles.is_null() {
            subscriber["bundles"] = bundles;
        }
        let (key, profile) = (to_text(&imsi), to_text(&iccid));
        let mut subscribers = json!({ &key: subscriber });
        if rng.u8(..100) < 5 {
            // A subscription that was added over the air.
            let added = format!("44042{:010}", 4_000_000_000 + u64::from(i));
            let state = pick_weighted(&mut rng, &[("active", 6), ("ready", 2), ("delivered", 1), ("shipped", 1)]);
            subscribers[&added] =
                json!({"imsi": added, "msisdn": format!("42362{i:07}"), "status": state, "subscription": "planX3"});
        }
        let profiles = json!({ &profile: {"iccid": iccid, "primaryImsi": imsi, "subscribers": subscribers} });
        fields.insert("activeProfileId".into(), profile.into());
        fields.insert("profiles".into(), profiles);
        fields.insert("type".into(), if is_embedded { "euicc" } else { "uicc" }.into());
        if fields.contains_key("previousSession") {
            let seen = fields.get("lastModifiedTime").and_then(Value::as_i64).unwrap_or(self.now);
            // Some devices are attached though they have no session.
            let attached = if rng.u8(..100) < 3 { self.now - rng.i64(MINUTE_MS..DAY_MS) } else { seen };
            fields.insert("lastLocationUpdateTime".into(), attached.into());
        }
        record
    }

    fn record_rng(self, i: u32) -> Rng {
        let mut rng = Rng::with_seed(self.seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ u64::from(i));
        // Similar seeds give similar first numbers, so the first one is dropped.
        rng.u64(..);
        rng
    }
}

fn to_text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn write_record(record: &Value, out: &mut Vec<u8>) {
    let mut pretty = vec![];
    let tabs = serde_json::ser::PrettyFormatter::with_indent(b"\t");
    // Writing a `Value` to memory cannot fail.
    let _ = record.serialize(&mut serde_json::Serializer::with_formatter(&mut pretty, tabs));
    for byte in pretty {
        out.push(byte);
        if byte == b'\n' {
            out.push(b'\t');
        }
    }
}

fn pick_weighted<'a>(rng: &mut Rng, choices: &[(&'a str, u32)]) -> &'a str {
    let total: u32 = choices.iter().map(|choice| choice.1).sum();
    let mut offset = rng.u32(..total);
    for (text, weight) in choices {
        if offset < *weight {
            return text;
        }
        offset -= weight;
    }
    choices[0].0
}

/// Returns a random cell of a city. A city has about a hundred base stations, so that SIMs share cells as real ones do.
fn random_cell(rng: &mut Rng, city: &SampleCity) -> Value {
    let (station, sector) = (rng.u32(..cities::STATIONS_PER_CITY), rng.u32(1..4));
    let area = city.area_code(station);
    let (mcc, mnc) = (city.mcc, city.mnc);
    match cities::random_radio(rng, city) {
        SampleRadio::Lte(name) => {
            let eci = city.sector_eci(station, sector);
            json!({"eci": eci, "mcc": mcc, "mnc": mnc, "radioType": name, "tac": area})
        }
        SampleRadio::Legacy(name) => {
            let id = if name == "3G" && rng.bool() { "sac" } else { "ci" };
            json!({id: cities::legacy_cell_id(station, sector), "lac": area, "mcc": mcc, "mnc": mnc, "rac": 255, "radioType": name})
        }
    }
}

/// Returns a random IMEI of one of the five devices: type allocation code, serial number, check digit (3GPP TS 23.003,
/// 6.2.1).
fn random_imei(rng: &mut Rng, device: usize) -> String {
    let model = ["35693803", "86107503", "35847631", "86701204", "35129811"][device];
    append_check_digit(&format!("{model}{:06}", rng.u32(..1_000_000)))
}

/// Appends Luhn's check digit, as in an IMEI and an ICCID.
fn append_check_digit(digits: &str) -> String {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(i, b)| {
            let digit = u32::from(b - b'0') * if i % 2 == 0 { 2 } else { 1 };
            digit / 10 + digit % 10
        })
        .sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

fn random_session_id(rng: &mut Rng) -> String {
    format!("{:026X}", rng.u128(..) & ((1 << 104) - 1))
}

fn random_ip(rng: &mut Rng) -> String {
    format!("10.{}.{}.{}", rng.u8(128..), rng.u8(..), rng.u8(1..255))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_the_same_in_any_fleet() {
        let sample = SampleFleet { seed: 7, now: 1_700_000_000_000, shape: SampleShape::Subscribers };
        let all: Vec<Value> = serde_json::from_slice(&sample.json_chunks(1200).flatten().collect::<Vec<_>>()).unwrap();
        assert_eq!(all.len(), 1200);
        assert_eq!(all[700], sample.record_at(700));
        assert_eq!(all[138]["simId"], all[137]["simId"], "138 = 97 + 41 is a second subscription");
        assert_ne!(all[138]["imsi"], all[137]["imsi"]);
        assert_ne!(all[5], SampleFleet { seed: 8, ..sample }.record_at(5));
    }

    #[test]
    fn both_shapes_name_the_same_sims() {
        let sample = |shape| SampleFleet { seed: 7, now: 1_700_000_000_000, shape };
        for i in 0..200 {
            let (flat, sim) = (sample(SampleShape::Subscribers).record_at(i), sample(SampleShape::Sims).record_at(i));
            assert_eq!(flat["simId"], sim["simId"]);
            let profile = &sim["profiles"][to_text(&sim["activeProfileId"])];
            assert_eq!((&flat["iccid"], &flat["imsi"]), (&profile["iccid"], &profile["primaryImsi"]));
            assert_eq!(profile["subscribers"][to_text(&flat["imsi"])]["subscription"], flat["subscription"]);
        }
    }

    #[test]
    fn the_check_digit_is_luhns() {
        for (digits, whole) in [("7992739871", "79927398713"), ("49015420323751", "490154203237518"), ("", "0")] {
            assert_eq!(append_check_digit(digits), whole);
        }
    }
}
