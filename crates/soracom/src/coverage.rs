//! The endpoints of the API and its lists.

use serde::{Deserialize, Serialize};

/// One of the two populations of SIMs. An operator's API keys are valid for both.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
pub enum Coverage {
    /// SIMs of Soracom's Global coverage.
    #[default]
    Global,
    /// SIMs of Soracom's Japan coverage.
    Japan,
}

impl Coverage {
    /// Both coverages.
    pub const ALL: [Self; 2] = [Self::Global, Self::Japan];

    /// Returns the short name, as in `soracom --coverage-type`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Global => "g",
            Self::Japan => "jp",
        }
    }

    /// Returns the base URL of the API (Soracom's OpenAPI text, `servers`).
    pub fn endpoint(self) -> &'static str {
        match self {
            Self::Global => "https://g.api.soracom.io/v1",
            Self::Japan => "https://api.soracom.io/v1",
        }
    }
}

/// A list of the API.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
pub enum ApiList {
    /// Flat records, one for each subscription.
    #[default]
    Subscribers,
    /// Records that contain their subscriptions, one for each SIM.
    Sims,
}

impl ApiList {
    /// Returns the name, as in the path of the API and in `soracom subscribers list`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Subscribers => "subscribers",
            Self::Sims => "sims",
        }
    }

    /// Returns the permission that a SAM user needs for the list.
    pub fn permission(self) -> &'static str {
        match self {
            Self::Subscribers => "Subscriber:listSubscribers",
            Self::Sims => "Sim:listSims",
        }
    }
}
