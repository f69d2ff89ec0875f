//! Tests of session events and of locations of cells.

use emulator::{EmulatedCoverage, EmulatorSettings};
use places::{Plmn, country_centre, find_network};
use serde_json::{Value, json};

use crate::client::TestClient;
use crate::schema;

const DAY_MS: i64 = 86_400_000;

#[test]
fn events_end_where_the_record_does() {
    let client = TestClient::new(EmulatorSettings { sims: 120, ..EmulatorSettings::default() });
    let now = EmulatorSettings::default().now_ms;
    let (mut checked, mut online) = (0, 0);
    for record in client.fetch_all_pages(EmulatedCoverage::Global, "subscribers", 100).iter().flatten() {
        let imsi = record["imsi"].as_str().unwrap();
        let events = client.get(&format!("/g/v1/subscribers/{imsi}/events/sessions")).records();
        let last = record["previousSession"]["deletedTime"].as_i64().unwrap_or(0);
        let is_online = record["sessionStatus"]["online"] == true;
        if !is_online && last < now - 32 * DAY_MS {
            assert_eq!(events, [] as [Value; 0]);
            continue;
        }
        if is_online && last < now - 32 * DAY_MS - 6000 {
            continue;
        }
        let (newest, kind) = (&events[0], if is_online { "Created" } else { "Deleted" });
        assert_eq!(newest["event"], kind, "{record}");
        assert!((newest["time"].as_i64().unwrap() - last).abs() <= 5000);
        assert!(events.iter().is_sorted_by(|a, b| a["time"].as_i64() > b["time"].as_i64()));
        for event in &events {
            assert_eq!(schema::schema_violations("SessionEvent", &schema::with_uppercase_radio_type(event)), [""; 0]);
            assert_eq!(event["imsi"], imsi);
        }
        (checked, online) = (checked + 1, online + i32::from(is_online));
    }
    assert!(online > 20 && checked > online + 5, "{checked} {online}");
}

#[test]
fn the_pages_of_events_make_up_the_whole_list() {
    let client = TestClient::new(EmulatorSettings { sims: 60, ..EmulatorSettings::default() });
    for list in ["subscribers", "sims"] {
        let records = client.get(&format!("/g/v1/{list}")).records();
        let busy = records.iter().find(|record| record["sessionStatus"]["online"] == true).unwrap();
        let id = busy[if list == "sims" { "simId" } else { "imsi" }].as_str().unwrap();
        let path = format!("{list}/{id}/events/sessions");
        let all = client.get(&format!("/g/v1/{path}?limit=1000")).records();
        let paged: Vec<Value> =
            client.fetch_all_pages(EmulatedCoverage::Global, &path, 3).into_iter().flatten().collect();
        assert!(all.len() > 6, "{all:?}");
        assert_eq!(paged, all, "{list}");

        let time = |event: &Value| event["time"].as_i64().unwrap();
        let (from, to) = (time(&all[4]), time(&all[1]));
        assert_eq!(client.get(&format!("/g/v1/{path}?from={from}&to={to}")).records(), all[1..=4]);
        assert_eq!(client.get(&format!("/g/v1/{path}?from=x")).status, 400);
    }
    assert_eq!(client.get("/g/v1/sims/1/events/sessions").status, 404);
}

#[test]
fn cells_are_in_their_country() {
    let client = TestClient::new(EmulatorSettings { sims: 1, ..EmulatorSettings::default() });
    let cell = |i: u32| {
        let (tac, eci) = ((i / 5).to_string(), i.to_string());
        json!({"mcc": "440", "mnc": "10", "tac": tac, "ecid": eci, "identifier": eci})
    };
    let cells: Vec<Value> = (0..100).map(cell).collect();
    let found = client.post("/g/v1/cell_locations", &json!(cells)).records();
    assert!((80..100).contains(&found.len()), "some are unknown: {}", found.len());
    let territory = find_network(Plmn { mcc: 440, mnc: 10 }).territory;
    let (lon, lat) = territory.country_code().and_then(country_centre).unwrap();
    for location in &found {
        assert_eq!(schema::schema_violations("CellLocation", location), [""; 0]);
        assert!(
            (location["lon"].as_f64().unwrap() - lon).abs() < 3.0
                && (location["lat"].as_f64().unwrap() - lat).abs() < 3.0
        );
        let i: u32 = location["identifier"].as_str().unwrap().parse().unwrap();
        let alone = client.get(&format!("/jp/v1/cell_locations?mcc=440&mnc=010&tac={}&eci={i}", i / 5)).parse_json();
        assert_eq!(alone["lat"], location["lat"], "always at the same place");
    }
    assert!(found.iter().any(|location| location["exact"] == 1) && found.iter().any(|location| location["exact"] == 0));

    client.running.emulator.update_settings(|settings| settings.unknown_cells_null = true);
    let with_null = client.post("/g/v1/cell_locations", &json!(cells)).records();
    assert_eq!(
        (with_null.len(), with_null.iter().filter(|location| location.is_null()).count()),
        (100, 100 - found.len())
    );
    for (query, status) in [
        ("mcc=440&mnc=10", 404),
        ("mcc=901&mnc=12&tac=1&eci=1", 404),
        ("mnc=10&tac=1", 400),
        ("mcc=japan&mnc=10&tac=1", 400),
    ] {
        assert_eq!(client.get(&format!("/g/v1/cell_locations?{query}")).status, status, "{query}");
    }
    assert_eq!(client.post("/g/v1/cell_locations", &json!({"mcc": "440"})).status, 400);
}
