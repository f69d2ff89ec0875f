//! Locations of cells: each cell has a fixed location somewhere in its country.

use places::{Plmn, country_centre, find_network};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::api_request::ApiRequest;
use crate::api_response::{ApiError, ApiResponse};
use crate::clock::DAY_MS;
use crate::seeded_rng::seeded_rng;
use crate::settings::EmulatorSettings;
use query::format_iso_8601;

/// A cell in a request, all of whose fields are text.
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

/// Performs `GET /cell_locations`.
pub(crate) fn get_cell_location(call: &ApiRequest, settings: &EmulatorSettings) -> Result<ApiResponse, ApiError> {
    let [mcc, mnc, lac, cid, tac, ecid, eci] =
        ["mcc", "mnc", "lac", "cid", "tac", "ecid", "eci"].map(|name| call.query_parameter(name));
    let cell = RequestedCell { mcc, mnc, lac, cid, tac, ecid, eci, identifier: None };
    match locate_cell(&cell, settings)? {
        Some(location) => Ok(ApiResponse::from_json(&location)),
        None => Err(ApiError::not_found("The cell's location is not found.")),
    }
}

/// Performs `POST /cell_locations`.
pub(crate) fn batch_get_cell_locations(
    call: &ApiRequest,
    settings: &EmulatorSettings,
) -> Result<ApiResponse, ApiError> {
    let cells: Vec<RequestedCell> = call.parse_json_body()?;
    let locations: Result<Vec<_>, _> = cells.iter().map(|cell| locate_cell(cell, settings)).collect();
    let locations = locations?.into_iter().filter(|location| location.is_some() || settings.unknown_cells_null);
    Ok(ApiResponse::from_json(&locations.map(Option::unwrap_or_default).collect()))
}

/// Returns the location of a cell; `None` if it is unknown, as one cell in ten is, and every cell outside all
/// countries.
fn locate_cell(cell: &RequestedCell, settings: &EmulatorSettings) -> Result<Option<Value>, ApiError> {
    let number = |name: &str, text: &Option<String>| match text.as_deref().map(str::parse::<u32>) {
        Some(Err(_)) => Err(ApiError::bad_request(format!("{name} must be a number."))),
        Some(Ok(number)) => Ok(Some(number)),
        None => Ok(None),
    };
    let required = |name: &str, text: &Option<String>| {
        let number = number(name, text)?.and_then(|number| u16::try_from(number).ok());
        number.ok_or_else(|| ApiError::bad_request(format!("{name} is required.")))
    };
    let plmn = Plmn { mcc: required("mcc", &cell.mcc)?, mnc: required("mnc", &cell.mnc)? };
    let area = number("tac", &cell.tac)?.or(number("lac", &cell.lac)?);
    let id = number("ecid", &cell.ecid)?.or(number("eci", &cell.eci)?).or(number("cid", &cell.cid)?);
    let (Some(area), Some((lon, lat))) = (area, find_network(plmn).territory.country_code().and_then(country_centre))
    else {
        return Ok(None);
    };

    // Cells of an area are near each other; areas of a country are not.
    let mut area_rng = seeded_rng(settings.seed, &format!("area {plmn} {area}"));
    let mut cell_rng = seeded_rng(settings.seed, &format!("cell {plmn} {area} {id:?}"));
    if cell_rng.u8(..10) == 0 {
        return Ok(None);
    }
    let mut offset = |wide: f64, narrow: f64| (area_rng.f64() - 0.5) * wide + (cell_rng.f64() - 0.5) * narrow;
    let degrees = |value: f64| (value * 1e7).round() / 1e7;
    let lat = degrees((lat + offset(3.0, 0.1)).clamp(-89.0, 89.0));
    let lon = degrees((lon + offset(4.0, 0.1)).clamp(-179.9, 179.9));
    let exact = id.is_some() && cell_rng.u8(..20) == 0;
    let range = if id.is_some() { cell_rng.u32(100..5000) } else { cell_rng.u32(5000..30_000) };
    let created = settings.now_ms - cell_rng.i64(400 * DAY_MS..3000 * DAY_MS);
    let mut location = json!({
        "avg_strength": 0, "created": format_iso_8601(created), "exact": u8::from(exact), "lat": lat, "lon": lon, "range": range,
        "samples": cell_rng.u32(1..500), "updated": format_iso_8601(created + cell_rng.i64(DAY_MS..400 * DAY_MS)),
    });
    if let Some(identifier) = &cell.identifier {
        location["identifier"] = identifier.as_str().into();
    }
    Ok(Some(location))
}
