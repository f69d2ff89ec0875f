//! The address that a session belongs to.

use crate::Coverage;
use serde::{Deserialize, Serialize};

/// The address at which a user signs in: that of Soracom's own API or of a relay. The API key and the token of a
/// session are sent nowhere else.
///
/// ```
/// use soracom::{ApiAddress, Coverage};
///
/// let relay = ApiAddress::new("/relay/{coverage}/v1");
/// assert_eq!(relay.endpoint(Coverage::Japan), "/relay/jp/v1");
/// assert!(relay.has_endpoint("/relay/g/v1") && !relay.has_endpoint(Coverage::Global.endpoint()));
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ApiAddress(String);

impl ApiAddress {
    /// Creates an address from the text that a user typed. An empty text is Soracom's own address; `{coverage}` in it
    /// is replaced by `g` or `jp`.
    pub fn new(typed: &str) -> Self {
        Self(typed.trim().trim_end_matches('/').to_owned())
    }

    /// Returns the address as the user typed it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the base URL of the API of one coverage.
    pub fn endpoint(&self, coverage: Coverage) -> String {
        if self.0.is_empty() { coverage.endpoint().to_owned() } else { self.0.replace("{coverage}", coverage.key()) }
    }

    /// Returns whether requests to an endpoint may carry the token of a session at this address.
    pub fn has_endpoint(&self, endpoint: &str) -> bool {
        Coverage::ALL.into_iter().any(|coverage| self.endpoint(coverage) == endpoint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_its_own_endpoints_and_no_others() {
        for (typed, endpoint, expected) in [
            ("", "https://g.api.soracom.io/v1", true),
            ("", "https://api.soracom.io/v1", true),
            (" ", "https://api.soracom.io/v1", true),
            ("", "/relay/g/v1", false),
            ("", "", false),
            ("/relay/{coverage}/v1", "/relay/jp/v1", true),
            ("/relay/{coverage}/v1/", "/relay/g/v1", true),
            ("/relay/{coverage}/v1", "/relay/g/v1/x", false),
            ("/relay/{coverage}/v1", "https://g.api.soracom.io/v1", false),
            ("https://one.example/v1", "https://one.example/v1", true),
            ("https://one.example/v1", "https://two.example/v1", false),
        ] {
            assert_eq!(ApiAddress::new(typed).has_endpoint(endpoint), expected, "{typed} {endpoint}");
        }
    }
}
