//! What a page did while it was open, and what must hold of that.

use crate::Trouble;

/// Something that the page, or a worker of it, asked the network for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Request {
    /// What was asked for.
    pub url: String,
    /// The origin that asked.
    pub initiator: String,
}

/// All that was seen of a page, once it is closed.
#[derive(Debug)]
pub struct Seen {
    /// The page's own origin.
    pub origin: String,
    /// Everything that it and its workers asked for; the browser's own errands are not among it.
    pub requests: Vec<Request>,
    /// Warnings and errors of its console, violations of its policy among them.
    pub complaints: Vec<String>,
}

impl Seen {
    /// Checks that every request went to the page's own origin.
    ///
    /// # Errors
    /// Names those that did not.
    pub fn nothing_foreign(&self) -> Result<&Self, Trouble> {
        let own = |url: &str| {
            url.starts_with(&format!("{}/", self.origin)) || url.starts_with("data:") || url.starts_with("blob:")
        };
        let foreign: Vec<_> = self.requests.iter().filter(|request| !own(&request.url)).collect();
        if foreign.is_empty() { Ok(self) } else { Err(Trouble::Wrong(format!("the page asked others: {foreign:?}"))) }
    }

    /// Checks that the console has no warning and no error.
    ///
    /// # Errors
    /// Names those that it has.
    pub fn no_complaints(&self) -> Result<&Self, Trouble> {
        if self.complaints.is_empty() {
            Ok(self)
        } else {
            Err(Trouble::Wrong(format!("the console complains: {:#?}", self.complaints)))
        }
    }
}
