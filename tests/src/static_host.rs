//! A static host for dist/ on a free loopback port, as simple as any: it serves the files of a folder, with the headers
//! of `_headers` or none.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::{fs, net};

use axum::Router;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;
use tokio::runtime::{self, Runtime};

use crate::{HarnessError, TestPageOptions};

/// A host that serves one folder until it is dropped.
pub struct StaticHost {
    /// The runtime of the server, which ends with it.
    runtime: Option<Runtime>,
    requested_paths: Arc<Mutex<Vec<String>>>,
    /// The origin, `http://127.0.0.1:PORT`.
    pub origin: String,
    /// The URL of the page: `origin` with the path under which it is served.
    pub address: String,
}

/// The content of the host, and the requests that it has received.
#[derive(Clone)]
struct StaticHostState {
    dist: Arc<Path>,
    base_path: &'static str,
    headers: HeaderMap,
    /// Sources that are added to `connect-src`, as a host may do when it builds the page.
    allowed_connect: String,
    /// A script that is prepended to the engine's own script in each of its workers.
    worker_prelude: &'static str,
    requested_paths: Arc<Mutex<Vec<String>>>,
}

impl StaticHost {
    /// Serves `dist` with the path, headers, relay, allowed connection and worker prelude of `options`.
    ///
    /// # Errors
    /// Returns an error if it cannot listen on a port.
    pub fn serve(dist: &Path, options: &TestPageOptions) -> Result<Self, HarnessError> {
        let serve_error = |error: std::io::Error| HarnessError::Failed(format!("cannot serve: {error}"));
        let runtime =
            runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().map_err(serve_error)?;
        let listener = runtime.block_on(TcpListener::bind((net::Ipv4Addr::LOCALHOST, 0))).map_err(serve_error)?;
        let origin = format!("http://{}", listener.local_addr().map_err(serve_error)?);
        let requested_paths = Arc::new(Mutex::new(Vec::new()));
        let mut headers = if options.send_headers { read_sent_headers(dist) } else { HeaderMap::new() };
        for value in headers.values_mut() {
            if let Ok(allowed) =
                HeaderValue::from_str(&allow_connect(value.to_str().unwrap_or_default(), &options.allowed_connect))
            {
                *value = allowed;
            }
        }
        let host = StaticHostState {
            dist: dist.into(),
            base_path: options.base_path,
            headers,
            allowed_connect: options.allowed_connect.clone(),
            worker_prelude: options.worker_prelude,
            requested_paths: Arc::clone(&requested_paths),
        };
        let mut router = Router::new().fallback(serve_file).with_state(host);
        if let Some(relay) = options.relay.clone() {
            router = router.nest("/relay", relay);
        }
        runtime.spawn(async { axum::serve(listener, router).await });
        let address = format!("{origin}{}", options.base_path);
        Ok(Self { runtime: Some(runtime), requested_paths, address, origin })
    }

    /// Returns the paths that were requested so far, in order.
    #[must_use]
    pub fn requested_paths(&self) -> Vec<String> {
        self.requested_paths.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for StaticHost {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

async fn serve_file(State(host): State<StaticHostState>, uri: Uri) -> Response {
    host.requested_paths.lock().unwrap_or_else(PoisonError::into_inner).push(uri.to_string());
    let found = resolve_path(&host.dist, host.base_path, uri.path());
    match found.and_then(|path| Some((fs::read(&path).ok()?, content_type_of(&path)))) {
        Some((bytes, content_type)) if content_type.starts_with("text/html") => {
            let page = allow_connect(&String::from_utf8_lossy(&bytes), &host.allowed_connect);
            (host.headers, [(CONTENT_TYPE, content_type)], page).into_response()
        }
        Some((bytes, content_type)) if uri.path().contains("/engine-") && uri.path().ends_with("/worker.js") => {
            (host.headers, [(CONTENT_TYPE, content_type)], [host.worker_prelude.as_bytes(), &bytes].concat())
                .into_response()
        }
        Some((bytes, content_type)) => (host.headers, [(CONTENT_TYPE, content_type)], bytes).into_response(),
        None => (StatusCode::NOT_FOUND, "not here").into_response(),
    }
}

/// Returns a policy with another allowed address.
fn allow_connect(policy: &str, connect: &str) -> String {
    policy.replace("connect-src 'self'", format!("connect-src 'self' {connect}").trim_end())
}

/// Returns the path of the file that `url` names, if it is under the base path.
fn resolve_path(dist: &Path, base_path: &str, url: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next()?.strip_prefix(base_path)?;
    let path = if path.is_empty() { "index.html" } else { path };
    if path.split('/').any(|part| part == "..") { None } else { Some(dist.join(path)) }
}

/// Returns the headers that `_headers` defines for every path.
fn read_sent_headers(dist: &Path) -> HeaderMap {
    let text = fs::read_to_string(dist.join("_headers")).unwrap_or_default();
    text.lines()
        .filter_map(|line| line.strip_prefix("  ")?.split_once(": "))
        .filter_map(|(name, value)| Some((name.parse::<HeaderName>().ok()?, value.parse::<HeaderValue>().ok()?)))
        .collect()
}

fn content_type_of(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript",
        Some("css") => "text/css",
        Some("wasm") => "application/wasm",
        Some("json" | "geojson") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_under_the_base_path_is_a_file_of_dist() {
        for (base_path, url, expected) in [
            ("/", "/", Some("dist/index.html")),
            ("/", "/a/b.js?c#d", Some("dist/a/b.js")),
            ("/x/", "/x/", Some("dist/index.html")),
            ("/x/", "/x/b.js", Some("dist/b.js")),
            ("/x/", "/b.js", None),
            ("/", "/../secret", None),
        ] {
            assert_eq!(
                resolve_path(Path::new("dist"), base_path, url),
                expected.map(PathBuf::from),
                "{base_path} {url}"
            );
        }
    }
}
