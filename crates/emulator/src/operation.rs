//! Which call of the API a request is.

use axum::http::Method;

/// A call of the API.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Operation {
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
pub enum Coverage {
    /// `g.api.soracom.io`
    Global,
    /// `api.soracom.io`
    Japan,
}

impl Coverage {
    /// Where the emulator has it.
    ///
    /// ```
    /// assert_eq!(emulator::Coverage::Global.path(), "/g/v1");
    /// ```
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Global => "/g/v1",
            Self::Japan => "/jp/v1",
        }
    }
}

/// Why a path and a method are no call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Stray {
    /// Nothing is there.
    Path,
    /// It takes other methods.
    Method,
}

impl Operation {
    /// Whether it is one of the two lists of everything.
    pub(crate) const fn lists(self) -> bool {
        matches!(self, Self::ListSubscribers | Self::ListSims)
    }

    /// The call that a method and a path mean, of which coverage, and the identifier in the path.
    pub(crate) fn of<'a>(method: &Method, path: &'a str) -> Result<(Coverage, Self, &'a str), Stray> {
        let (coverage, path) = [Coverage::Global, Coverage::Japan]
            .into_iter()
            .find_map(|coverage| Some((coverage, path.strip_prefix(coverage.path())?)))
            .ok_or(Stray::Path)?;
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
            _ => return Err(Stray::Path),
        };
        let operation = match *method {
            Method::GET | Method::HEAD => get,
            Method::POST => post,
            _ => None,
        };
        operation.map(|operation| (coverage, operation, id)).ok_or(Stray::Method)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls() {
        use Coverage::{Global, Japan};
        for (method, path, expected) in [
            (Method::POST, "/g/v1/auth", Ok((Global, Operation::Auth, ""))),
            (Method::GET, "/g/v1/auth", Err(Stray::Method)),
            (Method::GET, "/jp/v1/sims", Ok((Japan, Operation::ListSims, ""))),
            (Method::GET, "/jp/v1/sims/89/events/sessions", Ok((Japan, Operation::SimEvents, "89"))),
            (Method::POST, "/g/v1/operators/OP1/token", Ok((Global, Operation::Token, "OP1"))),
            (Method::POST, "/g/v1/cell_locations", Ok((Global, Operation::CellLocations, ""))),
            (Method::GET, "/v1/sims", Err(Stray::Path)),
            (Method::GET, "/g/v1/groups", Err(Stray::Path)),
            (Method::DELETE, "/g/v1/sims/1", Err(Stray::Method)),
        ] {
            assert_eq!(Operation::of(&method, path), expected, "{method} {path}");
        }
    }
}
