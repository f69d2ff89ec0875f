//! What a page did while it was open, and what must hold of that.

use crate::HarnessError;

/// Something that the page, or a worker of it, asked the network for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BrowserRequest {
    /// What was asked for.
    pub url: String,
    /// The origin that asked.
    pub initiator: String,
}

/// All that was seen of a page, once it is closed.
#[derive(Debug)]
pub struct PageLog {
    /// The page's own origin.
    pub origin: String,
    /// Everything that it and its workers asked for; the browser's own errands are not among it.
    pub requests: Vec<BrowserRequest>,
    /// Warnings and errors of its console, violations of its policy among them.
    pub console_errors: Vec<String>,
}

impl PageLog {
    /// Checks that every request went to the page's own origin.
    ///
    /// # Errors
    /// Names those that did not.
    pub fn check_same_origin(&self) -> Result<&Self, HarnessError> {
        let own = |url: &str| {
            url.starts_with(&format!("{}/", self.origin)) || url.starts_with("data:") || url.starts_with("blob:")
        };
        let foreign: Vec<_> = self.requests.iter().filter(|request| !own(&request.url)).collect();
        if foreign.is_empty() {
            Ok(self)
        } else {
            Err(HarnessError::Failed(format!("the page asked others: {foreign:?}")))
        }
    }

    /// Checks that the console has no warning and no error.
    ///
    /// # Errors
    /// Names those that it has.
    pub fn check_console_is_clean(&self) -> Result<&Self, HarnessError> {
        if self.console_errors.is_empty() {
            Ok(self)
        } else {
            Err(HarnessError::Failed(format!("the console complains: {:#?}", self.console_errors)))
        }
    }
}
