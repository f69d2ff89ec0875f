//! A record read by [habit](super::predictor), without a general parser.
//!
//! What is written as exports are written is read here. Whatever else there is, right or wrong, is declined as a whole:
//! serde_json reads that record then, and its verdict counts.

use super::predictor::{LayoutPredictor, LayoutTemplate, RECORD_START, ValueStyle};
use super::scalar::Scalar;
use super::schema::{SchemaMember, SchemaObject};
use super::sim_fields::{Presence, SimFields};
use crate::json::{JsonCursor, find_special_byte, simd};
use std::borrow::Cow;

/// Reads the record that begins at a byte of a text: where it ends. `None` declines; then the SIM is to be cleared.
pub fn parse_fast<'a>(
    text: &'a str,
    from: usize,
    habits: &mut LayoutPredictor,
    sim: &mut SimFields<'a>,
) -> Option<usize> {
    let (mut at, mut place, mut seen) = (from, RECORD_START, 0);
    loop {
        let step = habits.predict_template(place, text, at)?;
        let key = at;
        at += usize::from(step.len);
        if seen & step.seen_mask != 0 {
            return None;
        }
        seen |= step.seen_mask;
        if step.opened_mask | step.null_mask != 0 {
            apply_presences(step, sim);
        }
        let (leaf, quoted) = match step.style {
            ValueStyle::Text => parse_plain_text(text, &mut at)?,
            ValueStyle::Number => parse_plain_number(text, &mut at)?,
            ValueStyle::Any => parse_raw_value(text, &mut at)?,
            ValueStyle::Key(object) => {
                let (Scalar::PlainText(key), true) = parse_plain_text(text, &mut at)? else { return None };
                sim.enter_entry(object, Cow::Borrowed(key));
                // Its step begins with the brace of an object, or is declined.
                sim.set_presence(object, Presence::Present);
                (Scalar::Absent, true)
            }
            ValueStyle::End => return Some(at),
        };
        match step.member {
            SchemaMember::Scalar(slot) => sim.set_scalar(slot, leaf),
            SchemaMember::Tag => {
                let key = text.get(key + usize::from(step.last_key.0)..key + usize::from(step.last_key.1))?;
                sim.set_tag(Cow::Borrowed(key), leaf);
            }
            SchemaMember::Object(_) | SchemaMember::Other => {}
        }
        place = step.next_state(quoted);
    }
}

fn apply_presences(step: &LayoutTemplate, sim: &mut SimFields) {
    for object in SchemaObject::ALL {
        let bit = 1 << object as u16;
        if step.opened_mask & bit != 0 {
            sim.set_presence(object, Presence::Present);
        } else if step.null_mask & bit != 0 {
            sim.set_presence(object, Presence::Null);
        }
    }
}

/// A text whose opening quote was read; its closing one is left to be read.
#[inline]
fn parse_plain_text<'a>(text: &'a str, at: &mut usize) -> Option<(Scalar<'a>, bool)> {
    let from = *at;
    *at = find_special_byte(text.as_bytes(), from)?;
    if text.as_bytes().get(*at) == Some(&b'"') {
        return Some((Scalar::PlainText(text.get(from..*at)?), true));
    }
    *at = from - 1;
    let (leaf, _) = parse_raw_value(text, at)?;
    *at -= 1;
    Some((leaf, true))
}

/// A whole number without a sign, or whatever is in its place.
#[inline]
fn parse_plain_number<'a>(text: &'a str, at: &mut usize) -> Option<(Scalar<'a>, bool)> {
    let from = *at;
    if let Some(lane) = text.as_bytes().get(from..).and_then(|rest| rest.first_chunk()) {
        let digits = simd::count_leading_digits(lane);
        let behind = lane.get(digits).copied().unwrap_or(b'.');
        if digits > 0 && (lane[0] != b'0' || digits == 1) && !matches!(behind, b'.' | b'e' | b'E') {
            *at = from + digits;
            return Some((Scalar::RawJson(text.get(from..*at)?), false));
        }
    }
    parse_raw_value(text, at)
}

/// Any value.
fn parse_raw_value<'a>(text: &'a str, at: &mut usize) -> Option<(Scalar<'a>, bool)> {
    let mut cursor = JsonCursor::new(text, *at);
    let leaf = Scalar::from_json(cursor.read_raw_value()?);
    *at = cursor.offset;
    Some((leaf, false))
}

/// What is walked is what serde_json reads: whether a text was walked, or how the two differ.
#[cfg(any(test, fuzzing))]
pub fn compare_with_serde(text: &str, habits: &mut LayoutPredictor) -> Result<bool, String> {
    let mut sim = SimFields::default();
    if parse_fast(text, 0, habits, &mut sim) != Some(text.len()) {
        return Ok(false);
    }
    match SimFields::parse_json(text) {
        Ok(read) if read == sim => Ok(true),
        read => Err(format!("{text}\nwalked: {sim:?}\nread: {read:?}")),
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

    fn check_agreement(text: &str, habits: &mut LayoutPredictor) -> Result<bool, TestCaseError> {
        compare_with_serde(text, habits).map_err(TestCaseError::fail)
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
    fn a_template_of_one_object_does_not_fit_another() {
        let mut habits = LayoutPredictor::default();
        for text in [
            r#"{"sessionStatus":{"cell":{"mcc":1}},"previousSession":{"cell":{"mcc":2}},"imsi":"1"}"#,
            r#"{"sessionStatus":{"imei":"1"},"imsi":"1"}"#,
            r#"{"tags":{"imsi":"2","mcc":"3"},"profiles":{"imsi":{"iccid":"4"}},"mcc":5}"#,
            r#"{"sessionStatus":null,"previousSession":null}"#,
        ]
        .repeat(3)
        {
            assert!(check_agreement(text, &mut habits).unwrap(), "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn walks_as_serde_json_reads(seed: u64, sims: bool, damage in proptest::collection::vec((0usize..4000, any::<u8>()), 60)) {
            let mut habits = LayoutPredictor::default();
            let records = sample_records(seed, if sims { SampleShape::Sims } else { SampleShape::Subscribers });
            prop_assert!(records.len() > 60, "{}", records.len());
            for text in &records {
                prop_assert!(check_agreement(text, &mut habits)?, "declined: {}", text);
            }
            for (text, (at, byte)) in records.iter().zip(damage) {
                let mut bytes = text.clone().into_bytes();
                let at = at % bytes.len();
                bytes[at] = byte;
                check_agreement(&String::from_utf8_lossy(&bytes), &mut habits)?;
                bytes.remove(at);
                check_agreement(&String::from_utf8_lossy(&bytes), &mut habits)?;
            }
        }

        #[test]
        fn walks_any_text_as_serde_json_reads(
            texts in proptest::collection::vec(r#"\{("(imsi|tags|cell|a)" ?: ?("[a-z\\"]{0,20}"|[-0-9.eE]{1,6}|null|true|\{\}|\[1?\]|\{"mcc":1\}),?){0,5}\}"#, 20),
        ) {
            let mut habits = LayoutPredictor::default();
            for text in &texts {
                check_agreement(text, &mut habits)?;
            }
        }
    }
}
