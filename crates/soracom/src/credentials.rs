//! What a user signs in with. It shows nothing of itself, and is wiped from memory when it is dropped.

use serde::{Deserialize, Serialize};
use serde_json::json;
use std::fmt;
use zeroize::Zeroizing;

/// A secret text.
type Secret = Zeroizing<String>;

/// Who signs in.
#[derive(Clone, Serialize, Deserialize)]
pub struct Credentials {
    /// The way, with what it needs.
    pub way: Way,
    /// The code of the second factor, where one is asked for.
    pub mfa: Option<Secret>,
}

/// The ways to sign in.
#[derive(Clone, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are what the API calls them")]
pub enum Way {
    /// A key of a SAM user or of the root user.
    AuthKey { id: Secret, secret: Secret },
    /// The root user.
    Root { email: Secret, password: Secret },
    /// A SAM user.
    Sam { operator_id: Secret, user_name: Secret, password: Secret },
    /// A key and a token of an earlier sign-in: nothing is sent to sign in.
    Token { api_key: Secret, token: Secret },
}

impl Credentials {
    /// An AuthKey.
    pub fn auth_key(id: &str, secret: &str) -> Self {
        Way::AuthKey { id: Zeroizing::new(id.to_owned()), secret: Zeroizing::new(secret.to_owned()) }.into()
    }

    /// The body of `POST /auth` (`AuthRequest`); none for a token.
    pub(crate) fn body(&self) -> Option<String> {
        let mut body = match &self.way {
            Way::AuthKey { id, secret } => json!({"authKeyId": **id, "authKey": **secret}),
            Way::Root { email, password } => json!({"email": **email, "password": **password}),
            Way::Sam { operator_id, user_name, password } => {
                json!({"operatorId": **operator_id, "userName": **user_name, "password": **password})
            }
            Way::Token { .. } => return None,
        };
        if let (Some(code), Some(body)) = (&self.mfa, body.as_object_mut()) {
            body.insert("mfaOTPCode".to_owned(), json!(**code));
        }
        Some(body.to_string())
    }
}

impl From<Way> for Credentials {
    fn from(way: Way) -> Self {
        Self { way, mfa: None }
    }
}

impl PartialEq for Credentials {
    /// Never: nothing is to be learnt by comparing.
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.way {
            Way::AuthKey { .. } => "AuthKey(…)",
            Way::Root { .. } => "Root(…)",
            Way::Sam { .. } => "Sam(…)",
            Way::Token { .. } => "Token(…)",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_as_the_api_wants_them() {
        let secret = |text: &str| Zeroizing::new(text.to_owned());
        for (way, mfa, body) in [
            (Way::AuthKey { id: secret("i"), secret: secret("s") }, None, Some(r#"{"authKey":"s","authKeyId":"i"}"#)),
            (
                Way::Root { email: secret("e"), password: secret("p") },
                Some("123456"),
                Some(r#"{"email":"e","mfaOTPCode":"123456","password":"p"}"#),
            ),
            (
                Way::Sam { operator_id: secret("OP1"), user_name: secret("u"), password: secret("p\"") },
                None,
                Some(r#"{"operatorId":"OP1","password":"p\"","userName":"u"}"#),
            ),
            (Way::Token { api_key: secret("a"), token: secret("t") }, None, None),
        ] {
            let credentials = Credentials { way, mfa: mfa.map(secret) };
            assert_eq!(credentials.body().as_deref(), body);
            assert!(format!("{credentials:?}").ends_with("(…)"));
        }
    }
}
