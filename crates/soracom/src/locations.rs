//! Where cells are: batches of them, each joined with its answer by an identifier of ours.

use crate::body::{failure, head};
use crate::{Error, Response};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// Cells asked for at once. What the API takes at most is not documented; a batch that it refuses is halved.
pub const BATCH: usize = 100;

/// A cell, or an area where it has no identity, as `CellIdentifier` of Soracom's OpenAPI text has it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    /// Mobile country code.
    pub mcc: u16,
    /// Mobile network code, as an integer.
    pub mnc: u16,
    /// Whether it is asked for by `tac` and `ecid`; else by `lac` and `cid`.
    pub lte: bool,
    /// Tracking or location area.
    pub area: u32,
    /// The cell in it; a session calls it `eci` or `ci`.
    pub cell: Option<u32>,
}

/// Where it is.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Location {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// How far around, in metres; 0 where that is not said.
    pub range: u32,
}

/// The places that are still to be asked for.
#[derive(Clone, Debug, Default)]
pub struct Batches {
    places: Vec<Place>,
    waiting: VecDeque<std::ops::Range<usize>>,
}

/// What the API is sent: all of it is text.
#[derive(Serialize)]
struct Identifier {
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
struct Answer {
    lat: Option<f64>,
    lon: Option<f64>,
    range: Option<f64>,
    identifier: Option<String>,
}

impl Batches {
    /// Of these places, each once.
    pub fn of(places: Vec<Place>) -> Self {
        let starts = (0..places.len()).step_by(BATCH);
        let waiting = starts.map(|start| start..places.len().min(start + BATCH)).collect();
        Self { places, waiting }
    }

    /// Whether all were asked for.
    pub fn over(&self) -> bool {
        self.waiting.is_empty()
    }

    /// All places, those that were asked for as well.
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// The body of the next request.
    pub(crate) fn body(&self) -> String {
        let batch = self.waiting.front().cloned().unwrap_or_default();
        let cells: Vec<Identifier> = batch.map(|at| self.identifier(at)).collect();
        // Texts and numbers can always be written.
        serde_json::to_string(&cells).unwrap_or_default()
    }

    fn identifier(&self, at: usize) -> Identifier {
        let Place { mcc, mnc, lte, area, cell } = self.places[at];
        let only = |wanted: bool, number: Option<u32>| number.filter(|_| wanted).map(|number| number.to_string());
        Identifier {
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
    pub(crate) fn take(&mut self, response: &Response) -> Result<Vec<(usize, Option<Location>)>, Error> {
        let Some(batch) = self.waiting.front().cloned() else { return Ok(vec![]) };
        match response.status {
            200 => {}
            400 | 404 | 413 | 414 | 422 => {
                self.waiting.pop_front();
                if batch.len() == 1 || response.status == 404 {
                    return Ok(batch.map(|at| (at, None)).collect());
                }
                let half = batch.start + batch.len() / 2;
                self.waiting.push_front(half..batch.end);
                self.waiting.push_front(batch.start..half);
                return Ok(vec![]);
            }
            _ => return Err(failure(response, "CellLocation:batchGetCellLocations")),
        }
        let answers: Vec<Option<Answer>> =
            serde_json::from_slice(&response.body).map_err(|error| match error.is_eof() {
                true => Error::Cut { bytes: response.body.len() },
                false => Error::NotJson { head: head(&response.body) },
            })?;
        self.waiting.pop_front();
        let mut found: Vec<_> = batch.clone().map(|at| (at, None)).collect();
        for answer in answers.into_iter().flatten() {
            let at = answer.identifier.and_then(|id| id.parse::<usize>().ok()).filter(|at| batch.contains(at));
            if let (Some(at), Some(lat), Some(lon)) = (at, answer.lat, answer.lon) {
                let range = answer.range.unwrap_or(0.0).clamp(0.0, 1e8) as u32;
                found[at - batch.start].1 = Some(Location { lat, lon, range });
            }
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(status: u16, body: &str) -> Response {
        Response { status, headers: vec![], body: body.into() }
    }

    fn batches(cells: u32) -> Batches {
        let place = |cell| Place { mcc: 334, mnc: 20, lte: true, area: 7, cell: Some(cell) };
        Batches::of((0..cells).map(place).collect())
    }

    #[test]
    fn all_is_text_and_called_as_the_api_calls_it() {
        let (lte, old) = (
            Place { mcc: 1, mnc: 20, lte: true, area: 7, cell: Some(256) },
            Place { mcc: 234, mnc: 10, lte: false, area: 5, cell: Some(9) },
        );
        let area = Place { cell: None, ..old };
        assert_eq!(
            Batches::of(vec![lte, old, area]).body(),
            r#"[{"mcc":"001","mnc":"20","tac":"7","ecid":"256","identifier":"0"},"#.to_owned()
                + r#"{"mcc":"234","mnc":"10","lac":"5","cid":"9","identifier":"1"},"#
                + r#"{"mcc":"234","mnc":"10","lac":"5","identifier":"2"}]"#
        );
    }

    #[test]
    fn answers_are_joined_by_their_identifiers() {
        let mut batches = batches(3);
        let body = r#"[{"lat":2.5,"lon":-1,"range":700,"identifier":"2"},null,{"lat":9,"lon":9,"identifier":"99"},{"lat":null,"identifier":"1"}]"#;
        let found = batches.take(&response(200, body)).unwrap();
        assert_eq!(found, [(0, None), (1, None), (2, Some(Location { lat: 2.5, lon: -1.0, range: 700 }))]);
        assert!(batches.over());
    }

    #[test]
    fn what_is_refused_is_halved_down_to_the_culprit() {
        let mut batches = batches(5);
        let (mut asked, mut unknown) = (vec![], vec![]);
        while !batches.over() {
            let batch = batches.waiting[0].clone();
            asked.push(batch.clone());
            // The fourth is one that the server cannot stand.
            let answer = if batch.contains(&3) { response(400, "{}") } else { response(200, "[]") };
            unknown.extend(batches.take(&answer).unwrap());
        }
        assert_eq!(asked, [0..5, 0..2, 2..5, 2..3, 3..5, 3..4, 4..5]);
        assert_eq!(unknown.iter().map(|(at, _)| *at).collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
    }

    #[test]
    fn a_batch_that_fails_is_asked_for_again() {
        let mut batches = batches(250);
        assert_eq!(batches.waiting, [0..100, 100..200, 200..250]);
        for (status, body) in [(503, ""), (429, ""), (200, "[{"), (200, "<html>"), (403, "{}"), (401, "{}")] {
            let body_before = batches.body();
            batches.take(&response(status, body)).unwrap_err();
            assert_eq!(batches.body(), body_before, "{status}");
        }
    }
}
