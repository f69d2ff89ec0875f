//! A sign-in that holds: the key and the token that go with every call.

use crate::credentials::{AuthMethod, Credentials};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use std::fmt;
use zeroize::Zeroizing;

/// The key and the token of a sign-in. It shows neither, and wipes both when it is dropped.
#[derive(Clone)]
pub struct ApiSession {
    pub(crate) api_key: Zeroizing<String>,
    pub(crate) token: Zeroizing<String>,
    operator_id: Option<String>,
    user_name: Option<String>,
    expires_at_ms: Option<i64>,
}

/// `AuthResponse`. All of it may be null.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AuthResponse {
    api_key: Option<Zeroizing<String>>,
    token: Option<Zeroizing<String>>,
    operator_id: Option<String>,
    user_name: Option<String>,
}

/// What is read of a token: it is a JWT (RFC 7519).
#[derive(Deserialize)]
struct TokenClaims {
    exp: Option<f64>,
    operator: Option<OperatorClaim>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OperatorClaim {
    operator_id: Option<String>,
}

impl ApiSession {
    /// Of the answer to a sign-in; `None` where it has no key or no token.
    pub(crate) fn from_auth_response(body: &[u8]) -> Option<Self> {
        let answer: AuthResponse = serde_json::from_slice(body).ok()?;
        let (expires, operator) = parse_token_claims(answer.token.as_ref()?);
        Some(Self {
            api_key: answer.api_key?,
            token: answer.token?,
            operator_id: answer.operator_id.or(operator),
            user_name: answer.user_name,
            expires_at_ms: expires,
        })
    }

    /// Of a key and a token at hand; `None` for other credentials.
    pub fn from_token_credentials(credentials: &Credentials) -> Option<Self> {
        let AuthMethod::Token { api_key, token } = &credentials.auth_method else { return None };
        let (expires, operator) = parse_token_claims(token);
        Some(Self {
            api_key: api_key.clone(),
            token: token.clone(),
            operator_id: operator,
            user_name: None,
            expires_at_ms: expires,
        })
    }

    /// The operator's ID.
    pub fn operator_id(&self) -> Option<&str> {
        self.operator_id.as_deref()
    }

    /// The SAM user's name.
    pub fn user_name(&self) -> Option<&str> {
        self.user_name.as_deref()
    }

    /// When the token ends, milliseconds since the epoch; `None` where it does not say.
    pub fn expires_at_ms(&self) -> Option<i64> {
        self.expires_at_ms
    }
}

/// When a token ends, and whose it is.
fn parse_token_claims(token: &str) -> (Option<i64>, Option<String>) {
    let claims = token
        .split('.')
        .nth(1)
        .and_then(|part| URL_SAFE_NO_PAD.decode(part.trim_end_matches('=')).ok())
        .and_then(|json| serde_json::from_slice::<TokenClaims>(&json).ok());
    match claims {
        #[expect(clippy::cast_possible_truncation, reason = "a date")]
        Some(claims) => (
            claims.exp.map(|seconds| (seconds * 1000.0) as i64),
            claims.operator.and_then(|operator| operator.operator_id),
        ),
        None => (None, None),
    }
}

impl fmt::Debug for ApiSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Session of {}", self.operator_id.as_deref().unwrap_or("an operator"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jwt_with_claims(claims: &str) -> String {
        format!("e30.{}.x", URL_SAFE_NO_PAD.encode(claims))
    }

    #[test]
    fn the_claims_of_a_token_are_read() {
        for (token, expires, operator) in [
            (
                jwt_with_claims(r#"{"exp":1700000000,"operator":{"operatorId":"OP1"}}"#),
                Some(1_700_000_000_000),
                Some("OP1"),
            ),
            (jwt_with_claims(r#"{"iat":5}"#), None, None),
            (jwt_with_claims("no JSON"), None, None),
            ("not-a-token".to_owned(), None, None),
            ("a.b.c".to_owned(), None, None),
        ] {
            let way = AuthMethod::Token { api_key: Zeroizing::default(), token: token.clone().into() };
            let session = ApiSession::from_token_credentials(&way.into()).unwrap();
            assert_eq!((session.expires_at_ms(), session.operator_id()), (expires, operator), "{token}");
        }
    }

    #[test]
    fn debug_output_shows_no_secret() {
        let session =
            ApiSession::from_auth_response(br#"{"apiKey":"api-1","token":"tok","operatorId":"OP1","userName":null}"#)
                .unwrap();
        assert_eq!(format!("{session:?}"), "Session of OP1");
        assert!(ApiSession::from_auth_response(br#"{"token":"tok"}"#).is_none());
    }
}
