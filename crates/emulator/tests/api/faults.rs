//! Tests of faults, limits and delays.

use std::time::{Duration, Instant};

use emulator::{ApiOperation, EmulatorSettings, FaultKind};

use crate::client::{ClientResponse, TestClient};

fn small_fleet_settings() -> EmulatorSettings {
    EmulatorSettings { sims: 30, ..EmulatorSettings::default() }
}

#[test]
fn a_script_decides_which_list_calls_fail() {
    let script = vec![
        (1, FaultKind::Internal),
        (2, FaultKind::BadGateway),
        (3, FaultKind::Unavailable),
        (4, FaultKind::TooManyRequests),
        (6, FaultKind::Truncated),
        (7, FaultKind::TokenExpired),
    ];
    let client = TestClient::new(EmulatorSettings { fault_script: script, ..small_fleet_settings() });
    let mut responses = vec![];
    for _ in 1..=5 {
        responses.push(client.get("/g/v1/sims"));
        assert_eq!(client.get("/g/v1/cell_locations?mcc=440&mnc=10").status, 404, "only lists are counted");
    }
    let statuses: Vec<u16> = responses.iter().map(|response| response.status).collect();
    assert_eq!(statuses, [500, 502, 503, 429, 200]);
    assert_eq!(responses[0].parse_json()["code"], "AGW0005");
    assert!(responses[1].text.starts_with("<html>"));
    assert_eq!(responses[3].header("x-soracom-ratelimit-seconds-before-refresh"), Some("1"));

    let mut truncated = client.try_get("/g/v1/sims").unwrap();
    assert_eq!(truncated.status(), 200);
    assert!(truncated.body_mut().read_to_string().is_err(), "half a body");
    assert_eq!(client.get("/g/v1/sims").status, 401);
    assert_eq!(client.get("/g/v1/sims").status, 401, "the token is expired");
    let counts = client.running.request_counts();
    assert_eq!((counts.list_requests, counts.truncated, counts.rate_limited), (7, 1, 1));
}

#[test]
fn random_faults_are_the_same_for_a_seed() {
    let outcomes = |seed| {
        let client = TestClient::new(small_fleet_settings());
        client.running.emulator.update_settings(|settings| (settings.seed, settings.fault_rate) = (seed, 0.5));
        let outcome = |_| match client.try_get("/g/v1/sims?limit=3") {
            Ok(mut response) => {
                let whole = response.body_mut().read_to_string().is_ok();
                (response.status().as_u16(), whole)
            }
            Err(error) => panic!("{error}"),
        };
        (0..60).map(outcome).collect::<Vec<_>>()
    };
    let first = outcomes(1);
    assert_eq!(first, outcomes(1));
    assert_ne!(first, outcomes(2));
    for kind in [(200, true), (200, false), (429, true), (500, true), (502, true), (503, true)] {
        assert!(first.contains(&kind), "{kind:?} in {first:?}");
    }
}

#[test]
fn calls_over_the_rate_limit_are_refused_until_the_window_ends() {
    let client = TestClient::new(EmulatorSettings {
        rate_limit: Some(2),
        rate_window_ms: 1000,
        send_retry_after: true,
        ..small_fleet_settings()
    });
    let rate_limit_headers = |response: &ClientResponse| {
        let number = |name| response.header(&format!("x-soracom-ratelimit-{name}")).map(str::to_owned);
        (response.status, number("limit"), number("remaining"), response.header("retry-after").map(str::to_owned))
    };
    let text = |text: &str| Some(text.to_owned());
    let start = Instant::now();
    let three: Vec<_> = (0..3).map(|_| rate_limit_headers(&client.get("/g/v1/sims"))).collect();
    assert_eq!(three[0], (200, text("2"), text("1"), None));
    assert_eq!(three[1], (200, text("2"), text("0"), None));
    assert_eq!(three[2], (429, text("2"), text("0"), text("1")));
    assert_eq!(client.get("/g/v1/subscribers").status, 200, "each operation has its own");
    std::thread::sleep(Duration::from_millis(1050).saturating_sub(start.elapsed()));
    assert_eq!(client.get("/g/v1/sims").status, 200);
}

#[test]
fn forbidden_operations_plain_text_errors_and_latency_take_effect() {
    let forbidden = vec![ApiOperation::ListSims];
    let client = TestClient::new(EmulatorSettings {
        forbidden_operations: forbidden,
        text_plain_errors: true,
        latency_ms: 60,
        ..small_fleet_settings()
    });
    let start = Instant::now();
    let refused = client.get("/g/v1/sims");
    assert!(start.elapsed() >= Duration::from_millis(60));
    assert_eq!(refused.status, 403);
    assert_eq!(refused.header("content-type"), Some("text/plain; charset=utf-8"));
    assert!(refused.parse_json()["message"].is_string(), "it is JSON all the same");
    let allowed = client.get("/g/v1/subscribers");
    assert_eq!((allowed.status, allowed.header("content-type")), (200, Some("application/json")));
}
