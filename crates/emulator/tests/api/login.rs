//! Tests of logging in, renewing tokens and logging out.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use emulator::{EmulatorSettings, TEST_CREDENTIALS};
use serde_json::{Value, json};

use crate::client::{TestClient, auth_key_json};
use crate::schema;

fn decode_token_payload(token: &str) -> Value {
    let parts: Vec<&str> = token.split('.').collect();
    assert_eq!(parts.len(), 3);
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(parts[1]).unwrap()).unwrap()
}

#[test]
fn every_login_form_is_accepted_or_refused() {
    let client = TestClient::new(EmulatorSettings { sims: 1, ..EmulatorSettings::default() });
    let credentials = TEST_CREDENTIALS;
    let root = |email, password| json!({"email": email, "password": password});
    let sam = |operator, name, password| json!({"operatorId": operator, "userName": name, "password": password});
    let with = |mut form: Value, key: &str, value: Value| {
        form[key] = value;
        form
    };
    let (mfa_root, mfa_sam) = (
        root(credentials.mfa_email, credentials.password),
        sam(credentials.operator_id, credentials.mfa_user_name, credentials.password),
    );
    for (form, status, code, name) in [
        (auth_key_json(), 200, "", None),
        (root(credentials.email, credentials.password), 200, "", None),
        (
            sam(credentials.operator_id, credentials.user_name, credentials.password),
            200,
            "",
            Some(credentials.user_name),
        ),
        (with(mfa_root.clone(), "mfaOTPCode", credentials.mfa_code.into()), 200, "", None),
        (with(mfa_sam.clone(), "mfaOTPCode", credentials.mfa_code.into()), 200, "", Some(credentials.mfa_user_name)),
        (mfa_root.clone(), 401, "EMU0001", None),
        (mfa_sam.clone(), 401, "EMU0001", None),
        (with(mfa_root, "mfaOTPCode", "000000".into()), 401, "EMU0002", None),
        (with(mfa_sam, "mfaOTPCode", "000000".into()), 401, "EMU0002", None),
        (root(credentials.mfa_email, "wrong"), 401, "AUM0002", None),
        (root(credentials.email, "wrong"), 401, "AUM0002", None),
        (root("nobody@example.com", credentials.password), 401, "AUM0002", None),
        (sam("OP0000000000", credentials.user_name, credentials.password), 401, "AUM0002", None),
        (sam(credentials.operator_id, "nobody", credentials.password), 401, "AUM0002", None),
        (with(auth_key_json(), "authKey", "secret-wrong".into()), 401, "AUM0002", None),
        (json!({"authKeyId": credentials.auth_key_id}), 401, "AUM0002", None),
        (json!({}), 401, "AUM0002", None),
        (with(auth_key_json(), "tokenTimeoutSeconds", 172_800.into()), 200, "", None),
        (with(auth_key_json(), "tokenTimeoutSeconds", 172_801.into()), 400, "EMU0400", None),
        (with(auth_key_json(), "tokenTimeoutSeconds", 0.into()), 400, "EMU0400", None),
        (json!("not an object"), 400, "EMU0400", None),
    ] {
        let response = client.post("/jp/v1/auth", &form);
        assert_eq!(response.status, status, "{form}: {}", response.text);
        let response = response.parse_json();
        if status == 200 {
            assert_eq!(schema::schema_violations("AuthResponse", &response), [""; 0]);
            assert_eq!(response["userName"].as_str(), name);
            assert_eq!(response["operatorId"], credentials.operator_id);
            assert!(response["apiKey"].as_str().unwrap().starts_with("api-"));
            let payload = decode_token_payload(response["token"].as_str().unwrap());
            let seconds = payload["exp"].as_i64().unwrap() - payload["iat"].as_i64().unwrap();
            assert_eq!(seconds, form["tokenTimeoutSeconds"].as_i64().unwrap_or(86_400));
            assert_eq!(payload["operator"]["operatorId"], credentials.operator_id);
        } else {
            assert_eq!(response["code"], code, "{form}");
            assert_eq!(response["message"].as_str().unwrap().contains("MFA"), code.starts_with("EMU000"), "{form}");
        }
    }
}

#[test]
fn tokens_work_on_both_coverages_until_logout() {
    let mut client = TestClient::new(EmulatorSettings { sims: 1, ..EmulatorSettings::default() });
    assert_eq!((client.get("/g/v1/sims").status, client.get("/jp/v1/sims").status), (200, 200));

    let path = format!("/g/v1/operators/{}/token", TEST_CREDENTIALS.operator_id);
    let renewed = client.post(&path, &json!({"tokenTimeoutSeconds": 3600})).parse_json();
    assert_eq!(schema::schema_violations("GenerateTokenResponse", &renewed), [""; 0]);
    client.token = renewed["token"].as_str().unwrap().to_owned();
    assert_eq!(client.get("/g/v1/sims").status, 200);
    assert_eq!(client.post("/g/v1/operators/OP0000000000/token", &json!({})).status, 403);
    assert_eq!(client.post(&path, &json!({"tokenTimeoutSeconds": 172_801})).status, 400);

    let out = client.post("/jp/v1/auth/logout", &json!({}));
    assert_eq!((out.status, out.text.as_str()), (204, ""));
    let refused = client.get("/g/v1/sims");
    assert_eq!((refused.status, &refused.parse_json()["code"]), (401, &json!("AGW0002")));
    assert_eq!(client.post(&path, &json!({})).status, 400, "documented so for what has expired");

    for (key, token, code) in [("", "x", "COM0006"), (client.api_key.clone().as_str(), "x", "COM0006")] {
        (client.api_key, client.token) = (key.to_owned(), token.to_owned());
        assert_eq!(client.get("/g/v1/sims").parse_json()["code"], code);
    }
    let bare = client.agent.get(format!("{}/g/v1/sims", client.running.url())).call().unwrap();
    assert_eq!(crate::client::ClientResponse::from_ureq(bare).parse_json()["code"], "AUM0001");
}

#[test]
fn tokens_expire_after_their_lifetime_or_as_many_requests_as_configured() {
    let client =
        TestClient::new(EmulatorSettings { sims: 1, token_lifetime_seconds: Some(1), ..EmulatorSettings::default() });
    assert_eq!(client.get("/g/v1/sims").status, 200);
    std::thread::sleep(Duration::from_millis(1050));
    assert_eq!(client.get("/g/v1/sims").parse_json()["code"], "AGW0002");

    let mut client =
        TestClient::new(EmulatorSettings { sims: 1, expire_after_requests: Some(2), ..EmulatorSettings::default() });
    let statuses: Vec<u16> = (0..4).map(|_| client.get("/g/v1/sims").status).collect();
    assert_eq!(statuses, [200, 200, 401, 401]);
    let login = client.post("/g/v1/auth", &auth_key_json()).parse_json();
    client.api_key = login["apiKey"].as_str().unwrap().to_owned();
    client.token = login["token"].as_str().unwrap().to_owned();
    assert!((0..5).all(|_| client.get("/g/v1/sims").status == 200), "it happens once");
}
