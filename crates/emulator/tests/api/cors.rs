//! Tests of the headers for pages of other origins.

use emulator::{CorsPolicy, EmulatorSettings};
use ureq::http::Request;

use crate::client::{ClientResponse, TestClient};

const PAGE_ORIGIN: &str = "https://page.example";

fn send_preflight(client: &TestClient) -> ClientResponse {
    let request = Request::options(format!("{}/g/v1/sims", client.running.url()))
        .header("origin", PAGE_ORIGIN)
        .header("access-control-request-method", "GET")
        .header("access-control-request-headers", "x-soracom-api-key,x-soracom-token")
        .body(())
        .unwrap();
    ClientResponse::from_ureq(client.agent.run(request).unwrap())
}

fn get_sims_with_origin(client: &TestClient, token: &str) -> ClientResponse {
    let get = client.agent.get(format!("{}/g/v1/sims?limit=1", client.running.url())).header("origin", PAGE_ORIGIN);
    ClientResponse::from_ureq(
        get.header("x-soracom-api-key", &client.api_key).header("x-soracom-token", token).call().unwrap(),
    )
}

#[test]
fn each_cors_policy_sends_its_own_headers() {
    let client = TestClient::new(EmulatorSettings { sims: 3, ..EmulatorSettings::default() });
    let origin = Some(PAGE_ORIGIN);
    for (cors, on_errors, preflight_status, allowed, exposed, on_error) in [
        (CorsPolicy::Open, true, 204, origin, true, origin),
        (CorsPolicy::Open, false, 204, origin, true, None),
        (CorsPolicy::NoExpose, true, 204, origin, false, origin),
        (CorsPolicy::Closed, true, 403, None, false, None),
    ] {
        client
            .running
            .emulator
            .update_settings(|settings| (settings.cors, settings.cors_on_errors) = (cors, on_errors));
        let preflight = send_preflight(&client);
        assert_eq!(
            (preflight.status, preflight.header("access-control-allow-origin")),
            (preflight_status, allowed),
            "{cors:?}"
        );
        let headers = preflight.header("access-control-allow-headers");
        assert_eq!(headers.is_some_and(|names| names.contains("x-soracom-token")), allowed.is_some());

        let response = get_sims_with_origin(&client, &client.token);
        assert_eq!((response.status, response.header("access-control-allow-origin")), (200, allowed), "{cors:?}");
        let names = response.header("access-control-expose-headers");
        assert_eq!(names.is_some_and(|names| names.contains("x-soracom-next-key, link")), exposed, "{cors:?}");
        assert!(response.header("x-soracom-next-key").is_some(), "it is sent, whoever may read it");

        let error = get_sims_with_origin(&client, "wrong");
        assert_eq!((error.status, error.header("access-control-allow-origin")), (401, on_error), "{cors:?}");
    }
    assert_eq!(client.get("/g/v1/sims").header("access-control-allow-origin"), None, "the request had no origin");
    assert_eq!(client.running.request_counts().preflights, 4);
}
