//! Messages as bytes: a JS array holds those first, then the blobs that go with them.
//!
//! Page and worker come of one build, so that a format without names will do. As JS objects a view took five times as long
//! to write and to read, and both while nothing else could be done.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// A message that cannot be written or read: page and worker are not of one build.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("page and worker do not understand each other ({0}): load the page again")]
pub struct Garbled(#[from] postcard::Error);

/// A message as bytes.
///
/// # Errors
/// Where it cannot be written; none of ours is such.
pub fn pack<T: Serialize>(message: &T) -> Result<Vec<u8>, Garbled> {
    Ok(postcard::to_allocvec(message)?)
}

/// The message that was packed.
///
/// # Errors
/// Where the bytes are those of another build.
pub fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Garbled> {
    Ok(postcard::from_bytes(bytes)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Ask, Desk, Question, Source, Tell};
    use query::Clock;
    use sample::{SampleFleet, SampleShape};

    #[test]
    fn what_is_packed_comes_back() {
        let now = 1_700_000_000_000;
        let mut desk = Desk::default();
        desk.begin(Source { id: 1, name: "fleet.json".into() });
        let mut reader = ingest::IngestReader::default();
        for part in (SampleFleet { seed: 3, now, shape: SampleShape::Subscribers }).json_chunks(300) {
            reader.push(&part, desk.fleet_mut()).unwrap();
        }
        let report = reader.finish(desk.fleet_mut()).unwrap();
        desk.settle();
        let question = Question {
            query: "country:US -session:never 29505".into(),
            len: 20,
            insights: true,
            pivot: Some(("country".into(), "status".into())),
            tags: vec!["site".into()],
            ..Question::default()
        };
        let view = Tell::View(Box::new(desk.view(&question, &Clock::utc(now)).unwrap()));
        assert_eq!(unpack::<Tell>(&pack(&view).unwrap()).unwrap(), view);
        let loaded =
            crate::Loaded { source: Source { id: 1, name: "フリート.json".into() }, report, unfinished: None };
        let loaded = Tell::Loaded(loaded);
        assert_eq!(unpack::<Tell>(&pack(&loaded).unwrap()).unwrap(), loaded);
        let fault = query::parse_query("contry:US").unwrap_err();
        let fault = Tell::QueryError { seq: 7, error: fault };
        assert_eq!(unpack::<Tell>(&pack(&fault).unwrap()).unwrap(), fault);
        let ask = Ask::View(question);
        assert_eq!(unpack::<Ask>(&pack(&ask).unwrap()).unwrap(), ask);
        assert!(unpack::<Ask>(b"\xff\xff").is_err());
    }
}
