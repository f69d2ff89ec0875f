//! Lists, page by page.

use axum::http::{HeaderName, StatusCode, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::answer::{Answer, Refusal};
use crate::call::Call;
use crate::dice::dice;
use crate::population::Population;
use crate::settings::{Paging, Settings, SimKeys};

const KEY: &str = "last_evaluated_key";

/// `GET /subscribers`: by IMSI, which is the key too.
pub(crate) fn subscribers(call: &Call, settings: &Settings, population: &Population) -> Result<Answer, Refusal> {
    let start = call.parameter(KEY).map_or(0, |imsi| population.behind(&imsi));
    let end = start.saturating_add(size(call, settings, start)?).min(population.subscribers());
    let page: Vec<Value> = (start..end).filter_map(|at| population.subscriber(at)).collect();
    let key = page.last().map(|last| crate::population::text(&last["imsi"]));
    Ok(answer(call, settings, page, key.filter(|_| end < population.subscribers())))
}

/// `GET /sims`: in an order of its own, with a key that says nothing.
pub(crate) fn sims(call: &Call, settings: &Settings, population: &Population) -> Result<Answer, Refusal> {
    let start = match call.parameter(KEY) {
        None => 0,
        Some(key) => {
            let given = open(&key, "sim").and_then(|at| usize::try_from(at).ok());
            let start = given.or_else(|| match settings.sim_keys {
                SimKeys::Refuse => None,
                SimKeys::SimId => population.place(&key).map(|at| at + 1),
                SimKeys::Ignore => Some(0),
            });
            start.ok_or_else(wrong_key)?
        }
    };
    let end = start.saturating_add(size(call, settings, start)?).min(population.sims());
    if population.sims() == 0 && settings.empty_sims_404 {
        return Err(Refusal::unknown("No such SIM found."));
    }
    let page = (start..end).filter_map(|at| population.sim(at)).collect();
    let key = (end < population.sims()).then(|| seal(i64::try_from(end).unwrap_or_default(), "sim"));
    Ok(answer(call, settings, page, key))
}

/// How many records a page that begins at `start` has: as many as asked for, and no more than the API gives.
pub(crate) fn size(call: &Call, settings: &Settings, start: usize) -> Result<usize, Refusal> {
    let most = usize::try_from(settings.page_max.max(1)).unwrap_or(usize::MAX);
    let asked = match call.number("limit")? {
        None => most,
        Some(limit) if limit < 1 => return Err(Refusal::bad("limit must be 1 or more.")),
        Some(limit) => usize::try_from(limit).unwrap_or(most).min(most),
    };
    let mut rng = dice(settings.seed, &format!("page {start}"));
    Ok(if settings.short_pages && rng.u8(..3) == 0 { rng.usize(1..=asked) } else { asked })
}

/// A page, with what leads to the next one.
pub(crate) fn answer(call: &Call, settings: &Settings, page: Vec<Value>, key: Option<String>) -> Answer {
    let mut answer = Answer::json(&Value::Array(page));
    let Some(key) = key else { return answer };
    if matches!(settings.paging, Paging::NextKey | Paging::Both) {
        answer.header(HeaderName::from_static("x-soracom-next-key"), &key);
    }
    if matches!(settings.paging, Paging::Link | Paging::Both) {
        let query = form_urlencoded::parse(call.query.as_bytes()).filter(|(name, _)| name != KEY);
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(query).append_pair(KEY, &key).finish();
        let origin = match call.header("host") {
            Some(host) if settings.link.absolute => format!("http://{host}"),
            _ => String::new(),
        };
        let rel = if settings.link.quoted { "\"next\"" } else { "next" };
        answer.header(header::LINK, &format!("<{origin}{}?{query}>; rel={rel}", call.original_path));
    }
    answer
}

/// A key that says nothing to its reader, and that has to be encoded to stand in a query.
pub(crate) fn seal(at: i64, kind: &str) -> String {
    let sealed = STANDARD.encode(format!("\u{7ff}{kind}:{at}?"));
    if sealed.ends_with('=') { sealed } else { STANDARD.encode(format!("\u{7ff}{kind}:{at}??")) }
}

/// What was sealed, if it is of this kind.
pub(crate) fn open(key: &str, kind: &str) -> Option<i64> {
    let text = String::from_utf8(STANDARD.decode(key).ok()?).ok()?;
    text.strip_prefix('\u{7ff}')?.strip_prefix(kind)?.strip_prefix(':')?.trim_end_matches('?').parse().ok()
}

/// 400 for a key that is none. The API's code for it is not public.
pub(crate) fn wrong_key() -> Refusal {
    Refusal::new(StatusCode::BAD_REQUEST, "EMU0400", "last_evaluated_key is not one that was given out.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys() {
        for at in [0, 7, 99, 100, 12_345, 1_795_000_000_000] {
            let key = seal(at, "sim");
            assert!(key.ends_with('='), "{key}");
            assert_eq!(open(&key, "sim"), Some(at));
            assert_eq!(open(&key, "event"), None);
        }
        assert_eq!(open("295050910000000", "sim"), None);
    }
}
