//! An API whose answers take time, and fail for a while.

use super::super::*;
use super::{FakeError, FakeHost, Turns};
use crate::FetchRequest;
use ingest::IngestReader;
use soracom::{
    ApiClient, ApiSession, AuthMethod, HttpRequest, HttpResponse, HttpTransport, Paginator, SoracomError,
    TransportError,
};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// An API with these pages; each answer takes a turn.
#[derive(Clone)]
pub struct FakeTransport {
    pub pages: Rc<RefCell<Vec<String>>>,
    /// The requests that fail for a while, by their number from 0 on.
    pub failures: Rc<RefCell<Vec<usize>>>,
    pub request_count: Rc<Cell<usize>>,
    turns: Rc<Turns>,
}

impl FakeTransport {
    pub fn new(turns: &Rc<Turns>) -> Self {
        let (pages, failures, request_count) = (Rc::default(), Rc::default(), Rc::default());
        Self { pages, failures, request_count, turns: Rc::clone(turns) }
    }
}

impl HttpTransport for FakeTransport {
    async fn send_request(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let number = self.request_count.replace(self.request_count.get() + 1);
        self.turns.wait_turns(1).await;
        if self.failures.borrow().contains(&number) {
            return Ok(HttpResponse { status: 500, headers: vec![], body: vec![] });
        }
        let cursor = request.url.split_once("last_evaluated_key=").map_or(0, |(_, key)| key.parse().unwrap());
        let pages = self.pages.borrow();
        let next = if cursor + 1 < pages.len() { (cursor + 1).to_string() } else { String::new() };
        let headers = vec![("x-soracom-next-key".to_owned(), next)];
        Ok(HttpResponse { status: 200, headers, body: pages[cursor].clone().into_bytes() })
    }
}

/// A text in memory.
struct TextInMemory(Vec<u8>);

impl TextBuilder for TextInMemory {
    type Text = Vec<u8>;
    type Error = FakeError;

    fn append_bytes(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn build_text(&self) -> Result<Vec<u8>, FakeError> {
        Ok(self.0.clone())
    }
}

impl ApiHost for FakeHost {
    type Transport = FakeTransport;

    fn api_client(&self, endpoint: &str) -> ApiClient<FakeTransport> {
        ApiClient::new(self.transport.clone(), endpoint)
    }

    fn session_at(&self, _: &str) -> Result<ApiSession, SoracomError> {
        let (api_key, token) = ("key".to_owned().into(), "token".to_owned().into());
        Ok(ApiSession::from_token_credentials(&AuthMethod::Token { api_key, token }.into()).unwrap())
    }

    fn was_api_reached(&self) -> bool {
        true
    }

    fn keep_unfinished_list(&self, source: u32, pages: Paginator) {
        self.unfinished_lists.borrow_mut().insert(source, pages);
    }
}

impl FakeHost {
    pub(super) async fn fetch_list(&self, request: &FetchRequest) -> Result<JobOutcome<Vec<u8>>, FakeError> {
        let source = &request.source;
        let pages = self.unfinished_lists.borrow_mut().remove(&source.id).filter(|_| request.resume);
        let text = self.texts.borrow().get(&source.id).cloned();
        self.engine.borrow_mut().remove_source(source.id);
        self.engine.borrow_mut().begin_source(source.clone());
        let (Some(pages), Some(mut text)) = (pages, text) else {
            return fetch_list(self, request, None, TextInMemory(vec![])).await;
        };
        assert_eq!(text.pop(), Some(b']'));
        let mut reader = IngestReader::default();
        reader.push(&text, self.engine.borrow_mut().fleet_mut()).unwrap();
        fetch_list(self, request, Some(PartialList { pages, reader }), TextInMemory(text)).await
    }
}
