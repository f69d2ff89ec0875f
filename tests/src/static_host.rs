//! A static host for dist/ on a free loopback port: files under a folder, with the headers of `_headers` or without.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::{fs, net};

use axum::Router;
use axum::body::{self, Body};
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::{self, Next};
use axum::response::Response;
use tokio::net::TcpListener;
use tokio::runtime::{self, Runtime};
use tower_http::compression::CompressionLayer;
use tower_http::services::ServeDir;

use crate::{HarnessError, TestPageOptions};

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

/// What the host adds to the files, and which paths were requested.
#[derive(Clone)]
struct StaticHostState {
    headers: HeaderMap,
    allowed_connect: String,
    worker_prelude: &'static str,
    requested_paths: Arc<Mutex<Vec<String>>>,
}

impl StaticHost {
    /// Serves the folder `dist` as `options` say.
    ///
    /// # Errors
    /// If no port can be listened on.
    pub fn serve(dist: &Path, options: &TestPageOptions) -> Result<Self, HarnessError> {
        let nowhere = |error: std::io::Error| HarnessError::Failed(format!("cannot serve: {error}"));
        let runtime = runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().map_err(nowhere)?;
        let listener = runtime.block_on(TcpListener::bind((net::Ipv4Addr::LOCALHOST, 0))).map_err(nowhere)?;
        let origin = format!("http://{}", listener.local_addr().map_err(nowhere)?);
        let requested_paths = Arc::new(Mutex::new(Vec::new()));
        let state = StaticHostState {
            headers: if options.send_headers { read_sent_headers(dist, options) } else { HeaderMap::new() },
            allowed_connect: options.allowed_connect.clone(),
            worker_prelude: options.worker_prelude,
            requested_paths: Arc::clone(&requested_paths),
        };
        let files = match options.base_path {
            "/" => Router::new().fallback_service(ServeDir::new(dist)),
            folder => Router::new().nest_service(folder, ServeDir::new(dist)),
        };
        let mut router = files.layer(middleware::from_fn_with_state(state, adapt_response));
        if let Some(relay) = &options.relay {
            router = router.nest("/relay", relay.clone());
        }
        if options.packs {
            router = router.layer(CompressionLayer::new());
        }
        runtime.spawn(async { axum::serve(listener, router).await });
        let address = format!("{origin}{}", options.base_path);
        Ok(Self { runtime: Some(runtime), requested_paths, origin, address })
    }

    /// The paths that were requested so far, in order.
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

/// Adds the host's headers, the address that its policy allows, and what runs in front of the engine's own script.
async fn adapt_response(State(host): State<StaticHostState>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let is_worker = path.contains("/engine-") && path.ends_with("/worker.js");
    host.requested_paths.lock().unwrap_or_else(PoisonError::into_inner).push(request.uri().to_string());
    let (mut parts, body) = next.run(request).await.into_parts();
    parts.headers.extend(host.headers);
    let is_page = parts.headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if !is_page && !is_worker {
        return Response::from_parts(parts, body);
    }
    let file = body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    let adapted = if is_page {
        allow_connect(&String::from_utf8_lossy(&file), &host.allowed_connect).into_bytes()
    } else {
        [host.worker_prelude.as_bytes(), &file].concat()
    };
    parts.headers.remove(CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(adapted))
}

/// Adds an address to those that a policy allows to connect to.
fn allow_connect(policy: &str, connect: &str) -> String {
    policy.replace("connect-src 'self'", format!("connect-src 'self' {connect}").trim_end())
}

/// The headers that `_headers` gives to every path.
fn read_sent_headers(dist: &Path, options: &TestPageOptions) -> HeaderMap {
    let text = fs::read_to_string(dist.join("_headers")).unwrap_or_default();
    let text = allow_connect(&text, &options.allowed_connect);
    text.lines()
        .filter_map(|line| line.strip_prefix("  ")?.split_once(": "))
        .filter_map(|(name, value)| Some((name.parse::<HeaderName>().ok()?, value.parse::<HeaderValue>().ok()?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::net::TcpStream;

    fn get(host: &StaticHost, path: &str) -> String {
        let mut stream = TcpStream::connect(host.origin.trim_start_matches("http://")).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).unwrap();
        response
    }

    #[test]
    fn files_are_served_under_the_base_path_as_the_options_say() {
        let dist = tempfile::tempdir().unwrap();
        fs::create_dir(dist.path().join("engine-1")).unwrap();
        for (name, text) in [
            ("index.html", "<meta content=\"connect-src 'self'\">"),
            ("page.wasm", "\0asm"),
            ("engine-1/worker.js", "start()"),
            ("_headers", "/*\n  X-Test: connect-src 'self'\n"),
        ] {
            fs::write(dist.path().join(name), text).unwrap();
        }
        for base_path in ["/", "/some/folder/"] {
            let options = TestPageOptions {
                base_path,
                allowed_connect: "http://api.test".to_owned(),
                worker_prelude: "slow();",
                ..TestPageOptions::default()
            };
            let host = StaticHost::serve(dist.path(), &options).unwrap();
            for (path, expected) in [
                ("", "<meta content=\"connect-src 'self' http://api.test\">"),
                ("", "x-test: connect-src 'self' http://api.test"),
                ("page.wasm", "content-type: application/wasm"),
                ("engine-1/worker.js", "slow();start()"),
                ("engine-1/worker.js", "content-type: text/javascript"),
                ("nothing.js", "HTTP/1.1 404"),
                ("../Cargo.toml", "HTTP/1.1 404"),
            ] {
                let response = get(&host, &format!("{base_path}{path}"));
                assert!(response.contains(expected), "{base_path}{path}: {response}");
            }
            assert_eq!(host.requested_paths().len(), 7);
        }
    }
}
