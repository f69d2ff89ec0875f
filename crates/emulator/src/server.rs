//! The server of the API, on a port or under a path of another server.

use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{OriginalUri, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};
use tokio::net::TcpListener;
use tokio::runtime::{self, Runtime};
use tokio::sync::oneshot;

use crate::api::{EmulatedApi, lock_ignoring_poison};
use crate::api_request::ApiRequest;
use crate::api_response::{ApiError, ApiResponse};
use crate::{EmulatedCoverage, EmulatorError, EmulatorSettings, LoggedRequest, RequestCounts};

/// Maximum size of a request body. The largest bodies are batches of cells.
const MAX_BODY_BYTES: usize = 4 << 20;

/// An emulator of the API. Clones share its state.
#[derive(Clone, Debug)]
pub struct Emulator {
    api: Arc<EmulatedApi>,
}

impl Emulator {
    /// Creates an emulator that is not served yet; see [`Emulator::router`].
    #[must_use]
    pub fn new(settings: EmulatorSettings) -> Self {
        Self { api: Arc::new(EmulatedApi::new(settings)) }
    }

    /// Starts an emulator on 127.0.0.1, on the current async runtime.
    ///
    /// # Errors
    /// Returns an error if it cannot listen on the port.
    pub async fn start(settings: EmulatorSettings) -> Result<RunningEmulator, EmulatorError> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, settings.port));
        let listen = |source| EmulatorError::Listen { address, source };
        let listener = TcpListener::bind(address).await.map_err(listen)?;
        let url = format!("http://{}", listener.local_addr().map_err(listen)?);
        let emulator = Self::new(settings);
        let (stop_sender, stop_receiver) = oneshot::channel::<Infallible>();
        let server = axum::serve(listener, emulator.router()).with_graceful_shutdown(async {
            // It is an error when the sender is dropped, which is how the server is stopped.
            let _ = stop_receiver.await;
        });
        tokio::spawn(async { server.await });
        Ok(RunningEmulator { emulator, url, _stop: stop_sender, runtime: None })
    }

    /// Starts an emulator on 127.0.0.1, on threads of its own, for callers that are not async.
    ///
    /// # Errors
    /// Returns an error if it cannot listen on the port or start threads.
    pub fn start_blocking(settings: EmulatorSettings) -> Result<RunningEmulator, EmulatorError> {
        let runtime = runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let runtime = runtime.map_err(EmulatorError::Threads)?;
        let mut running = runtime.block_on(Self::start(settings))?;
        running.runtime = Some(runtime);
        Ok(running)
    }

    /// Returns a router with both coverages, at `/g/v1` and `/jp/v1`, to serve or to nest: under `/relay` they are at
    /// `/relay/g/v1` and `/relay/jp/v1`.
    pub fn router(&self) -> Router {
        Router::new().fallback(serve_request).with_state(self.clone())
    }

    /// Returns the logged calls, the oldest first.
    #[must_use]
    pub fn logged_requests(&self) -> Vec<LoggedRequest> {
        lock_ignoring_poison(&self.api.log).requests.iter().cloned().collect()
    }

    /// Returns the number of calls of each kind.
    #[must_use]
    pub fn request_counts(&self) -> RequestCounts {
        lock_ignoring_poison(&self.api.log).counts
    }

    /// Changes the settings. The SIMs of a coverage stay as they were when the coverage was first used.
    pub fn update_settings(&self, change: impl FnOnce(&mut EmulatorSettings)) {
        change(&mut self.api.settings.write().unwrap_or_else(PoisonError::into_inner));
    }

    /// Returns the number of subscriptions and of SIMs of a coverage.
    #[must_use]
    pub fn count_population(&self, coverage: EmulatedCoverage) -> PopulationCounts {
        let population = self.api.population(coverage, &self.api.current_settings());
        PopulationCounts { subscriptions: population.subscriber_count(), sims: population.sim_count() }
    }
}

/// Number of subscriptions and of SIMs of a coverage.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PopulationCounts {
    /// Number of subscriptions.
    pub subscriptions: usize,
    /// Number of SIMs, some of which have several subscriptions.
    pub sims: usize,
}

/// An emulator that is served until this handle is dropped.
#[derive(Debug)]
pub struct RunningEmulator {
    /// The emulator, with its log and its settings.
    pub emulator: Emulator,
    url: String,
    /// Stops the server when it is dropped.
    _stop: oneshot::Sender<Infallible>,
    runtime: Option<Runtime>,
}

impl RunningEmulator {
    /// Returns the URL of the server, `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns the base URL of a coverage, `http://127.0.0.1:PORT/g/v1`, which replaces `https://g.api.soracom.io/v1`.
    #[must_use]
    pub fn base_url(&self, coverage: EmulatedCoverage) -> String {
        format!("{}{}", self.url, coverage.path_prefix())
    }

    /// Returns the logged calls, the oldest first.
    #[must_use]
    pub fn logged_requests(&self) -> Vec<LoggedRequest> {
        self.emulator.logged_requests()
    }

    /// Returns the number of calls of each kind.
    #[must_use]
    pub fn request_counts(&self) -> RequestCounts {
        self.emulator.request_counts()
    }

    /// Stops the server, as dropping the handle does.
    pub fn stop(self) {}
}

impl Drop for RunningEmulator {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

async fn serve_request(State(emulator): State<Emulator>, request: axum::extract::Request) -> Response {
    let settings = emulator.api.current_settings();
    let (parts, body) = request.into_parts();
    let original = parts.extensions.get::<OriginalUri>().map_or(parts.uri.path(), |original| original.0.path());
    let original_path = original.to_owned();
    let Ok(body) = to_bytes(body, MAX_BODY_BYTES).await else {
        let error = ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "EMU0413", "The request body is too large.");
        return into_http_response(error.to_response(settings.text_plain_errors));
    };
    if settings.latency_ms > 0 {
        tokio::time::sleep(Duration::from_millis(settings.latency_ms)).await;
    }
    let call = ApiRequest {
        method: parts.method,
        path: parts.uri.path().to_owned(),
        original_path,
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers: parts.headers,
        body: body.to_vec(),
    };
    into_http_response(emulator.api.respond_to(&call))
}

fn into_http_response(mut response: ApiResponse) -> Response {
    // Soracom's responses may not be cached.
    response.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if !response.truncated {
        return (response.status, response.headers, response.body).into_response();
    }
    response.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(response.body.len()));
    let half = Bytes::copy_from_slice(&response.body[..response.body.len() / 2]);
    let reset = async {
        // The first half must be sent before the connection ends.
        tokio::time::sleep(Duration::from_millis(20)).await;
        Err(io::Error::from(io::ErrorKind::ConnectionReset))
    };
    let body = Body::from_stream(stream::iter([Ok(half)]).chain(stream::once(reset)));
    (response.status, response.headers, body).into_response()
}
