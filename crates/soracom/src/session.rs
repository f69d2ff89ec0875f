//! The session of a signed-in user: the API key and the token that are sent with every call.

use crate::credentials::{AuthMethod, Credentials};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use std::fmt;
use zeroize::Zeroizing;

/// The API key and the token of a user. Its debug output shows neither, and both are wiped when it is dropped.
#[derive(Clone)]
pub struct ApiSession {
    pub(crate) api_key: Zeroizing<String>,
    pub(crate) token: Zeroizing<String>,
    operator_id: Option<String>,
    user_name: Option<String>,
    expires_at_ms: Option<i64>,
}

/// The body of a response to `POST /auth` (`AuthResponse`). Every field may be null.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AuthResponse {
    api_key: Option<Zeroizing<String>>,
    token: Option<Zeroizing<String>>,
    operator_id: Option<String>,
    user_name: Option<String>,
}

/// The claims that are read from a token, which is a JWT (RFC 7519).
#[derive(Default, Deserialize)]
struct TokenClaims {
    exp: Option<f64>,
    operator: Option<OperatorClaim>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OperatorClaim {
    operator_id: Option<String>,
}

impl TokenClaims {
    /// Returns the time at which the token expires in milliseconds since the epoch.
    #[expect(clippy::cast_possible_truncation, reason = "a date")]
    fn expires_at_ms(&self) -> Option<i64> {
        self.exp.map(|seconds| (seconds * 1000.0) as i64)
    }

    /// Returns the ID of the operator to whom the token belongs.
    fn operator_id(&self) -> Option<String> {
        self.operator.as_ref()?.operator_id.clone()
    }
}

impl ApiSession {
    /// Creates the session from the response to a sign-in; `None` if it has no API key or no token.
    pub(crate) fn from_auth_response(body: &[u8]) -> Option<Self> {
        let response: AuthResponse = serde_json::from_slice(body).ok()?;
        let claims = parse_token_claims(response.token.as_ref()?);
        Some(Self {
            api_key: response.api_key?,
            token: response.token?,
            operator_id: response.operator_id.or_else(|| claims.operator_id()),
            user_name: response.user_name,
            expires_at_ms: claims.expires_at_ms(),
        })
    }

    /// Creates the session from credentials with a token; `None` for other credentials.
    pub fn from_token_credentials(credentials: &Credentials) -> Option<Self> {
        let AuthMethod::Token { api_key, token } = &credentials.auth_method else { return None };
        let claims = parse_token_claims(token);
        Some(Self {
            api_key: api_key.clone(),
            token: token.clone(),
            operator_id: claims.operator_id(),
            user_name: None,
            expires_at_ms: claims.expires_at_ms(),
        })
    }

    /// Returns the operator's ID, if it is known.
    pub fn operator_id(&self) -> Option<&str> {
        self.operator_id.as_deref()
    }

    /// Returns the SAM user's name; `None` for other users.
    pub fn user_name(&self) -> Option<&str> {
        self.user_name.as_deref()
    }

    /// Returns the time at which the token expires in milliseconds since the epoch; `None` if the token does not name
    /// it.
    pub fn expires_at_ms(&self) -> Option<i64> {
        self.expires_at_ms
    }
}

/// Reads the claims of a token; all are absent if it is not a JWT.
fn parse_token_claims(token: &str) -> TokenClaims {
    token
        .split('.')
        .nth(1)
        .and_then(|part| URL_SAFE_NO_PAD.decode(part.trim_end_matches('=')).ok())
        .and_then(|json| serde_json::from_slice(&json).ok())
        .unwrap_or_default()
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
            let auth_method = AuthMethod::Token { api_key: Zeroizing::default(), token: token.clone().into() };
            let session = ApiSession::from_token_credentials(&auth_method.into()).unwrap();
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
