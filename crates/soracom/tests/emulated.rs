//! Tests of the client with the emulator: every SIM is listed once, whatever faults occur.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may")]

use emulator::{
    ApiOperation, EmulatedCoverage, Emulator, EmulatorSettings, FaultKind, LinkHeaderStyle, PagingHeaders,
    RunningEmulator, TEST_CREDENTIALS,
};
use pollster::block_on;
use soracom::{
    ApiClient, ApiList, AuthMethod, CellIdentifier, Credentials, HttpMethod, HttpRequest, HttpResponse, HttpTransport,
    LocationBatches, Paginator, RetryPolicy, RetryWait, SoracomError, TransportError, call_with_retries,
};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::time::Duration;

struct UreqTransport;

impl HttpTransport for UreqTransport {
    async fn send_request(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let transport_error = |error: ureq::Error| TransportError(error.to_string());
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let mut response = match request.method {
            HttpMethod::Get => {
                let call = request
                    .headers
                    .iter()
                    .fold(agent.get(&request.url), |call, (name, value)| call.header(*name, value));
                call.call().map_err(transport_error)?
            }
            HttpMethod::Post => {
                let call = request
                    .headers
                    .iter()
                    .fold(agent.post(&request.url), |call, (name, value)| call.header(*name, value));
                call.send(request.body.unwrap_or_default()).map_err(transport_error)?
            }
        };
        let header = |(name, value): (&ureq::http::HeaderName, &ureq::http::HeaderValue)| {
            (name.to_string(), value.to_str().unwrap_or_default().to_owned())
        };
        let headers = response.headers().iter().map(header).collect();
        let status = response.status().as_u16();
        Ok(HttpResponse { status, headers, body: response.body_mut().read_to_vec().map_err(transport_error)? })
    }
}

/// Waits a tenth of the delay and records the errors.
#[derive(Default)]
struct RecordingRetryPolicy(RefCell<Vec<SoracomError>>);

impl RetryPolicy for RecordingRetryPolicy {
    async fn wait_before_retry(&self, wait: RetryWait) -> bool {
        assert!(wait.delay_ms <= soracom::MAX_RETRY_DELAY_MS);
        self.0.borrow_mut().push(wait.error);
        std::thread::sleep(Duration::from_millis(wait.delay_ms / 10));
        true
    }
}

fn start_emulator(settings: EmulatorSettings) -> RunningEmulator {
    Emulator::start_blocking(settings).unwrap()
}

fn api_client(running: &RunningEmulator) -> ApiClient<UreqTransport> {
    ApiClient::new(UreqTransport, &running.base_url(EmulatedCoverage::Global))
}

fn auth_key_credentials() -> Credentials {
    Credentials::from_auth_key(TEST_CREDENTIALS.auth_key_id, TEST_CREDENTIALS.auth_key)
}

/// Signs in, with retries, and lists all records: returns their identifiers and the errors that caused a retry.
fn list_all(running: &RunningEmulator, list: ApiList) -> Result<(Vec<String>, Vec<SoracomError>), SoracomError> {
    let (api, policy) = (api_client(running), RecordingRetryPolicy::default());
    block_on(async {
        let session = call_with_retries(&policy, async || api.sign_in(&auth_key_credentials()).await).await?;
        let (mut paginator, mut ids) = (Paginator::new(list), vec![]);
        while !paginator.is_finished() {
            let page = call_with_retries(&policy, async || api.fetch_page(&session, &mut paginator).await).await?;
            let text = format!("[{}]", String::from_utf8(page.records_json).unwrap());
            let records: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
            assert_eq!(records.len() as u32, page.record_count);
            let id = if list == ApiList::Sims { "simId" } else { "imsi" };
            ids.extend(records.iter().map(|record| record[id].as_str().unwrap().to_owned()));
        }
        Ok((ids, policy.0.take()))
    })
}

fn count_distinct(ids: &[String]) -> usize {
    let distinct: BTreeSet<_> = ids.iter().collect();
    assert_eq!(distinct.len(), ids.len(), "one of them came twice");
    distinct.len()
}

#[test]
fn every_subscriber_comes_once_through_faults_and_a_rate_limit() {
    let settings = EmulatorSettings {
        sims: 10_000,
        fault_rate: 0.05,
        rate_limit: Some(4),
        rate_window_ms: 300,
        ..EmulatorSettings::default()
    };
    let running = start_emulator(settings);
    let (ids, waits) = list_all(&running, ApiList::Subscribers).unwrap();
    assert_eq!(count_distinct(&ids), running.emulator.count_population(EmulatedCoverage::Global).subscriptions);
    assert!(waits.iter().any(|error| matches!(error, SoracomError::RateLimited { .. })), "{waits:?}");
    assert!(waits.iter().any(|error| !matches!(error, SoracomError::RateLimited { .. })), "{waits:?}");
}

#[test]
fn every_form_of_paging_lists_every_record_once() {
    let unquoted = LinkHeaderStyle::default();
    for (paging, link, short_pages, list) in [
        (PagingHeaders::Both, unquoted, false, ApiList::Sims),
        (PagingHeaders::NextKey, unquoted, true, ApiList::Sims),
        (PagingHeaders::Link, unquoted, true, ApiList::Sims),
        (PagingHeaders::Link, LinkHeaderStyle { quoted: true, absolute: false }, false, ApiList::Subscribers),
        (PagingHeaders::Neither, unquoted, true, ApiList::Subscribers),
    ] {
        let running = start_emulator(EmulatorSettings {
            sims: 730,
            paging,
            link_style: link,
            short_pages,
            ..EmulatorSettings::default()
        });
        let counts = running.emulator.count_population(EmulatedCoverage::Global);
        let (ids, _) = list_all(&running, list).unwrap();
        assert_eq!(
            count_distinct(&ids),
            if list == ApiList::Sims { counts.sims } else { counts.subscriptions },
            "{paging:?} {list:?}"
        );
    }
    let hidden =
        start_emulator(EmulatorSettings { sims: 250, paging: PagingHeaders::Neither, ..EmulatorSettings::default() });
    assert_eq!(list_all(&hidden, ApiList::Sims).unwrap_err(), SoracomError::PagingHeadersHidden);
    let empty = start_emulator(EmulatorSettings { sims: 0, empty_sims_404: true, ..EmulatorSettings::default() });
    assert_eq!(list_all(&empty, ApiList::Sims).unwrap().0, Vec::<String>::new());
}

#[test]
fn a_list_gets_past_each_kind_of_fault() {
    use FaultKind::{BadGateway, Internal, TooManyRequests, Truncated, Unavailable};
    for kind in [Internal, BadGateway, Unavailable, Truncated, TooManyRequests] {
        let running = start_emulator(EmulatorSettings {
            sims: 250,
            fault_script: vec![(1, kind), (3, kind), (4, kind)],
            ..EmulatorSettings::default()
        });
        let (ids, waits) = list_all(&running, ApiList::Subscribers).unwrap();
        assert_eq!((count_distinct(&ids), waits.len()), (250, 3), "{kind:?} {waits:?}");
    }
}

#[test]
fn every_auth_method_signs_in_and_wrong_credentials_are_refused() {
    let running = start_emulator(EmulatorSettings { sims: 3, text_plain_errors: true, ..EmulatorSettings::default() });
    let api = api_client(&running);
    let secret = |text: &str| text.to_owned().into();
    let credentials = TEST_CREDENTIALS;
    let root = |email: &str, password: &str| AuthMethod::Root { email: secret(email), password: secret(password) };
    let sam = |user: &str| AuthMethod::Sam {
        operator_id: secret(credentials.operator_id),
        user_name: secret(user),
        password: secret(credentials.password),
    };
    for (auth_method, mfa_code, is_valid) in [
        (root(credentials.email, credentials.password), None, true),
        (root(credentials.mfa_email, credentials.password), Some(credentials.mfa_code), true),
        (sam(credentials.user_name), None, true),
        (sam(credentials.mfa_user_name), Some(credentials.mfa_code), true),
        (sam(credentials.mfa_user_name), None, false),
        (root(credentials.mfa_email, credentials.password), Some("000000"), false),
        (root(credentials.email, "wrong"), None, false),
    ] {
        let submitted = Credentials { auth_method, mfa_code: mfa_code.map(secret) };
        match block_on(api.sign_in(&submitted)) {
            Ok(session) => {
                assert!(
                    is_valid
                        && session.operator_id() == Some(credentials.operator_id)
                        && session.expires_at_ms().is_some()
                );
                block_on(api.sign_out(&session)).unwrap();
                let after = block_on(api.fetch_page(&session, &mut Paginator::new(ApiList::Sims)));
                assert!(matches!(after, Err(SoracomError::SignInExpired { .. })), "{after:?}");
            }
            Err(SoracomError::SignInRefused { message, mfa_required, .. }) => {
                assert!(!is_valid, "{submitted:?}: {message}");
                assert_eq!(mfa_required, !message.contains("Invalid username"), "{message}");
            }
            Err(other) => panic!("{submitted:?}: {other}"),
        }
    }
    let forbidden = start_emulator(EmulatorSettings {
        sims: 3,
        forbidden_operations: vec![ApiOperation::ListSims],
        ..EmulatorSettings::default()
    });
    let refused = list_all(&forbidden, ApiList::Sims).unwrap_err();
    assert!(
        matches!(&refused, SoracomError::Forbidden { permission, .. } if permission == "Sim:listSims"),
        "{refused}"
    );
    let nobody = ApiClient::new(UreqTransport, "http://127.0.0.1:9");
    assert!(matches!(block_on(nobody.sign_in(&auth_key_credentials())), Err(SoracomError::Unreachable { .. })));
}

#[test]
fn the_events_of_a_subscription_come_newest_first() {
    let settings = EmulatorSettings { sims: 30, ..EmulatorSettings::default() };
    let now = settings.now_ms;
    let running = start_emulator(settings);
    let api = api_client(&running);
    let (ids, _) = list_all(&running, ApiList::Subscribers).unwrap();
    let session = block_on(api.sign_in(&auth_key_credentials())).unwrap();
    let events: Vec<_> =
        ids.iter().map(|imsi| block_on(api.fetch_session_events(&session, imsi, now)).unwrap()).collect();
    let all: Vec<_> = events.iter().flatten().collect();
    assert!(all.iter().any(|event| event.cell.is_some()) && all.iter().all(|event| event.time.is_some()), "{all:?}");
    assert!(events.iter().all(|one| one.is_sorted_by(|a, b| a.time >= b.time)));
}

#[test]
fn cells_are_located_in_batches_through_faults() {
    for unknown_cells_null in [false, true] {
        let settings = EmulatorSettings { unknown_cells_null, fault_rate: 0.1, ..EmulatorSettings::default() };
        let running = start_emulator(settings);
        let (api, policy) = (api_client(&running), RecordingRetryPolicy::default());
        let cell_identifier =
            |cell: u32| CellIdentifier { mcc: 440, mnc: 10, is_lte: true, area: 1 + cell / 40, cell: Some(256 + cell) };
        let nowhere = CellIdentifier { mcc: 901, mnc: 12, is_lte: false, area: 5, cell: Some(9) };
        let cells: Vec<CellIdentifier> = (0..430).map(cell_identifier).chain([nowhere]).collect();
        let found = block_on(async {
            let session = call_with_retries(&policy, async || api.sign_in(&auth_key_credentials()).await).await?;
            let (mut batches, mut found) = (LocationBatches::new(cells), vec![]);
            while !batches.is_finished() {
                found.extend(
                    call_with_retries(&policy, async || api.fetch_cell_locations(&session, &mut batches).await).await?,
                );
            }
            Ok::<_, SoracomError>(found)
        })
        .unwrap();
        assert_eq!(found.iter().map(|(index, _)| *index).collect::<Vec<_>>(), (0..431).collect::<Vec<_>>());
        let known: Vec<_> = found.iter().filter_map(|(_, location)| *location).collect();
        assert!((350..425).contains(&known.len()), "{}", known.len());
        assert!(
            known.iter().all(|found| (25.0..46.0).contains(&found.lat) && (130.0..147.0).contains(&found.lon)),
            "{known:?}"
        );
        assert_eq!(found[430].1, None);
    }
}
