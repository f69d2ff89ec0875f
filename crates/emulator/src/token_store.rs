//! API keys and tokens.

use std::collections::HashMap;

use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

use crate::api_request::ApiRequest;
use crate::api_response::ApiError;
use crate::seeded_rng::seeded_rng;

/// The user of a token.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct LoginSession {
    pub api_key: String,
    pub operator_id: &'static str,
    /// The name of the SAM user; `None` for the root user.
    pub user_name: Option<&'static str>,
    expires_at_ms: i64,
    revoked: bool,
}

/// All issued tokens.
#[derive(Debug, Default)]
pub(crate) struct TokenStore {
    issued_count: u64,
    /// Sessions by token.
    sessions: HashMap<String, LoginSession>,
    authorised_count: u32,
    expiry_triggered: bool,
}

impl TokenStore {
    /// Issues a new API key and a token for it.
    pub fn log_in(
        &mut self,
        seed: u64,
        now: i64,
        seconds: i64,
        operator_id: &'static str,
        user_name: Option<&'static str>,
    ) -> (String, String) {
        let mut rng = seeded_rng(seed, &format!("api key {}", self.issued_count));
        let (a, b) = (rng.u64(..), rng.u64(..));
        let api_key = format!(
            "api-{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            a >> 32,
            a >> 16 & 0xFFFF,
            a & 0xFFFF,
            b >> 48,
            b & 0xFFFF_FFFF_FFFF
        );
        let session =
            LoginSession { api_key: api_key.clone(), operator_id, user_name, expires_at_ms: 0, revoked: false };
        let token = self.issue_token(seed, now, seconds, session);
        (api_key, token)
    }

    /// Issues another token for the same API key.
    pub fn issue_token(&mut self, seed: u64, now: i64, seconds: i64, session: LoginSession) -> String {
        let token = build_token(seed, self.issued_count, now, seconds, &session);
        self.issued_count += 1;
        let expires = now.saturating_add(seconds.saturating_mul(1000));
        self.sessions.insert(token.clone(), LoginSession { expires_at_ms: expires, ..session });
        token
    }

    /// Returns the session of a call, if its key and token are valid. After `limit` authorised calls all tokens expire
    /// once.
    pub fn authorise_request(
        &mut self,
        call: &ApiRequest,
        now: i64,
        limit: Option<u32>,
    ) -> Result<LoginSession, ApiError> {
        let unauthorized = |code, message: &str| ApiError::new(StatusCode::UNAUTHORIZED, code, message);
        let (Some(key), Some(token)) = (call.header("x-soracom-api-key"), call.header("x-soracom-token")) else {
            return Err(unauthorized("AUM0001", "Token is required in the request header"));
        };
        let session = self.sessions.get(token).filter(|session| session.api_key == key);
        let session = session.ok_or_else(|| unauthorized("COM0006", "Token is invalid."))?.clone();
        if session.revoked || session.expires_at_ms <= now {
            return Err(ApiError::token_expired());
        }
        if !self.expiry_triggered && limit.is_some_and(|limit| self.authorised_count >= limit) {
            self.expiry_triggered = true;
            self.expire_all_tokens();
            return Err(ApiError::token_expired());
        }
        self.authorised_count += 1;
        Ok(session)
    }

    /// Revokes an API key with all its tokens.
    pub fn revoke_api_key(&mut self, api_key: &str) {
        for session in self.sessions.values_mut().filter(|session| session.api_key == api_key) {
            session.revoked = true;
        }
    }

    /// Expires all tokens that were issued so far.
    pub fn expire_all_tokens(&mut self) {
        self.sessions.values_mut().for_each(|session| session.revoked = true);
    }
}

/// Returns a token in the format of a JWT. Its signature is random, as nobody checks it.
fn build_token(seed: u64, number: u64, now: i64, seconds: i64, session: &LoginSession) -> String {
    let mut rng = seeded_rng(seed, &format!("token {number}"));
    let issued = now.div_euclid(1000);
    let payload = json!({
        "exp": issued.saturating_add(seconds), "iat": issued, "iss": "https://soracom.io",
        "jti": format!("{:016x}", rng.u64(..)), "operator": {"operatorId": session.operator_id}, "sub": "soracom",
        "userName": session.user_name,
    });
    let signature: Vec<u8> = std::iter::repeat_with(|| rng.u8(..)).take(64).collect();
    let [header, payload] = [json!({"alg": "RS256", "typ": "JWT"}), payload].map(|part| part.to_string().into_bytes());
    [header, payload, signature].map(|part| URL_SAFE_NO_PAD.encode(part)).join(".")
}
