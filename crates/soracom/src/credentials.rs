//! The credentials of a user. Their debug output shows no secret, and they are wiped from memory when they are dropped.

use serde::{Deserialize, Serialize};
use serde_json::json;
use std::fmt;
use zeroize::Zeroizing;

/// A secret that is wiped from memory when it is dropped.
type SecretString = Zeroizing<String>;

/// The credentials of a user.
#[derive(Clone, Serialize, Deserialize)]
pub struct Credentials {
    /// The method with its secrets.
    pub auth_method: AuthMethod,
    /// The code of the second factor, if the user has entered one.
    pub mfa_code: Option<SecretString>,
}

/// The methods to sign in.
#[derive(Clone, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are what the API calls them")]
pub enum AuthMethod {
    /// A key of a SAM user or of the root user.
    AuthKey { id: SecretString, secret: SecretString },
    /// The root user.
    Root { email: SecretString, password: SecretString },
    /// A SAM user.
    Sam { operator_id: SecretString, user_name: SecretString, password: SecretString },
    /// The API key and the token of an earlier session: nothing is sent to sign in.
    Token { api_key: SecretString, token: SecretString },
}

impl Credentials {
    /// Creates credentials from an AuthKey.
    pub fn from_auth_key(id: &str, secret: &str) -> Self {
        AuthMethod::AuthKey { id: Zeroizing::new(id.to_owned()), secret: Zeroizing::new(secret.to_owned()) }.into()
    }

    /// Returns the body of `POST /auth` (`AuthRequest`); `None` for a token.
    pub(crate) fn to_auth_body(&self) -> Option<String> {
        let mut body = match &self.auth_method {
            AuthMethod::AuthKey { id, secret } => json!({"authKeyId": **id, "authKey": **secret}),
            AuthMethod::Root { email, password } => json!({"email": **email, "password": **password}),
            AuthMethod::Sam { operator_id, user_name, password } => {
                json!({"operatorId": **operator_id, "userName": **user_name, "password": **password})
            }
            AuthMethod::Token { .. } => return None,
        };
        if let (Some(code), Some(body)) = (&self.mfa_code, body.as_object_mut()) {
            body.insert("mfaOTPCode".to_owned(), json!(**code));
        }
        Some(body.to_string())
    }
}

impl From<AuthMethod> for Credentials {
    fn from(auth_method: AuthMethod) -> Self {
        Self { auth_method, mfa_code: None }
    }
}

impl PartialEq for Credentials {
    /// Returns `false` always: comparing must not reveal anything about the secrets.
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.auth_method {
            AuthMethod::AuthKey { .. } => "AuthKey(…)",
            AuthMethod::Root { .. } => "Root(…)",
            AuthMethod::Sam { .. } => "Sam(…)",
            AuthMethod::Token { .. } => "Token(…)",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn auth_bodies_are_as_the_api_wants_them() {
        let secret = |text: &str| Zeroizing::new(text.to_owned());
        for (auth_method, mfa, body) in [
            (
                AuthMethod::AuthKey { id: secret("i"), secret: secret("s") },
                None,
                Some(r#"{"authKey":"s","authKeyId":"i"}"#),
            ),
            (
                AuthMethod::Root { email: secret("e"), password: secret("p") },
                Some("123456"),
                Some(r#"{"email":"e","mfaOTPCode":"123456","password":"p"}"#),
            ),
            (
                AuthMethod::Sam { operator_id: secret("OP1"), user_name: secret("u"), password: secret("p\"") },
                None,
                Some(r#"{"operatorId":"OP1","password":"p\"","userName":"u"}"#),
            ),
            (AuthMethod::Token { api_key: secret("a"), token: secret("t") }, None, None),
        ] {
            let credentials = Credentials { auth_method, mfa_code: mfa.map(secret) };
            assert_eq!(credentials.to_auth_body().as_deref(), body);
            assert!(format!("{credentials:?}").ends_with("(…)"));
        }
    }
}
