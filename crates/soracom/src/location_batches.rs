//! Requests the locations of cells in batches, and joins each cell with its location by an identifier.

use crate::response_body::{body_excerpt, error_from_response};
use crate::{HttpResponse, SoracomError};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// Number of cells in a request. The API's maximum is not documented; a batch that it refuses is halved.
pub const LOCATION_BATCH_SIZE: usize = 100;

/// A cell, or a whole area if it has no cell identity, like `CellIdentifier` of Soracom's OpenAPI text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CellIdentifier {
    /// Mobile country code.
    pub mcc: u16,
    /// Mobile network code, as an integer.
    pub mnc: u16,
    /// Whether the request has `tac` and `ecid` instead of `lac` and `cid`.
    pub is_lte: bool,
    /// Tracking or location area code.
    pub area: u32,
    /// Identity of the cell in the area, which a session record calls `eci` or `ci`.
    pub cell: Option<u32>,
}

/// The location of a cell or an area.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ReportedLocation {
    /// Latitude in degrees north.
    pub lat: f64,
    /// Longitude in degrees east.
    pub lon: f64,
    /// Radius around the point in metres; 0 if the API does not say.
    pub range_m: u32,
}

/// Cells to locate, in batches.
#[derive(Clone, Debug, Default)]
pub struct LocationBatches {
    cells: Vec<CellIdentifier>,
    pending: VecDeque<std::ops::Range<usize>>,
}

/// A cell in a request, all of whose fields are text.
#[derive(Serialize)]
struct CellIdentifierJson {
    mcc: String,
    mnc: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    tac: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ecid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lac: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cid: Option<String>,
    identifier: String,
}

/// A location in a response. It is not documented whether an unknown cell is missing or null, so both are accepted.
#[derive(Deserialize)]
struct CellLocationJson {
    lat: Option<f64>,
    lon: Option<f64>,
    range: Option<f64>,
    identifier: Option<String>,
}

impl LocationBatches {
    /// Creates the batches of these cells, which must be distinct.
    pub fn new(cells: Vec<CellIdentifier>) -> Self {
        let starts = (0..cells.len()).step_by(LOCATION_BATCH_SIZE);
        let pending = starts.map(|start| start..cells.len().min(start + LOCATION_BATCH_SIZE)).collect();
        Self { cells, pending }
    }

    /// Returns whether all batches were answered.
    pub fn is_finished(&self) -> bool {
        self.pending.is_empty()
    }

    /// Returns all cells, including those that were answered.
    pub fn cells(&self) -> &[CellIdentifier] {
        &self.cells
    }

    /// Returns the body of the next request.
    pub(crate) fn next_request_body(&self) -> String {
        let batch = self.pending.front().cloned().unwrap_or_default();
        let cells: Vec<CellIdentifierJson> = batch.map(|index| self.to_identifier_json(index)).collect();
        // Serializing texts and numbers cannot fail.
        serde_json::to_string(&cells).unwrap_or_default()
    }

    fn to_identifier_json(&self, index: usize) -> CellIdentifierJson {
        let CellIdentifier { mcc, mnc, is_lte, area, cell } = self.cells[index];
        let text_if =
            |included: bool, number: Option<u32>| number.filter(|_| included).map(|number| number.to_string());
        CellIdentifierJson {
            mcc: format!("{mcc:03}"),
            // The example in the API's documentation is `"mnc": "10"`, without leading zeros.
            mnc: mnc.to_string(),
            tac: text_if(is_lte, Some(area)),
            ecid: text_if(is_lte, cell),
            lac: text_if(!is_lte, Some(area)),
            cid: text_if(!is_lte, cell),
            identifier: index.to_string(),
        }
    }

    /// Reads the response to a batch and returns the index of each cell with its location, if it is known. A batch that
    /// is refused is halved, and nothing is returned for it yet; a single cell that is refused is unknown.
    pub(crate) fn accept_response(
        &mut self,
        response: &HttpResponse,
    ) -> Result<Vec<(usize, Option<ReportedLocation>)>, SoracomError> {
        let Some(batch) = self.pending.front().cloned() else { return Ok(vec![]) };
        match response.status {
            200 => {}
            400 | 404 | 413 | 414 | 422 => {
                self.pending.pop_front();
                if batch.len() == 1 || response.status == 404 {
                    return Ok(batch.map(|index| (index, None)).collect());
                }
                let half = batch.start + batch.len() / 2;
                self.pending.push_front(half..batch.end);
                self.pending.push_front(batch.start..half);
                return Ok(vec![]);
            }
            _ => return Err(error_from_response(response, "CellLocation:batchGetCellLocations")),
        }
        let locations: Vec<Option<CellLocationJson>> =
            serde_json::from_slice(&response.body).map_err(|error| match error.is_eof() {
                true => SoracomError::Truncated { bytes: response.body.len() },
                false => SoracomError::UnexpectedBody { excerpt: body_excerpt(&response.body) },
            })?;
        self.pending.pop_front();
        let mut found: Vec<_> = batch.clone().map(|index| (index, None)).collect();
        for location in locations.into_iter().flatten() {
            let index =
                location.identifier.and_then(|id| id.parse::<usize>().ok()).filter(|index| batch.contains(index));
            if let (Some(index), Some(lat), Some(lon)) = (index, location.lat, location.lon) {
                let range_m = location.range.unwrap_or(0.0).clamp(0.0, 1e8) as u32;
                found[index - batch.start].1 = Some(ReportedLocation { lat, lon, range_m });
            }
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn http_response(status: u16, body: &str) -> HttpResponse {
        HttpResponse { status, headers: vec![], body: body.into() }
    }

    fn batches_of_cells(cells: u32) -> LocationBatches {
        let cell_identifier = |id| CellIdentifier { mcc: 334, mnc: 20, is_lte: true, area: 7, cell: Some(id) };
        LocationBatches::new((0..cells).map(cell_identifier).collect())
    }

    #[test]
    fn request_fields_are_texts_with_the_names_of_the_api() {
        let (lte, legacy) = (
            CellIdentifier { mcc: 1, mnc: 20, is_lte: true, area: 7, cell: Some(256) },
            CellIdentifier { mcc: 234, mnc: 10, is_lte: false, area: 5, cell: Some(9) },
        );
        let area = CellIdentifier { cell: None, ..legacy };
        assert_eq!(
            LocationBatches::new(vec![lte, legacy, area]).next_request_body(),
            r#"[{"mcc":"001","mnc":"20","tac":"7","ecid":"256","identifier":"0"},"#.to_owned()
                + r#"{"mcc":"234","mnc":"10","lac":"5","cid":"9","identifier":"1"},"#
                + r#"{"mcc":"234","mnc":"10","lac":"5","identifier":"2"}]"#
        );
    }

    #[test]
    fn locations_are_joined_by_their_identifiers() {
        let mut batches = batches_of_cells(3);
        let body = r#"[{"lat":2.5,"lon":-1,"range":700,"identifier":"2"},null,{"lat":9,"lon":9,"identifier":"99"},{"lat":null,"identifier":"1"}]"#;
        let found = batches.accept_response(&http_response(200, body)).unwrap();
        assert_eq!(found, [(0, None), (1, None), (2, Some(ReportedLocation { lat: 2.5, lon: -1.0, range_m: 700 }))]);
        assert!(batches.is_finished());
    }

    #[test]
    fn a_refused_batch_is_halved_down_to_the_refused_cell() {
        let mut batches = batches_of_cells(5);
        let (mut requested, mut unknown) = (vec![], vec![]);
        while !batches.is_finished() {
            let batch = batches.pending[0].clone();
            requested.push(batch.clone());
            // The server refuses every batch with the fourth cell.
            let response = if batch.contains(&3) { http_response(400, "{}") } else { http_response(200, "[]") };
            unknown.extend(batches.accept_response(&response).unwrap());
        }
        assert_eq!(requested, [0..5, 0..2, 2..5, 2..3, 3..5, 3..4, 4..5]);
        assert_eq!(unknown.iter().map(|(index, _)| *index).collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
    }

    #[test]
    fn a_batch_that_fails_is_asked_for_again() {
        let mut batches = batches_of_cells(250);
        assert_eq!(batches.pending, [0..100, 100..200, 200..250]);
        for (status, body) in [(503, ""), (429, ""), (200, "[{"), (200, "<html>"), (403, "{}"), (401, "{}")] {
            let body_before = batches.next_request_body();
            batches.accept_response(&http_response(status, body)).unwrap_err();
            assert_eq!(batches.next_request_body(), body_before, "{status}");
        }
    }
}
