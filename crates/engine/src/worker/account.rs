//! The sign-in: the key and the token are here, in the worker's memory, and nowhere else.

use super::Office;
use super::http::Http;
use engine::{Account, Event, Tell};
use js_sys::Date;
use soracom::{Api, Credentials, Error};
use std::rc::Rc;
use web_sys::AbortController;

impl Office {
    /// The API at an address. What is asked of it ends with [`Office::abort`].
    pub fn api(&self, endpoint: &str) -> Api<Http> {
        let mut abort = self.abort.borrow_mut();
        let signal = abort.get_or_insert_with(|| AbortController::new().ok()).as_ref().map(AbortController::signal);
        Api::new(Http { abort: signal, contact: Rc::clone(&self.contact) }, endpoint)
    }

    /// Ends every request that is under way.
    pub fn abort(&self) {
        if let Some(Some(controller)) = self.abort.take() {
            controller.abort();
        }
    }
}

/// Signs in.
pub async fn sign_in(office: Rc<Office>, endpoint: String, credentials: Credentials) {
    match office.api(&endpoint).sign_in(&credentials).await {
        Ok(session) => {
            let account = Account {
                operator: session.operator().map(str::to_owned),
                user: session.user().map(str::to_owned),
                expires: session.expires(),
            };
            *office.session.borrow_mut() = Some((endpoint, session));
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
    let Some((endpoint, session)) = office.session.take() else { return };
    let told = office.api(&endpoint).sign_out(&session).await;
    office.tell(&Tell::SignedOut(told.err()), []);
}

/// The session events of a row's SIM.
pub async fn events(office: Rc<Office>, row: u32, endpoint: String) {
    let session = office.session.borrow().as_ref().map(|(_, session)| session.clone());
    let imsi = office.desk.borrow().imsi(row);
    let events = match session {
        #[expect(clippy::cast_possible_truncation, reason = "a date")]
        Some(session) => office.api(&endpoint).events(&session, &imsi, Date::now() as i64).await,
        None => Err(Error::Expired { code: String::new(), message: String::new() }),
    };
    let events = events.map(|events| events.iter().map(Event::of).collect());
    office.tell(&Tell::Events { row, events }, []);
}
