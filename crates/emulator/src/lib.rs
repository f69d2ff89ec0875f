//! An emulator of the Soracom API for tests and demos, with synthetic SIMs, and as slow, limited and faulty as a test
//! needs it.
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
//! Both coverages are on one port of this machine, or inside another server ([`router_with_settings`]): `/g/v1`
//! replaces `https://g.api.soracom.io/v1`, and `/jp/v1` replaces `https://api.soracom.io/v1`. A login at one is valid
//! at both.
//!
//! It follows the API's public documentation. Where the documentation does not say how the API behaves, a setting
//! decides. Errors whose code is not public have a code of the emulator's own, which begins with `EMU`.

mod api;
mod api_request;
mod api_response;
mod auth;
mod cell_locations;
mod changes;
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
pub use server::{Emulator, PopulationCounts, RunningEmulator};
pub use settings::{CorsPolicy, EmulatorSettings, FaultKind, LinkHeaderStyle, PagingHeaders, UnknownSimKey};

/// Returns a router with both coverages, at `/g/v1` and `/jp/v1`, to nest in another server; see [`Emulator::router`].
pub fn router_with_settings(settings: EmulatorSettings) -> axum::Router {
    Emulator::new(settings).router()
}

/// The reason why an emulator does not start.
#[derive(Debug, thiserror::Error)]
pub enum EmulatorError {
    /// The port is taken or may not be used.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address to listen on.
        address: std::net::SocketAddr,
        /// The error of the system.
        source: std::io::Error,
    },
    /// Threads cannot be started.
    #[error("cannot start threads: {0}")]
    Threads(std::io::Error),
}
