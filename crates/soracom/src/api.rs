//! The calls of the API.

use crate::events::{ApiSessionEvent, EVENT_HISTORY_MS};
use crate::link_header::parse_next_key;
use crate::response_body::{body_excerpt, error_from_response, parse_api_error};
use crate::{
    ApiSession, Credentials, HttpMethod, HttpRequest, HttpResponse, HttpTransport, ListPage, LocationBatches,
    Paginator, ReportedLocation, SoracomError,
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// A client of the API at one endpoint.
#[derive(Clone, Debug)]
pub struct ApiClient<T> {
    transport: T,
    endpoint: String,
}

/// Number of events that are requested at once.
const EVENT_PAGE_SIZE: u32 = 500;
/// Maximum number of pages of events: no user reads more than ten thousand events.
const MAX_EVENT_PAGES: u32 = 20;

impl<T: HttpTransport> ApiClient<T> {
    /// Creates a client of an endpoint such as [`Coverage::endpoint`](crate::Coverage::endpoint), or of a relay.
    pub fn new(transport: T, endpoint: &str) -> Self {
        Self { transport, endpoint: endpoint.trim_end_matches('/').to_owned() }
    }

    /// Signs in with `POST /auth`. If the credentials are a token, nothing is sent.
    ///
    /// # Errors
    /// Returns [`SoracomError::SignInRefused`] if the credentials are wrong.
    pub async fn sign_in(&self, credentials: &Credentials) -> Result<ApiSession, SoracomError> {
        if let Some(session) = ApiSession::from_token_credentials(credentials) {
            return Ok(session);
        }
        let response = self.send_call(HttpMethod::Post, "/auth", None, credentials.to_auth_body()).await?;
        match response.status {
            200 => ApiSession::from_auth_response(&response.body)
                .ok_or_else(|| SoracomError::UnexpectedBody { excerpt: "no key and token".to_owned() }),
            400 | 401 => {
                let (code, message) = parse_api_error(&response);
                let lowercase = message.to_ascii_lowercase();
                let mfa_required = ["mfa", "otp", "multi-factor"].iter().any(|word| lowercase.contains(word));
                Err(SoracomError::SignInRefused { code, message, mfa_required })
            }
            _ => Err(error_from_response(&response, "")),
        }
    }

    /// Signs out with `POST /auth/logout`, after which the API key and the token are invalid.
    ///
    /// # Errors
    /// Returns an error if the API does not confirm it.
    pub async fn sign_out(&self, session: &ApiSession) -> Result<(), SoracomError> {
        let response = self.send_call(HttpMethod::Post, "/auth/logout", Some(session), Some("{}".to_owned())).await?;
        // An expired session is signed out already.
        if matches!(response.status, 200..300 | 401) { Ok(()) } else { Err(error_from_response(&response, "")) }
    }

    /// Fetches the next page of a list. The list advances only if the page was read completely.
    ///
    /// # Errors
    /// Returns any error; see [`SoracomError::is_transient`].
    pub async fn fetch_page(&self, session: &ApiSession, pages: &mut Paginator) -> Result<ListPage, SoracomError> {
        let response = self.send_call(HttpMethod::Get, &pages.next_page_path(), Some(session), None).await?;
        pages.accept_response(&response)
    }

    /// Fetches the session events of one subscription, newest first, from the 32 days before `now` (milliseconds since
    /// the epoch).
    ///
    /// # Errors
    /// Returns any error; see [`SoracomError::is_transient`].
    pub async fn fetch_session_events(
        &self,
        session: &ApiSession,
        imsi: &str,
        now: i64,
    ) -> Result<Vec<ApiSessionEvent>, SoracomError> {
        let mut events: Vec<ApiSessionEvent> = Vec::new();
        let mut cursor: Option<String> = None;
        for _ in 0..MAX_EVENT_PAGES {
            let imsi = utf8_percent_encode(imsi, NON_ALPHANUMERIC);
            let mut path = format!(
                "/subscribers/{imsi}/events/sessions?from={}&to={now}&limit={EVENT_PAGE_SIZE}",
                now - EVENT_HISTORY_MS
            );
            if let Some(cursor) = &cursor {
                path += &format!("&last_evaluated_key={}", utf8_percent_encode(cursor, NON_ALPHANUMERIC));
            }
            let response = self.send_call(HttpMethod::Get, &path, Some(session), None).await?;
            match response.status {
                200 => {}
                404 => break,
                _ => return Err(error_from_response(&response, "Subscriber:listSessionEvents")),
            }
            let page: Vec<ApiSessionEvent> = serde_json::from_slice(&response.body)
                .map_err(|_| SoracomError::UnexpectedBody { excerpt: body_excerpt(&response.body) })?;
            let next = response.header("x-soracom-next-key").map(str::to_owned);
            let next = next.or_else(|| response.header("link").and_then(parse_next_key)).filter(|key| !key.is_empty());
            let is_last_page = page.is_empty() || next.is_none() || next == cursor;
            events.extend(page);
            if is_last_page {
                break;
            }
            cursor = next;
        }
        Ok(events)
    }

    /// Fetches the locations of the next batch of cells: the index of each with its location, if the API knows it. The
    /// batches advance only if the response was read completely.
    ///
    /// # Errors
    /// Returns any error; see [`SoracomError::is_transient`].
    pub async fn fetch_cell_locations(
        &self,
        session: &ApiSession,
        batches: &mut LocationBatches,
    ) -> Result<Vec<(usize, Option<ReportedLocation>)>, SoracomError> {
        let response = self
            .send_call(HttpMethod::Post, "/cell_locations", Some(session), Some(batches.next_request_body()))
            .await?;
        batches.accept_response(&response)
    }

    async fn send_call(
        &self,
        method: HttpMethod,
        path: &str,
        session: Option<&ApiSession>,
        body: Option<String>,
    ) -> Result<HttpResponse, SoracomError> {
        let mut headers = Vec::new();
        if body.is_some() {
            headers.push(("content-type", "application/json".to_owned()));
        }
        if let Some(session) = session {
            headers.push(("x-soracom-api-key", session.api_key.to_string()));
            headers.push(("x-soracom-token", session.token.to_string()));
        }
        let request = HttpRequest { method, url: format!("{}{path}", self.endpoint), headers, body };
        self.transport.send_request(request).await.map_err(|error| SoracomError::Unreachable { reason: error.0 })
    }
}
