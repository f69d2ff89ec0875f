//! From a call to its answer.

use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError, RwLock};
use std::time::Instant;

use axum::http::{Method, StatusCode};
use serde_json::Value;

use crate::api_request::ApiRequest;
use crate::api_response::{ApiError, ApiResponse};
use crate::operation::RouteError;
use crate::population::Population;
use crate::rate_limit::RateLimiter;
use crate::request_log::RequestLog;
use crate::token_store::{LoginSession, TokenStore};
use crate::{ApiOperation, EmulatedCoverage, EmulatorSettings, FaultKind};
use crate::{auth, cell_locations, clock, cors, events, fault, lists};

/// The API with all that it remembers.
#[derive(Debug)]
pub(crate) struct EmulatedApi {
    pub settings: RwLock<EmulatorSettings>,
    pub log: Mutex<RequestLog>,
    tokens: Mutex<TokenStore>,
    rate_limiter: Mutex<RateLimiter>,
    // Made when first asked for: a test of one coverage does not wait for the other.
    global: OnceLock<Population>,
    japan: OnceLock<Population>,
}

impl EmulatedApi {
    pub fn new(settings: EmulatorSettings) -> Self {
        Self {
            settings: RwLock::new(settings),
            log: Mutex::default(),
            tokens: Mutex::default(),
            rate_limiter: Mutex::default(),
            global: OnceLock::new(),
            japan: OnceLock::new(),
        }
    }

    /// The settings as they are now.
    pub fn current_settings(&self) -> EmulatorSettings {
        self.settings.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The SIMs of a coverage, by the settings of the first time.
    pub fn population(&self, coverage: EmulatedCoverage, settings: &EmulatorSettings) -> &Population {
        let population = match coverage {
            EmulatedCoverage::Global => &self.global,
            EmulatedCoverage::Japan => &self.japan,
        };
        population.get_or_init(|| Population::new(coverage, settings))
    }

    /// Answers a call, whatever it is.
    pub fn respond_to(&self, call: &ApiRequest) -> ApiResponse {
        let settings = self.current_settings();
        let mut answer = match cors::preflight_response(call, &settings) {
            Some(answer) => {
                lock_ignoring_poison(&self.log).counts.preflights += 1;
                answer
            }
            None => self.respond_with_faults(call, &settings),
        };
        cors::add_cors_headers(call, &settings, &mut answer);
        lock_ignoring_poison(&self.log).record_request(call, answer.status, answer.truncated);
        answer
    }

    fn respond_with_faults(&self, call: &ApiRequest, settings: &EmulatorSettings) -> ApiResponse {
        let number = {
            let counts = &mut lock_ignoring_poison(&self.log).counts;
            counts.requests += 1;
            counts.requests
        };
        let fault = fault::random_fault(number, settings);
        if let Some(answer) = fault.and_then(|fault| fault.to_response(settings)) {
            return answer;
        }
        let refused = |refusal: ApiError| refusal.to_response(settings.text_plain_errors);
        let mut answer = match ApiOperation::from_route(&call.method, &call.path) {
            Ok((coverage, operation, id)) => self.respond_within_limits(call, settings, coverage, operation, id),
            Err(RouteError::UnknownPath) => refused(ApiError::not_found("There is no such API.")),
            Err(RouteError::MethodNotAllowed) => {
                refused(ApiError::new(StatusCode::METHOD_NOT_ALLOWED, "EMU0405", "The method is not allowed."))
            }
        };
        answer.truncated |= fault == Some(FaultKind::Truncated);
        if call.method == Method::HEAD {
            answer.body.clear();
        }
        answer
    }

    /// Limits are an operator's, or an address's before anybody has logged in: here that is one and the same.
    fn respond_within_limits(
        &self,
        call: &ApiRequest,
        settings: &EmulatorSettings,
        coverage: EmulatedCoverage,
        operation: ApiOperation,
        id: &str,
    ) -> ApiResponse {
        let limit = settings.expire_after_requests;
        let session = if operation == ApiOperation::Auth {
            Ok(None)
        } else {
            lock_ignoring_poison(&self.tokens).authorise_request(call, clock::now_ms(), limit).map(Some).map_err(
                |refusal| match operation {
                    // Documented for this one: 400, not 401.
                    ApiOperation::Token if refusal == ApiError::token_expired() => {
                        ApiError { status: StatusCode::BAD_REQUEST, ..refusal }
                    }
                    _ => refusal,
                },
            )
        };
        let left = session
            .is_ok()
            .then(|| lock_ignoring_poison(&self.rate_limiter).count_call(operation, Instant::now(), settings))
            .flatten();
        let answer = session.and_then(|session| {
            if left.is_some_and(|left| left.exceeded) {
                return Err(ApiError::too_many_requests());
            }
            self.perform_if_permitted(call, settings, (coverage, operation, id), session)
        });
        let mut answer = answer.unwrap_or_else(|refusal| refusal.to_response(settings.text_plain_errors));
        if let Some(left) = left {
            left.write_headers(&mut answer, settings);
        }
        answer
    }

    fn perform_if_permitted(
        &self,
        call: &ApiRequest,
        settings: &EmulatorSettings,
        (coverage, operation, id): (EmulatedCoverage, ApiOperation, &str),
        session: Option<LoginSession>,
    ) -> Result<ApiResponse, ApiError> {
        if settings.forbidden_operations.contains(&operation) {
            // The API's code for it is not public.
            return Err(ApiError::new(StatusCode::FORBIDDEN, "EMU0403", "You are not permitted to call this API."));
        }
        let mut cut = false;
        if operation.is_full_list() {
            let number = {
                let counts = &mut lock_ignoring_poison(&self.log).counts;
                counts.list_requests += 1;
                counts.list_requests
            };
            let fault =
                settings.fault_script.iter().find(|(nth, _)| u64::from(*nth) == number).map(|(_, fault)| *fault);
            if fault == Some(FaultKind::TokenExpired) {
                lock_ignoring_poison(&self.tokens).expire_all_tokens();
            }
            if let Some(answer) = fault.and_then(|fault| fault.to_response(settings)) {
                return Ok(answer);
            }
            cut = fault == Some(FaultKind::Truncated);
        }
        let mut answer = self.perform_operation(call, settings, (coverage, operation, id), session)?;
        answer.truncated = cut;
        Ok(answer)
    }

    fn perform_operation(
        &self,
        call: &ApiRequest,
        settings: &EmulatorSettings,
        (coverage, operation, id): (EmulatedCoverage, ApiOperation, &str),
        session: Option<LoginSession>,
    ) -> Result<ApiResponse, ApiError> {
        let sims = || self.population(coverage, settings);
        let no_subscriber = || ApiError::not_found("The specified subscriber does not exist.");
        let no_sim = || ApiError::not_found("No such SIM found.");
        let found = |record: &Value| ApiResponse::from_json(record);
        match (operation, session) {
            (ApiOperation::Auth, _) => auth::log_in(call, settings, &mut lock_ignoring_poison(&self.tokens)),
            (ApiOperation::Logout, Some(session)) => {
                Ok(auth::log_out(&session, &mut lock_ignoring_poison(&self.tokens)))
            }
            (ApiOperation::Token, Some(session)) => {
                auth::renew_token(call, id, session, settings, &mut lock_ignoring_poison(&self.tokens))
            }
            (ApiOperation::Logout | ApiOperation::Token, None) => Err(ApiError::token_expired()),
            (ApiOperation::ListSubscribers, _) => lists::list_subscribers(call, settings, sims()),
            (ApiOperation::ListSims, _) => lists::list_sims(call, settings, sims()),
            (ApiOperation::Subscriber, _) => {
                sims().subscriber_by_imsi(id).as_ref().map(found).ok_or_else(no_subscriber)
            }
            (ApiOperation::Sim, _) => {
                let place = sims().sim_index(id).ok_or_else(no_sim)?;
                sims().sim_at(place).as_ref().map(found).ok_or_else(no_sim)
            }
            (ApiOperation::SubscriberEvents, _) => {
                let record = sims().subscriber_by_imsi(id).ok_or_else(no_subscriber)?;
                events::list_events(call, settings, &[record], events::EventCursor::Time)
            }
            (ApiOperation::SimEvents, _) => {
                let records = sims().subscriptions_of_sim(id).ok_or_else(no_sim)?;
                events::list_events(call, settings, &records, events::EventCursor::Opaque)
            }
            (ApiOperation::CellLocation, _) => cell_locations::get_cell_location(call, settings),
            (ApiOperation::CellLocations, _) => cell_locations::batch_get_cell_locations(call, settings),
        }
    }
}

/// Whoever held it panicked: what it holds is as good as it was.
pub(crate) fn lock_ignoring_poison<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
