//! The sign-in: the key and the token are here, in the worker's memory, and nowhere else.

use super::Office;
use super::http::Http;
use engine::{Account, Event, Tell};
use js_sys::Date;
use soracom::{ApiAddress, ApiClient, ApiSession, Coverage, Credentials, SoracomError};
use std::rc::Rc;
use web_sys::AbortController;

/// A sign-in that holds.
pub struct SignIn {
    /// Where the session was opened; its token goes nowhere else.
    address: ApiAddress,
    /// The endpoint that opened it, and is told when it ends.
    endpoint: String,
    session: ApiSession,
}

impl Office {
    /// Returns the session whose token may be sent to an endpoint.
    pub fn session_at(&self, endpoint: &str) -> Result<ApiSession, SoracomError> {
        let sign_in = self.sign_in.borrow();
        let here = sign_in.as_ref().filter(|sign_in| sign_in.address.has_endpoint(endpoint));
        here.map(|sign_in| sign_in.session.clone())
            .ok_or_else(|| SoracomError::SignInExpired { code: String::new(), message: String::new() })
    }

    /// The API at an address. What is asked of it ends with [`Office::abort`].
    pub fn api(&self, endpoint: &str) -> ApiClient<Http> {
        let mut abort = self.abort.borrow_mut();
        let signal = abort.get_or_insert_with(|| AbortController::new().ok()).as_ref().map(AbortController::signal);
        ApiClient::new(Http { abort: signal, contact: Rc::clone(&self.contact) }, endpoint)
    }

    /// Ends every request that is under way.
    pub fn abort(&self) {
        if let Some(Some(controller)) = self.abort.take() {
            controller.abort();
        }
    }
}

/// Signs in, and signs out whoever was signed in at another address.
pub async fn sign_in(office: Rc<Office>, address: ApiAddress, coverage: Coverage, credentials: Credentials) {
    if office.sign_in.borrow().is_some() {
        sign_out(Rc::clone(&office)).await;
    }
    let endpoint = address.endpoint(coverage);
    match office.api(&endpoint).sign_in(&credentials).await {
        Ok(session) => {
            let account = Account {
                address: address.clone(),
                operator: session.operator_id().map(str::to_owned),
                user: session.user_name().map(str::to_owned),
                expires: session.expires_at_ms(),
            };
            *office.sign_in.borrow_mut() = Some(SignIn { address, endpoint, session });
            office.tell(&Tell::SignedIn(account), []);
        }
        Err(error) => office.tell(&Tell::NotSignedIn(error), []),
    }
}

/// Signs out: the key is forgotten first, and then the API told.
pub async fn sign_out(office: Rc<Office>) {
    // What is being fetched ends, and what came of it stays.
    office.stop.set(true);
    office.abort();
    let Some(SignIn { endpoint, session, .. }) = office.sign_in.take() else { return };
    let told = office.api(&endpoint).sign_out(&session).await;
    office.tell(&Tell::SignedOut(told.err()), []);
}

/// The session events of a row's SIM.
pub async fn events(office: Rc<Office>, row: u32, endpoint: String) {
    let imsi = office.desk.borrow().imsi(row);
    let events = match office.session_at(&endpoint) {
        #[expect(clippy::cast_possible_truncation, reason = "a date")]
        Ok(session) => office.api(&endpoint).fetch_session_events(&session, &imsi, Date::now() as i64).await,
        Err(error) => Err(error),
    };
    let events = events.map(|events| events.iter().map(Event::of).collect());
    office.tell(&Tell::Events { row, events }, []);
}
