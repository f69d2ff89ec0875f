//! The client against the emulator: every SIM once, whatever happens on the way.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may")]

use emulator::{CREDENTIALS, Coverage, Emulator, FaultKind, LinkStyle, Operation, Paging, Running, Settings};
use pollster::block_on;
use soracom::{
    Api, Batches, Credentials, Error, List, Method, Pages, Patience, Place, Request, Response, Transport, Unreachable,
    Wait, Way, patient,
};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::time::Duration;

struct Plain;

impl Transport for Plain {
    async fn send(&self, request: Request) -> Result<Response, Unreachable> {
        let words = |error: ureq::Error| Unreachable(error.to_string());
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let mut answer = match request.method {
            Method::Get => {
                let call = request
                    .headers
                    .iter()
                    .fold(agent.get(&request.url), |call, (name, value)| call.header(*name, value));
                call.call().map_err(words)?
            }
            Method::Post => {
                let call = request
                    .headers
                    .iter()
                    .fold(agent.post(&request.url), |call, (name, value)| call.header(*name, value));
                call.send(request.body.unwrap_or_default()).map_err(words)?
            }
        };
        let header = |(name, value): (&ureq::http::HeaderName, &ureq::http::HeaderValue)| {
            (name.to_string(), value.to_str().unwrap_or_default().to_owned())
        };
        let headers = answer.headers().iter().map(header).collect();
        let status = answer.status().as_u16();
        Ok(Response { status, headers, body: answer.body_mut().read_to_vec().map_err(words)? })
    }
}

/// Waits a tenth of the time, and counts why.
#[derive(Default)]
struct Quick(RefCell<Vec<Error>>);

impl Patience for Quick {
    async fn wait(&self, wait: Wait) -> bool {
        assert!(wait.ms <= soracom::LONGEST);
        self.0.borrow_mut().push(wait.error);
        std::thread::sleep(Duration::from_millis(wait.ms / 10));
        true
    }
}

fn start(settings: Settings) -> Running {
    Emulator::start_blocking(settings).unwrap()
}

fn api(running: &Running) -> Api<Plain> {
    Api::new(Plain, &running.base(Coverage::Global))
}

fn key() -> Credentials {
    Credentials::auth_key(CREDENTIALS.auth_key_id, CREDENTIALS.auth_key)
}

/// Signs in however often it takes, and lists all: the identifiers, and why it waited.
fn list_all(running: &Running, list: List) -> Result<(Vec<String>, Vec<Error>), Error> {
    let (api, quick) = (api(running), Quick::default());
    block_on(async {
        let session = patient(&quick, async || api.sign_in(&key()).await).await?;
        let (mut pages, mut ids) = (Pages::of(list), vec![]);
        while !pages.over() {
            let page = patient(&quick, async || api.page(&session, &mut pages).await).await?;
            let text = format!("[{}]", String::from_utf8(page.text).unwrap());
            let records: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
            assert_eq!(records.len() as u32, page.records);
            let id = if list == List::Sims { "simId" } else { "imsi" };
            ids.extend(records.iter().map(|record| record[id].as_str().unwrap().to_owned()));
        }
        Ok((ids, quick.0.take()))
    })
}

fn once(ids: &[String]) -> usize {
    let all: BTreeSet<_> = ids.iter().collect();
    assert_eq!(all.len(), ids.len(), "one of them came twice");
    all.len()
}

#[test]
fn ten_thousand_through_faults_and_a_rate_limit() {
    let settings = Settings { sims: 10_000, fault: 0.05, rate: Some(4), rate_window_ms: 300, ..Settings::default() };
    let running = start(settings);
    let (ids, waits) = list_all(&running, List::Subscribers).unwrap();
    assert_eq!(once(&ids), running.emulator.population(Coverage::Global).0);
    assert!(waits.iter().any(|error| matches!(error, Error::Busy { .. })), "{waits:?}");
    assert!(waits.iter().any(|error| !matches!(error, Error::Busy { .. })), "{waits:?}");
}

#[test]
fn every_form_of_paging() {
    let unquoted = LinkStyle::default();
    for (paging, link, short_pages, list) in [
        (Paging::Both, unquoted, false, List::Sims),
        (Paging::NextKey, unquoted, true, List::Sims),
        (Paging::Link, unquoted, true, List::Sims),
        (Paging::Link, LinkStyle { quoted: true, absolute: false }, false, List::Subscribers),
        (Paging::None, unquoted, true, List::Subscribers),
    ] {
        let running = start(Settings { sims: 730, paging, link, short_pages, ..Settings::default() });
        let (subscribers, sims) = running.emulator.population(Coverage::Global);
        let (ids, _) = list_all(&running, list).unwrap();
        assert_eq!(once(&ids), if list == List::Sims { sims } else { subscribers }, "{paging:?} {list:?}");
    }
    let hidden = start(Settings { sims: 250, paging: Paging::None, ..Settings::default() });
    assert_eq!(list_all(&hidden, List::Sims).unwrap_err(), Error::Blind);
    let empty = start(Settings { sims: 0, empty_sims_404: true, ..Settings::default() });
    assert_eq!(list_all(&empty, List::Sims).unwrap().0, Vec::<String>::new());
}

#[test]
fn each_fault_passes() {
    use FaultKind::{BadGateway, Cut, Internal, TooMany, Unavailable};
    for kind in [Internal, BadGateway, Unavailable, Cut, TooMany] {
        let running =
            start(Settings { sims: 250, script: vec![(1, kind), (3, kind), (4, kind)], ..Settings::default() });
        let (ids, waits) = list_all(&running, List::Subscribers).unwrap();
        assert_eq!((once(&ids), waits.len()), (250, 3), "{kind:?} {waits:?}");
    }
}

#[test]
fn every_way_to_sign_in_and_what_is_refused() {
    let running = start(Settings { sims: 3, text_plain_errors: true, ..Settings::default() });
    let api = api(&running);
    let secret = |text: &str| text.to_owned().into();
    let c = CREDENTIALS;
    let root = |email: &str, password: &str| Way::Root { email: secret(email), password: secret(password) };
    let sam = |user: &str| Way::Sam {
        operator_id: secret(c.operator_id),
        user_name: secret(user),
        password: secret(c.password),
    };
    for (way, mfa, good) in [
        (root(c.email, c.password), None, true),
        (root(c.mfa_email, c.password), Some(c.mfa_code), true),
        (sam(c.user_name), None, true),
        (sam(c.mfa_user_name), Some(c.mfa_code), true),
        (sam(c.mfa_user_name), None, false),
        (root(c.mfa_email, c.password), Some("000000"), false),
        (root(c.email, "wrong"), None, false),
    ] {
        let credentials = Credentials { way, mfa: mfa.map(secret) };
        match block_on(api.sign_in(&credentials)) {
            Ok(session) => {
                assert!(good && session.operator() == Some(c.operator_id) && session.expires().is_some());
                block_on(api.sign_out(&session)).unwrap();
                let after = block_on(api.page(&session, &mut Pages::of(List::Sims)));
                assert!(matches!(after, Err(Error::Expired { .. })), "{after:?}");
            }
            Err(Error::Refused { message, mfa: asked, .. }) => {
                assert!(!good, "{credentials:?}: {message}");
                assert_eq!(asked, !message.contains("Invalid username"), "{message}");
            }
            Err(other) => panic!("{credentials:?}: {other}"),
        }
    }
    let forbidden = start(Settings { sims: 3, forbidden: vec![Operation::ListSims], ..Settings::default() });
    let refused = list_all(&forbidden, List::Sims).unwrap_err();
    assert!(matches!(&refused, Error::Forbidden { permission, .. } if permission == "Sim:listSims"), "{refused}");
    let nobody = Api::new(Plain, "http://127.0.0.1:9");
    assert!(matches!(block_on(nobody.sign_in(&key())), Err(Error::Unreachable { .. })));
}

#[test]
fn the_events_of_a_sim() {
    let settings = Settings { sims: 30, ..Settings::default() };
    let now = settings.now_ms;
    let running = start(settings);
    let api = api(&running);
    let (ids, _) = list_all(&running, List::Subscribers).unwrap();
    let session = block_on(api.sign_in(&key())).unwrap();
    let events: Vec<_> = ids.iter().map(|imsi| block_on(api.events(&session, imsi, now)).unwrap()).collect();
    let all: Vec<_> = events.iter().flatten().collect();
    assert!(all.iter().any(|event| event.cell.is_some()) && all.iter().all(|event| event.time.is_some()), "{all:?}");
    assert!(events.iter().all(|one| one.is_sorted_by(|a, b| a.time >= b.time)));
}

/// The relay of `cargo xtask serve --relay`, in front of the emulator.
struct Relay(std::process::Child, u16);

impl Relay {
    fn start(upstream: &str) -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../xtask/relay.mjs");
        let mut node = std::process::Command::new("node");
        node.args([script, &port.to_string(), &std::process::id().to_string()]).env("SIMSCOPE_UPSTREAM_G", upstream);
        let relay = Self(node.spawn().unwrap(), port);
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            std::thread::sleep(Duration::from_millis(20));
        }
        relay
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

#[test]
fn through_the_relay_and_nothing_but_what_is_needed() {
    let running = start(Settings { sims: 250, paging: Paging::NextKey, ..Settings::default() });
    let relay = Relay::start(&running.base(Coverage::Global));
    let api = Api::new(Plain, &format!("http://127.0.0.1:{}/relay/g", relay.1));
    let session = block_on(api.sign_in(&key())).unwrap();
    let (mut pages, mut records) = (Pages::of(List::Sims), 0);
    while !pages.over() {
        records += block_on(api.page(&session, &mut pages)).unwrap().records as usize;
    }
    assert_eq!(records, running.emulator.population(Coverage::Global).1);
    block_on(api.sign_out(&session)).unwrap();
    let get = |path: &str| Request {
        method: Method::Get,
        url: format!("http://127.0.0.1:{}{path}", relay.1),
        headers: vec![("cookie", "a=b".to_owned())],
        body: None,
    };
    let calls = running.requests().len();
    for path in ["/relay/g/users", "/relay/x/sims", "/relay/g/sims/1/terminate", "/", "/relay/g/subscribers/1"] {
        assert_eq!(block_on(Plain.send(get(path))).unwrap().status, 404, "{path}");
    }
    assert_eq!(running.requests().len(), calls, "none of them was passed on");
    assert_eq!(block_on(Plain.send(get("/relay/g/sims"))).unwrap().status, 401);
    let passed = running.requests();
    assert!(!passed.last().unwrap().has("cookie"), "{passed:?}");
}

#[test]
fn cells_are_located_in_batches_through_faults() {
    for unknown_cells_null in [false, true] {
        let settings = Settings { unknown_cells_null, fault: 0.1, ..Settings::default() };
        let running = start(settings);
        let (api, quick) = (api(&running), Quick::default());
        let place = |cell: u32| Place { mcc: 440, mnc: 10, lte: true, area: 1 + cell / 40, cell: Some(256 + cell) };
        let nowhere = Place { mcc: 901, mnc: 12, lte: false, area: 5, cell: Some(9) };
        let places: Vec<Place> = (0..430).map(place).chain([nowhere]).collect();
        let found = block_on(async {
            let session = patient(&quick, async || api.sign_in(&key()).await).await?;
            let (mut batches, mut found) = (Batches::of(places), vec![]);
            while !batches.over() {
                found.extend(patient(&quick, async || api.locations(&session, &mut batches).await).await?);
            }
            Ok::<_, Error>(found)
        })
        .unwrap();
        assert_eq!(found.iter().map(|(at, _)| *at).collect::<Vec<_>>(), (0..431).collect::<Vec<_>>());
        let known: Vec<_> = found.iter().filter_map(|(_, location)| *location).collect();
        assert!((350..425).contains(&known.len()), "{}", known.len());
        assert!(known.iter().all(|at| (25.0..46.0).contains(&at.lat) && (130.0..147.0).contains(&at.lon)), "{known:?}");
        assert_eq!(found[430].1, None);
    }
}
