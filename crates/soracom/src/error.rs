//! The errors of calls of the API.

use serde::{Deserialize, Serialize};

/// The reason why a call failed. No text in it is a secret of the user.
#[derive(Clone, PartialEq, Debug, thiserror::Error, Serialize, Deserialize)]
pub enum SoracomError {
    /// There was no response.
    #[error("no answer: {reason}")]
    Unreachable {
        /// The message of the transport.
        reason: String,
    },
    /// 401 when signing in.
    #[error("the sign-in was refused: {message}")]
    SignInRefused {
        /// The API's error code, such as `AUM0002`; empty if it sent none.
        code: String,
        /// The API's message.
        message: String,
        /// Whether the message asks for a second factor.
        mfa_required: bool,
    },
    /// 401 later: the token has expired or was revoked.
    #[error("the sign-in has ended: {message}")]
    SignInExpired {
        /// The API's error code.
        code: String,
        /// The API's message.
        message: String,
    },
    /// 403: the user's policy does not permit this call.
    #[error("not allowed: {permission}")]
    Forbidden {
        /// The missing permission, as a policy names it.
        permission: String,
        /// The API's error code.
        code: String,
        /// The API's message.
        message: String,
    },
    /// 429: the rate limit is exceeded.
    #[error("too many calls")]
    RateLimited {
        /// Milliseconds to wait, if the response says so.
        retry_after_ms: Option<u64>,
    },
    /// 5xx: the API has failed.
    #[error("the API is in trouble: HTTP {status} {message}")]
    Server {
        /// The HTTP status.
        status: u16,
        /// The API's message, or the beginning of the body.
        message: String,
    },
    /// Another unexpected status.
    #[error("HTTP {status} {code}: {message}")]
    UnexpectedStatus {
        /// The HTTP status.
        status: u16,
        /// The API's error code.
        code: String,
        /// The API's message, or the beginning of the body.
        message: String,
    },
    /// The body is not the expected JSON.
    #[error("the answer is no list of records: {excerpt}")]
    UnexpectedBody {
        /// The beginning of the body.
        excerpt: String,
    },
    /// The body ends too early.
    #[error("the answer was cut off after {bytes} bytes")]
    Truncated {
        /// Length of the received body in bytes.
        bytes: usize,
    },
    /// The list has more pages, but the page cannot read the key of the next one: the server does not expose its paging
    /// headers.
    #[error("the list goes on, and the page may not read how")]
    PagingHeadersHidden,
}

impl SoracomError {
    /// Returns whether the same call may succeed later.
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
