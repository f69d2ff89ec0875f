//! The fast path reads what serde_json reads. Texts come one behind another, so that the layout of one is predicted for the next.
#![no_main]

use ingest::{LayoutPredictor, compare_with_serde};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut predictor = LayoutPredictor::default();
    for _ in 0..2 {
        for line in text.split('\u{1}') {
            compare_with_serde(line, &mut predictor).unwrap();
        }
    }
});
