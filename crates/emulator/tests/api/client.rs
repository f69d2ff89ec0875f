//! A client for the tests.

use emulator::{EmulatedCoverage, Emulator, EmulatorSettings, RunningEmulator, TEST_CREDENTIALS};
use serde_json::{Value, json};
use ureq::http::Response;
use ureq::{Agent, Body};

/// An emulator and a client that is logged in.
pub struct TestClient {
    pub running: RunningEmulator,
    pub agent: Agent,
    pub api_key: String,
    pub token: String,
}

/// A response with its whole body.
#[derive(Debug, PartialEq)]
pub struct ClientResponse {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub text: String,
}

impl ClientResponse {
    pub fn parse_json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    pub fn records(&self) -> Vec<Value> {
        assert_eq!(self.status, 200, "{}", self.text);
        self.parse_json().as_array().unwrap().clone()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|header| header.0 == name).map(|header| header.1.as_str())
    }

    pub fn from_ureq(mut response: Response<Body>) -> Self {
        let headers = response.headers().iter();
        let headers = headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
        Self { status: response.status().as_u16(), headers, text: response.body_mut().read_to_string().unwrap() }
    }
}

pub fn build_agent() -> Agent {
    Agent::config_builder().http_status_as_error(false).proxy(None).allow_non_standard_methods(true).build().into()
}

pub fn auth_key_json() -> Value {
    json!({"authKeyId": TEST_CREDENTIALS.auth_key_id, "authKey": TEST_CREDENTIALS.auth_key})
}

impl TestClient {
    pub fn new(settings: EmulatorSettings) -> Self {
        let running = Emulator::start_blocking(settings).unwrap();
        let mut client = Self { running, agent: build_agent(), api_key: String::new(), token: String::new() };
        let login = client.post("/g/v1/auth", &auth_key_json()).parse_json();
        client.api_key = login["apiKey"].as_str().unwrap().to_owned();
        client.token = login["token"].as_str().unwrap().to_owned();
        client
    }

    pub fn get(&self, path: &str) -> ClientResponse {
        ClientResponse::from_ureq(self.try_get(path).unwrap())
    }

    pub fn try_get(&self, path: &str) -> Result<Response<Body>, ureq::Error> {
        let get = self.agent.get(format!("{}{path}", self.running.url()));
        get.header("x-soracom-api-key", &self.api_key).header("x-soracom-token", &self.token).call()
    }

    pub fn post(&self, path: &str, body: &Value) -> ClientResponse {
        let mut post = self.agent.post(format!("{}{path}", self.running.url()));
        if !self.api_key.is_empty() {
            post = post.header("x-soracom-api-key", &self.api_key).header("x-soracom-token", &self.token);
        }
        ClientResponse::from_ureq(post.content_type("application/json").send(body.to_string()).unwrap())
    }

    /// Fetches all pages of a list by their next keys and returns the records of each.
    pub fn fetch_all_pages(&self, coverage: EmulatedCoverage, list: &str, limit: u32) -> Vec<Vec<Value>> {
        let mut key = String::new();
        let mut pages = vec![];
        loop {
            let page = self.get(&format!("{}/{list}?limit={limit}&last_evaluated_key={key}", coverage.path_prefix()));
            pages.push(page.records());
            match page.header("x-soracom-next-key") {
                Some(next) => key = next.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D"),
                None => return pages,
            }
        }
    }
}
