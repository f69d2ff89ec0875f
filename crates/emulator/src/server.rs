//! The API on a port, or under a path of another server.

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

/// Bodies are batches of cells at most.
const MAX_BODY_BYTES: usize = 4 << 20;

/// The API's emulator. Its clones are the same one.
#[derive(Clone, Debug)]
pub struct Emulator {
    api: Arc<EmulatedApi>,
}

impl Emulator {
    /// An emulator that is not served yet; see [`router_with_settings`](Self::router).
    #[must_use]
    pub fn new(settings: EmulatorSettings) -> Self {
        Self { api: Arc::new(EmulatedApi::new(settings)) }
    }

    /// Serves one on 127.0.0.1, on the runtime that this is called on.
    ///
    /// # Errors
    /// Where the port cannot be listened on.
    pub async fn start(settings: EmulatorSettings) -> Result<RunningEmulator, EmulatorError> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, settings.port));
        let listen = |source| EmulatorError::Listen { address, source };
        let listener = TcpListener::bind(address).await.map_err(listen)?;
        let url = format!("http://{}", listener.local_addr().map_err(listen)?);
        let emulator = Self::new(settings);
        let (stop, stopped) = oneshot::channel::<Infallible>();
        let server = axum::serve(listener, emulator.router()).with_graceful_shutdown(async {
            // An error: that the other end was dropped, and so is meant.
            let _ = stopped.await;
        });
        tokio::spawn(async { server.await });
        Ok(RunningEmulator { emulator, url, _stop: stop, runtime: None })
    }

    /// Serves one on 127.0.0.1, on threads of its own: for callers that are not async.
    ///
    /// # Errors
    /// Where the port cannot be listened on, or there are no threads to be had.
    pub fn start_blocking(settings: EmulatorSettings) -> Result<RunningEmulator, EmulatorError> {
        let runtime = runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let runtime = runtime.map_err(EmulatorError::Threads)?;
        let mut running = runtime.block_on(Self::start(settings))?;
        running.runtime = Some(runtime);
        Ok(running)
    }

    /// Both coverages, at `/g/v1` and `/jp/v1`, to serve or to nest: under `/relay` they are at `/relay/g/v1` and
    /// `/relay/jp/v1`.
    pub fn router(&self) -> Router {
        Router::new().fallback(serve_request).with_state(self.clone())
    }

    /// The calls so far, the first first.
    #[must_use]
    pub fn logged_requests(&self) -> Vec<LoggedRequest> {
        lock_ignoring_poison(&self.api.log).requests.iter().cloned().collect()
    }

    /// How many calls there were.
    #[must_use]
    pub fn request_counts(&self) -> RequestCounts {
        lock_ignoring_poison(&self.api.log).counts
    }

    /// Behaves differently from now on. Who is in a coverage stays as it was when the coverage was first asked for.
    pub fn update_settings(&self, change: impl FnOnce(&mut EmulatorSettings)) {
        change(&mut self.api.settings.write().unwrap_or_else(PoisonError::into_inner));
    }

    /// How many subscriptions and how many SIMs a coverage has.
    #[must_use]
    pub fn count_population(&self, coverage: EmulatedCoverage) -> (usize, usize) {
        let population = self.api.population(coverage, &self.api.current_settings());
        (population.subscriber_count(), population.sim_count())
    }
}

/// An emulator that is served until this is dropped.
#[derive(Debug)]
pub struct RunningEmulator {
    /// The emulator: what it was asked, how it behaves.
    pub emulator: Emulator,
    url: String,
    /// The server stops when this is dropped.
    _stop: oneshot::Sender<Infallible>,
    runtime: Option<Runtime>,
}

impl RunningEmulator {
    /// `http://127.0.0.1:PORT`
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// `http://127.0.0.1:PORT/g/v1`, where a client expects `https://g.api.soracom.io/v1`.
    #[must_use]
    pub fn base_url(&self, coverage: EmulatedCoverage) -> String {
        format!("{}{}", self.url, coverage.path_prefix())
    }

    /// The calls so far, the first first.
    #[must_use]
    pub fn logged_requests(&self) -> Vec<LoggedRequest> {
        self.emulator.logged_requests()
    }

    /// How many calls there were.
    #[must_use]
    pub fn request_counts(&self) -> RequestCounts {
        self.emulator.request_counts()
    }

    /// Stops it, as dropping it does.
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
        let refusal = ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "EMU0413", "The request body is too large.");
        return into_http_response(refusal.to_response(settings.text_plain_errors));
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

fn into_http_response(mut answer: ApiResponse) -> Response {
    // Soracom's answers are never to be kept.
    answer.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if !answer.truncated {
        return (answer.status, answer.headers, answer.body).into_response();
    }
    answer.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(answer.body.len()));
    let half = Bytes::copy_from_slice(&answer.body[..answer.body.len() / 2]);
    let cut = async {
        // The first half is on its way before the connection ends.
        tokio::time::sleep(Duration::from_millis(20)).await;
        Err(io::Error::from(io::ErrorKind::ConnectionReset))
    };
    let body = Body::from_stream(stream::iter([Ok(half)]).chain(stream::once(cut)));
    (answer.status, answer.headers, body).into_response()
}
