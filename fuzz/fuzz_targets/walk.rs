//! What is read by habit is what serde_json reads. Texts come one behind another, so that habits of one are tried on the next.
#![no_main]

use ingest::{Habits, agrees};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut habits = Habits::default();
    for _ in 0..2 {
        for line in text.split('\u{1}') {
            agrees(line, &mut habits).unwrap();
        }
    }
});
