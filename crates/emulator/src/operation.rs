//! Which call of the API a request is.

use axum::http::Method;

/// A call of the API.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum ApiOperation {
    /// `POST /auth`
    Auth,
    /// `POST /auth/logout`
    Logout,
    /// `POST /operators/{operator_id}/token`
    Token,
    /// `GET /subscribers`
    ListSubscribers,
    /// `GET /subscribers/{imsi}`
    Subscriber,
    /// `GET /subscribers/{imsi}/events/sessions`
    SubscriberEvents,
    /// `GET /sims`
    ListSims,
    /// `GET /sims/{sim_id}`
    Sim,
    /// `GET /sims/{sim_id}/events/sessions`
    SimEvents,
    /// `GET /cell_locations`
    CellLocation,
    /// `POST /cell_locations`
    CellLocations,
}

/// Where the SIMs are from: each coverage has its own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum EmulatedCoverage {
    /// `g.api.soracom.io`
    Global,
    /// `api.soracom.io`
    Japan,
}

impl EmulatedCoverage {
    /// Where the emulator has it.
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

/// Why a path and a method are no call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum RouteError {
    /// Nothing is there.
    UnknownPath,
    /// It takes other methods.
    MethodNotAllowed,
}

impl ApiOperation {
    /// Whether it is one of the two lists of everything.
    pub(crate) const fn is_full_list(self) -> bool {
        matches!(self, Self::ListSubscribers | Self::ListSims)
    }

    /// The call that a method and a path mean, of which coverage, and the identifier in the path.
    pub(crate) fn from_route<'a>(
        method: &Method,
        path: &'a str,
    ) -> Result<(EmulatedCoverage, Self, &'a str), RouteError> {
        let (coverage, path) = [EmulatedCoverage::Global, EmulatedCoverage::Japan]
            .into_iter()
            .find_map(|coverage| Some((coverage, path.strip_prefix(coverage.path_prefix())?)))
            .ok_or(RouteError::UnknownPath)?;
        let parts: Vec<&str> = path.split('/').skip(1).collect();
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
        operation.map(|operation| (coverage, operation, id)).ok_or(RouteError::MethodNotAllowed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_method_and_a_path_name_one_operation() {
        use EmulatedCoverage::{Global, Japan};
        for (method, path, expected) in [
            (Method::POST, "/g/v1/auth", Ok((Global, ApiOperation::Auth, ""))),
            (Method::GET, "/g/v1/auth", Err(RouteError::MethodNotAllowed)),
            (Method::GET, "/jp/v1/sims", Ok((Japan, ApiOperation::ListSims, ""))),
            (Method::GET, "/jp/v1/sims/89/events/sessions", Ok((Japan, ApiOperation::SimEvents, "89"))),
            (Method::POST, "/g/v1/operators/OP1/token", Ok((Global, ApiOperation::Token, "OP1"))),
            (Method::POST, "/g/v1/cell_locations", Ok((Global, ApiOperation::CellLocations, ""))),
            (Method::GET, "/v1/sims", Err(RouteError::UnknownPath)),
            (Method::GET, "/g/v1/groups", Err(RouteError::UnknownPath)),
            (Method::DELETE, "/g/v1/sims/1", Err(RouteError::MethodNotAllowed)),
        ] {
            assert_eq!(ApiOperation::from_route(&method, path), expected, "{method} {path}");
        }
    }
}
