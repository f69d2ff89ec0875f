//! Dispatches API calls: checks the token and limits, applies faults, and performs the operation.

use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError, RwLock};
use std::time::Instant;

use axum::http::{Method, StatusCode};
use serde_json::Value;

use crate::api_request::ApiRequest;
use crate::api_response::{ApiError, ApiResponse};
use crate::operation::{ApiRoute, RouteError};
use crate::population::Population;
use crate::rate_limit::RateLimiter;
use crate::request_log::RequestLog;
use crate::token_store::{LoginSession, TokenStore};
use crate::{ApiOperation, EmulatedCoverage, EmulatorSettings, FaultKind};
use crate::{auth, cell_locations, clock, cors, events, fault, lists};

/// The emulated API and its state.
#[derive(Debug)]
pub(crate) struct EmulatedApi {
    pub settings: RwLock<EmulatorSettings>,
    pub log: Mutex<RequestLog>,
    tokens: Mutex<TokenStore>,
    rate_limiter: Mutex<RateLimiter>,
    // The populations are created on first use: a test of one coverage does not wait for the other.
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

    /// Returns a copy of the current settings.
    pub fn current_settings(&self) -> EmulatorSettings {
        self.settings.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Returns the SIMs of a coverage, which are created with the settings of the first call.
    pub fn population(&self, coverage: EmulatedCoverage, settings: &EmulatorSettings) -> &Population {
        let population = match coverage {
            EmulatedCoverage::Global => &self.global,
            EmulatedCoverage::Japan => &self.japan,
        };
        population.get_or_init(|| Population::new(coverage, settings))
    }

    /// Answers a call of any kind.
    pub fn respond_to(&self, call: &ApiRequest) -> ApiResponse {
        let settings = self.current_settings();
        let mut response = match cors::preflight_response(call, &settings) {
            Some(response) => {
                lock_ignoring_poison(&self.log).counts.preflights += 1;
                response
            }
            None => self.respond_with_faults(call, &settings),
        };
        cors::add_cors_headers(call, &settings, &mut response);
        lock_ignoring_poison(&self.log).record_request(call, response.status, response.truncated);
        response
    }

    fn respond_with_faults(&self, call: &ApiRequest, settings: &EmulatorSettings) -> ApiResponse {
        let number = {
            let counts = &mut lock_ignoring_poison(&self.log).counts;
            counts.requests += 1;
            counts.requests
        };
        let fault = fault::random_fault(number, settings);
        if let Some(response) = fault.and_then(|fault| fault.to_response(settings)) {
            return response;
        }
        let error_response = |error: ApiError| error.to_response(settings.text_plain_errors);
        let mut response = match ApiOperation::from_route(&call.method, &call.path) {
            Ok(route) => self.respond_within_limits(call, settings, route),
            Err(RouteError::UnknownPath) => error_response(ApiError::not_found("There is no such API.")),
            Err(RouteError::MethodNotAllowed) => {
                error_response(ApiError::new(StatusCode::METHOD_NOT_ALLOWED, "EMU0405", "The method is not allowed."))
            }
        };
        response.truncated |= fault == Some(FaultKind::Truncated);
        if call.method == Method::HEAD {
            response.body.clear();
        }
        response
    }

    /// Performs a call if it is authorised and within the rate limits. Limits apply to an operator or, before login, to
    /// an address: the emulator has one operator, and so one limit.
    fn respond_within_limits(&self, call: &ApiRequest, settings: &EmulatorSettings, route: ApiRoute) -> ApiResponse {
        let limit = settings.expire_after_requests;
        let session = if route.operation == ApiOperation::Auth {
            Ok(None)
        } else {
            lock_ignoring_poison(&self.tokens).authorise_request(call, clock::now_ms(), limit).map(Some).map_err(
                |error| match route.operation {
                    // The documentation of this operation says 400, not 401.
                    ApiOperation::Token if error == ApiError::token_expired() => {
                        ApiError { status: StatusCode::BAD_REQUEST, ..error }
                    }
                    _ => error,
                },
            )
        };
        let limit_status = if session.is_ok() {
            lock_ignoring_poison(&self.rate_limiter).count_call(route.operation, Instant::now(), settings)
        } else {
            None
        };
        let response = session.and_then(|session| {
            if limit_status.is_some_and(|status| status.exceeded) {
                return Err(ApiError::too_many_requests());
            }
            self.perform_if_permitted(call, settings, route, session)
        });
        let mut response = response.unwrap_or_else(|error| error.to_response(settings.text_plain_errors));
        if let Some(status) = limit_status {
            status.write_headers(&mut response, settings);
        }
        response
    }

    fn perform_if_permitted(
        &self,
        call: &ApiRequest,
        settings: &EmulatorSettings,
        route: ApiRoute,
        session: Option<LoginSession>,
    ) -> Result<ApiResponse, ApiError> {
        if settings.forbidden_operations.contains(&route.operation) {
            // The API's error code for this is not public.
            return Err(ApiError::new(StatusCode::FORBIDDEN, "EMU0403", "You are not permitted to call this API."));
        }
        let mut truncated = false;
        if route.operation.is_full_list() {
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
            if let Some(response) = fault.and_then(|fault| fault.to_response(settings)) {
                return Ok(response);
            }
            truncated = fault == Some(FaultKind::Truncated);
        }
        let mut response = self.perform_operation(call, settings, route, session)?;
        response.truncated = truncated;
        Ok(response)
    }

    fn perform_operation(
        &self,
        call: &ApiRequest,
        settings: &EmulatorSettings,
        route: ApiRoute,
        session: Option<LoginSession>,
    ) -> Result<ApiResponse, ApiError> {
        let ApiRoute { coverage, operation, id, change } = route;
        let sims = || self.population(coverage, settings);
        let no_subscriber = || ApiError::not_found("The specified subscriber does not exist.");
        let no_sim = || ApiError::not_found("No such SIM found.");
        let to_json = |record: &Value| ApiResponse::from_json(record);
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
                sims().subscriber_by_imsi(id).as_ref().map(to_json).ok_or_else(no_subscriber)
            }
            (ApiOperation::Sim, _) => {
                let index = sims().sim_index(id).ok_or_else(no_sim)?;
                sims().sim_at(index).as_ref().map(to_json).ok_or_else(no_sim)
            }
            (ApiOperation::SubscriberEvents, _) => {
                let record = sims().subscriber_by_imsi(id).ok_or_else(no_subscriber)?;
                events::list_events(call, settings, &[record], events::EventCursor::Time)
            }
            (ApiOperation::SimEvents, _) => {
                let records = sims().subscriptions_of_sim(id).ok_or_else(no_sim)?;
                events::list_events(call, settings, &records, events::EventCursor::Opaque)
            }
            (ApiOperation::ChangeSim, _) => {
                let found = sims().sim_index(id).and_then(|index| sims().sim_at(index));
                let record = found.or_else(|| sims().subscriber_by_imsi(id)).ok_or_else(no_sim)?;
                let change = change.ok_or_else(no_sim)?;
                lock_ignoring_poison(&sims().changes).perform(change, call, record)
            }
            (ApiOperation::CellLocation, _) => cell_locations::get_cell_location(call, settings),
            (ApiOperation::CellLocations, _) => cell_locations::batch_get_cell_locations(call, settings),
        }
    }
}

/// Locks a mutex even if another holder panicked, as its data is valid after each statement.
pub(crate) fn lock_ignoring_poison<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
