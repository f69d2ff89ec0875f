//! The calls.

use crate::body::{complaint, failure, head};
use crate::events::{Event, PAST};
use crate::link::next_key;
use crate::{Batches, Credentials, Error, Location, Method, Page, Pages, Request, Response, Session, Transport};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// The API at one address.
#[derive(Clone, Debug)]
pub struct Api<T> {
    transport: T,
    endpoint: String,
}

/// Events asked for at once, and how many such pages at most: nobody reads ten thousand.
const EVENTS: u32 = 500;
const EVENT_PAGES: u32 = 20;

impl<T: Transport> Api<T> {
    /// At an address such as [`Coverage::endpoint`](crate::Coverage::endpoint), or that of a relay.
    pub fn new(transport: T, endpoint: &str) -> Self {
        Self { transport, endpoint: endpoint.trim_end_matches('/').to_owned() }
    }

    /// `POST /auth`; nothing is sent for a token at hand.
    ///
    /// # Errors
    /// [`ExportError::ExtractError`] where the credentials are wrong.
    pub async fn sign_in(&self, credentials: &Credentials) -> Result<Session, Error> {
        if let Some(session) = Session::at_hand(credentials) {
            return Ok(session);
        }
        let response = self.call(Method::Post, "/auth", None, credentials.body()).await?;
        match response.status {
            200 => Session::read(&response.body).ok_or_else(|| Error::NotJson { head: "no key and token".to_owned() }),
            400 | 401 => {
                let (code, message) = complaint(&response);
                let words = message.to_ascii_lowercase();
                let mfa = ["mfa", "otp", "multi-factor"].iter().any(|word| words.contains(word));
                Err(Error::Refused { code, message, mfa })
            }
            _ => Err(failure(&response, "")),
        }
    }

    /// `POST /auth/logout`: the key and the token are worth nothing any more.
    ///
    /// # Errors
    /// Where the API does not say so.
    pub async fn sign_out(&self, session: &Session) -> Result<(), Error> {
        let response = self.call(Method::Post, "/auth/logout", Some(session), Some("{}".to_owned())).await?;
        // An ended session is signed out already.
        if matches!(response.status, 200..300 | 401) { Ok(()) } else { Err(failure(&response, "")) }
    }

    /// The next page of a list. Only a whole page moves the list on.
    ///
    /// # Errors
    /// Any; see [`ExportError::passes`].
    pub async fn page(&self, session: &Session, pages: &mut Pages) -> Result<Page, Error> {
        let response = self.call(Method::Get, &pages.path(), Some(session), None).await?;
        pages.take(&response)
    }

    /// The session events of one subscription, newest first: of the past 32 days before `now`, milliseconds since the epoch.
    ///
    /// # Errors
    /// Any; see [`ExportError::passes`].
    pub async fn events(&self, session: &Session, imsi: &str, now: i64) -> Result<Vec<Event>, Error> {
        let mut events: Vec<Event> = Vec::new();
        let mut after: Option<String> = None;
        for _ in 0..EVENT_PAGES {
            let imsi = utf8_percent_encode(imsi, NON_ALPHANUMERIC);
            let mut path = format!("/subscribers/{imsi}/events/sessions?from={}&to={now}&limit={EVENTS}", now - PAST);
            if let Some(after) = &after {
                path += &format!("&last_evaluated_key={}", utf8_percent_encode(after, NON_ALPHANUMERIC));
            }
            let response = self.call(Method::Get, &path, Some(session), None).await?;
            match response.status {
                200 => {}
                404 => break,
                _ => return Err(failure(&response, "Subscriber:listSessionEvents")),
            }
            let page: Vec<Event> =
                serde_json::from_slice(&response.body).map_err(|_| Error::NotJson { head: head(&response.body) })?;
            let next = response.header("x-soracom-next-key").map(str::to_owned);
            let next = next.or_else(|| response.header("link").and_then(next_key)).filter(|key| !key.is_empty());
            let over = page.is_empty() || next.is_none() || next == after;
            events.extend(page);
            if over {
                break;
            }
            after = next;
        }
        Ok(events)
    }

    /// Where the next batch of cells is: each with its location if the API knows it. Only a whole answer moves the batches on.
    ///
    /// # Errors
    /// Any; see [`ExportError::passes`].
    pub async fn locations(
        &self,
        session: &Session,
        batches: &mut Batches,
    ) -> Result<Vec<(usize, Option<Location>)>, Error> {
        let response = self.call(Method::Post, "/cell_locations", Some(session), Some(batches.body())).await?;
        batches.take(&response)
    }

    async fn call(
        &self,
        method: Method,
        path: &str,
        session: Option<&Session>,
        body: Option<String>,
    ) -> Result<Response, Error> {
        let mut headers = Vec::new();
        if body.is_some() {
            headers.push(("content-type", "application/json".to_owned()));
        }
        if let Some(session) = session {
            headers.push(("x-soracom-api-key", session.api_key.to_string()));
            headers.push(("x-soracom-token", session.token.to_string()));
        }
        let request = Request { method, url: format!("{}{path}", self.endpoint), headers, body };
        self.transport.send(request).await.map_err(|unreachable| Error::Unreachable { why: unreachable.0 })
    }
}
