//! Logging in, renewing a token, and logging out.

use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::json;

use crate::TEST_CREDENTIALS;
use crate::api_request::ApiRequest;
use crate::api_response::{ApiError, ApiResponse};
use crate::token_store::LoginSession;
use crate::{EmulatorSettings, clock, token_store::TokenStore};

/// Longest lifetime of a token in seconds.
const MAX_TOKEN_SECONDS: i64 = 172_800;
/// Lifetime of a token in seconds if a request names none.
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

/// Performs `POST /auth`.
pub(crate) fn log_in(
    call: &ApiRequest,
    settings: &EmulatorSettings,
    tokens: &mut TokenStore,
) -> Result<ApiResponse, ApiError> {
    let login: LoginRequest = call.parse_json_body()?;
    let seconds = token_lifetime_seconds(login.token_timeout_seconds, settings)?;
    let user_name = verify_credentials(&login)?;
    let operator_id = TEST_CREDENTIALS.operator_id;
    let (api_key, token) = tokens.log_in(settings.seed, clock::now_ms(), seconds, operator_id, user_name);
    let mut response = json!({"apiKey": api_key, "operatorId": operator_id, "token": token});
    if let Some(name) = user_name {
        response["userName"] = name.into();
    }
    Ok(ApiResponse::from_json(&response))
}

/// Returns the name of the SAM user that the credentials belong to, or `None` for the root user, to whom an AuthKey
/// belongs too.
fn verify_credentials(login: &LoginRequest) -> Result<Option<&'static str>, ApiError> {
    let equals = |given: &Option<String>, expected: &str| given.as_deref() == Some(expected);
    let find_equal =
        |given: &Option<String>, names: [&'static str; 2]| names.into_iter().find(|name| equals(given, name));
    let invalid = || unauthorized_error("AUM0002", "Invalid username/password supplied.");

    if login.auth_key_id.is_some() || login.auth_key.is_some() {
        let valid = equals(&login.auth_key_id, TEST_CREDENTIALS.auth_key_id)
            && equals(&login.auth_key, TEST_CREDENTIALS.auth_key);
        return if valid { Ok(None) } else { Err(invalid()) };
    }
    let (user_name, needs_mfa) = if login.email.is_some() {
        let email =
            find_equal(&login.email, [TEST_CREDENTIALS.email, TEST_CREDENTIALS.mfa_email]).ok_or_else(invalid)?;
        (None, email == TEST_CREDENTIALS.mfa_email)
    } else {
        let name = find_equal(&login.user_name, [TEST_CREDENTIALS.user_name, TEST_CREDENTIALS.mfa_user_name]);
        let name = name.filter(|_| equals(&login.operator_id, TEST_CREDENTIALS.operator_id)).ok_or_else(invalid)?;
        (Some(name), name == TEST_CREDENTIALS.mfa_user_name)
    };
    if !equals(&login.password, TEST_CREDENTIALS.password) {
        return Err(invalid());
    }
    // The API's error codes for these two cases are not public.
    match login.mfa_otp_code.as_deref().filter(|code| !code.is_empty()) {
        None if needs_mfa => {
            Err(unauthorized_error("EMU0001", "MFA is enabled for this user: an MFA OTP code is required."))
        }
        Some(code) if needs_mfa && code != TEST_CREDENTIALS.mfa_code => {
            Err(unauthorized_error("EMU0002", "The MFA OTP code is invalid."))
        }
        _ => Ok(user_name),
    }
}

fn unauthorized_error(code: &'static str, message: &str) -> ApiError {
    ApiError::new(StatusCode::UNAUTHORIZED, code, message)
}

fn token_lifetime_seconds(requested: Option<i64>, settings: &EmulatorSettings) -> Result<i64, ApiError> {
    match requested.unwrap_or(DEFAULT_TOKEN_SECONDS) {
        seconds @ 1..=MAX_TOKEN_SECONDS => Ok(settings.token_lifetime_seconds.map_or(seconds, i64::from)),
        _ => Err(ApiError::bad_request(format!("tokenTimeoutSeconds must be between 1 and {MAX_TOKEN_SECONDS}."))),
    }
}

/// Performs `POST /auth/logout`.
pub(crate) fn log_out(session: &LoginSession, tokens: &mut TokenStore) -> ApiResponse {
    tokens.revoke_api_key(&session.api_key);
    ApiResponse::without_body(StatusCode::NO_CONTENT)
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct RenewTokenRequest {
    token_timeout_seconds: Option<i64>,
}

/// Performs `POST /operators/{operator_id}/token`.
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
    let request: RenewTokenRequest =
        if call.body.is_empty() { RenewTokenRequest::default() } else { call.parse_json_body()? };
    let seconds = token_lifetime_seconds(request.token_timeout_seconds, settings)?;
    let token = tokens.issue_token(settings.seed, clock::now_ms(), seconds, session);
    Ok(ApiResponse::from_json(&json!({ "token": token })))
}
