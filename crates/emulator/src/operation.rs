//! The operations of the API and the routes that lead to them.

use axum::http::Method;

use crate::changes::{SIM_VERBS, SimCall};

/// An operation of the API.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum ApiOperation {
    /// Logging in: `POST /auth`.
    Auth,
    /// Logging out: `POST /auth/logout`.
    Logout,
    /// Renewing a token: `POST /operators/{operator_id}/token`.
    Token,
    /// The list of subscriptions: `GET /subscribers`.
    ListSubscribers,
    /// A subscription: `GET /subscribers/{imsi}`.
    Subscriber,
    /// The session events of a subscription: `GET /subscribers/{imsi}/events/sessions`.
    SubscriberEvents,
    /// The list of SIMs: `GET /sims`.
    ListSims,
    /// A SIM: `GET /sims/{sim_id}`.
    Sim,
    /// The session events of a SIM: `GET /sims/{sim_id}/events/sessions`.
    SimEvents,
    /// The location of a cell: `GET /cell_locations`.
    CellLocation,
    /// The locations of a batch of cells: `POST /cell_locations`.
    CellLocations,
    /// Anything that changes a SIM or a subscription: `POST /sims/{sim_id}/suspend`, `PUT /sims/{sim_id}/tags`, …
    ChangeSim,
}

/// The coverage that SIMs belong to; each has its own SIMs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum EmulatedCoverage {
    /// The Global coverage, at `g.api.soracom.io`.
    Global,
    /// The Japan coverage, at `api.soracom.io`.
    Japan,
}

impl EmulatedCoverage {
    /// Returns the path at which the emulator serves the coverage.
    ///
    /// ```
    /// assert_eq!(emulator::EmulatedCoverage::Global.path_prefix(), "/g/v1");
    /// ```
    #[must_use]
    pub const fn path_prefix(self) -> &'static str {
        match self {
            Self::Global => "/g/v1",
            Self::Japan => "/jp/v1",
        }
    }
}

/// The operation that a request names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct ApiRoute<'a> {
    pub coverage: EmulatedCoverage,
    pub operation: ApiOperation,
    /// The identifier in the path; empty if the path has none.
    pub id: &'a str,
    /// What is changed, by [`ApiOperation::ChangeSim`].
    pub change: Option<SimCall<'a>>,
}

/// The reason why a method and a path name no operation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum RouteError {
    /// No operation has this path.
    UnknownPath,
    /// The operations with this path have other methods.
    MethodNotAllowed,
}

impl ApiOperation {
    /// Returns whether the operation is one of the two lists of all records.
    pub(crate) const fn is_full_list(self) -> bool {
        matches!(self, Self::ListSubscribers | Self::ListSims)
    }

    /// Returns the operation that a method and a path name, its coverage, and the identifier in the path.
    pub(crate) fn from_route<'a>(method: &Method, path: &'a str) -> Result<ApiRoute<'a>, RouteError> {
        let (coverage, path) = [EmulatedCoverage::Global, EmulatedCoverage::Japan]
            .into_iter()
            .find_map(|coverage| Some((coverage, path.strip_prefix(coverage.path_prefix())?)))
            .ok_or(RouteError::UnknownPath)?;
        let parts: Vec<&str> = path.split('/').skip(1).collect();
        let change = match (method, &parts[..]) {
            (&Method::POST, ["sims" | "subscribers", id, verb]) if SIM_VERBS.contains(verb) => {
                Some((*id, SimCall::Post(verb)))
            }
            (&Method::PUT, ["sims" | "subscribers", id, "tags"]) => Some((*id, SimCall::PutTags)),
            (&Method::DELETE, ["sims" | "subscribers", id, "tags", name]) => Some((*id, SimCall::DeleteTag(name))),
            _ => None,
        };
        if let Some((id, change)) = change {
            return Ok(ApiRoute { coverage, operation: Self::ChangeSim, id, change: Some(change) });
        }
        let (id, get, post) = match parts[..] {
            ["auth"] => ("", None, Some(Self::Auth)),
            ["auth", "logout"] => ("", None, Some(Self::Logout)),
            ["operators", id, "token"] => (id, None, Some(Self::Token)),
            ["subscribers"] => ("", Some(Self::ListSubscribers), None),
            ["subscribers", id] => (id, Some(Self::Subscriber), None),
            ["subscribers", id, "events", "sessions"] => (id, Some(Self::SubscriberEvents), None),
            ["sims"] => ("", Some(Self::ListSims), None),
            ["sims", id] => (id, Some(Self::Sim), None),
            ["sims", id, "events", "sessions"] => (id, Some(Self::SimEvents), None),
            ["cell_locations"] => ("", Some(Self::CellLocation), Some(Self::CellLocations)),
            _ => return Err(RouteError::UnknownPath),
        };
        let operation = match *method {
            Method::GET | Method::HEAD => get,
            Method::POST => post,
            _ => None,
        };
        operation
            .map(|operation| ApiRoute { coverage, operation, id, change: None })
            .ok_or(RouteError::MethodNotAllowed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_method_and_a_path_name_one_operation() {
        use EmulatedCoverage::{Global, Japan};
        let route = |coverage, operation, id| Ok(ApiRoute { coverage, operation, id, change: None });
        let change = |id, change| {
            Ok(ApiRoute { coverage: Global, operation: ApiOperation::ChangeSim, id, change: Some(change) })
        };
        for (method, path, expected) in [
            (Method::POST, "/g/v1/auth", route(Global, ApiOperation::Auth, "")),
            (Method::GET, "/g/v1/auth", Err(RouteError::MethodNotAllowed)),
            (Method::GET, "/jp/v1/sims", route(Japan, ApiOperation::ListSims, "")),
            (Method::GET, "/jp/v1/sims/89/events/sessions", route(Japan, ApiOperation::SimEvents, "89")),
            (Method::POST, "/g/v1/operators/OP1/token", route(Global, ApiOperation::Token, "OP1")),
            (Method::POST, "/g/v1/cell_locations", route(Global, ApiOperation::CellLocations, "")),
            (Method::GET, "/v1/sims", Err(RouteError::UnknownPath)),
            (Method::GET, "/g/v1/groups", Err(RouteError::UnknownPath)),
            (Method::DELETE, "/g/v1/sims/1", Err(RouteError::MethodNotAllowed)),
            (Method::POST, "/g/v1/sims/89/suspend", change("89", SimCall::Post("suspend"))),
            (Method::POST, "/g/v1/subscribers/29/set_group", change("29", SimCall::Post("set_group"))),
            (Method::PUT, "/g/v1/sims/89/tags", change("89", SimCall::PutTags)),
            (Method::DELETE, "/g/v1/sims/89/tags/a%20b", change("89", SimCall::DeleteTag("a%20b"))),
            (Method::POST, "/g/v1/sims/89/terminate", Err(RouteError::UnknownPath)),
        ] {
            assert_eq!(ApiOperation::from_route(&method, path), expected, "{method} {path}");
        }
    }
}
