//! A relay to Soracom's API for the page of its own origin: it passes on the calls that the page makes, and logs nothing.
//!
//! ```
//! use relay::Upstreams;
//!
//! let upstreams = Upstreams { global: "https://g.api.soracom.io/v1".into(), japan: "https://api.soracom.io/v1".into() };
//! let router = relay::router(upstreams)?;
//! # Ok::<(), relay::RelayError>(())
//! ```
//!
//! `/relay/g/…` and `/relay/jp/…` become the same path under one of the two upstream addresses. Bodies are streamed in both
//! directions: an answer that ends early there ends early here too, and a call that the page gives up is given up there.

mod allowed;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

/// The addresses that calls are passed on to.
#[derive(Clone, Debug)]
pub struct Upstreams {
    /// The API of the Global coverage.
    pub global: String,
    /// The API of the Japan coverage.
    pub japan: String,
}

/// The relay could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum RelayError {
    /// The system has no list of the certificate authorities that it trusts.
    #[error("this system's certificate authorities cannot be read: {0}")]
    Certificates(std::io::Error),
}

#[derive(Clone)]
struct Relay {
    client: Client<HttpsConnector<HttpConnector>, Body>,
    upstreams: Upstreams,
}

/// Returns a server's routes that pass calls on to `upstreams`.
///
/// # Errors
/// If the certificate authorities of this system cannot be read.
pub fn router(upstreams: Upstreams) -> Result<Router, RelayError> {
    let connector = HttpsConnectorBuilder::new()
        .with_native_roots()
        .map_err(RelayError::Certificates)?
        .https_or_http()
        .enable_http1()
        .build();
    let client = Client::builder(TokioExecutor::new()).build(connector);
    Ok(Router::new().fallback(relay_call).with_state(Relay { client, upstreams }))
}

impl Relay {
    /// Returns the upstream address of a call, if it is one that the page makes.
    fn upstream_uri(&self, request: &Request) -> Option<Uri> {
        let (coverage, path) = request.uri().path().strip_prefix("/relay/")?.split_once('/')?;
        let base = match coverage {
            "g" => &self.upstreams.global,
            "jp" => &self.upstreams.japan,
            _ => return None,
        };
        if !allowed::is_allowed_call(request.method().as_str(), path) {
            return None;
        }
        let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
        format!("{base}/{path}{query}").parse().ok()
    }
}

async fn relay_call(State(relay): State<Relay>, request: Request) -> Response {
    let Some(uri) = relay.upstream_uri(&request) else {
        return relay_error(StatusCode::NOT_FOUND, r#"{"code":"RELAY","message":"The relay passes no such call."}"#);
    };
    let (parts, body) = request.into_parts();
    let mut upstream_request = Request::new(body);
    *upstream_request.method_mut() = parts.method;
    *upstream_request.uri_mut() = uri;
    *upstream_request.headers_mut() = allowed::keep_headers(parts.headers, allowed::is_request_header);
    let Ok(response) = relay.client.request(upstream_request).await else {
        return relay_error(
            StatusCode::BAD_GATEWAY,
            r#"{"code":"RELAY","message":"The relay does not reach the API."}"#,
        );
    };
    let (parts, body) = response.into_parts();
    let mut headers = allowed::keep_headers(parts.headers, allowed::is_response_header);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    (parts.status, headers, Body::new(body)).into_response()
}

fn relay_error(status: StatusCode, json: &'static str) -> Response {
    (status, [(CONTENT_TYPE, "application/json")], json).into_response()
}
