//! Fleets for the tests.

use page_tests::{HarnessError, TestPage, TestPageOptions};
use sample::{SampleFleet, SampleShape};
use serde_json::{Value, json};

/// The time of the exports: 2025-10-01 00:00 UTC.
pub const EXPORT_TIME_MS: i64 = 1_759_276_800_000;

/// Returns a file with this many SIMs of the sample fleet.
pub fn sample_json(sims: u32) -> Vec<u8> {
    SampleFleet { seed: 3, now: EXPORT_TIME_MS, shape: SampleShape::Subscribers }.json_chunks(sims).flatten().collect()
}

/// Returns an offline SIM with its IMSI, its last network, and the time when it was last seen.
pub fn offline_sim(imsi: u32, (mcc, mnc): (u16, u16), updated: i64) -> Value {
    json!({
        "imsi": imsi.to_string(), "iccid": format!("89{imsi:017}"), "simId": format!("89{imsi:017}"), "status": "active",
        "tags": {"name": format!("sim {imsi}")}, "arcClientPeerPrivateKey": "never to be seen",
        "sessionStatus": {"online": false, "lastUpdatedAt": updated},
        "previousSession": {"imei": "356938035643809", "cell": {"radioType": "LTE", "mcc": mcc, "mnc": mnc, "tac": 1, "eci": 256}},
    })
}

/// Opens the page and drops a file of these records on it.
pub fn open_with_records(records: &[Value]) -> Result<TestPage, HarnessError> {
    let page = TestPage::open(&TestPageOptions::default())?;
    page.drop_bytes("fleet.json", Value::from(records).to_string())?;
    page.wait_selected(records.len() as u64)?;
    Ok(page)
}

/// Returns four SIMs: two in the US, one in Japan, one at sea.
pub fn four_sims() -> Vec<Value> {
    let day = 86_400_000;
    let networks = [(310, 410), (440, 10), (311, 480), (901, 12)];
    networks
        .into_iter()
        .enumerate()
        .map(|(i, network)| offline_sim(i as u32 + 1, network, EXPORT_TIME_MS - i as i64 * 30 * day))
        .collect()
}
