//! API keys and tokens.

use std::collections::HashMap;

use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

use crate::answer::Refusal;
use crate::call::Call;
use crate::dice::dice;

/// Who is logged in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Session {
    pub api_key: String,
    pub operator_id: &'static str,
    /// The SAM user's name.
    pub user_name: Option<&'static str>,
    expires: i64,
    revoked: bool,
}

/// Every token that was given out.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    given: u64,
    /// By token.
    sessions: HashMap<String, Session>,
    authorised: u32,
    expired: bool,
}

impl Tokens {
    /// A new API key and token.
    pub fn log_in(
        &mut self,
        seed: u64,
        now: i64,
        seconds: i64,
        operator_id: &'static str,
        user_name: Option<&'static str>,
    ) -> (String, String) {
        let mut rng = dice(seed, &format!("api key {}", self.given));
        let (a, b) = (rng.u64(..), rng.u64(..));
        let api_key = format!(
            "api-{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            a >> 32,
            a >> 16 & 0xFFFF,
            a & 0xFFFF,
            b >> 48,
            b & 0xFFFF_FFFF_FFFF
        );
        let session = Session { api_key: api_key.clone(), operator_id, user_name, expires: 0, revoked: false };
        let token = self.renew(seed, now, seconds, session);
        (api_key, token)
    }

    /// Another token for the same API key.
    pub fn renew(&mut self, seed: u64, now: i64, seconds: i64, session: Session) -> String {
        let token = token(seed, self.given, now, seconds, &session);
        self.given += 1;
        let expires = now.saturating_add(seconds.saturating_mul(1000));
        self.sessions.insert(token.clone(), Session { expires, ..session });
        token
    }

    /// Who calls, if they may. After `limit` such calls all tokens are expired, once.
    pub fn authorise(&mut self, call: &Call, now: i64, limit: Option<u32>) -> Result<Session, Refusal> {
        let refuse = |code, message: &str| Refusal::new(StatusCode::UNAUTHORIZED, code, message);
        let (Some(key), Some(token)) = (call.header("x-soracom-api-key"), call.header("x-soracom-token")) else {
            return Err(refuse("AUM0001", "Token is required in the request header"));
        };
        let known = self.sessions.get(token).filter(|session| session.api_key == key);
        let session = known.ok_or_else(|| refuse("COM0006", "Token is invalid."))?.clone();
        if session.revoked || session.expires <= now {
            return Err(Refusal::expired());
        }
        if !self.expired && limit.is_some_and(|limit| self.authorised >= limit) {
            self.expired = true;
            self.expire_all();
            return Err(Refusal::expired());
        }
        self.authorised += 1;
        Ok(session)
    }

    /// Revokes an API key with all its tokens.
    pub fn log_out(&mut self, api_key: &str) {
        for session in self.sessions.values_mut().filter(|session| session.api_key == api_key) {
            session.revoked = true;
        }
    }

    /// Every token of now is expired.
    pub fn expire_all(&mut self) {
        self.sessions.values_mut().for_each(|session| session.revoked = true);
    }
}

/// A token in the shape of a JWT. Nobody checks its signature, which is none.
fn token(seed: u64, number: u64, now: i64, seconds: i64, session: &Session) -> String {
    let mut rng = dice(seed, &format!("token {number}"));
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
