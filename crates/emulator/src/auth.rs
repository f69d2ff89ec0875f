//! Logging in and out.

use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::json;

use crate::TEST_CREDENTIALS;
use crate::api_request::ApiRequest;
use crate::api_response::{ApiError, ApiResponse};
use crate::token_store::LoginSession;
use crate::{EmulatorSettings, clock, token_store::TokenStore};

/// The longest that a token lives, and how long it does where nothing is asked, in seconds.
const MAX_TOKEN_SECONDS: i64 = 172_800;
const DEFAULT_TOKEN_SECONDS: i64 = 86_400;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct LoginRequest {
    auth_key_id: Option<String>,
    auth_key: Option<String>,
    email: Option<String>,
    operator_id: Option<String>,
    user_name: Option<String>,
    password: Option<String>,
    #[serde(rename = "mfaOTPCode")]
    mfa_otp_code: Option<String>,
    token_timeout_seconds: Option<i64>,
}

/// `POST /auth`
pub(crate) fn log_in(
    call: &ApiRequest,
    settings: &EmulatorSettings,
    tokens: &mut TokenStore,
) -> Result<ApiResponse, ApiError> {
    let asked: LoginRequest = call.parse_json_body()?;
    let seconds = token_lifetime_seconds(asked.token_timeout_seconds, settings)?;
    let user_name = verify_credentials(&asked)?;
    let operator_id = TEST_CREDENTIALS.operator_id;
    let (api_key, token) = tokens.log_in(settings.seed, clock::now_ms(), seconds, operator_id, user_name);
    let mut answer = json!({"apiKey": api_key, "operatorId": operator_id, "token": token});
    if let Some(name) = user_name {
        answer["userName"] = name.into();
    }
    Ok(ApiResponse::from_json(&answer))
}

/// The name of the SAM user that the credentials are of, none for root; an AuthKey is root's.
fn verify_credentials(asked: &LoginRequest) -> Result<Option<&'static str>, ApiError> {
    let is = |given: &Option<String>, right: &str| given.as_deref() == Some(right);
    let one_of = |given: &Option<String>, names: [&'static str; 2]| names.into_iter().find(|name| is(given, name));
    let wrong = || unauthorized_error("AUM0002", "Invalid username/password supplied.");

    if asked.auth_key_id.is_some() || asked.auth_key.is_some() {
        let right =
            is(&asked.auth_key_id, TEST_CREDENTIALS.auth_key_id) && is(&asked.auth_key, TEST_CREDENTIALS.auth_key);
        return if right { Ok(None) } else { Err(wrong()) };
    }
    let (user_name, mfa) = if asked.email.is_some() {
        let email = one_of(&asked.email, [TEST_CREDENTIALS.email, TEST_CREDENTIALS.mfa_email]).ok_or_else(wrong)?;
        (None, email == TEST_CREDENTIALS.mfa_email)
    } else {
        let name = one_of(&asked.user_name, [TEST_CREDENTIALS.user_name, TEST_CREDENTIALS.mfa_user_name]);
        let name = name.filter(|_| is(&asked.operator_id, TEST_CREDENTIALS.operator_id)).ok_or_else(wrong)?;
        (Some(name), name == TEST_CREDENTIALS.mfa_user_name)
    };
    if !is(&asked.password, TEST_CREDENTIALS.password) {
        return Err(wrong());
    }
    // The API's codes for these two are not public.
    match asked.mfa_otp_code.as_deref().filter(|code| !code.is_empty()) {
        None if mfa => Err(unauthorized_error("EMU0001", "MFA is enabled for this user: an MFA OTP code is required.")),
        Some(code) if mfa && code != TEST_CREDENTIALS.mfa_code => {
            Err(unauthorized_error("EMU0002", "The MFA OTP code is invalid."))
        }
        _ => Ok(user_name),
    }
}

fn unauthorized_error(code: &'static str, message: &str) -> ApiError {
    ApiError::new(StatusCode::UNAUTHORIZED, code, message)
}

fn token_lifetime_seconds(asked: Option<i64>, settings: &EmulatorSettings) -> Result<i64, ApiError> {
    match asked.unwrap_or(DEFAULT_TOKEN_SECONDS) {
        seconds @ 1..=MAX_TOKEN_SECONDS => Ok(settings.token_lifetime_seconds.map_or(seconds, i64::from)),
        _ => Err(ApiError::bad_request(format!("tokenTimeoutSeconds must be between 1 and {MAX_TOKEN_SECONDS}."))),
    }
}

/// `POST /auth/logout`
pub(crate) fn log_out(session: &LoginSession, tokens: &mut TokenStore) -> ApiResponse {
    tokens.revoke_api_key(&session.api_key);
    ApiResponse::without_body(StatusCode::NO_CONTENT)
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct RenewTokenRequest {
    token_timeout_seconds: Option<i64>,
}

/// `POST /operators/{operator_id}/token`
pub(crate) fn renew_token(
    call: &ApiRequest,
    operator_id: &str,
    session: LoginSession,
    settings: &EmulatorSettings,
    tokens: &mut TokenStore,
) -> Result<ApiResponse, ApiError> {
    if operator_id != session.operator_id {
        return Err(ApiError::new(StatusCode::FORBIDDEN, "EMU0403", "The operator is another one."));
    }
    let asked: RenewTokenRequest =
        if call.body.is_empty() { RenewTokenRequest::default() } else { call.parse_json_body()? };
    let seconds = token_lifetime_seconds(asked.token_timeout_seconds, settings)?;
    let token = tokens.issue_token(settings.seed, clock::now_ms(), seconds, session);
    Ok(ApiResponse::from_json(&json!({ "token": token })))
}
