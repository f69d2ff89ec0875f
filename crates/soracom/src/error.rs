//! What can go wrong between a page and the API.

use serde::{Deserialize, Serialize};

/// Why a call did not succeed. No text in it is the user's secret.
#[derive(Clone, PartialEq, Debug, thiserror::Error, Serialize, Deserialize)]
pub enum Error {
    /// There was no answer.
    #[error("no answer: {why}")]
    Unreachable {
        /// The transport's words.
        why: String,
    },
    /// 401 at sign-in.
    #[error("the sign-in was refused: {message}")]
    Refused {
        /// The API's code, as `AUM0002`; empty where it gave none.
        code: String,
        /// The API's words.
        message: String,
        /// Whether they speak of a second factor.
        mfa: bool,
    },
    /// 401 later: the token has ended or was revoked.
    #[error("the sign-in has ended: {message}")]
    Expired {
        /// The API's code.
        code: String,
        /// The API's words.
        message: String,
    },
    /// 403: the user's policy lacks this call.
    #[error("not allowed: {permission}")]
    Forbidden {
        /// The permission that is missing, as a policy names it.
        permission: String,
        /// The API's code.
        code: String,
        /// The API's words.
        message: String,
    },
    /// 429.
    #[error("too many calls")]
    Busy {
        /// Milliseconds to wait, where the answer says so.
        after: Option<u64>,
    },
    /// 5xx.
    #[error("the API is in trouble: HTTP {status} {message}")]
    Server {
        /// The HTTP status.
        status: u16,
        /// The API's words, or the beginning of what came.
        message: String,
    },
    /// Another status.
    #[error("HTTP {status} {code}: {message}")]
    Other {
        /// The HTTP status.
        status: u16,
        /// The API's code.
        code: String,
        /// The API's words, or the beginning of what came.
        message: String,
    },
    /// The answer is not what was asked for.
    #[error("the answer is no list of records: {head}")]
    NotJson {
        /// Its beginning.
        head: String,
    },
    /// The answer ends too early.
    #[error("the answer was cut off after {bytes} bytes")]
    Cut {
        /// How much of it came.
        bytes: usize,
    },
    /// The list goes on, and how is not to be read: the server hides its paging headers from this page.
    #[error("the list goes on, and the page may not read how")]
    Blind,
}

impl Error {
    /// Whether the same call may succeed a little later.
    pub fn passes(&self) -> bool {
        matches!(
            self,
            Self::Unreachable { .. }
                | Self::Busy { .. }
                | Self::Server { .. }
                | Self::NotJson { .. }
                | Self::Cut { .. }
        )
    }
}
