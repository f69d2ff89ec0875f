//! Tests of the server: nesting, stopping and the log.

use axum::Router;
use emulator::{EmulatedCoverage, Emulator, EmulatorSettings};
use tokio::net::TcpListener;

use crate::client::{TestClient, auth_key_json, build_agent};

#[test]
fn the_log_has_names_and_no_secrets() {
    let client = TestClient::new(EmulatorSettings { sims: 3, ..EmulatorSettings::default() });
    client.get("/g/v1/subscribers?limit=2");
    let requests = client.running.logged_requests();
    let [login, list] = &requests[..] else { panic!("{requests:?}") };
    assert_eq!((login.method.as_str(), login.path.as_str(), login.status), ("POST", "/g/v1/auth", 200));
    assert_eq!((list.method.as_str(), list.path.as_str()), ("GET", "/g/v1/subscribers?limit=2"));
    assert!(
        list.has_header("x-soracom-token") && !login.has_header("x-soracom-token") && login.has_header("content-type")
    );
    let log = format!("{requests:?}");
    assert!(!log.contains(&client.token) && !log.contains(emulator::TEST_CREDENTIALS.auth_key));
}

#[test]
fn the_server_stops_with_its_handle() {
    let client = TestClient::new(EmulatorSettings { sims: 3, ..EmulatorSettings::default() });
    let url = format!("{}/sims", client.running.base_url(EmulatedCoverage::Global));
    assert_eq!(build_agent().get(&url).call().unwrap().status(), 401);
    client.running.stop();
    assert!(build_agent().get(url).call().is_err());
}

#[test]
fn a_taken_port_is_an_error() {
    let first = Emulator::start_blocking(EmulatorSettings::default()).unwrap();
    let port = first.url().rsplit(':').next().unwrap().parse().unwrap();
    let second = Emulator::start_blocking(EmulatorSettings { port, ..EmulatorSettings::default() });
    assert!(second.unwrap_err().to_string().starts_with("cannot listen on 127.0.0.1:"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_router_can_be_nested_in_another_server() {
    let emulator = Emulator::new(EmulatorSettings { sims: 3, ..EmulatorSettings::default() });
    let router = Router::new().nest("/relay", emulator.router()).fallback(async || "the page");
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async { axum::serve(listener, router).await });
    let blocking = tokio::task::spawn_blocking(move || {
        let login = build_agent().post(format!("{url}/relay/g/v1/auth")).send(auth_key_json().to_string()).unwrap();
        let login = crate::client::ClientResponse::from_ureq(login).parse_json();
        let list = build_agent()
            .get(format!("{url}/relay/g/v1/sims?limit=1"))
            .header("x-soracom-api-key", login["apiKey"].as_str().unwrap())
            .header("x-soracom-token", login["token"].as_str().unwrap());
        let link = list.call().unwrap().headers()["link"].to_str().unwrap().to_owned();
        assert!(link.starts_with(&format!("<{url}/relay/g/v1/sims?limit=1&last_evaluated_key=")), "{link}");
        assert_eq!(
            build_agent().get(format!("{url}/")).call().unwrap().body_mut().read_to_string().unwrap(),
            "the page"
        );
    });
    blocking.await.unwrap();
    assert_eq!(emulator.logged_requests().len(), 2);
    assert_eq!(emulator.logged_requests()[1].path, "/g/v1/sims?limit=1");
}

#[tokio::test]
async fn an_emulator_starts_on_an_async_runtime() {
    let running = Emulator::start(EmulatorSettings { sims: 3, ..EmulatorSettings::default() }).await.unwrap();
    let url = format!("{}/g/v1/sims", running.url());
    let status = tokio::task::spawn_blocking(move || build_agent().get(url).call().unwrap().status().as_u16());
    assert_eq!(status.await.unwrap(), 401);
}
