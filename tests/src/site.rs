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

use crate::Trouble;

/// A host that serves one folder until it is dropped.
pub struct Site {
    /// Runs the server; ends with it.
    runtime: Option<Runtime>,
    asked: Arc<Mutex<Vec<String>>>,
    /// `http://127.0.0.1:PORT`
    pub origin: String,
    /// The page's address: `origin` and the folder that it is served under.
    pub address: String,
}

/// What the host serves, and what it was asked for.
#[derive(Clone)]
struct Host {
    dist: Arc<Path>,
    under: &'static str,
    headers: HeaderMap,
    /// What joins `connect-src`, as a host may allow when it builds the page.
    connect: String,
    /// What runs in front of the engine's own script, in each of its workers.
    worker: &'static str,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Site {
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
    ) -> Result<Self, Trouble> {
        let nowhere = |error: std::io::Error| Trouble::Wrong(format!("cannot serve: {error}"));
        let runtime = runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().map_err(nowhere)?;
        let listener = runtime.block_on(TcpListener::bind((net::Ipv4Addr::LOCALHOST, 0))).map_err(nowhere)?;
        let origin = format!("http://{}", listener.local_addr().map_err(nowhere)?);
        let asked = Arc::new(Mutex::new(Vec::new()));
        let mut headers = if headers { sent_headers(dist) } else { HeaderMap::new() };
        for value in headers.values_mut() {
            if let Ok(allowed) = HeaderValue::from_str(&allowing(value.to_str().unwrap_or_default(), connect)) {
                *value = allowed;
            }
        }
        let host =
            Host { dist: dist.into(), under, headers, connect: connect.to_owned(), worker, asked: Arc::clone(&asked) };
        let mut router = Router::new().fallback(answer).with_state(host);
        if let Some(relay) = relay {
            router = router.nest("/relay", relay);
        }
        runtime.spawn(async { axum::serve(listener, router).await });
        Ok(Self { runtime: Some(runtime), asked, address: format!("{origin}{under}"), origin })
    }

    /// The paths that were asked for so far, in order.
    #[must_use]
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

async fn answer(State(host): State<Host>, uri: Uri) -> Response {
    host.asked.lock().unwrap_or_else(PoisonError::into_inner).push(uri.to_string());
    let found = find(&host.dist, host.under, uri.path());
    match found.and_then(|path| Some((fs::read(&path).ok()?, kind(&path)))) {
        Some((bytes, kind)) if kind.starts_with("text/html") => {
            let page = allowing(&String::from_utf8_lossy(&bytes), &host.connect);
            (host.headers, [(CONTENT_TYPE, kind)], page).into_response()
        }
        Some((bytes, kind)) if uri.path().contains("/engine-") && uri.path().ends_with("/worker.js") => {
            (host.headers, [(CONTENT_TYPE, kind)], [host.worker.as_bytes(), &bytes].concat()).into_response()
        }
        Some((bytes, kind)) => (host.headers, [(CONTENT_TYPE, kind)], bytes).into_response(),
        None => (StatusCode::NOT_FOUND, "not here").into_response(),
    }
}

/// A policy that allows one address more.
fn allowing(policy: &str, connect: &str) -> String {
    policy.replace("connect-src 'self'", format!("connect-src 'self' {connect}").trim_end())
}

/// The file that `url` means, if it lies under `under`.
fn find(dist: &Path, under: &str, url: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next()?.strip_prefix(under)?;
    let path = if path.is_empty() { "index.html" } else { path };
    (!path.split('/').any(|part| part == "..")).then(|| dist.join(path))
}

/// The headers that `_headers` gives to every path.
fn sent_headers(dist: &Path) -> HeaderMap {
    let text = fs::read_to_string(dist.join("_headers")).unwrap_or_default();
    text.lines()
        .filter_map(|line| line.strip_prefix("  ")?.split_once(": "))
        .filter_map(|(name, value)| Some((name.parse::<HeaderName>().ok()?, value.parse::<HeaderValue>().ok()?)))
        .collect()
}

fn kind(path: &Path) -> &'static str {
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
    fn urls_and_files() {
        for (under, url, expected) in [
            ("/", "/", Some("dist/index.html")),
            ("/", "/a/b.js?c#d", Some("dist/a/b.js")),
            ("/x/", "/x/", Some("dist/index.html")),
            ("/x/", "/x/b.js", Some("dist/b.js")),
            ("/x/", "/b.js", None),
            ("/", "/../secret", None),
        ] {
            assert_eq!(find(Path::new("dist"), under, url), expected.map(PathBuf::from), "{under} {url}");
        }
    }
}
