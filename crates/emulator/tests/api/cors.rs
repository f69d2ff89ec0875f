//! What browsers are told.

use emulator::{Cors, Settings};
use ureq::http::Request;

use crate::client::{Answer, Client};

const ORIGIN: &str = "https://page.example";

fn preflight(client: &Client) -> Answer {
    let request = Request::options(format!("{}/g/v1/sims", client.running.url()))
        .header("origin", ORIGIN)
        .header("access-control-request-method", "GET")
        .header("access-control-request-headers", "x-soracom-api-key,x-soracom-token")
        .body(())
        .unwrap();
    Answer::of(client.agent.run(request).unwrap())
}

fn get(client: &Client, token: &str) -> Answer {
    let get = client.agent.get(format!("{}/g/v1/sims?limit=1", client.running.url())).header("origin", ORIGIN);
    Answer::of(get.header("x-soracom-api-key", &client.key).header("x-soracom-token", token).call().unwrap())
}

#[test]
fn open_half_open_and_closed() {
    let client = Client::new(Settings { sims: 3, ..Settings::default() });
    let origin = Some(ORIGIN);
    for (cors, on_errors, asked, allowed, exposed, on_error) in [
        (Cors::Open, true, 204, origin, true, origin),
        (Cors::Open, false, 204, origin, true, None),
        (Cors::NoExpose, true, 204, origin, false, origin),
        (Cors::Closed, true, 403, None, false, None),
    ] {
        client.running.emulator.change(|settings| (settings.cors, settings.cors_on_errors) = (cors, on_errors));
        let first = preflight(&client);
        assert_eq!((first.status, first.header("access-control-allow-origin")), (asked, allowed), "{cors:?}");
        let headers = first.header("access-control-allow-headers");
        assert_eq!(headers.is_some_and(|names| names.contains("x-soracom-token")), allowed.is_some());

        let then = get(&client, &client.token);
        assert_eq!((then.status, then.header("access-control-allow-origin")), (200, allowed), "{cors:?}");
        let names = then.header("access-control-expose-headers");
        assert_eq!(names.is_some_and(|names| names.contains("x-soracom-next-key, link")), exposed, "{cors:?}");
        assert!(then.header("x-soracom-next-key").is_some(), "it is sent, whoever may read it");

        let error = get(&client, "wrong");
        assert_eq!((error.status, error.header("access-control-allow-origin")), (401, on_error), "{cors:?}");
    }
    assert_eq!(client.get("/g/v1/sims").header("access-control-allow-origin"), None, "nobody asked");
    assert_eq!(client.running.counts().preflights, 4);
}
