//! From a call to its answer.

use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError, RwLock};
use std::time::Instant;

use axum::http::{Method, StatusCode};
use serde_json::Value;

use crate::answer::{Answer, Refusal};
use crate::call::Call;
use crate::log::Log;
use crate::operation::Stray;
use crate::population::Population;
use crate::rate::Rates;
use crate::tokens::{Session, Tokens};
use crate::{Coverage, FaultKind, Operation, Settings};
use crate::{auth, cells, clock, cors, events, fault, lists};

/// The API with all that it remembers.
#[derive(Debug)]
pub(crate) struct Api {
    pub settings: RwLock<Settings>,
    pub log: Mutex<Log>,
    tokens: Mutex<Tokens>,
    rates: Mutex<Rates>,
    // Made when first asked for: a test of one coverage does not wait for the other.
    global: OnceLock<Population>,
    japan: OnceLock<Population>,
}

impl Api {
    pub fn new(settings: Settings) -> Self {
        Self {
            settings: RwLock::new(settings),
            log: Mutex::default(),
            tokens: Mutex::default(),
            rates: Mutex::default(),
            global: OnceLock::new(),
            japan: OnceLock::new(),
        }
    }

    /// The settings as they are now.
    pub fn settings(&self) -> Settings {
        self.settings.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The SIMs of a coverage, by the settings of the first time.
    pub fn population(&self, coverage: Coverage, settings: &Settings) -> &Population {
        let population = match coverage {
            Coverage::Global => &self.global,
            Coverage::Japan => &self.japan,
        };
        population.get_or_init(|| Population::new(coverage, settings))
    }

    /// Answers a call, whatever it is.
    pub fn answer(&self, call: &Call) -> Answer {
        let settings = self.settings();
        let mut answer = match cors::preflight(call, &settings) {
            Some(answer) => {
                lock(&self.log).counts.preflights += 1;
                answer
            }
            None => self.with_faults(call, &settings),
        };
        cors::allow(call, &settings, &mut answer);
        lock(&self.log).note(call, answer.status, answer.cut);
        answer
    }

    fn with_faults(&self, call: &Call, settings: &Settings) -> Answer {
        let number = {
            let counts = &mut lock(&self.log).counts;
            counts.requests += 1;
            counts.requests
        };
        let fault = fault::by_chance(number, settings);
        if let Some(answer) = fault.and_then(|fault| fault.answer(settings)) {
            return answer;
        }
        let refused = |refusal: Refusal| refusal.answer(settings.text_plain_errors);
        let mut answer = match Operation::of(&call.method, &call.path) {
            Ok((coverage, operation, id)) => self.within_limits(call, settings, coverage, operation, id),
            Err(Stray::Path) => refused(Refusal::unknown("There is no such API.")),
            Err(Stray::Method) => {
                refused(Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "EMU0405", "The method is not allowed."))
            }
        };
        answer.cut |= fault == Some(FaultKind::Cut);
        if call.method == Method::HEAD {
            answer.body.clear();
        }
        answer
    }

    /// Limits are an operator's, or an address's before anybody has logged in: here that is one and the same.
    fn within_limits(
        &self,
        call: &Call,
        settings: &Settings,
        coverage: Coverage,
        operation: Operation,
        id: &str,
    ) -> Answer {
        let limit = settings.expire_after_requests;
        let session = if operation == Operation::Auth {
            Ok(None)
        } else {
            lock(&self.tokens).authorise(call, clock::now(), limit).map(Some).map_err(|refusal| match operation {
                // Documented for this one: 400, not 401.
                Operation::Token if refusal == Refusal::expired() => {
                    Refusal { status: StatusCode::BAD_REQUEST, ..refusal }
                }
                _ => refusal,
            })
        };
        let left = session.is_ok().then(|| lock(&self.rates).count(operation, Instant::now(), settings)).flatten();
        let answer = session.and_then(|session| {
            if left.is_some_and(|left| left.exceeded) {
                return Err(Refusal::too_many());
            }
            self.permitted(call, settings, (coverage, operation, id), session)
        });
        let mut answer = answer.unwrap_or_else(|refusal| refusal.answer(settings.text_plain_errors));
        if let Some(left) = left {
            left.tell(&mut answer, settings);
        }
        answer
    }

    fn permitted(
        &self,
        call: &Call,
        settings: &Settings,
        (coverage, operation, id): (Coverage, Operation, &str),
        session: Option<Session>,
    ) -> Result<Answer, Refusal> {
        if settings.forbidden.contains(&operation) {
            // The API's code for it is not public.
            return Err(Refusal::new(StatusCode::FORBIDDEN, "EMU0403", "You are not permitted to call this API."));
        }
        let mut cut = false;
        if operation.lists() {
            let number = {
                let counts = &mut lock(&self.log).counts;
                counts.lists += 1;
                counts.lists
            };
            let fault = settings.script.iter().find(|(nth, _)| u64::from(*nth) == number).map(|(_, fault)| *fault);
            if fault == Some(FaultKind::Expired) {
                lock(&self.tokens).expire_all();
            }
            if let Some(answer) = fault.and_then(|fault| fault.answer(settings)) {
                return Ok(answer);
            }
            cut = fault == Some(FaultKind::Cut);
        }
        let mut answer = self.perform(call, settings, (coverage, operation, id), session)?;
        answer.cut = cut;
        Ok(answer)
    }

    fn perform(
        &self,
        call: &Call,
        settings: &Settings,
        (coverage, operation, id): (Coverage, Operation, &str),
        session: Option<Session>,
    ) -> Result<Answer, Refusal> {
        let sims = || self.population(coverage, settings);
        let no_subscriber = || Refusal::unknown("The specified subscriber does not exist.");
        let no_sim = || Refusal::unknown("No such SIM found.");
        let found = |record: &Value| Answer::json(record);
        match (operation, session) {
            (Operation::Auth, _) => auth::log_in(call, settings, &mut lock(&self.tokens)),
            (Operation::Logout, Some(session)) => Ok(auth::log_out(&session, &mut lock(&self.tokens))),
            (Operation::Token, Some(session)) => auth::renew(call, id, session, settings, &mut lock(&self.tokens)),
            (Operation::Logout | Operation::Token, None) => Err(Refusal::expired()),
            (Operation::ListSubscribers, _) => lists::subscribers(call, settings, sims()),
            (Operation::ListSims, _) => lists::sims(call, settings, sims()),
            (Operation::Subscriber, _) => sims().by_imsi(id).as_ref().map(found).ok_or_else(no_subscriber),
            (Operation::Sim, _) => {
                let place = sims().place(id).ok_or_else(no_sim)?;
                sims().sim(place).as_ref().map(found).ok_or_else(no_sim)
            }
            (Operation::SubscriberEvents, _) => {
                let record = sims().by_imsi(id).ok_or_else(no_subscriber)?;
                events::list(call, settings, &[record], events::Key::Time)
            }
            (Operation::SimEvents, _) => {
                let records = sims().subscriptions(id).ok_or_else(no_sim)?;
                events::list(call, settings, &records, events::Key::Sealed)
            }
            (Operation::CellLocation, _) => cells::one(call, settings),
            (Operation::CellLocations, _) => cells::several(call, settings),
        }
    }
}

/// Whoever held it panicked: what it holds is as good as it was.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
