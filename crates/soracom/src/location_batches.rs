//! Where cells are: batches of them, each joined with its answer by an identifier of ours.

use crate::response_body::{body_excerpt, error_from_response};
use crate::{HttpResponse, SoracomError};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// Cells asked for at once. What the API takes at most is not documented; a batch that it refuses is halved.
pub const LOCATION_BATCH_SIZE: usize = 100;

/// A cell, or an area where it has no identity, as `CellIdentifier` of Soracom's OpenAPI text has it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CellIdentifier {
    /// Mobile country code.
    pub mcc: u16,
    /// Mobile network code, as an integer.
    pub mnc: u16,
    /// Whether it is asked for by `tac` and `ecid`; else by `lac` and `cid`.
    pub is_lte: bool,
    /// Tracking or location area.
    pub area: u32,
    /// The cell in it; a session calls it `eci` or `ci`.
    pub cell: Option<u32>,
}

/// Where it is.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ReportedLocation {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// How far around, in metres; 0 where that is not said.
    pub range_m: u32,
}

/// The places that are still to be asked for.
#[derive(Clone, Debug, Default)]
pub struct LocationBatches {
    cells: Vec<CellIdentifier>,
    pending: VecDeque<std::ops::Range<usize>>,
}

/// What the API is sent: all of it is text.
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

/// What it answers. Whether an unknown cell is left out or null is not documented: both are read.
#[derive(Deserialize)]
struct CellLocationJson {
    lat: Option<f64>,
    lon: Option<f64>,
    range: Option<f64>,
    identifier: Option<String>,
}

impl LocationBatches {
    /// Of these places, each once.
    pub fn new(places: Vec<CellIdentifier>) -> Self {
        let starts = (0..places.len()).step_by(LOCATION_BATCH_SIZE);
        let waiting = starts.map(|start| start..places.len().min(start + LOCATION_BATCH_SIZE)).collect();
        Self { cells: places, pending: waiting }
    }

    /// Whether all were asked for.
    pub fn is_finished(&self) -> bool {
        self.pending.is_empty()
    }

    /// All places, those that were asked for as well.
    pub fn cells(&self) -> &[CellIdentifier] {
        &self.cells
    }

    /// The body of the next request.
    pub(crate) fn next_request_body(&self) -> String {
        let batch = self.pending.front().cloned().unwrap_or_default();
        let cells: Vec<CellIdentifierJson> = batch.map(|at| self.to_identifier_json(at)).collect();
        // Texts and numbers can always be written.
        serde_json::to_string(&cells).unwrap_or_default()
    }

    fn to_identifier_json(&self, at: usize) -> CellIdentifierJson {
        let CellIdentifier { mcc, mnc, is_lte: lte, area, cell } = self.cells[at];
        let only = |wanted: bool, number: Option<u32>| number.filter(|_| wanted).map(|number| number.to_string());
        CellIdentifierJson {
            mcc: format!("{mcc:03}"),
            // As the example of the API's page has it: `"mnc": "10"`, without zeros before it.
            mnc: mnc.to_string(),
            tac: only(lte, Some(area)),
            ecid: only(lte, cell),
            lac: only(!lte, Some(area)),
            cid: only(!lte, cell),
            identifier: at.to_string(),
        }
    }

    /// Takes the answer in: the places of the batch, each with where it is if that is known. A batch that is refused as it is
    /// is halved, and nothing comes of it yet; a single place that is refused is unknown.
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
                    return Ok(batch.map(|at| (at, None)).collect());
                }
                let half = batch.start + batch.len() / 2;
                self.pending.push_front(half..batch.end);
                self.pending.push_front(batch.start..half);
                return Ok(vec![]);
            }
            _ => return Err(error_from_response(response, "CellLocation:batchGetCellLocations")),
        }
        let answers: Vec<Option<CellLocationJson>> =
            serde_json::from_slice(&response.body).map_err(|error| match error.is_eof() {
                true => SoracomError::Truncated { bytes: response.body.len() },
                false => SoracomError::UnexpectedBody { excerpt: body_excerpt(&response.body) },
            })?;
        self.pending.pop_front();
        let mut found: Vec<_> = batch.clone().map(|at| (at, None)).collect();
        for answer in answers.into_iter().flatten() {
            let at = answer.identifier.and_then(|id| id.parse::<usize>().ok()).filter(|at| batch.contains(at));
            if let (Some(at), Some(lat), Some(lon)) = (at, answer.lat, answer.lon) {
                let range = answer.range.unwrap_or(0.0).clamp(0.0, 1e8) as u32;
                found[at - batch.start].1 = Some(ReportedLocation { lat, lon, range_m: range });
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
        let place = |cell| CellIdentifier { mcc: 334, mnc: 20, is_lte: true, area: 7, cell: Some(cell) };
        LocationBatches::new((0..cells).map(place).collect())
    }

    #[test]
    fn request_fields_are_texts_with_the_names_of_the_api() {
        let (lte, old) = (
            CellIdentifier { mcc: 1, mnc: 20, is_lte: true, area: 7, cell: Some(256) },
            CellIdentifier { mcc: 234, mnc: 10, is_lte: false, area: 5, cell: Some(9) },
        );
        let area = CellIdentifier { cell: None, ..old };
        assert_eq!(
            LocationBatches::new(vec![lte, old, area]).next_request_body(),
            r#"[{"mcc":"001","mnc":"20","tac":"7","ecid":"256","identifier":"0"},"#.to_owned()
                + r#"{"mcc":"234","mnc":"10","lac":"5","cid":"9","identifier":"1"},"#
                + r#"{"mcc":"234","mnc":"10","lac":"5","identifier":"2"}]"#
        );
    }

    #[test]
    fn answers_are_joined_by_their_identifiers() {
        let mut batches = batches_of_cells(3);
        let body = r#"[{"lat":2.5,"lon":-1,"range":700,"identifier":"2"},null,{"lat":9,"lon":9,"identifier":"99"},{"lat":null,"identifier":"1"}]"#;
        let found = batches.accept_response(&http_response(200, body)).unwrap();
        assert_eq!(found, [(0, None), (1, None), (2, Some(ReportedLocation { lat: 2.5, lon: -1.0, range_m: 700 }))]);
        assert!(batches.is_finished());
    }

    #[test]
    fn a_refused_batch_is_halved_down_to_the_refused_cell() {
        let mut batches = batches_of_cells(5);
        let (mut asked, mut unknown) = (vec![], vec![]);
        while !batches.is_finished() {
            let batch = batches.pending[0].clone();
            asked.push(batch.clone());
            // The fourth is one that the server cannot stand.
            let answer = if batch.contains(&3) { http_response(400, "{}") } else { http_response(200, "[]") };
            unknown.extend(batches.accept_response(&answer).unwrap());
        }
        assert_eq!(asked, [0..5, 0..2, 2..5, 2..3, 3..5, 3..4, 4..5]);
        assert_eq!(unknown.iter().map(|(at, _)| *at).collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
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
