//! Commands of chromedriver beyond the WebDriver standard.

use fantoccini::wd::WebDriverCompatibleCommand;
use http::Method;
use serde_json::{Value, json};
use url::{ParseError, Url};

/// A command that only chromedriver has.
#[derive(Debug)]
pub enum ChromedriverCommand {
    /// A method of the DevTools protocol with its parameters.
    Devtools(&'static str, Value),
    /// Returns the console messages since the last such command.
    ConsoleLog,
}

impl WebDriverCompatibleCommand for ChromedriverCommand {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        let command = match self {
            Self::Devtools(..) => "goog/cdp/execute",
            Self::ConsoleLog => "se/log",
        };
        base.join(&format!("session/{}/{command}", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        let body = match self {
            Self::Devtools(method, parameters) => json!({ "cmd": method, "params": parameters }),
            Self::ConsoleLog => json!({ "type": "browser" }),
        };
        (Method::POST, Some(body.to_string()))
    }
}
