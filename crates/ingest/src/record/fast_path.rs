//! The fast path: a record is parsed by a [prediction](super::predictor) of its layout, without a general parser.
//!
//! It parses what is written as exports are written. Everything else, valid or not, is declined as a whole: serde_json
//! parses that record then, and decides.

use super::predictor::{LayoutPredictor, LayoutTemplate, RECORD_START, ValueStyle};
use super::scalar::Scalar;
use super::schema::{SINGLE_OBJECT_MASK, SchemaMember, SchemaObject};
use super::sim_fields::{Presence, SimFields};
use crate::json::{JsonCursor, find_special_byte, simd};
use std::borrow::Cow;

/// Parses the record that begins at a byte of a text. Returns where it ends; `None` declines, and the fields are to be
/// cleared.
pub fn parse_fast<'a>(
    text: &'a str,
    from: usize,
    predictor: &mut LayoutPredictor,
    sim: &mut SimFields<'a>,
) -> Option<usize> {
    let (mut at, mut state, mut seen_scalars, mut seen_objects) = (from, RECORD_START, 0, 0);
    loop {
        let template = predictor.predict_template(state, text, at)?;
        let key = at;
        at += usize::from(template.len);
        if seen_scalars & template.scalar_mask != 0 {
            return None;
        }
        seen_scalars |= template.scalar_mask;
        if template.object_mask() != 0 {
            if seen_objects & template.object_mask() & SINGLE_OBJECT_MASK != 0 {
                return None;
            }
            seen_objects |= template.object_mask();
            apply_presences(template, sim);
        }
        let (scalar, quoted) = match template.style {
            ValueStyle::Text => parse_plain_text(text, &mut at)?,
            ValueStyle::Number => parse_plain_number(text, &mut at)?,
            ValueStyle::Any => parse_raw_value(text, &mut at)?,
            ValueStyle::Key(object) => {
                let (Scalar::PlainText(key), true) = parse_plain_text(text, &mut at)? else { return None };
                sim.enter_entry(object, Cow::Borrowed(key));
                // The next template begins with the brace of an object, or is declined.
                sim.set_presence(object, Presence::Present);
                (Scalar::Absent, true)
            }
            ValueStyle::End => return Some(at),
        };
        match template.member {
            SchemaMember::Scalar(field) => sim.set_scalar(field, scalar),
            SchemaMember::Tag => {
                let key = text.get(key + usize::from(template.last_key.0)..key + usize::from(template.last_key.1))?;
                sim.set_tag(Cow::Borrowed(key), scalar);
            }
            SchemaMember::Object(_) | SchemaMember::Other => {}
        }
        state = template.next_state(quoted);
    }
}

fn apply_presences(template: &LayoutTemplate, sim: &mut SimFields) {
    for object in SchemaObject::ALL {
        if template.opened_mask & object.bit() != 0 {
            sim.set_presence(object, Presence::Present);
        } else if template.null_mask & object.bit() != 0 {
            sim.set_presence(object, Presence::Null);
        }
    }
}

/// Parses a text after its opening quote, up to its closing one.
#[inline]
fn parse_plain_text<'a>(text: &'a str, at: &mut usize) -> Option<(Scalar<'a>, bool)> {
    let from = *at;
    *at = find_special_byte(text.as_bytes(), from)?;
    if text.as_bytes().get(*at) == Some(&b'"') {
        return Some((Scalar::PlainText(text.get(from..*at)?), true));
    }
    *at = from - 1;
    let (scalar, _) = parse_raw_value(text, at)?;
    *at -= 1;
    Some((scalar, true))
}

/// Parses an integer without a sign, or any other value.
#[inline]
fn parse_plain_number<'a>(text: &'a str, at: &mut usize) -> Option<(Scalar<'a>, bool)> {
    let from = *at;
    if let Some(lane) = text.as_bytes().get(from..).and_then(|rest| rest.first_chunk()) {
        let digits = simd::count_leading_digits(lane);
        let after = lane.get(digits).copied().unwrap_or(b'.');
        if digits > 0 && (lane[0] != b'0' || digits == 1) && !matches!(after, b'.' | b'e' | b'E') {
            *at = from + digits;
            return Some((Scalar::RawJson(text.get(from..*at)?), false));
        }
    }
    parse_raw_value(text, at)
}

/// Parses any value.
fn parse_raw_value<'a>(text: &'a str, at: &mut usize) -> Option<(Scalar<'a>, bool)> {
    let mut cursor = JsonCursor::new(text, *at);
    let scalar = Scalar::from_json(cursor.read_raw_value()?);
    *at = cursor.offset;
    Some((scalar, false))
}

/// Compares the fast path with serde_json: whether it parsed a text, or how the two differ.
#[cfg(any(test, fuzzing))]
pub fn compare_with_serde(text: &str, predictor: &mut LayoutPredictor) -> Result<bool, String> {
    let mut sim = SimFields::default();
    if parse_fast(text, 0, predictor, &mut sim) != Some(text.len()) {
        return Ok(false);
    }
    match SimFields::parse_json(text) {
        Ok(read) if read == sim => Ok(true),
        read => Err(format!("{text}\nfast path: {sim:?}\nserde_json: {read:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use sample::{SampleFleet, SampleShape};

    fn sample_records(seed: u64, shape: SampleShape) -> Vec<String> {
        let sample = SampleFleet { seed, now: 1_790_000_000_000, shape };
        let text = String::from_utf8(sample.json_chunks(40).flatten().collect()).unwrap();
        let sims: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
        let pretty =
            text.split("\n\t},").map(|record| record.trim_matches(['[', ']', ',', '\n', '\t']).to_owned() + "\n\t}");
        let compact = sims.iter().map(ToString::to_string);
        pretty.filter(|text| serde_json::from_str::<serde_json::Value>(text).is_ok()).chain(compact).collect()
    }

    fn check_agreement(text: &str, predictor: &mut LayoutPredictor) -> Result<bool, TestCaseError> {
        compare_with_serde(text, predictor).map_err(TestCaseError::fail)
    }

    #[test]
    fn what_exports_hold_is_parsed_and_the_rest_declined() {
        for (text, walked) in [
            (r#"{}"#, true),
            ("{ }", true),
            (r#"{"imsi":"1","x":[1,-2.5e+3,{"a":[]},"\u00e9\n"],"tags":{"a":"b"}}"#, true),
            (r#"{"imsi":01}"#, false),
            (r#"{"imsi":"1",}"#, false),
            (r#"{"imsi" "1"}"#, false),
            (r#"{"x":"\q"}"#, false),
            ("{\"x\":\"\n\"}", false),
            (r#"{"im\u0073i":"1"}"#, false),
            (r#"{"tags":5}"#, false),
            (r#"{"imsi":nul}"#, false),
            (r#"{"x":[1,]}"#, false),
            (r#"{"x":1.}"#, false),
            (r#"{"x":{"y":[1}}}"#, false),
            (r#"{"imsi":"1"}}"#, false),
            ("", false),
        ] {
            assert_eq!(check_agreement(text, &mut LayoutPredictor::default()).unwrap(), walked, "{text}");
        }
    }

    #[test]
    fn a_record_with_every_key_is_parsed_and_one_with_a_key_twice_is_not() {
        fn write_object(object: SchemaObject) -> String {
            let members = object.keys().iter().map(|key| match object.member_for_key(key) {
                SchemaMember::Object(inner) => format!("\"{key}\":{}", write_object(inner)),
                _ => format!("\"{key}\":\"1\""),
            });
            format!("{{{}}}", members.collect::<Vec<_>>().join(","))
        }
        let record = write_object(SchemaObject::Record);
        let mut predictor = LayoutPredictor::default();
        for _ in 0..2 {
            assert!(check_agreement(&record, &mut predictor).unwrap(), "{record}");
        }
        for key in SchemaObject::Record.keys() {
            let twice = record.replacen('{', &format!("{{\"{key}\":null,"), 1);
            assert!(!check_agreement(&twice, &mut predictor).unwrap(), "{key}");
        }
    }

    #[test]
    fn a_template_of_one_object_does_not_fit_another() {
        let mut predictor = LayoutPredictor::default();
        for text in [
            r#"{"sessionStatus":{"cell":{"mcc":1}},"previousSession":{"cell":{"mcc":2}},"imsi":"1"}"#,
            r#"{"sessionStatus":{"imei":"1"},"imsi":"1"}"#,
            r#"{"tags":{"imsi":"2","mcc":"3"},"profiles":{"imsi":{"iccid":"4"}},"mcc":5}"#,
            r#"{"sessionStatus":null,"previousSession":null}"#,
        ]
        .repeat(3)
        {
            assert!(check_agreement(text, &mut predictor).unwrap(), "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn sample_records_are_parsed_as_serde_json_does(seed: u64, sims: bool, damage in proptest::collection::vec((0usize..4000, any::<u8>()), 60)) {
            let mut predictor = LayoutPredictor::default();
            let records = sample_records(seed, if sims { SampleShape::Sims } else { SampleShape::Subscribers });
            prop_assert!(records.len() > 60, "{}", records.len());
            for text in &records {
                prop_assert!(check_agreement(text, &mut predictor)?, "declined: {}", text);
            }
            for (text, (at, byte)) in records.iter().zip(damage) {
                let mut bytes = text.clone().into_bytes();
                let at = at % bytes.len();
                bytes[at] = byte;
                check_agreement(&String::from_utf8_lossy(&bytes), &mut predictor)?;
                bytes.remove(at);
                check_agreement(&String::from_utf8_lossy(&bytes), &mut predictor)?;
            }
        }

        #[test]
        fn any_text_is_parsed_as_serde_json_does(
            texts in proptest::collection::vec(r#"\{("(imsi|tags|cell|a)" ?: ?("[a-z\\"]{0,20}"|[-0-9.eE]{1,6}|null|true|\{\}|\[1?\]|\{"mcc":1\}),?){0,5}\}"#, 20),
        ) {
            let mut predictor = LayoutPredictor::default();
            for text in &texts {
                check_agreement(text, &mut predictor)?;
            }
        }
    }
}
