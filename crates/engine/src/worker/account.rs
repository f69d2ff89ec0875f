//! The sign-in: the key and the token are here, in the worker's memory, and nowhere else.

use super::WorkerState;
use super::http::BrowserTransport;
use crate::load::{ApiHost, LoadHost};
use crate::{Account, Event, SessionEvent};
use js_sys::Date;
use soracom::{ApiAddress, ApiClient, ApiSession, Coverage, Credentials, Paginator, SoracomError};
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

impl ApiHost for WorkerState {
    type Transport = BrowserTransport;

    fn session_at(&self, endpoint: &str) -> Result<ApiSession, SoracomError> {
        let sign_in = self.sign_in.borrow();
        let sign_in = sign_in.as_ref().filter(|sign_in| sign_in.address.has_endpoint(endpoint));
        sign_in
            .map(|sign_in| sign_in.session.clone())
            .ok_or_else(|| SoracomError::SignInExpired { code: String::new(), message: String::new() })
    }

    /// The API at an address. What is asked of it ends with [`WorkerState::abort_requests`].
    fn api_client(&self, endpoint: &str) -> ApiClient<BrowserTransport> {
        let mut abort = self.abort_controller.borrow_mut();
        let signal = abort.get_or_insert_with(|| AbortController::new().ok()).as_ref().map(AbortController::signal);
        ApiClient::new(BrowserTransport { abort_signal: signal, api_reached: Rc::clone(&self.api_reached) }, endpoint)
    }

    fn was_api_reached(&self) -> bool {
        self.api_reached.get()
    }

    fn keep_unfinished_list(&self, source: u32, pages: Paginator) {
        self.unfinished_lists.borrow_mut().insert(source, pages);
    }
}

impl WorkerState {
    /// Ends every request that is under way.
    pub fn abort_requests(&self) {
        if let Some(Some(controller)) = self.abort_controller.take() {
            controller.abort();
        }
    }
}

/// Signs in, and signs out whoever was signed in at another address.
pub async fn sign_in(state: Rc<WorkerState>, address: ApiAddress, coverage: Coverage, credentials: Credentials) {
    if state.sign_in.borrow().is_some() {
        sign_out(Rc::clone(&state)).await;
    }
    let endpoint = address.endpoint(coverage);
    match state.api_client(&endpoint).sign_in(&credentials).await {
        Ok(session) => {
            let account = Account {
                address: address.clone(),
                operator: session.operator_id().map(str::to_owned),
                user: session.user_name().map(str::to_owned),
                expires: session.expires_at_ms(),
            };
            *state.sign_in.borrow_mut() = Some(SignIn { address, endpoint, session });
            state.send_event(&Event::SignedIn(account));
        }
        Err(error) => state.send_event(&Event::SignInFailed(error)),
    }
}

/// Signs out: forgets the key first, and then tells the API.
pub async fn sign_out(state: Rc<WorkerState>) {
    // What is being fetched ends, and what came of it stays.
    state.load.cancel();
    state.abort_requests();
    let Some(SignIn { endpoint, session, .. }) = state.sign_in.take() else { return };
    let result = state.api_client(&endpoint).sign_out(&session).await;
    state.send_event(&Event::SignedOut(result.err()));
}

/// Fetches the session events of a row's SIM, and sends them to the page.
pub async fn send_session_events(state: Rc<WorkerState>, row: u32, endpoint: String) {
    let imsi = state.engine.borrow().imsi(row);
    let events = match state.session_at(&endpoint) {
        #[expect(clippy::cast_possible_truncation, reason = "a date")]
        Ok(session) => state.api_client(&endpoint).fetch_session_events(&session, &imsi, Date::now() as i64).await,
        Err(error) => Err(error),
    };
    let events = events.map(|events| events.iter().map(SessionEvent::from_api).collect());
    state.send_event(&Event::SessionEvents { row, events });
}
