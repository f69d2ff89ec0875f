//! A Soracom API to test and demo against, with made-up SIMs, as slow, limited and faulty as a test wants it.
//!
//! ```
//! use emulator::{TEST_CREDENTIALS, EmulatedCoverage, Emulator, EmulatorSettings};
//!
//! let running = Emulator::start_blocking(EmulatorSettings { sims: 150, ..EmulatorSettings::default() })?;
//! let base = running.base_url(EmulatedCoverage::Global);
//! let key = serde_json::json!({"authKeyId": TEST_CREDENTIALS.auth_key_id, "authKey": TEST_CREDENTIALS.auth_key});
//! let login = ureq::post(format!("{base}/auth")).send(key.to_string())?.body_mut().read_to_string()?;
//! let login: serde_json::Value = serde_json::from_str(&login)?;
//!
//! let mut page = ureq::get(format!("{base}/subscribers"))
//!     .header("X-Soracom-API-Key", login["apiKey"].as_str().unwrap_or_default())
//!     .header("X-Soracom-Token", login["token"].as_str().unwrap_or_default())
//!     .call()?;
//! assert!(page.headers().contains_key("x-soracom-next-key"));
//! let subscribers: Vec<serde_json::Value> = serde_json::from_str(&page.body_mut().read_to_string()?)?;
//! assert_eq!(subscribers.len(), 100);
//! assert_eq!(running.logged_requests().len(), 2);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Both coverages are on one port of this machine, or inside another server ([`router_with_settings`]): `/g/v1` stands for
//! `https://g.api.soracom.io/v1`, `/jp/v1` for `https://api.soracom.io/v1`. Whoever logs in at one may call both.
//!
//! It follows the API's public documentation. Where that is silent a setting decides, or an error has a code of the
//! emulator's own, which begins with `EMU`.

mod api;
mod api_request;
mod api_response;
mod auth;
mod cell_locations;
mod clock;
mod cors;
mod credentials;
mod events;
mod fault;
mod lists;
mod operation;
mod population;
mod rate_limit;
mod request_log;
mod seeded_rng;
mod server;
mod settings;
mod token_store;

pub use credentials::{TEST_CREDENTIALS, TestCredentials};
pub use operation::{ApiOperation, EmulatedCoverage};
pub use request_log::{LoggedRequest, RequestCounts};
pub use server::{Emulator, RunningEmulator};
pub use settings::{CorsPolicy, EmulatorSettings, FaultKind, LinkHeaderStyle, PagingHeaders, UnknownSimKey};

/// Both coverages, at `/g/v1` and `/jp/v1`, to nest in another server: see [`Emulator::router`].
pub fn router_with_settings(settings: EmulatorSettings) -> axum::Router {
    Emulator::new(settings).router()
}

/// Why no emulator runs.
#[derive(Debug, thiserror::Error)]
pub enum EmulatorError {
    /// The port is taken, or may not be used.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// Where it should have listened.
        address: std::net::SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
    /// The system gives no threads.
    #[error("cannot start threads: {0}")]
    Threads(std::io::Error),
}
