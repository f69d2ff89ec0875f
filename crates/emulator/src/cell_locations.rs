//! Where cells are: somewhere in their country, always at the same place.

use places::{Plmn, country_centre, find_network};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::api_request::ApiRequest;
use crate::api_response::{ApiError, ApiResponse};
use crate::clock::DAY_MS;
use crate::seeded_rng::seeded_rng;
use crate::settings::EmulatorSettings;
use query::format_iso_8601;

/// A cell as it is asked for: all text.
#[derive(Deserialize)]
struct RequestedCell {
    mcc: Option<String>,
    mnc: Option<String>,
    lac: Option<String>,
    cid: Option<String>,
    tac: Option<String>,
    ecid: Option<String>,
    eci: Option<String>,
    identifier: Option<String>,
}

/// `GET /cell_locations`
pub(crate) fn get_cell_location(call: &ApiRequest, settings: &EmulatorSettings) -> Result<ApiResponse, ApiError> {
    let [mcc, mnc, lac, cid, tac, ecid, eci] =
        ["mcc", "mnc", "lac", "cid", "tac", "ecid", "eci"].map(|name| call.query_parameter(name));
    let cell = RequestedCell { mcc, mnc, lac, cid, tac, ecid, eci, identifier: None };
    let found = locate_cell(&cell, settings)?;
    found
        .map(|found| ApiResponse::from_json(&found))
        .ok_or_else(|| ApiError::not_found("The cell's location is not found."))
}

/// `POST /cell_locations`
pub(crate) fn batch_get_cell_locations(
    call: &ApiRequest,
    settings: &EmulatorSettings,
) -> Result<ApiResponse, ApiError> {
    let cells: Vec<RequestedCell> = call.parse_json_body()?;
    let found: Result<Vec<_>, _> = cells.iter().map(|cell| locate_cell(cell, settings)).collect();
    let found = found?.into_iter().filter(|found| found.is_some() || settings.unknown_cells_null);
    Ok(ApiResponse::from_json(&found.map(Option::unwrap_or_default).collect()))
}

/// Where a cell is, if it is known: one in ten is not, nor is any outside all countries.
fn locate_cell(cell: &RequestedCell, settings: &EmulatorSettings) -> Result<Option<Value>, ApiError> {
    let number = |name: &str, text: &Option<String>| match text.as_deref().map(str::parse::<u32>) {
        Some(Err(_)) => Err(ApiError::bad_request(format!("{name} must be a number."))),
        Some(Ok(number)) => Ok(Some(number)),
        None => Ok(None),
    };
    let part = |name: &str, text: &Option<String>| {
        let number = number(name, text)?.and_then(|number| u16::try_from(number).ok());
        number.ok_or_else(|| ApiError::bad_request(format!("{name} is required.")))
    };
    let plmn = Plmn { mcc: part("mcc", &cell.mcc)?, mnc: part("mnc", &cell.mnc)? };
    let area = number("tac", &cell.tac)?.or(number("lac", &cell.lac)?);
    let id = number("ecid", &cell.ecid)?.or(number("eci", &cell.eci)?).or(number("cid", &cell.cid)?);
    let (Some(area), Some((lon, lat))) = (area, find_network(plmn).territory.country_code().and_then(country_centre))
    else {
        return Ok(None);
    };

    // Cells of an area are near each other, areas of a country are not.
    let mut around = seeded_rng(settings.seed, &format!("area {plmn} {area}"));
    let mut here = seeded_rng(settings.seed, &format!("cell {plmn} {area} {id:?}"));
    if here.u8(..10) == 0 {
        return Ok(None);
    }
    let mut off = |wide: f64, narrow: f64| (around.f64() - 0.5) * wide + (here.f64() - 0.5) * narrow;
    let degrees = |value: f64| (value * 1e7).round() / 1e7;
    let lat = degrees((lat + off(3.0, 0.1)).clamp(-89.0, 89.0));
    let lon = degrees((lon + off(4.0, 0.1)).clamp(-179.9, 179.9));
    let exact = id.is_some() && here.u8(..20) == 0;
    let range = if id.is_some() { here.u32(100..5000) } else { here.u32(5000..30_000) };
    let created = settings.now_ms - here.i64(400 * DAY_MS..3000 * DAY_MS);
    let mut found = json!({
        "avg_strength": 0, "created": format_iso_8601(created), "exact": u8::from(exact), "lat": lat, "lon": lon, "range": range,
        "samples": here.u32(1..500), "updated": format_iso_8601(created + here.i64(DAY_MS..400 * DAY_MS)),
    });
    if let Some(identifier) = &cell.identifier {
        found["identifier"] = identifier.as_str().into();
    }
    Ok(Some(found))
}
