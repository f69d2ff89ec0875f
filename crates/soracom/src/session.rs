//! A sign-in that holds: the key and the token that go with every call.

use crate::credentials::{Credentials, Way};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use std::fmt;
use zeroize::Zeroizing;

/// The key and the token of a sign-in. It shows neither, and wipes both when it is dropped.
#[derive(Clone)]
pub struct Session {
    pub(crate) api_key: Zeroizing<String>,
    pub(crate) token: Zeroizing<String>,
    operator: Option<String>,
    user: Option<String>,
    expires: Option<i64>,
}

/// `AuthResponse`. All of it may be null.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    api_key: Option<Zeroizing<String>>,
    token: Option<Zeroizing<String>>,
    operator_id: Option<String>,
    user_name: Option<String>,
}

/// What is read of a token: it is a JWT (RFC 7519).
#[derive(Deserialize)]
struct Claims {
    exp: Option<f64>,
    operator: Option<Operator>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Operator {
    operator_id: Option<String>,
}

impl Session {
    /// Of the answer to a sign-in; `None` where it has no key or no token.
    pub(crate) fn read(body: &[u8]) -> Option<Self> {
        let answer: Answer = serde_json::from_slice(body).ok()?;
        let (expires, operator) = claims(answer.token.as_ref()?);
        Some(Self {
            api_key: answer.api_key?,
            token: answer.token?,
            operator: answer.operator_id.or(operator),
            user: answer.user_name,
            expires,
        })
    }

    /// Of a key and a token at hand; `None` for other credentials.
    pub fn at_hand(credentials: &Credentials) -> Option<Self> {
        let Way::Token { api_key, token } = &credentials.way else { return None };
        let (expires, operator) = claims(token);
        Some(Self { api_key: api_key.clone(), token: token.clone(), operator, user: None, expires })
    }

    /// The operator's ID.
    pub fn operator(&self) -> Option<&str> {
        self.operator.as_deref()
    }

    /// The SAM user's name.
    pub fn user(&self) -> Option<&str> {
        self.user.as_deref()
    }

    /// When the token ends, milliseconds since the epoch; `None` where it does not say.
    pub fn expires(&self) -> Option<i64> {
        self.expires
    }
}

/// When a token ends, and whose it is.
fn claims(token: &str) -> (Option<i64>, Option<String>) {
    let claims = token
        .split('.')
        .nth(1)
        .and_then(|part| URL_SAFE_NO_PAD.decode(part.trim_end_matches('=')).ok())
        .and_then(|json| serde_json::from_slice::<Claims>(&json).ok());
    match claims {
        #[expect(clippy::cast_possible_truncation, reason = "a date")]
        Some(claims) => (
            claims.exp.map(|seconds| (seconds * 1000.0) as i64),
            claims.operator.and_then(|operator| operator.operator_id),
        ),
        None => (None, None),
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Session of {}", self.operator.as_deref().unwrap_or("an operator"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(claims: &str) -> String {
        format!("e30.{}.x", URL_SAFE_NO_PAD.encode(claims))
    }

    #[test]
    fn reads_what_a_token_says() {
        for (token, expires, operator) in [
            (token(r#"{"exp":1700000000,"operator":{"operatorId":"OP1"}}"#), Some(1_700_000_000_000), Some("OP1")),
            (token(r#"{"iat":5}"#), None, None),
            (token("no JSON"), None, None),
            ("not-a-token".to_owned(), None, None),
            ("a.b.c".to_owned(), None, None),
        ] {
            let way = Way::Token { api_key: Zeroizing::default(), token: token.clone().into() };
            let session = Session::at_hand(&way.into()).unwrap();
            assert_eq!((session.expires(), session.operator()), (expires, operator), "{token}");
        }
    }

    #[test]
    fn shows_no_secret() {
        let session = Session::read(br#"{"apiKey":"api-1","token":"tok","operatorId":"OP1","userName":null}"#).unwrap();
        assert_eq!(format!("{session:?}"), "Session of OP1");
        assert!(Session::read(br#"{"token":"tok"}"#).is_none());
    }
}
