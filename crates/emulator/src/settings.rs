//! The settings of the emulator.

use crate::ApiOperation;

/// All settings of the emulator. By default it is open to every origin, fast, without limits and without faults.
///
/// ```
/// use emulator::{CorsPolicy, EmulatorSettings};
///
/// let settings = EmulatorSettings { sims: 250, cors: CorsPolicy::NoExpose, ..EmulatorSettings::default() };
/// assert_eq!(settings.max_page_size, 100);
/// ```
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own, named where it is set")]
#[derive(Clone, PartialEq, Debug)]
pub struct EmulatorSettings {
    /// The port on 127.0.0.1; 0 for any free one.
    pub port: u16,
    /// The seed of the fleets; each seed is another fleet. Global is the sample fleet of this seed, Japan that of a
    /// seed derived from it.
    pub seed: u64,
    /// The time of the records, in milliseconds since the epoch. Tokens expire by the real clock.
    pub now_ms: i64,
    /// Number of subscriptions of the Global coverage.
    pub sims: u32,
    /// Number of subscriptions of the Japan coverage; `None` for as many as Global has.
    pub jp_sims: Option<u32>,
    /// The headers for pages of other origins.
    pub cors: CorsPolicy,
    /// Whether error responses have CORS headers too. Without them a page cannot distinguish a 401 from a network
    /// failure.
    pub cors_on_errors: bool,
    /// Share of the calls that fail at random, 0 to 1. The seed and the number of the call decide, so that the same
    /// calls fail each time.
    pub fault_rate: f64,
    /// The faults of list calls by the number of the call, from 1. A repeated call has a number of its own.
    pub fault_script: Vec<(u32, FaultKind)>,
    /// Maximum number of calls of one operation in a window; further calls are refused with 429.
    pub rate_limit: Option<u32>,
    /// The length of the window in milliseconds; the API's is a minute.
    pub rate_window_ms: u64,
    /// Whether a 429 has `Retry-After`. It is not known whether the API sends it.
    pub send_retry_after: bool,
    /// The time that every response takes, in milliseconds.
    pub latency_ms: u64,
    /// The headers that lead to the next page.
    pub paging: PagingHeaders,
    /// The response of `GET /sims` to a key that it has not issued.
    pub unknown_sim_key: UnknownSimKey,
    /// The form of the `Link` header.
    pub link_style: LinkHeaderStyle,
    /// Maximum number of records of a page, regardless of the requested limit.
    pub max_page_size: u32,
    /// Whether some pages have fewer records than requested although more pages follow.
    pub short_pages: bool,
    /// Lifetime of tokens in seconds, regardless of the requested one.
    pub token_lifetime_seconds: Option<u32>,
    /// Number of authorised calls after which all tokens expire once.
    pub expire_after_requests: Option<u32>,
    /// Whether errors have the content type `text/plain` although they are JSON.
    pub text_plain_errors: bool,
    /// Operations that the user is not permitted to call, which are refused with 403.
    pub forbidden_operations: Vec<ApiOperation>,
    /// Whether a list without SIMs is a 404, as the documentation of `GET /sims` says.
    pub empty_sims_404: bool,
    /// Whether a batch of cells has `null` for an unknown cell instead of leaving it out. It is not known which the API
    /// does.
    pub unknown_cells_null: bool,
}

impl Default for EmulatorSettings {
    fn default() -> Self {
        Self {
            port: 0,
            seed: 1,
            now_ms: 1_795_000_000_000,
            sims: 1000,
            jp_sims: None,
            cors: CorsPolicy::Open,
            cors_on_errors: true,
            fault_rate: 0.0,
            fault_script: Vec::new(),
            rate_limit: None,
            rate_window_ms: 60_000,
            send_retry_after: false,
            latency_ms: 0,
            paging: PagingHeaders::Both,
            unknown_sim_key: UnknownSimKey::Refuse,
            link_style: LinkHeaderStyle::default(),
            max_page_size: 100,
            short_pages: false,
            token_lifetime_seconds: None,
            expire_after_requests: None,
            text_plain_errors: false,
            forbidden_operations: Vec::new(),
            empty_sims_404: false,
            unknown_cells_null: false,
        }
    }
}

/// The access of pages of other origins.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum CorsPolicy {
    /// Every origin may call and read the headers for paging and limits.
    #[default]
    Open,
    /// Every origin may call, but cannot read those headers.
    NoExpose,
    /// No origin may call.
    Closed,
}

/// The headers that lead to the next page.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum PagingHeaders {
    /// The header `x-soracom-next-key`.
    NextKey,
    /// The header `link`.
    Link,
    /// Both headers.
    #[default]
    Both,
    /// Neither, as with a proxy that drops them.
    Neither,
}

/// The response of `GET /sims` to a key that it has not issued, such as a SIM's ID. It is not known which of them the
/// API gives.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum UnknownSimKey {
    /// The key is refused with 400.
    #[default]
    Refuse,
    /// The list continues after the SIM with that ID; other keys are refused.
    AcceptSimId,
    /// The list starts again.
    StartOver,
}

/// The form of the `Link` header.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LinkHeaderStyle {
    /// Whether the relation is quoted: `rel="next"` instead of `rel=next`.
    pub quoted: bool,
    /// Whether the URL has a scheme and a host instead of starting at the path.
    pub absolute: bool,
}

impl Default for LinkHeaderStyle {
    fn default() -> Self {
        Self { quoted: false, absolute: true }
    }
}

/// A fault of a call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FaultKind {
    /// 500 with an error of the API.
    Internal,
    /// 502 with a page of HTML, as a load balancer sends it.
    BadGateway,
    /// 503 with an error of the API.
    Unavailable,
    /// The connection is cut in the middle of a regular response.
    Truncated,
    /// 429, with a request to retry in a second.
    TooManyRequests,
    /// 401, and all tokens expire.
    TokenExpired,
}
