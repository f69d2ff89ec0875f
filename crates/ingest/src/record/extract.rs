//! The bytes of a record to a row of the columns.

use super::fast_path::parse_fast;
use super::field_reader::FieldReader;
use super::predictor::LayoutPredictor;
use super::scalar::Scalar;
use super::schema::{FieldId, SchemaObject};
use super::sim_fields::{Presence, SimFields};
use super::warnings::RecordWarnings;
use crate::json::non_finite;
use crate::report::IssueKind;
use crate::split::find_keyed_record;
use fleet::{CapacityError, Fleet, Record, RecordSpan};
use std::borrow::Cow;

/// Why a record did not become a row.
#[derive(Debug, PartialEq)]
pub enum ExtractError {
    /// The record is at fault: what it is, and how many bytes into it.
    Record(usize, IssueKind),
    /// The fleet is.
    FleetFull,
}

/// One record, from its bytes to the fleet.
///
/// `bytes` is one JSON object, and `id` the identifier that it is keyed by, if it is: it names a SIM that does not name
/// itself. A field of a wrong type is left out and told in the findings; an object that is no SIM, or no JSON, is refused and
/// nothing is added.
pub fn extract_record(
    bytes: &[u8],
    id: &str,
    at: RecordSpan,
    habits: &mut LayoutPredictor,
    fleet: &mut Fleet,
) -> Result<RecordWarnings, ExtractError> {
    // Checked once as a whole: then no key and no value is checked again. The rare record that has other bytes in it is
    // shown with them replaced, and stays as it is in the source.
    let (text, replaced) = match simdutf8::basic::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), false),
        Err(_) => (String::from_utf8_lossy(bytes), true),
    };
    let mut once = |text: &str| {
        extract_record_text(text, id, habits, &mut ExtractScratch::default(), |record, _| fleet.push(record, at))
    };
    let found = match once(&text) {
        Err(ExtractError::Record(offset, what @ IssueKind::InvalidJson(_))) => {
            match non_finite::replace_non_finite(&text) {
                Some((text, moved)) => {
                    let original = |offset| moved.original_offset(offset);
                    let found = once(&text).map_err(|refused| match refused {
                        ExtractError::Record(offset, what) => ExtractError::Record(original(offset), what),
                        ExtractError::FleetFull => ExtractError::FleetFull,
                    })?;
                    let fields =
                        found.rejected_fields.into_iter().map(|(offset, what)| (original(offset), what)).collect();
                    RecordWarnings { rejected_fields: fields, has_non_finite: true, ..found }
                }
                None => return Err(ExtractError::Record(offset, what)),
            }
        }
        found => found?,
    };
    Ok(RecordWarnings { has_invalid_utf8: replaced, ..found })
}

/// Memory that is used again for the next record of a text.
#[derive(Default)]
pub struct ExtractScratch<'a> {
    /// What is read of a record.
    pub sim: SimFields<'a>,
    tags: Vec<fleet::Tag<'a>>,
}

/// One record, from its text to wherever it is pushed. See [`extract_record`].
pub fn extract_record_text<'a>(
    text: &'a str,
    id: &'a str,
    habits: &mut LayoutPredictor,
    scratch: &mut ExtractScratch<'a>,
    push: impl FnOnce(&Record<'a>, &RecordWarnings) -> Result<(), CapacityError>,
) -> Result<RecordWarnings, ExtractError> {
    scratch.sim.clear();
    if parse_fast(text, 0, habits, &mut scratch.sim) != Some(text.len()) {
        if let Some(at) = find_keyed_record(text.as_bytes()) {
            return Err(ExtractError::Record(at, IssueKind::MisplacedDelimiter));
        }
        scratch.sim = SimFields::parse_json(text).map_err(|error| {
            ExtractError::Record(error_offset(text.as_bytes(), &error), IssueKind::InvalidJson(error_reason(&error)))
        })?;
    }
    extract_parsed(text, id, scratch, push)
}

/// One record of a text that was walked, to wherever it is pushed.
pub fn extract_parsed<'a>(
    text: &'a str,
    id: &'a str,
    scratch: &mut ExtractScratch<'a>,
    push: impl FnOnce(&Record<'a>, &RecordWarnings) -> Result<(), CapacityError>,
) -> Result<RecordWarnings, ExtractError> {
    let ExtractScratch { sim, tags } = scratch;
    let mut read = FieldReader::new(sim, text);
    let mut record = read.read_record(std::mem::take(tags));
    let findings = read.into_warnings();
    name_record_by_key(&mut record, id, sim);
    let unnamed = record.imsi.is_empty() && record.iccid.is_empty() && record.sim_id.is_empty();
    let event = sim.scalar(FieldId::Event) != Scalar::Absent;
    let done = if unnamed {
        Err(ExtractError::Record(0, IssueKind::NotASim))
    } else if event && record.status.is_empty() && sim.presence(SchemaObject::Status) == Presence::Absent {
        Err(ExtractError::Record(0, IssueKind::SessionEvent))
    } else {
        push(&record, &findings).map_err(|CapacityError| ExtractError::FleetFull)
    };
    *tags = record.tags;
    tags.clear();
    done.map(|()| findings)
}

/// Names a record that does not name itself by the identifier that it is keyed by, where it says something of a SIM.
fn name_record_by_key<'a>(record: &mut Record<'a>, id: &'a str, sim: &SimFields) {
    let is_named = !(record.imsi.is_empty() && record.iccid.is_empty() && record.sim_id.is_empty());
    let has_sessions =
        [SchemaObject::Status, SchemaObject::Previous].iter().any(|object| sim.presence(*object) != Presence::Absent);
    if id.is_empty() || is_named || (!has_sessions && record.status.is_empty()) {
        return;
    }
    match id.len() {
        // An IMSI has up to 15 digits (ITU-T E.212), an ICCID 18 and more (ITU-T E.118).
        ..=15 => record.imsi = Cow::Borrowed(id),
        _ => record.sim_id = Cow::Borrowed(id),
    }
}

/// The byte at which serde_json gave up, from its line and column.
fn error_offset(bytes: &[u8], error: &serde_json::Error) -> usize {
    let lines = bytes.split_inclusive(|b| *b == b'\n').take(error.line().saturating_sub(1));
    let before: usize = lines.map(<[u8]>::len).sum();
    (before + error.column().saturating_sub(1)).min(bytes.len())
}

/// serde_json's words, without the line and column, which count from the record's start.
fn error_reason(error: &serde_json::Error) -> String {
    let words = error.to_string();
    words.split(" at line ").next().unwrap_or_default().to_owned()
}
