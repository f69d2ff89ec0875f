//! A static host for dist/, on a free loopback port, as plain as the plainest: files under a folder, and the headers of `_headers` or none.

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

use crate::HarnessError;

/// A host that serves one folder until it is dropped.
pub struct StaticHost {
    /// Runs the server; ends with it.
    runtime: Option<Runtime>,
    requested_paths: Arc<Mutex<Vec<String>>>,
    /// `http://127.0.0.1:PORT`
    pub origin: String,
    /// The page's address: `origin` and the folder that it is served under.
    pub address: String,
}

/// What the host serves, and what it was asked for.
#[derive(Clone)]
struct StaticHostState {
    dist: Arc<Path>,
    base_path: &'static str,
    headers: HeaderMap,
    /// What joins `connect-src`, as a host may allow when it builds the page.
    allowed_connect: String,
    /// What runs in front of the engine's own script, in each of its workers.
    worker_prelude: &'static str,
    requested_paths: Arc<Mutex<Vec<String>>>,
}

impl StaticHost {
    /// Serves `dist` under the path `under` (`/`, or `/a/folder/`); `headers` says whether `_headers` is obeyed. `relay` is
    /// what answers at `/relay`, `connect` an address that the page may talk to, and `worker` what runs in front of the
    /// engine's own script, in each of its workers.
    ///
    /// # Errors
    /// Where no port can be listened on.
    pub fn serve(
        dist: &Path,
        under: &'static str,
        headers: bool,
        connect: &str,
        relay: Option<Router>,
        worker: &'static str,
    ) -> Result<Self, HarnessError> {
        let nowhere = |error: std::io::Error| HarnessError::Failed(format!("cannot serve: {error}"));
        let runtime = runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().map_err(nowhere)?;
        let listener = runtime.block_on(TcpListener::bind((net::Ipv4Addr::LOCALHOST, 0))).map_err(nowhere)?;
        let origin = format!("http://{}", listener.local_addr().map_err(nowhere)?);
        let asked = Arc::new(Mutex::new(Vec::new()));
        let mut headers = if headers { read_sent_headers(dist) } else { HeaderMap::new() };
        for value in headers.values_mut() {
            if let Ok(allowed) = HeaderValue::from_str(&allow_connect(value.to_str().unwrap_or_default(), connect)) {
                *value = allowed;
            }
        }
        let host = StaticHostState {
            dist: dist.into(),
            base_path: under,
            headers,
            allowed_connect: connect.to_owned(),
            worker_prelude: worker,
            requested_paths: Arc::clone(&asked),
        };
        let mut router = Router::new().fallback(serve_file).with_state(host);
        if let Some(relay) = relay {
            router = router.nest("/relay", relay);
        }
        runtime.spawn(async { axum::serve(listener, router).await });
        Ok(Self { runtime: Some(runtime), requested_paths: asked, address: format!("{origin}{under}"), origin })
    }

    /// The paths that were asked for so far, in order.
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
    match found.and_then(|path| Some((fs::read(&path).ok()?, content_type(&path)))) {
        Some((bytes, kind)) if kind.starts_with("text/html") => {
            let page = allow_connect(&String::from_utf8_lossy(&bytes), &host.allowed_connect);
            (host.headers, [(CONTENT_TYPE, kind)], page).into_response()
        }
        Some((bytes, kind)) if uri.path().contains("/engine-") && uri.path().ends_with("/worker.js") => {
            (host.headers, [(CONTENT_TYPE, kind)], [host.worker_prelude.as_bytes(), &bytes].concat()).into_response()
        }
        Some((bytes, kind)) => (host.headers, [(CONTENT_TYPE, kind)], bytes).into_response(),
        None => (StatusCode::NOT_FOUND, "not here").into_response(),
    }
}

/// A policy that allows one address more.
fn allow_connect(policy: &str, connect: &str) -> String {
    policy.replace("connect-src 'self'", format!("connect-src 'self' {connect}").trim_end())
}

/// The file that `url` means, if it lies under `under`.
fn resolve_path(dist: &Path, under: &str, url: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next()?.strip_prefix(under)?;
    let path = if path.is_empty() { "index.html" } else { path };
    (!path.split('/').any(|part| part == "..")).then(|| dist.join(path))
}

/// The headers that `_headers` gives to every path.
fn read_sent_headers(dist: &Path) -> HeaderMap {
    let text = fs::read_to_string(dist.join("_headers")).unwrap_or_default();
    text.lines()
        .filter_map(|line| line.strip_prefix("  ")?.split_once(": "))
        .filter_map(|(name, value)| Some((name.parse::<HeaderName>().ok()?, value.parse::<HeaderValue>().ok()?)))
        .collect()
}

fn content_type(path: &Path) -> &'static str {
    match path.extension().and_then(|kind| kind.to_str()) {
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
        for (under, url, expected) in [
            ("/", "/", Some("dist/index.html")),
            ("/", "/a/b.js?c#d", Some("dist/a/b.js")),
            ("/x/", "/x/", Some("dist/index.html")),
            ("/x/", "/x/b.js", Some("dist/b.js")),
            ("/x/", "/b.js", None),
            ("/", "/../secret", None),
        ] {
            assert_eq!(resolve_path(Path::new("dist"), under, url), expected.map(PathBuf::from), "{under} {url}");
        }
    }
}
