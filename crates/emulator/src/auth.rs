//! Logging in and out.

use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::json;

use crate::CREDENTIALS;
use crate::answer::{Answer, Refusal};
use crate::call::Call;
use crate::tokens::Session;
use crate::{Settings, clock, tokens::Tokens};

/// The longest that a token lives, and how long it does where nothing is asked, in seconds.
const LONGEST: i64 = 172_800;
const USUAL: i64 = 86_400;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Asked {
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
pub(crate) fn log_in(call: &Call, settings: &Settings, tokens: &mut Tokens) -> Result<Answer, Refusal> {
    let asked: Asked = call.json()?;
    let seconds = lifetime(asked.token_timeout_seconds, settings)?;
    let user_name = who(&asked)?;
    let operator_id = CREDENTIALS.operator_id;
    let (api_key, token) = tokens.log_in(settings.seed, clock::now(), seconds, operator_id, user_name);
    let mut answer = json!({"apiKey": api_key, "operatorId": operator_id, "token": token});
    if let Some(name) = user_name {
        answer["userName"] = name.into();
    }
    Ok(Answer::json(&answer))
}

/// The name of the SAM user that the credentials are of, none for root; an AuthKey is root's.
fn who(asked: &Asked) -> Result<Option<&'static str>, Refusal> {
    let is = |given: &Option<String>, right: &str| given.as_deref() == Some(right);
    let one_of = |given: &Option<String>, names: [&'static str; 2]| names.into_iter().find(|name| is(given, name));
    let wrong = || refuse("AUM0002", "Invalid username/password supplied.");

    if asked.auth_key_id.is_some() || asked.auth_key.is_some() {
        let right = is(&asked.auth_key_id, CREDENTIALS.auth_key_id) && is(&asked.auth_key, CREDENTIALS.auth_key);
        return if right { Ok(None) } else { Err(wrong()) };
    }
    let (user_name, mfa) = if asked.email.is_some() {
        let email = one_of(&asked.email, [CREDENTIALS.email, CREDENTIALS.mfa_email]).ok_or_else(wrong)?;
        (None, email == CREDENTIALS.mfa_email)
    } else {
        let name = one_of(&asked.user_name, [CREDENTIALS.user_name, CREDENTIALS.mfa_user_name]);
        let name = name.filter(|_| is(&asked.operator_id, CREDENTIALS.operator_id)).ok_or_else(wrong)?;
        (Some(name), name == CREDENTIALS.mfa_user_name)
    };
    if !is(&asked.password, CREDENTIALS.password) {
        return Err(wrong());
    }
    // The API's codes for these two are not public.
    match asked.mfa_otp_code.as_deref().filter(|code| !code.is_empty()) {
        None if mfa => Err(refuse("EMU0001", "MFA is enabled for this user: an MFA OTP code is required.")),
        Some(code) if mfa && code != CREDENTIALS.mfa_code => Err(refuse("EMU0002", "The MFA OTP code is invalid.")),
        _ => Ok(user_name),
    }
}

fn refuse(code: &'static str, message: &str) -> Refusal {
    Refusal::new(StatusCode::UNAUTHORIZED, code, message)
}

fn lifetime(asked: Option<i64>, settings: &Settings) -> Result<i64, Refusal> {
    match asked.unwrap_or(USUAL) {
        seconds @ 1..=LONGEST => Ok(settings.token_seconds.map_or(seconds, i64::from)),
        _ => Err(Refusal::bad(format!("tokenTimeoutSeconds must be between 1 and {LONGEST}."))),
    }
}

/// `POST /auth/logout`
pub(crate) fn log_out(session: &Session, tokens: &mut Tokens) -> Answer {
    tokens.log_out(&session.api_key);
    Answer::empty(StatusCode::NO_CONTENT)
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct AskedAgain {
    token_timeout_seconds: Option<i64>,
}

/// `POST /operators/{operator_id}/token`
pub(crate) fn renew(
    call: &Call,
    operator_id: &str,
    session: Session,
    settings: &Settings,
    tokens: &mut Tokens,
) -> Result<Answer, Refusal> {
    if operator_id != session.operator_id {
        return Err(Refusal::new(StatusCode::FORBIDDEN, "EMU0403", "The operator is another one."));
    }
    let asked: AskedAgain = if call.body.is_empty() { AskedAgain::default() } else { call.json()? };
    let seconds = lifetime(asked.token_timeout_seconds, settings)?;
    let token = tokens.renew(settings.seed, clock::now(), seconds, session);
    Ok(Answer::json(&json!({ "token": token })))
}
