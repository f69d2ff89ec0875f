//! Messages as bytes: a JS array holds those first, then the blobs that go with them.
//!
//! Page and worker come of one build, so that a format without names will do. As JS objects a view took five times as long
//! to write and to read, and both while nothing else could be done.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// A message that cannot be written or read: page and worker are not of one build.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("page and worker do not understand each other ({0}): load the page again")]
pub struct CodecError(#[from] postcard::Error);

/// A message as bytes.
///
/// ```
/// use engine::{Request, decode_message, encode_message};
///
/// let bytes = encode_message(&Request::SetBaseline(vec![1]))?;
/// assert_eq!(decode_message::<Request>(&bytes)?, Request::SetBaseline(vec![1]));
/// # Ok::<(), engine::CodecError>(())
/// ```
///
/// # Errors
/// Where it cannot be written; none of ours is such.
pub fn encode_message<T: Serialize>(message: &T) -> Result<Vec<u8>, CodecError> {
    Ok(postcard::to_allocvec(message)?)
}

/// The message that was packed.
///
/// # Errors
/// Where the bytes are those of another build.
pub fn decode_message<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CodecError> {
    Ok(postcard::from_bytes(bytes)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Engine, Event, PivotRequest, Request, Source, ViewRequest};
    use query::{Clock, Field, SortOrder};
    use sample::{SampleFleet, SampleShape};

    #[test]
    fn an_encoded_message_decodes_to_itself() {
        let now = 1_700_000_000_000;
        let mut engine = Engine::default();
        engine.begin_source(Source { id: 1, name: "fleet.json".into() });
        let mut reader = ingest::IngestReader::default();
        for part in (SampleFleet { seed: 3, now, shape: SampleShape::Subscribers }).json_chunks(300) {
            reader.push(&part, engine.fleet_mut()).unwrap();
        }
        let report = reader.finish(engine.fleet_mut()).unwrap();
        engine.commit_changes();
        let request = ViewRequest {
            query: "country:US -session:never 29505".into(),
            row_count: 20,
            insights: true,
            sort: SortOrder { column: Some(Field::Seen.into()), descending: true },
            pivot: Some(PivotRequest { rows: "country".into(), columns: "status".into() }),
            tags: vec!["site".into()],
            ..ViewRequest::default()
        };
        let view = Event::View(Box::new(engine.build_view(&request, &Clock::utc(now)).unwrap()));
        assert_eq!(decode_message::<Event>(&encode_message(&view).unwrap()).unwrap(), view);
        let loaded =
            crate::LoadedSource {
                source: Source { id: 1, name: "フリート.json".into() }, report, unfinished: None
            };
        let loaded = Event::Loaded(loaded);
        assert_eq!(decode_message::<Event>(&encode_message(&loaded).unwrap()).unwrap(), loaded);
        let fault = query::parse_query("contry:US").unwrap_err();
        let fault = Event::QueryError { seq: 7, error: fault };
        assert_eq!(decode_message::<Event>(&encode_message(&fault).unwrap()).unwrap(), fault);
        let ask = Request::View(request);
        assert_eq!(decode_message::<Request>(&encode_message(&ask).unwrap()).unwrap(), ask);
        assert!(decode_message::<Request>(b"\xff\xff").is_err());
    }
}
