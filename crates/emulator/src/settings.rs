//! How the emulator behaves.

use crate::ApiOperation;

/// Every knob. The default is an API on its best day: open to every origin, quick, without limits.
///
/// ```
/// use emulator::{CorsPolicy, EmulatorSettings};
///
/// let settings = EmulatorSettings { sims: 250, cors: CorsPolicy::NoExpose, ..EmulatorSettings::default() };
/// assert_eq!(settings.max_page_size, 100);
/// ```
#[derive(Clone, PartialEq, Debug)]
pub struct EmulatorSettings {
    /// The port on 127.0.0.1; 0 is any free one.
    pub port: u16,
    /// Another seed, another fleet. Global is the sample fleet of this seed, Japan of another that follows from it.
    pub seed: u64,
    /// The time of the records, in milliseconds since the epoch. Tokens live by the real clock.
    pub now_ms: i64,
    /// Subscriptions of the Global coverage.
    pub sims: u32,
    /// Subscriptions of the Japan coverage; as many as Global's where not said.
    pub jp_sims: Option<u32>,
    /// What it says to browsers of other origins.
    pub cors: CorsPolicy,
    /// Whether errors too carry the headers of CORS. Without them a page cannot tell a 401 from a broken line.
    pub cors_on_errors: bool,
    /// How many of the calls fail by chance, 0 to 1: by the seed and the number of the call, so always the same ones.
    pub fault_rate: f64,
    /// What befalls which list calls, counted from 1; a repeated call counts anew.
    pub fault_script: Vec<(u32, FaultKind)>,
    /// Calls of one operation in a window; more are refused with 429.
    pub rate_limit: Option<u32>,
    /// The window's length; the API's is a minute.
    pub rate_window_ms: u64,
    /// Whether a 429 has `Retry-After`. That the API sends it is not known.
    pub send_retry_after: bool,
    /// How long every answer takes.
    pub latency_ms: u64,
    /// Which headers lead to the next page.
    pub paging: PagingHeaders,
    /// What `GET /sims` does with a key that it has not given out.
    pub unknown_sim_key: UnknownSimKey,
    /// How the `Link` header is written.
    pub link_style: LinkHeaderStyle,
    /// The most that a page has, whatever is asked for.
    pub max_page_size: u32,
    /// Whether some pages have fewer records than asked for although more follow.
    pub short_pages: bool,
    /// How long tokens live, whatever is asked for.
    pub token_lifetime_seconds: Option<u32>,
    /// After so many authorised calls all tokens are expired; once.
    pub expire_after_requests: Option<u32>,
    /// Whether errors say that they are `text/plain`, though they are JSON.
    pub text_plain_errors: bool,
    /// Calls that the user is not permitted: 403.
    pub forbidden_operations: Vec<ApiOperation>,
    /// Whether a list of no SIMs is a 404, as the documentation of `GET /sims` has it.
    pub empty_sims_404: bool,
    /// Whether a batch of cells has `null` for an unknown one; else it is left out. Which the API does is not known.
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

/// What the API says to browsers of other origins.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum CorsPolicy {
    /// Every origin may call, and read the headers for paging and limits.
    #[default]
    Open,
    /// Every origin may call, but sees none of those headers.
    NoExpose,
    /// No origin may call.
    Closed,
}

/// Which headers lead to the next page.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum PagingHeaders {
    /// `x-soracom-next-key`.
    NextKey,
    /// `link`.
    Link,
    /// Both.
    #[default]
    Both,
    /// Neither, as behind a proxy that drops them.
    Neither,
}

/// What `GET /sims` does with a key that it has not given out, as a SIM's ID. Which of them the API does is not known.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum UnknownSimKey {
    /// 400.
    #[default]
    Refuse,
    /// It goes on behind the SIM with that ID; other keys are refused.
    AcceptSimId,
    /// It begins anew.
    StartOver,
}

/// How the `Link` header is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LinkHeaderStyle {
    /// `rel="next"`, else `rel=next`.
    pub quoted: bool,
    /// With scheme and host, else from the path on.
    pub absolute: bool,
}

impl Default for LinkHeaderStyle {
    fn default() -> Self {
        Self { quoted: false, absolute: true }
    }
}

/// What can befall a call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FaultKind {
    /// 500 with an error of the API.
    Internal,
    /// 502 with a page of HTML, as a load balancer sends it.
    BadGateway,
    /// 503 with an error of the API.
    Unavailable,
    /// The connection is cut in the middle of a good answer.
    Truncated,
    /// 429, to be asked again in a second.
    TooManyRequests,
    /// 401, and the token is expired from now on.
    TokenExpired,
}
