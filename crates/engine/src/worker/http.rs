//! The API's transport: the browser's fetch.

use gloo_net::http::{RequestBuilder, Response as Answer};
use soracom::{HttpMethod, HttpRequest, HttpResponse, HttpTransport, TransportError};
use std::cell::Cell;
use std::rc::Rc;
use web_sys::{AbortSignal, ReferrerPolicy, RequestCache, RequestCredentials};

/// Sends requests until it is aborted.
pub struct BrowserTransport {
    /// Ends what is under way.
    pub abort_signal: Option<AbortSignal>,
    /// Whether anything was ever answered.
    pub api_reached: Rc<Cell<bool>>,
}

impl HttpTransport for BrowserTransport {
    async fn send_request(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let method = match request.method {
            HttpMethod::Get => gloo_net::http::Method::GET,
            HttpMethod::Post => gloo_net::http::Method::POST,
        };
        // Nothing of the page goes with it, and nothing of the answer is kept.
        let builder = RequestBuilder::new(&request.url)
            .method(method)
            .abort_signal(self.abort_signal.as_ref())
            .credentials(RequestCredentials::Omit)
            .cache(RequestCache::NoStore)
            .referrer_policy(ReferrerPolicy::NoReferrer);
        let builder = request.headers.iter().fold(builder, |builder, (name, value)| builder.header(name, value));
        let request = match request.body {
            Some(body) => builder.body(body),
            None => builder.build(),
        };
        let answer: Answer = request.map_err(to_unreachable)?.send().await.map_err(to_unreachable)?;
        self.api_reached.set(true);
        let headers = answer.headers().entries().collect();
        let body = answer.binary().await.map_err(to_unreachable)?;
        Ok(HttpResponse { status: answer.status(), headers, body })
    }
}

fn to_unreachable(error: gloo_net::Error) -> TransportError {
    TransportError(match error {
        gloo_net::Error::JsError(error) => error.message,
        gloo_net::Error::GlooError(message) => message,
    })
}
