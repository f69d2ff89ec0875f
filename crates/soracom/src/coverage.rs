//! Where the API is, and what can be listed.

use serde::{Deserialize, Serialize};

/// One of the two populations of SIMs. The keys of an operator are good for both.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
pub enum Coverage {
    /// SIMs sold for the world.
    #[default]
    Global,
    /// SIMs sold in Japan.
    Japan,
}

impl Coverage {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Global, Self::Japan];

    /// The word for it, as in `soracom --coverage-type`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Global => "g",
            Self::Japan => "jp",
        }
    }

    /// The address of the API (Soracom's OpenAPI text, `servers`).
    pub fn endpoint(self) -> &'static str {
        match self {
            Self::Global => "https://g.api.soracom.io/v1",
            Self::Japan => "https://api.soracom.io/v1",
        }
    }
}

/// What is listed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
pub enum ApiList {
    /// A record a subscription, flat.
    #[default]
    Subscribers,
    /// A record a SIM, with its subscriptions inside.
    Sims,
}

impl ApiList {
    /// The word for it, as in the address and in `soracom subscribers list`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Subscribers => "subscribers",
            Self::Sims => "sims",
        }
    }

    /// The permission that a SAM user needs for it.
    pub fn permission(self) -> &'static str {
        match self {
            Self::Subscribers => "Subscriber:listSubscribers",
            Self::Sims => "Sim:listSims",
        }
    }
}
