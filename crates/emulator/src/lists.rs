//! Lists of subscribers and SIMs, page by page.

use axum::http::{HeaderName, StatusCode, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::api_request::ApiRequest;
use crate::api_response::{ApiError, ApiResponse};
use crate::population::Population;
use crate::seeded_rng::seeded_rng;
use crate::settings::{EmulatorSettings, PagingHeaders, UnknownSimKey};

const CURSOR_PARAMETER: &str = "last_evaluated_key";

/// Performs `GET /subscribers`: records in the order of their IMSIs, which are also the keys of pages.
pub(crate) fn list_subscribers(
    call: &ApiRequest,
    settings: &EmulatorSettings,
    population: &Population,
) -> Result<ApiResponse, ApiError> {
    let start = call.query_parameter(CURSOR_PARAMETER).map_or(0, |imsi| population.index_after_imsi(&imsi));
    let end = start.saturating_add(page_size(call, settings, start)?).min(population.subscriber_count());
    let page: Vec<Value> = (start..end).filter_map(|index| population.subscriber_at(index)).collect();
    let key = page.last().map(|last| crate::population::string_or_empty(&last["imsi"]));
    Ok(page_response(call, settings, page, key.filter(|_| end < population.subscriber_count())))
}

/// Performs `GET /sims`: records in an order of their own, with opaque keys of pages.
pub(crate) fn list_sims(
    call: &ApiRequest,
    settings: &EmulatorSettings,
    population: &Population,
) -> Result<ApiResponse, ApiError> {
    let start = match call.query_parameter(CURSOR_PARAMETER) {
        None => 0,
        Some(key) => {
            let decoded = decode_opaque_key(&key, "sim").and_then(|index| usize::try_from(index).ok());
            let start = decoded.or_else(|| match settings.unknown_sim_key {
                UnknownSimKey::Refuse => None,
                UnknownSimKey::AcceptSimId => population.sim_index(&key).map(|index| index + 1),
                UnknownSimKey::StartOver => Some(0),
            });
            start.ok_or_else(unknown_key_error)?
        }
    };
    let end = start.saturating_add(page_size(call, settings, start)?).min(population.sim_count());
    if population.sim_count() == 0 && settings.empty_sims_404 {
        return Err(ApiError::not_found("No such SIM found."));
    }
    let page = (start..end).filter_map(|index| population.sim_at(index)).collect();
    let key = if end < population.sim_count() {
        Some(encode_opaque_key(i64::try_from(end).unwrap_or_default(), "sim"))
    } else {
        None
    };
    Ok(page_response(call, settings, page, key))
}

/// Returns the number of records of the page that begins at `start`: the requested limit, but no more than the API
/// gives.
pub(crate) fn page_size(call: &ApiRequest, settings: &EmulatorSettings, start: usize) -> Result<usize, ApiError> {
    let max = usize::try_from(settings.max_page_size.max(1)).unwrap_or(usize::MAX);
    let limit = match call.integer_parameter("limit")? {
        None => max,
        Some(limit) if limit < 1 => return Err(ApiError::bad_request("limit must be 1 or more.")),
        Some(limit) => usize::try_from(limit).unwrap_or(max).min(max),
    };
    let mut rng = seeded_rng(settings.seed, &format!("page {start}"));
    Ok(if settings.short_pages && rng.u8(..3) == 0 { rng.usize(1..=limit) } else { limit })
}

/// Returns the response with a page and the headers that lead to the next one.
pub(crate) fn page_response(
    call: &ApiRequest,
    settings: &EmulatorSettings,
    page: Vec<Value>,
    key: Option<String>,
) -> ApiResponse {
    let mut response = ApiResponse::from_json(&Value::Array(page));
    let Some(key) = key else { return response };
    if matches!(settings.paging, PagingHeaders::NextKey | PagingHeaders::Both) {
        response.set_header(HeaderName::from_static("x-soracom-next-key"), &key);
    }
    if matches!(settings.paging, PagingHeaders::Link | PagingHeaders::Both) {
        let query = form_urlencoded::parse(call.query.as_bytes()).filter(|(name, _)| name != CURSOR_PARAMETER);
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(query)
            .append_pair(CURSOR_PARAMETER, &key)
            .finish();
        let origin = match call.header("host") {
            Some(host) if settings.link_style.absolute => format!("http://{host}"),
            _ => String::new(),
        };
        let rel = if settings.link_style.quoted { "\"next\"" } else { "next" };
        response.set_header(header::LINK, &format!("<{origin}{}?{query}>; rel={rel}", call.original_path));
    }
    response
}

/// Encodes a number as an opaque key that needs percent-encoding in a query.
pub(crate) fn encode_opaque_key(value: i64, kind: &str) -> String {
    let key = STANDARD.encode(format!("\u{7ff}{kind}:{value}?"));
    if key.ends_with('=') { key } else { STANDARD.encode(format!("\u{7ff}{kind}:{value}??")) }
}

/// Returns the number in an opaque key; `None` if the key is of another kind.
pub(crate) fn decode_opaque_key(key: &str, kind: &str) -> Option<i64> {
    let text = String::from_utf8(STANDARD.decode(key).ok()?).ok()?;
    text.strip_prefix('\u{7ff}')?.strip_prefix(kind)?.strip_prefix(':')?.trim_end_matches('?').parse().ok()
}

/// Returns the 400 for an unknown key. The API's error code for it is not public.
pub(crate) fn unknown_key_error() -> ApiError {
    ApiError::new(StatusCode::BAD_REQUEST, "EMU0400", "last_evaluated_key is not one that was given out.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_opaque_key_decodes_only_as_its_own_kind() {
        for value in [0, 7, 99, 100, 12_345, 1_795_000_000_000] {
            let key = encode_opaque_key(value, "sim");
            assert!(key.ends_with('='), "{key}");
            assert_eq!(decode_opaque_key(&key, "sim"), Some(value));
            assert_eq!(decode_opaque_key(&key, "event"), None);
        }
        assert_eq!(decode_opaque_key("295050910000000", "sim"), None);
    }
}
