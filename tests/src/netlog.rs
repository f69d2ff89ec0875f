//! Reads the network requests from Chromium's own log, which also has those of workers.

use std::collections::HashMap;

use serde_json::Value;

use crate::page_log::BrowserRequest;

/// Returns the requests in a log (`--log-net-log`), whether or not Chromium has finished writing it.
///
/// The log is one JSON object, with its constants on the first line and each event on a line of its own.
pub fn parse_requests(log: &str) -> Vec<BrowserRequest> {
    let mut lines = log.lines();
    let constants = lines.next().and_then(|line| line.strip_suffix(',')).map(|line| format!("{line}}}"));
    let constants: Value = constants.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    let Some(start) = constants["constants"]["logEventTypes"]["URL_REQUEST_START_JOB"].as_u64() else {
        return Vec::new();
    };
    let mut found: HashMap<String, BrowserRequest> = HashMap::new();
    for line in lines {
        let line = line.strip_prefix("\"events\": [").unwrap_or(line).trim_end_matches([',', ']', '}']);
        // The trimming has also removed the closing braces of the event itself, which are restored here.
        let open = line.matches('{').count().saturating_sub(line.matches('}').count());
        let Ok(event) = serde_json::from_str::<Value>(&format!("{line}{}", "}".repeat(open))) else { continue };
        let (Some(url), Some(initiator)) = (event["params"]["url"].as_str(), event["params"]["initiator"].as_str())
        else {
            continue;
        };
        // The browser's own requests have no origin (time, updates), or that of a page of its own: the new
        // tab of Chromium 148 asks for more before the first page is opened.
        let is_own = initiator == "not an origin" || initiator.starts_with("chrome://");
        if event["type"].as_u64() == Some(start) && !is_own {
            found.insert(url.to_owned(), BrowserRequest { url: url.to_owned(), initiator: initiator.to_owned() });
        }
    }
    let mut found: Vec<_> = found.into_values().collect();
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_is_read() {
        let log = r#"{"constants":{"logEventTypes":{"URL_REQUEST_START_JOB":7}},
"events": [
{"params":{"initiator":"http://127.0.0.1:1","url":"http://127.0.0.1:1/a.js"},"type":7},
{"params":{"url":"http://127.0.0.1:1/b.js"},"type":7},
{"params":{"initiator":"not an origin","url":"http://errand.test/"},"type":7},
{"params":{"initiator":"chrome://newtab","url":"http://promotion.test/"},"type":7},
{"params":{"initiator":"http://127.0.0.1:1","url":"https://c.test/"},"type":7}]}
"#;
        let urls: Vec<_> = parse_requests(log).into_iter().map(|request| request.url).collect();
        assert_eq!(urls, ["http://127.0.0.1:1/a.js", "https://c.test/"]);
    }
}
