//! What can go wrong between a page and the API.

use serde::{Deserialize, Serialize};

/// Why a call did not succeed. No text in it is the user's secret.
#[derive(Clone, PartialEq, Debug, thiserror::Error, Serialize, Deserialize)]
pub enum SoracomError {
    /// There was no answer.
    #[error("no answer: {reason}")]
    Unreachable {
        /// The transport's words.
        reason: String,
    },
    /// 401 at sign-in.
    #[error("the sign-in was refused: {message}")]
    SignInRefused {
        /// The API's code, as `AUM0002`; empty where it gave none.
        code: String,
        /// The API's words.
        message: String,
        /// Whether they speak of a second factor.
        mfa_required: bool,
    },
    /// 401 later: the token has ended or was revoked.
    #[error("the sign-in has ended: {message}")]
    SignInExpired {
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
    RateLimited {
        /// Milliseconds to wait, where the answer says so.
        retry_after_ms: Option<u64>,
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
    UnexpectedStatus {
        /// The HTTP status.
        status: u16,
        /// The API's code.
        code: String,
        /// The API's words, or the beginning of what came.
        message: String,
    },
    /// The answer is not what was asked for.
    #[error("the answer is no list of records: {excerpt}")]
    UnexpectedBody {
        /// Its beginning.
        excerpt: String,
    },
    /// The answer ends too early.
    #[error("the answer was cut off after {bytes} bytes")]
    Truncated {
        /// How much of it came.
        bytes: usize,
    },
    /// The list goes on, and how is not to be read: the server hides its paging headers from this page.
    #[error("the list goes on, and the page may not read how")]
    PagingHeadersHidden,
}

impl SoracomError {
    /// Whether the same call may succeed a little later.
    pub fn is_transient(&self) -> bool {
        matches!(
            self,
            Self::Unreachable { .. }
                | Self::RateLimited { .. }
                | Self::Server { .. }
                | Self::UnexpectedBody { .. }
                | Self::Truncated { .. }
        )
    }
}
