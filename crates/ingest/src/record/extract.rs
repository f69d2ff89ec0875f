//! Extracts a record, from its bytes to a row of the columns.

use super::fast_path::parse_fast;
use super::field_reader::FieldReader;
use super::predictor::LayoutPredictor;
use super::scalar::Scalar;
use super::schema::{FieldId, SchemaObject};
use super::sim_fields::{Presence, SimFields};
use super::warnings::RecordWarnings;
use crate::json::non_finite::{self, OffsetMap};
use crate::report::IssueKind;
use crate::split::find_keyed_record;
use fleet::{CapacityError, Fleet, Record, RecordSpan};
use std::borrow::Cow;

/// Why a record did not become a row.
#[derive(Debug, PartialEq)]
pub enum ExtractError {
    /// The record is at fault: how many bytes into it, and what is wrong.
    Record(usize, IssueKind),
    /// The fleet is full.
    FleetFull,
}

/// Extracts one record from its bytes to the fleet.
///
/// `bytes` is one JSON object, and `key` the identifier that it is keyed by, if there is one: it names a SIM that does not
/// name itself. A field of a wrong type is left out, and the warnings say so.
///
/// # Errors
/// Nothing is added where the object is not a SIM or not JSON, or where the fleet is full.
pub fn extract_record(
    bytes: &[u8],
    key: &str,
    at: RecordSpan,
    predictor: &mut LayoutPredictor,
    fleet: &mut Fleet,
) -> Result<RecordWarnings, ExtractError> {
    // UTF-8 is checked once for the whole record, so that no key and no value is checked again. The rare record that has other
    // bytes in it is shown with them replaced, and stays as it is in the source.
    let (text, has_invalid_utf8) = match simdutf8::basic::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), false),
        Err(_) => (String::from_utf8_lossy(bytes), true),
    };
    let mut extract = |text: &str| {
        extract_record_text(text, key, predictor, &mut ExtractScratch::default(), |record, _| fleet.push(record, at))
    };
    let mut result = extract(&text);
    if let Err(ExtractError::Record(_, IssueKind::InvalidJson(_))) = &result
        && let Some((text, offsets)) = non_finite::replace_non_finite(&text)
    {
        result = restore_offsets(extract(&text), &offsets);
    }
    Ok(RecordWarnings { has_invalid_utf8, ..result? })
}

/// Puts the offsets of a text without `NaN` and `Infinity` back to where they were in the record.
fn restore_offsets(
    result: Result<RecordWarnings, ExtractError>,
    offsets: &OffsetMap,
) -> Result<RecordWarnings, ExtractError> {
    match result {
        Ok(mut warnings) => {
            for (offset, _) in &mut warnings.rejected_fields {
                *offset = offsets.original_offset(*offset);
            }
            Ok(RecordWarnings { has_non_finite: true, ..warnings })
        }
        Err(ExtractError::Record(offset, issue)) => Err(ExtractError::Record(offsets.original_offset(offset), issue)),
        Err(ExtractError::FleetFull) => Err(ExtractError::FleetFull),
    }
}

/// Memory that is used again for the next record of a text.
#[derive(Default)]
pub struct ExtractScratch<'a> {
    /// The fields of the record.
    pub sim: SimFields<'a>,
    tags: Vec<fleet::Tag<'a>>,
}

/// Extracts one record from its text to wherever it is pushed. See [`extract_record`].
pub fn extract_record_text<'a>(
    text: &'a str,
    key: &'a str,
    predictor: &mut LayoutPredictor,
    scratch: &mut ExtractScratch<'a>,
    push: impl FnOnce(&Record<'a>, &RecordWarnings) -> Result<(), CapacityError>,
) -> Result<RecordWarnings, ExtractError> {
    scratch.sim.clear();
    if parse_fast(text, 0, predictor, &mut scratch.sim) != Some(text.len()) {
        if let Some(at) = find_keyed_record(text.as_bytes()) {
            return Err(ExtractError::Record(at, IssueKind::MisplacedDelimiter));
        }
        scratch.sim = SimFields::parse_json(text).map_err(|error| {
            ExtractError::Record(error_offset(text.as_bytes(), &error), IssueKind::InvalidJson(error_reason(&error)))
        })?;
    }
    extract_parsed(text, key, scratch, push)
}

/// Extracts one record whose fields were parsed, to wherever it is pushed.
pub fn extract_parsed<'a>(
    text: &'a str,
    key: &'a str,
    scratch: &mut ExtractScratch<'a>,
    push: impl FnOnce(&Record<'a>, &RecordWarnings) -> Result<(), CapacityError>,
) -> Result<RecordWarnings, ExtractError> {
    let ExtractScratch { sim, tags } = scratch;
    let mut read = FieldReader::new(sim, text);
    let mut record = read.read_record(std::mem::take(tags));
    let warnings = read.into_warnings();
    name_record_by_key(&mut record, key, sim);
    let unnamed = record.imsi.is_empty() && record.iccid.is_empty() && record.sim_id.is_empty();
    let event = sim.scalar(FieldId::Event) != Scalar::Absent;
    let done = if unnamed {
        Err(ExtractError::Record(0, IssueKind::NotASim))
    } else if event && record.status.is_empty() && sim.presence(SchemaObject::Status) == Presence::Absent {
        Err(ExtractError::Record(0, IssueKind::SessionEvent))
    } else {
        push(&record, &warnings).map_err(|CapacityError| ExtractError::FleetFull)
    };
    *tags = record.tags;
    tags.clear();
    done.map(|()| warnings)
}

/// Gives a record without an identifier the one that it is keyed by, if it has something of a SIM.
fn name_record_by_key<'a>(record: &mut Record<'a>, key: &'a str, sim: &SimFields) {
    let is_named = !(record.imsi.is_empty() && record.iccid.is_empty() && record.sim_id.is_empty());
    let has_sessions =
        [SchemaObject::Status, SchemaObject::Previous].iter().any(|object| sim.presence(*object) != Presence::Absent);
    if key.is_empty() || is_named || (!has_sessions && record.status.is_empty()) {
        return;
    }
    match key.len() {
        // An IMSI has up to 15 digits (ITU-T E.212), an ICCID 18 and more (ITU-T E.118).
        ..=15 => record.imsi = Cow::Borrowed(key),
        _ => record.sim_id = Cow::Borrowed(key),
    }
}

/// Returns the byte at which serde_json gave up, from its line and column.
fn error_offset(bytes: &[u8], error: &serde_json::Error) -> usize {
    let lines = bytes.split_inclusive(|b| *b == b'\n').take(error.line().saturating_sub(1));
    let before: usize = lines.map(<[u8]>::len).sum();
    (before + error.column().saturating_sub(1)).min(bytes.len())
}

/// Returns the message of serde_json without the line and column, which count from the record's start.
fn error_reason(error: &serde_json::Error) -> String {
    let words = error.to_string();
    words.split(" at line ").next().unwrap_or_default().to_owned()
}
