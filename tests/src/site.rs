//! A static host for dist/, on a free loopback port, as plain as the plainest: files under a folder, and the headers of `_headers` or none.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use tiny_http::{Header, Response, Server};

use crate::Trouble;

/// A host that serves one folder until it is dropped.
pub struct Site {
    server: Arc<Server>,
    thread: Option<JoinHandle<()>>,
    asked: Arc<Mutex<Vec<String>>>,
    /// `http://127.0.0.1:PORT`
    pub origin: String,
    /// The page's address: `origin` and the folder that it is served under.
    pub address: String,
}

impl Site {
    /// Serves `dist` under the path `under` (`/`, or `/a/folder/`); `headers` says whether `_headers` is obeyed.
    ///
    /// # Errors
    /// Where no port can be listened on.
    pub fn serve(dist: &Path, under: &str, headers: bool) -> Result<Self, Trouble> {
        let server = Server::http("127.0.0.1:0").map_err(|error| Trouble::Wrong(format!("cannot serve: {error}")))?;
        let port = server.server_addr().to_ip().map_or(0, |address| address.port());
        let server = Arc::new(server);
        let origin = format!("http://127.0.0.1:{port}");
        let asked = Arc::new(Mutex::new(Vec::new()));
        let thread = thread::spawn({
            let (server, asked, dist, under) =
                (Arc::clone(&server), Arc::clone(&asked), dist.to_owned(), under.to_owned());
            let headers = if headers { sent_headers(&dist) } else { Vec::new() };
            move || {
                for request in server.incoming_requests() {
                    let url = request.url().to_owned();
                    asked.lock().unwrap_or_else(PoisonError::into_inner).push(url.clone());
                    // A browser that goes away while it is answered is no trouble of ours.
                    let _ = match find(&dist, &under, &url).and_then(|path| Some((fs::read(&path).ok()?, kind(&path))))
                    {
                        Some((bytes, kind)) => {
                            let mut response = Response::from_data(bytes);
                            headers
                                .iter()
                                .cloned()
                                .chain(header("Content-Type", kind))
                                .for_each(|header| response.add_header(header));
                            request.respond(response)
                        }
                        None => request.respond(Response::from_string("not here").with_status_code(404)),
                    };
                }
            }
        });
        Ok(Self { server, thread: Some(thread), asked, address: format!("{origin}{under}"), origin })
    }

    /// The paths that were asked for so far, in order.
    #[must_use]
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.server.unblock();
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

/// The file that `url` means, if it lies under `under`.
fn find(dist: &Path, under: &str, url: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next()?.strip_prefix(under)?;
    let path = if path.is_empty() { "index.html" } else { path };
    (!path.split('/').any(|part| part == "..")).then(|| dist.join(path))
}

/// The headers that `_headers` gives to every path.
fn sent_headers(dist: &Path) -> Vec<Header> {
    let text = fs::read_to_string(dist.join("_headers")).unwrap_or_default();
    text.lines()
        .filter_map(|line| line.strip_prefix("  ")?.split_once(": "))
        .filter_map(|(name, value)| header(name, value))
        .collect()
}

fn header(name: &str, value: &str) -> Option<Header> {
    Header::from_bytes(name, value).ok()
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
