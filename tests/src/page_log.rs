//! The log of a page, and checks of it.

use crate::HarnessError;

/// A network request of the page or of one of its workers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BrowserRequest {
    /// The requested URL.
    pub url: String,
    /// The origin of the page or worker that sent the request.
    pub initiator: String,
}

/// The log of a page, complete after it is closed.
#[derive(Debug)]
pub struct PageLog {
    /// The page's own origin.
    pub origin: String,
    /// All requests of the page and its workers, without the browser's own requests.
    pub requests: Vec<BrowserRequest>,
    /// Warnings and errors of the console, including violations of the policy.
    pub console_errors: Vec<String>,
}

impl PageLog {
    /// Checks that every request went to the page's own origin.
    ///
    /// # Errors
    /// Returns an error with the requests that did not.
    pub fn check_same_origin(&self) -> Result<&Self, HarnessError> {
        let is_own_origin = |url: &str| {
            url.starts_with(&format!("{}/", self.origin)) || url.starts_with("data:") || url.starts_with("blob:")
        };
        let foreign: Vec<_> = self.requests.iter().filter(|request| !is_own_origin(&request.url)).collect();
        if foreign.is_empty() {
            Ok(self)
        } else {
            Err(HarnessError::Failed(format!("the page requested from others: {foreign:?}")))
        }
    }

    /// Checks that the console has no warning and no error.
    ///
    /// # Errors
    /// Returns an error with the messages that it has.
    pub fn check_console_is_clean(&self) -> Result<&Self, HarnessError> {
        if self.console_errors.is_empty() {
            Ok(self)
        } else {
            Err(HarnessError::Failed(format!("the console complains: {:#?}", self.console_errors)))
        }
    }
}
