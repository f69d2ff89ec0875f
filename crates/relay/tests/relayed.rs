//! The relay between a client and the emulated API.

#![allow(clippy::unwrap_used, reason = "a test may")]

use std::thread;

use emulator::{Emulator, EmulatorSettings, FaultKind, RunningEmulator, TEST_CREDENTIALS};
use relay::Upstreams;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::runtime;
use ureq::Agent;
use ureq::http::Response;

/// Serves a relay whose upstreams are under `api`, and returns the relay's address.
fn start_relay(api: &str) -> String {
    let router = relay::router(Upstreams { global: format!("{api}/g/v1"), japan: format!("{api}/jp/v1") }).unwrap();
    let runtime = runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = format!("http://{}/relay", listener.local_addr().unwrap());
    thread::spawn(move || runtime.block_on(async { axum::serve(listener, router).await }));
    address
}

fn build_agent() -> Agent {
    Agent::config_builder().http_status_as_error(false).proxy(None).build().into()
}

fn parse_json(mut response: Response<ureq::Body>) -> Value {
    serde_json::from_str(&response.body_mut().read_to_string().unwrap()).unwrap()
}

/// A client that is signed in through a relay.
struct RelayedClient {
    running: RunningEmulator,
    relay: String,
    login: Value,
}

impl RelayedClient {
    fn sign_in(settings: EmulatorSettings) -> Self {
        let running = Emulator::start_blocking(settings).unwrap();
        let relay = start_relay(running.url());
        let key = json!({"authKeyId": TEST_CREDENTIALS.auth_key_id, "authKey": TEST_CREDENTIALS.auth_key});
        let post = build_agent().post(format!("{relay}/g/auth")).content_type("application/json");
        let login = parse_json(post.send(key.to_string()).unwrap());
        Self { running, relay, login }
    }

    fn get(&self, path: &str) -> Response<ureq::Body> {
        build_agent()
            .get(format!("{}{path}", self.relay))
            .header("x-soracom-api-key", self.login["apiKey"].as_str().unwrap())
            .header("x-soracom-token", self.login["token"].as_str().unwrap())
            .header("cookie", "private=1")
            .header("x-forwarded-for", "192.0.2.1")
            .call()
            .unwrap()
    }
}

#[test]
fn lists_of_both_coverages_come_page_by_page() {
    let client = RelayedClient::sign_in(EmulatorSettings { sims: 150, ..EmulatorSettings::default() });
    for coverage in ["g", "jp"] {
        let page = client.get(&format!("/{coverage}/subscribers?limit=100"));
        assert_eq!(page.headers()["cache-control"], "no-store");
        let key = page.headers()["x-soracom-next-key"].to_str().unwrap().to_owned();
        assert_eq!(parse_json(page).as_array().unwrap().len(), 100);
        let rest = client.get(&format!("/{coverage}/subscribers?limit=100&last_evaluated_key={key}"));
        assert_eq!(parse_json(rest).as_array().unwrap().len(), 50);
    }
}

#[test]
fn the_api_sees_no_other_headers_and_no_other_calls() {
    let client = RelayedClient::sign_in(EmulatorSettings { sims: 3, ..EmulatorSettings::default() });
    assert_eq!(client.get("/g/sims").status(), 200);
    for path in ["/g/users", "/de/sims", "/g/../g/sims", "/sims", "/g/subscribers/1"] {
        let refused = client.get(path);
        assert_eq!(refused.status(), 404, "{path}");
        assert_eq!(parse_json(refused)["code"], "RELAY", "{path}");
    }
    let requests = client.running.logged_requests();
    assert_eq!(requests.len(), 2, "the sign-in and one list: {requests:?}");
    assert!(requests[1].has_header("x-soracom-token"));
    assert!(!requests[1].has_header("cookie") && !requests[1].has_header("x-forwarded-for"));
}

#[test]
fn an_answer_that_is_cut_off_there_is_cut_off_here() {
    let fault_script = vec![(1, FaultKind::Truncated)];
    let client = RelayedClient::sign_in(EmulatorSettings { sims: 30, fault_script, ..EmulatorSettings::default() });
    assert!(client.get("/g/sims").body_mut().read_to_string().is_err());
    assert_eq!(parse_json(client.get("/g/sims")).as_array().unwrap().len(), 30);
}

#[test]
fn an_api_that_cannot_be_reached_is_a_bad_gateway() {
    let client = RelayedClient::sign_in(EmulatorSettings { sims: 3, ..EmulatorSettings::default() });
    let RelayedClient { running, relay, login } = client;
    running.stop();
    let answer = build_agent().get(format!("{relay}/g/sims")).header("x-soracom-token", login["token"].to_string());
    let answer = answer.call().unwrap();
    assert_eq!(answer.status(), 502);
    assert_eq!(parse_json(answer)["message"], "The relay does not reach the API.");
}
