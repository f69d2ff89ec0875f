//! A record read by [habit](crate::habits), without a general parser.
//!
//! What is written as exports are written is read here. Whatever else there is, right or wrong, is declined as a whole:
//! serde_json reads that record then, and its verdict counts.

use crate::block;
use crate::habits::{Habits, RECORD, Step, Style};
use crate::json::{Cursor, stop};
use crate::leaf::Leaf;
use crate::shape::{Member, Object};
use crate::sim::{Part, Sim};
use std::borrow::Cow;

/// Reads the record that begins at a byte of a text: where it ends. `None` declines; then the SIM is to be cleared.
pub fn walk<'a>(text: &'a str, from: usize, habits: &mut Habits, sim: &mut Sim<'a>) -> Option<usize> {
    let (mut at, mut place, mut seen) = (from, RECORD, 0);
    loop {
        let step = habits.follow(place, text, at)?;
        let key = at;
        at += usize::from(step.len);
        if seen & step.seen != 0 {
            return None;
        }
        seen |= step.seen;
        if step.opens | step.nulls != 0 {
            mark(step, sim);
        }
        let (leaf, quoted) = match step.style {
            Style::Text => plain(text, &mut at)?,
            Style::Number => number(text, &mut at)?,
            Style::Any => written(text, &mut at)?,
            Style::Key(object) => {
                let (Leaf::Plain(key), true) = plain(text, &mut at)? else { return None };
                sim.entry(object, Cow::Borrowed(key));
                // Its step begins with the brace of an object, or is declined.
                sim.mark(object, Part::Is);
                (Leaf::Absent, true)
            }
            Style::End => return Some(at),
        };
        match step.member {
            Member::Leaf(slot) => sim.set(slot, leaf),
            Member::Tag => {
                let key = text.get(key + usize::from(step.key.0)..key + usize::from(step.key.1))?;
                sim.tag(Cow::Borrowed(key), leaf);
            }
            Member::Object(_) | Member::Other => {}
        }
        place = step.behind(quoted);
    }
}

fn mark(step: &Step, sim: &mut Sim) {
    for object in Object::ALL {
        let bit = 1 << object as u16;
        if step.opens & bit != 0 {
            sim.mark(object, Part::Is);
        } else if step.nulls & bit != 0 {
            sim.mark(object, Part::Null);
        }
    }
}

/// A text whose opening quote was read; its closing one is left to be read.
#[inline]
fn plain<'a>(text: &'a str, at: &mut usize) -> Option<(Leaf<'a>, bool)> {
    let from = *at;
    *at = stop(text.as_bytes(), from)?;
    if text.as_bytes().get(*at) == Some(&b'"') {
        return Some((Leaf::Plain(text.get(from..*at)?), true));
    }
    *at = from - 1;
    let (leaf, _) = written(text, at)?;
    *at -= 1;
    Some((leaf, true))
}

/// A whole number without a sign, or whatever is in its place.
#[inline]
fn number<'a>(text: &'a str, at: &mut usize) -> Option<(Leaf<'a>, bool)> {
    let from = *at;
    if let Some(lane) = text.as_bytes().get(from..).and_then(|rest| rest.first_chunk()) {
        let digits = block::digits(lane);
        let behind = lane.get(digits).copied().unwrap_or(b'.');
        if digits > 0 && (lane[0] != b'0' || digits == 1) && !matches!(behind, b'.' | b'e' | b'E') {
            *at = from + digits;
            return Some((Leaf::Raw(text.get(from..*at)?), false));
        }
    }
    written(text, at)
}

/// Any value.
fn written<'a>(text: &'a str, at: &mut usize) -> Option<(Leaf<'a>, bool)> {
    let mut cursor = Cursor::new(text, *at);
    let leaf = Leaf::of(cursor.written()?);
    *at = cursor.at;
    Some((leaf, false))
}

/// What is walked is what serde_json reads: whether a text was walked, or how the two differ.
#[cfg(any(test, fuzzing))]
pub fn agrees(text: &str, habits: &mut Habits) -> Result<bool, String> {
    let mut sim = Sim::default();
    if walk(text, 0, habits, &mut sim) != Some(text.len()) {
        return Ok(false);
    }
    match Sim::read(text) {
        Ok(read) if read == sim => Ok(true),
        read => Err(format!("{text}\nwalked: {sim:?}\nread: {read:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use sample::{SampleFleet, SampleShape};

    fn records(seed: u64, shape: SampleShape) -> Vec<String> {
        let sample = SampleFleet { seed, now: 1_790_000_000_000, shape };
        let text = String::from_utf8(sample.json_chunks(40).flatten().collect()).unwrap();
        let sims: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
        let pretty =
            text.split("\n\t},").map(|record| record.trim_matches(['[', ']', ',', '\n', '\t']).to_owned() + "\n\t}");
        let compact = sims.iter().map(ToString::to_string);
        pretty.filter(|text| serde_json::from_str::<serde_json::Value>(text).is_ok()).chain(compact).collect()
    }

    fn agree(text: &str, habits: &mut Habits) -> Result<bool, TestCaseError> {
        agrees(text, habits).map_err(TestCaseError::fail)
    }

    #[test]
    fn walks_what_exports_hold_and_declines_the_rest() {
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
            assert_eq!(agree(text, &mut Habits::default()).unwrap(), walked, "{text}");
        }
    }

    #[test]
    fn a_habit_of_one_object_is_none_of_another() {
        let mut habits = Habits::default();
        for text in [
            r#"{"sessionStatus":{"cell":{"mcc":1}},"previousSession":{"cell":{"mcc":2}},"imsi":"1"}"#,
            r#"{"sessionStatus":{"imei":"1"},"imsi":"1"}"#,
            r#"{"tags":{"imsi":"2","mcc":"3"},"profiles":{"imsi":{"iccid":"4"}},"mcc":5}"#,
            r#"{"sessionStatus":null,"previousSession":null}"#,
        ]
        .repeat(3)
        {
            assert!(agree(text, &mut habits).unwrap(), "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn walks_as_serde_json_reads(seed: u64, sims: bool, damage in proptest::collection::vec((0usize..4000, any::<u8>()), 60)) {
            let mut habits = Habits::default();
            let records = records(seed, if sims { SampleShape::Sims } else { SampleShape::Subscribers });
            prop_assert!(records.len() > 60, "{}", records.len());
            for text in &records {
                prop_assert!(agree(text, &mut habits)?, "declined: {}", text);
            }
            for (text, (at, byte)) in records.iter().zip(damage) {
                let mut bytes = text.clone().into_bytes();
                let at = at % bytes.len();
                bytes[at] = byte;
                agree(&String::from_utf8_lossy(&bytes), &mut habits)?;
                bytes.remove(at);
                agree(&String::from_utf8_lossy(&bytes), &mut habits)?;
            }
        }

        #[test]
        fn walks_any_text_as_serde_json_reads(
            texts in proptest::collection::vec(r#"\{("(imsi|tags|cell|a)" ?: ?("[a-z\\"]{0,20}"|[-0-9.eE]{1,6}|null|true|\{\}|\[1?\]|\{"mcc":1\}),?){0,5}\}"#, 20),
        ) {
            let mut habits = Habits::default();
            for text in &texts {
                agree(text, &mut habits)?;
            }
        }
    }
}
